//! Somebody of whom the asker may not know is like somebody who is not known: the same answer, by the
//! same statements, with the same bytes in the log, and nobody hears of it (HANDBOOK §8, NORMS §3).

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sqlx::Executor;

use crate::actors::{
    Actor, coordinator, director, holder, manager, partner, privacy_officer, reporter, support, zsm,
};
use crate::cluster::Cluster;
use crate::doors::{Door, Envelope, frame, method, request_message, spec};
use crate::house::{House, eventually};
use crate::stages::{Stage, bsn, plan, results};

/// Lookups of each kind by which the statements are counted.
const TIMES: i64 = 5;

/// Somebody who may be asked about.
#[derive(Clone)]
struct Somebody {
    given_names: &'static str,
    surname: &'static str,
    birth_date: &'static str,
    bsn: String,
}

/// Nobody is like anybody else here: what is found of one says nothing of another.
const NAMES: [(&str, &str, &str); 7] = [
    ("Wilhelmina", "Schimmelpenninck", "1983-10-05"),
    ("Bartholomeus", "Groenewegen", "1971-02-13"),
    ("Cunegonda", "Vossestaart", "1992-07-28"),
    ("Desiderius", "Kattenburg", "1966-12-19"),
    ("Euphemia", "Oldenhof", "1988-04-30"),
    ("Godelieve", "Rietdekker", "1979-09-11"),
    ("Hildebrand", "Muizelaar", "1995-01-24"),
];

impl Somebody {
    fn identity(&self) -> Value {
        json!({
            "givenNames": self.given_names, "surname": self.surname, "birthDate": self.birth_date, "bsn": self.bsn
        })
    }

    fn by_bsn(&self) -> Value {
        json!({"type": "by_bsn", "bsn": self.bsn})
    }

    fn by_name(&self) -> Value {
        json!({
            "type": "by_name_and_birth_date", "givenNames": self.given_names, "surname": self.surname,
            "birthDate": self.birth_date
        })
    }

    fn questions(&self) -> [Value; 2] {
        [self.by_bsn(), self.by_name()]
    }
}

/// As whoever asks it: partners and those at ZSM hear differently of a hit.
fn as_asked_by(actor: &Actor, mut question: Value) -> Value {
    let is_partner = actor.account == partner().account;
    question["purpose"] = if is_partner { "partner_lookup" } else { "zsm_lookup" }.into();
    question["reference"] = "test-1".into();
    question
}

