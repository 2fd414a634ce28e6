#!/usr/bin/env bash
# Writes docs/openapi.json anew, as the product describes its interface: bash eng/openapi.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
COUPONADMIN_WRITE_OPENAPI=true dotnet test CouponAdmin.Tests --filter FullyQualifiedName~DocumentTests.Document_
