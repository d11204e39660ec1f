//! The table of operations, each row through both doors: its example works, only those who may get in,
//! every command is on record, and the contract lists nothing else.

mod agreed;
mod sharing;
mod table;

use std::collections::BTreeSet;

use prost_reflect::MethodDescriptor;
use schakel::demo::organisation_of;
use schakel::doors::Spec;
use schakel::operations::operations;
use schakel_access::{Action, LookupPurpose, Role};
use schakel_domain::code::Code;
use serde_json::{Value, json};

use crate::actors::{
    Actor, coordinator, director, holder, manager, partner, privacy_officer, reporter, support,
};
use crate::doors::{Door, Envelope, descriptors, spec};
use crate::house::{AUDIENCE, House, ISSUER};
use crate::stages::{Stage, bsn};

const NOBODY: &str = "0190c0de-0000-7000-8000-000000000001";

/// A world in which the example of an operation can be carried out, and by whom.
struct Scene {
    actor: Actor,
    input: Value,
}

/// Sets the stage for an operation: its example, with the identities and days of this world.
async fn scene(stage: Stage<'_>, spec: &Spec, number: usize) -> Scene {
    let bsn = bsn(number);
    let mut input = (spec.example)();
    let name = spec.action.name();
    let actor = match name {
        "UpdateAgreement" | "JudgeResults" => holder(),
        "ListDisclosures" | "ListOrganisationCases" => partner(),
        "RecordEscalationOutcome"
        | "HideCase"
        | "RevealCase"
        | "ExtendRetention"
        | "PlaceLegalHold"
        | "LiftLegalHold"
        | "ListRetention" => manager(),
        "RestrictCase"
        | "LiftCaseRestriction"
        | "EraseCase"
        | "ExplainInformation"
        | "ListEmergencyAccesses" => privacy_officer(),
        "RequestInformation" | "AnswerInformationRequest" | "WithdrawInformationRequest" => coordinator(),
        _ if ["OrganisationService", "CovenantService"].contains(&spec.service) => manager(),
        "CompleteReport" | "IdentifySubject" | "LinkReport" => coordinator(),
        _ if spec.service == "PersonService" => coordinator(),
        _ if spec.service == "SubjectRequestService" || spec.service == "AccessRecordService" => {
            privacy_officer()
        }
        _ if spec.service == "FiguresService" => manager(),
        "PutBeforeSteeringGroup" | "SettleBottleneck" => manager(),
        "ReportCase" => reporter(),
        "LookUpPerson" | "FindInvolvedParties" => partner(),
        "ImportReports" => support(),
        "WeighCase" | "GiveFeedback" | "ScheduleCase" => support(),
        _ => director(),
    };
    let case = match name {
        "ListParticipant" | "RemoveParticipant" => Some(stage.weighed(&bsn).await),
        "RequestInformation"
        | "AnswerInformationRequest"
        | "WithdrawInformationRequest"
        | "CompleteReport"
        | "IdentifySubject"
        | "LinkReport"
        | "AssessLinkedReport"
        | "AdviseMayor"
        | "WeighCase"
        | "GetCase" => Some(stage.reported(&bsn).await),
        "GiveFeedback" => Some(undecided(stage, &bsn).await),
        "CloseAfterWeighing" => Some(bilateral(stage, &bsn).await),
        "ScheduleCase" => Some(stage.weighed(&bsn).await),
        "SetPlan" | "CloseWithoutPlan" => Some(stage.scheduled(&bsn).await),
        "RecordEscalationOutcome" => {
            let case = stage.planned(&bsn).await;
            stage
                .order(&director(), "EscalateCase", &case, (crate::doors::spec("EscalateCase").example)())
                .await;
            Some(case)
        }
        "ExtendRetention" | "EraseCase" => Some(stage.closed(&bsn).await),
        _ => match table::case_for(stage, name, &bsn).await {
            Some(case) => Some(case),
            None if spec.path_parameters().any(|parameter| parameter == "caseId") => {
                Some(stage.planned(&bsn).await)
            }
            None => None,
        },
    };
    if let Some(case) = &case {
        input["caseId"] = case.as_str().into();
    }
    complete(stage, name, &bsn, case.as_deref(), &mut input).await;
    Scene { actor, input }
}

