-- SPDX-License-Identifier: Apache-2.0
--
-- Forgets some reservations, if they ended long enough ago and nothing counts for them any more.
delete from hermesx.reservations r
where r.tenant_id = :tenant and r.id = any (:ids) and r.ends_at <= :until
  and not exists (
    select from hermesx.budget_holds h
    where h.tenant_id = :tenant and h.reservation_id = r.id and h.live)
