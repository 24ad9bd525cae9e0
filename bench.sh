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
  etcd     put and range through the etcd door, beside a real etcd
TEXT
  exit 2
}

case "${1:-}" in
  lookup) filter='*LookupBenchmarks*' ;;
  etcd) exec bench/etcd/run.sh ;;
  wire) filter='*WireBenchmarks*' ;;
  *) usage ;;
esac
shift

exec dotnet run --project bench/Mesh.Bench -c Release -- --filter "$filter" "$@"
