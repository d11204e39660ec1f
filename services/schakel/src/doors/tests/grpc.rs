use prost_reflect::{DynamicMessage, MessageDescriptor};
use tonic::Code;
use tonic_types::StatusExt;

use super::*;

const WEIGH: &str = "schakel.v1.TestService/WeighCase";
const GET: &str = "schakel.v1.TestService/GetCase";
const SECOND: Duration = Duration::from_secs(30);

fn weigh(outcome: &str) -> Value {
    json!({"idempotencyKey": "key-1", "caseId": CASE, "outcome": outcome})
}

#[tokio::test]
async fn a_command_and_a_question_are_answered() {
    let house = House::open(SECOND).await;
    let receipt = house.grpc_as_director(WEIGH, weigh("done")).await.unwrap();
    assert_eq!(receipt, json!({"id": CASE, "version": 7, "position": "1.2.3"}));
    let question = json!({"caseId": CASE, "depth": 0, "atLeastPosition": "1.2.3"});
    let answer = house.grpc_as_director(GET, question).await.unwrap();
    assert_eq!(answer, json!({"caseId": CASE, "depth": 0, "atLeast": "1.2.3", "language": "en"}));
}

#[tokio::test]
async fn each_problem_has_its_code_and_its_details() {
    let house = House::open(SECOND).await;
    let refused = async |method: &str, input: Value| house.grpc_as_director(method, input).await.unwrap_err();
    let status = refused(WEIGH, json!({"caseId": CASE, "outcome": "done"})).await;
    assert_eq!(status.code(), Code::InvalidArgument);
    assert_eq!(status.get_details_error_info().unwrap().reason, "IDEMPOTENCY_KEY_MISSING");
    let status = refused(WEIGH, json!({"idempotencyKey": "k", "caseId": CASE, "bsn": "999900007"})).await;
    let request = status.get_details_bad_request().unwrap();
    let mut fields: Vec<_> =
        request.field_violations.iter().map(|v| (v.field.as_str(), v.reason.as_str())).collect();
    fields.sort_unstable();
    assert_eq!(fields, [("bsn", "BSN"), ("outcome", "REQUIRED")]);
    let status = refused(GET, json!({})).await;
    assert_eq!(status.get_details_bad_request().unwrap().field_violations[0].field, "case_id");
    assert_eq!(refused(GET, json!({"caseId": "42"})).await.code(), Code::NotFound);
    assert_eq!(refused(WEIGH, weigh("conflict")).await.code(), Code::Aborted);
    let mut stated = weigh("conflict");
    stated["expectedVersion"] = json!(5);
    let status = refused(WEIGH, stated).await;
    assert_eq!(status.code(), Code::FailedPrecondition);
    assert!(status.get_details_precondition_failure().is_some());
    let status = refused(WEIGH, weigh("behind")).await;
    assert_eq!(status.code(), Code::Unavailable);
    assert!(status.get_details_retry_info().is_some());
    assert_eq!(refused(WEIGH, weigh("panic")).await.code(), Code::Internal);
    let status = refused(WEIGH, weigh(&"x".repeat(5000))).await;
    assert_eq!(status.code(), Code::ResourceExhausted);
    assert_eq!(status.get_details_error_info().unwrap().reason, "TOO_LARGE");
}

#[tokio::test]
async fn what_is_no_message_is_told_as_such() {
    let house = House::open(SECOND).await;
    let whole = house.frame(WEIGH, weigh("done"));
    let compressed = [&[1], &whole[1..]].concat();
    for (what, body) in [
        ("nothing", vec![]),
        ("half a head", whole[..3].to_vec()),
        ("truncated", whole[..whole.len() - 1].to_vec()),
        ("two messages", [whole.clone(), whole.clone()].concat()),
        ("no message of the method", vec![0, 0, 0, 0, 2, 0x1a, 9]),
        ("no UTF-8", vec![0, 0, 0, 0, 3, 0x1a, 1, 0xff]),
        ("compressed without saying how", compressed.clone()),
    ] {
        let status = house.raw(WEIGH, None, body).await;
        assert_eq!(status.code(), Code::InvalidArgument, "{what}");
        assert_eq!(status.get_details_error_info().unwrap().reason, "NOT_JSON", "{what}");
    }
    let status = house.raw(WEIGH, Some("gzip"), compressed).await;
    assert_eq!(status.code(), Code::Unimplemented);
    assert_eq!(status.get_details_error_info().unwrap().reason, "UNSUPPORTED_MEDIA_TYPE");
    assert_eq!(status.metadata().get("grpc-accept-encoding").unwrap(), "identity");
    // An answer carries its status in its trailers.
    let client = house.director(Method::POST, &format!("/{WEIGH}")).header("grpc-encoding", "identity");
    let answer =
        client.header("content-type", "application/grpc-web+proto").body(whole).send().await.unwrap();
    assert!(String::from_utf8_lossy(&answer.bytes().await.unwrap()).contains("grpc-status:0"));
}

