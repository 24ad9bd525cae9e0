#!/usr/bin/env bash
# The etcd door beside a real etcd of one node, each fresh and loaded in turn by the same Go program on the same machine.
# Both hold their data in memory (etcd's directory is in /dev/shm, so that no disk slows it). Prints rates and their ratios.
# Needs etcd, etcdctl and go with etcd's client library: Debian's etcd-server, etcd-client, golang-go,
# golang-etcd-server-dev.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$(cd ../.. && pwd)
seconds=${MESH_BENCH_SECONDS:-4}
for tool in go etcd etcdctl; do command -v "$tool" >/dev/null || { echo "bench: $tool is missing" >&2; exit 2; }; done
node="$root/src/Mesh.Node/bin/Release/net10.0/Mesh.Node"
[ -x "$node" ] || dotnet build "$root/src/Mesh.Node" -c Release --nologo -v q -clp:NoSummary

work=$(mktemp -d /dev/shm/mesh-bench-XXXXXX)
pids=()
trap 'kill "${pids[@]:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
GO111MODULE=off GOPATH="$PWD:/usr/share/gocode" GOCACHE="${TMPDIR:-/tmp}/mesh-go-cache" go build -o "$work/etcdload" etcdload

free() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }

# Each starts a fresh server, sets port and pid, and returns once it answers.
start_etcd() {
  local peer
  port=$(free) peer=$(free)
  etcd --name n0 --data-dir "$work/etcd" --logger zap --log-level error \
    --listen-client-urls "http://127.0.0.1:$port" --advertise-client-urls "http://127.0.0.1:$port" \
    --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
    --initial-cluster "n0=http://127.0.0.1:$peer" >"$work/etcd.log" 2>&1 &
  pid=$!
}
start_door() {
  "$node" node --port 0 --http 0 --etcd 0 --etcd-json 0 --ports-file "$work/ports" >"$work/node.log" 2>&1 &
  pid=$!
  for _ in $(seq 600); do [ -s "$work/ports" ] && break; sleep 0.1; done
  port=$(sed 's/.*"etcd":\([0-9]*\).*/\1/' "$work/ports")
}
answers() { ETCDCTL_API=3 etcdctl --endpoints "127.0.0.1:$port" endpoint health >/dev/null 2>&1; }

for workers in ${MESH_BENCH_WORKERS:-1 16 64}; do
  for side in etcd door; do
    rm -rf "$work/etcd" "$work/ports"
    "start_$side"
    pids=("$pid")
    for _ in $(seq 100); do answers && break; sleep 0.1; done
    "$work/etcdload" -endpoint "127.0.0.1:$port" -workers "$workers" -seconds "$seconds" | sed "s/^/$side /" >>"$work/figures"
    kill "$pid"
    wait "$pid" 2>/dev/null || true
    pids=()
  done
done
printf '%-10s %12s %12s %7s   %s\n' load 'etcd 1/s' 'door 1/s' ratio 'p99 ms, etcd / door'
awk '{ rate[$1, $2] = $3; p99[$1, $2] = $5; if (!($2 in seen)) { seen[$2] = 1; order[++n] = $2 } }
  END { for (i = 1; i <= n; i++) { l = order[i]
    printf "%-10s %12d %12d %7.2f   %.2f / %.2f\n", l, rate["etcd", l], rate["door", l],
      rate["door", l] / rate["etcd", l], p99["etcd", l], p99["door", l] } }' "$work/figures"
