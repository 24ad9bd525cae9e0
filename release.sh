#!/usr/bin/env bash
# Makes what a release consists of, in a folder: the packages with their symbols, a bill of materials of the node (CycloneDX), and the
# SHA-256 of each file.
#   ./release.sh [FOLDER]       default artifacts/release
# --no-build packs what was built before. The version is that of Directory.Build.props; with CI=true nothing in the packages names a
# folder of this machine. The bill is made by the .NET tool that .config/dotnet-tools.json names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

folder=artifacts/release builds=true
for argument in "$@"; do
  case "$argument" in
    --no-build) builds=false ;;
    -*) echo "release.sh: '$argument' is not understood; usage: ./release.sh [--no-build] [FOLDER]" >&2; exit 2 ;;
    *) folder=$argument ;;
  esac
done

mkdir -p "$folder"
folder=$(realpath "$folder")
if [ -n "$(ls -A "$folder")" ]; then
  echo "release.sh: '$folder' must be empty: what is in it would be taken for a part of the release" >&2
  exit 2
fi

if "$builds"; then dotnet build Mesh.sln -c Release -v q -clp:NoSummary; fi
# What a service embeds is for the earlier framework too.
dotnet build packaging/Embedded.slnf -c Release -f net8.0 -p:MeshFrameworks=all -p:RunAnalyzers=false -v q -clp:NoSummary
dotnet pack Mesh.sln -c Release --no-build -v q -o "$folder"

version=$(dotnet msbuild src/Mesh.Node -getProperty:Version)
dotnet tool restore >/dev/null
dotnet dotnet-CycloneDX src/Mesh.Node/Mesh.Node.csproj --recursive --disable-package-restore --exclude-test-projects \
  --output "$folder" --filename "mesh-$version.cdx.json" --output-format Json --set-name mesh --set-version "$version" >/dev/null
(cd "$folder" && sha256sum -- * >SHA256SUMS)
echo "$folder: $(wc -l <"$folder/SHA256SUMS") files of version $version"