#[tokio::test]
async fn a_purpose_is_a_code() {
    let house = House::open(SECOND).await;
    let bearer = house.tokens.bearer(&[Role::ProcessDirector]);
    let ask = async |purpose: &str| {
        let headers = [("authorization", bearer.as_str()), ("schakel-purpose", purpose)];
        house.grpc(GET, json!({"caseId": CASE}), &headers).await
    };
    assert!(ask("signal-7").await.is_ok());
    let status = ask("Jan asked").await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    let violations = status.get_details_bad_request().unwrap().field_violations;
    assert_eq!((violations[0].field.as_str(), violations[0].reason.as_str()), ("schakel-purpose", "PATTERN"));
}

#[tokio::test]
async fn who_is_not_known_or_may_not_gets_nothing() {
    let house = House::open(SECOND).await;
    let question = json!({"caseId": CASE});
    let nobody = house.grpc(GET, question.clone(), &[]).await.unwrap_err();
    assert_eq!(nobody.code(), Code::Unauthenticated);
    let mayor = house.tokens.bearer(&[Role::Mayor]);
    let headers = [("authorization", mayor.as_str()), ("accept-language", "nl")];
    let forbidden = house.grpc(GET, question, &headers).await.unwrap_err();
    assert_eq!(forbidden.code(), Code::PermissionDenied);
    let words = forbidden.get_details_localized_message().unwrap();
    assert_eq!(words.locale, "nl");
}

#[tokio::test]
async fn a_deadline_is_kept() {
    let house = House::open(Duration::from_millis(300)).await;
    let status = house.grpc_as_director(WEIGH, weigh("hang")).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded);
    assert_eq!(status.get_details_error_info().unwrap().reason, "TIMED_OUT");
}

#[tokio::test]
async fn the_callers_own_deadline_is_kept() {
    let house = House::open(SECOND).await;
    let request = house
        .director(Method::POST, &format!("/{WEIGH}"))
        .header("content-type", "application/grpc-web+proto")
        .header("grpc-timeout", "50m")
        .body(house.frame(WEIGH, weigh("hang")));
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["grpc-status"], "4");
}

#[tokio::test]
async fn an_unknown_method_is_not_implemented() {
    let house = House::open(SECOND).await;
    let message = empty();
    for path in ["/schakel.v1.TestService/Unheard", "/unheard.v1.Service/Of", "/"] {
        let mut client = tonic::client::Grpc::new(house.channel().await);
        client.ready().await.unwrap();
        let codec = super::super::grpc::DynamicCodec;
        let request = tonic::Request::new(DynamicMessage::new(message.clone()));
        let status = client.unary(request, path.parse().unwrap(), codec).await.unwrap_err();
        assert_eq!(status.code(), Code::Unimplemented, "{path}");
        assert_eq!(status.get_details_error_info().unwrap().reason, "UNKNOWN_OPERATION");
    }
}

fn empty() -> MessageDescriptor {
    let pool = prost_reflect::DescriptorPool::global();
    pool.get_message_by_name("google.protobuf.Empty").unwrap()
}

#[tokio::test]
async fn health_and_reflection_answer() {
    use tonic_health::pb::HealthCheckRequest;
    use tonic_health::pb::health_client::HealthClient;
    use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
    use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
    use tonic_reflection::pb::v1::{ServerReflectionRequest, server_reflection_response::MessageResponse};

    let house = House::real().await;
    let mut health = HealthClient::new(house.channel().await);
    let answer = health.check(HealthCheckRequest::default()).await.unwrap();
    assert_eq!(answer.into_inner().status, 1);
    let mut reflection = ServerReflectionClient::new(house.channel().await);
    let request = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let request = futures::stream::iter([request]);
    let mut answers = reflection.server_reflection_info(request).await.unwrap().into_inner();
    let answer = answers.message().await.unwrap().unwrap().message_response;
    let Some(MessageResponse::ListServicesResponse(list)) = answer else {
        unreachable!("a list was asked for")
    };
    assert!(list.service.iter().any(|service| service.name == "schakel.v1.CatalogueService"));
}

#[tokio::test]
async fn a_browser_is_served_by_grpc_web() {
    let house = House::real().await;
    let empty_frame = vec![0_u8; 5];
    let request = house
        .director(Method::POST, "/schakel.v1.CatalogueService/GetCatalogue")
        .header("content-type", "application/grpc-web+proto")
        .body(empty_frame);
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/grpc-web+proto");
    let body = response.bytes().await.unwrap();
    assert!(String::from_utf8_lossy(&body).contains("grpc-status:0"));
}
