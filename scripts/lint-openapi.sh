#!/usr/bin/env bash
# The REST contract against the official ruleset of the API Design Rules. It is not ours to copy: SCHAKEL_ADR_RULESET
# names it, if it is not in the folder beside the project.
set -euo pipefail
cd "$(dirname "$0")/.."

ruleset=${SCHAKEL_ADR_RULESET:-../shared/norms/adr-ruleset.yaml}
if [ ! -f "$ruleset" ]; then
    echo "lint-openapi: the official ruleset was not found at $ruleset, so the REST contract was NOT linted" >&2
    [ -z "${CI:-}" ]
    exit
fi
node_modules/.bin/spectral lint --ruleset "$ruleset" --fail-severity warn "${1:-target/openapi.json}"
