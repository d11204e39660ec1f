//! HANDBOOK §4: for all but cleared participants a shielded case does not exist. Its id is like one that was
//! never given, whatever is done with it, and every list, search, record and number is as if there were none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use http::Method;
use schakel::doors::contract::Contract;
use schakel::doors::{Entry, Spec};
use schakel::operations::operations;
use schakel_access::{Action, Role};
use schakel_domain::OrganisationId;
use schakel_domain::region::{OrganisationCode, Region};
use serde_json::{Value, json};
use sqlx::Executor;
use uuid::Uuid;

use crate::actors::{
    Actor, coordinator, director, holder, manager, partner, privacy_officer, reporter, support, zsm,
};
use crate::cluster::Cluster;
use crate::doors::{Door, Envelope, frame, method, request_message, spec};
use crate::erasure::application_at;
use crate::house::{House, eventually};
use crate::stages::{Stage, as_partner, at_zsm, bsn, for_the_house, person, plan, results};

const SHIELDED: &str = "radicalisation";
/// Ids that were never given.
const NOBODY: &str = "0190c0de-0000-7000-8000-000000000001";
const NOBODY_EITHER: &str = "0190c0de-0000-7000-8000-000000000002";

/// Whoever holds this role, and is cleared.
pub fn cleared(role: Role) -> Actor {
    let account = match role {
        Role::ProcessDirector => "cleared-director",
        Role::InformationCoordinator => "cleared-coordinator",
        Role::ChainManager => "cleared-manager",
        Role::ChainPartner => "cleared-partner",
        role => panic!("nobody cleared is {role:?}"),
    };
    Actor::of(account, &Actor::with(role).organisation, &[role, Role::Cleared])
}

fn cleared_director() -> Actor {
    cleared(Role::ProcessDirector)
}

fn report_about(bsn: &str) -> Value {
    json!({
        "reason": "Zoekt aansluiting bij een gewelddadige groep.", "trigger": "current_concern",
        "theme": "nuisance", "municipality": "gouda", "subject": person(bsn), "shielded": SHIELDED
    })
}

/// A shielded case on the agenda of its meeting, directed by the cleared director.
pub struct Shielded {
    pub case: String,
    pub meeting: String,
}

impl Shielded {
    async fn reported(stage: Stage<'_>, bsn: &str) -> String {
        stage.house.done(stage.door, &cleared_director(), "ReportCase", report_about(bsn)).await.id()
    }

    async fn meeting(stage: Stage<'_>) -> String {
        let meeting = json!({
            "meetingType": SHIELDED, "meetingDate": stage.house.day(7).await,
            "chair": cleared_director().card()
        });
        stage.house.done(stage.door, &cleared_director(), "PlanMeeting", meeting).await.id()
    }

    pub async fn scheduled(stage: Stage<'_>, bsn: &str) -> Self {
        let case = Self::reported(stage, bsn).await;
        let meeting = Self::meeting(stage).await;
        schedule(stage, &case, &meeting).await;
        Self { case, meeting }
    }
}

async fn schedule(stage: Stage<'_>, case: &str, meeting: &str) {
    let agenda = json!({"meetingType": SHIELDED, "meetingId": meeting});
    stage.order(&cleared_director(), "ScheduleCase", case, agenda).await;
}

