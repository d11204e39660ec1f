//! Attacks upon the running service: `make security`. Each module says in a line that begins with `=` what it tried.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
#![expect(dead_code, reason = "the House of the other tests, of which little is needed here")]

#[path = "../it/actors.rs"]
mod actors;
#[path = "../it/authority.rs"]
mod authority;
#[path = "../it/doors.rs"]
mod doors;
#[path = "../it/house.rs"]
mod house;
#[path = "../it/parsers.rs"]
mod parsers;
#[path = "../it/stages.rs"]
mod stages;

mod contract;
mod encrypted;
mod headers;
mod messages;
mod slow;
mod survives;
mod web;
