# What people run. One line each; the work is in tools/ and in the package.
SHELL := /bin/bash
PREFIX ?= /usr/local
CUSTOMERS ?= 5000
RUNS ?= 10000000
# Packages are taken in the versions of tools/locked; a build that would take others fails.
FLAGS := --explicit-target-dependency-import-check error --force-resolved-versions
RELEASE := -c release
BIN := .build/release/fulcrum
LAB := .build/release/fulcrum-lab

.PHONY: screenshots help demo test unit build end-to-end attack faults fuzz pay-plans soak smoke install lock sbom lint format bench bench-serve honesty setup clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: setup build ## simulate a business, print its Flash and serve it
	$(BIN) demo demo --customers $(CUSTOMERS) --serve

test: setup unit end-to-end ## everything that must pass

unit: Package.resolved ## the unit tests, of the release build
	swift build $(RELEASE) $(FLAGS) --build-tests
	swift test $(RELEASE) $(FLAGS) --skip-build --disable-xctest

build: Package.resolved ## the release build, and the developer tools beside it
	swift build $(RELEASE) $(FLAGS) --product fulcrum
	swift build $(RELEASE) $(FLAGS) --product fulcrum-lab

end-to-end: ## the release build as a user runs it
	FULCRUM=$(CURDIR)/$(BIN) python3 Tests/side_by_side.py Tests/EndToEnd

attack: build ## what means harm: facts, keys, sign-in, bytes, and how long others wait meanwhile
	FULCRUM=$(CURDIR)/$(BIN) python3 -m unittest discover -s Tests/Attack -t Tests/Attack

faults: build ## every command and the server with each of its disk calls failing; clocks, logs, signals
	FULCRUM=$(CURDIR)/$(BIN) python3 Tests/side_by_side.py Tests/Faults

install: setup build ## the binary and its resources under PREFIX
	tools/install $(BIN) $(DESTDIR)$(PREFIX)

Package.resolved: tools/locked Package.swift
	tools/lock

lock: ## the packages' versions anew from tools/locked
	tools/lock

sbom: build ## what the release build is made of, as CycloneDX, into .build-sbom
	tools/sbom $(BIN)

lint: ## formatting and house rules
	tools/lint

format: ## put the sources into the house's format
	swift format --in-place --recursive --parallel Sources Tests Package.swift

fuzz: Package.resolved ## the parsers under libFuzzer, RUNS inputs in all
	tools/fuzz $(RUNS)

pay-plans: build ## pay worked out a second time over 10,000 random plans
	FULCRUM=$(CURDIR)/$(BIN) PAY_PLANS=10000 python3 -m unittest discover -s Tests/EndToEnd -t Tests/EndToEnd -p test_pay.py

bench: build ## the engine beside DuckDB, chDB and polars; the import beside sqlite3; pay beside pandas
	$(LAB) bench
	python3 Benchmarks/import.py --fulcrum $(BIN)
	[ -z "$(PANDAS)" ] || python3 Benchmarks/pay.py --fulcrum $(BIN) --pandas $(PANDAS)

bench-serve: build ## the server under load (needs wrk), beside this disk's syncs and SQLite's own inserts
	python3 Benchmarks/serve.py --fulcrum $(BIN)

soak: build ## the server's memory at 4,000 new facts a second for 20 minutes, and over a year of a small business
	python3 Benchmarks/soak.py --fulcrum $(BIN)
	python3 Benchmarks/soak.py --fulcrum $(BIN) --year

smoke: build ## the engine's answers beside the same three, equality alone
	$(LAB) bench --smoke --facts 2000000

screenshots: setup build ## every page at three widths, into .build-screenshots
	FULCRUM=$(CURDIR)/$(BIN) tools/screenshots .build-screenshots

honesty: build ## wrong verdicts under daily looks, beside gbstats where it is installed
	python3 Benchmarks/honesty.py --lab $(LAB)

setup: ## the system packages needed, only those missing
	tools/setup

clean: ## what building left behind
	rm -rf .build .build-* demo
