#!/usr/bin/env bash
# Runs the benchmarks that match $1, those of the stories for 11 rounds and the others for $2 each, and writes the page of figures. With all of
# them that is docs/benchmarks.md; with some only it is printed.
set -euo pipefail
cd "$(dirname "$0")/.."
page=$(mktemp)
trap 'rm -f "$page"' EXIT

# measure TIME PACKAGE…: one after the other, each on one processor, since the figures are of one.
measure() {
  go test -run '^$' -bench "$bench" -benchtime "$1" -benchmem -cpu 1 -p 1 -timeout 20m "${@:2}" || true
}

bench=$1
mapfile -t packages < <(grep -rl --include='*_test.go' '^func Benchmark' . | xargs -n 1 dirname | sort -u | grep -vx -e ./stories/bench -e ./stories/engines)
machine="$(date -u +%Y-%m-%d), $(go version | cut -d ' ' -f 3-), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), load $(cut -d ' ' -f 1 /proc/loadavg)"
{
  measure "$2" "${packages[@]}"
  measure 11x ./stories/bench
  cd stories/engines && measure 11x . # a module of its own
} | go run ./scripts/benchpage "$machine" >"$page"

[ "$bench" = . ] || { cat "$page"; exit 0; }
awk -v page="$page" '
  /^<!-- figures -->$/ { print; while ((getline line < page) > 0) print line; inside = 1; next }
  /^<!-- end of figures -->$/ { inside = 0 }
  !inside' docs/benchmarks.md >"$page.whole"
mv "$page.whole" docs/benchmarks.md
