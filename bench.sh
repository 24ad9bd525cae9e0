#!/usr/bin/env bash
# Runs the benchmarks of one subject and prints their figures: ./bench.sh lookup
# ./bench.sh all measures Mesh beside what it is compared with, and writes bench/results/summary.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

usage() {
  cat >&2 <<'TEXT'
usage: ./bench.sh all [--quick] [--only ROW]... [--list]
       ./bench.sh SUBJECT [options]

all        every figure beside etcd, ZooKeeper, Serf or Redis, in turns: goal, Mesh, peer, ratio, met or not; writes
           bench/results/summary.md. Installs the peers with apt (as root), starts and ends them itself. Under 40 minutes.
           --quick: one round and small counts, to check that the rows work; --only: one row, printed alone; --list: the rows

micro-benchmarks (BenchmarkDotNet; its options):
  kv       put to and read from the key-value store of one node
  lookup   find a service in the snapshot and pick an instance, for each policy
  wire     write and read messages, beside generated code
  signatures  what signed entries add to a message, a push, a bucket and a second, with ECDSA and RSA

trials with nodes as processes:
  etcd         the etcd door of one node beside a real etcd: the row "put" of all; options: --quick
  dns          dnsperf against the DNS door of a node; its option is the number of runs
  consul       health queries over the Consul door, beside consul where it is installed, and parked queries
  propagation  a registration at one of three nodes until the others list it; its option is their number (200)
  crash        kill -9 of one of three nodes until the others offer its instances no more; its option is their number (20)
  freeze       a node stopped for 30 s until it is back in all rotations; its option is their number (3)
  freeze-host  the same of a service that embeds its node; its option is their number (3)
  idle         three nodes at rest; its option is the number of instances (10,000)
  join         a fourth node joins three full ones; its option is the number of instances (100,000)
  rolling      restarts of a service under 200 calls a second; its option is their number (100)
  restarts     a rolling restart of three nodes under 200 instances of all kinds, by SIGTERM and by SIGKILL, and a model that
               checks what readers at every door saw; options: the number of rounds (5), then term or kill for one of the two
  reach        what an answer costs that means everywhere, at 1, 3 and 10 members, beside one of this node; its option is the
               number of writes of each kind (1,000)
  strangers    a crowd without a token at each port of a node, and one with a quota: by how much the node grows; its option is the
               number of seconds for each (60)
  guarded      three nodes with TLS and a token, and three with signatures too, beside three open ones: registrations a second,
               processor time, a change until a watcher is told; its option is the number of rounds (5)
  rounds       grant, put, get, delete, get by a client of etcd that lists three nodes: how many answers are wrong or refused;
               options: --client go|dotnet|npm (go; npm needs nodejs and npm), --rounds N (10,000), --restart-one [--kill]
               restarts one node in a loop meanwhile
  chaos        bad days on purpose, and what clients saw: as ./chaos.sh, which names its options
  starts       starts of the compose topology beside three busy loops (needs root and iproute2); its option is their number (50)
  store        1,000 kills of a process that writes to a store, then writes/s with and without --durable; its option is the
               number of kills
  dashboard    the dashboard over 10,000 instances in 1,000 services and 100 changes a second, in a browser (needs chromium): first
               view, a change at another node, typing, 20 open pages, and a node with and without it; its options are the number
               of instances (10,000), of pairs of starts (7), and of seconds for which nodes are watched (20)
  embedding    the same web application without and with Mesh: processor time, memory, idle, threads, assemblies, beside their
               bounds; options: the number of rounds (5), --mesh N processes for the last figure (20; 0: none)
  bridge       a bridge beside a real etcd: copies a second each way, and copies missing while it is killed and started again; its
               option is the number of copies (5,000)
  transport    the mesh's transport beside Akka's stock one, TLS off and on; its option is the number of rounds
  federation   meshes as processes, 80 ms apart and with losses (needs root and iproute2); its option is the number of further
               peers
  kademlia-network  64 gateways over UDP with delays and losses; its option is their number
  kademlia     the overlay, simulated: 1,000 to a million peers; options: --small, --out FOLDER, names of cases
TEXT
  exit 2
}

