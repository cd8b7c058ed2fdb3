#!/bin/sh
# Runs where PostgreSQL lies, with PostgreSQL stopped: recover.sh ARCHIVE TIME <SQL. Makes a data folder as it was at TIME beside
# $PGDATA: the newest copy of before, compared with its manifest, and the archived log up to that moment; runs the SQL from its
# standard input there; then the two change places. Whatever fails leaves $PGDATA as it is.
set -eu
archive=$1
target=$(date -u -d "$2" +%Y-%m-%dT%H:%M:%SZ)
database=${PGDATABASE:-soroka}
new=$PGDATA.new
say() { printf '  %s\n' "$*"; }
fail() {
  printf '✗ %s\n' "$*" >&2
  exit 1
}

[ ! -e "$PGDATA/postmaster.pid" ] || fail 'PostgreSQL still runs'
base=
for one in "$archive"/base/*; do
  # Names of times are sorted as times are.
  if [ -d "$one" ] && [ "$(printf '%s\n' "$target" "${one##*/}" | sort | head -n 1)" != "$target" ]; then base=$one; fi
done
[ -n "$base" ] || fail "there is no base backup of before $target"
say "the copy of ${base##*/}, and the log from then to $target"
rm -rf "$new"
trap 'pg_ctl -D "$new" -m immediate stop >/dev/null 2>&1; rm -rf "$new" "$sockets"' EXIT
sockets=$(mktemp -d)
cp -a "$base" "$new"
chmod 700 "$new"
pg_verifybackup --no-parse-wal --quiet "$new" || fail 'the copy differs from its manifest'
touch "$new/recovery.signal"
# Along the history that the copy belongs to; what is written from now on is another one, and the archive keeps both.
postgres -D "$new" -c listen_addresses='' -k "$sockets" -c hot_standby=off -c restore_command="test -e $archive/log/%f.gz && gunzip -c $archive/log/%f.gz >%p" \
  -c recovery_target_time="$(date -u -d "$target" '+%F %T+00')" -c recovery_target_timeline=current -c recovery_target_action=promote -c archive_command=false >"$sockets/log" 2>&1 &
running=$!
until psql -h "$sockets" -XAtc 'select 1' postgres >/dev/null 2>&1; do
  kill -0 "$running" 2>/dev/null || fail "it does not get there: $(grep FATAL "$sockets/log" | tail -n 3)"
  sleep 0.2
done
say "$(sed -n 's/.*\(recovery stopping.*\)/\1/p' "$sockets/log")"
psql -h "$sockets" -X -q -v ON_ERROR_STOP=1 -d "$database" -f -
pg_ctl -D "$new" -m fast -w stop >/dev/null
old=$PGDATA.old-$(date -u +%Y-%m-%dT%H-%M-%SZ)
mv "$PGDATA" "$old"
mv "$new" "$PGDATA"
trap - EXIT
rm -rf "$sockets"
say "what was there lies in $old"
