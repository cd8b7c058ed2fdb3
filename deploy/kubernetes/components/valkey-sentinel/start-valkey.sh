#!/bin/sh
# Starts Valkey as what the sentinels take it for.
set -eu
# shellcheck source=deploy/kubernetes/components/valkey-sentinel/find-primary.sh
. "$(dirname "$0")/find-primary.sh"
primary=$(find_primary)
set -- --save '' --appendonly no --maxmemory 192mb --dir /tmp --protected-mode no --replica-announce-ip "$me"
[ "$primary" = "$me" ] || set -- "$@" --replicaof "$primary" 6379
exec valkey-server "$@"
