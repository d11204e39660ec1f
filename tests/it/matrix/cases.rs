//! About which cases they ask. A case of another kind is one more column.

use serde_json::{Value, json};

use super::cast::{asked_in_person, care, emergency_director, ended, incidental, never_signed, withdrawn};
use crate::actors::{Actor, coordinator, director, holder, partner, reporter, support};
use crate::doors::Door;
use crate::house::House;
use crate::shielded::{Shielded, cleared};
use crate::stages::{Stage, bsn, person, plan, results};
use schakel_access::Role;

/// How many events a case has, and the last of them.
pub type State = (i64, Option<i64>);

/// A case, and what there is to say of it.
pub struct Column {
    pub name: &'static str,
    pub about: &'static str,
    pub id: String,
    pub state: State,
}

/// What the journal has of a case.
pub async fn state(house: &House, case: &str) -> State {
    let state = "select count(*), max(sequence) from journal.events where aggregate_id = $1";
    sqlx::query_as(state).bind(case).fetch_one(house.pool()).await.unwrap()
}

/// Every case of the table, one column each.
pub async fn begin(house: &House) -> Vec<Column> {
    let stage = Stage { house, door: Door::Rest };
    let nobody = "0190c0de-0000-7000-8000-000000000001".to_owned();
    let cases = [
        ("report", "reported in Gouda; GGD and one doctor were asked about it", reported(stage, 0).await),
        ("weigh", "weighed, on no agenda yet", weighed(stage, 1).await),
        ("agenda", "on the agenda of a focus meeting, directed by nobody yet", undirected(stage, 2).await),
        ("focus", "with a plan made in a focus meeting", planned(stage, 3, "focus").await),
        ("after", "with a plan made at the aftercare table", planned(stage, 4, "aftercare").await),
        ("top60", "at the table of a Top60 meeting", seated(stage, 7, "top60").await),
        (
            "round",
            "at a round table, where the aftercare table sent it",
            seated(stage, 8, "round_table").await,
        ),
        ("offend", "at a session on systematic offenders", seated(stage, 9, "systematic_offender").await),
        ("group", "in the approach to a group", seated(stage, 10, "group_approach").await),
        (
            "screen",
            "at the screening of domestic violence",
            seated(stage, 11, "domestic_violence_screening").await,
        ),
        ("youth", "at the meeting on juvenile detention", seated(stage, 12, "juvenile_detention").await),
        ("room", "in a local safety room", seated(stage, 13, "local_safety_room").await),
        ("closed", "as focus, and closed since", closed(stage, 5).await),
        ("shield", "of a shielded kind, with the police at the table", shielded(stage, 6).await),
        ("none", "no case has this id", nobody),
    ];
    let mut columns = Vec::new();
    for (name, about, id) in cases {
        let state = state(house, &id).await;
        columns.push(Column { name, about, id, state });
    }
    columns
}

async fn reported(stage: Stage<'_>, number: usize) -> String {
    let report = json!({
        "reason": "Uit detentie.", "trigger": "detention", "municipality": "gouda",
        "subject": person(&bsn(number))
    });
    let case = stage.house.done(stage.door, &reporter(), "ReportCase", report).await.id();
    let answer_by = stage.house.day(7).await;
    let request = |organisation: &str| json!({"organisation": organisation, "question": "Bekend?", "answerByDate": answer_by});
    stage.order(&coordinator(), "RequestInformation", &case, request("ggd")).await;
    let mut in_person = request(&asked_in_person().organisation);
    in_person["account"] = asked_in_person().account.into();
    stage.order(&coordinator(), "RequestInformation", &case, in_person).await;
    case
}

/// For the meeting of that type.
async fn decided(stage: Stage<'_>, number: usize, meeting_type: &str) -> String {
    let case = reported(stage, number).await;
    let shared = json!({"category": "police", "text": "Drie aanhoudingen."});
    stage.order(&Actor::with(Role::WeighingTeam), "ShareInformation", &case, shared).await;
    let weighing = json!({"criteria": ["a", "b", "c"], "decision": format!("schedule_{meeting_type}")});
    stage.order(&support(), "WeighCase", &case, weighing).await;
    stage.order(&support(), "GiveFeedback", &case, json!({"channel": "mail"})).await;
    case
}

