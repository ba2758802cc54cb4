-- SPDX-License-Identifier: Apache-2.0
--
-- Locks the budgets that hold a reservation, in the order of their names.
select b.id
from hermesx.budget_holds h
join hermesx.budget_counters c on c.tenant_id = :tenant and c.id = h.counter_id
join hermesx.budgets b on b.tenant_id = :tenant and b.id = c.budget_id
where h.tenant_id = :tenant and h.reservation_id = :id
order by b.name
for no key update of b
