//! Who is asking, and may they? Pure functions (DESIGN §5): what a role may do, what a lookup tells, and who
//! may see what of a case.

mod action;
mod actor;
mod decide;
mod lookup;
pub mod sharing;

pub use action::Action;
pub use actor::Actor;
pub use decide::{Decision, Denied, decide};
pub use lookup::{LookupPurpose, LookupView, decide_lookup};
pub use schakel_domain::Role;

/// The version of the policy by which is decided: roles alone, until there is a covenant.
pub const POLICY_VERSION: &str = "0";
