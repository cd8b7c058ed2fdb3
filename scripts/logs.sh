#!/usr/bin/env bash
# Usage: scripts/logs.sh [--follow] [--since TIME] [SERVICE…]
#        scripts/logs.sh --mail
#
# Shows the last 200 lines of all services, or of those you name: caddy, frontend, backend, postgres, redis, coturn.
#
#   --follow       goes on until Ctrl-C
#   --since TIME   e.g. 10m, 2h or 2026-01-31T12:00:00
#   --mail         the newest mails that were not sent because no mail server is set up, with their codes
set -euo pipefail
# shellcheck source=scripts/compose.sh
source "$(dirname "$0")/compose.sh"

options=(--timestamps)
lines=(--tail 200)
services=()
mail=
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage && exit ;;
    --follow | -f) options+=(--follow) ;;
    --since)
      options+=(--since "${2:?--since needs a time}") && shift
      lines=()
      ;;
    --mail) mail=yes ;;
    -*) fail "there is no option $1; see scripts/logs.sh --help" ;;
    *) services+=("$1") ;;
  esac
  shift
done
need_setup

if [ -n "$mail" ]; then
  in_database soroka -c "select recipient || ': ' || subject from mails order by id desc limit 10"
else
  compose logs "${options[@]}" "${lines[@]}" "${services[@]}"
fi
