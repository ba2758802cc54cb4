-- SPDX-License-Identifier: Apache-2.0
--
-- Replaces what a reservation holds by what the call cost: one statement. The budgets are locked in the
-- order of their names before any hold is touched, and the reservation comes last; of two that settle at
-- once, the second finds neither holds nor an open reservation. What a row that was waited for holds is
-- read afresh by the delete and the updates.
with locked as materialized (
  select c.id,
         case b.unit when 'NANO_USD' then :nano_usd when 'TOKENS' then :tokens else :requests end as actual
  from hermesx.budget_holds h
  join hermesx.budget_counters c on c.tenant_id = :tenant and c.id = h.counter_id
  join hermesx.budgets b on b.tenant_id = :tenant and b.id = c.budget_id
  where h.tenant_id = :tenant and h.reservation_id = :id
  order by b.name
  for no key update of b
),
released as (
  delete from hermesx.budget_holds h using locked l
  where h.tenant_id = :tenant and h.reservation_id = :id and h.counter_id = l.id
  returning l.id, l.actual, h.amount, h.live
),
counted as (
  update hermesx.budget_counters c
  set committed = cast(least(cast(c.committed as numeric) + r.actual, 9223372036854775807) as bigint),
      held = c.held - case when r.live then r.amount else 0 end
  from released r
  where c.tenant_id = :tenant and c.id = r.id
  returning c.id
),
seen as materialized (
  -- Somebody with a later time may have seen a hold of it over already.
  select exists (select from released r where not r.live) as over, (select count(*) from counted) as counters
),
closed as (
  update hermesx.reservations r set closed = true, ends_at = :now from seen
  where r.tenant_id = :tenant and r.id = :id and not r.closed
  returning seen.over or r.expires_at <= :now as late
)
select exists (select from hermesx.reservations r where r.tenant_id = :tenant and r.id = :id) as known,
       (select late from closed) as late
