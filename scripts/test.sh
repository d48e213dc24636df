#!/usr/bin/env bash
# Vets and tests the packages named, and closes with what was skipped and the count. Called by "make test" with the parts running.
set -euo pipefail
cd "$(dirname "$0")/.."

# The generated code is committed, so that the program builds with nothing but Go: it must be what the generator makes of its source.
generated() {
  find server \( -name "*_templ.go" -o -name "*.gen.go" \) -print0 | sort -z | xargs -0r sha256sum
}

if [ -n "$(find server -name "*.templ" -print -quit)" ]; then
  before=$(generated)
  make --no-print-directory generate
  if [ "$before" != "$(generated)" ]; then
    echo "test: the generated code was not what its source says; it is now: look at the difference and commit it" >&2
    exit 1
  fi
fi

# What holds compose.yaml to its promises, and the comparison with other rule engines, are modules of their own.
for module in deploy stories/engines; do (cd "$module" && go vet ./... && go test ./...); done

go vet "$@"
go test -vet=off -timeout 30m -json "$@" | go run ./scripts/testreport
