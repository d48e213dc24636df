#!/usr/bin/env bash
# The real parts that the tests speak to: PostgreSQL, Chromium, axe-core, the PDF tools and the fonts.
#
#   scripts/parts.sh get            gets what is missing
#   scripts/parts.sh with COMMAND   starts PostgreSQL on loopback, runs COMMAND with the CONGVAN_TEST_* variables, stops it again
#
# With CI set a part that cannot be had is a failure; elsewhere it is named, and the tests that need it say that they were skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

parts="$PWD/.parts"
axe="$parts/npm/node_modules/axe-core/axe.min.js"
axe_version=$(sed -n 's/.*"axe-core": "\([0-9.]*\)".*/\1/p' scripts/parts/package.json)

# Debian package, least version, and the words that print the version of what is here.
debian_parts() {
  cat <<LIST
postgresql      15    $(postgres_bin)/postgres --version
chromium        120   $(chromium_path) --version
poppler-utils   22.12 pdfsig -v
mupdf-tools     1.21  mutool -v
qpdf            11.3  qpdf --version
fonts-liberation2 2.1 liberation_version
npm             9     npm --version
LIST
}

# postgres_bin prints the folder of the newest PostgreSQL server on this machine.
postgres_bin() {
  local found
  found=$(find /usr/lib/postgresql /usr/local/pgsql /opt/homebrew/opt -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1) || true
  [ -n "$found" ] || found=$(command -v initdb || echo /nowhere/initdb)
  dirname "$found"
}

chromium_path() {
  command -v chromium || command -v chromium-browser || command -v google-chrome || echo chromium
}

# liberation_version prints the version of Liberation Serif: from 2 on it has all Vietnamese letters.
liberation_version() {
  local version
  version=$(dpkg-query -W -f '${Version}' fonts-liberation2 2>/dev/null) && { echo "${version#*:}"; return; }
  fc-list 'Liberation Serif:style=Regular' fontversion 2>/dev/null | sed -n 's/.*fontversion=\([0-9]*\).*/\1/p' |
    awk 'NR == 1 { printf "%.1f\n", $1 / 65536 }'
}

# at_least LEAST COMMAND… says whether the first number that COMMAND prints is LEAST or more.
at_least() {
  local least=$1 version
  shift
  type "$1" >/dev/null 2>&1 || return 1
  version=$({ "$@" 2>&1 || true; } | grep -v 'unexpected operator' | grep -oE '[0-9]+(\.[0-9]+)*' | head -n 1 || true)
  [ -n "$version" ] && [ "$(printf '%s\n%s\n' "$least" "$version" | sort -V | head -n 1)" = "$least" ]
}

missing_packages() {
  local package least command
  while read -r package least command; do
    [ "$package" = npm ] && [ "$(axe_here)" = "$axe_version" ] && continue
    # shellcheck disable=SC2086 # the command is a list of words
    at_least "$least" $command || echo "$package"
  done < <(debian_parts)
}

axe_here() {
  sed -n 's/.*"version": "\([0-9.]*\)".*/\1/p' "$parts/npm/node_modules/axe-core/package.json" 2>/dev/null || true
}

get_packages() {
  local missing
  missing=$(missing_packages | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "parts: missing: $missing(on Debian: apt-get install --no-install-recommends $missing)" >&2
    return 1
  fi
  echo "parts: installing $missing"
  apt-get update -qq
  # shellcheck disable=SC2086 # a list of packages
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$parts/apt.log" 2>&1 ||
    { tail -n 20 "$parts/apt.log" >&2; return 1; }
  missing=$(missing_packages | tr '\n' ' ')
  [ -z "$missing" ] || { echo "parts: still missing or too old: $missing" >&2; return 1; }
}

# The lock file holds the SHA-512 of the package: npm refuses any other bytes.
get_axe() {
  [ "$(axe_here)" = "$axe_version" ] && return 0
  command -v npm >/dev/null || { echo "parts: axe-core $axe_version needs npm" >&2; return 1; }
  echo "parts: fetching axe-core $axe_version"
  mkdir -p "$parts/npm"
  cp scripts/parts/package.json scripts/parts/package-lock.json "$parts/npm/"
  (cd "$parts/npm" && npm ci --ignore-scripts --no-audit --no-fund --silent)
}

get() {
  local failed=0
  mkdir -p "$parts"
  get_packages || failed=1
  get_axe || failed=1
  [ "$failed" = 0 ] && return 0
  [ -n "${CI:-}" ] && { echo "parts: a part is missing" >&2; return 1; }
  echo "parts: going on without; the tests that need it are skipped" >&2
}

# PostgreSQL refuses to run as root: then its files belong to the user postgres. They lie in the folder for temporary files and not
# in .parts, because that user need not be able to enter the folder where this repository lies.
pg_data=""
pg() {
  if [ "$(id -u)" = 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

stop_postgres() {
  [ -n "$pg_data" ] || return 0
  pg "$(postgres_bin)/pg_ctl" -D "$pg_data/db" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$pg_data"
  pg_data=""
}

start_postgres() {
  local bin port
  bin=$(postgres_bin)
  pg_data=$(mktemp -d "${TMPDIR:-/tmp}/congvan-postgres.XXXXXX")
  [ "$(id -u)" = 0 ] && chown postgres "$pg_data"
  pg "$bin/initdb" -D "$pg_data/db" -A trust -U congvan -E UTF8 --locale=C.UTF-8 --no-sync >"$pg_data/initdb.log" 2>&1 ||
    { cat "$pg_data/initdb.log" >&2; return 1; }
  for _ in 1 2 3 4 5; do
    port=$(shuf -i 20000-32000 -n 1)
    # Nothing here outlives the run, so nothing is forced to the disk.
    if pg "$bin/pg_ctl" -D "$pg_data/db" -l "$pg_data/db/log" -w -t 60 -o "-p $port -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories='' -c max_connections=200 -F -c synchronous_commit=off -c full_page_writes=off" start >/dev/null 2>&1; then
      export CONGVAN_TEST_POSTGRES="postgres://congvan@127.0.0.1:$port/postgres?sslmode=disable"
      return 0
    fi
  done
  cat "$pg_data/db/log" >&2
  return 1
}

with() {
  trap stop_postgres EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  if at_least 15 "$(postgres_bin)/postgres" --version; then
    start_postgres || { echo "parts: PostgreSQL does not start" >&2; return 1; }
  fi
  [ -x "$(chromium_path)" ] && CONGVAN_TEST_CHROMIUM=$(chromium_path) && export CONGVAN_TEST_CHROMIUM
  [ -f "$axe" ] && export CONGVAN_TEST_AXE="$axe"
  local code=0
  "$@" || code=$?
  return $code
}

case "${1:-}" in
get) get ;;
with) shift; with "$@" ;;
*) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
