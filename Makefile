# Công Văn. "make" alone says what there is.

# The program is one static file: it must build without a C compiler, and so must its tests.
export CGO_ENABLED := 0
SHELL := /bin/bash

FUZZTIME ?= 20s
BENCH ?= .
BENCHTIME ?= 1s

.PHONY: help
help: ## says what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## the demonstration: one directive to 126 communes, then the pages at http://127.0.0.1:8080
	go run . demo

.PHONY: build
build: ## builds ./congvan
	go build -trimpath -ldflags='-s -w' -o congvan .

.PHONY: parts
parts: ## gets what the tests need and is missing: PostgreSQL, MinIO, Meilisearch, Chromium, PDF tools, fonts, axe-core
	@scripts/parts.sh get

.PHONY: test
test: parts ## runs every test, on SQLite and on a PostgreSQL and a MinIO started for it; says at the end what was skipped
	@scripts/parts.sh with scripts/test.sh ./...

.PHONY: generate
generate: ## makes the Go code of the pages (*_templ.go) and of the REST API (*.gen.go), and docs/configuration.md, anew
	@go tool -modfile=tools/go.mod templ generate -path server -log-level warn
	@cd server/api && go tool -modfile=../../tools/go.mod oapi-codegen --config server.yaml openapi.yaml
	@cd server/api/client && go tool -modfile=../../../tools/go.mod oapi-codegen --config client.yaml ../openapi.yaml
	@go test -run TestTheConfigurationPage ./app -update

.PHONY: bench
bench: parts ## measures, and writes the figures into docs/benchmarks.md; BENCH=name for some only
	@scripts/parts.sh with scripts/bench.sh '$(BENCH)' '$(BENCHTIME)'

.PHONY: fuzz
fuzz: ## fuzzes every parser for FUZZTIME (20s)
	@scripts/fuzz.sh '$(FUZZTIME)'

.PHONY: screens
screens: parts ## takes pictures of the pages in Chromium into screens/
	@mkdir -p screens
	@CONGVAN_TEST_SCREENS="$(CURDIR)/screens" scripts/parts.sh with go test -count=1 -run 'Browser|Screen' ./server/... ./stories/...
	@ls screens

.PHONY: image
image: ## builds the container image with docker
	docker build -t congvan .
