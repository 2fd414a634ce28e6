#!/usr/bin/env bash
# Kills the product with kill -9 in the middle of a rush, again and again, and holds every acknowledged claim against what was recorded.
#   eng/crash-rounds.sh [rounds, 50 if not given]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export COUPONADMIN_CRASH_ROUNDS=${1:-50}
dotnet test CouponAdmin.Tests --filter "FullyQualifiedName~KilledProcessTests.Product" --logger "console;verbosity=detailed" | grep -E "k = |Passed|Failed|error"
