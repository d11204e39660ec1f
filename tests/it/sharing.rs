//! HANDBOOK §9: the same case as seen by everybody around it, as the covenant has it; what changes it, and
//! how fast.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::actors::{
    Actor, coordinator, director, holder, manager, partner, privacy_officer, reporter, support,
};
use crate::doors::{Door, Envelope, spec};
use crate::house::{House, eventually};
use crate::stages::{Stage, bsn, plan};
use schakel::demo::{account_of, organisation_of};
use schakel_access::Role;

pub fn fivoor() -> Actor {
    Actor::of("fivoor-1", "fivoor", &[Role::ChainPartner])
}

pub fn municipality() -> Actor {
    let role = Role::MunicipalContact;
    Actor::of(&account_of(role), organisation_of(role), &[role])
}

fn neighbour() -> Actor {
    Actor::of("leiden-1", "gemeente_leiden", &[Role::MunicipalContact])
}

/// A case in Gouda on the agenda of a focus meeting, with the police and a care partner at the table.
pub async fn at_the_table(stage: Stage<'_>, number: usize) -> String {
    at_the_table_of_meeting(stage, number).await.0
}

/// The same, with the meeting.
pub async fn at_the_table_of_meeting(stage: Stage<'_>, number: usize) -> (String, String) {
    let case = stage.weighed(&bsn(number)).await;
    let meeting = stage.meeting("focus", 7).await;
    let scheduled =
        json!({"meetingType": "focus", "meetingId": meeting, "processDirector": director().card()});
    stage.order(&support(), "ScheduleCase", &case, scheduled).await;
    for participant in [partner(), fivoor()] {
        let listed = json!({"meetingId": meeting, "participant": participant.card()});
        stage.order(&director(), "ListParticipant", &case, listed).await;
    }
    (case, meeting)
}

pub async fn share(stage: Stage<'_>, actor: &Actor, case: &str, item: Value) {
    stage.order(actor, "ShareInformation", case, item).await;
}

/// What somebody may have of a case, or why it does not exist for them.
pub async fn seen(stage: Stage<'_>, actor: &Actor, case: &str) -> Result<Value, String> {
    let answer = stage.house.call(stage.door, actor, "GetInformation", json!({"caseId": case})).await;
    answer.map(|reply| reply.json).map_err(|trouble| trouble.slug)
}

/// It does not exist for them.
pub fn not_found() -> Result<Value, String> {
    Err("not-found".to_owned())
}

/// The texts that somebody sees, in the order of their categories.
pub async fn texts(stage: Stage<'_>, actor: &Actor, case: &str) -> Vec<String> {
    let seen = seen(stage, actor, case).await.unwrap();
    let items = seen["items"].as_array().unwrap().iter();
    let mut texts: Vec<_> = items.map(|item| item["text"].as_str().unwrap().to_owned()).collect();
    texts.sort();
    texts
}

pub fn permitted(seen: &Value) -> Vec<&str> {
    let categories = seen["categories"].as_array().unwrap().iter();
    let permitted = categories.filter(|category| category["permitted"] == true);
    permitted.map(|category| category["category"].as_str().unwrap()).collect()
}