/// The identities and days of an example are made those of this world.
async fn complete(stage: Stage<'_>, name: &str, number: &str, case: Option<&str>, input: &mut Value) {
    let house = stage.house;
    match name {
        "UpdateAgreement" => {
            let seen = stage.case(case.unwrap()).await;
            input["agreementId"] = seen["plans"][0]["agreements"][0]["id"].clone();
        }
        "WithdrawZsmAdvice" => {
            let advice = (spec("SetZsmAdvice").example)();
            stage.order(&director(), "SetZsmAdvice", case.unwrap(), advice).await;
        }
        "CloseCase" => {
            let judgement = (spec("JudgeResults").example)();
            stage.order(&holder(), "JudgeResults", case.unwrap(), judgement).await;
        }
        "RevealCase" => earlier(stage, &manager(), "HideCase", case).await,
        "LiftCaseRestriction" => earlier(stage, &privacy_officer(), "RestrictCase", case).await,
        "LiftLegalHold" => earlier(stage, &manager(), "PlaceLegalHold", case).await,
        "EraseCase" => input["requestId"] = stage.granted_about(case.unwrap()).await["requestId"].clone(),
        "IdentifySubject" => {
            let seen = stage.case(case.unwrap()).await;
            input["memberId"] = seen["report"]["subject"]["members"][0]["id"].clone();
            input["personId"] = registered(stage).await.into();
        }
        "LinkReport" => {
            let active =
                house.done(stage.door, &reporter(), "ReportCase", json!({"reason": "Eerder."})).await;
            input["activeCaseId"] = active.id().into();
        }
        "AssessLinkedReport" => {
            let active =
                house.done(stage.door, &reporter(), "ReportCase", json!({"reason": "Eerder."})).await;
            input["activeCaseId"] = active.id().into();
            stage
                .order(&coordinator(), "LinkReport", case.unwrap(), json!({"activeCaseId": active.id()}))
                .await;
        }
        "AdviseMayor" => {
            stage.order(&coordinator(), "CompleteReport", case.unwrap(), json!({"trigger": "bij"})).await;
        }
        "ImportReports" => input["lines"] = imported(stage.door, number),
        "GetReportImport" => {
            let lines = json!({"lines": imported(stage.door, number)});
            let receipt = house.done(stage.door, &support(), "ImportReports", lines).await;
            input["reportImportId"] = receipt.id().into();
        }
        "ScheduleCase" => input["meetingId"] = stage.meeting("focus", 7).await.into(),
        "SetPlan" => input["agreements"][0]["dueDate"] = house.day(30).await.into(),
        "ExtendDirection" => input["newEndDate"] = house.day(300).await.into(),
        "PlanMeeting" => input["meetingDate"] = house.day(7).await.into(),
        "RegisterPerson" => input["identity"]["bsn"] = number.into(),
        "CorrectPerson" | "GetPerson" | "RestrictPerson" | "ExportPerson" => {
            input["personId"] = registered(stage).await.into();
        }
        "RegisterRequest" => {
            input["personId"] = registered(stage).await.into();
            input["receivedDate"] = house.day(0).await.into();
        }
        "LiftPersonRestriction" => {
            let restriction = (spec("RestrictPerson").example)();
            input["personId"] = registered(stage).await.into();
            order_on(stage, "personId", input, "RestrictPerson", restriction).await;
        }
        "MergePersons" | "UndoMerge" => two_persons(stage, name, "absorbedPersonId", input).await,
        "RecordRelation" | "EndRelation" => two_persons(stage, name, "relativeId", input).await,
        "MoveMeeting" => {
            input["meetingId"] = stage.meeting("focus", 7).await.into();
            input["meetingDate"] = house.day(8).await.into();
        }
        "CheckSuspects" => input["lines"][0]["bsn"] = number.into(),
        "GetMonitorDay" => {
            let example = (spec("CheckSuspects").example)();
            let receipt = house.done(stage.door, &support(), "CheckSuspects", example).await;
            input["monitorDayId"] = receipt.id().into();
        }
        "HoldMeeting" => input["meetingId"] = stage.meeting("focus", 0).await.into(),
        "AppointChair" | "CancelMeeting" | "GetMeeting" | "SignNonDisclosure" => {
            input["meetingId"] = stage.meeting("focus", 7).await.into();
        }
        "ListAgendaItems" => {
            let case = stage.weighed(number).await;
            let meeting = stage.meeting("focus", 7).await;
            let agenda = json!({"meetingType": "focus", "meetingId": meeting});
            stage.order(&support(), "ScheduleCase", &case, agenda).await;
            input["meetingId"] = meeting.into();
        }
        "PutOnBriefing"
        | "GetMinutes"
        | "RecordLetterSent"
        | "RecordAttendance"
        | "RecordEvaluation"
        | "IndicateSystematicOffender"
        | "RecordIntervention" => {
            table::complete(stage, name, case.unwrap(), input).await;
        }
        "ListInvolvedCases" | "ListOrganisationCases" => {}
        "GetFigures" | "TraceFigures" => input["report"] = "decisions".into(),
        "GetHandover" => {
            earlier(stage, &director(), "HandOverCase", case).await;
            let seen = stage.case(case.unwrap()).await;
            let facts = seen["history"].as_array().unwrap().last().unwrap()["facts"].clone();
            let id = facts.as_array().unwrap().iter().find(|fact| fact["name"] == "handoverId");
            input["handoverId"] = id.unwrap()["value"].clone();
        }
        "ListTrajectories" | "RaiseBottleneck" | "ListBottlenecks" => {}
        _ if spec(name).service == "BottleneckService" => {
            let raised = (spec("RaiseBottleneck").example)();
            let bottleneck = house.done(stage.door, &director(), "RaiseBottleneck", raised).await.id();
            input["bottleneckId"] = bottleneck.as_str().into();
            match name {
                "AddCaseToBottleneck" => input["caseId"] = stage.planned(number).await.into(),
                "SettleBottleneck" => {
                    let about = json!({"bottleneckId": bottleneck});
                    house.done(stage.door, &manager(), "PutBeforeSteeringGroup", about).await;
                }
                _ => {}
            }
        }
        "StartTrajectory" => input["caseId"] = stage.planned(number).await.into(),
        _ if spec(name).service == "TrajectoryService" => {
            input["trajectoryId"] = paid(stage, number).await.into();
            for day in ["conversationDate", "costDate", "repaymentDate", "endDate"] {
                input.as_object_mut().unwrap().remove(day);
            }
        }
        _ if spec(name).service == "InformationService" => {
            sharing::complete(stage, name, case.unwrap(), input).await;
        }
        _ if spec(name).service == "CovenantService" => agreed::covenant(stage, name, input).await,
        _ if spec(name).service == "OrganisationService" => {
            agreed::organisation(stage, name, number, input).await;
        }
        _ if spec(name).path_parameters().any(|parameter| parameter == "requestId") => {
            input["requestId"] = requested(stage, name).await.into();
        }
        _ => {}
    }
}

