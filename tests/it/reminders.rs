//! Work that becomes overdue is reminded of: once, by whichever process, and told by moving the clock.

use serde_json::{Value, json};

use crate::actors::{Actor, director, holder};
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
    assert_eq!(application_at(&house, 7).await.remind().await.unwrap(), 0, "the first contact is due today");
    let (one, other) = (application_at(&house, 8).await, application_at(&house, 8).await);
    let (one, other) = futures::join!(one.remind(), other.remind());
    assert_eq!([one.unwrap(), other.unwrap()].into_iter().max(), Some(1));
    for actor in [director(), holder()] {
        eventually("a reminder", async || reminders(&house, &actor).await > 0).await;
        assert_eq!(reminders(&house, &actor).await, 1);
    }
    assert_eq!(application_at(&house, 8).await.remind().await.unwrap(), 0, "that day was reminded of");
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
