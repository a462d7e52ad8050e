# Every target is one command; `make help` lists them.
SHELL := bash
.DEFAULT_GOAL := help
SOLUTION := Assay.slnx

.PHONY: help up demo down logs build test test-fast lint bench db-migrate clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

up: build ## build, start everything on http://localhost:8080, wait until it answers
	@scripts/assay up

demo: build ## the same, fed by the bundled simulator: no internet, no keys
	@scripts/assay demo

down: ## stop it cleanly
	@scripts/assay down

logs: ## follow its log
	@scripts/assay logs

# Compiled ahead of time, so that it starts in half the time; see docs/performance.md.
PUBLISH := dotnet publish -c Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -v quiet --nologo

build:
	@$(PUBLISH) src/Assay.Server

test: ## all tests; the last line counts them
	@scripts/test test/Assay.Tests test/Assay.IntegrationTests

test-fast: ## the tests that need no server, under a minute
	@scripts/test --fast test/Assay.Tests

lint: ## formatting, analyzers, known vulnerabilities
	@scripts/lint

bench: ## benchmarks and load scenarios
	@$(PUBLISH) bench/Assay.Benchmarks
	@artifacts/publish/Assay.Benchmarks/release/Assay.Benchmarks

db-migrate: build ## apply migrations to DATABASE_URL
	@dotnet artifacts/publish/Assay.Server/release/assay.dll migrate

clean: ## remove what was built and the local data
	@scripts/assay down
	rm -rf artifacts data .run
