#!/usr/bin/env bash
# Every check of security, one after another, on loopback and in bounds, and one table at the end. A check that cannot be
# made fails; so does all of it then. SECURITY_OFFLINE=1 passes over the advisories alone where their database is out of
# reach, and says so. SECURITY_ROUNDS and FUZZ_CASES ask for more or fewer attempts than usual; `make security` takes
# tens of minutes.
#   scripts/security.sh          all of it
#   scripts/security.sh NAME…    only these rows
set -uo pipefail
cd "$(dirname "$0")/.." || exit

logs=target/security
mkdir -p "$logs"
wanted=("$@")
table=()
failed=0

is_wanted() {
    [ "${#wanted[@]}" -eq 0 ] && return 0
    local name
    for name in "${wanted[@]}"; do [ "$name" = "$1" ] && return 0; done
    return 1
}

# row RESULT NAME WHAT
row() {
    table+=("$(printf '%-4s  %-12s %s' "$1" "$2" "$3")")
    [ "$1" != FAIL ] || failed=1
}

# check NAME WHAT COMMAND…   The lines that begin with `=` say what was tried.
check() {
    local name=$1 what=$2 told
    shift 2
    is_wanted "$name" || return 0
    echo "security: $name"
    if "$@" >"$logs/$name.log" 2>&1; then
        told=$(sed -En 's/^(.*\.\.\. |\.*)= (.*)$/\2/p' "$logs/$name.log" | paste -sd '|' | sed 's/|/; /g')
        row ok "$name" "$what${told:+: $told}"
    else
        row FAIL "$name" "$what: see $logs/$name.log"
        tail -n 15 "$logs/$name.log"
    fi
}

attack() {
    cargo test --quiet --locked -p schakel --test security -- --nocapture --test-threads 1 "$1::"
}

# Each test by its full name: one that is gone is one that fails.
tests() {
    local names=("$@")
    cargo test --locked -p schakel --test it -- --exact "${names[@]}" | tee /dev/stderr |
        grep -q "^test result: ok. ${#names[@]} passed"
}

advisories() {
    is_wanted advisories || return 0
    echo "security: advisories"
    local log=$logs/advisories.log what="known vulnerabilities of dependencies (RustSec)"
    if cargo deny --locked check advisories >"$log" 2>&1; then
        row ok advisories "$what"
    elif ! grep -q 'failed to fetch advisory database' "$log"; then
        row FAIL advisories "$what: see $log"
        tail -n 15 "$log"
    elif cargo deny --offline --locked check advisories >"$log" 2>&1; then
        row ok advisories "$what: by the copy on this machine, as the database is out of reach"
    elif [ "${SECURITY_OFFLINE:-}" = 1 ]; then
        row "--" advisories "$what: NOT CHECKED, as the database is out of reach and there is no copy (SECURITY_OFFLINE=1)"
    else
        row FAIL advisories "$what: NOT CHECKED, as the database is out of reach and there is no copy"
    fi
}

sbom() {
    scripts/sbom.sh && echo "= $(grep -c '"bom-ref"' target/sbom.json) entries in target/sbom.json"
}

# The provider of the tokens is one of npm.
clients() {
    scripts/setup.sh --linters && tests "$@"
}

check dependencies "licences, sources, who may use what (cargo-deny)" cargo deny --locked check bans licenses sources
advisories
check sbom "all that the program is built from (CycloneDX)" sbom
check deploy "what is in deploy/, linted; alerts tried" scripts/lint-deploy.sh
check parsers "every parser of bytes from outside" env FUZZ_CASES="${FUZZ_CASES:-5000}" cargo test --quiet --locked -p schakel --test security -- parsers::
check messages "gRPC by its descriptors" attack messages
check web "bodies of gRPC-web" attack web
check headers "headers, addresses, JSON and CSV over REST" attack headers
check slow "slow, endless, oversized and undecided callers" attack slow
check contract "REST against its contract (schemathesis)" attack contract
check tls "versions, ciphers and certificate, by sslscan and openssl" attack encrypted
check clients "certificates of clients, tokens" clients \
    tls::nobody_gets_in_with_a_bad_certificate_nor_without_one_where_it_is_required \
    tls::callers_who_say_nothing_keep_nobody_waiting_neither_at_the_end \
    tls::both_kinds_of_http_and_both_versions_of_tls_are_spoken_on_one_port \
    authentication::whatever_is_wrong_with_a_token_it_is_refused_through_both_doors_and_changes_nothing
check personal "personal data in dumps, data folders, logs, metrics, back-ups and answers" tests \
    privacy::nothing_personal_stands_in_any_database_file_or_log \
    privacy::what_is_about_a_member_is_gone_with_the_members_key_and_the_case_stays \
    erasure::nothing_of_a_case_that_was_erased_on_request_can_be_opened_and_what_is_not_personal_stays \
    backups::a_back_up_and_what_is_said_about_it_hold_nothing_personal \
    inputs::every_mistake_is_named_and_no_value_is_repeated_and_nothing_changes

echo
printf '%s\n' "${table[@]}"
[ "$failed" = 0 ] || {
    echo "security: not everything holds" >&2
    exit 1
}
