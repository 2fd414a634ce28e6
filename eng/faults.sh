#!/usr/bin/env bash
# The long form of the fault tests: the promises of docs/promises.md under many faults, with a new seed each time.
#   eng/faults.sh [--rounds N, 50 if not given] [--only name,name] [groups, all if not given]
#   eng/faults.sh --rounds 50 failover,cluster               groups are parted by commas
#   eng/faults.sh --rounds 5 --only 'frozen,replica' cluster  of failover and cluster only kinds whose names hold one of these
#   COUPONADMIN_FAULT_SEED=7 eng/faults.sh instance          replays the schedule of a printed seed
#   COUPONADMIN_FAULT_REPLICAS=2 eng/faults.sh cluster       a Redis Cluster of three masters with two replicas each
# Groups: instance (P1, E and S), store (P2, S), three (P1, P2, P18 with three instances), steps (each crash point), answers (P4-P7),
#        hung (P12), database (P10), frozen (P13, P9), soldout (P15), notices (P9), overload (P16), disk (P11), clock (P8), planted (the oracle),
#        failover (P3, P9, P18, Sentinel), cluster (the same, Redis Cluster): every kind of fault of several instances on a replicated store,
#        cost (what a fail point costs; for the figure: FAULTS_BUILD='-c Release')
# Prints per promise: what was injected, k, the bound 3/k, the seed, what was measured; at the end one table of failover and cluster.
# A failure names the broken promise and the seed.
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
  [failover]='FailOverTests|FailOverControlTests|PairGuardTests'
  [cluster]='ClusterFailOverTests'
  [planted]='PlantedBugTests|PlantedStoreBugTests'
)

rounds=50
kinds=instance,three,steps,answers,hung,database,frozen,soldout,notices,overload,disk,clock,failover,cluster,planted
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2; shift 2 ;;
    --only) export COUPONADMIN_FAULT_KINDS=$2; shift 2 ;;
    [0-9]*) rounds=$1; shift ;;
    *) kinds=$1; shift ;;
  esac
done
[[ $rounds =~ ^[1-9][0-9]*$ ]] || { echo "faults.sh: --rounds takes a number, not '$rounds'" >&2; exit 2; }
export COUPONADMIN_FAULT_COUNT=$rounds
export COUPONADMIN_FAULT_SEED=${COUPONADMIN_FAULT_SEED:-$(date +%s)}

filter=
for kind in ${kinds//,/ }; do
  [ -n "${filters[$kind]:-}" ] || { echo "faults.sh: there is no group '$kind': ${!filters[*]}" >&2; exit 2; }
  for name in ${filters[$kind]//|/ }; do
    filter+="${filter:+|}FullyQualifiedName~Faults.$name"
  done
done

echo "$(date -u +%FT%TZ), $(nproc) cores, $(awk '/MemTotal/ {printf "%.0f GB", $2 / 1048576}' /proc/meminfo), kernel $(uname -r), count $COUPONADMIN_FAULT_COUNT, seed $COUPONADMIN_FAULT_SEED"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test CouponAdmin.Tests ${FAULTS_BUILD:-} --filter "$filter" --logger "console;verbosity=detailed" 2>&1 | tee "$log" \
  | grep --line-buffered -E '^ *(FAULTS|ROW|Passed |Failed |P[0-9]+ )|promises are broken|Error Message|Not within|Total tests|error ' | sed -u 's/^ *//'
ended=${PIPESTATUS[0]}
if grep -q '^ *ROW |' "$log"; then
  echo
  echo '| kind | rounds | claims | lost | doubled | waiting in silence | longest without service after the new master | longest wait for a result |'
  echo '|---|---|---|---|---|---|---|---|'
  grep -oE '^ *ROW \|.*' "$log" | sed 's/^ *ROW //' | sort -u
fi
[ "$ended" = 0 ] || { echo "faults.sh: failed; replay with COUPONADMIN_FAULT_SEED=$COUPONADMIN_FAULT_SEED"; grep -A 30 -E '^ *Failed ' "$log" || tail -60 "$log"; }
exit "$ended"
