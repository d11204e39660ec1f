//! An organisation, and who may act for it (HANDBOOK §1).

mod authorise_professional;
mod codes;
mod correct_organisation;
mod event;
mod exit_organisation;
mod oin;
mod register_organisation;
mod review_authorisation;
mod state;
mod withdraw_authorisation;

pub use authorise_professional::AuthoriseProfessional;
pub use codes::{Chain, Mandate, PartnerKind};
pub use correct_organisation::CorrectOrganisation;
pub use event::Event;
pub use exit_organisation::ExitOrganisation;
pub use oin::{NoOin, Oin};
pub use register_organisation::RegisterOrganisation;
pub use review_authorisation::ReviewAuthorisation;
pub use state::{Authorisation, Organisation, Register};
pub use withdraw_authorisation::WithdrawAuthorisation;

crate::event_kind::commands! {
    /// What can be asked of an organisation's stream.
    pub enum Command for Organisation {
        RegisterOrganisation, CorrectOrganisation, AuthoriseProfessional, ReviewAuthorisation,
        WithdrawAuthorisation, ExitOrganisation,
    }
}

crate::event_kind::refusals! {
    /// Why a command on an organisation is refused.
    pub enum Refusal {
        /// The organisation was registered before, and has not left.
        OrganisationAlreadyRegistered,
        /// There is no such organisation.
        OrganisationUnknown,
        /// The organisation has left.
        OrganisationHasLeft,
        /// The region knows no such municipality.
        MunicipalityUnknown,
        /// There is one House: the region's, and it stays.
        OneHouse,
        /// Somebody is authorised in one role at least.
        RolesMissing,
        /// The role goes with no other.
        RoleStandsAlone,
        /// The role is for another kind of organisation.
        RoleOfAnotherKind,
        /// The organisation is no municipality.
        NoMunicipality,
        /// A municipality has two contacts at a time at most.
        TwoContactsAlready,
        /// The period begins in the past, or ends before it begins.
        PeriodNotInOrder,
        /// Nobody is authorised for more than a year.
        AuthorisedTooLong,
        /// The account is not authorised.
        NotAuthorised,
    }
}

crate::event_kind::aggregate!(Organisation, "Organisation");