async fn slug(stage: Stage<'_>, actor: &Actor, name: &str, input: Value) -> String {
    match stage.house.call(stage.door, actor, name, input).await {
        Ok(_) => "done".to_owned(),
        Err(trouble) => trouble.slug,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cleared_director_reports_plans_schedules_and_closes_and_who_is_cleared_and_involved_sees_it() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let Shielded { case, meeting } = Shielded::scheduled(stage, &bsn(number)).await;
        let by = async |name: &str, input: Value| {
            stage.order(&cleared_director(), name, &case, input).await;
        };
        let listed = json!({"meetingId": meeting, "participant": cleared(Role::ChainPartner).card()});
        by("ListParticipant", listed).await;
        by("ShareInformation", json!({"category": "police", "text": "Zegt de politie."})).await;
        by("SetPlan", plan(&holder(), "politie", &house.day(42).await)).await;
        let seen = house.done(door, &cleared_director(), "GetCase", json!({"caseId": case})).await.json;
        assert_eq!((&seen["shielded"], &seen["state"]), (&json!(SHIELDED), &json!("planned")));
        let item = |seen: &Value| seen["items"][0]["text"].clone();
        for actor in [cleared_director(), cleared(Role::ChainPartner)] {
            let seen = house.done(door, &actor, "GetInformation", json!({"caseId": case})).await.json;
            assert_eq!((&seen["discussedIn"], item(&seen)), (&json!(SHIELDED), json!("Zegt de politie.")));
        }
        let manager = cleared(Role::ChainManager);
        house.done(door, &manager, "GetCase", json!({"caseId": case})).await;
        house.done(door, &manager, "HideCase", json!({"caseId": case, "reason": "Dreiging."})).await;
        // Cleared, but in no way involved in it.
        let coordinator = cleared(Role::InformationCoordinator);
        for name in ["GetCase", "GetInformation"] {
            assert_eq!(slug(stage, &coordinator, name, json!({"caseId": case})).await, "not-found");
        }
        // Holds it, but is not cleared.
        for name in ["GetCase", "GetInformation", "JudgeResults"] {
            let mut input = results();
            input["caseId"] = case.as_str().into();
            let input = if name == "JudgeResults" { input } else { json!({"caseId": case}) };
            assert_eq!(slug(stage, &holder(), name, input).await, "not-found");
        }
        let weighing = json!({"caseId": case, "criteria": ["d"], "decision": "schedule_focus"});
        assert_eq!(slug(stage, &cleared_director(), "WeighCase", weighing).await, "case-shielded");
        let back = json!({"caseId": case, "reason": "progress_stagnates", "meetingType": "focus"});
        assert_eq!(slug(stage, &cleared_director(), "PutBackOnAgenda", back).await, "case-shielded");
        let unshielded = json!({"reason": "Zomaar.", "shielded": "focus"});
        let refused = slug(stage, &cleared_director(), "ReportCase", unshielded).await;
        assert_eq!(refused, "meeting-type-not-shielded");
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shielded_kind_of_meeting_is_an_unknown_code_to_whoever_is_not_cleared() {
    let house = House::open().await;
    let day = house.day(7).await;
    let case = Stage { house: &house, door: Door::Rest }.reported(&bsn(0)).await;
    let with = |code: &str| {
        vec![
            (reporter(), "ReportCase", json!({"reason": "Zomaar.", "shielded": code})),
            (support(), "ScheduleCase", json!({"caseId": case, "meetingType": code})),
            (
                director(),
                "PutBackOnAgenda",
                json!({"caseId": case, "reason": "progress_stagnates", "meetingType": code}),
            ),
            (
                support(),
                "PlanMeeting",
                json!({"meetingType": code, "meetingDate": day, "chair": director().card()}),
            ),
            (manager(), "ListCases", json!({"meetingType": code})),
        ]
    };
    for door in Door::BOTH {
        for ((actor, name, shielded), (_, _, unknown)) in with(SHIELDED).into_iter().zip(with("seance_table"))
        {
            let told = async |input: Value| {
                let trouble = house.call(door, &actor, name, input).await.unwrap_err();
                let errors = trouble.errors.clone();
                (trouble.slug, trouble.code, errors)
            };
            let shielded = told(shielded).await;
            assert_eq!(shielded, told(unknown).await, "{name}");
            assert!(shielded.2.iter().any(|(_, rule)| rule == "unknown_code"), "{name}: {shielded:?}");
        }
    }
}

/// A call of an operation that names something by this id, in one of its fields.
fn naming(spec: &Spec, field: &str, id: &str, visible: &str) -> Value {
    let mut input = (spec.example)();
    for parameter in spec.path_parameters() {
        input[parameter] = if parameter == "caseId" { visible.into() } else { NOBODY_EITHER.into() };
    }
    if !replaced(&mut input, field, id) {
        input[field] = id.into();
    }
    input
}

/// Puts the id wherever this field stands.
fn replaced(value: &mut Value, field: &str, id: &str) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().any(|item| replaced(item, field, id)),
        Value::Object(members) => members.iter_mut().any(|(name, member)| match member {
            Value::Array(items) if name == field => {
                *items = vec![id.into()];
                true
            }
            Value::String(text) if name == field => {
                id.clone_into(text);
                true
            }
            member => replaced(member, field, id),
        }),
        _ => false,
    }
}

