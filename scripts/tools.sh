#!/usr/bin/env bash
# Installs the tools of scripts/tools.txt below target/, and promtool; quick when they are there. Nothing of it runs by itself.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "tools: $*" >&2
    exit 1
}

tools=target/tools
mkdir -p "$tools/bin"

if ! cmp -s scripts/tools.txt "$tools/.installed"; then
    echo "tools: installing what scripts/tools.txt lists"
    python=$([ -x /usr/bin/python3 ] && echo /usr/bin/python3 || command -v python3) || fail "python3 is missing"
    "$python" -m venv --clear "$tools/venv" || fail "python3 has no venv (on Debian or Ubuntu: sudo apt-get install python3-venv)"
    "$tools/venv/bin/pip" install --quiet --disable-pip-version-check --requirement scripts/tools.txt ||
        fail "pip could not install what scripts/tools.txt lists"
    cp scripts/tools.txt "$tools/.installed"
fi

# The package would start a server: only its checker is taken out of it.
if ! command -v promtool >/dev/null && [ ! -x "$tools/bin/promtool" ]; then
    echo "tools: fetching promtool"
    download=$(mktemp -d)
    trap 'rm -rf "$download"' EXIT
    chmod 755 "$download"
    (cd "$download" && apt-get -qq download prometheus >/dev/null 2>&1) || fail "apt-get could not download prometheus, which has promtool"
    dpkg-deb --extract "$download"/prometheus_*.deb "$download/package"
    cp "$download/package/usr/bin/promtool" "$tools/bin/"
fi
