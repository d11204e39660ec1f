#!/usr/bin/env bash
# The gRPC contract: lint, and nothing broken since the last tag.
set -euo pipefail
cd "$(dirname "$0")/.."

buf=node_modules/.bin/buf
"$buf" lint

tag=$(git describe --tags --abbrev=0 2>/dev/null || true)
if [ -z "$tag" ] || [ -z "$(git ls-tree -r --name-only "$tag" -- proto buf.yaml)" ]; then
    echo "lint-proto: no tag with a contract yet, so there is nothing to break"
    exit 0
fi
"$buf" breaking --against "$(git rev-parse --git-common-dir)#tag=$tag"
