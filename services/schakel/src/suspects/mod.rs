//! Who of those now with ZSM is in a case? The suspects monitor (HANDBOOK §8).

pub mod check_suspects;
pub mod get_monitor_day;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "SuspectsMonitorService";
