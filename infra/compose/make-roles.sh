#!/usr/bin/env bash
# Run once by the image of PostgreSQL, in a new data folder: the role of the services, and that of the replica if there is one.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v app="$MOTCUA_APP_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role motcua_app login password :'app';
SQL
[ -n "${MOTCUA_REPLICATION_PASSWORD:-}" ] || exit 0
psql -v ON_ERROR_STOP=1 -v replica="$MOTCUA_REPLICATION_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role motcua_replica replication login password :'replica';
select pg_create_physical_replication_slot('replica');
SQL
echo 'host replication motcua_replica 127.0.0.1/32 scram-sha-256' >> "$PGDATA/pg_hba.conf"
