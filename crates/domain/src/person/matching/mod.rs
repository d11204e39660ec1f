//! Finding a person by name and date of birth, however they were written down (DESIGN §3, NORMS §3).
//!
//! People are stored sealed, so they are found in two steps. Keys find candidates by equality, and only tokens
//! of them are stored. Candidates are then opened, and [`compare`] says how well each fits.

mod birth;
mod fit;
mod given_name;
mod keys;
mod letters;
mod names;
mod short_forms;
mod sound;
mod surname;

pub use fit::{Fit, LIKELY, Reason, compare};
pub use keys::{MOST_KEYS_FOR, MOST_KEYS_OF, keys_for, keys_of};
pub use letters::words;