pub fn reason<'a>(seen: &'a Value, category: &str) -> &'a str {
    let mut categories = seen["categories"].as_array().unwrap().iter();
    let found = categories.find(|known| known["category"] == category);
    found.and_then(|category| category["reason"].as_str()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sees_of_a_case_what_signature_involvement_and_annex_allow() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = at_the_table(stage, number).await;
        share(stage, &partner(), &case, json!({"category": "police", "text": "Politie zegt."})).await;
        share(stage, &fivoor(), &case, json!({"category": "care", "text": "Zorg zegt."})).await;

        let police = seen(stage, &partner(), &case).await.unwrap();
        assert_eq!(police["involvements"], json!(["participant"]));
        assert_eq!(reason(&police, "care"), "not_in_annex");
        assert_eq!(texts(stage, &partner(), &case).await, ["Politie zegt."]);
        assert_eq!(police["members"][0]["identity"]["surname"], "Proef");

        assert_eq!(texts(stage, &fivoor(), &case).await, ["Zorg zegt."]);
        assert_eq!(texts(stage, &municipality(), &case).await, ["Politie zegt.", "Zorg zegt."]);
        assert_eq!(texts(stage, &director(), &case).await, ["Politie zegt.", "Zorg zegt."]);

        let own = seen(stage, &reporter(), &case).await.unwrap();
        assert_eq!((own["items"].clone(), own["members"].clone()), (json!([]), json!([])));
        assert_eq!(own["ownReport"]["reason"], "Derde aanhouding deze maand.");
        assert_eq!(reason(&own, "identity"), "outside_involvement");

        for stranger in [neighbour(), holder(), Actor::with(Role::CovenantPartner)] {
            assert_eq!(seen(stage, &stranger, &case).await, Err("not-found".to_owned()), "{stranger:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_view_of_the_briefing_is_small_and_that_of_the_focus_meeting_is_wide() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.reported(&bsn(number)).await;
        let weighing = Actor::with(Role::WeighingTeam);
        let in_briefing = seen(stage, &weighing, &case).await.unwrap();
        let small = ["identity", "whereabouts", "justice", "police", "violence_and_nuisance"];
        assert_eq!(permitted(&in_briefing), small);
        let refused = json!({"caseId": case, "category": "debts", "text": "Huurschuld."});
        let trouble = house.call(door, &municipality(), "ShareInformation", refused).await.unwrap_err();
        assert_eq!(trouble.slug, "category-not-in-annex");
        let weighed = json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"});
        stage.order(&support(), "WeighCase", &case, weighed).await;
        assert_eq!(seen(stage, &weighing, &case).await, Err("not-found".to_owned()), "until the decision");

        let focus = json!({"meetingType": "focus", "processDirector": director().card()});
        stage.order(&support(), "ScheduleCase", &case, focus).await;
        assert!(permitted(&seen(stage, &municipality(), &case).await.unwrap()).contains(&"debts"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audience_and_the_consent_of_the_client_count_from_the_next_call_on() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = at_the_table(stage, number).await;
        let item = json!({"category": "care", "text": "Alleen voor Gouda.", "consent": "given",
            "audience": ["gemeente_gouda"]});
        share(stage, &fivoor(), &case, item).await;
        assert_eq!(texts(stage, &municipality(), &case).await, ["Alleen voor Gouda."]);
        assert!(texts(stage, &director(), &case).await.is_empty(), "it is for others");
        let item = seen(stage, &fivoor(), &case).await.unwrap()["items"][0]["id"].clone();
        let consent = |given: bool| json!({"informationId": item, "given": given});
        let mut of_others = consent(false);
        of_others["caseId"] = case.as_str().into();
        let others = house.call(door, &municipality(), "RecordConsent", of_others).await;
        assert_eq!(others.unwrap_err().slug, "not-the-source");
        stage.order(&fivoor(), "RecordConsent", &case, consent(false)).await;
        assert!(texts(stage, &municipality(), &case).await.is_empty());
        assert_eq!(texts(stage, &fivoor(), &case).await, ["Alleen voor Gouda."], "its source keeps it");
        stage.order(&fivoor(), "RecordConsent", &case, consent(true)).await;
        assert_eq!(texts(stage, &municipality(), &case).await, ["Alleen voor Gouda."]);
        stage.order(&fivoor(), "RetractInformation", &case, json!({"informationId": item})).await;
        assert!(texts(stage, &fivoor(), &case).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_about_a_case_is_for_the_house_and_for_whoever_may_have_that_kind() {
    let house = House::open().await;
    let amend = async |categories: Value| {
        let grants = json!([
            {"kind": "house", "categories": ["identity"]},
            {"kind": "chain_partner", "chain": "punishment", "categories": categories}
        ]);
        let annex =
            json!({"ground": "focus", "purpose": "Plan maken", "legalBasis": "Wgs", "grants": grants});
        let day = house.day(0).await;
        let input = json!({"covenantId": covenant(&house).await, "annex": annex, "decidedDate": day});
        house.done(Door::Rest, &manager(), "AmendAnnex", input).await;
    };
    let stage = Stage { house: &house, door: Door::Rest };
    let case = stage.planned(&bsn(0)).await;
    let check = json!({"party": "zsm", "known": true});
    stage.order(&coordinator(), "RecordElsewhereCheck", &case, check).await;
    let told = async |actor: &Actor, door| {
        let view = house.done(door, actor, "GetCase", json!({"caseId": case})).await.json;
        let facts = view["history"]
            .as_array()
            .unwrap()
            .iter()
            .any(|entry| entry["event"] == "ElsewhereChecked" && entry["facts"] != json!([]));
        let checks = view["elsewhereChecks"].as_array().is_some_and(|checks| !checks.is_empty());
        assert_eq!(facts, checks);
        (view["report"]["reason"].is_string(), checks)
    };
    for (categories, of_holder) in [
        (json!(["identity", "plan", "care"]), (true, true)),
        (json!(["identity", "plan"]), (true, false)),
        (json!(["identity"]), (false, false)),
    ] {
        amend(categories).await;
        for door in Door::BOTH {
            assert_eq!(told(&holder(), door).await, of_holder);
            assert_eq!(told(&manager(), door).await, (true, true));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn information_is_shared_with_registered_organisations_alone() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = at_the_table(stage, number).await;
        let events = house.events().await;
        for (field, wrong) in [("audience", json!(["nobody_knows"])), ("organisation", json!("nobody_knows"))]
        {
            let mut item = json!({"caseId": case, "category": "care", "text": "Zorg zegt."});
            item[field] = wrong;
            let refused = house.call(door, &fivoor(), "ShareInformation", item).await.unwrap_err();
            assert!(refused.told.contains(field), "{}", refused.told);
        }
        assert_eq!(house.events().await, events);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_asked_sees_that_request_and_answers_it_and_nobody_else_does() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let ggd = Actor::of("ggd-1", "ggd", &[Role::ChainPartner]);
        let case = stage.reported(&bsn(number)).await;
        assert_eq!(seen(stage, &ggd, &case).await, Err("not-found".to_owned()));
        let question = json!({"organisation": "ggd", "question": "Bekend bij het Meldpunt?",
            "answerByDate": house.day(3).await});
        stage.order(&coordinator(), "RequestInformation", &case, question).await;
        let asked = seen(stage, &ggd, &case).await.unwrap();
        assert_eq!(asked["requests"][0]["question"], "Bekend bij het Meldpunt?");
        assert_eq!((asked["members"].clone(), permitted(&asked)), (json!([]), vec![]));
        let answer = json!({"requestId": asked["requests"][0]["id"], "known": false});
        let mut by_another = answer.clone();
        by_another["caseId"] = case.as_str().into();
        let trouble = house.call(door, &fivoor(), "AnswerInformationRequest", by_another).await.unwrap_err();
        assert_eq!(trouble.slug, "not-found", "it does not exist for them");
        stage.order(&ggd, "AnswerInformationRequest", &case, answer).await;
        let answered = seen(stage, &coordinator(), &case).await.unwrap();
        assert_eq!(answered["requests"][0]["state"], "unknown");
    }
}

/// The id of the covenant of the tests.
async fn covenant(house: &House) -> Value {
    let covenants = house.done(Door::Rest, &manager(), "ListCovenants", json!({})).await;
    covenants.json["covenants"][0]["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_that_ends_ends_for_tokens_that_are_valid_and_on_every_replica_within_a_second() {
    let house = House::open().await;
    let other = house.another_server().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let case = at_the_table(stage, 0).await;
    let elsewhere = house.client_of(&other, Door::Grpc);
    let ask = async || {
        let (asker, input) = (fivoor(), json!({"caseId": case}));
        let asked = elsewhere.call(&asker, "GetInformation", input, Envelope::default()).await;
        asked.map(drop).map_err(|trouble| trouble.slug)
    };
    assert_eq!(ask().await, Ok(()));
    let ended = json!({"covenantId": covenant(&house).await, "organisation": "fivoor"});
    house.done(Door::Rest, &manager(), "EndSignature", ended).await;
    assert_eq!(seen(stage, &fivoor(), &case).await, Err("not-found".to_owned()), "here at once");
    let ended = Instant::now();
    eventually("the other replica to know", async || {
        let asked_after = ended.elapsed();
        let asked = ask().await;
        assert!(asked.is_err() || asked_after < Duration::from_secs(1), "asked {asked_after:?} later");
        asked == Err("not-found".to_owned())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_that_comes_back_signs_before_it_sees_anything() {
    let house = House::open().await;
    let in_force = covenant(&house).await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = at_the_table(stage, number).await;
        assert!(seen(stage, &fivoor(), &case).await.is_ok());
        let organisations = house.done(door, &manager(), "ListOrganisations", json!({})).await.json;
        let rows = organisations["organisations"].as_array().unwrap().clone();
        let fivoors = rows.into_iter().find(|row| row["code"] == "fivoor").unwrap();
        let id = json!({"organisationId": fivoors["id"]});
        // One that it signed as well, and that has ended when it comes back.
        let ended = another_covenant(&house, "fivoor").await;
        house.done(door, &manager(), "EndCovenant", json!({"covenantId": ended})).await;
        house.done(door, &manager(), "ExitOrganisation", id).await;
        assert!(seen(stage, &fivoor(), &case).await.is_err());

        let mut back = json!({});
        for member in ["code", "name", "kind", "chain"] {
            back[member] = fivoors[member].clone();
        }
        house.done(door, &manager(), "RegisterOrganisation", back).await;
        house.authorise(&fivoor()).await;
        assert_eq!(seen(stage, &fivoor(), &case).await, not_found(), "it has yet to sign");
        let signs = json!({"covenantId": in_force, "organisation": "fivoor"});
        let mut admitted = signs.clone();
        admitted["decidedDate"] = house.day(0).await.into();
        house.done(door, &manager(), "AdmitPartner", admitted).await;
        house.done(door, &manager(), "SignCovenant", signs).await;
        assert!(seen(stage, &fivoor(), &case).await.is_ok());
    }
}

/// One that the organisation signed as well; its id.
async fn another_covenant(house: &House, organisation: &str) -> Value {
    let today = house.day(0).await;
    let mut adopted = (spec("AdoptCovenant").example)();
    adopted["validFromDate"] = today.clone().into();
    adopted["decidedDate"] = today.clone().into();
    let id: Value = house.done(Door::Rest, &manager(), "AdoptCovenant", adopted).await.id().into();
    let admitted = json!({"covenantId": id, "organisation": organisation, "decidedDate": today});
    house.done(Door::Rest, &manager(), "AdmitPartner", admitted).await;
    let signed = json!({"covenantId": id, "organisation": organisation});
    house.done(Door::Rest, &manager(), "SignCovenant", signed).await;
    id
}

/// Whoever is let in may take their time over what they send.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_let_in_and_is_authorised_no_more_when_all_is_sent_does_nothing() {
    let house = House::open().await;
    let guest = Actor::of("guest-1", "politie", &[Role::Reporter]);
    house.authorise(&guest).await;
    let organisations = house.done(Door::Rest, &manager(), "ListOrganisations", json!({})).await;
    let rows = organisations.json["organisations"].as_array().unwrap().clone();
    let police = rows.iter().find(|row| row["code"] == "politie").unwrap()["id"].clone();
    let body = r#"{"reason": "Overlast."}"#;
    let begin = async |key: &str| {
        let mut sending = TcpStream::connect(house.address()).await.unwrap();
        let head = format!(
            "POST /v1/cases HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\nidempotency-key: {key}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\
             connection: close\r\n\r\n",
            house.address(),
            house.token(&guest),
            body.len()
        );
        sending.write_all(head.as_bytes()).await.unwrap();
        let mut let_in = [0; 25];
        sending.read_exact(&mut let_in).await.unwrap();
        assert_eq!(&let_in, b"HTTP/1.1 100 Continue\r\n\r\n");
        sending
    };
    let end = async |mut sending: TcpStream| {
        let mut answer = String::new();
        sending.write_all(body.as_bytes()).await.unwrap();
        sending.read_to_string(&mut answer).await.unwrap();
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(end(begin("before").await).await, "201", "the control");
    let sending = begin("meanwhile").await;
    let withdrawn = json!({"organisationId": police, "account": "guest-1"});
    house.done(Door::Rest, &manager(), "WithdrawAuthorisation", withdrawn).await;
    let events = house.events().await;
    assert_eq!(end(sending).await, "403");
    assert_eq!(house.events().await, events);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_authorised_no_more_may_do_nothing_with_a_token_that_says_otherwise() {
    let house = House::open().await;
    let guest = Actor::of("guest-1", "politie", &[Role::Reporter, Role::ChainPartner]);
    let report = async || {
        let reason = json!({"reason": "Overlast."});
        house.call(Door::Rest, &guest, "ReportCase", reason).await.map(drop).map_err(|trouble| trouble.slug)
    };
    assert_eq!(report().await, Err("forbidden".to_owned()), "nobody has authorised them");
    house.authorise(&Actor { roles: vec![Role::ChainPartner], ..guest.clone() }).await;
    assert_eq!(report().await, Ok(()));
    let mine = house.call(Door::Grpc, &guest, "CompleteReport", json!({"caseId": NOBODY})).await;
    assert_eq!(mine.unwrap_err().slug, "forbidden", "a token gives no role of its own");
    let organisations = house.done(Door::Rest, &manager(), "ListOrganisations", json!({})).await;
    let rows = organisations.json["organisations"].as_array().unwrap().clone();
    let police = rows.iter().find(|row| row["code"] == "politie").unwrap()["id"].clone();
    let withdrawn = json!({"organisationId": police, "account": "guest-1"});
    house.done(Door::Rest, &manager(), "WithdrawAuthorisation", withdrawn).await;
    assert_eq!(report().await, Err("forbidden".to_owned()));
}

/// The items that could be had then, and what of their text is told.
pub fn permitted_then(view: &Value) -> Value {
    view["items"].as_array().unwrap().iter().map(|item| json!([item["category"], item["text"]])).collect()
}

const NOBODY: &str = "0190c0de-0000-7000-8000-000000000001";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_lawful_then_can_be_told_when_it_is_no_more() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let (case, meeting) = at_the_table_of_meeting(stage, number).await;
        share(stage, &fivoor(), &case, json!({"category": "care", "text": "Zorg zegt."})).await;
        let then = house.moment().await;
        let removed = json!({"meetingId": meeting, "account": "fivoor-1"});
        stage.order(&director(), "RemoveParticipant", &case, removed).await;
        assert_eq!(seen(stage, &fivoor(), &case).await, Err("not-found".to_owned()));
        let denied = format!(
            "select count(*) from access_log.record where account = 'fivoor-1' and status = 'not_found'
             and decision = 'deny' and reason = 'not_involved' and policy = '1.0' and '{case}' is not null"
        );
        assert!(house.count(&denied).await > 0, "to whoever asks it is not there, and the record says why");
        let as_of = json!({"caseId": case, "asOf": &then});
        let back = house.done(door, &fivoor(), "GetInformation", as_of).await;
        assert_eq!(permitted_then(&back.json), json!([["care", null]]));
        assert!(
            !back.json.to_string().contains("Zorg zegt."),
            "whoever may have it no more reads it no more"
        );
        assert_eq!(back.json["members"], json!([]));
        for to_come in ["GetInformation", "ExplainInformation"] {
            let mut input = json!({"caseId": case, "asOf": "2100-01-01T00:00:00Z"});
            if to_come == "ExplainInformation" {
                input["organisation"] = "fivoor".into();
            }
            let asker = if to_come == "GetInformation" { fivoor() } else { privacy_officer() };
            let refused = house.call(door, &asker, to_come, input).await.unwrap_err();
            assert_eq!(refused.mistakes(), "asOf: past", "{to_come}");
        }

        let why = json!({"caseId": case, "organisation": "fivoor"});
        let mut why_then = why.clone();
        why_then["asOf"] = then.into();
        let explained = house.done(door, &privacy_officer(), "ExplainInformation", why_then).await;
        let of = |explained: &Value| {
            let all = explained["explanations"].as_array().unwrap().clone();
            all.into_iter().find(|one| one["account"] == "fivoor-1").unwrap()
        };
        let then = of(&explained.json);
        assert_eq!(
            (then["exists"].clone(), then["items"][0]["permitted"].clone()),
            (json!(true), json!(true))
        );
        let explained = house.done(door, &privacy_officer(), "ExplainInformation", why).await;
        let now = of(&explained.json);
        assert_eq!((now["exists"].clone(), now["involvements"].clone()), (json!(false), json!([])));
        assert_eq!(reason(&now, "care"), "not_involved");
        assert!(!explained.json.to_string().contains("Zorg zegt."), "the privacy officer reads no content");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_an_emergency_a_case_opens_for_whoever_answers_for_it_and_the_privacy_officer_hears_at_once() {
    let house = House::open().await;
    let far = Actor::of("director-2", "veiligheidshuis", &[Role::ProcessDirector]);
    house.authorise(&far).await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = at_the_table(stage, number).await;
        assert_eq!(seen(stage, &far, &case).await, Err("not-found".to_owned()));
        let reason = json!({"reason": "Dreigt vannacht."});
        stage.order(&far, "BreakGlass", &case, reason).await;
        let open = seen(stage, &far, &case).await.unwrap();
        assert_eq!(open["involvements"], json!(["broken_glass"]));
        let because = format!(
            "select count(*) from access_log.record where account = 'director-2'
            and reason = 'broken_glass' and policy = '1.0' and '{case}' is not null"
        );
        assert!(house.count(&because).await > 0, "the record says so");
        let why = json!({"caseId": case});
        let why = house.done(door, &privacy_officer(), "ListEmergencyAccesses", why).await.json;
        let why = &why["emergencyAccesses"][0];
        assert_eq!((&why["account"], &why["reason"]), (&json!("director-2"), &json!("Dreigt vannacht.")));
        let broken = |notice: &Value| notice["kind"] == "glass_broken" && notice["caseId"] == case.as_str();
        // Whatever writes beside it may hold back what is told, for as long as it writes.
        eventually("a notice of the glass and one of the look", async || {
            let told = house.done(door, &privacy_officer(), "ListNotices", json!({})).await.json;
            told["notices"].as_array().unwrap().iter().filter(|notice| broken(notice)).count() == 2
        })
        .await;
        let others = Actor::with(Role::InformationCoordinator);
        assert_eq!(seen(stage, &others, &case).await, Err("not-found".to_owned()), "for nobody else");
    }
}

/// The row of a case in the list of what the actor's organisation may see.
async fn of_the_organisation(stage: Stage<'_>, actor: &Actor, case: &str) -> Option<Value> {
    let page = stage.house.done(stage.door, actor, "ListOrganisationCases", json!({"limit": 100})).await.json;
    page["cases"].as_array().unwrap().iter().find(|row| row["caseId"] == case).cloned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_sees_where_any_of_its_people_is_involved_and_what_they_may_have() {
    let house = House::open().await;
    let colleague = Actor::of("politie-7", "politie", &[Role::ChainPartner]);
    house.authorise(&colleague).await;
    let covenant = house.done(Door::Rest, &manager(), "ListCovenants", json!({})).await.json;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let (case, meeting) = at_the_table_of_meeting(stage, number).await;
        let own = house.done(door, &colleague, "ListInvolvedCases", json!({"limit": 100})).await.json;
        assert!(!own.to_string().contains(&case), "whoever asks is involved in nothing");
        let row = of_the_organisation(stage, &colleague, &case).await.unwrap();
        assert_eq!(row["involvements"], json!(["participant", "reporter"]));
        assert_eq!(row["meetingType"], "focus");
        let had = seen(stage, &partner(), &case).await.unwrap();
        let had = had["categories"].as_array().unwrap().iter().filter(|known| known["permitted"] == true);
        let had: Vec<_> = had.map(|known| known["category"].clone()).collect();
        assert_eq!(row["categories"], json!(had), "what whoever is at the table may have");
        assert!(of_the_organisation(stage, &neighbour(), &case).await.is_none());

        let removed = json!({"meetingId": meeting, "account": partner().account});
        stage.order(&director(), "RemoveParticipant", &case, removed).await;
        let row = of_the_organisation(stage, &colleague, &case).await.unwrap();
        assert_eq!((&row["involvements"], &row["categories"]), (&json!(["reporter"]), &json!([])));
        assert!(of_the_organisation(stage, &fivoor(), &case).await.is_some());
    }
    let stage = Stage { house: &house, door: Door::Rest };
    let ended = json!({"covenantId": covenant["covenants"][0]["id"], "organisation": "fivoor"});
    house.done(Door::Rest, &manager(), "EndSignature", ended).await;
    eventually("nothing once no covenant binds them", async || {
        let page = house.done(stage.door, &fivoor(), "ListOrganisationCases", json!({})).await.json;
        page == json!({"cases": []})
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lookup_is_answered_as_far_as_its_annex_goes() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let number = bsn(0);
    let case = stage.scheduled(&number).await;
    let due = house.day(42).await;
    let mut planned = plan(&holder(), "leger_des_heils", &due);
    planned["zsmAdvice"] = json!({"sketch": "Plan loopt.", "measures": ["Voorwaardelijk"]});
    stage.order(&director(), "SetPlan", &case, planned).await;
    let ask = async |door| {
        let question = crate::stages::at_zsm(&number);
        let answer = house.call(door, &crate::actors::zsm(), "LookUpPerson", question).await;
        answer.map(|reply| reply.json["cases"][0]["details"].clone()).map_err(|trouble| trouble.slug)
    };
    let amend = async |categories: Value| {
        let annex = json!({"ground": "zsm_lookup", "purpose": "Weten", "legalBasis": "Wgs",
            "grants": [{"kind": "chain_partner", "chain": "punishment", "categories": categories}]});
        let input = json!({"covenantId": covenant(&house).await, "annex": annex,
            "decidedDate": house.day(0).await});
        house.done(Door::Rest, &manager(), "AmendAnnex", input).await;
    };
    for door in Door::BOTH {
        assert_eq!(ask(door).await.unwrap()["zsmAdvice"]["sketch"], "Plan loopt.");
    }
    amend(json!(["identity", "plan"])).await;
    for door in Door::BOTH {
        let details = ask(door).await.unwrap();
        assert_eq!(
            (details["zsmAdvice"].clone(), details["planInForce"].clone()),
            (Value::Null, json!(true))
        );
    }
    amend(json!(["identity"])).await;
    for door in Door::BOTH {
        assert_eq!(ask(door).await.unwrap(), Value::Null, "whom to call, and no more");
    }
    amend(json!(["debts"])).await;
    for door in Door::BOTH {
        assert_eq!(ask(door).await, Err("not-in-covenant".to_owned()));
    }
    assert_eq!(house.count("select count(*) from access_log.record where policy = '1.2'").await, 2);
    assert_eq!(
        house.count("select count(*) from access_log.record where reason = 'not_in_annex'").await,
        2,
        "denials are on record with the reason"
    );
}
