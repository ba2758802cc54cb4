-- SPDX-License-Identifier: Apache-2.0
--
-- Takes a budget away with its counters and what is held on them; its counters are locked first, as
-- everybody does.
with locked as materialized (
  select c.id
  from hermesx.budgets b
  join hermesx.budget_counters c on c.tenant_id = :tenant and c.budget_id = b.id
  where b.tenant_id = :tenant and b.name = :name
  order by c.id
  for update of c
)
delete from hermesx.budgets b
where b.tenant_id = :tenant and b.name = :name and (select count(*) from locked) >= 0
