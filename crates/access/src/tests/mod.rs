//! The decision, by examples, by one reviewed matrix and by what holds whatever the covenant says.

mod answers;
mod cases;
mod categories;
mod clearance;
mod involved;
mod items;
mod matrix;
mod organisations;
mod parties;
mod properties;
mod questions;
mod scene;
