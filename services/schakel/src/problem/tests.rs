use std::fmt::Write;

use axum::body::to_bytes;
use tonic_types::StatusExt;

use super::*;

const TELLING: Telling<'_> = Telling {
    language: Language::Nl,
    public_url: "https://schakel.example.nl",
    trace_id: Some("4bf92f3577b34da6a3ce929d0e0e4736"),
};

#[test]
fn the_table_of_problems_is_as_reviewed() {
    let mut table = String::new();
    for kind in Kind::ALL {
        let row = kind.row();
        writeln!(
            table,
            "{:<26} {} {:<18} {} | {}",
            row.slug,
            row.status.as_u16(),
            format!("{:?}", row.code),
            row.title.en,
            row.title.nl,
        )
        .unwrap_or_default();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn no_two_kinds_share_a_slug() {
    let mut slugs: Vec<_> = Kind::ALL.iter().map(|kind| kind.row().slug).collect();
    slugs.sort_unstable();
    slugs.dedup();
    assert_eq!(slugs.len(), Kind::ALL.len());
}

#[test]
fn a_problem_is_told_over_rest_with_all_its_facts() {
    let errors = vec![FieldError::new("members[0].birthDate", "date", "must be a day that exists")];
    let body = Problem::invalid(errors).to_json(TELLING);
    insta::assert_json_snapshot!(body);
    let conflict = Problem::from(Error::Conflict { expected: Some(3), actual: 5 });
    assert_eq!(conflict.kind, Kind::VersionMoved);
    assert_eq!(conflict.to_json(TELLING)["actualVersion"], 5);
    let race = Problem::from(Error::Conflict { expected: None, actual: 5 });
    assert_eq!(race.kind, Kind::Conflict);
}

#[test]
fn a_problem_is_told_over_grpc_with_the_same_facts() {
    let errors = vec![FieldError::new("members[0].birthDate", "date", "must be a day that exists")];
    let status = Problem::invalid(errors).to_status(TELLING);
    assert_eq!(status.code(), Code::InvalidArgument);
    let violations = status.get_details_bad_request().map(|request| request.field_violations);
    assert!(violations.is_some_and(|violations| {
        let [violation] = violations.as_slice() else {
            return false;
        };
        violation.field == "members[0].birth_date"
            && violation.reason == "DATE"
            && violation.description == "must be a day that exists"
    }));
    let info = status.get_details_error_info();
    assert!(info.is_some_and(|info| info.domain == "schakel"
        && info.metadata["type"] == "https://schakel.example.nl/problems/invalid-input"
        && info.metadata["traceId"] == "4bf92f3577b34da6a3ce929d0e0e4736"));
    let words = status.get_details_localized_message();
    assert!(words.is_some_and(|words| words.locale == "nl" && words.message == "De invoer is niet geldig"));
    let forbidden = Problem::forbidden(&[Role::ChainManager]).to_status(TELLING);
    let info = forbidden.get_details_error_info();
    assert!(info.is_some_and(
        |info| info.reason == "FORBIDDEN" && info.metadata["allowedRoles"] == r#"["chain_manager"]"#
    ));
}

#[tokio::test]
async fn the_response_carries_what_its_kind_asks_for() {
    let missing = Problem::from(Kind::Unauthenticated).to_response(TELLING);
    assert_eq!(missing.headers()["www-authenticate"], r#"Bearer realm="schakel""#);
    let refused = Problem::token_refused().to_response(TELLING);
    assert!(refused.headers()["www-authenticate"].to_str().is_ok_and(|v| v.contains("invalid_token")));
    let behind = Problem::from(Kind::ReadModelBehind).to_response(TELLING);
    assert_eq!(behind.headers()["retry-after"], "1");
    assert_eq!(behind.headers()["content-language"], "nl");
    assert_eq!(behind.headers()["content-type"], PROBLEM_JSON);
    let body = to_bytes(behind.into_body(), 10_000).await.unwrap_or_default();
    assert!(serde_json::from_slice::<Value>(&body).is_ok());
}

#[test]
fn an_internal_error_tells_nothing_of_its_cause() {
    let error = Error::Internal("the cause".into());
    let problem = Problem::from(error);
    assert!(!problem.to_json(TELLING).to_string().contains("the cause"));
    assert!(!format!("{:?}", problem.to_status(TELLING)).contains("the cause"));
}
