# `make demo` and `make test` need Python 3.11 or newer with pip, and make; the rest they fetch.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$p; break; }; done)
ENV := .venv
RUN := $(ENV)/bin/python
PIP = PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONSTRAINT=constraints.txt
BROWSER = browser="$$(sh .ci/browser $(RUN))" && export WORKBENCH_CHROMIUM="$$browser" &&
JAVA = java="$$(sh .ci/java)" && export JAVA_HOME="$${java:-$$JAVA_HOME}" &&
# Every kernel loads some hundred modules of ours; where Python may not keep what it compiled of
# them (PYTHONDONTWRITEBYTECODE), each would compile them all.
COMPILED = $(RUN) -m compileall -q workbench
ARGS ?=
TESTS ?=

.PHONY: help env test-env demo test check docs bench screens clean

help: ## say what there is
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

env: ## make .venv with what the workbench needs
	@$(call install,.,run)
	@$(COMPILED)

test-env:
	@$(call install,.[test],test)
	@$(COMPILED)

demo: env ## open the workbench on the demo client (ARGS=--no-browser opens no browser)
	@exec $(RUN) -m workbench demo $(ARGS)

test: test-env check ## check style and types, then run all tests (TESTS=… runs some)
ifneq ($(TESTS),)
	@$(BROWSER) $(JAVA) $(RUN) -m pytest $(TESTS)
else
# Both halves in two processes, a file staying in one of them. The pages come last: each process
# has its own browser, server and clients, and waits for conditions, so neither minds the other.
	@$(BROWSER) $(JAVA) $(RUN) -m pytest -n 2 --dist loadfile --nbval-lax -m "not browser" tests workbench notebooks
	@$(BROWSER) $(RUN) -m pytest -n 2 --dist loadfile -m browser tests
endif

check: test-env ## check style and types alone
	@$(RUN) -m ruff check
	@$(RUN) -m ruff format --check
	@$(RUN) -m mypy

docs: env ## write docs/command-line.md and docs/measures.md anew from the code
	@$(RUN) -m workbench.cli.manual docs/command-line.md
	@$(RUN) -m workbench.measures.catalogue docs/measures.md

bench: test-env ## measure pages and measures, write build/bench.json (ARGS=measures or ARGS=pages for one)
	@$(if $(filter measures,$(ARGS)),,$(BROWSER)) exec $(RUN) benchmarks/bench.py $(ARGS)

screens: test-env ## take the pictures of every page in docs/screens
	@$(BROWSER) exec $(RUN) docs/screens/take.py $(ARGS)

clean: ## remove .venv and what builds and tests leave
	@rm -rf $(ENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The stamp holds a sum over what decides the installation, so that a second start installs
# nothing, and a changed list, another Python or a moved folder installs again.
define install
set -eu; \
[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3" >&2; exit 2; }; \
sum="$$( { cat constraints.txt pyproject.toml; $(PYTHON) -VV; pwd; } | cksum)"; \
for stamp in $(ENV)/.installed-$(2) $(ENV)/.installed-test; do \
	if [ -x $(RUN) ] && [ "$$(cat $$stamp 2>/dev/null)" = "$$sum" ]; then exit 0; fi; done; \
echo "Making $(ENV) from constraints.txt (once; a minute or two) …" >&2; \
$(RUN) -c '' 2>/dev/null || { rm -rf $(ENV); $(PYTHON) -m venv $(ENV) >/dev/null 2>&1; } \
	|| { rm -rf $(ENV); $(PYTHON) -m venv --without-pip $(ENV); }; \
if $(RUN) -m pip --version >/dev/null 2>&1; then pip="$(RUN) -m pip"; \
	else pip="$(PYTHON) -m pip --python $(RUN)"; fi; \
$(PIP) $$pip install --quiet -c constraints.txt -e '$(1)' >&2; \
echo "$$sum" > $(ENV)/.installed-$(2)
endef
