-- SPDX-License-Identifier: Apache-2.0
--
-- Holds more on a reservation whose budgets the transaction has locked: what this statement sees of
-- their counters, and of the holds on them, is the newest there is.
with mine as materialized (
  select b.name, b.unit, b.max_amount, b.period, b.zone,
         b.only_user, b.only_agent, b.only_session, b.only_run, b.only_tool, b.only_model,
         b.only_api_key, b.only_endpoint,
         b.id as budget_id, c.id as counter_id, c.period_start, c.committed, c.held, h.live,
         case b.unit when 'NANO_USD' then :nano_usd when 'TOKENS' then :tokens else :requests end as asked
  from hermesx.budget_holds h
  join hermesx.budget_counters c on c.tenant_id = :tenant and c.id = h.counter_id
  join hermesx.budgets b on b.tenant_id = :tenant and b.id = c.budget_id
  where h.tenant_id = :tenant and h.reservation_id = :id
),
before as materialized (
  select not r.closed and r.expires_at > :now and not exists (select from mine m where not m.live) as open,
         greatest(cast(r.nano_usd as numeric) + :nano_usd, cast(r.tokens as numeric) + :tokens,
             cast(r.requests as numeric) + :requests) > 9223372036854775807 as overflow
  from hermesx.reservations r
  where r.tenant_id = :tenant and r.id = :id
),
expired as (
  update hermesx.budget_holds h set live = false from mine m
  where h.tenant_id = :tenant and h.counter_id = m.counter_id and h.expires_at <= :now and h.live
  returning h.counter_id, h.amount
),
room as materialized (
  select m.counter_id, m.asked, m.held - m.freed as held, m.freed > 0 as freed,
         m.asked = 0 or cast(m.committed as numeric) + m.held - m.freed + m.asked <= m.max_amount as fits
  from (select m.*,
            coalesce((select cast(sum(e.amount) as bigint) from expired e where e.counter_id = m.counter_id), 0)
                as freed
          from mine m) m
),
moved as (
  update hermesx.reservations r
  set nano_usd = r.nano_usd + :nano_usd, tokens = r.tokens + :tokens, requests = r.requests + :requests,
      expires_at = :expires_at, ends_at = :expires_at
  where r.tenant_id = :tenant and r.id = :id and not r.closed and r.expires_at > :now
    and :expires_at > :now
    and (select b.open and not b.overflow from before b)
    and coalesce((select bool_and(fits) from room), true)
  returning r.id
),
counted as (
  update hermesx.budget_counters c
  set held = r.held + case when exists (select from moved) then r.asked else 0 end
  from room r
  where c.tenant_id = :tenant and c.id = r.counter_id and (r.freed or exists (select from moved))
  returning c.id
),
placed as (
  update hermesx.budget_holds h set amount = h.amount + r.asked, expires_at = :expires_at
  from room r
  where h.tenant_id = :tenant and h.reservation_id = :id and h.counter_id = r.counter_id
    and exists (select from moved)
  returning h.counter_id
)
select exists (select from moved) as granted, coalesce(before.open, false) as open, before.overflow,
       m.name, m.unit, m.max_amount, m.period, m.zone,
       m.only_user, m.only_agent, m.only_session, m.only_run, m.only_tool, m.only_model,
       m.only_api_key, m.only_endpoint,
       m.budget_id, m.counter_id, m.period_start, m.asked, m.committed, r.fits,
       r.held + case when exists (select from moved) then r.asked else 0 end as held
from (select) as one
left join before on true
left join mine m on true
left join room r on r.counter_id = m.counter_id
order by m.name
