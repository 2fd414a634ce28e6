#!/usr/bin/env bash
# Times the first view of the claim page as it is delivered (published, Production) on a phone's connection: RTT 150 ms, 1.6 Mbit/s.
# Prints first paint and time to usable of each look, and their medians; fails when the page isn't usable in under a second.
#   bash eng/first-view.sh [looks, 5 if not given]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
COUPONADMIN_FIRST_VIEW_RUNS=${1:-5} dotnet test CouponAdmin.Tests -c Release --filter FullyQualifiedName~FirstViewTests \
  --logger "console;verbosity=detailed" | grep -E "first paint|bytes,|Passed|Failed|error"
