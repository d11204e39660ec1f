//! The published figures of the reference region: a synthetic year with those margins, given through both doors, gives
//! them back to the digit wherever they agree among themselves; where they do not, the report's own check says so.

use std::collections::{BTreeMap, HashMap};
use std::sync::{LazyLock, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use futures::stream::{self, StreamExt};
use schakel::demo::keep_authorised;
use schakel::demo::years::{self, Margins, PUBLISHED, Step, Who};
use schakel_access::Role;
use schakel_domain::calendar::months_after;
use schakel_domain::region::Region;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;

use crate::actors::{Actor, coordinator, director, holder, manager, support};
use crate::browser::look_at;
use crate::doors::{Envelope, spec};
use crate::house::eventually;
use crate::served::Served;

/// How many cases are worked on at once.
const AT_ONCE: usize = 8;

static REGION: LazyLock<Region> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../regions/hollands-midden.toml");
    toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
});

fn margins(year: i32) -> Margins {
    Margins::published(year, &REGION)
}

fn actor(who: Who) -> Actor {
    match who {
        Who::Coordinator => coordinator(),
        Who::Support => support(),
        Who::Director => director(),
        Who::Holder => holder(),
        Who::Manager => manager(),
    }
}

/// One runtime for all tests here: the House is served on it until the last has ended.
static HOUSES: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// A House in which both years have happened, on a day of the year after.
async fn house() -> &'static Served {
    static HOUSE: OnceCell<Served> = OnceCell::const_new();
    HOUSE.get_or_init(live).await
}

async fn live() -> Served {
    let years: Vec<_> = PUBLISHED.map(|year| (year, margins(year))).into();
    let served = Served::from(years::beginning(&years).unwrap()).await;
    let made = Mutex::new(HashMap::from([
        ("@director".to_owned(), director().card()),
        ("@holder".to_owned(), holder().card()),
    ]));
    let steps = years::steps(&REGION, &years);
    let mut authorised_until = steps[0].on;
    let mut last = Vec::new();
    for (on, threads) in years::days(&steps) {
        served.clock.set(on);
        if authorised_until < on {
            keep_authorised(&served.application).await.unwrap();
            authorised_until = months_after(on, 3);
        }
        let work = stream::iter(threads).map(|thread| carry_out(&served, thread, &made));
        last = work.buffer_unordered(AT_ONCE).collect().await;
    }
    for position in last {
        eventually("the figures to have got there", async || {
            let envelope = Envelope { position: position.clone(), ..Envelope::default() };
            let any = json!({"report": "people", "fromDate": "2015-01-01", "untilDate": "2015-12-31"});
            served.call(&manager(), "GetFigures", any, envelope).await.is_ok()
        })
        .await;
    }
    served.clock.set(NaiveDate::from_ymd_opt(2016, 2, 1).unwrap());
    keep_authorised(&served.application).await.unwrap();
    served
}

/// Steps one after another; where they ended.
async fn carry_out(
    served: &Served,
    steps: Vec<&Step>,
    made: &Mutex<HashMap<String, Value>>,
) -> Option<String> {
    let mut position = None;
    for step in steps {
        position = take(served, step, made).await;
    }
    position
}

async fn take(served: &Served, step: &Step, made: &Mutex<HashMap<String, Value>>) -> Option<String> {
    let input = years::resolve(&step.input, &made.lock().unwrap());
    let envelope = Envelope::with_key(&step.key());
    let reply = served.call(&actor(step.who), step.action, input.clone(), envelope).await;
    let reply = reply.unwrap_or_else(|trouble| panic!("{} {}: {trouble:?} {input}", step.on, step.action));
    step.keep(&reply.json, &mut made.lock().unwrap());
    reply.position
}

/// A report of a year, as the chain manager sees it.
async fn figures(report: &str, year: i32, extra: Value) -> Value {
    let mut input = json!({
        "report": report, "fromDate": format!("{year}-01-01"), "untilDate": format!("{year}-12-31")
    });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    assert!(!spec("GetFigures").is_command());
    house().await.call(&manager(), "GetFigures", input, Envelope::default()).await.unwrap().json
}

/// The rows of a table by their codes, for the first area.
fn rows(made: &Value, table: &str) -> BTreeMap<String, usize> {
    let tables = made["tables"].as_array().unwrap();
    let table = tables.iter().find(|it| it["code"] == table).unwrap_or_else(|| panic!("no table {table}"));
    let row = |row: &Value| {
        let value = row["figures"][0]["value"].as_u64().unwrap();
        (row["code"].as_str().unwrap().to_owned(), usize::try_from(value).unwrap())
    };
    table["rows"].as_array().unwrap().iter().map(row).collect()
}

