#!/usr/bin/env bash
# Runs every check: formatting, build with warnings as errors, tests. Installs what it needs.
# Ends with one line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1

say() { printf '\n== %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

command -v dotnet >/dev/null || fail "the .NET SDK is missing: install .NET 10"

# Real clients and servers for the tests; tests/packages.txt names what shows that each is there.
missing=()
while read -r shows package; do
  case "$shows" in
    '' | '#'*) continue ;;
    /*) [ -e "$shows" ] || missing+=("$package") ;;
    *) command -v "$shows" >/dev/null || missing+=("$package") ;;
  esac
done <tests/packages.txt
if [ "${#missing[@]}" -gt 0 ]; then
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    fail "not all packages could be installed: ${missing[*]}"
fi

say "build (Release, warnings are errors)"
dotnet build Mesh.sln -c Release --nologo -v q -clp:NoSummary || fail "the build failed"

say "formatting"
dotnet format Mesh.sln --verify-no-changes --no-restore || fail "the formatting differs: run 'dotnet format Mesh.sln'"

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
code=0
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  say "$name"
  dotnet test "$project" -c Release --no-build --nologo -v q --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" || code=1
done

# One line of totals over all result files.
count() { grep -ho " $1=\"[0-9]*\"" "$results"/*.trx 2>/dev/null | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed)
failed=$(count failed)
skipped=$(count notExecuted)
[ "$code" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
[ "$passed" -gt 0 ] || code=1
# Their names once more: the log of a failure can be longer than what is kept of it.
if [ "$failed" -gt 0 ]; then
  say "failed"
  grep -ho '<UnitTestResult [^>]*outcome="Failed"[^>]*>' "$results"/*.trx 2>/dev/null | sed 's/.* testName="\([^"]*\)".*/\1/' | sort
fi
printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
exit "$code"
