//! Who may see what of a case: the covenant's rule, as one pure function (HANDBOOK §9, DESIGN §5).

mod asker;
mod decide;
mod involvement;

pub use asker::Asker;
pub use decide::{Basis, Matter, Question, Reason, Verdict, decide_category, decide_item};
pub use involvement::{Involvement, Moment, involvements};
