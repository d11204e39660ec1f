#!/usr/bin/env bash
# Installs what is missing on Debian or Ubuntu, as root or through sudo; quick when nothing is.
#   scripts/setup.sh            what it takes to build and run
#   scripts/setup.sh --linters  also the linters of the two APIs, and what the tests use: OpenID provider, browser, clock
#   scripts/setup.sh --security also what `make security` uses
#   scripts/setup.sh --sbom     also what lists all that the program is built from
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "setup: $*" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# The same places, in the same order, as crates/embedded-postgres.
has_postgres() {
    local folder version
    local -a folders
    if [ -n "${SCHAKEL_POSTGRES_BIN:-}" ]; then
        folders=("$SCHAKEL_POSTGRES_BIN")
    else
        IFS=: read -ra folders <<<"$PATH"
        folders+=(/usr/lib/postgresql/*/bin)
        if have pg_config; then folders+=("$(pg_config --bindir 2>/dev/null || true)"); fi
    fi
    for folder in "${folders[@]}"; do
        # Programs may be links into another folder, which then has the others.
        version=$("$folder/postgres" --version 2>/dev/null) || continue
        [ -x "$(dirname "$(readlink -f "$folder/postgres")")/initdb" ] || continue
        [[ $version =~ ^postgres\ \(PostgreSQL\)\ ([0-9]+) ]] || continue
        if [ "${BASH_REMATCH[1]}" -ge 15 ]; then return 0; fi
    done
    return 1
}

# Spectral and the OpenID provider run on 18.18 and on 20.17 or newer.
has_node() {
    have npm && have node && node -e '
        const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 20 || (major === 20 && minor >= 17) || (major === 18 && minor >= 18) ? 0 : 1);'
}

install_packages() {
    local packages=$*
    local hint="install by hand: $packages (on Debian or Ubuntu: sudo apt-get install -y $packages)"
    have apt-get || fail "$hint"
    local -a as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || fail "$hint"
        as_root=(sudo)
        # Without a terminal nobody can type a password.
        if [ ! -t 0 ]; then as_root+=(-n); fi
    fi
    echo "setup: installing $packages"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq)
    # The package lists may be absent or old.
    "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null 2>&1 ||
        { "${apt[@]}" update >/dev/null && "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null; } ||
        fail "$hint"
}

have cargo || fail "install Rust first: https://rustup.rs"

packages=()
if ! has_postgres; then
    [ -z "${SCHAKEL_POSTGRES_BIN:-}" ] || fail "SCHAKEL_POSTGRES_BIN=$SCHAKEL_POSTGRES_BIN has no PostgreSQL 15 or newer"
    packages+=(postgresql)
fi
have cc || packages+=(build-essential)
have setpriv || packages+=(util-linux)
if [ "${1:-}" = --linters ]; then
    has_node || packages+=(nodejs npm)
    have git || packages+=(git)
    compgen -G "/usr/lib/*/faketime/libfaketimeMT.so.1" >/dev/null || packages+=(libfaketime)
    [ -x /usr/bin/chromium ] || packages+=(chromium fonts-dejavu-core)
fi
if [ "${1:-}" = --security ]; then
    have sslscan || packages+=(sslscan)
    have openssl || packages+=(openssl)
    have kubectl || packages+=(kubernetes-client)
    have docker-compose || packages+=(docker-compose)
    have python3 || packages+=(python3)
    /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
fi
if [ "${#packages[@]}" -gt 0 ]; then install_packages "${packages[@]}"; fi
has_postgres || fail "PostgreSQL 15 or newer is needed and this release has an older one; see https://www.postgresql.org/download/"

if [ "${1:-}" = --linters ]; then
    has_node || fail "Node.js 18.18, 20.17 or newer is needed and this release has an older one; see https://nodejs.org"
    # A copy of the list that was installed, so that a changed list is installed anew.
    if ! cmp -s package-lock.json node_modules/.installed; then
        echo "setup: installing what the linters and the tests use of npm"
        npm ci --no-progress --loglevel=error >/dev/null || fail "npm could not install what package.json lists"
        cp package-lock.json node_modules/.installed
    fi
fi

# A tool of the registry, built once.
cargo_tool() {
    have "$1" || {
        echo "setup: building $1 $2"
        cargo install --quiet --locked --version "$2" "$1" || fail "cargo could not install $1 $2"
    }
}

if [ "${1:-}" = --security ]; then
    cargo_tool cargo-deny 0.20.2
    scripts/tools.sh
fi
case ${1:-} in --security | --sbom) cargo_tool cargo-sbom 0.10.0 ;; esac
