//! Is this person being handled, by whom, and what is advised? Written with the events, so that the
//! answer is never behind.

mod ask;
mod candidates;
mod known_as;
mod projection;
mod token;

pub use ask::{Advice, Found, Hit, active, active_cases, ask, hits_by_bsn, session};
pub use candidates::{Among, Candidate, Holder, candidates, hits_by_name};
pub use known_as::{KnownAs, is_referred_to, known_as};
pub use projection::Lookup;
pub use token::Question;