async fn weighed(stage: Stage<'_>, number: usize) -> String {
    let case = decided(stage, number, "focus").await;
    break_the_glass(stage, &case).await;
    case
}

async fn undirected(stage: Stage<'_>, number: usize) -> String {
    let case = decided(stage, number, "focus").await;
    stage.order(&support(), "ScheduleCase", &case, json!({"meetingType": "focus"})).await;
    case
}

/// Everybody at the table, whoever it is; a plan, an advice, and items that not everybody may have.
async fn planned(stage: Stage<'_>, number: usize, meeting_type: &str) -> String {
    let case = decided(stage, number, meeting_type).await;
    let meeting = at_the_table(stage, &case, meeting_type).await;
    if meeting_type == "focus" {
        let statement = json!({"meetingId": meeting, "participant": incidental().card()});
        stage.house.done(stage.door, &incidental(), "SignNonDisclosure", statement).await;
    }
    stage.order(&support(), "DecideOnClient", &case, json!({"invited": true})).await;
    let due = stage.house.day(42).await;
    let mut plan = plan(&holder(), &care().organisation, &due);
    plan["zsmAdvice"] = json!({"sketch": "Plan loopt.", "measures": ["Voorwaardelijk"]});
    stage.order(&director(), "SetPlan", &case, plan).await;
    for (actor, item) in items() {
        stage.order(&actor, "ShareInformation", &case, item).await;
    }
    break_the_glass(stage, &case).await;
    case
}

/// Everybody at the table, and no plan yet.
async fn seated(stage: Stage<'_>, number: usize, meeting_type: &str) -> String {
    let case = match meeting_type {
        "top60" => decided(stage, number, "top60").await,
        "round_table" => {
            let case = decided(stage, number, "aftercare").await;
            stage.order(&support(), "ScheduleCase", &case, json!({"meetingType": "aftercare"})).await;
            case
        }
        // No briefing weighs these.
        _ => reported(stage, number).await,
    };
    at_the_table(stage, &case, meeting_type).await;
    let item = json!({"category": "identity", "text": "Heet ook anders."});
    stage.order(&partner(), "ShareInformation", &case, item).await;
    break_the_glass(stage, &case).await;
    case
}

/// Puts the case on the agenda of a meeting, where everybody is listed.
async fn at_the_table(stage: Stage<'_>, case: &str, meeting_type: &str) -> String {
    let meeting = stage.meeting(meeting_type, 7).await;
    let agenda = json!({
        "meetingType": meeting_type, "meetingId": meeting, "processDirector": director().card()
    });
    stage.order(&support(), "ScheduleCase", case, agenda).await;
    let table =
        [partner(), Actor::with(Role::CovenantPartner), incidental(), ended(), never_signed(), withdrawn()];
    for participant in table {
        let listed = json!({"meetingId": meeting, "participant": participant.card()});
        stage.order(&director(), "ListParticipant", case, listed).await;
    }
    meeting
}

fn items() -> [(Actor, Value); 3] {
    [
        (care(), json!({"category": "care", "text": "In zorg."})),
        (care(), json!({"category": "housing", "text": "Voor Gouda.", "audience": ["gemeente_gouda"]})),
        (partner(), json!({"category": "justice", "text": "Met toestemming.", "consent": "awaited"})),
    ]
}

async fn break_the_glass(stage: Stage<'_>, case: &str) {
    let reason = json!({"reason": "Dreigt vannacht."});
    stage.order(&emergency_director(), "BreakGlass", case, reason).await;
}

async fn shielded(stage: Stage<'_>, number: usize) -> String {
    let Shielded { case, meeting } = Shielded::scheduled(stage, &bsn(number)).await;
    for participant in [partner(), cleared(Role::ChainPartner)] {
        let listed = json!({"meetingId": meeting, "participant": participant.card()});
        stage.order(&cleared(Role::ProcessDirector), "ListParticipant", &case, listed).await;
    }
    let item = json!({"category": "police", "text": "Bezoekt bijeenkomsten."});
    stage.order(&cleared(Role::ChainPartner), "ShareInformation", &case, item).await;
    case
}

async fn closed(stage: Stage<'_>, number: usize) -> String {
    let case = planned(stage, number, "focus").await;
    stage.order(&holder(), "JudgeResults", &case, results()).await;
    stage.order(&director(), "CloseCase", &case, json!({})).await;
    case
}
