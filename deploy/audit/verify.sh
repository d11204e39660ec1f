#!/usr/bin/env bash
# Whether the log of who saw what is whole, since the beginning and since it was last looked at; to be run daily.
#
#   verify.sh HEADS_FOLDER [METRICS_FILE]
#
# The heads of the log's chains are kept in HEADS_FOLDER, which nobody who administers the database may write: a log that
# was cut shorter together with its heads is found by the heads of before. METRICS_FILE is read by the textfile collector
# of the node exporter: `schakel_audit_whole` and `schakel_audit_verified_timestamp_seconds`. The settings are those of
# `schakel serve`; PROGRAM is the program (schakel).
set -euo pipefail

program=${PROGRAM:-schakel}
[ $# -ge 1 ] && [ $# -le 2 ] || {
    echo "usage: verify.sh HEADS_FOLDER [METRICS_FILE]" >&2
    exit 2
}
heads=$1 metrics=${2:-}
mkdir -p "$heads"

tell() {
    [ -n "$metrics" ] || return 0
    printf 'schakel_audit_whole %d\nschakel_audit_verified_timestamp_seconds %d\n' "$1" "$(date +%s)" >"$metrics.part"
    mv "$metrics.part" "$metrics"
}

anchors=()
newest=$(find "$heads" -maxdepth 1 -name '*.heads' | sort | tail -n 1)
if [ -n "$newest" ]; then anchors=(--anchors "$newest"); fi

said=$("$program" audit verify "${anchors[@]}" 2>&1) && whole=1 || whole=0
echo "$said"
if [ "$whole" = 0 ]; then
    # A database that does not answer says nothing about the log.
    if [[ $said == *"the access log is not whole"* ]]; then tell 0; fi
    exit 1
fi
file=$heads/$(date --utc +%Y-%m-%dT%H%M%S.%NZ).heads
"$program" audit heads >"$file.part"
mv "$file.part" "$file"
tell 1
