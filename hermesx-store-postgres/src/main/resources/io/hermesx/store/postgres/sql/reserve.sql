-- SPDX-License-Identifier: Apache-2.0
--
-- Holds amounts on every matching budget or on none: one statement.
--
-- seen reads the budgets as the statement's snapshot has them. Where there is no room the answer is no,
-- and nothing is locked: a spent budget makes nobody wait. Otherwise the budgets are locked in the order
-- of their names, each with its counter. A locked row is read afresh, whoever it was waited for. A counter
-- that is not current any more, or a budget that is
-- not meant any more, drops out, and the caller asks again, then among the budgets of the first
-- time only: their locks are held, and none is added out of order. Everything after the lock is computed
-- from the locked rows.
with seen as materialized (
  select x.*, x.asked = 0 or cast(x.committed as numeric) + x.held + x.asked <= x.max_amount as fits from (
  select b.name, b.unit, b.max_amount, b.period, b.zone,
         b.only_user, b.only_agent, b.only_session, b.only_run, b.only_tool, b.only_model,
         b.only_api_key, b.only_endpoint,
         b.id as budget_id, c.id as counter_id, c.period_start,
         coalesce(c.valid_until <= :now, false) as over,
         c.committed, c.held - coalesce(gone.amount, 0) as held,
         case b.unit when 'NANO_USD' then :nano_usd when 'TOKENS' then :tokens else :requests end as asked
  from hermesx.budgets b
  join hermesx.budget_counters c
    on c.tenant_id = :tenant and c.budget_id = b.id and c.current
  left join lateral (
    select cast(sum(h.amount) as bigint) as amount from hermesx.budget_holds h
    where h.tenant_id = :tenant and h.counter_id = c.id and h.expires_at <= :now and h.live
  ) gone on true
  where b.tenant_id = :tenant and b.only_key = any (:keys)
    and (:among is null or b.id = any (:among))
  ) x
),
before as materialized (
  select exists (select from hermesx.reservations r where r.tenant_id = :tenant and r.id = :id) as known,
         coalesce((select bool_and(s.fits and not s.over) from seen s), true) as fits
),
locked as materialized (
  select c.id, s.asked, b.max_amount, c.committed, c.held
  from seen s
  join hermesx.budgets b on b.tenant_id = :tenant and b.id = s.budget_id
  join hermesx.budget_counters c on c.tenant_id = :tenant and c.id = s.counter_id
  where (select fits and not known from before)
    and b.only_key = any (:keys) and c.current and (c.valid_until is null or c.valid_until > :now)
  order by s.name
  for no key update of b, c
),
expired as (
  update hermesx.budget_holds h set live = false from locked l
  where h.tenant_id = :tenant and h.counter_id = l.id and h.expires_at <= :now and h.live
  returning h.counter_id, h.amount
),
room as materialized (
  select l.id, l.asked, l.max_amount, l.committed, l.held - l.freed as held, l.freed > 0 as freed,
         l.asked = 0 or cast(l.committed as numeric) + l.held - l.freed + l.asked <= l.max_amount as fits
  from (select l.*, coalesce((select cast(sum(e.amount) as bigint) from expired e where e.counter_id = l.id), 0)
            as freed
          from locked l) l
),
granted as (
  insert into hermesx.reservations (tenant_id, id, nano_usd, tokens, requests, expires_at, ends_at)
  select :tenant, :id, :nano_usd, :tokens, :requests, :expires_at, :expires_at
  where (select fits and not known from before)
    and (select count(*) from room) = (select count(*) from seen)
    and coalesce((select bool_and(fits) from room), true)
  on conflict do nothing
  returning id
),
counted as (
  update hermesx.budget_counters c
  set held = r.held + case when exists (select from granted) then r.asked else 0 end
  from room r
  where c.tenant_id = :tenant and c.id = r.id and (r.freed or exists (select from granted))
  returning c.id
),
placed as (
  insert into hermesx.budget_holds (tenant_id, reservation_id, counter_id, amount, expires_at)
  select :tenant, :id, r.id, r.asked, :expires_at from room r where exists (select from granted)
  returning counter_id
)
select exists (select from granted) as granted,
       before.known,
       (select count(*) from room) = (select count(*) from seen) as complete,
       s.name, s.unit, coalesce(r.max_amount, s.max_amount) as max_amount, s.period, s.zone,
       s.only_user, s.only_agent, s.only_session, s.only_run, s.only_tool, s.only_model,
       s.only_api_key, s.only_endpoint,
       s.budget_id, s.counter_id, s.period_start, s.over, s.asked,
       coalesce(r.fits, s.fits) as fits,
       coalesce(r.committed, s.committed) as committed,
       coalesce(r.held, s.held) + case when exists (select from granted) then s.asked else 0 end as held
from before
left join seen s on true
left join room r on r.id = s.counter_id
order by s.name
