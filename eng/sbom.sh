#!/usr/bin/env bash
# Writes the bill of materials of what is delivered, in CycloneDX's JSON: every package with its version, licence and hash.
#   bash eng/sbom.sh [folder, TestResults/sbom if not given]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(realpath -m "${1:-TestResults/sbom}")
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
dotnet tool restore >/dev/null
dotnet restore CouponAdmin.Web >/dev/null
dotnet CycloneDX CouponAdmin.Web/CouponAdmin.Web.csproj --output "$folder" --filename couponadmin.cdx.json --output-format Json \
  --exclude-dev --disable-package-restore --set-name CouponAdmin --set-version "$version" --set-type Application
