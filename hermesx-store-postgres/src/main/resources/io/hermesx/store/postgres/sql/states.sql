-- SPDX-License-Identifier: Apache-2.0
--
-- Every budget whose pattern has one of the keys, as it stands now.
select b.name, b.unit, b.max_amount, b.period, b.zone,
       b.only_user, b.only_agent, b.only_session, b.only_run, b.only_tool, b.only_model,
       b.only_api_key, b.only_endpoint,
       c.period_start, coalesce(c.valid_until <= :now, false) as over,
       c.committed, c.held - coalesce(gone.amount, 0) as held
from hermesx.budgets b
join hermesx.budget_counters c on c.tenant_id = :tenant and c.budget_id = b.id and c.current
left join lateral (
  select cast(sum(h.amount) as bigint) as amount from hermesx.budget_holds h
  where h.tenant_id = :tenant and h.counter_id = c.id and h.expires_at <= :now and h.live
) gone on true
where b.tenant_id = :tenant and b.only_key = any (:keys)
order by b.name
