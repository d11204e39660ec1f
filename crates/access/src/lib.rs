//! Who is asking, and may they? One pure function (DESIGN §5); the covenant model will live here.

mod action;
mod actor;
mod decide;
mod lookup;

pub use action::Action;
pub use actor::Actor;
pub use decide::{Decision, Denied, decide};
pub use lookup::{LookupPurpose, LookupView, decide_lookup};
pub use schakel_domain::Role;

/// The version of the policy by which is decided: roles alone, until there is a covenant.
pub const POLICY_VERSION: &str = "0";
