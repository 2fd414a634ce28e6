#!/usr/bin/env bash
# The long form of the fault tests: the promises of docs/promises.md under many faults, with a new seed each time.
#   eng/faults.sh [kinds, all if not given] [count, 50 if not given]
#   eng/faults.sh instance,store 50                          kinds are parted by commas
#   COUPONADMIN_FAULT_SEED=7 eng/faults.sh instance 50       replays the schedule of a printed seed
# Kinds: instance (P1, E and S), store (P2, S), three (P1, P2, P18 with three instances), steps (each crash point), answers (P4-P7),
#        hung (P12), database (P10), frozen (P13, P9), soldout (P15), notices (P9), overload (P16), disk (P11), clock (P8), planted (the oracle),
#        failover (P3, Sentinel), cluster (P3, Redis Cluster),
#        cost (what a fail point costs; for the figure: FAULTS_BUILD='-c Release')
# Prints per promise: what was injected, k, the 95 % bound 3/k, the seed, what was measured. A failure names the broken promise and the seed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

declare -A filters=(
  [cost]='FailPointCostTests'
  [instance]='KilledProcessTests.Product_WhenKilled|KilledOnRedisTests'
  [store]='KilledOnRedisTests'
  [three]='KilledAmongThreeTests'
  [steps]='KilledProcessTests.Product_WhenItDies'
  [answers]='AskedAgainTests'
  [hung]='HungStoreAmongThreeTests'
  [database]='LostDatabaseTests'
  [frozen]='FrozenDrainerTests'
  [soldout]='SoldOutTests'
  [notices]='LostNoticeTests'
  [overload]='OverloadTests'
  [disk]='FullDiskTests'
  [clock]='WrongClockTests'
  [failover]='FailOverTests|FailOverControlTests'
  [cluster]='ClusterFailOverTests'
  [planted]='PlantedBugTests|PlantedStoreBugTests'
)

kinds=${1:-instance,three,steps,answers,hung,database,frozen,soldout,notices,overload,disk,clock,failover,cluster,planted}
export COUPONADMIN_FAULT_COUNT=${2:-50}
export COUPONADMIN_FAULT_SEED=${COUPONADMIN_FAULT_SEED:-$(date +%s)}

filter=
for kind in ${kinds//,/ }; do
  [ -n "${filters[$kind]:-}" ] || { echo "faults.sh: there is no kind '$kind': ${!filters[*]}" >&2; exit 2; }
  for name in ${filters[$kind]//|/ }; do
    filter+="${filter:+|}FullyQualifiedName~Faults.$name"
  done
done

echo "$(date -u +%FT%TZ), $(nproc) cores, $(awk '/MemTotal/ {printf "%.0f GB", $2 / 1048576}' /proc/meminfo), kernel $(uname -r), count $COUPONADMIN_FAULT_COUNT, seed $COUPONADMIN_FAULT_SEED"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test CouponAdmin.Tests ${FAULTS_BUILD:-} --filter "$filter" --logger "console;verbosity=detailed" 2>&1 | tee "$log" \
  | grep --line-buffered -E '^ *(FAULTS|Passed |Failed |P[0-9]+ )|promises are broken|Error Message|Not within|Total tests|error ' | sed -u 's/^ *//'
ended=${PIPESTATUS[0]}
[ "$ended" = 0 ] || { echo "faults.sh: failed; replay with COUPONADMIN_FAULT_SEED=$COUPONADMIN_FAULT_SEED"; grep -A 30 -E '^ *Failed ' "$log" || tail -60 "$log"; }
exit "$ended"
