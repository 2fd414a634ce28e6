#!/usr/bin/env bash
# Photographs the console for docs/console.md and docs/guides, after the demo's crowd of 2,000 has come to a product that was started for it:
# in English on a desktop and in Korean on a phone (console-…), and one screen of a desktop in both languages (guide-…).
# Pictures that no page shows are left out of docs/screenshots.
#   bash eng/console-screenshots.sh [folder, docs/screenshots if not given]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(realpath -m "${1:-docs/screenshots}")
mkdir -p "$folder"
taken=$(mktemp -d)
trap 'rm -rf "$taken"' EXIT
COUPONADMIN_SCREENSHOTS=$taken dotnet test CouponAdmin.Tests --filter FullyQualifiedName~GuideWalkTests
for picture in "$taken"/*.png; do
  if grep -rqF "$(basename "$picture")" --include=*.md docs README.md README.ko.md; then
    cp "$picture" "$folder/"
  fi
done
