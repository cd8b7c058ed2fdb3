#!/usr/bin/env bash
# Usage: scripts/setup.sh DOMAIN [OPTION…]
#
# Prepares one machine for Soroka: writes deploy/.env with the domain and fresh secrets. Safe to repeat: what is there stays,
# what you name is changed.
#
#   --smtp URL          where mail goes, e.g. smtp://user:secret@mail.example.org:587
#   --smtp-from ADDRESS its sender, e.g. soroka@example.org
#   --external-ip IP    the machine's public address, when the domain's record is not it
#   --tls internal      certificates of an authority of its own, for a network without public names
#   --livekit           calls of up to fifty, through a LiveKit server of its own
#   --s3                sealed files in an object store of its own instead of the data volume
#   --watch             figures, alerts and a dashboard: Prometheus and Grafana, for this machine only
#   --help
set -euo pipefail
# shellcheck source=scripts/compose.sh
source "$(dirname "$0")/compose.sh"

domain=$(setting SOROKA_DOMAIN)
profiles=$(setting COMPOSE_PROFILES)
chosen=()

secret() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
make_once() { [ -n "$(setting "$1")" ] || change_setting "$1" "$(secret)"; }
add_profile() {
  case ",$profiles," in
    *",$1,"*) ;;
    *) profiles=${profiles:+$profiles,}$1 ;;
  esac
}

while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage && exit ;;
    --smtp) chosen+=("SMTP_URL=${2:?--smtp needs an address}") && shift ;;
    --smtp-from) chosen+=("SMTP_FROM=${2:?--smtp-from needs an address}") && shift ;;
    --external-ip) chosen+=("EXTERNAL_IP=${2:?--external-ip needs an address}") && shift ;;
    --tls)
      case ${2:-} in public | internal) ;; *) fail '--tls is public or internal' ;; esac
      chosen+=("SOROKA_TLS=$2") && shift
      ;;
    --livekit) add_profile livekit ;;
    --s3) add_profile s3 ;;
    --watch) add_profile watch && add_profile grafana ;;
    -*) fail "there is no option $1; see scripts/setup.sh --help" ;;
    *) domain=$1 ;;
  esac
  shift
done

[ -n "$domain" ] || fail 'which domain? e.g. scripts/setup.sh chat.example.org'
[[ $domain =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$ ]] ||
  fail "$domain is no domain like chat.example.org"

change_setting COMPOSE_PROJECT_NAME "$(setting COMPOSE_PROJECT_NAME | grep . || say soroka)"
change_setting SOROKA_DOMAIN "$domain"
make_once POSTGRES_PASSWORD
make_once TURN_SECRET
for one in "${chosen[@]}"; do change_setting "${one%%=*}" "${one#*=}"; done
case ",$profiles," in *,livekit,*)
  make_once LIVEKIT_API_SECRET
  change_setting LIVEKIT_API_KEY soroka
  change_setting LIVEKIT_URL "wss://$domain/livekit"
  ;;
esac
case ",$profiles," in *,s3,*)
  make_once S3_SECRET_ACCESS_KEY
  change_setting S3_ACCESS_KEY_ID soroka
  change_setting S3_BUCKET soroka
  change_setting S3_ENDPOINT http://s3:8333
  ;;
esac
case ",$profiles," in *,watch,*)
  make_once GRAFANA_PASSWORD
  change_setting METRICS_ADDRESS 0.0.0.0:9464
  ;;
esac
change_setting COMPOSE_PROFILES "$profiles"

say "✓ deploy/.env is ready for $domain"
if [ -z "$(setting SMTP_URL)" ]; then
  say '! No mail server yet (--smtp): nobody but you gets the codes that signing up needs. scripts/logs.sh --mail shows them.'
fi
if [ -z "$(setting BACKUP_RECIPIENT)" ]; then say '  Backups need a key once: scripts/backup.sh --new-key'; fi
say '  Next: scripts/deploy.sh'
