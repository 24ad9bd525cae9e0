#!/usr/bin/env bash
# What embedding costs: the same minimal web application without and with Mesh, in turn. Prints each figure (the difference of
# the two medians) beside its bound and whether it is met; ends with 1 if one is not.
# Usage: run.sh [ROUNDS] [--mesh N]; N processes are one mesh for the last figure (20; 0 leaves it out).
# MESH_BENCH_BUILD has further arguments for the build; MESH_BENCH_APPS is a folder with both, built before. Processor time is that of the process, by the kernel: a machine that has
# other things to do stretches the clock, not it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
rounds=5
others=20
settle=${MESH_BENCH_SETTLE:-20}
idle=${MESH_BENCH_SECONDS:-40}
while [ $# -gt 0 ]; do
  case "$1" in
    --mesh) others=$2; shift ;;
    *) rounds=$1 ;;
  esac
  shift
done
[ -r /proc/self/stat ] || { echo "embedding: reads /proc, which is Linux's" >&2; exit 2; }

work=$(mktemp -d)
pids=()
trap '[ "${#pids[@]}" -eq 0 ] || kill -9 "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
apps=${MESH_BENCH_APPS:-$work}
for side in Plain Embedded; do
  [ ! -f "$apps/$side/$side.dll" ] || continue
  # shellcheck disable=SC2086 # several arguments
  dotnet publish "$side" -c Release --nologo -v q -o "$apps/$side" ${MESH_BENCH_BUILD:-} >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 2; }
done

ticks=$(getconf CLK_TCK)
# Behind the name in parentheses, which may hold blanks: user and system time are the 12th and 13th.
spent() { sed 's/.*) //' "/proc/$1/stat" | awk -v t="$ticks" '{ print ($12 + $13) / t }'; }
status() { awk -v k="$2:" '$1 == k { print $2 }' "/proc/$1/status"; }

# Sets pid, once the application has answered; its log is $2.
start() {
  local side=$1 log=$2 url=
  shift 2
  env -u DOTNET_TieredPGO "$@" ASPNETCORE_URLS=http://127.0.0.1:0 Logging__Console__FormatterName=simple dotnet "$apps/$side/$side.dll" >"$log" 2>&1 &
  pid=$!
  pids+=("$pid")
  for _ in $(seq 6000); do
    [ -n "$url" ] || url=$(sed -n 's/.*Now listening on: \(http[^ ]*\).*/\1/p' "$log" | head -1)
    [ -z "$url" ] || ! curl -fs -o /dev/null "$url" || return 0
    kill -0 "$pid" 2>/dev/null || { cat "$log" >&2; exit 2; }
    sleep 0.02
  done
  echo "embedding: no answer" >&2
  exit 2
}
stop() {
  kill "$@" 2>/dev/null || true
  wait "$@" 2>/dev/null || true
  pids=()
}

for ((round = 1; round <= rounds; round++)); do
  declare -A of=()
  for side in Plain Embedded; do
    start $side "$work/$side.log" Mesh__Port=0
    echo "$(spent "$pid")" >>"$work/$side.first"
    of[$side]=$pid
  done
  sleep "$settle"
  for side in Plain Embedded; do
    spent "${of[$side]}" >>"$work/$side.settled"
    spent "${of[$side]}" >"$work/$side.before"
  done
  sleep "$idle"
  for side in Plain Embedded; do
    spent "${of[$side]}" | awk -v b="$(cat "$work/$side.before")" -v s="$idle" '{ print 100 * ($1 - b) / s }' >>"$work/$side.idle"
    status "${of[$side]}" VmRSS | awk '{ print $1 / 1024 }' >>"$work/$side.resident"
    status "${of[$side]}" Threads >>"$work/$side.threads"
  done
  stop "${of[@]}"
  paste "$work"/{Plain,Embedded}.first | tail -1 | awk -v r="$round" '{ printf "round %d: %.2f s without, %.2f s with\n", r, $1, $2 }' >&2
done
for side in Plain Embedded; do
  find "$apps/$side" -name '*.dll' -printf '%s\n' | awk '{ n += $1 } END { print n / 1e6 }' >"$work/$side.assemblies"
done

if [ "$others" -gt 1 ]; then
  port=$((20000 + RANDOM % 10000))
  start Embedded "$work/first.log" "Mesh__Port=$port"
  first=$pid
  for ((i = 1; i < others; i++)); do start Embedded "$work/other.log" Mesh__Port=0 "Mesh__Seeds=127.0.0.1:$port"; done
  sleep $((settle * 2))
  before=$(spent "$first")
  sleep "$idle"
  spent "$first" | awk -v b="$before" -v s="$idle" '{ print 100 * ($1 - b) / s }' >"$work/Embedded.meshed"
  cp "$work/Plain.idle" "$work/Plain.meshed"
  stop "${pids[@]}"
fi

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
failed=0
printf '%-44s %10s %10s %10s %10s  %s\n' embedding without with more bound met
row() {
  local key=$1 text=$2 bound=$3 plain with
  [ -s "$work/Embedded.$key" ] || return 0
  plain=$(median "$work/Plain.$key") with=$(median "$work/Embedded.$key")
  awk -v text="$text" -v bound="$bound" -v p="$plain" -v w="$with" 'BEGIN {
    met = bound == "-" ? "" : w - p <= bound ? "yes" : "no"
    printf "%-44s %10.2f %10.2f %+10.2f %10s  %s\n", text, p, w, w - p, bound, met
    exit met == "no" }' || failed=1
}
row first "processor time to the first answer, s" 0.5
row settled "processor time after $settle s, s" -
row resident "resident memory, MiB" 40
row idle "idle, % of a core, alone" 0.5
row meshed "idle, % of a core, in a mesh of $others" 1
row threads "threads" 6
row assemblies "assemblies, MB" 10
exit "$failed"
