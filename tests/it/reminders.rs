//! Work that becomes overdue is reminded of: once, by whichever process, and told by moving the clock.

use schakel_access::{self as access, Action, Role};
use schakel_application::{Application, Needs, Order};
use schakel_domain::Text;
use schakel_domain::case::{Case, Command, LiftCaseRestriction, RecordEscalationOutcome};
use schakel_domain::region::OrganisationCode;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, holder, manager};
use crate::doors::{Door, Envelope};
use crate::erasure::application_at;
use crate::house::{House, eventually};
use crate::stages::{Stage, bsn};

async fn reminders(house: &House, actor: &Actor) -> usize {
    let notices = house.done(Door::Rest, actor, "ListNotices", json!({"limit": 100})).await.json;
    let of_kind = |notice: &&Value| notice["kind"] == "work_overdue";
    notices["notices"].as_array().unwrap().iter().filter(of_kind).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_overdue_is_reminded_of_once_by_whichever_process() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let case = stage.planned(&bsn(0)).await;
    let due_today = application_at(&house, 7).await;
    assert_eq!(reminded(&due_today).await, 0, "the first contact is due today");
    assert_eq!(due_today.overdue().await.unwrap(), 0);
    let (one, other) = (application_at(&house, 8).await, application_at(&house, 8).await);
    let (one, other) = futures::join!(one.remind(), other.remind());
    assert_eq!([one.unwrap(), other.unwrap()].into_iter().max(), Some(1));
    for actor in [director(), holder()] {
        eventually("a reminder", async || reminders(&house, &actor).await > 0).await;
        assert_eq!(reminders(&house, &actor).await, 1);
    }
    assert_eq!(application_at(&house, 8).await.remind().await.unwrap(), 0, "that day was reminded of");
    assert_eq!(application_at(&house, 8).await.overdue().await.unwrap(), 1, "and it is overdue still");
    // A contact is recorded: after days without any process, only what is still to be done is told.
    let contact = json!({
        "moment": "week_1", "agreementsKept": true, "runningAsPlanned": true, "newMeetingNeeded": false
    });
    let done = stage.order(&director(), "RecordMonitoringContact", &case, contact).await;
    let there = Envelope::at_position(done.position());
    house.client(Door::Rest).call(&director(), "ListWorkItems", json!({}), there).await.unwrap();
    assert_eq!(application_at(&house, 20).await.remind().await.unwrap(), 0);
    assert_eq!(
        application_at(&house, 60).await.remind().await.unwrap(),
        1,
        "the second contact, and an agreement"
    );
    eventually("another", async || reminders(&house, &holder()).await == 2).await;
}

/// Something that is done on that day, by the application itself: the server stands on today.
async fn done_at(application: &Application, action: Action, case: &str, command: impl Into<Command>) {
    let organisation = OrganisationCode::new("veiligheidshuis");
    let order = Order {
        actor: access::Actor { account: manager().account, organisation, roles: vec![Role::ChainManager] },
        action,
        idempotency: None,
        expected_version: None,
        correlation: "0af7651916cd43dd8448eb211c80319c".into(),
        purpose: None,
    };
    let case = case.parse().unwrap();
    application.execute::<Case>(&order, case, command, Needs::default()).await.unwrap();
}

/// Of how many cases was reminded on that day, once the list knows of everything before.
async fn reminded(application: &Application) -> usize {
    eventually("a list that knows everything", async || {
        application.journal().status().await.unwrap().iter().all(|status| status.lag == 0)
    })
    .await;
    application.remind().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_overdue_while_the_case_waited_is_reminded_of_when_it_waits_no_longer() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Grpc };
    let [escalated, restricted] = [stage.planned(&bsn(0)).await, stage.planned(&bsn(1)).await];
    let question = json!({"level": "direction_room", "question": "Wie betaalt de brug?"});
    stage.order(&director(), "EscalateCase", &escalated, question).await;
    stage.order(&coordinator(), "RestrictCase", &restricted, json!({"reason": "Betwist."})).await;
    let week = application_at(&house, 9).await;
    assert_eq!(reminded(&week).await, 1, "the question is overdue, and all else waits");
    let text = |text| Text::new(text).unwrap();
    let outcome = RecordEscalationOutcome { outcome: text("De gemeente.") };
    done_at(&week, Action::RecordEscalationOutcome, &escalated, outcome).await;
    let lifted = LiftCaseRestriction { reason: text("Niet langer betwist.") };
    done_at(&week, Action::LiftCaseRestriction, &restricted, lifted).await;
    let next = application_at(&house, 10).await;
    assert_eq!(reminded(&next).await, 2, "the first contacts of both were due in the week before");
    assert_eq!(reminded(&application_at(&house, 11).await).await, 0, "once");
    house.rebuild_equals_live().await;
}
