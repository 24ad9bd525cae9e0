#!/usr/bin/env bash
# Runs the tests of others' clients against meshes, each test against nodes of its own.
#
#   ./compat.sh etcd [--jobs N] [--out FOLDER] [PATTERN]
#
# etcd: the integration tests of etcd's own Go client, from Debian's sources (golang-etcd-server-dev), with
# tests/etcd-clients in the place of etcd's package of test clusters. PATTERN is a regular expression of names of tests.
# MESH_NODE names a Mesh.Node.dll that is built; else one is built here. Ends with 1 if a test fails that
# tests/etcd-clients/expected.tsv does not list, with the reason, as one that does.
set -uo pipefail
cd "$(dirname "$0")"

usage() { sed -n '2,/^set /p' "$0" | sed '$d; s/^# \{0,1\}//'; exit 2; }
[ "${1:-}" = etcd ] || usage
shift
jobs=1 out= pattern=.
while [ $# -gt 0 ]; do
  case "$1" in
    --jobs) jobs="${2:?}"; shift 2 ;;
    --out) out="${2:?}"; shift 2 ;;
    -*) usage ;;
    *) pattern="$1"; shift ;;
  esac
done

sources=/usr/share/gocode/src/go.etcd.io/etcd
[ -d "$sources/clientv3/integration" ] || { echo "the sources of etcd are missing: apt-get install golang-etcd-server-dev" >&2; exit 1; }
command -v go >/dev/null || { echo "go is missing: apt-get install golang-go" >&2; exit 1; }
if [ -z "${MESH_NODE:-}" ]; then
  dotnet build src/Mesh.Node -c Release --nologo -v q -clp:NoSummary || exit 1
  MESH_NODE="$PWD/src/Mesh.Node/bin/Release/net10.0/Mesh.Node.dll"
fi
export MESH_NODE

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${out:-$work/out}
mkdir -p "$out"
export GO111MODULE=off GOPATH="$PWD/tests/etcd-clients:$work:/usr/share/gocode" TEST_LIMIT=${TEST_LIMIT:-240s}

# Below a name of their own: they import the package of test clusters by its name, which is found here first.
for package in integration ordering; do
  mkdir -p "$work/src/clients/$package"
  cp "$sources/clientv3/$package"/*.go "$work/src/clients/$package/"
  go test -c -o "$work/$package.test" "clients/$package" || exit 1
  (cd "$work" && "./$package.test" -test.list "$pattern") | grep '^Test' | sed "s|^|$work/$package.test |"
done >"$work/list" || exit 1
# Those of the package's own main say nothing of a mesh.
sed -i '/ TestMain$/d' "$work/list"
echo "$(wc -l <"$work/list") tests"

one() {
  (cd "$(dirname "$1")" && "$1" -test.run "^$2\$" -test.timeout "$TEST_LIMIT" -test.v) >"$3/$2.log" 2>&1
  if grep -q "^--- SKIP: $2 " "$3/$2.log"; then echo "skip $2"
  elif grep -q "^--- PASS: $2 " "$3/$2.log"; then echo "pass $2"
  else echo "fail $2"; fi
}
export -f one
xargs -a "$work/list" -P "$jobs" -L 1 bash -c 'one "$1" "$2" "$0"' "$out" | tee "$out/results"

# What is seen against what is expected.
sort -k2 "$out/results" | awk -F'[ \t]' -v expected=tests/etcd-clients/expected.tsv '
  BEGIN { while ((getline line < expected) > 0) { if (line ~ /^#/) continue; split(line, f, "\t"); why[f[1]] = f[2] } }
  { count[$1]++ }
  $1 == "fail" && !($2 in why) { print "unexpected: " $2; bad++ }
  $1 == "pass" && ($2 in why) { print "passes though it is listed: " $2 }
  END { printf "%d passed, %d failed (%d of them unexpected), %d refused before they began\n", count["pass"], count["fail"], bad, count["skip"]; exit bad > 0 }'
