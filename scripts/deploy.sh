#!/usr/bin/env bash
# Usage: scripts/deploy.sh [--no-pull | --no-build]
#
# Builds this checkout's images, starts everything and waits until it is healthy. Safe to repeat: what did not change keeps
# running.
#
#   --no-pull    does not look for newer base images
#   --no-build   starts the images of SOROKA_VERSION, which were built before
set -euo pipefail
# shellcheck source=scripts/compose.sh
source "$(dirname "$0")/compose.sh"

pull=--pull
build=yes
case ${1:-} in
  --help | -h) usage && exit ;;
  --no-pull) pull= ;;
  --no-build) build= ;;
  '') ;;
  *) fail "there is no option $1; see scripts/deploy.sh --help" ;;
esac
need_setup

if [ -n "$build" ]; then
  # The commit names the images, so that an update can go back to those of the one before.
  version=$(git -C "$root" rev-parse --short=12 HEAD 2>/dev/null || date -u +%Y%m%d%H%M%S)
  if [ -n "$(git -C "$root" status --porcelain 2>/dev/null)" ]; then version=$version-$(date -u +%Y%m%d%H%M%S); fi
  export SOROKA_VERSION=$version
  say "▸ Building $version (some minutes the first time)"
  compose build ${pull:+"$pull"}
else
  version=${SOROKA_VERSION:-$(setting SOROKA_VERSION)}
fi
say '▸ Starting'
compose up -d --remove-orphans --no-build
say '▸ Waiting until everything is healthy'
if ! wait_healthy; then
  compose logs --tail 20 >&2
  fail 'it does not run; the last lines of the logs stand above'
fi
change_setting SOROKA_VERSION "$version"

domain=$(setting SOROKA_DOMAIN)
say "✓ Soroka $version runs: https://$domain"
token=$(compose logs --no-color backend 2>/dev/null | sed -n 's/.*set-up token:\{0,1\} \([A-Za-z0-9_-]*\).*/\1/p' | tail -n 1)
if [ -n "$token" ] && [ "$(in_database soroka -c 'select count(*) from users' 2>/dev/null || say 0)" = 0 ]; then
  say "  The first account becomes the owner. Its set-up token: $token"
fi
