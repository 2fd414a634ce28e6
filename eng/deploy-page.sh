#!/usr/bin/env bash
# Runs the shell blocks of docs/deploy.md and the lines at the top of the systemd unit, as they stand there, in a copy of the files that they name.
# What needs an engine, a cluster or an init system is a stand-in that looks whether its files and names are there, and changes nothing:
# docker, kubectl, systemctl. With --short dotnet is one too; without it both packages are published, which takes minutes and the internet.
#   bash eng/deploy-page.sh [--short] [page, docs/deploy.md if not given]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
short=
[ "${1:-}" = --short ] && { short=1; shift; }
page=$(realpath "${1:-docs/deploy.md}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/etc" "$work/site"

# A stand-in says what it was asked, and fails by its own rule.
stand_in() { printf '#!/usr/bin/env bash\nset -euo pipefail\necho "  %s $*"\nfail() { echo "%s: $*" >&2; exit 1; }\n%s\n' "$1" "$1" "$(cat)" > "$work/bin/$1"; chmod +x "$work/bin/$1"; }

stand_in docker <<'STAND_IN'
case "$1 ${2:-}" in
  "compose up")
    [ -e compose.yaml ] || fail "no compose.yaml in $PWD"
    for name in $(grep -o '\${[A-Z_]*:?' compose.yaml | tr -d '${:?' | sort -u); do grep -q "^$name=" .env || fail ".env lacks $name"; done
    for file in $(sed -n 's/.*- "\?\(\.[^:]*\):.*/\1/p' compose.yaml | sort -u); do [ -e "$file" ] || fail "compose.yaml mounts $file, which is not there"; done ;;
  "build "*) [ -e "${!#}/Dockerfile" ] || fail "no Dockerfile in ${!#}" ;;
  "push "*) ;;
  *) fail "unexpected: $*" ;;
esac
STAND_IN

stand_in kubectl <<'STAND_IN'
applied=${STAND_INS:?}/applied.yaml
case "$1" in
  create) echo "namespace: $3" > "$STAND_INS/namespace" ;;
  apply)
    while [ $# -gt 0 ]; do
      if [ "$1" = -f ]; then
        [ -e "$2" ] || fail "no file $2"
        other=$(grep -o 'namespace: .*' "$2" | grep -vxFf "$STAND_INS/namespace" || true)
        [ -z "$other" ] || fail "$2 has $other"
        cat "$2" >> "$applied"; shift
      fi
      shift
    done ;;
  wait)
    [ "namespace: $3" = "$(cat "$STAND_INS/namespace")" ] || fail "waits in $3"
    grep -A3 '^kind: Job' "$applied" | grep -q "name: $(basename "${!#}")\$" || fail "nothing applied is ${!#}" ;;
  *) fail "unexpected: $*" ;;
esac
STAND_IN

stand_in systemctl <<'STAND_IN'
case "$1" in
  daemon-reload) ;;
  enable) [ -e "${STAND_INS:?}/etc/systemd/system/${!#}.service" ] || fail "no unit ${!#}" ;;
  *) fail "unexpected: $*" ;;
esac
STAND_IN

if [ -n "$short" ]; then
  stand_in dotnet <<'STAND_IN'
[ "$1" = publish ] || fail "unexpected: $*"
[ -e "$2/$(basename "$2").csproj" ] || fail "no project $2"
[[ " $* " == *" -o "* ]] || fail "no folder to publish into"
STAND_IN
  # The projects by their names are enough for it.
  copied=(deploy Dockerfile CouponAdmin.Web/CouponAdmin.Web.csproj)
else
  mapfile -t copied < <(git -C "$root" ls-files)
fi

run() {
  name=$1
  rm -rf "$work/site"; mkdir "$work/site"
  (cd "$root"; for file in "${copied[@]}"; do [ ! -e "$file" ] || cp -r --parents "$file" "$work/site"; done)
  echo "$name"
  # Folders of the machine give way to folders of this run.
  sed -e "s:/opt/couponadmin:$work/package:g" -e "s:/etc/:$work/etc/:g" > "$work/block.sh"
  [ -s "$work/block.sh" ] || { echo "$name: nothing to run" >&2; exit 1; }
  mkdir -p "$work/etc/systemd/system"
  (cd "$work/site"; PATH=$work/bin:$PATH STAND_INS=$work bash -euo pipefail "$work/block.sh") 2>&1 | sed -e '/^[.+*-]*$/d' -e "s:$work::g" || { echo "$name: failed" >&2; exit 1; }
}

blocks=$(grep -c '^```sh$' "$page")
for block in $(seq "$blocks"); do
  awk -v want="$block" '/^```sh$/ { n++; inside = (n == want); next } /^```$/ { inside = 0 } inside' "$page" > "$work/next"
  run "block $block of $blocks: $(head -n 1 "$work/next")" < "$work/next"
  if [ -e "$work/site/deploy/compose/tls/tls.crt" ]; then
    cd "$work/site/deploy/compose/tls"
    openssl x509 -in tls.crt -noout -checkend 86400 > /dev/null || { echo "the certificate of the page is over within a day" >&2; exit 1; }
    [ "$(openssl x509 -in tls.crt -noout -pubkey)" = "$(openssl pkey -in tls.key -pubout)" ] || { echo "the key of the page is not the certificate's" >&2; exit 1; }
    cd "$root"
  fi
done

sed -n 's/^#   //p' deploy/systemd/couponadmin.service > "$work/next"
run "the lines of couponadmin.service" < "$work/next"
[ "$(stat -c %a "$work/etc/couponadmin.env")" = 600 ] || { echo "the settings can be read by others" >&2; exit 1; }
echo "All ran."
