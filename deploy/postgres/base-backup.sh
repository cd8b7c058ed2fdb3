#!/bin/sh
# Runs where PostgreSQL lies, while it runs: sh -s -- ARCHIVE KEEP. Copies its whole data folder into the archive, compares
# the copy with its manifest, and lets all but the newest KEEP copies go, with the log that only they needed.
set -eu
archive=$1
keep=$2
part=$archive/base/.part
rm -rf "$part"
pg_basebackup -D "$part" --checkpoint fast --wal-method none --manifest-checksums SHA256 2>&1 | sed '/^NOTICE/d'
pg_verifybackup --no-parse-wal --quiet "$part"
# After its end: any later second can be reached from it.
mv "$part" "$archive/base/$(date -u +%Y-%m-%dT%H:%M:%SZ)"
# shellcheck disable=SC2012 # names of our own
ls "$archive/base" | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -rf "${archive:?}/base/$old"; done
# shellcheck disable=SC2012
oldest=$(ls "$archive/base" | sort | head -n 1)
pg_archivecleanup -x .gz "$archive/log" "$(sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]*\))$/\1/p' "$archive/base/$oldest/backup_label")"
du -sh "$archive" | cut -f 1
