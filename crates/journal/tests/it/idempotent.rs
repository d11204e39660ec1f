//! Guarantee 3: a command that is sent twice counts once, also after a crash at any moment.

use futures::future::join_all;
use schakel_embedded_postgres::shared;
use schakel_journal::{ExecuteError, IdempotencyKey, JournalError, Request};
use sqlx::{Connection, PgConnection};

use crate::dossier::{Command, Refusal};
use crate::proxy::{Cut, Proxy};
use crate::world::{World, execute, expecting, idempotency_key, keyed, note, open, request};

#[tokio::test]
async fn answers_a_repeated_command_with_its_first_outcome() {
    let world = World::new().await;
    let journal = &world.journal;
    let first = execute(journal, "a", Command::open(), &keyed("k")).await.unwrap();
    note(journal, "a", 1).await.unwrap();
    // The state would refuse it now, and its expected version has passed: the outcome stands.
    let repeat = Request { expected_version: Some(0), ..keyed("k") };
    for request in [keyed("k"), repeat] {
        let repeated = execute(journal, "a", Command::open(), &request).await.unwrap();
        assert!(repeated.repeated && !first.repeated);
        assert_eq!((&repeated.id, repeated.version, repeated.place), (&first.id, first.version, first.place));
    }
    let answered = journal.answered(&idempotency_key("k")).await.unwrap();
    assert_eq!(answered.unwrap().version, 1);
    assert_eq!(world.events().await, 2);
    assert_eq!(world.count("select count(*) from journal.audit").await, 2);
}

#[tokio::test]
async fn refuses_a_key_that_comes_back_with_another_body() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    let key = |fingerprint| IdempotencyKey { fingerprint: [fingerprint; 32], ..idempotency_key("k") };
    let with = |fingerprint| Request { idempotency: Some(key(fingerprint)), ..request() };
    execute(&world.journal, "a", Command::note(1), &with(1)).await.unwrap();
    let other = execute(&world.journal, "a", Command::note(2), &with(2)).await;
    assert!(matches!(other, Err(ExecuteError::KeyReused)));
    let asked = world.journal.answered(&key(2)).await;
    assert!(matches!(asked, Err(JournalError::KeyReused)));
    assert_eq!(world.events().await, 2);
}

#[tokio::test]
async fn keeps_the_keys_of_two_clients_apart() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    for owner in ["client-1", "client-2"] {
        let request = Request {
            idempotency: Some(IdempotencyKey { owner: owner.to_owned(), ..idempotency_key("k") }),
            ..request()
        };
        let receipt = execute(&world.journal, "a", Command::note(1), &request).await.unwrap();
        assert!(!receipt.repeated);
    }
    assert_eq!(world.events().await, 3);
}

#[tokio::test]
async fn counts_racing_copies_of_a_command_once() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    for round in 0..10 {
        let request = keyed(&format!("note-{round}"));
        let copies = (0..6).map(|_| execute(&world.journal, "a", Command::note(1), &request));
        let outcomes = join_all(copies).await;
        let receipts: Vec<_> = outcomes.into_iter().map(Result::unwrap).collect();
        let first = receipts.iter().filter(|receipt| !receipt.repeated).count();
        assert_eq!(first, 1);
        assert!(receipts.iter().all(|one| one.place == receipts[0].place));
    }
    assert_eq!(world.events().await, 11);
    // Copies that would each open a stream of their own, as ids are chosen by the server.
    let request = keyed("open");
    let ids: Vec<_> = (0..6).map(|n| format!("new-{n}")).collect();
    let copies = ids.iter().map(|id| execute(&world.journal, id, Command::open(), &request));
    let outcomes = join_all(copies).await;
    let mut opened: Vec<_> = outcomes.into_iter().map(|one| one.unwrap().id).collect();
    opened.dedup();
    assert_eq!(opened.len(), 1, "all get the id of the one that was opened");
    assert_eq!(world.events().await, 12);
}

#[tokio::test]
async fn remembers_a_command_that_decided_on_nothing() {
    let world = World::new().await;
    let opened = open(&world.journal, "a").await;
    let nothing = execute(&world.journal, "a", Command::Nothing, &keyed("k")).await.unwrap();
    assert_eq!((nothing.version, nothing.place), (1, opened.place));
    note(&world.journal, "a", 1).await.unwrap();
    let repeated = execute(&world.journal, "a", Command::note(2), &keyed("k")).await.unwrap();
    assert!(repeated.repeated);
    assert_eq!(repeated.version, 1);
    assert_eq!(world.events().await, 2);
    let unkeyed = execute(&world.journal, "a", Command::Nothing, &expecting(2)).await.unwrap();
    assert_eq!(unkeyed.version, 2);
}

#[tokio::test]
async fn forgets_a_key_when_its_time_is_over() {
    let world = World::new().await;
    let journal = &world.journal;
    open(journal, "a").await;
    execute(journal, "a", Command::note(1), &keyed("k")).await.unwrap();
    expire_all(&world).await;
    assert!(journal.answered(&idempotency_key("k")).await.unwrap().is_none());
    let again = execute(journal, "a", Command::note(1), &keyed("k")).await.unwrap();
    assert!(!again.repeated);
    let remembered = journal.answered(&idempotency_key("k")).await.unwrap();
    assert_eq!(remembered.unwrap().version, 3);
    assert_eq!(journal.purge_expired().await.unwrap(), 0);
    expire_all(&world).await;
    assert_eq!(journal.purge_expired().await.unwrap(), 1);
}

async fn expire_all(world: &World) {
    sqlx::query("update journal.idempotency set expires_at = clock_timestamp()")
        .execute(&world.owner)
        .await
        .unwrap();
}