/// Reports that nobody sent before.
fn imported(door: Door, number: &str) -> Value {
    let mut lines = (spec("ImportReports").example)()["lines"].clone();
    for (place, line) in lines.as_array_mut().unwrap().iter_mut().enumerate() {
        line["reference"] = format!("{door:?}-{}-{place}", &number[4..]).into();
    }
    lines
}

/// What must have happened before, by its own example.
async fn earlier(stage: Stage<'_>, actor: &Actor, name: &str, case: Option<&str>) {
    stage.order(actor, name, case.unwrap(), (spec(name).example)()).await;
}

/// Two registered persons; where something is to be undone, it is done first.
async fn two_persons(stage: Stage<'_>, name: &str, other: &str, input: &mut Value) {
    input["personId"] = registered(stage).await.into();
    input[other] = registered(stage).await.into();
    match name {
        "UndoMerge" => order_on(stage, "personId", input, "MergePersons", input.clone()).await,
        "EndRelation" => order_on(stage, "personId", input, "RecordRelation", input.clone()).await,
        _ => {}
    }
}

/// Orders something about what this input is about.
async fn order_on(stage: Stage<'_>, id: &str, about: &Value, name: &str, mut input: Value) {
    input[id] = about[id].clone();
    let actor = if id == "requestId" { privacy_officer() } else { coordinator() };
    stage.house.done(stage.door, &actor, name, input).await;
}

/// A trajectory of a case, on which something was spent.
async fn paid(stage: Stage<'_>, number: &str) -> String {
    let mut started = (spec("StartTrajectory").example)();
    started["caseId"] = stage.planned(number).await.into();
    let trajectory = stage.house.done(stage.door, &director(), "StartTrajectory", started).await.id();
    let mut cost = (spec("RecordCost").example)();
    cost["trajectoryId"] = trajectory.as_str().into();
    stage.house.done(stage.door, &director(), "RecordCost", cost).await;
    trajectory
}

