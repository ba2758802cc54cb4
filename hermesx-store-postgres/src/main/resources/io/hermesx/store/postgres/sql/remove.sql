-- SPDX-License-Identifier: Apache-2.0
--
-- Takes a budget away with its counters and what is held on them, once nobody has it locked.
delete from hermesx.budgets b where b.tenant_id = :tenant and b.name = :name
