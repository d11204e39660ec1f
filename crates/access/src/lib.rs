//! Who is asking, and may they? Pure functions (DESIGN §5) of plain facts of one moment.
//!
//! [`decide`]: may this role take this action at all. [`decide_case`], [`decide_category`] and
//! [`decide_item`]: what of a case may this person see under the covenant. [`decide_lookup`] and
//! [`decide_answer`]: who may look somebody up, and how much they hear.

mod action;
mod actor;
mod answer;
mod asker;
mod case;
mod category;
mod decide;
mod figures;
mod involved;
mod involvement;
mod item;
mod lookup;
mod matter;
mod organisations;
mod party;
mod statements;
mod terms;
#[cfg(test)]
mod tests;
mod verdict;

pub use action::Action;
pub use actor::Actor;
pub use answer::{LookupParts, decide_answer, sees_indications};
pub use asker::{Asker, effective};
pub use case::{Extent, decide_case};
pub use category::decide_category;
pub use decide::{Decision, Denied, decide};
pub use figures::{FiguresView, decide_figures};
pub use involved::{involved, involvements};
pub use involvement::{Involvement, InvolvementCode};
pub use item::decide_item;
pub use lookup::{LookupPurpose, LookupView, decide_lookup};
pub use matter::Matter;
pub use organisations::organisations_involved;
pub use party::{Party, parties};
pub use schakel_domain::Role;
pub use statements::Statements;
pub use terms::Terms;
pub use verdict::{Basis, Reason, Verdict};

/// The version of the policy by which is decided where no covenant decides: by roles alone.
pub const POLICY_VERSION: &str = "0";