/// A request that is ready for this operation.
async fn requested(stage: Stage<'_>, name: &str) -> String {
    let mut input = (spec("RegisterRequest").example)();
    input["personId"] = registered(stage).await.into();
    input["receivedDate"] = stage.house.day(0).await.into();
    input["controllers"] = json!(["politie"]);
    let request = stage.house.done(stage.door, &privacy_officer(), "RegisterRequest", input).await.id();
    if name == "CompleteRequest" {
        let about = json!({"requestId": request});
        for step in ["DecideRequest", "RecordControllerState"] {
            order_on(stage, "requestId", &about, step, (spec(step).example)()).await;
        }
    }
    request
}

/// Somebody of whom so little is known that nobody else could be meant.
async fn registered(stage: Stage<'_>) -> String {
    let example = json!({"identity": {"surname": "Proef"}});
    stage.house.done(stage.door, &coordinator(), "RegisterPerson", example).await.id()
}

/// Decided, and the reporter has not heard.
async fn undecided(stage: Stage<'_>, bsn: &str) -> String {
    let case = stage.reported(bsn).await;
    stage.order(&support(), "WeighCase", &case, (spec("WeighCase").example)()).await;
    case
}

async fn bilateral(stage: Stage<'_>, bsn: &str) -> String {
    let case = stage.reported(bsn).await;
    let decision = json!({"decision": "handle_bilaterally", "partners": ["politie", "gemeente_gouda"]});
    stage.order(&support(), "WeighCase", &case, decision).await;
    stage.order(&support(), "GiveFeedback", &case, json!({"channel": "mail"})).await;
    case
}

/// Answers without anything about a person: codes, notices without content, a meeting's logistics, figures.
const SAYS_NOTHING_ABOUT_ANYBODY: [&str; 14] = [
    "GetCatalogue",
    "ListMeetings",
    "ListInquiries",
    "ListNotices",
    "GetMeeting",
    "GetOrganisation",
    "ListOrganisations",
    "GetCovenant",
    "ListCovenants",
    "ListTrajectories",
    "ListFigures",
    "GetFigures",
    "GetFactsheet",
    "ListBottlenecks",
];
/// Lists whose read model may not have come so far yet.
const MAY_BE_EMPTY: [&str; 5] =
    ["ListCases", "ListWorkItems", "ListRetention", "ListRequests", "ListAgendaItems"];

#[tokio::test(flavor = "multi_thread")]
async fn every_example_works_and_every_call_is_on_record() {
    let house = House::open().await;
    for (row, entry) in operations().iter().enumerate() {
        for door in Door::BOTH {
            let number = row * 2 + usize::from(door == Door::Grpc);
            let spec = &entry.spec;
            let Scene { actor, input } = scene(Stage { house: &house, door }, spec, number).await;
            let name = spec.action.name();
            let on_record = async || house.count("select count(*) from journal.audit").await;
            let (before, events) = (on_record().await, house.events().await);
            let trace = format!("{number:032x}").replacen('0', "a", 1);
            let envelope = Envelope::default()
                .header("traceparent", &format!("00-{trace}-00f067aa0ba902b7-01"))
                .header("schakel-purpose", "signal-7");
            let answer = house.client(door).call(&actor, name, input, envelope).await;
            let reply = answer.unwrap_or_else(|trouble| panic!("{name} {door:?}: {trouble:?}"));
            let is_command = spec.is_command();
            assert_eq!(reply.position.is_some(), is_command, "{name}");
            let answered = format!("select count(*) from access_log.record where trace_id = '{trace}'");
            let says_nothing = SAYS_NOTHING_ABOUT_ANYBODY.contains(&name) || MAY_BE_EMPTY.contains(&name);
            assert!(says_nothing || house.count(&answered).await > 0, "{name} {door:?} left no record");
            let records = match name {
                // Of the case and of the person: the erasure and its proof.
                "EraseCase" => 4,
                // Of each line, and of the list.
                "ImportReports" => 3,
                _ => i64::from(is_command),
            };
            assert_eq!(on_record().await, before + records, "{name} {door:?}");
            assert_eq!(house.events().await > events, is_command, "{name} {door:?}");
            if is_command {
                assert_on_record(&house, name, &actor, &trace, &reply.id()).await;
            }
        }
    }
    house.rebuild_equals_live().await;
}

