//! Schakel from outside: the real program on real databases, through both doors.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod actors;
mod authority;
mod chance;
mod cluster;
mod doors;
mod house;
mod provider;
mod search;
mod stages;
mod worlds;

mod architecture;
mod at_the_table;
mod audit;
mod authentication;
mod coverage;
mod crash;
mod demo;
mod erasure;
mod faults;
mod fifty_coordinators;
mod grpc;
mod headers;
mod hidden;
mod inputs;
mod lifecycle;
mod lookups;
mod matrix;
mod openapi;
mod operators;
mod page_costs;
mod paging;
mod persons;
mod privacy;
mod readme;
mod referrals;
mod regions;
mod reminders;
mod second_line;
mod sharing;
mod shielded;
mod statements;
mod suspects;
mod tls;
mod two_worlds;
