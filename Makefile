# The verbs of this project. `make run` and `make test` need git, make and Python 3.12 or later, nothing else.
# What takes more than a line or two stands in bin/, a commented file for each.

PYTHON_HERE := .venv/bin/python
SOURCES := bin config consultation drafts roundtables tests manage.py
# What a check needs to load the settings: no real key, and HTTPS as in production.
PRODUCTION_LIKE := SECRET_KEY=checked-only-50-characters-long-and-of-many-kinds-0123456789 ALLOWED_HOSTS=example.org \
	DEBUG=false PLAIN_HTTP=false DATABASE_URL=sqlite:///:memory: \
	EMAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend
PYTEST := $(PYTHON_HERE) -m pytest
CHECKS := check-format check-lint check-types check-imports check-migrations check-deploy check-api check-templates

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench messages lock install suite clean $(CHECKS)

help: ## these lines
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 12

run: ## install what is needed, seed the demonstration once, serve on http://127.0.0.1:8000 (PORT=8001 for another)
	@bin/install run
	@PORT=$(or $(PORT),8000) $(PYTHON_HERE) -m bin.serve

test: install check ## everything: checks, the suite on SQLite and on PostgreSQL, journeys in a browser
	@printf '\n== The suite on SQLite ==\n'
	@$(PYTEST) -m "not browser" -n auto
	@printf '\n== The suite on PostgreSQL ==\n'
	@$(PYTHON_HERE) -m bin.with_postgres $(PYTEST) -m "not browser" -n auto
	@printf '\n== Journeys in a browser ==\n'
	@CHROMIUM=$$($(PYTHON_HERE) -m bin.find_browser) && export CHROMIUM && \
		$(PYTHON_HERE) -m bin.with_postgres $(PYTEST) -m browser

suite: install ## the suite alone, on SQLite: what to run while working
	@$(PYTEST) -m "not browser" -n auto

check: install $(CHECKS) ## format, lint, types, import contracts, migrations, deployment, API, templates (-k: all of them)

$(CHECKS): install
check-format:
	$(PYTHON_HERE) -m ruff format --check $(SOURCES)
check-lint:
	$(PYTHON_HERE) -m ruff check $(SOURCES)
check-types:
	$(PRODUCTION_LIKE) $(PYTHON_HERE) -m mypy $(SOURCES)
check-imports:
	.venv/bin/lint-imports --no-cache
check-migrations:
	$(PRODUCTION_LIKE) $(PYTHON_HERE) manage.py makemigrations --check --dry-run
check-deploy:
	$(PRODUCTION_LIKE) $(PYTHON_HERE) manage.py check --deploy --fail-level WARNING
check-api:
	$(PRODUCTION_LIKE) $(PYTHON_HERE) manage.py spectacular --validate --fail-on-warn --file /dev/null
check-templates:
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 6.1 {} +

fix: install ## put format and imports right
	$(PYTHON_HERE) -m ruff check --fix $(SOURCES)
	$(PYTHON_HERE) -m ruff format $(SOURCES)
	-find templates -name '*.html' -exec .venv/bin/djade --target-version 6.1 {} +

bench: install ## measure, as ratios to an empty view under the same server
	$(PYTHON_HERE) -m tests.benchmarks

messages: install ## gather the interface's sentences for the translators
	$(PYTHON_HERE) -m bin.messages extract

lock: ## write the locks again from pyproject.toml (needs the network; UPGRADE=--upgrade for newer versions)
	@bin/lock $(UPGRADE)

install:
	@bin/install test
	@$(PYTHON_HERE) -m bin.messages compile

clean: ## forget the environment and what tools keep; the database and its key stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