/// An answer as it goes over the line: status, headers but those that no two answers share, and the body.
#[derive(Debug, PartialEq)]
struct Raw {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Asks in a trace of its own, of which nothing is left in the answer.
async fn raw(house: &House, door: Door, actor: &Actor, spec: &Spec, input: Value, trace: &str) -> Raw {
    let key = format!("key-{trace}");
    let call = match door {
        Door::Rest => rest_call(house, spec, input, &key),
        Door::Grpc => {
            let message = request_message(spec, &method(spec), input, &Envelope::with_key(&key));
            // In this form of gRPC the trailers are part of the body.
            let call = house.http().post(house.url(&spec.rpc_path()));
            let call = call.header("content-type", "application/grpc-web+proto").header("x-grpc-web", "1");
            call.body(frame(&message))
        }
    };
    let call = call.header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01"));
    let answer = call.bearer_auth(house.token(actor)).send().await.unwrap();
    let shown = |text: &str| text.replace(trace, "TRACE");
    let headers = answer.headers().iter();
    let headers = headers.map(|(name, value)| match (name.to_string(), value.to_str().unwrap()) {
        (name, details) if name.ends_with("-bin") => {
            let details = STANDARD_NO_PAD.decode(details.trim_end_matches('=')).unwrap();
            // A problem's facts come in any order.
            let mut letters: Vec<_> = shown(&String::from_utf8_lossy(&details)).chars().collect();
            letters.sort_unstable();
            (name, letters.into_iter().collect())
        }
        (name, value) => (name, shown(value)),
    });
    let mut headers: Vec<_> = headers.filter(|(name, _)| name != "date" && name != "traceparent").collect();
    headers.sort();
    let status = answer.status().as_u16();
    Raw { status, headers, body: shown(&String::from_utf8_lossy(&answer.bytes().await.unwrap())) }
}

fn rest_call(house: &House, spec: &Spec, mut input: Value, key: &str) -> reqwest::RequestBuilder {
    let members = input.as_object_mut().unwrap();
    let mut path = spec.path.to_owned();
    for name in spec.path_parameters() {
        let value = members.remove(name).unwrap();
        path = path.replace(&format!("{{{name}}}"), value.as_str().unwrap());
    }
    let mut url = url::Url::parse(&house.url(&path)).unwrap();
    if spec.method == Method::GET && !members.is_empty() {
        let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let query = members.iter().flat_map(|(name, value)| {
            let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            values.into_iter().map(move |value| (name.clone(), plain(&value)))
        });
        url.query_pairs_mut().extend_pairs(query);
    }
    let call = house.http().request(spec.method.clone(), url);
    let call = if spec.is_command() { call.header("idempotency-key", key) } else { call };
    if spec.method == Method::GET {
        return call;
    }
    call.json(&input)
}

impl Raw {
    fn without(mut self, id: &str) -> Self {
        self.body = self.body.replace(id, "ID");
        self.headers.iter_mut().for_each(|(_, value)| *value = value.replace(id, "ID"));
        self
    }
}

/// Everybody who may take this action and is not cleared.
fn uncleared(action: Action) -> Vec<Actor> {
    let roles = action.roles().iter().filter(|role| **role != Role::Cleared);
    roles.map(|role| Actor::with(*role)).collect()
}

/// What the log of who saw what has of a trace, but what no two calls share.
async fn records_of(house: &House, trace: &str, id: &str) -> Vec<Value> {
    let records = "select replace((to_jsonb(record)
                       - '{seq,tx_id,mac,started_at,ended_at,trace_id,span_id}'::text[])::text, $2, 'ID')::jsonb
                   from access_log.record where trace_id = $1 order by writer, seq";
    sqlx::query_scalar(records).bind(trace).bind(id).fetch_all(house.pool()).await.unwrap()
}

async fn versions_of(house: &House, id: &str) -> i64 {
    let versions = "select count(*) from journal.events where aggregate_id = $1";
    sqlx::query_scalar(versions).bind(id).fetch_one(house.pool()).await.unwrap()
}

/// Fields with the id of something else than a case or a meeting.
const OF_SOMETHING_ELSE: [&str; 16] = [
    "absorbedPersonId",
    "agreementId",
    "bottleneckId",
    "covenantId",
    "handoverId",
    "informationId",
    "informationRequestId",
    "memberId",
    "monitorDayId",
    "notTheSameAs",
    "organisationId",
    "personId",
    "relativeId",
    "reportImportId",
    "requestId",
    "trajectoryId",
];

