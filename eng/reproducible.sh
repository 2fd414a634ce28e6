#!/usr/bin/env bash
# Publishes the last commit twice, from two clones in one place, and compares every file: bash eng/reproducible.sh
# The place is the same because Razor writes its files' whole paths into what it generates; the Dockerfile builds in /source for that.
# Ends with 0 and the number of equal files, or with 1 and the names of those that differ.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in one another; do
  git clone -q . "$work/source"
  (cd "$work/source" && dotnet publish CouponAdmin.Web -c Release -o "$work/$name" --nologo -v quiet --disable-build-servers)
  (cd "$work/$name" && find . -type f -print0 | sort -z | xargs -0 sha256sum) > "$work/$name.sums"
  rm -rf "$work/source"
done
if ! diff "$work/one.sums" "$work/another.sums"; then
  echo "reproducible.sh: the files above differ between the two packages" >&2
  exit 1
fi
echo "$(wc -l < "$work/one.sums") files, all equal"
