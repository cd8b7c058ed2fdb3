#!/bin/sh
# Starts a sentinel. Two of the three agree on who is primary; what each learns it writes into its own file.
set -eu
# shellcheck source=deploy/kubernetes/components/valkey-sentinel/find-primary.sh
. "$(dirname "$0")/find-primary.sh"
cat >/tmp/sentinel.conf <<END
port 26379
dir /tmp
protected-mode no
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $me
sentinel monitor soroka $(find_primary) 6379 2
sentinel down-after-milliseconds soroka 3000
sentinel failover-timeout soroka 10000
END
exec valkey-sentinel /tmp/sentinel.conf