/// The one action that knows what is shielded without clearance: the privacy officer's dry run.
const DRY_RUN: Action = Action::ExplainInformation;

/// Every field of an operation that names a case or a meeting, with everybody who may call it and is not
/// cleared.
fn by_everybody(entry: &Entry, region: &Region) -> Vec<(String, Actor)> {
    let contract = Contract::of(entry, region).unwrap();
    let fields = contract.id_fields().iter().filter(|it| !OF_SOMETHING_ELSE.contains(&it.as_str()));
    let actors = uncleared(entry.spec.action);
    fields.flat_map(|field| actors.iter().map(|actor| (field.clone(), actor.clone()))).collect()
}

/// Two traces that no other call has.
fn two_traces() -> [String; 2] {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(2, Ordering::Relaxed);
    [number, number + 1].map(|number| format!("a{number:031x}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_done_with_a_shielded_id_is_as_with_one_that_was_never_given() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let Shielded { case, meeting } = Shielded::scheduled(stage, &bsn(0)).await;
    let visible = stage.reported(&bsn(2)).await;
    let region = fs::read_to_string(house.setting("REGION_FILE")).unwrap();
    let region: Region = toml::from_str(&region).unwrap();
    let versions = async || {
        let of = async |id: &str| versions_of(&house, id).await;
        [of(&case).await, of(&meeting).await, of(&Uuid::nil().to_string()).await]
    };
    let (before, mut tried) = (versions().await, BTreeSet::new());
    for entry in operations().iter().filter(|entry| entry.spec.action != DRY_RUN) {
        let spec = &entry.spec;
        for (field, actor) in by_everybody(entry, &region) {
            tried.insert(spec.action.name());
            let shielded = if field.ends_with("aseId") { &case } else { &meeting };
            for door in Door::BOTH {
                let ask = async |id: &str, trace: &str| {
                    let visible = if field == "caseId" { id } else { &visible };
                    let input = naming(spec, &field, id, visible);
                    let answer = raw(&house, door, &actor, spec, input, trace).await.without(id);
                    (answer, records_of(&house, trace, id).await)
                };
                let [of_shielded, of_unknown] = two_traces();
                let unknown = ask(NOBODY, &of_unknown).await;
                let what = format!("{} {field} {door:?} {:?}", spec.action.name(), actor.roles);
                assert_eq!(ask(shielded, &of_shielded).await, unknown, "{what}");
            }
        }
    }
    assert_eq!(versions().await, before, "nothing was done");
    let on_cases = operations().into_iter().filter(|it| it.spec.path_parameters().any(|it| it == "caseId"));
    let on_cases: BTreeSet<_> = on_cases.map(|entry| entry.spec.action.name()).collect();
    let left_out: Vec<_> = on_cases.difference(&tried).collect();
    assert_eq!(left_out, [&DRY_RUN.name()]);
    assert!(tried.contains("GetMeeting"), "{tried:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dry_run_of_the_privacy_officer_says_that_nobody_uncleared_would_see_it() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let Shielded { case, .. } = Shielded::scheduled(stage, &bsn(number)).await;
        let input = json!({"caseId": case, "organisation": "veiligheidshuis"});
        let dry_run = house.done(door, &privacy_officer(), "ExplainInformation", input).await.json;
        let seeing = dry_run["explanations"].as_array().unwrap().iter().filter(|it| it["exists"] == true);
        let mut seeing: Vec<_> = seeing.map(|it| it["account"].as_str().unwrap()).collect();
        seeing.sort_unstable();
        assert_eq!(seeing, ["cleared-director", "cleared-manager"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_cleared_by_token_and_register_today_is_not_cleared() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Grpc };
    let Shielded { case, .. } = Shielded::scheduled(stage, &bsn(0)).await;
    let sees = async |actor: &Actor| {
        let mut slugs = BTreeSet::new();
        for door in Door::BOTH {
            let stage = Stage { house: &house, door };
            slugs.insert(slug(stage, actor, "GetCase", json!({"caseId": case})).await);
        }
        slugs.into_iter().collect::<Vec<_>>() == ["done"]
    };
    let without = |actor: Actor| Actor { roles: vec![Role::ChainManager], ..actor };
    let with = |actor: Actor| Actor { roles: vec![Role::ChainManager, Role::Cleared], ..actor };
    assert!(sees(&cleared(Role::ChainManager)).await);
    assert!(!sees(&without(cleared(Role::ChainManager))).await, "the token does not say so");
    assert!(!sees(&with(manager())).await, "the register does not say so");
    let elsewhere = Actor { organisation: "politie".into(), ..cleared(Role::ChainManager) };
    assert!(!sees(&elsewhere).await, "not at that organisation");

    let organisation = OrganisationId::of(&OrganisationCode::new("veiligheidshuis")).to_string();
    let newcomer = Actor::of("newcomer", "veiligheidshuis", &[Role::ChainManager, Role::Cleared]);
    let authorise = async |from: i32, roles: Value| {
        let input = json!({
            "organisationId": organisation, "account": newcomer.account, "name": "Wilgenhout", "roles": roles,
            "fromDate": house.day(from).await, "untilDate": house.day(300).await
        });
        house.done(Door::Rest, &manager(), "AuthoriseProfessional", input).await;
    };
    authorise(1, json!(["chain_manager", "cleared"])).await;
    assert!(!sees(&newcomer).await, "from tomorrow");
    authorise(0, json!(["chain_manager"])).await;
    assert!(!sees(&newcomer).await, "authorised, and not cleared");
    authorise(0, json!(["chain_manager", "cleared"])).await;
    assert!(sees(&newcomer).await, "from today");
    let withdrawn = json!({"organisationId": organisation, "account": newcomer.account});
    house.done(Door::Rest, &manager(), "WithdrawAuthorisation", withdrawn).await;
    assert!(!sees(&newcomer).await, "not any more");
}

/// Somebody of whom there is a closed case that all may know of, and who is registered.
struct Somebody {
    bsn: String,
    case: String,
    person: String,
}

impl Somebody {
    async fn with_closed_case(stage: Stage<'_>, number: usize) -> Self {
        let bsn = bsn(number);
        let case = stage.closed(&bsn).await;
        let member = &stage.case(&case).await["report"]["subject"]["members"][0];
        let person = member["personId"].as_str().unwrap().to_owned();
        Self { bsn, case, person }
    }

    /// Everything that anybody who is not cleared can ask, as far as it could say something of them.
    fn questions(&self) -> Vec<(Actor, &'static str, Value)> {
        let staff = [manager(), director(), coordinator(), support()];
        let lists = ["ListCases", "ListWorkItems"].into_iter().flat_map(|name| {
            staff.clone().map(|actor| [1, 100].map(|limit| (actor.clone(), name, json!({"limit": limit}))))
        });
        let everybody = [manager(), director(), coordinator(), support(), holder(), reporter(), partner()];
        let notices = everybody.into_iter().chain([privacy_officer(), zsm()]);
        let notices = notices.map(|actor| (actor, "ListNotices", json!({"limit": 100})));
        let identity = json!({"identity": {
            "givenNames": "Jan", "prefix": "van der", "surname": "Proef", "birthDate": "1990-04-12"
        }});
        let by_name = |purpose: &str| {
            json!({
                "type": "by_name_and_birth_date", "purpose": purpose, "reference": "test-1", "givenNames": "Jan",
                "prefix": "van der", "surname": "Proef", "birthDate": "1990-04-12"
            })
        };
        let person = json!({"personId": self.person});
        let by = |filter: Value| (privacy_officer(), "SearchAccessRecords", filter);
        let cleared = ["cleared-director", "cleared-coordinator"];
        let apart = [
            (zsm(), "LookUpPerson", at_zsm(&self.bsn)),
            (partner(), "LookUpPerson", as_partner(&self.bsn)),
            (manager(), "LookUpPerson", for_the_house(&self.bsn)),
            (zsm(), "LookUpPerson", by_name("zsm_lookup")),
            (partner(), "LookUpPerson", by_name("partner_lookup")),
            (coordinator(), "SearchPersons", identity),
            (coordinator(), "GetPerson", person),
            (manager(), "GetCase", json!({"caseId": self.case})),
            (manager(), "ListInvolvedCases", json!({"limit": 100})),
            (director(), "ListInvolvedCases", json!({"limit": 100})),
            (holder(), "ListInvolvedCases", json!({"limit": 100})),
            (partner(), "ListInvolvedCases", json!({"limit": 1})),
            (partner(), "ListOrganisationCases", json!({"limit": 100})),
            (manager(), "ListRetention", json!({"limit": 100})),
            (privacy_officer(), "ListRetention", json!({"limit": 1})),
            (privacy_officer(), "ListRequests", json!({})),
        ];
        let records = cleared.map(|account| by(json!({"account": account})));
        lists.flatten().chain(notices).chain(apart).chain(records).collect()
    }
}

/// Waits until every list has got there.
async fn caught_up(house: &House, position: &str) {
    let lists = [
        (manager(), "ListCases"),
        (manager(), "ListWorkItems"),
        (manager(), "ListNotices"),
        (manager(), "ListRetention"),
        (privacy_officer(), "ListRequests"),
    ];
    for (actor, name) in lists {
        let client = house.client(Door::Rest);
        client.call(&actor, name, json!({}), Envelope::at_position(position)).await.unwrap();
    }
}

/// Every answer, with what was asked.
async fn answers(house: &House, somebody: &Somebody, position: &str) -> Vec<(String, Raw)> {
    caught_up(house, position).await;
    let mut answers = Vec::new();
    for door in Door::BOTH {
        for (actor, name, input) in somebody.questions() {
            let asked = format!("{door:?} {name} by {}: {input}", actor.account);
            let [trace, _] = two_traces();
            let answer = raw(house, door, &actor, spec(name), input, &trace).await;
            assert_eq!(answer.status, 200, "{asked}: {answer:?}");
            answers.push((asked, answer));
        }
    }
    answers
}

/// The names and labels of all metrics, without what they count.
async fn metrics(house: &House) -> BTreeSet<String> {
    let metrics = house.metrics().await;
    let lines = metrics.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.rsplit_once(' ')).map(|(name, _)| name.to_owned()).collect()
}

/// All that can happen to a shielded case, about somebody whom all may know of.
async fn goes_through_the_house(stage: Stage<'_>, somebody: &Somebody, meeting: &str) -> (String, String) {
    let house = stage.house;
    let case = Shielded::reported(stage, &somebody.bsn).await;
    let director = cleared_director();
    let seen = house.done(stage.door, &cleared(Role::ChainManager), "GetCase", json!({"caseId": case})).await;
    let member = &seen.json["report"]["subject"]["members"][0]["id"];
    let identified = json!({"memberId": member, "personId": somebody.person});
    stage.order(&cleared(Role::InformationCoordinator), "IdentifySubject", &case, identified).await;
    schedule(stage, &case, meeting).await;
    let listed = json!({"meetingId": meeting, "participant": cleared(Role::ChainPartner).card()});
    stage.order(&director, "ListParticipant", &case, listed).await;
    stage.order(&director, "ShareInformation", &case, json!({"category": "police", "text": "Zegt."})).await;
    let holder = Actor::of("cleared-holder", "reclassering_nederland", &[Role::CaseHolder, Role::Cleared]);
    stage.order(&director, "SetPlan", &case, plan(&holder, "politie", &house.day(42).await)).await;
    let advice = json!({"sketch": "Loopt.", "measures": ["Snelle zitting."]});
    stage.order(&director, "SetZsmAdvice", &case, advice).await;
    for actor in [&director, &holder] {
        house.done(stage.door, actor, "GetCase", json!({"caseId": case})).await;
    }
    stage.order(&holder, "JudgeResults", &case, results()).await;
    stage.order(&director, "WithdrawZsmAdvice", &case, json!({})).await;
    let closed = stage.order(&director, "CloseCase", &case, json!({})).await;
    (case, closed.position.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_is_not_cleared_can_tell_the_world_with_a_shielded_case_from_that_without() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let somebody = Somebody::with_closed_case(stage, number).await;
        let meeting = Shielded::meeting(stage).await;
        let hidden = stage.order(&manager(), "HideCase", &somebody.case, json!({"reason": "Neef."})).await;
        answers(&house, &somebody, hidden.position()).await;
        let (without, counted) = (answers(&house, &somebody, hidden.position()).await, metrics(&house).await);
        let (case, position) = goes_through_the_house(stage, &somebody, &meeting).await;
        let with = answers(&house, &somebody, &position).await;
        for ((what, with), (_, without)) in with.iter().zip(&without) {
            assert_eq!(with, without, "{what}");
            assert!(!with.body.contains(&case) && !with.body.contains("cleared-holder"), "{what}");
        }
        for (actor, name) in [(coordinator(), "ExportPerson"), (privacy_officer(), "SearchAccessRecords")] {
            let said = house.done(door, &actor, name, json!({"personId": somebody.person})).await.json;
            assert!(!said.to_string().contains(&case) && !said.to_string().contains("cleared-"), "{name}");
            assert!(said.to_string().contains(&somebody.case) || name == "SearchAccessRecords");
        }
        let seen =
            stage.order(&manager(), "RevealCase", &somebody.case, json!({"reason": "Toch niet."})).await;
        let seen = answers(&house, &somebody, seen.position()).await;
        assert!(seen.iter().zip(&without).any(|(seen, without)| seen != without), "or this sees nothing");
        let more: Vec<_> = metrics(&house).await.difference(&counted).cloned().collect();
        assert!(more.iter().all(|metric| !metric.contains(&case) && !metric.contains(SHIELDED)), "{more:?}");
    }
}

/// Each statement that touches streams, keys, read models or records, how often it ran, and how many rows
/// it gave.
async fn statements(house: &House, door: Door, actor: &Actor, name: &str, input: &Value) -> Statements {
    house.pool().execute("select pg_stat_statements_reset()").await.unwrap();
    for _ in 0..3 {
        let answer = house.call(door, actor, name, input.clone()).await;
        assert!(answer.is_err(), "it is known to nobody");
    }
    // As in `hidden.rs`: constants or their numbers.
    let ran = r"select regexp_replace(query, '\$\d+|''[^'']*''|\m(\d+|true)\M', '?', 'g') as text,
                      sum(calls)::bigint, sum(rows)::bigint from pg_stat_statements
               where userid = 'schakel_service'::regrole
                 and query ~ 'shielded_|lookup_|aggregate_id = |access_log[.](record|head|message)|wrapped'
               group by text";
    let ran: Vec<(String, i64, i64)> = sqlx::query_as(ran).fetch_all(house.pool()).await.unwrap();
    ran.into_iter().map(|(query, calls, rows)| (query, (calls, rows))).collect()
}

type Statements = BTreeMap<String, (i64, i64)>;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_statements_run_and_give_as_many_rows_for_a_shielded_id_as_for_an_unknown_one() {
    let cluster = Cluster::start_with(&[("shared_preload_libraries", "pg_stat_statements")]).await;
    let house = cluster.open_house(&[]).await;
    house.pool().execute("create extension pg_stat_statements").await.unwrap();
    let stage = Stage { house: &house, door: Door::Rest };
    let Shielded { case, meeting } = Shielded::scheduled(stage, &bsn(0)).await;
    let visible = stage.reported(&bsn(1)).await;
    // Read models that follow open what they read, too: they have got there before anything is counted.
    let check = json!({"party": "zsm", "known": false});
    let last = stage.order(&coordinator(), "RecordElsewhereCheck", &visible, check).await;
    for list in ["ListCases", "ListWorkItems", "ListNotices", "ListRetention", "ListRequests", "ListMeetings"]
    {
        let there = Envelope::at_position(last.position());
        house.client(Door::Rest).call(&manager(), list, json!({}), there).await.unwrap();
    }
    let calls = |case: &str, meeting: &str| {
        [
            (director(), "GetCase", json!({"caseId": case})),
            (partner(), "GetInformation", json!({"caseId": case})),
            (manager(), "BreakGlass", json!({"caseId": case, "reason": "Dreiging."})),
            (support(), "ScheduleCase", json!({"caseId": case, "meetingType": "focus"})),
            (coordinator(), "LinkReport", json!({"caseId": visible, "activeCaseId": case})),
            (partner(), "GetMeeting", json!({"meetingId": meeting})),
            (support(), "HoldMeeting", json!({"meetingId": meeting})),
        ]
    };
    for door in Door::BOTH {
        let unknown = calls(NOBODY, NOBODY_EITHER);
        for ((actor, name, unknown), (_, _, shielded)) in unknown.into_iter().zip(calls(&case, &meeting)) {
            // Once before it is counted: what is prepared once is no part of it.
            statements(&house, door, &actor, name, &unknown).await;
            let expected = statements(&house, door, &actor, name, &unknown).await;
            assert!(expected.keys().any(|query| query.contains("shielded_case")), "{name}: {expected:?}");
            assert_eq!(statements(&house, door, &actor, name, &shielded).await, expected, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_becomes_shielded_is_gone_from_everything_that_spoke_of_it() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 2]) {
        let stage = Stage { house: &house, door };
        let (report, case) = (stage.reported(&bsn(number)).await, stage.planned(&bsn(number + 1)).await);
        stage.order(&coordinator(), "LinkReport", &report, json!({"activeCaseId": case})).await;
        house.done(door, &zsm(), "LookUpPerson", at_zsm(&bsn(number + 1))).await;
        let person = stage.identified(&report).await;
        let lines = json!({"lines": [{"bsn": bsn(number + 1)}]});
        let day = house.done(door, &support(), "CheckSuspects", lines).await.id();
        let spoken_of = async || {
            let asked = [
                (manager(), "ListCases", json!({"limit": 100})),
                (manager(), "ListWorkItems", json!({"limit": 100})),
                (director(), "ListNotices", json!({"limit": 100})),
                (holder(), "ListNotices", json!({"limit": 100})),
                (director(), "GetCase", json!({"caseId": report})),
                (coordinator(), "ExportPerson", json!({"personId": person})),
                (support(), "GetMonitorDay", json!({"monitorDayId": day})),
                (
                    privacy_officer(),
                    "SearchAccessRecords",
                    json!({"account": director().account, "limit": 100}),
                ),
            ];
            let mut spoken_of = BTreeSet::new();
            for (actor, name, input) in asked {
                let said = house.done(door, &actor, name, input).await.json.to_string();
                spoken_of.extend(said.contains(&case).then_some((name, actor.account)));
            }
            spoken_of.len()
        };
        eventually("all of them to speak of it", async || spoken_of().await == 8).await;
        let back = json!({"reason": "plan_needs_adjusting", "meetingType": SHIELDED});
        let back = stage.order(&cleared_director(), "PutBackOnAgenda", &case, back).await;
        caught_up(&house, back.position()).await;
        assert_eq!(spoken_of().await, 0);
        for actor in [manager(), director(), holder(), coordinator()] {
            assert_eq!(slug(stage, &actor, "GetCase", json!({"caseId": case})).await, "not-found");
        }
        let asked = house.done(door, &zsm(), "LookUpPerson", at_zsm(&bsn(number + 1))).await;
        assert_eq!(asked.json["hit"], false);
        let stays = json!({"caseId": case, "reason": "plan_needs_adjusting", "meetingType": "focus"});
        assert_eq!(slug(stage, &cleared_director(), "PutBackOnAgenda", stays).await, "back-on-agenda");
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shielded_case_is_erased_when_its_term_has_passed_and_keeps_its_person_until_then() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Grpc };
    let somebody = Somebody::with_closed_case(stage, 0).await;
    let meeting = Shielded::meeting(stage).await;
    let (case, position) = goes_through_the_house(stage, &somebody, &meeting).await;
    caught_up(&house, &position).await;
    let held = json!({"caseId": case, "reason": "De rechter vroeg erom."});
    let held = house.done(Door::Rest, &cleared(Role::ChainManager), "PlaceLegalHold", held).await;
    caught_up(&house, held.position()).await;
    let late = application_at(&house, 1828).await;
    let keys_of = async |stream: String| {
        let left = "select count(*) from data_keys where stream = $1 and wrapped is not null";
        sqlx::query_scalar::<_, i64>(left).bind(stream).fetch_one(house.keys_pool()).await.unwrap()
    };
    let (of_case, of_person) = (format!("Case/{case}"), format!("Person/{}", somebody.person));
    assert_eq!(late.sweep().await.unwrap().erased, 1, "the other one");
    assert!(keys_of(of_case.clone()).await > 0 && keys_of(of_person.clone()).await > 0);
    let lifted = json!({"caseId": case, "reason": "Uitspraak gedaan."});
    let lifted = house.done(Door::Rest, &cleared(Role::ChainManager), "LiftLegalHold", lifted).await;
    caught_up(&house, lifted.position()).await;
    let swept = late.sweep().await.unwrap();
    assert_eq!((swept.erased, swept.failures.len()), (1, 0));
    assert_eq!((keys_of(of_case).await, keys_of(of_person).await), (0, 0));
    let retention = house.done(Door::Rest, &manager(), "ListRetention", json!({"limit": 100})).await.json;
    assert!(retention.to_string().contains(&somebody.case) && !retention.to_string().contains(&case));
    for actor in [manager(), director(), cleared_director()] {
        assert_eq!(slug(stage, &actor, "GetCase", json!({"caseId": case})).await, "not-found");
    }
    house.rebuild_equals_live().await;
}
