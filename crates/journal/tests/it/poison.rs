//! Guarantee 8: an event that a projection cannot digest stops that projection alone, visibly.

use std::time::Duration;

use schakel_journal::{JournalError, Mode, NotReady, ProjectionStatus, Standing, Stop, Timing};

use crate::dossier::Command;
use crate::projections::{Illness, Symptom, Totals};
use crate::world::{LONG, Running, World, execute, note, open, request, total};

const SYMPTOMS: [Symptom; 4] =
    [Symptom::Refuses, Symptom::Panics, Symptom::BreaksAConstraint, Symptom::SwallowsAnError];

async fn status(world: &World, name: &str) -> ProjectionStatus {
    let all = world.journal.status().await.unwrap();
    all.into_iter().find(|one| one.name == name).unwrap()
}

async fn stop(world: &World, name: &str) -> Stop {
    match status(world, name).await.standing {
        Standing::Stopped(stop) => stop,
        standing => panic!("{name} is {standing:?}"),
    }
}

/// A sick one and a sound one of the same mode, and `follower`, sound, so that the end of the log
/// can be awaited.
async fn ward(mode: Mode, illness: &Illness) -> World {
    let sound = Illness::none();
    World::with(vec![
        Totals::version("sick", mode, 1, illness),
        Totals::version("sound", mode, 1, &sound),
        Totals::following(&sound),
    ])
    .await
}

#[tokio::test]
async fn an_inline_projection_stops_alone_and_commands_go_on() {
    for symptom in SYMPTOMS {
        let illness = Illness::at(13, symptom);
        let world = ward(Mode::Inline, &illness).await;
        let journal = &world.journal;
        open(journal, "a").await;
        let poison = Command::notes([1, 13, 2]);
        let receipt = execute(journal, "a", poison, &request()).await.unwrap();
        note(journal, "a", 4).await.unwrap();
        assert_eq!(world.events().await, 5, "{symptom:?}");
        assert_eq!(total(journal, "sick", "a").await, Some(1), "{symptom:?}");
        assert_eq!(total(journal, "sound", "a").await, Some(20));
        let asked = journal.ready_for("sick", None).await;
        assert!(matches!(asked, Err(NotReady::Stopped)));
        journal.ready_for("sound", None).await.unwrap();
        let stop = stop(&world, "sick").await;
        assert_eq!(stop.event_type, "Noted");
        assert_eq!(stop.place.position, receipt.place.position - 1);
        assert!(!stop.failure.contains("gefluisterd"), "{}", stop.failure);
        assert_eq!(status(&world, "sick").await.lag, 3);
        illness.heal();
        journal.retry("sick").await.unwrap();
        journal.ready_for("sick", None).await.unwrap();
        note(journal, "a", 5).await.unwrap();
        assert_eq!(total(journal, "sick", "a").await, Some(25));
        world.assert_equals_rebuilt("sick").await;
    }
}

#[tokio::test]
async fn a_following_projection_stops_alone_and_the_others_go_on() {
    for symptom in SYMPTOMS {
        let illness = Illness::at(13, symptom);
        let world = ward(Mode::Following, &illness).await;
        let journal = &world.journal;
        let running = Running::start(journal);
        open(journal, "a").await;
        let poison = Command::notes([1, 13, 2]);
        execute(journal, "a", poison, &request()).await.unwrap();
        let last = note(journal, "a", 4).await.unwrap();
        journal.ready_for("sound", Some(last.place)).await.unwrap();
        let asked = journal.ready_for("sick", Some(last.place)).await;
        assert!(matches!(asked, Err(NotReady::Stopped)), "{symptom:?}");
        assert_eq!(total(journal, "sick", "a").await, Some(1), "{symptom:?}");
        assert_eq!(total(journal, "sound", "a").await, Some(20));
        assert_eq!(stop(&world, "sick").await.event_type, "Noted");
        illness.heal();
        journal.retry("sick").await.unwrap();
        journal.ready_for("sick", Some(last.place)).await.unwrap();
        assert_eq!(total(journal, "sick", "a").await, Some(20));
        running.stop().await;
        world.assert_equals_rebuilt("sick").await;
    }
}

