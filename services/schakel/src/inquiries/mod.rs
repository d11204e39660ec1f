//! Contacts that become no case (HANDBOOK §2).

pub mod list_inquiries;
pub mod register_inquiry;

/// The gRPC service and tag of these operations.
const SERVICE: &str = "InquiryService";
