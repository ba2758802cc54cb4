-- SPDX-License-Identifier: Apache-2.0
-- What a superuser runs once, after bootstrap.sql: who owns the shop's tables, and who its service logs in as.
create role shop_owner login;
create role shop_app login;
grant hermesx_host to shop_owner;
grant hermesx_app to shop_app;
create schema shop authorization shop_owner;
