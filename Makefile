# Every command is a function of scripts/__main__.py; `make help` lists them.
PYTHON ?= python3
COMMANDS := run stop reset clean backup restore setup test test-unit bench bench-report

export ODOO_HOME CROSSTECH_PORT CROSSTECH_DB CROSSTECH_DATA CROSSTECH_LOCAL CROSSTECH_DEBIAN_MIRROR FILE

.PHONY: help $(COMMANDS)
help $(COMMANDS):
	@$(PYTHON) -m scripts $@
