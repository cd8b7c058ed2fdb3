#!/usr/bin/env bash
# Usage: scripts/doctor.sh
#
# Looks for what keeps Soroka from running well, and says what to do. Changes nothing. Ends with 1 when something is wrong.
set -euo pipefail
# shellcheck source=scripts/compose.sh
source "$(dirname "$0")/compose.sh"
case ${1:-} in
  --help | -h) usage && exit ;;
  '') ;;
  *) fail "there is no option $1; see scripts/doctor.sh --help" ;;
esac

wrong=0
ok() { say "✓ $*"; }
hint() { say "! $*"; }
bad() {
  say "✗ $*"
  wrong=$((wrong + 1))
}
# test_that WHAT REMEDY COMMAND…
test_that() {
  local what=$1 remedy=$2
  shift 2
  if "$@" >/dev/null 2>&1; then ok "$what"; else bad "$what: no. $remedy"; fi
}

test_that 'Docker answers' 'Install it or start its service: https://docs.docker.com/engine/install/' docker info
test_that 'deploy/.env is there' 'scripts/setup.sh DOMAIN' test -f "$env_file"
[ "$wrong" -eq 0 ] || exit 1
test_that 'only you can read deploy/.env' 'chmod 600 deploy/.env' test "$(stat -c %a "$env_file")" = 600

domain=$(setting SOROKA_DOMAIN)
address=$(getent ahostsv4 "$domain" | awk 'NR == 1 { print $1 }' || true)
if [ -n "$address" ]; then ok "$domain is at $address"; else bad "$domain has no address: make an A record that names this machine"; fi

free=$(df -Pk "$root" | awk 'NR == 2 { print int($4 / 1048576) }')
if [ "$free" -ge 5 ]; then ok "$free GiB of disk are free"; else bad "only $free GiB of disk are free"; fi
memory=$(awk '/^MemTotal/ { print int($2 / 1048576) }' /proc/meminfo)
if [ "$memory" -ge 1 ]; then ok "$memory GiB of memory"; else hint 'less than 2 GiB of memory: set BACKEND_MEMORY and POSTGRES_MEMORY in deploy/.env'; fi

sick=$(ailing)
if [ -z "$sick" ]; then ok 'all containers are healthy'; else bad "not healthy (scripts/logs.sh shows why): $(say "$sick" | paste -sd ',')"; fi

trust=()
lasting=864000 # ten days
if [ "$(setting SOROKA_TLS)" = internal ]; then
  trust=(--insecure)
  lasting=3600 # its own authority renews them every few hours
fi
# Asks this machine for the domain, whatever the DNS says.
ask() { curl --silent --show-error --fail --max-time 10 "${trust[@]}" --resolve "$domain:443:127.0.0.1" "$@"; }
test_that 'the sign-in page comes over TLS' 'scripts/logs.sh caddy tells why; the ports 80 and 443 must reach this machine' ask "https://$domain/" -H 'accept: text/html'
has_policy() { ask -o /dev/null -D - "https://$domain/" | grep -qi '^content-security-policy:.*nonce-'; }
test_that 'the page has its content security policy' 'scripts/deploy.sh' has_policy
test_that 'the API answers' 'scripts/logs.sh backend' ask "https://$domain/api/openapi.json"

tls_of() { timeout 10 openssl s_client -connect "127.0.0.1:$1" -servername "$domain" </dev/null 2>/dev/null | openssl x509 -noout -checkend "$lasting"; }
test_that 'the certificate is good for a while' 'scripts/logs.sh caddy' tls_of 443
test_that 'the relay of calls answers over TLS' 'scripts/logs.sh coturn; the port 5349 must reach this machine' tls_of 5349

if [ -n "$(setting SMTP_URL)" ]; then ok 'a mail server is set'; else hint 'no mail server: scripts/setup.sh --smtp URL'; fi
if [ -n "$(setting BACKUP_RECIPIENT)" ]; then
  newest=$(find "$root/backups" -maxdepth 1 -name 'soroka-*.tar.age' -mtime -2 2>/dev/null | sort | tail -n 1 || true)
  if [ -n "$newest" ]; then ok "newest backup: ${newest##*/}"; else hint 'no backup of the last two days in backups/: scripts/backup.sh'; fi
else hint 'backups have no key yet: scripts/backup.sh --new-key'; fi

[ "$wrong" -eq 0 ] || fail "$wrong of these are wrong"
say '✓ nothing is wrong'
