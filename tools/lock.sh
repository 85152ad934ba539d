#!/usr/bin/env bash
# Writes both locks anew: exact versions and hashes, no addresses, for every platform.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { .venv/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate "$@"; }
compile -o requirements.lock
compile --group dev --extra pkcs11 --extra spark -c requirements.lock -o requirements-dev.lock
