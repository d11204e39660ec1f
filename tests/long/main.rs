//! What takes too long for every day: `make test-long`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
#![expect(dead_code, reason = "the House of the other tests, of which little is needed here")]

#[path = "../it/actors.rs"]
mod actors;
#[path = "../it/chance.rs"]
mod chance;
#[path = "../it/doors.rs"]
mod doors;
#[path = "../it/house.rs"]
mod house;
#[path = "../it/stages.rs"]
mod stages;
#[path = "../it/worlds/mod.rs"]
mod worlds;

mod statistics;
mod times;
mod two_worlds;
