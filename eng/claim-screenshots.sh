#!/usr/bin/env bash
# Photographs every state of the claim page, each as the browser tests bring it about: on a phone, light in Korean and dark in English;
# a few on a desktop too, light in English and dark in Korean.
#   bash eng/claim-screenshots.sh [folder, docs/screenshots if not given]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(realpath -m "${1:-docs/screenshots}")
mkdir -p "$folder"
COUPONADMIN_SCREENSHOTS=$folder dotnet test CouponAdmin.Tests --filter FullyQualifiedName~ClaimStateTests
