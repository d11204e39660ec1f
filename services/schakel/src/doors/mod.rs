//! Two doors to the same rooms: each operation is declared once, and REST and gRPC both serve it.

pub mod bridge;
pub mod call;
pub mod contract;
mod deadline;
pub mod desk;
mod formats;
pub mod front;
pub mod grpc;
pub mod headers;
pub mod lines;
pub mod operation;
mod record;
pub mod rest;
pub mod shielding;
mod unhurried;

pub use call::{Answer, Call, Disclosure, Idempotency, Language, Trace};
pub use lines::Lines;
pub use operation::{Entry, Form, Kind, Operation, Spec};
pub use schakel_application::DataSubject;

#[cfg(test)]
mod parity;
#[cfg(test)]
mod tests;