fn check<'a>(made: &'a Value, code: &str) -> &'a Value {
    let checks = made["checks"].as_array().unwrap();
    checks.iter().find(|it| it["code"] == code).unwrap_or_else(|| panic!("no check {code}"))
}

fn everything_is_explained(made: &Value) {
    for check in made["checks"].as_array().unwrap() {
        assert_eq!(check["explained"], true, "{check}");
    }
}

#[test]
fn the_published_figures_come_back_to_the_digit_where_they_agree() {
    HOUSES.block_on(async {
        for year in PUBLISHED {
            let published = margins(year);
            decisions(year, &published).await;
            people(year, &published).await;
            repeats(year, &published).await;
            in_handling(year).await;
            outcomes(year, &published).await;
            trajectories(year, &published).await;
        }
    });
}

async fn decisions(year: i32, published: &Margins) {
    let made = figures("decisions", year, json!({})).await;
    let found = rows(&made, "decisions");
    for (row, number) in &published.decisions {
        let row = if row == "total" { "weighed" } else { row };
        assert_eq!(found[row], *number, "{year} {row}");
    }
    everything_is_explained(&made);
}

async fn people(year: i32, published: &Margins) {
    let made = figures("people", year, json!({})).await;
    let found = rows(&made, "gender");
    for (row, number) in &published.gender {
        assert_eq!(found[row], *number, "{year} {row}");
    }
    let found = rows(&made, "age");
    // One of 2014 is too many: the classes come to 1602, and 1601 reports were weighed.
    let surplus = published.age.values().sum::<usize>() - Margins::of(&published.decisions, "total");
    assert_eq!(surplus, usize::from(year == 2014));
    for (row, number) in &published.age {
        let surplus = if row == "23_and_over" { surplus } else { 0 };
        assert_eq!(found[row], number - surplus, "{year} {row}");
    }
    assert_eq!(check(&made, "age_and_gender")["agrees"], true);
    everything_is_explained(&made);
}

async fn repeats(year: i32, published: &Margins) {
    let made = figures("repeats", year, json!({})).await;
    let found = rows(&made, "repeats");
    assert_eq!(found["unique_persons"], Margins::of(&published.repeats, "unique_persons"));
    assert_eq!(found["weighed"], Margins::of(&published.repeats, "weighed_reports"));
    for row in ["four_times", "five_times", "six_times", "seven_or_more"] {
        assert_eq!(found[row], Margins::of(&published.repeats, row), "{year} {row}");
    }
    // What was published implies at least 1609 and 1478 reports: so many who came three times came twice.
    let too_many = if year == 2014 { 8 } else { 9 };
    assert_eq!(found["twice"], Margins::of(&published.repeats, "twice") + too_many);
    assert_eq!(found["three_times"], Margins::of(&published.repeats, "three_times") - too_many);
    everything_is_explained(&made);
}

/// Every municipality, every column, and what is part of what.
async fn in_handling(year: i32) {
    let made = figures("in_handling", year, json!({"breakdown": true})).await;
    let table = &made["tables"][0];
    let areas: Vec<_> =
        table["areas"].as_array().unwrap().iter().map(|area| area["code"].as_str().unwrap()).collect();
    let row = |code: &str| {
        let row = table["rows"].as_array().unwrap().iter().find(|row| row["code"] == code).unwrap();
        let values =
            row["figures"].as_array().unwrap().iter().map(|figure| figure["value"].as_u64().unwrap());
        areas
            .iter()
            .copied()
            .zip(values.map(|value| usize::try_from(value).unwrap()))
            .collect::<HashMap<_, _>>()
    };
    for (column, published) in ["briefing", "aftercare", "focus"].iter().zip(&margins(year).in_handling) {
        let found = row(column);
        for (municipality, number) in published {
            assert_eq!(found[municipality.as_str()], *number, "{year} {column} {municipality}");
        }
        assert_eq!(found["region"], published.values().sum::<usize>(), "{year} {column}");
    }
    everything_is_explained(&made);
    // The year in which 92 were scheduled for focus or Top60, and 78 were in handling: the report says it itself.
    let focus = check(&made, "decided_and_focus");
    if year == 2014 {
        assert_eq!(
            (&focus["one"], &focus["other"], &focus["agrees"]),
            (&json!(92), &json!(78), &json!(false))
        );
        let causes: Vec<_> =
            focus["causes"].as_array().unwrap().iter().map(|it| (&it["code"], &it["more"])).collect();
        assert_eq!(causes, [(&json!("not_on_an_agenda"), &json!(14))]);
    }
}

