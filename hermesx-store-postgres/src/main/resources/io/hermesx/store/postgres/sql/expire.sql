-- SPDX-License-Identifier: Apache-2.0
--
-- Stops counting the holds of some reservations whose time is over.
with locked as materialized (
  select c.id
  from hermesx.budget_holds h
  join hermesx.budget_counters c on c.tenant_id = :tenant and c.id = h.counter_id
  join hermesx.budgets b on b.tenant_id = :tenant and b.id = c.budget_id
  where h.tenant_id = :tenant and h.reservation_id = any (:ids) and h.live and h.expires_at <= :now
  order by b.name
  for no key update of b
),
expired as (
  update hermesx.budget_holds h set live = false from (select distinct id from locked) l
  where h.tenant_id = :tenant and h.counter_id = l.id and h.expires_at <= :now and h.live
  returning h.counter_id, h.amount
)
update hermesx.budget_counters c set held = c.held - e.amount
from (select counter_id, cast(sum(amount) as bigint) as amount from expired group by counter_id) e
where c.tenant_id = :tenant and c.id = e.counter_id
