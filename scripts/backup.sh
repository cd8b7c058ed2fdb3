#!/usr/bin/env bash
# Usage: scripts/backup.sh [--to FOLDER | --restic REPOSITORY] [--keep N]
#        scripts/backup.sh --new-key
#        scripts/backup.sh --base [--keep N]
#
# Writes everything into one encrypted file, soroka-TIME.tar.age: the database, the sealed files, the server's secrets and
# deploy/.env. Then it proves the file: decrypts it, restores the database beside the real one and compares all rows, and
# compares the checksum of every file. What fails that is thrown away. Soroka goes on running meanwhile.
#
#   --to FOLDER   where the file goes; by default backups/ of this checkout
#   --restic REPOSITORY   instead of a file, into a restic repository, which keeps what did not change only once; it is made
#                 when there is none. Its key shows once and stays in deploy/.env: restic needs it to write
#   --keep N      deletes all but the newest N backups there, once this one is proven
#   --base        for going back to any moment: copies PostgreSQL's own folder and, from the first time on, archives every
#                 change within a minute, both beside the database; keeps 2 copies, or N, and the log from the oldest on
#   --new-key     makes the key of backups and shows it once: whoever has it opens them, without it nobody does
#
# Needs age (apt-get install age) and, for the time of the backup, free disk of twice its size.
set -euo pipefail
# shellcheck source=scripts/compose.sh
source "$(dirname "$0")/compose.sh"

folder=$root/backups
keep=
repository=
scratch=soroka_backup_check

new_key() {
  command -v age-keygen >/dev/null || fail 'age is missing: apt-get install age'
  local pair
  pair=$(age-keygen 2>/dev/null)
  change_setting BACKUP_RECIPIENT "$(say "$pair" | sed -n 's/^# public key: //p')"
  say 'The key of the backups. Write it down and keep it elsewhere: it is shown this once and stored nowhere.'
  say
  say "  $(say "$pair" | grep '^AGE-SECRET-KEY-')"
  say
}

# Where scripts/restore.sh --time finds it.
base_backup() {
  need_setup
  compose exec -T postgres mkdir -p "$archive/base" "$archive/log" </dev/null
  if [ "$(in_database postgres -c 'show archive_mode' </dev/null)" != on ]; then
    say '▸ switching the archive on: PostgreSQL starts anew, the apps repeat what they send meanwhile'
    in_database postgres -v archive="$archive" -f - <"$root/deploy/postgres/archive.sql"
    compose restart postgres
    wait_healthy || fail 'it does not become healthy: scripts/logs.sh postgres'
  fi
  say '▸ copying'
  local size
  size=$(compose exec -T -e PGUSER=soroka postgres sh -s -- "$archive" "${keep:-2}" <"$root/deploy/postgres/base-backup.sh") ||
    fail "the copy failed: $size"
  say "✓ compared with its manifest; the archive holds $(say "$size" | tail -n 1)"
}

base=
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage && exit ;;
    --new-key) new_key && exit ;;
    --base) base=yes ;;
    --restic) repository=${2:?--restic needs a repository} && shift ;;
    --to) folder=${2:?--to needs a folder} && shift ;;
    --keep) keep=${2:?--keep needs a number} && shift ;;
    *) fail "there is no option $1; see scripts/backup.sh --help" ;;
  esac
  shift
done
[[ $keep =~ ^[1-9][0-9]*$|^$ ]] || fail '--keep is a number from 1'
if [ -n "$base" ]; then base_backup && exit; fi
need_setup
in_repository() { RESTIC_REPOSITORY=$repository RESTIC_PASSWORD=$(setting RESTIC_PASSWORD) restic "$@"; }
recipient=$(setting BACKUP_RECIPIENT)
if [ -n "$repository" ]; then
  command -v restic >/dev/null || fail 'restic is missing: apt-get install restic'
  if [ -z "$(setting RESTIC_PASSWORD)" ]; then
    change_setting RESTIC_PASSWORD "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')"
    say 'The key of the repository. Write it down and keep it elsewhere too: without it nobody opens the backups.'
    say && say "  $(setting RESTIC_PASSWORD)" && say
  fi
  in_repository cat config >/dev/null 2>&1 || in_repository init
  in_repository unlock --quiet # what a backup that was killed left behind
else
  command -v age >/dev/null || fail 'age is missing: apt-get install age'
  [ -n "$recipient" ] || fail 'there is no key yet: scripts/backup.sh --new-key'
fi

umask 077
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
exec 9>"$folder/.lock"
flock -n 9 || fail 'another backup is running'
file=$folder/soroka-$(date -u +%Y-%m-%dT%H-%M-%SZ).tar.age
work=$(mktemp -d "$folder/.work.XXXXXX")
snapshot=
cleanup() {
  rm -rf "$work" "$file.part"
  # One that was not proven.
  if [ -n "$snapshot" ]; then in_repository forget --quiet "$snapshot" || true; fi
  in_postgres dropdb -U soroka --if-exists "$scratch" </dev/null >/dev/null 2>&1 || true
}
trap cleanup EXIT

