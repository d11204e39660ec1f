# The daily commands. Each sets up what it needs first.
.NOTPARALLEL:
.PHONY: demo test test-long mutants year faults faults-long faults-smoke sabotaged security sbom lint bench bench-large openapi fmt setup

# Starts everything with a demo region, on 127.0.0.1:8080; Ctrl-C stops it, the data stays.
demo:
	@scripts/setup.sh
	@exec cargo run --locked -p schakel -- demo

# All that must hold before a change goes in.
test: lint
	cargo test --workspace --locked
	@$(MAKE) --no-print-directory faults-smoke

# Whatever fails, and whether the promises hold: half an hour. FAULTS_SEED gives a run again; FAULTS_ONLY chooses faults.
faults: sabotaged
	FAULTS=usual $(FAULTS)

# The same for hours.
faults-long: sabotaged
	FAULTS=long $(FAULTS)

# A round of most, and every negative control: minutes.
faults-smoke: sabotaged
	FAULTS=smoke $(FAULTS)

FAULTS = cargo test --locked -p schakel --test faults -- --nocapture --test-threads 1

# The program that breaks promises: it shows that the runs above would find out.
sabotaged:
	@scripts/setup.sh --linters
	cargo build --locked -p schakel --features sabotage --bin schakel-sabotaged

# Whether anybody can tell by an answer or by its time that there is more than they may see: an hour, on a quiet machine. Of the
# program as it is released, as it is its times that must tell nothing.
test-long:
	@scripts/setup.sh
	cargo test --release --locked -p schakel --test long -- --nocapture --test-threads 1

# Whether a test fails for each small change of what decides who sees what, and of what seals: hours.
mutants:
	@command -v cargo-mutants >/dev/null || cargo install --locked cargo-mutants
	cargo mutants -p schakel-access -p schakel-vault --timeout 120 --output target

# A simulated year of a House, its clock moved day by day; YEAR_SEED gives another year than the usual one. Minutes.
year:
	@scripts/setup.sh
	cargo test --locked -p schakel --test year -- --nocapture --test-threads 1

# Attacks, scans and checks of dependencies, with one table at the end; scripts/security.sh NAME… makes some of them.
security:
	@scripts/setup.sh --security
	@scripts/security.sh

# All that the program is built from, in target/sbom.json.
sbom:
	@scripts/setup.sh --sbom
	@scripts/sbom.sh
	@echo "target/sbom.json"

# Formatting, lints, both API contracts, dependencies; what is known against these today, 'make security' asks.
lint: setup
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo clippy -p schakel --test faults --test long --test security --test year --locked -- -D warnings
	scripts/lint-proto.sh
	@$(MAKE) --no-print-directory openapi
	scripts/lint-openapi.sh
	@if command -v cargo-deny >/dev/null; then cargo deny --locked check bans licenses sources; \
	else echo "cargo deny is not installed: dependencies NOT checked (cargo install cargo-deny)"; fi

# Measures everything that has an aim, beside the least that it could cost: some twenty minutes, on a quiet machine.
bench:
	@scripts/setup.sh
	cargo bench --locked -p schakel

# Questions and commands once more, among a million cases, and a start with ten million events; the first time it takes an hour to make them.
bench-large:
	@scripts/setup.sh
	cargo bench --locked -p schakel -- lookup "suspects monitor" questions "among cases" "cold start" --large

# Writes the OpenAPI document to target/openapi.json.
openapi:
	@scripts/setup.sh
	@mkdir -p target
	@cargo run --quiet --locked -p schakel -- openapi > target/openapi.json
	@echo "target/openapi.json"

fmt:
	cargo fmt --all

# Installs what is missing, linters included.
setup:
	@scripts/setup.sh --linters
