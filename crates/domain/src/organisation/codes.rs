//! What kinds of organisations there are.

use crate::code::codes;

codes! {
    /// How an organisation stands to the House (HANDBOOK §1).
    pub enum PartnerKind {
        /// The House itself.
        House = "house",
        /// With a desk in the House or a seat in its direction room.
        ChainPartner = "chain_partner",
        /// Any other signatory of the covenant.
        CovenantPartner = "covenant_partner",
        /// No signatory: its people sign a non-disclosure statement for one meeting.
        IncidentalParticipant = "incidental_participant",
    }
}

codes! {
    /// The chain that an organisation belongs to (HANDBOOK, introduction).
    pub enum Chain {
        /// Criminal justice.
        Punishment = "punishment",
        /// Care.
        Care = "care",
        /// Local government.
        Administration = "administration",
    }
}

codes! {
    /// What a municipal contact does for the whole municipality (HANDBOOK §1).
    pub enum Mandate {
        /// Receives reports that will be weighed.
        ReceiveReports = "receive_reports",
        /// Answers information requests.
        AnswerRequests = "answer_requests",
        /// Is mandated for BIJ notices.
        BijNotices = "bij_notices",
        /// Chairs a group approach.
        ChairGroupApproach = "chair_group_approach",
    }
}
