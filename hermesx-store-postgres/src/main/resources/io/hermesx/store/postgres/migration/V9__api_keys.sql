-- SPDX-License-Identifier: Apache-2.0
--
-- API keys, of which only the hash is kept, and the one question that comes before the tenant is known.
--
-- key_hash is unique over all tenants. It is the SHA-256 of 256 random bits: whoever can name the hash of
-- another tenant's key has that key, and nobody learns of one by guessing. The application writes hashes and
-- presents them, and cannot read them.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.api_keys (
  tenant_id uuid not null references hermesx.tenants (tenant_id),
  id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  principal_kind text not null check (principal_kind in ('USER', 'AGENT', 'SERVICE')),
  principal_id text not null,
  principal_roles text[] not null,
  principal_scopes text[] not null,
  hint text not null,
  key_hash bytea not null check (octet_length(key_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  constraint api_keys_hash unique (key_hash)
);
call hermesx.protect('hermesx.api_keys', 'select, insert, update', 'select');
revoke select, update on table hermesx.api_keys from hermesx_app;
grant select (tenant_id, id, name, principal_kind, principal_id, principal_roles, principal_scopes, hint,
    created_at, expires_at, revoked_at) on table hermesx.api_keys to hermesx_app;
grant update (revoked_at) on table hermesx.api_keys to hermesx_app;
revoke select on table hermesx.api_keys from hermesx_definer;
grant select (tenant_id, id, name, principal_kind, principal_id, principal_roles, principal_scopes, hint,
    key_hash, created_at, expires_at, revoked_at) on table hermesx.api_keys to hermesx_definer;
create trigger api_keys_stay_revoked before update on hermesx.api_keys for each row
  when (old.revoked_at is not null)
  execute function hermesx.refuse_change('a revoked key stays revoked');

-- What presenting a key amounts to: the key of this hash and whether its tenant is let in, or no row. A miss
-- is the same probe of the same index as a hit.
create function hermesx.find_api_key(presented bytea)
returns table (tenant_id uuid, status text, id uuid, name text, principal_kind text, principal_id text,
  principal_roles text[], principal_scopes text[], hint text, created_at timestamptz, expires_at timestamptz,
  revoked_at timestamptz)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select k.tenant_id, t.status, k.id, k.name, k.principal_kind, k.principal_id, k.principal_roles,
    k.principal_scopes, k.hint, k.created_at, k.expires_at, k.revoked_at
  from hermesx.api_keys k join hermesx.tenants t on t.tenant_id = k.tenant_id
  where k.key_hash = $1
$$;
call hermesx.define_across('hermesx.find_api_key(bytea)');

call hermesx.applied(9, 'api_keys');

reset lock_timeout;
reset role;