#[tokio::test]
async fn an_operator_can_leave_an_event_out_with_a_reason() {
    for mode in [Mode::Inline, Mode::Following] {
        let world = ward(mode, &Illness::at(13, Symptom::Refuses)).await;
        let journal = &world.journal;
        let running = Running::start(journal);
        open(journal, "a").await;
        execute(journal, "a", Command::notes([13, 2]), &request()).await.unwrap();
        let last = note(journal, "a", 4).await.unwrap();
        if mode == Mode::Following {
            let asked = journal.ready_for("sick", Some(last.place)).await;
            assert!(matches!(asked, Err(NotReady::Stopped)));
        }
        let unwilling = journal.skip("sound", "no need", "operator-1").await;
        assert!(matches!(unwilling, Err(JournalError::NotStopped(_))));
        let failed = stop(&world, "sick").await;
        journal.skip("sick", "was entered by mistake", "operator-1").await.unwrap();
        journal.ready_for("sick", Some(last.place)).await.unwrap();
        assert_eq!(total(journal, "sick", "a").await, Some(6));
        running.stop().await;
        let recorded: (String, String, String, String) =
            sqlx::query_as("select projection, place, reason, operator from journal.projection_skip")
                .fetch_one(&world.owner)
                .await
                .unwrap();
        assert_eq!(
            recorded,
            (
                "sick".to_owned(),
                failed.place.to_string(),
                "was entered by mistake".to_owned(),
                "operator-1".to_owned()
            )
        );
        // A rebuild leaves it out, too.
        world.assert_equals_rebuilt("sick").await;
    }
}

#[tokio::test]
async fn a_retry_before_the_cause_is_mended_stops_again() {
    let illness = Illness::at(13, Symptom::Refuses);
    let world = ward(Mode::Inline, &illness).await;
    let journal = &world.journal;
    open(journal, "a").await;
    note(journal, "a", 13).await.unwrap();
    note(journal, "a", 1).await.unwrap();
    let first = stop(&world, "sick").await;
    let retried = journal.retry("sick").await;
    assert!(matches!(retried, Err(JournalError::Undigestible { place, .. }) if place == first.place));
    assert_eq!(stop(&world, "sick").await.place, first.place);
    // It is now another event that makes it ill.
    illness.number.store(1, std::sync::atomic::Ordering::SeqCst);
    assert!(journal.retry("sick").await.is_err());
    let second = stop(&world, "sick").await;
    assert!(second.place > first.place);
    assert_eq!(total(journal, "sick", "a").await, Some(13));
    illness.heal();
    journal.retry("sick").await.unwrap();
    world.assert_equals_rebuilt("sick").await;
    let again = journal.retry("sick").await;
    assert!(matches!(again, Err(JournalError::NotStopped(_))));
}

#[tokio::test]
async fn commands_that_race_a_stop_are_neither_lost_nor_doubled() {
    let illness = Illness::at(13, Symptom::BreaksAConstraint);
    let world = ward(Mode::Inline, &illness).await;
    let journal = &world.journal;
    let ids: Vec<_> = (0..8).map(|n| format!("d{n}")).collect();
    for id in &ids {
        open(journal, id).await;
    }
    let racing = ids.iter().enumerate().map(|(index, id)| async move {
        for number in 1..=20 {
            let poison = if index == 3 && number == 10 { 13 } else { 1 };
            note(journal, id, poison).await.unwrap();
        }
    });
    let healing = async {
        while journal.ready_for("sick", None).await.is_ok() {}
        illness.heal();
        journal.retry("sick").await.unwrap();
    };
    tokio::join!(futures::future::join_all(racing), healing);
    for id in &ids {
        let sound = total(journal, "sound", id).await;
        assert_eq!(total(journal, "sick", id).await, sound, "{id}");
    }
    world.assert_equals_rebuilt("sick").await;
}

#[tokio::test]
async fn an_event_that_cannot_be_opened_stops_only_those_who_need_it() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    let receipt = note(&world.journal, "a", 1).await.unwrap();
    // A sealed value in a place it was not sealed for.
    sqlx::query(
        "insert into journal.events (aggregate_type, aggregate_id, sequence, event_type,
                                     event_version, payload, metadata)
         select aggregate_type, aggregate_id, 3, event_type, event_version, payload, metadata
         from journal.events where sequence = 2",
    )
    .execute(&world.owner)
    .await
    .unwrap();
    let running = Running::start(&world.journal);
    open(&world.journal, "b").await;
    while world.journal.ready_for("follower", None).await.is_ok() {}
    let stop = stop(&world, "follower").await;
    assert!(stop.place > receipt.place);
    assert_eq!(total(&world.journal, "follower", "a").await, Some(1));
    running.stop().await;
}

#[tokio::test]
async fn a_reader_that_stands_still_while_the_log_grows_is_told_from_an_idle_one() {
    let world = World::new().await;
    let stalled = |journal: schakel_journal::Journal| async move {
        let all = journal.status().await.unwrap();
        all.iter().any(|one| one.stalled)
    };
    let impatient = world.journal.clone().with_timing(Timing {
        stall: Duration::ZERO,
        ready_wait: LONG,
        ..Timing::default()
    });
    assert!(!stalled(impatient.clone()).await, "nothing to read");
    open(&world.journal, "a").await;
    // Nobody runs the projections.
    assert!(stalled(impatient.clone()).await);
    assert!(!stalled(world.journal.clone()).await, "not for long enough");
    assert_eq!(status(&world, "follower").await.lag, 1);
    world.catch_up().await;
    assert!(!stalled(impatient).await);
    assert_eq!(status(&world, "follower").await.lag, 0);
}
