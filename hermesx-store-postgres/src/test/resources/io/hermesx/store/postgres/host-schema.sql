-- A host's own schema, made by a superuser for the host's two roles, and its twin without protection.
do $$
begin
  perform pg_advisory_xact_lock(15);
  if to_regrole('shop_owner') is null then
    create role shop_owner login;
    create role shop_app login;
    create role shop_reporter login;
  end if;
end
$$;
grant hermesx_host to shop_owner;
grant hermesx_app to shop_app;
create schema shop authorization shop_owner;
create schema twin authorization shop_owner;
set role shop_owner;
grant usage on schema shop, twin to shop_app;

create table shop.countries (code text primary key, name text not null);
create table shop.orders (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  item text not null,
  amount bigint not null default 1,
  country text references shop.countries (code),
  primary key (tenant_id, id)
);
create index orders_country on shop.orders (country);
create table shop.lines (
  tenant_id uuid not null,
  order_id uuid not null,
  line int not null,
  item text not null,
  primary key (tenant_id, order_id, line),
  foreign key (tenant_id, order_id) references shop.orders (tenant_id, id) on delete cascade
);
create table shop.visits (
  tenant_id uuid not null,
  at date not null,
  page text not null,
  primary key (tenant_id, at, page)
) partition by range (at);
create table shop.visits_2026 partition of shop.visits for values from ('2026-01-01') to ('2027-01-01');
grant select on shop.countries to shop_app;
grant select, insert, update, delete on shop.orders, shop.lines, shop.visits to shop_app;

create table twin.orders (like shop.orders including all);
create table twin.lines (like shop.lines including all,
  foreign key (tenant_id, order_id) references twin.orders (tenant_id, id) on delete cascade);
create table twin.visits (like shop.visits including all) partition by range (at);
create table twin.visits_2026 partition of twin.visits for values from ('2026-01-01') to ('2027-01-01');
grant select, insert, update, delete on twin.orders, twin.lines, twin.visits to shop_app;

call hermesx.protect_host_table('shop.orders');
call hermesx.protect_host_table('shop.lines');
call hermesx.protect_host_table('shop.visits');
reset role;
