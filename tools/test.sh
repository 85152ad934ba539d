#!/usr/bin/env bash
# Every check, then every test; at the end what could not run, and why.
set -uo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=src:.:sdk/python/src
bash tools/check.sh || exit 1
.venv/bin/python -m pytest "$@"
result=$?
if [ -s var/missing-test-programs ]; then
  printf '\nCould not run on this machine:\n'; sed 's/^/  /' var/missing-test-programs
fi
exit $result