#[tokio::test]
async fn stores_no_refusal_under_a_key() {
    let world = World::new().await;
    let refused = execute(&world.journal, "a", Command::note(1), &keyed("k")).await;
    assert!(matches!(refused, Err(ExecuteError::Refused(Refusal::NotOpen))));
    open(&world.journal, "a").await;
    let later = execute(&world.journal, "a", Command::note(1), &keyed("k")).await;
    assert_eq!(later.unwrap().version, 2);
}

#[tokio::test]
async fn counts_a_command_once_when_the_connection_breaks_at_its_commit() {
    let postgres = shared().await;
    for cut in [Cut::BeforeCommit, Cut::AfterCommit] {
        let world = World::new().await;
        open(&world.journal, "a").await;
        let proxy = Proxy::start(postgres.socket_dir(), cut);
        let journal = world.reached_through(proxy.options(world.options.clone())).await;
        for number in 1..=5 {
            let request = keyed(&number.to_string());
            proxy.arm();
            let broken = execute(&journal, "a", Command::note(number), &request).await;
            assert!(proxy.has_cut());
            assert!(
                matches!(broken, Err(ExecuteError::Journal(JournalError::Unavailable(_)))),
                "{cut:?}: {broken:?}"
            );
            let retried = execute(&journal, "a", Command::note(number), &request).await.unwrap();
            assert_eq!(retried.repeated, cut == Cut::AfterCommit);
            assert_eq!(retried.version, number.unsigned_abs() + 1);
        }
        assert_eq!(world.events().await, 6, "{cut:?}");
        world.assert_equals_rebuilt("register").await;
    }
}

#[tokio::test]
async fn writes_nothing_of_a_command_whose_backend_is_killed() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    let mut blocker = PgConnection::connect_with(&world.owner.connect_options()).await.unwrap();
    // Holds the command up in the middle of its transaction, at the inline projection.
    let mut held = blocker.begin().await.unwrap();
    sqlx::query("select 1 from rm_register.register_totals for update").execute(&mut *held).await.unwrap();
    let journal = world.journal.clone();
    let command = tokio::spawn(async move { execute(&journal, "a", Command::note(5), &keyed("k")).await });
    let mut killed = false;
    while !killed {
        killed = sqlx::query_scalar(
            "select coalesce(bool_or(pg_terminate_backend(pid)), false) from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'
               and query like 'update register_totals%'",
        )
        .fetch_one(&world.owner)
        .await
        .unwrap();
    }
    let broken = command.await.unwrap();
    assert!(matches!(broken, Err(ExecuteError::Journal(JournalError::Unavailable(_)))));
    held.rollback().await.unwrap();
    assert_eq!(world.events().await, 1);
    let status = world.journal.status().await.unwrap();
    assert!(status.iter().all(|one| !one.stalled));
    let retried = execute(&world.journal, "a", Command::note(5), &keyed("k")).await.unwrap();
    assert!(!retried.repeated);
    world.assert_equals_rebuilt("register").await;
}

/// The journal's promise, put to other ways of doing it: a client sends a command, the server
/// crashes between two of its transactions, the client sends it again.
mod negative_controls {
    use super::*;

    /// When the claim is not in the transaction of the events.
    #[derive(Clone, Copy)]
    enum Claim {
        First,
        Last,
    }

    struct Crash;

    async fn claim(connection: &mut PgConnection) -> bool {
        let claimed = sqlx::query(
            "insert into journal.idempotency
                    (owner, key, fingerprint, id, version, epoch, tx_id, position, expires_at)
             values ('client-1', 'k', '', 'a', 1, 1, '3', 1, 'infinity') on conflict do nothing",
        )
        .execute(connection)
        .await
        .unwrap();
        claimed.rows_affected() == 1
    }

    async fn is_claimed(connection: &mut PgConnection) -> bool {
        sqlx::query_scalar("select exists (select from journal.idempotency where key = 'k')")
            .fetch_one(connection)
            .await
            .unwrap()
    }

    async fn append(connection: &mut PgConnection) {
        sqlx::query(
            "insert into journal.events (aggregate_type, aggregate_id, sequence, event_type,
                                         event_version, payload, metadata)
             select 'Dossier', 'a', count(*) + 1, 'Noted', '1', '{}', '{}' from journal.events",
        )
        .execute(connection)
        .await
        .unwrap();
    }

    async fn send(connection: &mut PgConnection, order: Claim, crash: Option<Crash>) -> Result<(), Crash> {
        match order {
            Claim::First => {
                if !claim(connection).await {
                    return Ok(());
                }
                crash.map_or(Ok(()), Err)?;
                append(connection).await;
            }
            Claim::Last => {
                if is_claimed(connection).await {
                    return Ok(());
                }
                append(connection).await;
                crash.map_or(Ok(()), Err)?;
                claim(connection).await;
            }
        }
        Ok(())
    }

    async fn events_after_a_crash_and_a_retry(order: Claim) -> i64 {
        let world = World::new().await;
        let mut connection = PgConnection::connect_with(&world.owner.connect_options()).await.unwrap();
        assert!(send(&mut connection, order, Some(Crash)).await.is_err());
        assert!(send(&mut connection, order, None).await.is_ok());
        world.events().await
    }

    #[tokio::test]
    async fn a_claim_in_a_transaction_before_the_events_loses_the_command() {
        assert_eq!(events_after_a_crash_and_a_retry(Claim::First).await, 0);
    }

    #[tokio::test]
    async fn a_claim_in_a_transaction_after_the_events_doubles_the_command() {
        assert_eq!(events_after_a_crash_and_a_retry(Claim::Last).await, 2);
    }
}
