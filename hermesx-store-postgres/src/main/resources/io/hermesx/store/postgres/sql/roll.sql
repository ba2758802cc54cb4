-- SPDX-License-Identifier: Apache-2.0
--
-- Ends the period of a counter and begins the next, unless somebody else did; its budget is locked.
with past as (
  update hermesx.budget_counters c set current = false
  where c.tenant_id = :tenant and c.id = :counter and c.current
  returning c.budget_id
)
insert into hermesx.budget_counters (tenant_id, budget_id, period_start, valid_until)
select :tenant, past.budget_id, :period_start, :valid_until from past
