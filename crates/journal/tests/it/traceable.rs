//! Guarantee 9: traceable. And what is stored, is stored sealed.

use schakel_domain::personal::{Personal, Subject};
use schakel_journal::{ExecuteError, JournalError, Place, PlaceError, Request};
use schakel_vault::VaultError;
use uuid::Uuid;

use crate::dossier::{Command, Dossier, Event};
use crate::world::{World, execute, first_events, metadata, note, open, request};

#[tokio::test]
async fn every_event_tells_who_did_it_for_whom_why_and_when() {
    let world = World::new().await;
    let mut metadata = metadata("OpenDossier");
    metadata.causation = Some(Uuid::new_v4());
    let request = Request { metadata: metadata.clone(), ..request() };
    let receipt = execute(&world.journal, "a", Command::open(), &request).await.unwrap();
    let history = world.journal.history::<Dossier>("a").await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].metadata, metadata);
    assert_eq!((history[0].place, history[0].sequence), (receipt.place, 1));
    let log = first_events(&world.journal, 1).await;
    assert_eq!(log[0].metadata, metadata);
    let recorded: (Uuid, String, String, String, String, i64, String) = sqlx::query_as(
        "select command_id, action, actor, organisation, stream, version,
                epoch || '.' || tx_id::text || '.' || position
         from journal.audit where trace = 'trace-1' and purpose = 'care'",
    )
    .fetch_one(&world.owner)
    .await
    .unwrap();
    assert_eq!(
        recorded,
        (
            metadata.command_id,
            "OpenDossier".to_owned(),
            "actor-1".to_owned(),
            "organisation-1".to_owned(),
            "Dossier/a".to_owned(),
            1,
            receipt.place.to_string()
        )
    );
}

#[tokio::test]
async fn stores_personal_values_sealed_and_gives_them_back_open() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    note(&world.journal, "a", 42).await.unwrap();
    world.catch_up().await;
    for table in [
        "journal.events",
        "journal.idempotency",
        "journal.audit",
        "rm_register.register_totals",
        "rm_register.register_notes",
        "rm_follower.follower_totals",
        "rm_follower.follower_notes",
    ] {
        let leaks = format!(
            "select count(*) from {table} as one
             where one::text like '%Xanthippe%' or one::text like '%gefluisterd%'"
        );
        assert_eq!(world.count(&leaks).await, 0, "{table}");
        let rows = format!("select count(*) from {table} as one where one::text like '%$sealed%'");
        let holds_personal = table.starts_with("rm_") || table == "journal.events";
        assert_eq!(world.count(&rows).await > 0, holds_personal, "{table}");
    }
    let state = world.journal.load::<Dossier>("a").await.unwrap().state;
    assert_eq!(state.name.unwrap().known().map(String::as_str), Some("Xanthippe Voorbeeld"));
    assert_eq!(state.texts[0].known().map(String::as_str), Some("gefluisterd 42"));
}

#[tokio::test]
async fn the_database_refuses_an_event_that_was_not_sealed() {
    let world = World::new().await;
    let open = r#"{"Opened":{"name":{"$personal":{"about":"stream","value":"Xanthippe"}}}}"#;
    let stored = sqlx::query(
        "insert into journal.events (aggregate_type, aggregate_id, sequence, event_type,
                                     event_version, payload, metadata)
         values ('Dossier', 'a', 1, 'Opened', '2.0.0', $1::json, '{}')",
    )
    .bind(open)
    .execute(&mut *world.journal.pool().lend().await.unwrap())
    .await
    .unwrap_err();
    let constraint = stored.as_database_error().unwrap().constraint();
    assert_eq!(constraint, Some("events_payload_is_sealed"));
    let told = JournalError::from(stored);
    assert!(!format!("{told} {told:?}").contains("Xanthippe"));
}

#[tokio::test]
async fn a_stream_with_destroyed_keys_still_loads_and_projects() {
    let world = World::new().await;
    let member = Uuid::new_v4();
    open(&world.journal, "a").await;
    let about_member = Command::Note { numbers: vec![3], about: Subject::Member(member) };
    execute(&world.journal, "a", about_member.clone(), &request()).await.unwrap();
    let destroyed = Subject::Member(member);
    world.vault.destroy("Dossier/a", Some(destroyed)).await.unwrap();
    let state = world.journal.load::<Dossier>("a").await.unwrap().state;
    assert_eq!(state.texts, [Personal::Erased]);
    assert!(state.name.unwrap().known().is_some());
    let again = execute(&world.journal, "a", about_member, &request()).await;
    assert!(matches!(
        again,
        Err(ExecuteError::Journal(JournalError::Vault(VaultError::KeyDestroyed { .. })))
    ));
    world.catch_up().await;
    let status = world.journal.status().await.unwrap();
    assert!(status.iter().all(|one| one.lag == 0));
}

#[tokio::test]
async fn old_versions_of_events_are_read_in_their_newest_form() {
    let world = World::new().await;
    sqlx::query(
        "insert into journal.events (aggregate_type, aggregate_id, sequence, event_type,
                                     event_version, payload, metadata)
         select 'Dossier', 'old', 1, 'Opened', '1.0.0', '{\"Opened\":{\"name\":{\"$erased\":true}}}',
                $1::json",
    )
    .bind(sqlx::types::Json(serde_json::json!({
        "command_id": Uuid::new_v4(), "correlation": "trace-0", "actor": "actor-0",
        "organisation": "organisation-0", "action": "OpenDossier", "at": "2026-01-05T12:00:00Z",
    })))
    .execute(&mut *world.journal.pool().lend().await.unwrap())
    .await
    .unwrap();
    let newest = Event::Opened { name: Personal::Erased, channel: "unknown".to_owned() };
    let history = world.journal.history::<Dossier>("old").await.unwrap();
    assert_eq!(history[0].event, newest);
    let loaded = world.journal.load::<Dossier>("old").await.unwrap();
    assert_eq!(loaded.state.channel, "unknown");
    let log = first_events(&world.journal, 1).await;
    assert_eq!(log[0].event_version, "2.0.0");
    assert_eq!(log[0].decode::<Event>().unwrap(), newest);
}

#[test]
fn a_position_token_has_one_text() {
    let place = Place { epoch: 2, tx_id: u64::from(u32::MAX) + 7, position: 31 };
    assert_eq!(place.to_string(), "2.4294967302.31");
    assert_eq!(place.to_string().parse(), Ok(place));
    for wrong in ["", "1", "1.2", "1.2.3.4", "1..3", "+1.2.3", "1.2.-3", "1.2.3 ", "a.b.c", "99999999999.1.1"]
    {
        assert_eq!(wrong.parse::<Place>(), Err(PlaceError), "{wrong}");
    }
}
