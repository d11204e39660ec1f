//! The service shell of Schakel: its two doors, and what a service needs to run.

pub mod access_records;
pub mod assembly;
pub mod audit;
pub mod bottlenecks;
pub mod cases;
pub mod catalogue;
pub mod codes;
pub mod commands;
pub mod config;
pub mod covenants;
pub mod demo;
pub mod doors;
pub mod establish;
pub mod figures;
pub mod handovers;
pub mod health;
pub mod identity;
pub mod imports;
pub mod inbox;
pub mod information;
pub mod inquiries;
pub mod lookups;
pub mod meetings;
pub mod openapi;
pub mod operate;
pub mod operations;
pub mod orders;
pub mod organisations;
pub mod pages;
pub mod paging;
pub mod paper;
pub mod parts;
pub mod persons;
pub mod problem;
pub mod requests;
pub mod serve;
pub mod suspects;
pub mod sweeping;
pub mod telemetry;
pub mod tls;
pub mod trajectories;
pub mod wire;

#[cfg(test)]
mod testing;
