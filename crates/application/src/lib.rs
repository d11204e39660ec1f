//! Commands executed, questions answered, one transport-free error.

mod application;
mod bottlenecks;
mod data_subject;
mod erasure;
mod error;
mod execute;
mod export;
mod handovers;
mod inbox;
mod lookups;
mod questions;
mod records;
mod sharing;
mod shielding;
mod standing;
mod suspects;
mod trajectories;
mod watch;

pub use application::{Application, Surroundings};
pub use bottlenecks::BottleneckFile;
pub use data_subject::DataSubject;
pub use erasure::Swept;
pub use error::{Error, FieldError, Refused, Unavailable};
pub use execute::{Involved, Needs, Order};
pub use export::{Held, PersonExport};
pub use handovers::Handed;
pub use inbox::InboxKey;
pub use lookups::{Match, Sought};
pub use questions::{CaseFile, MonitorDayFile};
pub use records::RecordFilter;
pub use schakel_journal::{Place, Receipt};
pub use sharing::{Decided, Heard, Shared};
pub use standing::{Known, Standing};
pub use suspects::{Asked, SuspectLine, SuspectsFound};
pub use trajectories::{TrajectoryFile, TrajectoryList};
pub use watch::Limits;
