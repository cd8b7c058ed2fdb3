# shellcheck shell=sh
# Sourced. Names are what everybody knows the pods by: addresses change with each start.
pod=$(hostname)
service=${SERVICE:-redis}
# shellcheck disable=SC2034 # for whoever sources this
me=$pod.$service

# Who is primary by the sentinels that answer; while there are none, the first pod.
find_primary() {
  for number in 0 1 2; do
    known=$(valkey-cli -h "${pod%-*}-$number.$service" -p 26379 -t 2 sentinel get-master-addr-by-name soroka 2>/dev/null |
      head -n 1) || continue
    case $known in '' | *' '*) continue ;; esac
    echo "$known"
    return
  done
  echo "${pod%-*}-0.$service"
}
