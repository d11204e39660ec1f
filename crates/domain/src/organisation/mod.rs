//! An organisation, and who may act for it (HANDBOOK §1).

mod codes;
mod oin;

pub use codes::{Chain, Mandate, PartnerKind};
pub use oin::{NoOin, Oin};
