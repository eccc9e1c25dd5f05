# make run    make this repository's own site and send its letter into out/mail/
# make test   every check: tests, types, style
# make letters  pictures, in out/letters/, of the letters that the tests judge: for people to look at
# make torture  kill it, refuse it, cut its power at every system call that writes: takes hours, as root with strace
# make lock   write requirements.txt anew from pyproject.toml
# make wheel  a wheel in dist/
# make clean  remove what these made; .publisher/ stays, which remembers who was mailed, and out/mail/, the letters

PYTHON ?= python3
BIN := .venv/bin
JUDGES := tests/judges/node_modules/ready

.PHONY: run test judges letters torture lock wheel clean

# the sample's subscribers join once; who is there already stays
run: .venv/ready
	@$(BIN)/publisher subscribers import config/sample-subscribers.csv --consent "sample" \
		--apply $$(sha256sum config/sample-subscribers.csv | cut -c1-16)
	$(BIN)/publisher --verbose run

test: .venv/ready judges
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy
	$(BIN)/pytest

# what judges the letters; where it cannot be installed its tests say so and are skipped
judges:
	@command -v npm >/dev/null || echo "no npm: most judges of the letters are skipped"
	@! command -v npm >/dev/null || $(MAKE) --no-print-directory $(JUDGES) || \
		echo "the judges of the letters could not be installed: most are skipped"

letters: .venv/ready $(JUDGES)
	$(BIN)/python -m tests.judges out/letters

torture: .venv/ready
	PUBLISHER_TORTURE=all $(BIN)/pytest tests/torture

lock: .venv/ready
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.txt

wheel: .venv/ready
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:
	rm -rf .venv tests/judges/node_modules out/letters out/public out/newsletters out/social dist \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis

# --ignore-scripts: one package would fetch a Java of its own
$(JUDGES): tests/judges/package.json tests/judges/package-lock.json
	npm ci --prefix tests/judges --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "publisher needs Python 3.11 or newer; try: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