/// The people of a House: one whom nobody knows, some whom nobody may know of, and one who is known.
struct People {
    unknown: Somebody,
    hidden: Somebody,
    /// What hides each of them, and who it is.
    concealed: Vec<(&'static str, Somebody)>,
    known: Somebody,
    hidden_case: String,
}

impl People {
    async fn of(house: &House) -> Self {
        let stage = Stage { house, door: Door::Rest };
        let somebody = |place: usize| {
            let (given_names, surname, birth_date) = NAMES[place];
            Somebody { given_names, surname, birth_date, bsn: bsn(place) }
        };
        let reason = || json!({"reason": "Een familielid werkt bij een partner."});

        let hidden = somebody(1);
        let hidden_case = planned(stage, &hidden).await;
        stage.order(&manager(), "HideCase", &hidden_case, reason()).await;
        let identified = somebody(2);
        let case = planned(stage, &identified).await;
        identify(stage, &case, &identified).await;
        stage.order(&manager(), "HideCase", &case, reason()).await;
        let restricted = somebody(3);
        let case = planned(stage, &restricted).await;
        stage.order(&privacy_officer(), "RestrictCase", &case, reason()).await;
        let restricted_person = somebody(4);
        let case = planned(stage, &restricted_person).await;
        let mut order = reason();
        order["personId"] = identify(stage, &case, &restricted_person).await.into();
        house.done(Door::Rest, &privacy_officer(), "RestrictPerson", order).await;
        let closed = somebody(5);
        let case = planned(stage, &closed).await;
        stage.order(&holder(), "JudgeResults", &case, results()).await;
        stage.order(&director(), "CloseCase", &case, json!({})).await;
        // Two cases, so that a hit reads more rows than a miss.
        let known = somebody(6);
        planned(stage, &known).await;
        planned(stage, &known).await;
        let concealed = vec![
            ("a hidden case", hidden.clone()),
            ("a hidden case of a registered person", identified),
            ("a restricted case", restricted),
            ("a case of a restricted person", restricted_person),
            ("a closed case", closed),
        ];
        Self { unknown: somebody(0), hidden, concealed, known, hidden_case }
    }
}

/// A case about somebody, with a plan, a director and a holder.
async fn planned(stage: Stage<'_>, somebody: &Somebody) -> String {
    let case = reported(stage, somebody).await;
    let weighing = json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"});
    stage.order(&support(), "WeighCase", &case, weighing).await;
    stage.order(&support(), "GiveFeedback", &case, json!({"channel": "mail"})).await;
    let agenda = json!({"meetingType": "focus", "processDirector": director().card()});
    stage.order(&support(), "ScheduleCase", &case, agenda).await;
    let due = stage.house.day(42).await;
    stage.order(&director(), "SetPlan", &case, plan(&holder(), "leger_des_heils", &due)).await;
    case
}

async fn reported(stage: Stage<'_>, somebody: &Somebody) -> String {
    let report = json!({
        "reason": "Derde aanhouding deze maand.", "trigger": "arrest", "municipality": "gouda",
        "subject": {"kind": "person", "members": [somebody.identity()]}
    });
    stage.house.done(stage.door, &reporter(), "ReportCase", report).await.id()
}

/// Registers them, and says that they are whom the case is about.
async fn identify(stage: Stage<'_>, case: &str, somebody: &Somebody) -> String {
    let input = json!({"identity": somebody.identity()});
    let person = stage.house.done(stage.door, &coordinator(), "RegisterPerson", input).await.id();
    let member = stage.case(case).await["report"]["subject"]["members"][0]["id"].clone();
    let input = json!({"memberId": member, "personId": person});
    stage.order(&coordinator(), "IdentifySubject", case, input).await;
    person
}

/// An answer as it goes over the line: status, headers but those that no two answers share, and bytes.
#[derive(Debug, PartialEq)]
struct Raw {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

async fn raw(house: &House, door: Door, actor: &Actor, question: Value) -> Raw {
    let spec = spec("LookUpPerson");
    let call = match door {
        Door::Rest => house.http().post(house.url(spec.path)).json(&question),
        Door::Grpc => {
            let message = request_message(spec, &method(spec), question, &Envelope::default());
            // In this form of gRPC the trailers are part of the body.
            let call = house.http().post(house.url(&spec.rpc_path()));
            let call = call.header("content-type", "application/grpc-web+proto").header("x-grpc-web", "1");
            call.body(frame(&message))
        }
    };
    let answer = call.bearer_auth(house.token(actor)).send().await.unwrap();
    let headers = answer.headers().iter();
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let mut headers: Vec<_> = headers.filter(|(name, _)| name != "date" && name != "traceparent").collect();
    headers.sort();
    Raw { status: answer.status().as_u16(), headers, body: answer.bytes().await.unwrap().to_vec() }
}

async fn raw_answers(house: &House, somebody: &Somebody) -> Vec<Raw> {
    let mut answers = Vec::new();
    for door in Door::BOTH {
        for actor in [zsm(), partner()] {
            for question in somebody.questions() {
                answers.push(raw(house, door, &actor, as_asked_by(&actor, question)).await);
            }
        }
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_about_somebody_hidden_is_to_the_byte_that_about_somebody_unknown() {
    let house = House::open().await;
    let people = People::of(&house).await;
    let unknown = raw_answers(&house, &people.unknown).await;
    assert!(unknown.iter().all(|answer| answer.status == 200));
    for (why, somebody) in &people.concealed {
        assert_eq!(raw_answers(&house, somebody).await, unknown, "{why}");
    }
    let known = raw_answers(&house, &people.known).await;
    assert!(
        known.iter().zip(&unknown).all(|(known, unknown)| known.body != unknown.body),
        "or this sees nothing"
    );
}

/// Each statement about people, streams, keys and records, how often it ran, and how many rows it gave.
type Statements = BTreeMap<String, (i64, i64)>;

/// What is run for so many lookups. What the House does by itself meanwhile is not of this kind.
async fn statements(house: &House, door: Door, question: &Value) -> Statements {
    house.pool().execute("select pg_stat_statements_reset()").await.unwrap();
    for _ in 0..TIMES {
        house.done(door, &zsm(), "LookUpPerson", as_asked_by(&zsm(), question.clone())).await;
    }
    // Whether it holds its constants or their numbers depends on the connection on which it is seen first.
    let ran = r"select regexp_replace(query, '\$\d+|''[^'']*''|\m(\d+|true)\M', '?', 'g') as text,
                      sum(calls)::bigint, sum(rows)::bigint from pg_stat_statements
               where query ~ 'lookup_|aggregate_id = |access_log[.](record|head|message)|wrapped'
                 and query !~ 'pg_stat_statements'
               group by text";
    let ran: Vec<(String, i64, i64)> = sqlx::query_as(ran).fetch_all(house.pool()).await.unwrap();
    ran.into_iter().map(|(query, calls, rows)| (query, (calls, rows))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_statements_run_and_give_as_many_rows_for_somebody_hidden_as_for_somebody_unknown() {
    // Functions run statements, too.
    let settings = [("shared_preload_libraries", "pg_stat_statements"), ("pg_stat_statements.track", "all")];
    let cluster = Cluster::start_with(&settings).await;
    let house = cluster.open_house(&[]).await;
    house.pool().execute("create extension pg_stat_statements").await.unwrap();
    let people = People::of(&house).await;
    for door in Door::BOTH {
        for by in [Somebody::by_bsn, Somebody::by_name] {
            // Once before it is counted: what is prepared once is no part of a lookup.
            statements(&house, door, &by(&people.unknown)).await;
            let unknown = statements(&house, door, &by(&people.unknown)).await;
            let ran = |text: &str| unknown.iter().any(|(query, ran)| query.contains(text) && ran.0 == TIMES);
            assert!(ran("lookup_token") && ran("insert into access_log.record"), "{unknown:?}");
            for (why, somebody) in &people.concealed {
                assert_eq!(statements(&house, door, &by(somebody)).await, unknown, "{why}");
            }
            let known = statements(&house, door, &by(&people.known)).await;
            assert_ne!(known, unknown, "or this sees nothing");
        }
    }
}

/// What the last lookup wrote: all that was said but what no two lookups share, and the size of each
/// value of the row.
async fn last_record(house: &House) -> (Value, Value, i64) {
    let last =
        "select to_jsonb(record) - '{seq,tx_id,mac,started_at,ended_at,trace_id,span_id,subject}'::text[],
                       (select jsonb_object_agg(name, octet_length(value))
                        from jsonb_each_text(to_jsonb(record)) as it (name, value)
                        where name not in ('seq', 'tx_id', 'started_at', 'ended_at')),
                       pg_column_size(record)::bigint
                from access_log.record where action = 'LookUpPerson' order by writer desc, seq desc limit 1";
    sqlx::query_as(last).fetch_one(house.pool()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_gets_the_same_bytes_and_nobody_a_message_about_somebody_hidden() {
    let house = House::open().await;
    let people = People::of(&house).await;
    for door in Door::BOTH {
        for by in [Somebody::by_bsn, Somebody::by_name] {
            let written = async |somebody: &Somebody| {
                let question = as_asked_by(&zsm(), by(somebody));
                house.done(door, &zsm(), "LookUpPerson", question).await;
                last_record(&house).await
            };
            let messages = house.count("select count(*) from access_log.message").await;
            let unknown = written(&people.unknown).await;
            assert_eq!((&unknown.0["found"], &unknown.0["subject_type"]), (&json!(false), &json!("asked")));
            for (why, somebody) in &people.concealed {
                assert_eq!(written(somebody).await, unknown, "{why}");
            }
            let after = house.count("select count(*) from access_log.message").await;
            assert_eq!(after, messages, "nobody is told");
            assert_ne!(written(&people.known).await, unknown, "or this sees nothing");
            let after = house.count("select count(*) from access_log.message").await;
            assert_eq!(after, messages + 4, "holder and director of two cases");
        }
    }
}

/// Whether intake proposes somebody.
async fn is_proposed(house: &House, door: Door, somebody: &Somebody) -> bool {
    let input = json!({"identity": somebody.identity()});
    let answer = house.done(door, &coordinator(), "SearchPersons", input).await.json;
    !answer["items"].as_array().unwrap().is_empty()
}

async fn is_found(house: &House, door: Door, somebody: &Somebody) -> [bool; 2] {
    let [by_bsn, by_name] = somebody.questions();
    let mut found = [false; 2];
    for (found, question) in found.iter_mut().zip([by_bsn, by_name]) {
        let answer = house.done(door, &zsm(), "LookUpPerson", as_asked_by(&zsm(), question)).await;
        *found = answer.json["hit"] == true;
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn intake_neither_proposes_nor_links_to_a_hidden_case_until_it_is_revealed() {
    let house = House::open().await;
    let people = People::of(&house).await;
    for (why, somebody) in &people.concealed {
        // Closed is not secret: who was a subject before is worth knowing when a new report comes in.
        let expected = *why == "a closed case";
        for door in Door::BOTH {
            assert_eq!(is_proposed(&house, door, somebody).await, expected, "{why}");
        }
    }
    let told = async || {
        let page = house.done(Door::Rest, &holder(), "ListNotices", json!({"limit": 100})).await.json;
        let notices = page["notices"].as_array().unwrap().clone().into_iter();
        notices.filter(|it| it["caseId"] == people.hidden_case.as_str()).collect::<Vec<_>>()
    };
    let linked = async |door: Door| {
        let stage = Stage { house: &house, door };
        let report = reported(stage, &people.hidden).await;
        let links = stage.case(&report).await["linkedCaseIds"].clone();
        // Out of the way: it is about them, too, and nobody hid it.
        stage.order(&manager(), "HideCase", &report, json!({"reason": "Hoort erbij."})).await;
        links.as_array().unwrap().contains(&json!(people.hidden_case))
    };
    for door in Door::BOTH {
        assert!(!linked(door).await);
        assert_eq!(is_found(&house, door, &people.hidden).await, [false, false]);
    }
    let before = told().await;
    let stage = Stage { house: &house, door: Door::Grpc };
    stage.order(&manager(), "RevealCase", &people.hidden_case, json!({"reason": "Geen bezwaar meer."})).await;
    for door in Door::BOTH {
        assert_eq!(is_found(&house, door, &people.hidden).await, [true, true]);
        assert!(is_proposed(&house, door, &people.hidden).await);
        assert!(linked(door).await);
    }
    let mut after = Vec::new();
    eventually("both links and all lookups to be told", async || {
        after = told().await;
        after.len() == before.len() + 6
    })
    .await;
    let kinds = |kind: &str| after.iter().filter(|it| it["kind"] == kind).count();
    assert_eq!((kinds("report_on_active_case"), kinds("person_looked_up")), (2, 4));
    assert!(before.iter().all(|it| it["kind"] == "appointed_case_holder"), "{before:?}");
}
