//! Guarantee 2: expected version.

use futures::future::{BoxFuture, join_all};
use schakel_journal::ExecuteError;

use crate::dossier::{Command, Dossier, Facts, Refusal};
use crate::world::{World, execute, expecting, note, open, request};

#[tokio::test]
async fn refuses_a_command_whose_expected_version_has_passed() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    note(&world.journal, "a", 1).await.unwrap();
    let stale = execute(&world.journal, "a", Command::note(2), &expecting(1)).await;
    assert!(matches!(stale, Err(ExecuteError::Conflict { expected: Some(1), actual: 2 })));
    assert_eq!(world.events().await, 2);
    let receipt = execute(&world.journal, "a", Command::note(2), &expecting(2)).await.unwrap();
    assert_eq!(receipt.version, 3);
}

#[tokio::test]
async fn says_that_there_is_no_stream_before_that_it_has_moved() {
    let world = World::new().await;
    let unknown = execute(&world.journal, "a", Command::note(1), &expecting(3)).await;
    assert!(matches!(unknown, Err(ExecuteError::Refused(Refusal::NotOpen))));
    let begun = execute(&world.journal, "a", Command::open(), &expecting(3)).await;
    assert!(matches!(begun, Err(ExecuteError::Conflict { expected: Some(3), actual: 0 })));
    assert_eq!(world.events().await, 0);
}

#[tokio::test]
async fn lets_one_of_many_commands_with_the_same_expected_version_through() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    let expected = expecting(1);
    let racing = (0..8).map(|n| execute(&world.journal, "a", Command::note(n), &expected));
    let outcomes = join_all(racing).await;
    let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let refused = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Err(ExecuteError::Conflict { expected: Some(1), actual: 2 })))
        .count();
    assert_eq!((won, refused), (1, 7));
    assert_eq!(world.events().await, 2);
}

#[tokio::test]
async fn decides_a_lost_race_anew_when_no_version_is_expected() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    let outcomes = join_all((0..4).map(|n| note(&world.journal, "a", n))).await;
    let mut versions: Vec<_> = outcomes.into_iter().map(|outcome| outcome.unwrap().version).collect();
    versions.sort_unstable();
    assert_eq!(versions, [2, 3, 4, 5]);
    let opened = join_all((0..4).map(|_| execute_open(&world))).await;
    let refused = opened
        .iter()
        .filter(|outcome| matches!(outcome, Err(ExecuteError::Refused(Refusal::AlreadyOpen))))
        .count();
    assert_eq!(refused, 3, "the losers are refused by the state they find");
}

async fn execute_open(world: &World) -> crate::world::Outcome {
    execute(&world.journal, "b", Command::open(), &request()).await
}

#[tokio::test]
async fn gives_up_with_a_conflict_when_the_stream_never_stands_still() {
    let world = World::new().await;
    open(&world.journal, "a").await;
    let journal = world.journal.clone();
    let meddle = move || -> BoxFuture<'static, ()> {
        let journal = journal.clone();
        Box::pin(async move { drop(note(&journal, "a", 1).await.unwrap()) })
    };
    let facts = Facts { meddler: Some(Box::new(meddle)) };
    let outcome = world.journal.execute::<Dossier>("a", Command::note(99), &facts, &request()).await;
    assert!(matches!(outcome, Err(ExecuteError::Conflict { expected: None, actual: 9 })));
    let loaded = world.journal.load::<Dossier>("a").await.unwrap();
    assert_eq!(loaded.state.numbers, [1; 8], "only the meddler's events");
}
