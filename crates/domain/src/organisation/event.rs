//! What can have happened to an organisation.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::event_kind::events;
use crate::organisation::{Chain, Mandate, Oin, PartnerKind};
use crate::personal::Personal;
use crate::region::{MunicipalityCode, OrganisationCode};
use crate::{Account, Role, Text};

events! {
    /// Everything that can have happened to an organisation.
    pub enum Event of "Organisation" {
        /// The organisation came in, or came back; nobody is authorised yet.
        OrganisationRegistered v "1" {
            /// Its code.
            code: OrganisationCode,
            /// Its name.
            name: Text,
            /// How it stands to the House.
            kind: PartnerKind,
            /// The chain that it belongs to.
            chain: Chain,
            /// Its number.
            oin: Option<Oin>,
            /// The municipality that it is.
            municipality: Option<MunicipalityCode>,
        }
        /// What is known of it was corrected.
        OrganisationCorrected v "1" {
            /// Its name.
            name: Text,
            /// The chain that it belongs to.
            chain: Chain,
            /// Its number.
            oin: Option<Oin>,
        }
        /// A professional may act for it; takes the place of what they were authorised to before.
        ProfessionalAuthorised v "1" {
            /// Who.
            account: Account,
            /// Name.
            name: Personal<Text>,
            /// Telephone number.
            telephone: Option<Personal<Text>>,
            /// Mail address.
            mail: Option<Personal<Text>>,
            /// In which roles.
            roles: BTreeSet<Role>,
            /// With which mandates.
            mandates: BTreeSet<Mandate>,
            /// From this day on.
            from: NaiveDate,
            /// Until and including this day.
            until: NaiveDate,
        }
        /// It was looked at whether the professional still needs it.
        AuthorisationReviewed v "1" {
            /// Whose.
            account: Account,
            /// The new last day.
            until: NaiveDate,
        }
        /// The professional acts for it no more.
        AuthorisationWithdrawn v "1" {
            /// Who.
            account: Account,
        }
        /// The organisation left, and with it everybody who acted for it.
        OrganisationExited v "1" {
            /// The day.
            on: NaiveDate,
        }
    }
}
