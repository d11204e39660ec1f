#!/usr/bin/env bash
# Run once by the image of PostgreSQL: one owner that migrates, one role as which the service connects, and its reader.
set -euo pipefail

psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 --set owner="$OWNER" --set owner_password="$OWNER_PASSWORD" \
    --set service_password="$SERVICE_PASSWORD" --set database="$DATABASE" <<'SQL'
create role :"owner" login password :'owner_password';
create role schakel_service login password :'service_password';
create role schakel_service_reader nologin;
grant schakel_service_reader to schakel_service;
create database :"database" owner :"owner";
revoke connect on database :"database" from public;
grant connect on database :"database" to schakel_service;
alter system set idle_in_transaction_session_timeout = '60s';
SQL
