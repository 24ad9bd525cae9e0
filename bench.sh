#!/usr/bin/env bash
# Runs the benchmarks of one subject and prints their figures: ./bench.sh lookup
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat >&2 <<'TEXT'
usage: ./bench.sh SUBJECT [BenchmarkDotNet options]
subjects:
  kv       put to and read from the key-value store of one node
  lookup   find a service in the snapshot and pick an instance, for each policy
  wire     write and read messages, beside generated code
  signatures  what signed entries add to a message, a push, a bucket and a second, with ECDSA and RSA
  dns      dnsperf against the DNS door of a node; its option is the number of runs
  kademlia the overlay, simulated: 1,000 to a million peers; options: --small, --out FOLDER, names of cases
  kademlia-network  64 gateways over UDP with delays and losses; its option is their number
  federation  meshes as processes, 80 ms apart and with losses (needs root and iproute2); its option is the number of further peers
  transport  the mesh's transport beside Akka's stock one, TLS off and on; its option is the number of rounds
  consul   health queries over the Consul door (needs wrk), beside consul where it is installed, and parked queries
  store    1,000 kills of a process that writes to a store, then writes/s with and without --durable; its option is the number of kills
  restarts a rolling restart of three nodes under 200 instances of all kinds, by SIGTERM and by SIGKILL, and a model that
           checks what readers at every door saw; options: the number of rounds (5), then term or kill for one of the two
  reach    what an answer costs that means everywhere, at 1, 3 and 10 members, beside one of this node; its option is the
           number of writes of each kind (1,000)
  rounds   grant, put, get, delete, get by a client of etcd that lists three nodes: how many answers are wrong or refused;
           options: --client go|dotnet|npm (go; needs golang-go and golang-etcd-server-dev, or nodejs and npm), --rounds N
           (10,000), --restart-one [--kill] restarts one node in a loop meanwhile
  dashboard  the dashboard over 10,000 instances in 1,000 services and 100 changes a second, in a browser (needs chromium): first view,
           a change at another node, typing, 20 open pages, and a node with and without it; its options are the number of
           instances (10,000), of pairs of starts (7), and of seconds for which nodes are watched (20)
  starts   starts of the compose topology beside three busy loops (needs root and iproute2); its option is their number (50)
  embedding  the same web application without and with Mesh: processor time, memory, idle, threads, assemblies, beside their
           bounds; options: the number of rounds (5), --mesh N processes for the last figure (20; 0: none)
  etcd     put and range through the etcd door, beside a real etcd
TEXT
  exit 2
}

case "${1:-}" in
  kv) filter='*KeyValueBenchmarks*' ;;
  lookup) filter='*LookupBenchmarks*' ;;
  etcd) exec bench/etcd/run.sh ;;
  embedding)
    command -v curl >/dev/null || { echo "curl is missing: apt-get install curl" >&2; exit 1; }
    shift
    exec bench/embedding/run.sh "$@"
    ;;
  wire) filter='*WireBenchmarks*' ;;
  signatures) filter='*SignatureBenchmarks*' ;;
  dns)
    command -v dnsperf >/dev/null || { echo "bench.sh: dnsperf is missing: apt-get install dnsperf" >&2; exit 1; }
    shift
    exec dotnet run --project bench/Mesh.Trials -c Release -- dns "$@"
    ;;
  kademlia)
    shift
    case " $* " in
      *' --small '* | *' --out '*) ;;
      *) set -- --out bench/results "$@" ;;
    esac
    exec dotnet run --project bench/Mesh.Kademlia.Simulator -c Release -- "$@"
    ;;
  federation | starts)
    command -v ip >/dev/null || { echo "ip is missing: apt-get install iproute2" >&2; exit 1; }
    exec dotnet run --project bench/Mesh.Trials -c Release -- "$@"
    ;;
  dashboard)
    command -v chromium >/dev/null || { echo "bench.sh: chromium is missing: apt-get install chromium" >&2; exit 1; }
    exec dotnet run --project bench/Mesh.Trials -c Release -- "$@"
    ;;
  kademlia-network | reach | restarts | rounds | store | transport) exec dotnet run --project bench/Mesh.Trials -c Release -- "$@" ;;
  consul)
    command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 1; }
    shift
    exec dotnet run --project bench/Mesh.Trials -c Release -- consul "$@"
    ;;
  *) usage ;;
esac
shift

exec dotnet run --project bench/Mesh.Bench -c Release -- --filter "$filter" "$@"
