#!/usr/bin/env bash
# Lint, types, import contracts, migrations, generated files.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=src:.:sdk/python/src
step() { printf '\n== %s\n' "$1"; }
step "format";            .venv/bin/ruff format --check --quiet .
step "lint";              .venv/bin/ruff check --quiet .
step "types";             .venv/bin/mypy
step "types of the SDK";  (cd sdk/python && ../../.venv/bin/mypy)
step "import contracts";  .venv/bin/lint-imports
step "generated files";   YIBAO_DATA="$PWD/var/test" .venv/bin/python -m yibao.commands generate --check
echo "checks passed"
