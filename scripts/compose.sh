# What the scripts of one machine agree on. Sourced, not run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Another place for the settings: a rehearsal must not touch those of a deployment.
env_file=${SOROKA_ENV_FILE:-$root/deploy/.env}

# In the volume of PostgreSQL: copies of its folder, and the log of all changes.
# shellcheck disable=SC2034 # by those who source this
archive=/var/lib/postgresql/archive

say() { printf '%s\n' "$*"; }
fail() {
  printf '✗ %s\n' "$*" >&2
  exit 1
}

# Prints the comment at the head of the calling script.
usage() {
  sed -n '2,/^[^#]/ { s/^# \{0,1\}//p; }' "$0"
}

# setting NAME: its value in deploy/.env, or nothing.
setting() {
  [ -f "$env_file" ] || return 0
  sed -n "s/^$1=//p" "$env_file" | tail -n 1
}

# change_setting NAME VALUE: writes deploy/.env anew, for nobody else to read.
change_setting() {
  local new
  new=$(umask 077 && mktemp "$env_file.XXXXXX")
  if [ -f "$env_file" ]; then grep -v "^$1=" "$env_file" >"$new" || true; fi
  printf '%s=%s\n' "$1" "$2" >>"$new"
  mv "$new" "$env_file"
}

need_docker() {
  command -v docker >/dev/null || fail 'docker is missing: https://docs.docker.com/engine/install/'
  docker info >/dev/null 2>&1 || fail 'docker does not answer: is its service running, and may you use it?'
}

need_setup() {
  need_docker
  [ -n "$(setting SOROKA_DOMAIN)" ] || fail 'there is no deploy/.env yet: run scripts/setup.sh DOMAIN'
}

# Docker's compose, in the folder of compose.yml.
compose() (
  cd "$root/deploy" || exit
  env=()
  if [ -f "$env_file" ]; then env=(--env-file "$env_file"); fi
  if docker compose version >/dev/null 2>&1; then
    exec docker compose "${env[@]}" "$@"
  fi
  command -v docker-compose >/dev/null || fail 'the compose plugin of docker is missing'
  exec docker-compose "${env[@]}" "$@"
)

# The containers that are not well, each with its state.
ailing() {
  local project ids
  project=$(setting COMPOSE_PROJECT_NAME)
  ids=$(docker ps -aq --filter "label=com.docker.compose.project=$project" --filter label=com.docker.compose.oneoff=False)
  if [ -z "$ids" ]; then
    say 'nothing runs'
    return
  fi
  # shellcheck disable=SC2086 # a list of ids
  docker inspect --format '{{.Name}} {{.State.Status}} {{with .State.Health}}{{.Status}}{{end}}' $ids |
    sed -e 's|^/||' -e '/ running healthy$/d' -e '/ running *$/d'
}

# Waits until all containers are well; tells which are not when the time is over.
wait_healthy() {
  local patience=${SOROKA_PATIENCE:-240} told='' now
  local deadline=$((SECONDS + patience))
  while now=$(ailing) && [ -n "$now" ]; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      printf '✗ not healthy after %s s:\n%s\n' "$patience" "$now" >&2
      return 1
    fi
    if [ "$now" != "$told" ]; then say "  waiting for: $(say "$now" | cut -d ' ' -f 1 | paste -sd ' ')"; fi
    told=$now
    sleep 2
  done
}

# psql in the postgres container, as the owner of the database, plain output.
in_database() {
  local database=$1
  shift
  compose exec -T postgres psql -X -q -At -v ON_ERROR_STOP=1 -U soroka -d "$database" "$@"
}
