# shellcheck shell=bash
# What backup.sh and restore.sh share. They use the settings of `schakel migrate`:
#   SCHAKEL_DATABASE_OWNER_URL, SCHAKEL_KEYS_DATABASE_OWNER_URL   the databases, as their owners
#   PG_BIN    folder with pg_dump, pg_restore and psql; those of the PATH when it is not set
set -euo pipefail
umask 077

: "${SCHAKEL_DATABASE_OWNER_URL:?must be given}" "${SCHAKEL_KEYS_DATABASE_OWNER_URL:?must be given}"

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# pg DATABASE_URL PROGRAM ARGUMENTS…   The password goes by the environment: everybody can read a command line.
pg() {
    local url=$1 program=${PG_BIN:+$PG_BIN/}$2 password
    shift 2
    if [[ $url =~ ^([a-z]+://[^:/@?]*):([^/@]*)(@.*)$ ]]; then
        url=${BASH_REMATCH[1]}${BASH_REMATCH[3]}
        printf -v password '%b' "${BASH_REMATCH[2]//%/\\x}"
        PGPASSWORD=$password "$program" --dbname="$url" "$@"
    else
        "$program" --dbname="$url" "$@"
    fi
}

data() { pg "$SCHAKEL_DATABASE_OWNER_URL" "$@"; }
keys() { pg "$SCHAKEL_KEYS_DATABASE_OWNER_URL" "$@"; }

# SQL on standard input, rows on standard output.
# shellcheck disable=SC2034 # used by those who source this
SQL=(psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1)
