//! What is specific to a region is in its file: both that are delivered can be used, nothing of either stands in the
//! code, and the second, which differs in everything it can, works as its file says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use schakel_domain::region::Region;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, manager, reporter, support};
use crate::doors::{Door, Trouble};
use crate::house::House;
use crate::stages::{bsn, person};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every region file that is delivered, by its name.
fn delivered() -> Vec<(String, Region)> {
    let files = fs::read_dir(root().join("regions")).unwrap().map(|file| file.unwrap().path());
    let read = |path: PathBuf| {
        let region = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        (path.file_stem().unwrap().to_string_lossy().into_owned(), region)
    };
    files.map(read).collect()
}

#[test]
fn both_regions_can_be_used() {
    let regions = delivered();
    assert!(regions.len() >= 2);
    for (name, region) in regions {
        assert_eq!(region.mistakes(), [""; 0], "{name}");
    }
}

/// Without an annex nothing can be shared where a case is discussed.
#[test]
fn the_demos_covenant_has_an_annex_for_each_kind_of_meeting_of_its_region() {
    let house: toml::Table =
        toml::from_str(include_str!("../../services/schakel/src/demo/house.toml")).unwrap();
    let annexes = house["covenant"]["annexes"].as_array().unwrap();
    let grounds: BTreeSet<_> = annexes.iter().map(|annex| annex["ground"].as_str().unwrap()).collect();
    let region = delivered().into_iter().find(|(name, _)| name == "hollands-midden").unwrap().1;
    for kind in &region.meeting_types {
        assert!(grounds.contains(kind.code.as_str()), "{}", kind.code);
    }
}

/// Every source file below, but tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push(path);
        }
    }
}

/// Whatever is tested in the file itself comes last.
fn without_tests(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or_default()
}

#[test]
fn nothing_of_a_region_stands_in_the_code() {
    let mut files = Vec::new();
    for room in fs::read_dir(root().join("crates")).unwrap() {
        sources(&room.unwrap().path().join("src"), &mut files);
    }
    assert!(files.len() > 100);
    let regions = delivered();
    let codes: BTreeSet<_> = regions.iter().flat_map(|(_, region)| codes(region)).collect();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for code in &codes {
            let quoted = format!("\"{code}\"");
            assert!(!without_tests(&source).contains(&quoted), "{quoted} stands in {}", file.display());
        }
    }
}

fn codes(region: &Region) -> Vec<String> {
    let municipalities = region.municipalities.iter().map(|it| it.code.to_string());
    let subregions = region.subregions.iter().map(|it| it.code.to_string());
    let meeting_types = region.meeting_types.iter().map(|it| it.code.to_string());
    municipalities.chain(subregions).chain(meeting_types).collect()
}

/// A House of the second region, and a door of it.
struct Second<'a> {
    house: &'a House,
    door: Door,
}

impl Second<'_> {
    async fn report(&self, number: usize, details: Value) -> String {
        let mut report = json!({"reason": "Zomaar.", "subject": person(&bsn(number))});
        report.as_object_mut().unwrap().extend(details.as_object().unwrap().clone());
        self.house.done(self.door, &reporter(), "ReportCase", report).await.id()
    }

    async fn order(&self, actor: &Actor, name: &str, case: &str, mut input: Value) -> Result<(), Trouble> {
        input["caseId"] = case.into();
        self.house.call(self.door, actor, name, input).await.map(drop)
    }

    async fn refused(&self, actor: &Actor, name: &str, case: &str, input: Value) -> String {
        self.order(actor, name, case, input).await.unwrap_err().slug
    }

    async fn weigh(&self, case: &str, criteria: &[&str]) -> Result<(), Trouble> {
        let weighing = json!({"criteria": criteria, "decision": "schedule_focus"});
        self.order(&support(), "WeighCase", case, weighing).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_region_works_as_its_file_says() {
    let file = root().join("regions/achterhoek.toml");
    let house = House::open_with(&[("REGION_FILE", file.to_str().unwrap())]).await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let second = Second { house: &house, door };
        criteria_of_its_own(&second, 4 * number).await;
        arrangements_of_its_own(&second, 4 * number + 2).await;
        meetings_of_its_own(&second).await;
    }
}

/// A theme table takes what meets its criteria, and nothing else; what another region asks for is unknown here.
async fn criteria_of_its_own(second: &Second<'_>, number: usize) {
    let details =
        json!({"trigger": "current_concern", "theme": "exploitation", "municipality": "hummelo_en_keppel"});
    let case = second.report(number, details).await;
    let seen = second.house.done(second.door, &manager(), "GetCase", json!({"caseId": case})).await.json;
    assert_eq!(seen["report"]["municipality"], "bronckhorst", "absorbed");
    let unknown = second.weigh(&case, &["e"]).await.unwrap_err();
    assert_eq!(unknown.mistakes(), "criteria[0]: unknown_code");
    assert_eq!(second.weigh(&case, &["a", "b"]).await.unwrap_err().slug, "criteria-not-met");
    second.weigh(&case, &["signs_of_exploitation"]).await.unwrap();
    let agenda = |kind: &str| json!({"meetingType": kind, "processDirector": director().card()});
    let refused = second.refused(&support(), "ScheduleCase", &case, agenda("case_table")).await;
    assert_eq!(refused, "criteria-not-met");
    second.order(&support(), "ScheduleCase", &case, agenda("exploitation_table")).await.unwrap();
}

/// Detention reports of one municipality go to its own table; the House asks partners for answers in its own term.
async fn arrangements_of_its_own(second: &Second<'_>, number: usize) {
    let case = second.report(number, json!({"trigger": "detention", "municipality": "zutphen"})).await;
    assert_eq!(second.weigh(&case, &["d"]).await.unwrap_err().slug, "kept-from-briefing");
    let question = json!({"organisation": "ggd", "question": "Bekend?"});
    second.order(&coordinator(), "RequestInformation", &case, question).await.unwrap();
    let view =
        second.house.done(second.door, &manager(), "GetInformation", json!({"caseId": case})).await.json;
    assert_eq!(view["requests"][0]["answerByDate"], second.house.day(3).await);
    second
        .order(&support(), "ScheduleCase", &case, json!({"meetingType": "homecoming_table"}))
        .await
        .unwrap();
}

/// No subregion is named for a table where there are none, and a local table is not the House's to chair.
async fn meetings_of_its_own(second: &Second<'_>) {
    let day = second.house.day(7).await;
    let plan = |kind: &str| json!({"meetingType": kind, "meetingDate": day, "chair": director().card()});
    second.house.done(second.door, &support(), "PlanMeeting", plan("aftercare")).await;
    let refused = second.house.call(second.door, &support(), "PlanMeeting", plan("homecoming_table")).await;
    assert_eq!(refused.unwrap_err().slug, "chaired-by-another");
}
