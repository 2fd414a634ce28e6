#!/usr/bin/env bash
# Builds the solution and runs every test; further arguments go to dotnet test: bash test.sh --filter FullyQualifiedName~Redis
# The last line is "N passed, N failed" (and ", N skipped", which is a failure too). Exit 0 only if all ran and passed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

# What the tests start as processes: Debian package and a file that it brings.
missing=()
need() {
  local package=$1 file
  for file in $2; do
    [ -e "$file" ] && return
  done
  missing+=("$package")
}
need redis-server '/usr/bin/redis-server'
need redis-sentinel '/usr/bin/redis-sentinel'
need postgresql '/usr/lib/postgresql/*/bin/postgres'
need systemd '/usr/bin/systemd-analyze'
need nginx '/usr/sbin/nginx'
need curl '/usr/bin/curl'
[ -n "${COUPONADMIN_TEST_CHROMIUM:-}" ] || need chromium '/usr/bin/chromium'
need nodejs '/usr/bin/node'
need npm '/usr/bin/npm'
need prometheus '/usr/bin/promtool'
need fonts-nanum '/usr/share/fonts/truetype/nanum/*.ttf'

if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  if ! command -v apt-get >/dev/null || { [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; }; then
    echo "test.sh: these Debian packages are missing and can't be installed from here: ${missing[*]}" >&2
    exit 1
  fi
  echo "test.sh: installing ${missing[*]}"
  "${as_root[@]}" apt-get update -q </dev/null >&2 || echo "test.sh: the package lists could not be renewed; trying with the old ones" >&2
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}" </dev/null >&2; then
    echo "test.sh: apt-get could not install: ${missing[*]}" >&2
    exit 1
  fi
fi

# The same browser without its desktop part, where Debian has it: the browser tests take half the time. Without it the whole browser does.
if [ -z "${COUPONADMIN_TEST_CHROMIUM:-}" ] && [ ! -e /usr/lib/chromium/chromium-headless-shell ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  DEBIAN_FRONTEND=noninteractive timeout 120 apt-get install -yq --no-install-recommends chromium-headless-shell </dev/null >/dev/null 2>&1 \
    || echo "test.sh: going on without chromium-headless-shell" >&2
fi

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Hundreds of short-lived processes compile the same code. Without the second mapping of every page of it they start with a sixth less work,
# and without counters in code that runs for seconds with a tenth less.
export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0
export HOME=${HOME:-$PWD/TestResults/home}
results=$PWD/TestResults/last
rm -rf "$results"
mkdir -p "$results" "$HOME"

# A test that hangs for five minutes ends the run and is named.
dotnet test CouponAdmin.sln --results-directory "$results" \
  --logger "console;verbosity=minimal" --logger "trx;LogFilePrefix=run" \
  --blame-hang-timeout 5m --blame-hang-dump-type none "$@" </dev/null
ended=$?

# The results of all projects. The attribute notExecuted stays 0 for skipped tests: they are what was not executed of the total.
count() {
  local sum=0 value
  for value in $(grep -ho '<Counters [^>]*' "$results"/*.trx 2>/dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n'); do
    sum=$((sum + value))
  done
  echo "$sum"
}
passed=$(count passed)
skipped=$(($(count total) - $(count executed)))
failed=$(($(count executed) - passed))
if [ "$ended" != 0 ] && [ "$failed" = 0 ]; then
  echo "test.sh: dotnet test ended with $ended before all tests had run, which counts as one failure"
  failed=1
elif [ "$passed" = 0 ] && [ "$failed" = 0 ]; then
  echo "test.sh: no test ran"
fi

line="$passed passed, $failed failed"
[ "$skipped" = 0 ] || line="$line, $skipped skipped"
echo "$line"
[ "$failed" = 0 ] && [ "$skipped" = 0 ] && [ "$passed" -gt 0 ]
