//! The service shell of Schakel: its two doors, and what a service needs to run.

pub mod catalogue;
pub mod commands;
pub mod config;
pub mod doors;
pub mod health;
pub mod identity;
pub mod openapi;
pub mod operations;
pub mod pages;
pub mod problem;
pub mod serve;
pub mod telemetry;
pub mod wire;
