#!/usr/bin/env bash
# Restores a House from what backup.sh made, so that what was erased stays erased. Stop all replicas first.
#
#   restore.sh data DATA_DUMP                          the keys as they are now
#   restore.sh keys KEYS_DUMP DESTROYED_LIST           the data as it is now
#   restore.sh both DATA_DUMP KEYS_DUMP DESTROYED_LIST
#
# Data that is newer than the keys cannot be opened: that is told, and nothing more is done. With `--lose-newer` as the
# last argument its keys count as destroyed, for good: read models and lookups work again, without what it said.
#
# What is restored goes into an empty database with the same roles (docs/operators-guide.md, "Databases and roles"),
# to which the settings lead: nothing that is there is overwritten. The list of destroyed keys should be the newest that
# there is; give /dev/null for none, and what was erased since the back-up of the keys comes back unless the data
# says that it was.
#
#   PROGRAM   the program of Schakel (schakel); its settings are those of `schakel migrate`
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

# is_empty WHICH
is_empty() {
    local tables
    tables=$("$1" "${SQL[@]}" <<<"select count(*) from pg_class join pg_namespace n on n.oid = relnamespace
        where relkind = 'r' and nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg_toast%';")
    [ "$tables" = 0 ] || fail "the database of the $1 is not empty: restore into a new one"
}

# load WHICH DUMP   All of it or nothing; what is in it belongs to whoever restores.
load() {
    echo "restoring the $1 from $2"
    "$1" pg_restore --no-owner --exit-on-error --single-transaction "$2"
}

# Keys that were destroyed after the back-up of the keys was made: as the list says, and as the log does.
destroy_again() {
    {
        echo 'create temporary table gone (stream text, subject text);'
        echo 'copy gone from stdin;'
        cat "$1"
        echo '\.'
        data "${SQL[@]}" <<<"select format('insert into gone values (%L, null);', aggregate_type || '/' || aggregate_id)
            from journal.events where event_type in ('CaseErased', 'PersonErased');"
        echo "with destroyed as (select (destroy_data_keys(stream, subject)).was_there from gone)
              select count(*) filter (where was_there) || ' keys destroyed again' from destroyed;"
    } | keys "${SQL[@]}" --single-transaction --file=-
}

# Every event names the keys that it needs: those that are not there were made after the back-up of the keys.
lose_newer() {
    local missing
    missing=$({
        echo 'create temporary table needed (stream text, subject text);'
        echo 'copy needed from stdin;'
        data "${SQL[@]}" <<<"copy (select distinct aggregate_type || '/' || aggregate_id, sealed[1] from journal.events
            cross join regexp_matches(payload::text, '\"\\\$sealed\" *: *\"([^.\"]+)\\.', 'g') as sealed) to stdout;"
        echo '\.'
        echo "delete from needed using data_keys k where k.stream = needed.stream and k.subject = needed.subject;
              select count(*) from needed;"
        if [ -n "$1" ]; then echo 'select from needed, destroy_data_keys(stream, subject) \g /dev/null'; fi
    } | keys "${SQL[@]}" --single-transaction --file=-)
    [ "$missing" != 0 ] || return 0
    [ -n "$1" ] || fail "$missing keys are missing that the data needs: it is newer than the keys. Restore both of one moment," \
        "into new databases, or give up for good what those keys sealed (--lose-newer)"
    echo "$missing keys are lost, with what they sealed"
}

# Read models are made anew: those of older data still hold the blind indexes of whoever was erased since, and those
# of newer data what older keys cannot open.
afterwards() {
    local program=${PROGRAM:-schakel}
    "$program" migrate
    "$program" rebuild
    "$program" projections status
    "$program" audit verify
}

newer=
if [ $# -gt 0 ] && [ "${!#}" = --lose-newer ]; then
    newer=lost
    set -- "${@:1:$#-1}"
fi
case "${1:-} $#" in
"data 2")
    is_empty data
    load data "$2"
    destroy_again /dev/null
    ;;
"keys 3")
    is_empty keys
    load keys "$2"
    destroy_again "$3"
    ;;
"both 4")
    is_empty data
    is_empty keys
    load data "$2"
    load keys "$3"
    destroy_again "$4"
    ;;
*) fail "usage: restore.sh data DATA_DUMP | keys KEYS_DUMP DESTROYED_LIST | both DATA_DUMP KEYS_DUMP DESTROYED_LIST" ;;
esac
lose_newer "$newer"
afterwards
