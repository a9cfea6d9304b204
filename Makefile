# make demo | test | lint | bench | env | clean
#
# Needs some Python 3.9 or newer as python3, and a package index. uv, the right Python and all
# packages are installed into this folder.

PORT ?= 8000
PORTAL_DATA ?= var
export PORTAL_DATA

# uv looks for the project's Python on PATH; pyenv keeps it aside.
PYTHONS := $(wildcard $(HOME)/.pyenv/versions/3.13*/bin)
export PATH := $(CURDIR)/.tools/bin:$(if $(PYTHONS),$(lastword $(PYTHONS)):)$(PATH)
export UV_LINK_MODE ?= copy
UV := $(shell command -v uv 2>/dev/null || echo $(CURDIR)/.tools/bin/uv)
RUN := $(UV) run --no-sync

DEMO := PORTAL_NAME="$${PORTAL_NAME:-Instytut Kultury Most}" \
	PORTAL_NAME_EN="$${PORTAL_NAME_EN:-Most Cultural Institute}" \
	PORTAL_NAME_ZH_HANS="$${PORTAL_NAME_ZH_HANS:-桥文化学院}" \
	SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}"
CATALOGS := $(wildcard locale/*/LC_MESSAGES/django.po)

.PHONY: demo test lint lint-deploy bench env clean setup

demo: setup .venv/static.stamp
	@$(DEMO) $(RUN) manage.py demo
	@$(DEMO) exec $(RUN) deploy/serve --host 127.0.0.1 --port $(PORT) --workers 1

test: setup
	@$(RUN) python tests/run.py

lint: setup
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) lint-imports
	$(RUN) manage.py makemigrations --check --dry-run

bench: setup
	$(RUN) python -m benchmarks.run

env: setup
	@$(RUN) python deploy/write_env.py

clean:
	rm -rf .venv .tools static.root

setup: .venv/installed.stamp .venv/catalogs.stamp

.venv/installed.stamp: pyproject.toml uv.lock | $(UV)
	@$(UV) sync --frozen --quiet
	@touch $@

.venv/catalogs.stamp: $(CATALOGS) | .venv/installed.stamp
	@$(if $(CATALOGS),$(RUN) pybabel --quiet compile -d locale -D django,true)
	@touch $@

.venv/static.stamp: $(shell find static -type f 2>/dev/null) .venv/installed.stamp
	@$(RUN) manage.py collectstatic --noinput --verbosity 0
	@touch $@

$(CURDIR)/.tools/bin/uv:
	@echo "Installing uv into .tools/"
	@python3 -m venv .tools >/dev/null 2>&1 && .tools/bin/python -m pip install --quiet uv \
		|| (rm -rf .tools && python3 -m pip install --quiet --target .tools uv)
