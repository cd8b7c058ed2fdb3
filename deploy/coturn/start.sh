#!/bin/sh
# Starts the relay with the domain's address and Caddy's certificate, and gives it each new certificate while it runs.
set -eu
umask 077
conf=/tmp/turnserver.conf
cert=/tmp/turn.crt
key=/tmp/turn.key

# Copies the newest certificate of the domain. Fails when there is none, or when Caddy is just writing it.
copy_certificate() {
  newest=$(find -L /certificates/caddy/certificates -name "${CERTIFICATE_NAME:-$SOROKA_DOMAIN}.crt" -exec ls -t {} + 2>/dev/null | head -n 1)
  [ -n "$newest" ] || return 1
  cmp -s "$newest" "$cert" && return 0
  cp "$newest" "$cert.new"
  cp "${newest%.crt}.key" "$key.new" || return 1
  sleep 2
  cmp -s "$newest" "$cert.new" && cmp -s "${newest%.crt}.key" "$key.new" || return 1
  mv "$key.new" "$key"
  mv "$cert.new" "$cert"
  renewed=yes
}

# The address that the domain has, or the one that was given. Behind NAT the relay must know both its own and that one.
own=${OWN_IP:-$(hostname -i | cut -d ' ' -f 1)}
outside=${EXTERNAL_IP:-$(getent ahostsv4 "$SOROKA_DOMAIN" | awk 'NR == 1 { print $1 }')}
if [ -z "$outside" ]; then
  echo "$SOROKA_DOMAIN has no address yet; set EXTERNAL_IP or its DNS record" >&2
  sleep 10
  exit 1
fi

{
  cat /etc/soroka/turnserver.conf
  echo "realm=$SOROKA_DOMAIN"
  echo "static-auth-secret=$TURN_SECRET"
  echo "external-ip=$outside/$own"
  echo "cert=$cert"
  echo "pkey=$key"
} >"$conf"

renewed=
waited=0
until copy_certificate; do
  [ "$waited" -lt 60 ] || break
  [ "$waited" -gt 0 ] || echo "waiting for Caddy's certificate of $SOROKA_DOMAIN"
  waited=$((waited + 2))
  sleep 2
done
with_tls=yes
if [ ! -e "$cert" ]; then
  echo "no certificate yet: TURN without TLS until there is one" >&2
  with_tls=
  echo no-tls >>"$conf"
fi

turnserver -c "$conf" &
relay=$!
trap 'kill "$relay" 2>/dev/null || true; wait "$relay" || true; exit 0' TERM INT
echo "relay at $outside, own address $own${with_tls:+, with TLS}"
while kill -0 "$relay" 2>/dev/null; do
  sleep 30 &
  wait $! || true
  renewed=
  copy_certificate || continue
  [ -n "$renewed" ] || continue
  if [ -z "$with_tls" ]; then
    echo 'a certificate came: starting anew with TLS'
    kill "$relay"
    break
  fi
  kill -USR2 "$relay"
  echo 'the certificate is new'
done
wait "$relay"
