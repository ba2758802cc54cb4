-- SPDX-License-Identifier: Apache-2.0
--
-- A reservation, and the budgets that hold it as they stand now.
select not r.closed and r.expires_at > :now
         and not exists (select from hermesx.budget_holds o
             where o.tenant_id = :tenant and o.reservation_id = :id and not o.live) as open,
       b.name, b.unit, b.max_amount, b.period, b.zone,
       b.only_user, b.only_agent, b.only_session, b.only_run, b.only_tool, b.only_model,
       b.only_api_key, b.only_endpoint,
       c.period_start, c.committed, c.held - coalesce(gone.amount, 0) as held
from hermesx.reservations r
left join hermesx.budget_holds h on h.tenant_id = :tenant and h.reservation_id = r.id
left join hermesx.budget_counters c on c.tenant_id = :tenant and c.id = h.counter_id
left join hermesx.budgets b on b.tenant_id = :tenant and b.id = c.budget_id
left join lateral (
  select cast(sum(h2.amount) as bigint) as amount from hermesx.budget_holds h2
  where h2.tenant_id = :tenant and h2.counter_id = c.id and h2.expires_at <= :now and h2.live
) gone on true
where r.tenant_id = :tenant and r.id = :id
order by b.name