trial() { exec dotnet run --project bench/Mesh.Trials -c Release -- "$@"; }
micro() {
  local filter=$1
  shift
  exec dotnet run --project bench/Mesh.Bench -c Release -- --filter "$filter" "$@"
}

# Packages that start a service would do so on a port of the system's: what they bring is started here, where it belongs.
install() {
  local missing=() shows package policy=/usr/sbin/policy-rc.d made=""
  while read -r shows package; do
    case "$shows" in
      '' | '#'*) continue ;;
      /*) [ -e "$shows" ] || missing+=("$package") ;;
      *) command -v "$shows" >/dev/null || missing+=("$package") ;;
    esac
  done <bench/packages.txt
  [ "${#missing[@]}" -gt 0 ] || return 0
  echo "bench.sh: installing ${missing[*]}"
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    made=1
  fi
  local code=0
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; } || code=$?
  [ -z "$made" ] || rm -f "$policy"
  # A row whose peer is missing says so in the summary.
  [ "$code" -eq 0 ] || echo "bench.sh: not all packages could be installed" >&2
}

all() {
  case " $* " in
    *' --list '*) ;;
    *) install ;;
  esac
  echo "bench.sh: building"
  for project in src/Mesh.Node bench/Mesh.Trials bench/Mesh.Bench bench/Mesh.Embedding; do
    dotnet build "$project" -c Release --nologo -v q -clp:NoSummary
  done
  # 20,000 queries that wait are as many sockets at either end.
  ulimit -n 65536 2>/dev/null || true
  # A process group of its own: whatever is left of it in the end is ended.
  set -m
  dotnet bench/Mesh.Trials/bin/Release/net10.0/Mesh.Trials.dll all "$@" &
  local run=$! code=0
  trap 'kill -KILL -- "-$run" 2>/dev/null || true; rm -rf "/dev/shm/mesh-bench-$run" "/var/tmp/mesh-bench-$run"' EXIT
  trap 'kill -TERM "$run" 2>/dev/null || true' INT TERM HUP
  wait "$run" || code=$?
  # A signal ends the wait, and not yet the run.
  while kill -0 "$run" 2>/dev/null; do wait "$run" || code=$?; done
  exit "$code"
}

needs() { command -v "$1" >/dev/null || { echo "bench.sh: $1 is missing: apt-get install $2" >&2; exit 1; }; }

subject=${1:-}
[ $# -eq 0 ] || shift
case "$subject" in
  all) all "$@" ;;
  etcd) all --only put "$@" ;;
  kv) micro '*KeyValueBenchmarks*' "$@" ;;
  lookup) micro '*LookupBenchmarks*' "$@" ;;
  wire) micro '*WireBenchmarks*' "$@" ;;
  signatures) micro '*SignatureBenchmarks*' "$@" ;;
  embedding)
    needs curl curl
    exec bench/embedding/run.sh "$@"
    ;;
  dashboard)
    needs chromium chromium
    trial dashboard "$@"
    ;;
  dns)
    needs dnsperf dnsperf
    trial dns "$@"
    ;;
  consul)
    needs wrk wrk
    trial consul "$@"
    ;;
  federation | starts)
    needs ip iproute2
    trial "$subject" "$@"
    ;;
  chaos) exec ./chaos.sh "$@" ;;
  bridge | crash | freeze | freeze-host | guarded | idle | join | kademlia-network | propagation | reach | restarts | rolling | rounds | store | strangers | transport)
    trial "$subject" "$@"
    ;;
  kademlia)
    case " $* " in
      *' --small '* | *' --out '*) ;;
      *) set -- --out bench/results "$@" ;;
    esac
    exec dotnet run --project bench/Mesh.Kademlia.Simulator -c Release -- "$@"
    ;;
  *) usage ;;
esac
