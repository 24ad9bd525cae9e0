#!/usr/bin/env bash
# Writes down the public API of the libraries that are published, in PublicAPI.Unshipped.txt of each: ./public-api.sh
# What has shipped is moved to PublicAPI.Shipped.txt at a release. The build fails where code and files differ.
set -euo pipefail
cd "$(dirname "$0")"
for name in ${*:-Mesh.Core Mesh.Actors Mesh.Client Mesh.Federation Mesh.Grpc Mesh.ServiceDiscovery Mesh.Yarp Mesh.Discovery Mesh.Client.Testing Mesh.Dashboard}; do
  project=src/$name
  printf '#nullable enable\n' > "$project/PublicAPI.Unshipped.txt"
  [ -f "$project/PublicAPI.Shipped.txt" ] || printf '#nullable enable\n' > "$project/PublicAPI.Shipped.txt"
  # RS0016 names what is missing in the form that the file wants.
  dotnet build "$project" -c Release --nologo --no-incremental -v m -clp:NoSummary \
    -p:TreatWarningsAsErrors=false -p:WarningsAsErrors= 2>&1 |
    sed -n "s/.*warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" |
    LC_ALL=C sort -u >> "$project/PublicAPI.Unshipped.txt"
  echo "$project: $(($(wc -l < "$project/PublicAPI.Unshipped.txt") - 1)) entries"
done
