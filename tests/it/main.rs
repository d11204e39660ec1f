//! Schakel from outside: the real program on real databases, through both doors.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod actors;
mod doors;
mod house;
mod stages;

mod architecture;
mod audit;
mod coverage;
mod crash;
mod demo;
mod grpc;
mod headers;
mod inputs;
mod lifecycle;
mod openapi;
mod operators;
mod paging;
mod privacy;
mod readme;
