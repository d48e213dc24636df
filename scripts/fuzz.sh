#!/usr/bin/env bash
# Runs every fuzz target for $1, one after the other.
set -euo pipefail
cd "$(dirname "$0")/.."
grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | sort | while IFS=: read -r file target; do
  echo "fuzz: ${target#func } in $(dirname "$file")"
  go test -run '^$' -fuzz "^${target#func }\$" -fuzztime "$1" "$(dirname "$file")"
done
