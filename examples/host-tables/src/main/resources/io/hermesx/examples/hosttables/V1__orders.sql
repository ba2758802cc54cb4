-- SPDX-License-Identifier: Apache-2.0
-- The shop's own migration, which shop_owner runs.
create table shop.countries (
  code text primary key
);

create table shop.orders (
  tenant_id uuid not null,
  id uuid not null,
  item text not null check (item <> ''),
  primary key (tenant_id, id)
);
call hermesx.protect_host_table('shop.orders');

grant usage on schema shop to shop_app;
grant select on shop.countries to shop_app;
grant select, insert, update, delete on shop.orders to shop_app;
