//! The main question of each read model, over REST.

use schakel_access::Role;
use schakel_domain::CaseId;
use serde_json::{Value, json};

use crate::client::{Door, Rest};
use crate::events::stream_of;
use crate::house::House;
use crate::people::{People, WITHOUT_CASE};
use crate::questions::Paths;
use crate::report::Report;
use crate::{Result, asked, closed_loop, views};

/// How many clients there are at once.
const CLIENTS: [usize; 4] = [1, 8, 32, 128];
/// With how many there is one measurement of what is asked least, where few cases are compared with many.
const SOME_CLIENTS: [usize; 1] = [32];
/// How many rows there are at least in a list that would be empty without them.
const ROWS: usize = WITHOUT_CASE;
/// By what all of it is asked for.
const NAME: &str = "questions";

const OVERVIEW: &str = "overview, 50 cases";
const WORKLIST: &str = "worklist, 50 items";
const CASE: &str = "case page";
const VIEW: &str = "information view, REST";
/// What is measured.
pub const NAMES: [&str; 5] = [NAME, OVERVIEW, WORKLIST, CASE, VIEW];

/// A question, and who asks it.
struct Question {
    name: &'static str,
    door: Door,
    paths: Vec<String>,
    clients: &'static [usize],
}

/// Measures what is asked for.
pub async fn measure(house: &House, people: &People, report: &mut Report) -> Result<()> {
    if !asked::for_any(&NAMES) {
        return Ok(());
    }
    prepare(house, people).await?;
    for question in questions(house).await? {
        if !asked::for_name(NAME) && !asked::for_name(question.name) {
            continue;
        }
        for clients in question.clients {
            let workers = Paths::open(&question.door, &question.paths, *clients).await?;
            let sample = closed_loop::measure(house, house.pid(), question.name, workers).await?;
            report.row(Some(people.size()), &sample, &[]);
        }
    }
    Ok(())
}

async fn questions(house: &House) -> Result<Vec<Question>> {
    let director = house.door_for("process-director-1", Role::ProcessDirector)?;
    let privacy = house.door_for("privacy-officer-1", Role::PrivacyOfficer)?;
    let some_cases = cases(&house.door, "/v1/cases?limit=50").await?;
    let of_each = |cases: &[String], rest: &str| {
        cases.iter().map(|case| format!("/v1/cases/{case}{rest}")).collect::<Vec<_>>()
    };
    let shared: Vec<_> = views::cases(house).await?.iter().map(CaseId::to_string).collect();
    let main = |name, door: &Door, paths| Question { name, door: door.clone(), paths, clients: &CLIENTS };
    let list = |name, door: &Door, path: &str| Question {
        name,
        door: door.clone(),
        paths: vec![path.to_owned()],
        clients: if asked::for_large() { &SOME_CLIENTS } else { &CLIENTS },
    };
    Ok(vec![
        main(OVERVIEW, &house.door, vec!["/v1/cases?limit=50".to_owned()]),
        main(WORKLIST, &house.door, vec!["/v1/work-items?limit=50".to_owned()]),
        main(CASE, &director, of_each(&some_cases, "")),
        main(VIEW, &director, of_each(&shared, "/information")),
        list("involved cases, 50", &director, "/v1/involved-cases?limit=50"),
        list("notices, 50", &director, "/v1/notices?limit=50"),
        list("calendar, 50 meetings", &house.door, "/v1/meetings?fromDate=2026-11-23&limit=50"),
        list("retention, 50 cases", &privacy, "/v1/retentions?limit=50"),
        list("inquiries, 50", &house.door, "/v1/inquiries?limit=50"),
        list("subject requests, 50", &privacy, "/v1/subject-requests?limit=50"),
        list("trajectories, 50", &house.door, "/v1/trajectories?limit=50"),
        list("bottlenecks, 50", &house.door, "/v1/bottlenecks?limit=50"),
        list("organisations", &house.door, "/v1/organisations"),
    ])
}

/// What the lists are about that those who were loaded have nothing of.
async fn prepare(house: &House, people: &People) -> Result<()> {
    println!("preparing {ROWS} rows of each list");
    let bench = &house.door;
    let privacy = house.door_for("privacy-officer-1", Role::PrivacyOfficer)?;
    let director = house.door_for("process-director-1", Role::ProcessDirector)?;
    give(bench, "/v1/inquiries", |_| {
        json!({"kind": "advice", "organisation": "politie", "municipality": "gouda", "theme": "nuisance"})
    })
    .await?;
    give(bench, "/v1/meetings", |row| {
        let day = format!("20{}-01-12", 30 + row % 60);
        json!({"meetingType": "focus", "meetingDate": day, "chair": {
            "account": "director-1", "organisation": "veiligheidshuis", "name": "Daan Voorbeeld",
            "telephone": "+31 71 000 00 02", "mail": "daan.voorbeeld@example.org"
        }})
    })
    .await?;
    give(&privacy, "/v1/subject-requests", |row| {
        let person = stream_of(people.without_case(row));
        json!({"kind": "access", "personId": person, "receivedDate": "2026-11-23", "controllers": ["politie"]})
    })
    .await?;
    give(bench, "/v1/trajectories", |_| {
        json!({
            "kind": "guidance", "provider": "exodus", "budgetSource": "aftercare_grant",
            "helpQuestions": ["housing", "debts"], "municipality": "gouda"
        })
    })
    .await?;
    give(
        bench,
        "/v1/bottlenecks",
        |_| json!({"theme": "care_without_papers", "description": "No care for whoever has no papers."}),
    )
    .await?;
    close_some(bench, &director).await?;
    house.caught_up().await
}

async fn give(door: &Door, path: &str, row: impl Fn(usize) -> Value) -> Result<()> {
    let mut rest = Rest::open(door).await?;
    for number in 0..ROWS {
        rest.command(path, &format!("prepare{}-{number}", path.replace('/', "-")), &row(number)).await?;
    }
    Ok(())
}

/// The oldest cases end, so that they are kept for a while and then erased.
async fn close_some(bench: &Door, director: &Door) -> Result<()> {
    let mut rest = Rest::open(director).await?;
    for case in cases(bench, "/v1/cases?sort=oldest&limit=100").await? {
        let told = format!("/v1/cases/{case}/feedback-messages");
        rest.command(
            &told,
            &format!("prepare-tell-{case}"),
            &json!({"channel": "mail", "message": "Besproken in het casusoverleg."}),
        )
        .await?;
        let closed = format!("/v1/cases/{case}/closings-without-plan");
        let reason = json!({"reason": "De afspraken van het gezin volstaan."});
        rest.command(&closed, &format!("prepare-close-{case}"), &reason).await?;
    }
    Ok(())
}

/// The cases of a page of the overview.
async fn cases(door: &Door, path: &str) -> Result<Vec<String>> {
    let mut rest = Rest::open(door).await?;
    let page: Value = serde_json::from_slice(rest.get(path).await?)?;
    let cases = page["cases"].as_array().ok_or("no page of cases")?;
    Ok(cases.iter().filter_map(|case| Some(case["id"].as_str()?.to_owned())).collect())
}
