#!/usr/bin/env bash
# Photographs a rush of 2,000 people for the README, as the browser test brings it about: a replay of the report's chart in four pictures.
# On a busy machine the rush is a slow one: take it on a quiet machine.
#   bash eng/rush-screenshots.sh [folder, docs/screenshots if not given]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(realpath -m "${1:-docs/screenshots}")
taken=$(mktemp -d)
trap 'rm -rf "$taken"' EXIT
mkdir -p "$folder"
COUPONADMIN_SCREENSHOTS=$taken dotnet test CouponAdmin.Tests --filter FullyQualifiedName~CrowdFlowTests
cp "$taken/crowd-film.png" "$folder/rush-film.png"