async fn outcomes(year: i32, published: &Margins) {
    let made = figures("outcomes", year, json!({})).await;
    let found = rows(&made, "closing_results_focus");
    assert_eq!(found["closed"], published.closed, "{year}");
    for (row, number) in &published.results {
        assert_eq!(found[row], *number, "{year} {row}");
    }
    let found = rows(&made, "escalations");
    for (row, number) in &published.escalations {
        assert_eq!(found[row], *number, "{year} {row}");
    }
}

async fn trajectories(year: i32, published: &Margins) {
    let made = figures("trajectories", year, json!({})).await;
    let started = rows(&made, "trajectories");
    for kind in &published.trajectories {
        let row = if kind.conversations_only { "conversations_only" } else { "guidance" };
        assert_eq!(started[row], kind.number, "{year} {row}");
        let questions = rows(&made, &format!("help_questions_{row}"));
        let names = ["housing", "care", "work_and_income", "identity_papers", "debts"];
        for (name, number) in names.iter().zip(kind.questions) {
            assert_eq!(questions[*name], number, "{year} {row} {name}");
        }
        let cost = usize::try_from(kind.euros).unwrap() * 100;
        assert_eq!(rows(&made, &format!("cost_{row}"))["all"], cost, "{year} {row}");
        averaged(year, row, kind).await;
    }
    everything_is_explained(&made);
}

/// Under the published definition: the total divided by all help questions, times the number of the kind.
async fn averaged(year: i32, row: &str, kind: &years::TrajectoryMargins) {
    let made = figures("trajectories", year, json!({"definitionVersion": 1})).await;
    let cost = rows(&made, &format!("cost_{row}"));
    let all: usize = kind.questions.iter().sum();
    let euros = usize::try_from(kind.euros).unwrap();
    for (name, number) in
        ["housing", "care", "work_and_income", "identity_papers", "debts"].iter().zip(kind.questions)
    {
        let expected = (euros * number * 2 + all) / (all * 2);
        assert_eq!(cost[*name], expected * 100, "{year} {row} {name}");
    }
}

#[test]
fn a_report_as_of_a_past_day_knows_what_was_known_then() {
    HOUSES.block_on(async {
        let whole = rows(&figures("decisions", 2014, json!({})).await, "decisions")["weighed"];
        let half = figures("decisions", 2014, json!({"asOfDate": "2014-06-30"})).await;
        assert_eq!(half["asOfDate"], "2014-06-30");
        let half = rows(&half, "decisions")["weighed"];
        assert!(0 < half && half < whole, "{half} of {whole}");
        let until_then = house().await;
        let input = json!({"report": "decisions", "fromDate": "2014-01-01", "untilDate": "2014-06-30"});
        let period =
            until_then.call(&manager(), "GetFigures", input, Envelope::default()).await.unwrap().json;
        assert_eq!(rows(&period, "decisions")["weighed"], half, "nothing of those days was recorded later");
    });
}

#[test]
fn a_figure_is_followed_to_its_events() {
    HOUSES.block_on(async {
        let input = json!({
            "report": "decisions", "fromDate": "2015-01-01", "untilDate": "2015-12-31", "table": "decisions",
            "row": "escalate"
        });
        let traced =
            house().await.call(&manager(), "TraceFigures", input, Envelope::default()).await.unwrap().json;
        assert_eq!(traced["total"], 3);
        for event in traced["events"].as_array().unwrap() {
            let asked = json!({"caseId": event["streamId"]});
            let case =
                house().await.call(&director(), "GetCase", asked, Envelope::default()).await.unwrap().json;
            assert_eq!(case["weighings"][0]["decision"], "escalate", "{case}");
        }
    });
}

