-- SPDX-License-Identifier: Apache-2.0
--
-- Removes counters of past periods on which nothing is held: nothing is ever held on them again.
delete from hermesx.budget_counters c
where c.tenant_id = :tenant and not c.current
  and not exists (
    select from hermesx.budget_holds h where h.tenant_id = :tenant and h.counter_id = c.id)
