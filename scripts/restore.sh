#!/usr/bin/env bash
# Usage: scripts/restore.sh FILE [--key-file FILE] [--yes]
#        scripts/restore.sh --restic REPOSITORY [--snapshot ID] [--key-file FILE] [--yes]
#        scripts/restore.sh --time TIME [--yes]
#
# Brings a backup back, on this machine or a new one: a fresh checkout, Docker, age, this one command. Compares everything
# with what the backup says of itself before the old data goes. Asks for the key of the backups, or reads it from a file.
# Takes what `npm run backup` wrote too: so a server that began with `npm start` moves in here, after scripts/setup.sh.
#
#   --time TIME       the database as it was at that moment, like '2026-01-31 14:05:00+01', from what scripts/backup.sh --base
#                     archives; files and secrets stay
#   --restic REPOSITORY   what scripts/backup.sh --restic put there: the newest, or --snapshot ID
#   --key-file FILE   a file with the key (AGE-SECRET-KEY-…, or that of the repository)
#   --yes             does not ask before it replaces what is here
set -euo pipefail
# shellcheck source=scripts/compose.sh
source "$(dirname "$0")/compose.sh"

# Makes the old data folder give way only to one that has reached the moment.
to_time() {
  local data
  need_setup
  data=$(in_database postgres -c 'show data_directory' </dev/null) || fail 'PostgreSQL does not answer: scripts/logs.sh postgres'
  [ "$(in_database postgres -c 'show archive_mode' </dev/null)" = on ] || fail 'nothing was archived: scripts/backup.sh --base'
  if [ -z "$yes" ]; then
    read -rp "This takes $(setting SOROKA_DOMAIN) back to $time. Type the domain to go on: " answer
    [ "$answer" = "$(setting SOROKA_DOMAIN)" ] || fail 'nothing was changed'
  fi
  say '▸ 1/3 stopping'
  # The end of a log does not tell whether it has got to a moment: a change after it does.
  in_database postgres -c 'select pg_current_xact_id()' -c 'select pg_switch_wal()' </dev/null >/dev/null
  compose stop caddy backend postgres >/dev/null 2>&1
  say '▸ 2/3 recovering'
  if ! compose run --rm --no-deps -T --entrypoint sh -e PGUSER=soroka -e PGDATA="$data" postgres \
    -c "$(cat "$root/deploy/postgres/recover.sh")" recover.sh "$archive" "$time" <"$root/apps/server/src/commands/new-era.sql"; then
    compose up -d --no-build && wait_healthy
    fail 'nothing was changed'
  fi
  say '▸ 3/3 starting'
  compose up -d --no-build --remove-orphans
  wait_healthy || fail 'it does not run: scripts/logs.sh'
  # The way to moments from here on.
  "$root/scripts/backup.sh" --base
  say "✓ as it was at $time: https://$(setting SOROKA_DOMAIN)"
}

file=
repository=
snapshot=latest
time=
key_file=
yes=
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage && exit ;;
    --key-file) key_file=${2:?--key-file needs a file} && shift ;;
    --restic) repository=${2:?--restic needs a repository} && shift ;;
    --snapshot) snapshot=${2:?--snapshot needs an id} && shift ;;
    --time) time=${2:?--time needs a moment} && shift ;;
    --yes) yes=yes ;;
    -*) fail "there is no option $1; see scripts/restore.sh --help" ;;
    *) file=$1 ;;
  esac
  shift
done
if [ -n "$time" ]; then to_time && exit; fi
if [ -n "$repository" ]; then
  command -v restic >/dev/null || fail 'restic is missing: apt-get install restic'
else
  [ -n "$file" ] || fail 'which backup? e.g. scripts/restore.sh backups/soroka-2026-01-31T03-00-00Z.tar.age'
  [ -f "$file" ] || fail "there is no file $file"
  command -v age >/dev/null || fail 'age is missing: apt-get install age'
fi
need_docker

umask 077
work=$(mktemp -d "$root/.restore.XXXXXX")
trap 'rm -rf "$work"' EXIT
if [ -n "$key_file" ]; then cp "$key_file" "$work/key"; else
  read -rsp 'Key of the backups (AGE-SECRET-KEY-…): ' key && say
  say "$key" >"$work/key"
fi

opened() {
  # Without a lock: one that is not read to its end would leave it behind.
  if [ -n "$repository" ]; then restic --no-lock -r "$repository" -p "$work/key" dump --host soroka "$snapshot" soroka.tar
  else age --decrypt --identity "$work/key" "$file"; fi
}
# A tar begins with the name of its first file.
first=$(set +o pipefail && opened 2>/dev/null | head -c 13 | tr -d '\0')

