#!/usr/bin/env bash
# Usage: scripts/dev.sh [--services | --stop]
#
# Starts the server and Vite with reload, as `npm run dev` does: without Docker, on the database that npm brings.
#
#   --services   on the PostgreSQL and Redis of deploy/compose.dev.yml instead
#   --stop       stops those, and keeps their data
set -euo pipefail
# shellcheck source=scripts/compose.sh
source "$(dirname "$0")/compose.sh"

services() {
  need_docker
  export COMPOSE_PROJECT_NAME=soroka-dev SOROKA_DOMAIN=localhost POSTGRES_PASSWORD=soroka TURN_SECRET=soroka
  compose -f compose.yml -f compose.dev.yml "$@"
}

cd "$root"
case ${1:-} in
  --help | -h) usage && exit ;;
  --stop)
    services stop postgres redis
    exit
    ;;
  --services)
    services up -d postgres redis
    export DATABASE_URL=postgres://soroka:soroka@localhost:5432/soroka REDIS_URL=redis://localhost:6379
    export SOROKA_DATA=$root/data/dev-services
    ;;
  '') ;;
  *) fail "there is no option $1; see scripts/dev.sh --help" ;;
esac
exec npm run dev
