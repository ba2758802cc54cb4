-- SPDX-License-Identifier: Apache-2.0
-- Whether there is a schema, and the login is one of the service.
select 'the schema hermesx is missing: let a superuser run bootstrap.sql in this database, '
    'then apply the migrations as hermesx_migrator'
  where to_regnamespace('hermesx') is null
union all
select format('the login %s is not a member of hermesx_app: grant hermesx_app to it', current_user)
  where to_regnamespace('hermesx') is not null
    and not coalesce(pg_has_role(to_regrole('hermesx_app'), 'usage'), false)
