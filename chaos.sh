#!/usr/bin/env bash
# Bad days on purpose: five nodes in network namespaces, clients at every door, a recorded history and a model that judges it.
#   ./chaos.sh                    the short set, about 5 minutes
#   ./chaos.sh long               all of them, about 35 minutes
#   ./chaos.sh --only partition   those whose names contain the word
# --secured gives the nodes TLS, signatures that are required, and tokens; --seed N repeats what was chosen by chance; --runs N runs
# with as many seeds; --out FILE writes the page. Exit code 1: something was lost, came back, was missing, or the mesh was not whole
# again. Needs root, iproute2 and /dev/net/tun; the long set needs faketime for the clock, and e2fsprogs and a loop device for the disk
# as well. Whatever happens, nothing stays behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
command -v ip >/dev/null || { echo "chaos.sh: ip is missing: apt-get install iproute2" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "chaos.sh: network namespaces need root" >&2; exit 2; }
dotnet build bench/Mesh.Trials -c Release --nologo -v q -clp:NoSummary
dotnet bench/Mesh.Trials/bin/Release/net10.0/Mesh.Trials.dll chaos "$@" &
trial=$!

# The trial removes what it made; this is for one that is ended from outside.
leave() {
  kill "$trial" 2>/dev/null || true
  wait "$trial" 2>/dev/null || true
  local name pid
  for name in $(ip netns list | awk -v mark="slow$trial-" 'index($1, mark) == 1 { print $1 }'); do
    for pid in $(ip netns pids "$name"); do kill -9 "$pid" 2>/dev/null || true; done
    ip netns del "$name" || true
  done
}
trap leave EXIT
trap 'exit 130' INT TERM
wait "$trial"
