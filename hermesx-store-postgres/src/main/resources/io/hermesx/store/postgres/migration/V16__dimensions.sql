-- SPDX-License-Identifier: Apache-2.0
--
-- Two more things that a call can be counted by: the API key it came with and the endpoint that was called.

set role hermesx_owner;
set lock_timeout = '5s';

alter table hermesx.budgets add column only_api_key text, add column only_endpoint text;
alter table hermesx.usage_events add column dim_api_key text, add column dim_endpoint text;

call hermesx.applied(16, 'dimensions');

reset lock_timeout;
reset role;
