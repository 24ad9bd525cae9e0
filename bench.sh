#!/usr/bin/env bash
# Runs the benchmarks of one subject and prints their figures: ./bench.sh lookup
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat >&2 <<'TEXT'
usage: ./bench.sh SUBJECT [BenchmarkDotNet options]
subjects:
  lookup   find a service in the snapshot and pick an instance, for each policy
  wire     write and read messages, beside generated code
  dns      dnsperf against the DNS door of a node; its option is the number of runs
  kademlia the overlay, simulated: 1,000 to a million peers; options: --small, --out FOLDER, names of cases
  kademlia-network  64 gateways over UDP with delays and losses; its option is their number
TEXT
  exit 2
}

case "${1:-}" in
  lookup) filter='*LookupBenchmarks*' ;;
  wire) filter='*WireBenchmarks*' ;;
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
  kademlia-network)
    shift
    exec dotnet run --project bench/Mesh.Trials -c Release -- kademlia-network "$@"
    ;;
  *) usage ;;
esac
shift

exec dotnet run --project bench/Mesh.Bench -c Release -- --filter "$filter" "$@"
