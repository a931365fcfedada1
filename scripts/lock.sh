#!/bin/sh
# Pin every requirement, with the hashes of all its files, from pyproject.toml alone.
#
#   scripts/lock.sh [--upgrade]       (make lock, make lock UPGRADE=--upgrade)
#
# pip's own configuration is left out, so that no mirror's address or rebuilt file gets in.
set -eu
unset CDPATH PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS
cd -- "$(dirname -- "$0")/.."
export PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND='make lock'

compile() {
  .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-options "$@"
}

dev_group='
import tomllib
with open("pyproject.toml", "rb") as file:
    print(*tomllib.load(file)["dependency-groups"]["dev"], sep="\n")
'

compile "$@" --output-file requirements.lock pyproject.toml
compile "$@" --output-file requirements-build.lock --only-build-deps --build-deps-for editable pyproject.toml
.venv/bin/python -c "$dev_group" |
  compile "$@" --output-file requirements-dev.lock -c requirements.lock -c requirements-build.lock - pyproject.toml
