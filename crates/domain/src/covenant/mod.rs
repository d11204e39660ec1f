//! The covenant: the ground on which partners may share at all (HANDBOOK §9).

mod admit_partner;
mod adopt_covenant;
mod amend_annex;
mod annex;
mod end_covenant;
mod end_signature;
mod event;
mod renew_covenant;
mod sign_covenant;
mod state;
mod withdraw_annex;

pub use admit_partner::AdmitPartner;
pub use adopt_covenant::AdoptCovenant;
pub use amend_annex::AmendAnnex;
pub use annex::{Annex, Grant, Ground};
pub use end_covenant::EndCovenant;
pub use end_signature::EndSignature;
pub use event::Event;
pub use renew_covenant::RenewCovenant;
pub use sign_covenant::SignCovenant;
pub use state::{Covenant, Period, PolicyVersion, Terms, Version};
pub use withdraw_annex::WithdrawAnnex;

crate::event_kind::commands! {
    /// What can be asked of a covenant's stream.
    pub enum Command for Covenant {
        AdoptCovenant, RenewCovenant, AmendAnnex, WithdrawAnnex, AdmitPartner, SignCovenant, EndSignature,
        EndCovenant,
    }
}

crate::event_kind::refusals! {
    /// Why a command on a covenant is refused.
    pub enum Refusal {
        /// The covenant was adopted before.
        CovenantAlreadyAdopted,
        /// There is no such covenant.
        CovenantUnknown,
        /// The covenant has ended.
        CovenantHasEnded,
        /// A covenant says what may be shared.
        AnnexesMissing,
        /// Two annexes are for the same ground.
        GroundTwice,
        /// The region knows no such kind of meeting.
        GroundUnknown,
        /// The annex allows nothing to anybody.
        AnnexAllowsNothing,
        /// The annex says so already, or there is none.
        NothingToAmend,
        /// The period begins in the past, ends before it begins, or begins before the one that it follows.
        PeriodNotInOrder,
        /// Nothing was decided in the future.
        DecidedInTheFuture,
        /// The partner was admitted before.
        AlreadyAdmitted,
        /// The steering group has not admitted the partner.
        NotAdmitted,
        /// The partner's signature is in force.
        AlreadySigned,
        /// The partner has not signed.
        NotSigned,
    }
}

crate::event_kind::aggregate!(Covenant, "Covenant");
