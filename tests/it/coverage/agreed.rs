//! Worlds with a covenant or an organisation that a test may do anything with.

use serde_json::{Value, json};

use crate::actors::manager;
use crate::doors::{Door, spec};
use crate::stages::Stage;

/// A covenant of its own, and what must have happened to it before.
pub async fn covenant(stage: Stage<'_>, name: &str, input: &mut Value) {
    let (today, later) = (stage.house.day(0).await, stage.house.day(30).await);
    let dated = |input: &mut Value| {
        for (field, day) in [("decidedDate", &today), ("validFromDate", &later)] {
            if input.get(field).is_some() {
                input[field] = day.as_str().into();
            }
        }
        for field in ["fromDate", "untilDate"] {
            if input.get(field).is_some() {
                input[field] = later.as_str().into();
            }
        }
    };
    dated(input);
    if name == "AdoptCovenant" {
        return;
    }
    if let Some(members) = input.as_object_mut() {
        members.remove("asOf");
    }
    let mut adopted = (spec("AdoptCovenant").example)();
    dated(&mut adopted);
    adopted["validFromDate"] = today.as_str().into();
    let covenant = stage.house.done(stage.door, &manager(), "AdoptCovenant", adopted).await.id();
    let before: &[&str] = match name {
        "SignCovenant" => &["AdmitPartner"],
        "EndSignature" => &["AdmitPartner", "SignCovenant"],
        _ => &[],
    };
    for step in before {
        let mut example = (spec(step).example)();
        dated(&mut example);
        example["covenantId"] = covenant.as_str().into();
        stage.house.done(stage.door, &manager(), step, example).await;
    }
    // What it says already is nothing to amend.
    if name == "AmendAnnex" {
        input["annex"]["retentionYears"] = 4.into();
    }
    if name != "ListCovenants" {
        input["covenantId"] = covenant.into();
    }
}

/// An organisation of its own, with somebody who may act for it.
pub async fn organisation(stage: Stage<'_>, name: &str, number: &str, input: &mut Value) {
    let until = stage.house.day(200).await;
    if input.get("untilDate").is_some() {
        input["untilDate"] = until.as_str().into();
    }
    let door = if stage.door == Door::Rest { "rest" } else { "grpc" };
    let code = format!("partner_{number}_{door}");
    match name {
        "ListOrganisations" => return,
        "RegisterOrganisation" => {
            input["code"] = code.into();
            return;
        }
        _ => {}
    }
    let mut registered = (spec("RegisterOrganisation").example)();
    registered["code"] = code.into();
    let id = stage.house.done(stage.door, &manager(), "RegisterOrganisation", registered).await.id();
    input["organisationId"] = id.as_str().into();
    if ["ReviewAuthorisation", "WithdrawAuthorisation"].contains(&name) {
        let mut authorised = (spec("AuthoriseProfessional").example)();
        authorised["untilDate"] = json!(until);
        authorised["organisationId"] = id.into();
        stage.house.done(stage.door, &manager(), "AuthoriseProfessional", authorised).await;
    }
}
