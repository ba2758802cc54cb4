-- SPDX-License-Identifier: Apache-2.0
--
-- The budget of a name with its current counter, both locked: the budget first, as everybody does.
select b.name, b.unit, b.max_amount, b.period, b.zone,
       b.only_user, b.only_agent, b.only_session, b.only_run, b.only_tool, b.only_model,
       b.only_api_key, b.only_endpoint,
       b.id as budget_id, c.id as counter_id, coalesce(c.valid_until <= :now, false) as over
from hermesx.budget_counters c
join hermesx.budgets b on b.tenant_id = :tenant and b.id = c.budget_id
where c.tenant_id = :tenant and c.current and b.name = :name
for no key update of b, c