#[test]
fn a_municipality_sees_itself_and_the_region_and_nothing_about_few() {
    HOUSES.block_on(async {
        let gouda = Actor::with(Role::MunicipalContact);
        let ask = async |area: Value, from: &str| {
            let mut input = json!({
                "report": "in_handling", "fromDate": from, "untilDate": "2014-12-31", "breakdown": true
            });
            if !area.is_null() {
                input["area"] = area;
            }
            house().await.call(&gouda, "GetFigures", input, Envelope::default()).await
        };
        let own = ask(json!("gouda"), "2014-01-01").await.unwrap().json;
        assert_eq!(
            (&own["few"], &own["tables"][0]["rows"][0]["figures"][0]["value"]),
            (&json!(5), &json!(482))
        );
        let all = ask(Value::Null, "2014-01-01").await.unwrap().json;
        let areas: Vec<_> =
            all["tables"][0]["areas"].as_array().unwrap().iter().map(|it| it["code"].clone()).collect();
        assert_eq!(areas, ["region", "gouda"], "of the others it sees nothing");
        assert_eq!(ask(json!("leiden"), "2014-01-01").await.unwrap_err().slug, "not-found");
        assert_eq!(
            ask(json!("gouda"), "2014-02-01").await.unwrap_err().errors[0],
            ("fromDate".to_owned(), "whole_years".to_owned())
        );
    });
}

#[test]
fn what_may_be_told_of_all_municipalities_gives_no_small_figure_away() {
    HOUSES.block_on(async {
        for year in PUBLISHED {
            let told = figures("in_handling", year, json!({"breakdown": true, "publishable": true})).await;
            for row in told["tables"][0]["rows"].as_array().unwrap() {
                let (parts, whole) = row["figures"].as_array().unwrap().split_at(1);
                let few =
                    |figure: &Value| figure["value"].as_u64().is_some_and(|value| 0 < value && value < 5);
                assert!(!parts.iter().chain(whole).any(few), "{row}");
                let hidden = whole.iter().filter(|figure| figure["leftOut"] == true).count();
                assert_ne!(hidden, 1, "one alone would follow from the others: {row}");
            }
        }
    });
}

#[test]
fn a_factsheet_is_a_page_in_dutch_without_anything_outside_itself() {
    HOUSES.block_on(async {
        let input = json!({"year": 2015, "area": "leiden"});
        let made =
            house().await.call(&manager(), "GetFactsheet", input, Envelope::default()).await.unwrap().json;
        let page = made["page"].as_str().unwrap();
        assert!(page.contains("<html lang=\"nl\">") && page.contains("Factsheet 2015 – Leiden"));
        for outside in ["http://", "https://", "<script", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert_eq!(
            made["trend"].as_array().unwrap().len(),
            3,
            "the year before the first has what was decided in it"
        );
    });
}

#[test]
fn a_factsheet_is_a_pdf_for_everybody_too() {
    HOUSES.block_on(async {
        for (input, sheets) in
            [(json!({"year": 2015, "area": "leiden"}), 1..=2), (json!({"year": 2014}), 1..=2)]
        {
            let made =
                house().await.call(&manager(), "GetFactsheet", input.clone(), Envelope::default()).await;
            assert!(made.unwrap().json.get("pdf").is_none(), "it is made for whoever asks for it");
            let mut input = input;
            input["pdf"] = true.into();
            let made = house().await.call(&manager(), "GetFactsheet", input, Envelope::default()).await;
            let pdf = STANDARD.decode(made.unwrap().json["pdf"].as_str().unwrap()).unwrap();
            let text = String::from_utf8_lossy(&pdf);
            assert!(text.starts_with("%PDF-1.7") && text.contains("pdfuaid:part"));
            let (_, count) = text.split_once("/Count ").unwrap();
            let count: usize = count.split(|it: char| !it.is_ascii_digit()).next().unwrap().parse().unwrap();
            assert!(sheets.contains(&count), "{count} sheets");
        }
    });
}

#[test]
fn factsheets_are_a_pleasure_to_look_at() {
    HOUSES.block_on(async {
        let page = async |input: Value| {
            let made =
                house().await.call(&manager(), "GetFactsheet", input, Envelope::default()).await.unwrap();
            made.json["page"].as_str().unwrap().to_owned()
        };
        let of_leiden = page(json!({"year": 2015, "area": "leiden"})).await;
        let of_a_small_one = page(json!({"year": 2014, "area": "zoeterwoude"})).await;
        let of_the_region = page(json!({"year": 2015})).await;
        for seen in look_at(&[&of_leiden, &of_a_small_one, &of_the_region]) {
            for nothing in ["said", "outside", "overflow", "violations"] {
                assert_eq!(seen[nothing], json!([]), "{nothing}");
            }
            assert!(seen["checked"].as_u64().unwrap() > 10, "axe looked at it");
            assert!((1..=2).contains(&seen["sheets"].as_u64().unwrap()), "{} sheets", seen["sheets"]);
        }
    });
}
