//! A year in the life of a House, with the clock moved day by day: `make year`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
#![expect(dead_code, reason = "the House of the other tests, of which not all is needed here")]

#[path = "../it/actors.rs"]
mod actors;
#[path = "../it/chance.rs"]
mod chance;
#[path = "../it/clock.rs"]
mod clock;
#[path = "../it/doors.rs"]
mod doors;
#[path = "../it/house.rs"]
mod house;
#[path = "../it/served.rs"]
mod served;
#[path = "../it/stages.rs"]
mod stages;

mod books;
mod calendar;
mod invariants;
mod life;
mod meetings;
mod region;
mod staff;
mod year;
