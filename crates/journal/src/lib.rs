//! Append, read in order, checkpoint, rebuild.
//!
//! The journal knows no subject. It stores the events of `cqrs-es` aggregates in PostgreSQL with
//! their personal values sealed, gives each event one [`Place`] in one log, and keeps
//! [`Projection`]s in step with that log: in the transaction of the events ([`Mode::Inline`]) or
//! behind it ([`Mode::Following`]).
//!
//! What never happens here: an event is changed or removed; an answer precedes its commit; a
//! projection's rows move without its checkpoint; a failing projection passes unnoticed.

mod append;
mod bulk;
mod error;
mod execute;
mod follow;
mod inline;
mod journal;
mod log;
mod migrate;
mod operate;
mod outgoing;
mod place;
mod projection;
mod ready;
mod rebuild;
mod record;
mod repository;

pub use bulk::NewStream;
pub use error::{ExecuteError, Failure, JournalError, NotReady, ProjectionError};
pub use execute::{IdempotencyKey, Receipt, Request};
pub use journal::{Journal, Loaded, Timing};
pub use operate::{ProjectionStatus, Standing, Stop};
pub use place::{Place, PlaceError};
pub use projection::{Mode, Projection, Work};
pub use rebuild::{Comparison, TableComparison};
pub use record::{Entry, Metadata, Recorded};
