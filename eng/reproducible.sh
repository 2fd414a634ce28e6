#!/usr/bin/env bash
# Publishes the last commit twice, from folders of different names, and compares every file: bash eng/reproducible.sh
# Ends with 0 and the number of equal files, or with 1 and the names of those that differ.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in one another/with-a-longer-name; do
  git clone -q . "$work/$name/src"
  (cd "$work/$name/src" && dotnet publish CouponAdmin.Web -c Release -o "$work/$name/out" --nologo -v quiet --disable-build-servers)
  (cd "$work/$name/out" && find . -type f -print0 | sort -z | xargs -0 sha256sum) > "$work/${name%%/*}.sums"
done
if ! diff "$work/one.sums" "$work/another.sums"; then
  echo "reproducible.sh: the files above differ between the two packages" >&2
  exit 1
fi
echo "$(wc -l < "$work/one.sums") files, all equal"