say '▸ 1/5 opening the backup'
if [ "$first" = manifest.json ]; then
  [ -n "$(setting SOROKA_DOMAIN)" ] || fail "this backup comes from npm start: first scripts/setup.sh DOMAIN"
  opened | tar -xOf - manifest.json >/dev/null || fail 'it does not open: another key, or a damaged file'
  say '  made by npm run backup'
else
  opened | tar -xC "$work" || fail 'it does not open: another key, or a damaged file'
  rm "$work/key"
  say "  made by Soroka $(cat "$work/version"): $(wc -l <"$work/rows") tables, $(wc -l <"$work/sums") files"
fi

if [ -z "$(setting SOROKA_DOMAIN)" ]; then
  cp "$work/env" "$env_file"
  say "  deploy/.env is the one of the backup, for $(setting SOROKA_DOMAIN)"
elif [ -z "$yes" ]; then
  read -rp "This replaces all data of $(setting SOROKA_DOMAIN) on this machine. Type the domain to go on: " answer
  [ "$answer" = "$(setting SOROKA_DOMAIN)" ] || fail 'nothing was changed'
fi

say '▸ 2/5 images'
SOROKA_VERSION=$(setting SOROKA_VERSION)
docker image inspect "soroka/backend:${SOROKA_VERSION:-latest}" >/dev/null 2>&1 || {
  SOROKA_VERSION=$(git -C "$root" rev-parse --short=12 HEAD 2>/dev/null || say latest)
  export SOROKA_VERSION
  compose build
}
export SOROKA_VERSION

say '▸ 3/5 database'
compose stop caddy backend >/dev/null 2>&1 || true
compose up -d --no-build postgres
for ((i = 0; ; i++)); do
  in_database postgres -c 'select 1' </dev/null >/dev/null 2>&1 && break
  [ "$i" -lt 90 ] || fail 'PostgreSQL does not start: scripts/logs.sh postgres'
  sleep 1
done
in_postgres() { compose exec -T postgres "$@"; }
in_postgres dropdb -U soroka --if-exists soroka_restored </dev/null 2>/dev/null
in_postgres createdb -U soroka --template template0 soroka_restored </dev/null
in_volume() { compose run --rm --no-deps -T "$@"; }
in_volume backend sh -c 'rm -rf /data/.restored && mkdir /data/.restored' </dev/null
if [ "$first" = manifest.json ]; then
  # shellcheck disable=SC2016 # expanded in the container, which knows the password
  opened | in_volume -e SOROKA_DATA=/data/.restored backend \
    sh -c 'DATABASE_URL=${DATABASE_URL}_restored exec node apps/server/src/commands/restore.ts --opened' ||
    fail 'the backup is not whole; nothing was replaced'
  rm "$work/key"
  in_volume backend sh -c 'cd /data/.restored && rm -f lock soroka.pid' </dev/null
else
  in_postgres pg_restore -U soroka -d soroka_restored --no-owner --exit-on-error <"$work/database.dump"
  in_database soroka_restored -f - <"$root/deploy/postgres/rows.sql" >"$work/restored-rows"
  diff "$work/rows" "$work/restored-rows" >&2 || fail 'the restored database is not the one that was backed up; nothing was replaced'
  # A new era tells the devices that the server's memory went back: they offer again what it has forgotten.
  in_database soroka_restored -f - <"$root/apps/server/src/commands/new-era.sql"
fi
say '  every table has the same rows'

say '▸ 4/5 files and secrets'
if [ "$first" != manifest.json ]; then
  in_volume backend tar -C /data/.restored -xf - <"$work/data.tar"
  in_volume backend sh -c 'cd /data/.restored && sha256sum --quiet -c -' <"$work/sums" >&2 || fail 'files differ from the backup; nothing was replaced'
fi
in_database postgres -c 'drop database if exists soroka with (force)' -c 'alter database soroka_restored rename to soroka' </dev/null
in_volume backend sh -c 'cd /data && rm -rf files secrets.json && mv .restored/* . && rmdir .restored' </dev/null
say '  every file has the same checksum'

say '▸ 5/5 starting'
compose up -d --no-build --remove-orphans
wait_healthy || fail 'it does not run: scripts/logs.sh'
change_setting SOROKA_VERSION "$SOROKA_VERSION"
say "✓ restored: https://$(setting SOROKA_DOMAIN)"
