-- Many rows of one tenant among those of forty, so that a plan shows which index it uses. $TENANT is the one.
set session_replication_role = replica;

create temporary table tenants as
  select '$TENANT'::uuid as t union all
  select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid from generate_series(1, 39) n;

insert into hermesx.budgets (tenant_id, name, unit, max_amount, period, zone, only_user, only_key)
  select t, 'user-' || n, 'NANO_USD', 100, 'DAY', 'UTC', 'u' || n, gen_random_uuid()
  from tenants, generate_series(1, 500) n;
insert into hermesx.budget_counters (tenant_id, budget_id, period_start, valid_until)
  select tenant_id, id, now(), now() + interval '1 day' from hermesx.budgets;
insert into hermesx.reservations (tenant_id, id, nano_usd, tokens, requests, expires_at, ends_at)
  select t, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, 1, 1, now(), now()
  from tenants, generate_series(1, 500) n;
insert into hermesx.budget_holds (tenant_id, reservation_id, counter_id, amount, expires_at)
  select r.tenant_id, r.id, c.id, 1, now()
  from hermesx.reservations r
  cross join lateral (
    select c.id from hermesx.budget_counters c where c.tenant_id = r.tenant_id limit 3) c;
insert into hermesx.receipt_intents (tenant_id, id, kind, run_id, call_id, target, digest, salt, actor,
    policy_version, verdicts, opened_at, deadline)
  select t, gen_random_uuid(), 'TOOL', 'run-' || n / 10, 'call-' || n, 'x', sha256('x'), sha256('x'), 'x',
    'x', '{}', now(), now()
  from tenants, generate_series(1, 500) n;
insert into hermesx.receipt_finals (tenant_id, id, status, output, signals, nano_usd, verdicts, closed_at)
  select tenant_id, id, 'EXECUTED', 'x', '{}', 1, '{}', now() from hermesx.receipt_intents;
insert into hermesx.approvals (tenant_id, id, requester_kind, requester_id, requester_roles, requester_scopes,
    run_id, call_id, tool, pin, digest, policy_version, arguments, state, requested_at, expires_at)
  select t, gen_random_uuid(), 'USER', 'x', '{}', '{}', 'run-' || n / 10, 'call-' || n, 'x', sha256('x'),
    sha256('x'), 'x', '{}', 'PENDING', now() + n * interval '1 second', now() + interval '1 day'
  from tenants, generate_series(1, 500) n;
insert into hermesx.usage_events (tenant_id, source, id, occurred_at, asked, served, input_tokens,
    cached_input_tokens, output_tokens, nano_usd, price_version, status)
  select t, 's', 'id-' || n, now() + n * interval '1 minute', 'x', 'x', 1, 1, 1, 1, 'x', 'COMPLETE'
  from tenants, generate_series(1, 500) n;
insert into hermesx.tenants select t, 'x', 'ACTIVE', 1, now(), now() from tenants;
insert into hermesx.api_keys (tenant_id, id, name, principal_kind, principal_id, principal_roles,
    principal_scopes, hint, key_hash, created_at)
  select t, gen_random_uuid(), 'x', 'USER', 'x', '{}', '{}', 'x', sha256(convert_to(t || '/' || n, 'UTF8')), now()
  from tenants, generate_series(1, 500) n;
insert into hermesx.sessions (tenant_id, id, owner, title, created_at, updated_at)
  select t, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user:u' || n % 25, 'x', now(), now()
  from tenants, generate_series(1, 500) n;
insert into hermesx.session_messages (tenant_id, session_id, seq, body, written_at)
  select tenant_id, id, n, '{}', now() from hermesx.sessions, generate_series(1, 5) n;
insert into hermesx.idempotency_keys (tenant_id, scope, key, request, answer, claimed_at)
  select t, 'user:u' || n % 25, 'key-' || n, sha256('x'), '', now() + n * interval '1 second'
  from tenants, generate_series(1, 500) n;
drop table tenants;
set session_replication_role = origin;
analyze;
