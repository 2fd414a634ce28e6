#!/usr/bin/env bash
# Photographs every state of the claim page, each as the browser tests bring it about: phone and desktop, light and dark, Korean and English.
# Phone: light is Korean, dark is English; desktop: the other way round.
#   bash eng/claim-screenshots.sh [folder, docs/screenshots if not given]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(realpath -m "${1:-docs/screenshots}")
mkdir -p "$folder"
COUPONADMIN_SCREENSHOTS=$folder dotnet test CouponAdmin.Tests --filter FullyQualifiedName~ClaimStateTests
