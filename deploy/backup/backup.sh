#!/usr/bin/env bash
# Backs a House up while it serves: first the data, then the keys, so that every key is there which the data needs.
#
#   backup.sh DATA_FOLDER KEYS_FOLDER DESTROYED_FOLDER    everything
#   backup.sh --destroyed DESTROYED_FOLDER                only which keys are destroyed: takes no time, run it often
#
# Three folders, because the three are kept for different times. The data for as long as your rules say. The keys for
# days, since a back-up of them gives back what was erased after it: those older than KEEP_KEYS_DAYS (7) are removed.
# The lists of destroyed keys for as long as there is any back-up of the keys: they hold names of streams and nothing
# personal, and restore.sh destroys anew what they name.
#
# The secrets file is not in any of them and must not be: keep it apart (docs/operators-guide.md, "Secrets").
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

name=$(date --utc +%Y-%m-%dT%H%M%S.%NZ)

# Whole or not at all: a name that ends in .part is a back-up that was broken off.
keep() {
    sync "$1.part"
    mv "$1.part" "$1"
    echo "$1"
}

# folder FOLDER…   That a folder is there, and that the secrets are not in it.
folder() {
    local one
    for one in "$@"; do
        mkdir -p "$one"
        if [ -n "${SCHAKEL_SECRETS_FILE:-}" ]; then
            case $(realpath "$SCHAKEL_SECRETS_FILE") in
            "$(realpath "$one")"/*) fail "the secrets file lies in $one: keep it apart from all back-ups" ;;
            esac
        fi
    done
}

dump() {
    local file=$2/$name.dump
    "$1" pg_dump --format=custom --file="$file.part"
    # A dump that cannot be listed cannot be restored.
    "${PG_BIN:+$PG_BIN/}pg_restore" --list "$file.part" >/dev/null
    keep "$file"
}

destroyed() {
    local file=$1/$name.tsv
    keys "${SQL[@]}" >"$file.part" <<<'copy (select stream, subject from data_keys where wrapped is null order by 1, 2) to stdout;'
    keep "$file"
}

if [ "${1:-}" = --destroyed ] && [ $# -eq 2 ]; then
    folder "$2"
    destroyed "$2"
    exit
fi
[ $# -eq 3 ] || fail "usage: backup.sh DATA_FOLDER KEYS_FOLDER DESTROYED_FOLDER, or backup.sh --destroyed DESTROYED_FOLDER"
folder "$@"
[ "$(realpath "$1")" != "$(realpath "$2")" ] || fail "data and keys need folders of their own: the keys are kept for days"
dump data "$1"
dump keys "$2"
destroyed "$3"
find "$2" -maxdepth 1 -name '*.dump' -mtime "+${KEEP_KEYS_DAYS:-7}" -delete -printf 'removed %p\n'
