-- SPDX-License-Identifier: Apache-2.0
-- What of the server is not what the store is written for: one line each, with what to do.
select format('the server is PostgreSQL %s, needed is 15 or newer', v)
  from current_setting('server_version') v
  where current_setting('server_version_num')::int < 150000
union all
select 'the server only reads, as a standby does; connect to the primary'
  where pg_is_in_recovery()
union all
select format('the database is encoded in %s; create it with encoding UTF8', e)
  from current_setting('server_encoding') e where e <> 'UTF8'
union all
select format('default_transaction_isolation is %s, the store is written for read '
    'committed; alter role %I reset default_transaction_isolation', i, current_user)
  from current_setting('default_transaction_isolation') i where i <> 'read committed'
