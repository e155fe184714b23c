#!/usr/bin/env bash
# A streaming replica beside its primary: copies it once, then follows it.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  until pg_basebackup --host=127.0.0.1 --username=motcua_replica --pgdata="$PGDATA" --slot=replica --write-recovery-conf --checkpoint=fast; do
    rm -rf "${PGDATA:?}"
    sleep 2
  done
fi
exec postgres -D "$PGDATA" -c listen_addresses=127.0.0.1 -c port=5433
