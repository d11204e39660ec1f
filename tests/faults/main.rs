//! Whatever fails: `make faults`, `make faults-long`, and a smoke in `make test`. Real processes and a real PostgreSQL;
//! clients that keep a history of their own; a checker that compares it with what is in the databases; and for each
//! promise a program that breaks it, which the same run must catch.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]
#![expect(dead_code, reason = "the House of the other tests, of which not all is needed here")]

#[path = "../it/actors.rs"]
mod actors;
#[path = "../it/chance.rs"]
mod chance;
#[path = "../it/cluster.rs"]
mod cluster;
#[path = "../it/doors.rs"]
mod doors;
#[path = "../it/house.rs"]
mod house;
#[path = "../it/small_disk.rs"]
mod small_disk;
#[path = "../it/stages.rs"]
mod stages;

mod checker;
mod controls;
mod failover;
mod history;
mod load;
mod proxy;
mod restore;
mod run;
mod stand;
mod strike;
