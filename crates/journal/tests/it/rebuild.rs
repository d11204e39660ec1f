//! Guarantee 7: rebuilt beside the live one and swapped in, while commands go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use schakel_journal::{Journal, JournalError, Mode, NotReady, Projection, Standing};

use crate::dossier::Command;
use crate::projections::{Illness, Indifferent, Symptom, Totals};
use crate::world::{Running, SERVICE, World, execute, first_events, note, open, request, total};

#[tokio::test]
async fn a_rebuild_gives_the_same_rows_while_commands_go_on() {
    let world = World::new().await;
    let journal = &world.journal;
    open(journal, "a").await;
    for _ in 0..4 {
        let many = Command::notes(std::iter::repeat_n(1, 300));
        execute(journal, "a", many, &request()).await.unwrap();
    }
    open(journal, "b").await;
    let running = Running::start(journal);
    let done = AtomicBool::new(false);
    let writing = async {
        let mut written = 0;
        while !done.load(Ordering::SeqCst) {
            note(journal, "b", 1).await.unwrap();
            written += 1;
            // The screen is never empty, and an inline read model never behind.
            assert_eq!(total(journal, "register", "a").await, Some(1200));
            assert_eq!(total(journal, "register", "b").await, Some(written));
        }
        written
    };
    let mut steps = Vec::new();
    let rebuilding = async {
        for name in ["register", "follower", "register", "follower"] {
            let progress = |done, total| steps.push((done, total));
            journal.rebuild(&world.owner.connect_options(), name, progress).await.unwrap();
        }
        done.store(true, Ordering::SeqCst);
    };
    let (written, ()) = tokio::join!(writing, rebuilding);
    assert!(written > 0);
    assert!(steps.len() > 8, "{steps:?}");
    assert!(steps.iter().all(|(done, total)| done <= total));
    let last = note(journal, "b", 1).await.unwrap();
    journal.ready_for("follower", Some(last.place)).await.unwrap();
    running.stop().await;
    for name in ["register", "follower"] {
        assert_eq!(total(journal, name, "a").await, Some(1200));
        assert_eq!(total(journal, name, "b").await, Some(1 + written));
        world.assert_equals_rebuilt(name).await;
    }
    let leftovers = "select count(*) from pg_namespace where nspname ~ '^rm_.*_(next|old|check)$'";
    assert_eq!(world.count(leftovers).await, 0);
}

#[tokio::test]
async fn a_comparison_finds_every_row_that_differs() {
    let world = World::new().await;
    for id in ["a", "b"] {
        open(&world.journal, id).await;
        note(&world.journal, id, 3).await.unwrap();
    }
    world.catch_up().await;
    world.assert_equals_rebuilt("follower").await;
    sqlx::raw_sql(
        "update rm_follower.follower_totals set total = total + 1 where id = 'a';
         delete from rm_follower.follower_notes where number = 3",
    )
    .execute(&world.owner)
    .await
    .unwrap();
    let comparison = world.journal.compare(&world.owner.connect_options(), "follower").await;
    let comparison = comparison.unwrap();
    assert!(!comparison.is_equal());
    let found: Vec<_> = comparison
        .tables
        .iter()
        .map(|one| (one.table.as_str(), one.rows, one.missing, one.surplus))
        .collect();
    assert_eq!(found, [("follower_notes", 0, 2, 0), ("follower_totals", 2, 1, 1)]);
    world.journal.rebuild(&world.owner.connect_options(), "follower", |_, _| {}).await.unwrap();
    world.assert_equals_rebuilt("follower").await;
}

#[tokio::test]
async fn what_an_interrupted_rebuild_left_is_dropped() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    sqlx::raw_sql(
        "create schema rm_register_next; create table rm_register_next.register_totals (id int);
         create schema rm_register_old; create table rm_register_old.register_totals (id int)",
    )
    .execute(&world.owner)
    .await
    .unwrap();
    world.journal.rebuild(&world.owner.connect_options(), "register", |_, _| {}).await.unwrap();
    world.assert_equals_rebuilt("register").await;
    note(&world.journal, "a", 2).await.unwrap();
    assert_eq!(total(&world.journal, "register", "a").await, Some(2));
}

#[tokio::test]
async fn a_projection_is_rebuilt_by_one_at_a_time() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    let mut holding = world.owner.begin().await.unwrap();
    sqlx::query("select 1 from journal.projection where name = 'follower' for update")
        .execute(&mut *holding)
        .await
        .unwrap();
    let reached = Arc::new(AtomicBool::new(false));
    let (journal, owner, flag) = (world.journal.clone(), world.owner.clone(), reached.clone());
    let first = tokio::spawn(async move {
        let progress = |_, _| flag.store(true, Ordering::SeqCst);
        journal.rebuild(&owner.connect_options(), "follower", progress).await
    });
    let is_rebuilding = "select count(*) from pg_locks where locktype = 'advisory'
                         and classid = 73616368 and granted";
    while world.count(is_rebuilding).await == 0 {}
    let second = world.journal.rebuild(&world.owner.connect_options(), "follower", |_, _| {}).await;
    assert!(matches!(second, Err(JournalError::Busy(_))));
    holding.rollback().await.unwrap();
    first.await.unwrap().unwrap();
    assert!(reached.load(Ordering::SeqCst));
}

