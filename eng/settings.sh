#!/usr/bin/env bash
# Writes docs/settings.md anew from the comments in the code: bash eng/settings.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
COUPONADMIN_WRITE_SETTINGS=true dotnet test CouponAdmin.Tests --filter FullyQualifiedName~SettingsReferenceTests
