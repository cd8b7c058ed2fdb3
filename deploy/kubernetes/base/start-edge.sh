#!/bin/sh
# Starts Caddy, and gives it each new certificate while it runs.
set -eu
configuration=/etc/soroka/Caddyfile
certificate=/certificate/tls.crt

caddy run --config "$configuration" --adapter caddyfile &
edge=$!
trap 'kill "$edge" 2>/dev/null || true; wait "$edge" || true; exit 0' TERM INT
known=$(cksum <"$certificate")
while kill -0 "$edge" 2>/dev/null; do
  sleep 60 &
  wait $! || true
  newest=$(cksum <"$certificate") || continue
  [ "$newest" != "$known" ] || continue
  # A pair that does not fit is refused, and asked for again: the cluster may be just writing it.
  caddy reload --force --config "$configuration" --adapter caddyfile || continue
  known=$newest
  echo 'the certificate is new'
done
wait "$edge"
