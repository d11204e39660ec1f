#!/usr/bin/env bash
# A software bill of materials of the program (CycloneDX 1.6), in target/sbom.json: every crate that goes into it, with
# version and licence.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p target
cargo sbom --output-format cyclone_dx_json_1_6 --cargo-package schakel >target/sbom.json.part
mv target/sbom.json.part target/sbom.json