in_backend() { compose exec -T backend "$@" </dev/null; }
in_postgres() { compose exec -T postgres "$@"; }
# Of every file below the data folder that a backup holds: its sum and name, sorted.
live_sums() { in_backend sh -c 'cd /data && find secrets.json files -type f -exec sha256sum {} + 2>/dev/null' | sort -k 2; }
size_of() { du -h "$1" | cut -f 1; }
# One part of the backup, read back from where it went.
opened() {
  if [ -n "$repository" ]; then in_repository dump "$snapshot" soroka.tar; else age --decrypt --identity "$work/once.key" "$file.part"; fi |
    tar -xO "$1"
}

say '▸ 1/5 database'
# restic finds what did not change in what is not compressed, and compresses itself.
if [ -n "$repository" ]; then level=0; else level=1; fi
cat "$root/deploy/postgres/dump.sql" "$root/deploy/postgres/rows.sql" | sed "s/--compress 1/--compress $level/" |
  in_database soroka -f - >"$work/database.dump" 2>"$work/rows" || fail "the dump failed: $(tail -n 3 "$work/rows")"
say "  $(size_of "$work/database.dump"), $(wc -l <"$work/rows") tables, $(awk -F '|' '{ n += $2 } END { print n }' "$work/rows") rows"

say '▸ 2/5 files and secrets'
live_sums >"$work/sums"
# One that is still being uploaded changes under tar's hands: it says so by 1.
parts=(secrets.json)
if in_backend test -d /data/files; then parts+=(files); fi
in_backend tar -C /data -cf - "${parts[@]}" >"$work/data.tar" 2>"$work/tar-says" || [ $? -eq 1 ] || fail "$(cat "$work/tar-says")"
say "  $(size_of "$work/data.tar"), $(wc -l <"$work/sums") files"
if [ -n "$(setting S3_BUCKET)" ]; then say '! The sealed files lie in a bucket: they are NOT in this backup. Back up the bucket too.'; fi

say '▸ 3/5 encrypting'
cp "$env_file" "$work/env"
say "${SOROKA_VERSION:-$(setting SOROKA_VERSION)}" >"$work/version"
pack() { tar -C "$work" -c version env rows sums database.dump data.tar; }
if [ -n "$repository" ]; then
  snapshot=$(pack | in_repository backup --json --stdin --stdin-filename soroka.tar --host soroka --tag soroka |
    sed -n 's/.*"snapshot_id":"\([0-9a-f]*\)".*/\1/p')
  [ -n "$snapshot" ] || fail 'restic made no snapshot'
  say "  snapshot $snapshot"
else
  # Sealed to the owner's key and to one that lives for this proof only.
  age-keygen -o "$work/once.key" 2>/dev/null
  pack | age --encrypt -r "$recipient" -R <(age-keygen -y "$work/once.key") -o "$file.part"
  say "  $(size_of "$file.part")"
fi
rm "$work/database.dump" "$work/data.tar"

say '▸ 4/5 proof: the database, restored'
in_postgres dropdb -U soroka --if-exists "$scratch" </dev/null 2>/dev/null
in_postgres createdb -U soroka --template template0 "$scratch" </dev/null
opened database.dump | in_postgres pg_restore -U soroka -d "$scratch" --no-owner --exit-on-error
in_database "$scratch" -f - <"$root/deploy/postgres/rows.sql" >"$work/restored-rows"
diff "$work/rows" "$work/restored-rows" >&2 || fail 'the restored database differs from the one that was dumped'
[ -s "$work/rows" ] || fail 'there are no tables in this backup'
say '  every table has the same rows'

say '▸ 5/5 proof: the files'
# shellcheck disable=SC2016 # expanded by tar, for each file
opened data.tar | tar -xf - --to-command='printf "%s  %s\n" "$(sha256sum | cut -d " " -f 1)" "$TAR_FILENAME"' | sort -k 2 >"$work/restored-sums"
if ! cmp -s "$work/sums" "$work/restored-sums"; then
  # Only what changed or went while we read may differ.
  live_sums >"$work/sums-now"
  lost=$(comm -23 <(comm -12 <(sort "$work/sums") <(sort "$work/sums-now")) <(sort "$work/restored-sums"))
  [ -z "$lost" ] || fail "these files differ in the backup: $lost"
fi
if [ -z "$(setting S3_BUCKET)" ]; then
  in_database "$scratch" -f - <"$root/deploy/postgres/whole-files.sql" | sort >"$work/named"
  sed -n 's|.*/||p' "$work/restored-sums" | sort >"$work/held"
  lost=$(comm -23 "$work/named" "$work/held")
  [ -z "$lost" ] || fail "messages name files that the backup does not hold: $lost"
fi
grep -q ' secrets.json$' "$work/restored-sums" || fail 'the secrets are missing'
say "  $(wc -l <"$work/restored-sums") files with the same checksums"

if [ -n "$repository" ]; then
  in_repository check --quiet
  proven=$snapshot
  snapshot=
  if [ -n "$keep" ]; then in_repository forget --quiet --host soroka --tag soroka --keep-last "$keep" --prune; fi
  say "✓ snapshot $proven of $repository, proven"
  exit
fi
mv "$file.part" "$file"
if [ -n "$keep" ]; then
  find "$folder" -maxdepth 1 -name 'soroka-*.tar.age' | sort -r | tail -n "+$((keep + 1))" | xargs -r -d '\n' rm --
fi
# The server shows when this was.
in_backend touch /data/backup.proven || say '! The backend does not know of this backup: it is not running.'
say "✓ $file, proven"
