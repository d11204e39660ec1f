//! Whatever happens in whatever order, the live read models equal the rebuilt ones.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::dossier::Command;
use crate::projections::{Illness, Symptom, Totals};
use crate::world::{LONG, Running, World, end_of_log, execute, keyed, note, request, total};

#[derive(Clone, Copy, Debug)]
enum Step {
    Open(u8),
    Note(u8, u8),
    /// The same key twice, and every time it comes up again.
    Repeat(u8, u8),
    /// The projections start, and get somewhere.
    Run,
    /// They are broken off wherever they are.
    Crash,
    /// They reach the end.
    CatchUp,
    Rebuild(bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..3_u8).prop_map(Step::Open),
        6 => (0..3_u8, 0..5_u8).prop_map(|(id, many)| Step::Note(id, many)),
        2 => (0..3_u8, 0..4_u8).prop_map(|(id, key)| Step::Repeat(id, key)),
        1 => Just(Step::Run),
        2 => Just(Step::Crash),
        1 => Just(Step::CatchUp),
        1 => any::<bool>().prop_map(Step::Rebuild),
    ]
}

/// An open dossier takes notes; one that is not refuses them, and opening it twice is refused.
async fn play(world: &World, steps: &[Step]) {
    let journal = &world.journal;
    let mut running = None;
    for step in steps {
        match *step {
            Step::Open(id) => {
                let _ = execute(journal, &id.to_string(), Command::open(), &request()).await;
            }
            Step::Note(id, many) => {
                let many = Command::notes((0..many).map(i64::from));
                let _ = execute(journal, &id.to_string(), many, &request()).await;
            }
            Step::Repeat(id, key) => {
                let request = keyed(&format!("{id}-{key}"));
                let id = id.to_string();
                let note = || execute(journal, &id, Command::note(1), &request);
                if let Ok(first) = note().await {
                    let second = note().await.unwrap();
                    assert!(second.repeated);
                    assert_eq!(second.place, first.place);
                }
            }
            Step::Run => running = running.or_else(|| Some(Running::start(journal))),
            Step::Crash => {
                if let Some(running) = running.take() {
                    running.abort().await;
                }
            }
            Step::CatchUp => {
                let running = running.get_or_insert_with(|| Running::start(journal));
                let end = end_of_log(&world.owner).await;
                let _: &Running = running;
                journal.ready_within("follower", Some(end), LONG).await.unwrap();
            }
            Step::Rebuild(inline) => {
                let name = if inline { "register" } else { "follower" };
                journal.rebuild(&world.owner.connect_options(), name, |_, _| {}).await.unwrap();
            }
        }
        if matches!(step, Step::Crash | Step::Rebuild(_)) {
            world.assert_equals_rebuilt("register").await;
        }
    }
    if let Some(running) = running {
        running.abort().await;
    }
}

async fn holds(steps: Vec<Step>) {
    let world = World::new().await;
    play(&world, &steps).await;
    world.assert_equals_rebuilt("follower").await;
    world.catch_up().await;
    for name in ["register", "follower"] {
        world.assert_equals_rebuilt(name).await;
    }
    for id in ["0", "1", "2"] {
        let inline = total(&world.journal, "register", id).await;
        assert_eq!(total(&world.journal, "follower", id).await, inline);
    }
}

#[test]
fn live_read_models_equal_rebuilt_ones_after_any_course_of_events() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 12,
        max_shrink_iters: 20,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&prop::collection::vec(step(), 1..16), |steps| {
            runtime.block_on(holds(steps));
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn the_property_is_not_met_by_a_read_model_that_lost_a_row() {
    let illness = Illness::at(0, Symptom::Refuses);
    let world = World::with(vec![Totals::inline(&illness)]).await;
    crate::world::open(&world.journal, "a").await;
    note(&world.journal, "a", 2).await.unwrap();
    sqlx::query("delete from rm_register.register_notes").execute(&world.owner).await.unwrap();
    let comparison = world.journal.compare(&world.owner.connect_options(), "register").await;
    assert!(!comparison.unwrap().is_equal());
}
