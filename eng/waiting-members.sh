#!/usr/bin/env bash
# Lets members wait on one instance (published, Production, embedded store) by server-sent events, while the database is held.
# Prints the instance's memory before and with them, the cost of each, and the time until all were told once the database is let go.
# Needs three file descriptors a member in all, so 20,000 are enough for 5,000.
#   bash eng/waiting-members.sh [members, 5000 if not given]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ulimit -n "$(ulimit -Hn)"
COUPONADMIN_WAITING_MEMBERS=${1:-5000} dotnet test CouponAdmin.Tests -c Release --filter FullyQualifiedName~WaitingMembersTests \
  --logger "console;verbosity=detailed" | grep -E "members wait|all told|Passed|Failed|error"
