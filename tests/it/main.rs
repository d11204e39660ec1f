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
mod audit;
mod authentication;
mod bottlenecks;
mod coverage;
mod crash;
mod demo;
mod erasure;
mod faults;
mod grpc;
mod handovers;
mod headers;
mod hidden;
mod inputs;
mod lifecycle;
mod lookups;
mod matrix;
mod openapi;
mod operators;
mod paging;
mod persons;
mod privacy;
mod readme;
mod referrals;
mod second_line;
mod sharing;
mod shielded;
mod statements;
mod suspects;
mod tls;
mod trajectories;
mod two_worlds;
