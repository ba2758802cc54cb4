-- SPDX-License-Identifier: Apache-2.0
--
-- Locks budgets in the order of their names.
select b.id
from hermesx.budgets b
where b.tenant_id = :tenant and b.id = any (:among)
order by b.name
for no key update of b
