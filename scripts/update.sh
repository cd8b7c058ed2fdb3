#!/usr/bin/env bash
# Usage: scripts/update.sh [--to REF] [--no-backup] [--no-pull | --no-build]
#
# Brings a newer version: a proven backup, the sources, new images, and a wait until everything is healthy. When it does not
# become healthy, the version before runs again by itself. Sends that fall into the seconds between are retried by the apps.
#
#   --to REF      a tag, branch or commit; by default what `git pull` brings
#   --no-backup   without one (there was one just now)
#   --no-pull, --no-build   as scripts/deploy.sh takes them
set -euo pipefail
# shellcheck source=scripts/compose.sh
source "$(dirname "$0")/compose.sh"

# Read whole before it runs: the sources change under it.
main() {
  local ref='' backup=yes options=()
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) usage && exit ;;
      --to) ref=${2:?--to needs a tag, branch or commit} && shift ;;
      --no-backup) backup= ;;
      --no-pull | --no-build) options=("$1") ;;
      *) fail "there is no option $1; see scripts/update.sh --help" ;;
    esac
    shift
  done
  need_setup
  cd "$root"
  [ -z "$(git status --porcelain --untracked-files=no)" ] || fail 'the sources were changed here; commit or undo that first'
  local before version
  before=$(git rev-parse HEAD)
  version=$(setting SOROKA_VERSION)
  [ -n "$version" ] || fail 'nothing was deployed yet: scripts/deploy.sh'

  if [ -n "$backup" ]; then scripts/backup.sh; fi
  say '▸ Sources'
  if [ -n "$ref" ]; then git fetch --quiet --tags --all && git checkout --quiet "$ref"; else git pull --quiet --ff-only; fi
  say "  $(git log -1 --format='%h %s')"
  if scripts/deploy.sh "${options[@]}"; then
    say "✓ updated from $version to $(setting SOROKA_VERSION)"
    return
  fi
  say "▸ Going back to $version"
  git checkout --quiet "$before"
  change_setting SOROKA_VERSION "$version"
  # One that starts over and over again can't be replaced while it does.
  compose rm --stop --force backend frontend caddy coturn >/dev/null
  compose up -d --no-build --remove-orphans
  wait_healthy || fail "the version before does not run either: scripts/logs.sh, and scripts/restore.sh with the last backup"
  fail "the update did not become healthy; $version runs again. Its logs stand above."
}

main "$@"
exit
