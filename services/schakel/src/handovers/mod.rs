//! What goes over to another House when somebody moves.

pub mod get_handover;
pub mod hand_over_case;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "HandoverService";
