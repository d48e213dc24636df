#!/usr/bin/env bash
# Runs the benchmarks that match $1 for $2 each and puts the figures into docs/benchmarks.md, between its two marks.
set -euo pipefail
cd "$(dirname "$0")/.."
page=docs/benchmarks.md
figures=$(mktemp)
trap 'rm -f "$figures"' EXIT

packages=$(grep -rl --include='*_test.go' '^func Benchmark' . | xargs -n 1 dirname | sort -u)
{
  echo '```'
  echo "$(date -u +%Y-%m-%d), $(go version | cut -d ' ' -f 3-), $(nproc) cores, $(grep -m 1 'model name' /proc/cpuinfo 2>/dev/null | cut -d : -f 2- | xargs)"
  # shellcheck disable=SC2086 # a list of packages
  go test -run '^$' -bench "$1" -benchtime "$2" -benchmem -p 1 -timeout 60m $packages |
    tee /dev/stderr | grep -E '^(Benchmark|pkg:|    [a-z_]+_test.go)' || true
  echo '```'
} >"$figures"

[ -f "$page" ] || printf '# Figures\n\n<!-- figures -->\n<!-- end of figures -->\n' >"$page"
awk -v figures="$figures" '
  /^<!-- figures -->$/ { print; while ((getline line < figures) > 0) print line; inside = 1; next }
  /^<!-- end of figures -->$/ { inside = 0 }
  !inside' "$page" >"$figures.page"
mv "$figures.page" "$page"
