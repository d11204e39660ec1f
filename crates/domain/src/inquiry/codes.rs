//! For what professionals approach the House.

use crate::code::codes;

codes! {
    /// For what a professional approaches the House (HANDBOOK §2).
    pub enum ContactKind {
        /// Melding; it becomes a case.
        Report = "report",
        /// Informatievraag.
        InformationQuestion = "information_question",
        /// Advies of sparren.
        Advice = "advice",
        /// Contact met een specifieke partner.
        PartnerContact = "partner_contact",
    }
}

codes! {
    /// The kinds that become no case (HANDBOOK §2).
    pub enum InquiryKind {
        /// Informatievraag: which parties are involved with a person.
        InformationQuestion = "information_question",
        /// Advies of sparren, also anonymous.
        Advice = "advice",
        /// Contact met een specifieke partner.
        PartnerContact = "partner_contact",
    }
}