async fn assert_on_record(house: &House, name: &str, actor: &Actor, trace: &str, id: &str) {
    let last = "select row_to_json(audit) from journal.audit order by id desc limit 1";
    let row: Value = sqlx::query_scalar(last).fetch_one(house.pool()).await.unwrap();
    assert_eq!(row["action"], name);
    assert_eq!(row["actor"], actor.account.as_str());
    assert_eq!(row["organisation"], actor.organisation.as_str());
    assert_eq!(row["trace"], trace);
    assert_eq!(row["purpose"], "signal-7");
    assert!(row["stream"].as_str().unwrap().ends_with(id), "{name}: {row}");
    let metadata = "select metadata from journal.events order by position desc limit 1";
    let metadata: Value = sqlx::query_scalar(metadata).fetch_one(house.pool()).await.unwrap();
    assert_eq!(metadata["command_id"], row["command_id"], "{name}");
    assert_eq!(metadata["correlation"], trace, "{name}");
}

/// An input whose ids name nothing: nobody gets further with it than the door.
pub fn idle_input(spec: &Spec, roles: &[Role]) -> Value {
    let mut input = (spec.example)();
    let is_theirs = |purpose: &&LookupPurpose| roles.iter().any(|role| purpose.roles().contains(role));
    let ground = LookupPurpose::ALL.iter().find(is_theirs);
    let asks_about_somebody = [Action::LookUpPerson, Action::FindInvolvedParties].contains(&spec.action);
    if let Some(ground) = ground.filter(|_| asks_about_somebody) {
        input["purpose"] = ground.code().into();
    }
    let is_partner = |role: &&Role| organisation_of(**role) != "veiligheidshuis";
    if let Some(role) = roles.first().filter(is_partner)
        && spec.action == Action::FindInvolvedParties
    {
        input["askingOrganisation"] = organisation_of(*role).into();
    }
    for parameter in spec.path_parameters() {
        input[parameter] = NOBODY.into();
    }
    input
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_known_gets_nothing_from_any_operation() {
    let house = House::open().await;
    let tokens = wrong_tokens(&house).await;
    let events = house.events().await;
    for entry in &operations() {
        let spec = &entry.spec;
        let name = spec.action.name();
        for door in Door::BOTH {
            for (what, authorization) in &tokens {
                let client = house.client(door);
                let answer = client.call_as(
                    authorization.as_deref(),
                    name,
                    idle_input(spec, &[Role::Support]),
                    Envelope::default(),
                );
                let trouble = answer.await.unwrap_err();
                let code = if door == Door::Rest { 401 } else { 16 };
                assert_eq!((trouble.slug.as_str(), trouble.code), ("unauthenticated", code), "{name} {what}");
                assert!(trouble.errors.is_empty() && trouble.allowed_roles.is_empty(), "{name} {what}");
                let token = authorization.as_deref().and_then(|value| value.split(' ').nth(1));
                assert!(token.is_none_or(|token| token.is_empty() || !trouble.told.contains(token)));
            }
        }
    }
    assert_eq!(house.events().await, events);
}

/// Everything that is sent in place of a token, and what is wrong with it.
async fn wrong_tokens(house: &House) -> Vec<(&'static str, Option<String>)> {
    let now = "select extract(epoch from now())::bigint";
    let now: i64 = sqlx::query_scalar(now).fetch_one(house.pool()).await.unwrap();
    let roles: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
    let claims = json!({
        "iss": ISSUER, "aud": AUDIENCE, "azp": "portal", "sub": "chain-manager-1", "iat": now, "nbf": now, "exp": now + 3600,
        "organisation": "veiligheidshuis", "roles": roles
    });
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        Some(format!("Bearer {}", house.token_of(&claims)))
    };
    let good = with("iat", json!(now)).unwrap();
    let answer =
        house.client(Door::Rest).call_as(Some(&good), "GetCatalogue", json!({}), Envelope::default()).await;
    assert!(answer.is_ok(), "what is wrong below is only what is named: {answer:?}");
    let unsigned = format!("{}.", good.rsplit_once('.').unwrap().0);
    let stranger = House::open().await.token(&director());
    vec![
        ("nothing", None),
        ("an empty header", Some(String::new())),
        ("no token", Some("Bearer ".into())),
        ("another scheme", Some("Basic c2NoYWtlbDpnZWhlaW0=".into())),
        ("garbage", Some("Bearer garbage".into())),
        ("garbage in three parts", Some("Bearer a.b.c".into())),
        ("no signature", Some(unsigned)),
        ("another House's issuer", Some(format!("Bearer {stranger}"))),
        ("another issuer", with("iss", json!("https://issuer.elsewhere.example"))),
        ("another audience", with("aud", json!("elsewhere"))),
        ("expired", with("exp", json!(now - 120))),
        ("not yet valid", with("nbf", json!(now + 600))),
        ("no account", with("sub", Value::Null)),
        ("no organisation", with("organisation", Value::Null)),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_gets_through_the_door_of_its_own_operations_alone() {
    let house = House::open().await;
    let events = house.events().await;
    for entry in &operations() {
        let spec = &entry.spec;
        let name = spec.action.name();
        let allowed: BTreeSet<_> = spec.action.roles().iter().map(|role| role.code().to_owned()).collect();
        for role in Role::ALL {
            for door in Door::BOTH {
                // Without a key a command that is let in comes no further.
                let envelope = Envelope { key: None, ..Envelope::default() };
                let answer = house
                    .client(door)
                    .call(&Actor::with(*role), name, idle_input(spec, &[*role]), envelope)
                    .await;
                let place = format!("{name} {} {door:?}", role.code());
                if spec.action.roles().contains(role) {
                    let slug = answer.err().map(|trouble| trouble.slug);
                    let beyond_the_door = [None, Some("idempotency-key-missing"), Some("not-found")];
                    assert!(beyond_the_door.contains(&slug.as_deref()), "{place}: {slug:?}");
                    continue;
                }
                let Err(trouble) = answer else { panic!("{place}: let in") };
                let code = if door == Door::Rest { 403 } else { 7 };
                assert_eq!((trouble.slug.as_str(), trouble.code), ("forbidden", code), "{place}");
                assert_eq!(trouble.allowed_roles.into_iter().collect::<BTreeSet<_>>(), allowed, "{place}");
            }
        }
        let nobody = Actor::of("nobody-1", "politie", &[]);
        for door in Door::BOTH {
            let answer = house.call(door, &nobody, name, idle_input(spec, &[Role::Support])).await;
            assert_eq!(answer.unwrap_err().slug, "forbidden", "{name}");
        }
    }
    assert_eq!(house.events().await, events);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contract_lists_exactly_the_table() {
    let house = House::open().await;
    let table: BTreeSet<_> = operations()
        .iter()
        .map(|entry| {
            let spec = &entry.spec;
            let path = spec.path.strip_prefix("/v1").unwrap();
            (spec.operation_id(), spec.method.as_str().to_ascii_lowercase(), path.to_owned())
        })
        .collect();
    let document = document(&house).await;
    let mut listed = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            assert!(listed.insert((id, method.clone(), path.clone())));
        }
    }
    assert_eq!(listed, table);
    let paths: BTreeSet<_> = operations().iter().map(|entry| entry.spec.rpc_path()).collect();
    let methods: BTreeSet<_> = methods()
        .map(|method| format!("/{}/{}", method.parent_service().full_name(), method.name()))
        .collect();
    assert_eq!(methods, paths);
    let printed = house.run(&["openapi", "--public-url", crate::house::PUBLIC_URL]).await;
    let printed: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(printed["paths"], document["paths"], "what is printed is what is served");
}

/// The OpenAPI document that is served.
async fn document(house: &House) -> Value {
    house.http().get(house.url("/v1/openapi.json")).send().await.unwrap().json().await.unwrap()
}

/// The methods of the gRPC contract.
fn methods() -> impl Iterator<Item = MethodDescriptor> {
    let services = descriptors().services().filter(|service| service.package_name() == "schakel.v1");
    services.flat_map(|service| service.methods().collect::<Vec<_>>())
}

/// The names of all operations, as both contracts list them.
pub async fn in_both_contracts(house: &House) -> BTreeSet<String> {
    let document = document(house).await;
    let items = document["paths"].as_object().unwrap().values();
    let over_rest: BTreeSet<_> = items
        .flat_map(|item| item.as_object().unwrap().values())
        .map(|operation| {
            let id = operation["operationId"].as_str().unwrap();
            id[..1].to_ascii_uppercase() + &id[1..]
        })
        .collect();
    let over_grpc = methods().map(|method| method.name().to_owned()).collect();
    assert_eq!(over_rest, over_grpc, "an operation is served by one door alone");
    over_rest
}
