-- Two roles for PostgreSQL: one owns the tables and upgrades them, the other only works in them.
-- Run once as the server's administrator: psql -f postgres.sql; then choose passwords (\password).
CREATE ROLE motcua_owner LOGIN;
CREATE ROLE motcua_app LOGIN;
CREATE DATABASE motcua OWNER motcua_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
REVOKE ALL ON DATABASE motcua FROM PUBLIC;
GRANT CONNECT ON DATABASE motcua TO motcua_app;
-- Then, first and after every upgrade, with the program stopped:
--   motcua migrate --database postgres://motcua_owner@127.0.0.1/motcua
--   motcua grants --role motcua_app | psql postgres://motcua_owner@127.0.0.1/motcua