#[tokio::test]
async fn a_rebuild_that_fails_leaves_the_live_one_alone() {
    let illness = Illness::none();
    let world = World::with(vec![Totals::inline(&illness), Totals::following(&Illness::none())]).await;
    open(&world.journal, "a").await;
    note(&world.journal, "a", 13).await.unwrap();
    illness.number.store(13, Ordering::SeqCst);
    let failed = world.journal.rebuild(&world.owner.connect_options(), "register", |_, _| {}).await;
    assert!(matches!(failed, Err(JournalError::Undigestible { .. })));
    note(&world.journal, "a", 1).await.unwrap();
    assert_eq!(total(&world.journal, "register", "a").await, Some(14));
    illness.heal();
    world.assert_equals_rebuilt("register").await;
}

fn second_version() -> Vec<Arc<dyn Projection>> {
    let sound = Illness::none();
    vec![
        Totals::version("register", Mode::Inline, 2, &sound),
        Totals::version("follower", Mode::Following, 2, &sound),
    ]
}

#[tokio::test]
async fn a_changed_version_is_rebuilt_by_the_migration() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    note(&world.journal, "a", 5).await.unwrap();
    world.catch_up().await;
    let changed = second_version();
    let newer = world.program(&changed).await;
    let owner = world.owner.connect_options();
    let migrate = || Journal::migrate(&owner, SERVICE, &changed);
    migrate().await.unwrap();
    // Not rebuilt yet: the newer program must neither write nor ask.
    let early = note(&newer, "a", 1).await;
    assert!(
        matches!(&early, Err(schakel_journal::ExecuteError::Journal(JournalError::Outdated { projection })) if projection == "register")
    );
    let asked = newer.ready_for("register", None).await;
    assert!(matches!(asked, Err(NotReady::Unknown)));
    assert_eq!(total(&world.journal, "follower", "a").await, Some(5));
    let rebuilt = newer.rebuild_outdated(&world.owner.connect_options(), |_, _, _| {}).await;
    assert_eq!(rebuilt.unwrap(), ["register", "follower"]);
    // The older program would write the older rows.
    let late = note(&world.journal, "a", 1).await;
    assert!(late.is_err());
    note(&newer, "a", 1).await.unwrap();
    let notes = "select notes::bigint from rm_register.register_totals where id = 'a'";
    assert_eq!(world.count(notes).await, 2);
    migrate().await.unwrap();
    let again = newer.rebuild_outdated(&world.owner.connect_options(), |_, _, _| {}).await;
    assert!(again.unwrap().is_empty(), "a migration is applied once");
    let comparison = newer.compare(&world.owner.connect_options(), "register").await.unwrap();
    assert!(comparison.is_equal());
}

#[tokio::test]
async fn a_new_read_model_is_not_asked_before_it_is_filled_and_a_retired_one_is_dropped() {
    let sound = Illness::none();
    let world = World::with(vec![Totals::inline(&sound)]).await;
    open(&world.journal, "a").await;
    let grown = vec![Totals::version("census", Mode::Inline, 1, &sound), Totals::following(&sound)];
    Journal::migrate(&world.owner.connect_options(), SERVICE, &grown).await.unwrap();
    let journal = world.program(&grown).await;
    note(&journal, "a", 4).await.unwrap();
    for name in ["census", "follower"] {
        let asked = journal.ready_within(name, None, std::time::Duration::ZERO).await;
        assert!(matches!(asked, Err(NotReady::Behind)), "{name}");
    }
    let status = journal.status().await.unwrap();
    assert!(status.iter().all(|one| one.standing == Standing::Rebuilding));
    first_events(&journal, 2).await;
    journal.rebuild_outdated(&world.owner.connect_options(), |_, _, _| {}).await.unwrap();
    for name in ["census", "follower"] {
        journal.ready_for(name, None).await.unwrap();
        assert_eq!(total(&journal, name, "a").await, Some(4));
    }
    let retired = "select count(*) from pg_namespace where nspname = 'rm_register'";
    assert_eq!(world.count(retired).await, 0);
}

#[tokio::test]
async fn a_rebuild_sets_a_stopped_projection_going_again() {
    let illness = Illness::at(13, Symptom::Refuses);
    let world = World::with(vec![Totals::inline(&illness), Totals::following(&Illness::none())]).await;
    open(&world.journal, "a").await;
    note(&world.journal, "a", 13).await.unwrap();
    note(&world.journal, "a", 1).await.unwrap();
    assert!(world.journal.ready_for("register", None).await.is_err());
    illness.heal();
    world.journal.rebuild(&world.owner.connect_options(), "register", |_, _| {}).await.unwrap();
    world.journal.ready_for("register", None).await.unwrap();
    assert_eq!(total(&world.journal, "register", "a").await, Some(14));
}

#[tokio::test]
async fn two_read_models_may_not_have_a_table_of_the_same_name() {
    let world = World::with(vec![Totals::inline(&Illness::none())]).await;
    for ddl in ["create table register_totals (id int)", "create table events (id int)"] {
        let namesake: Arc<dyn Projection> = Arc::new(Indifferent(ddl));
        let both = [Totals::inline(&Illness::none()), namesake];
        let migrated = Journal::migrate(&world.owner.connect_options(), SERVICE, &both).await;
        assert!(matches!(migrated, Err(JournalError::AmbiguousTable(_))), "{ddl}");
    }
    assert_eq!(world.count("select count(*) from journal.projection").await, 1);
}
