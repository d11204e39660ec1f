//! Schakel from outside: the real program on real databases, through both doors.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod actors;
mod authority;
mod browser;
mod chance;
mod clock;
#[expect(dead_code, reason = "a standby and a cluster on a small disk are for the faults")]
mod cluster;
mod doors;
mod house;
mod provider;
mod published;
mod search;
mod small_disk;
mod stages;
mod worlds;

mod architecture;
mod at_the_table;
mod audit;
mod authentication;
mod backups;
mod bottlenecks;
mod coverage;
mod crash;
mod demo;
mod deployed;
mod erasure;
mod faults;
mod fifty_coordinators;
mod grpc;
mod handbook;
mod handovers;
mod headers;
mod hidden;
mod inputs;
mod intake;
mod letters;
mod lifecycle;
mod lookups;
mod matrix;
mod openapi;
mod operators;
mod page_costs;
mod paging;
mod parsers;
mod party_questions;
mod persons;
mod privacy;
mod readme;
mod referrals;
mod regions;
mod reminders;
mod report_imports;
mod second_line;
mod sections;
#[expect(dead_code, reason = "a simulated year needs more of it")]
mod served;
mod sharing;
mod shielded;
mod statements;
mod suspects;
mod tls;
mod trajectories;
mod two_worlds;
mod work;
