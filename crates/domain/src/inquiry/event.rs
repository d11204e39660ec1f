//! What can have happened to an inquiry.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::event_kind::events;
use crate::inquiry::InquiryKind;
use crate::region::{MunicipalityCode, OrganisationCode, ThemeCode};

/// What was asked, and by which organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// Which parties are involved with a person.
    InformationQuestion {
        /// By which organisation.
        organisation: OrganisationCode,
    },
    /// What to do.
    Advice {
        /// By which organisation; nobody knows when it was anonymous.
        organisation: Option<OrganisationCode>,
    },
    /// To be brought into contact.
    PartnerContact {
        /// By which organisation.
        organisation: OrganisationCode,
        /// With which partner.
        partner: OrganisationCode,
    },
}

impl Asked {
    /// Its name.
    pub fn kind(&self) -> InquiryKind {
        match self {
            Self::InformationQuestion { .. } => InquiryKind::InformationQuestion,
            Self::Advice { .. } => InquiryKind::Advice,
            Self::PartnerContact { .. } => InquiryKind::PartnerContact,
        }
    }

    /// The organisation that asked, if it is known.
    pub fn organisation(&self) -> Option<&OrganisationCode> {
        match self {
            Self::InformationQuestion { organisation } | Self::PartnerContact { organisation, .. } => {
                Some(organisation)
            }
            Self::Advice { organisation } => organisation.as_ref(),
        }
    }

    /// The partner with which contact was sought.
    pub fn partner(&self) -> Option<&OrganisationCode> {
        match self {
            Self::PartnerContact { partner, .. } => Some(partner),
            Self::InformationQuestion { .. } | Self::Advice { .. } => None,
        }
    }
}

events! {
    /// Everything that can have happened to an inquiry; nothing of it is about a person.
    pub enum Event of "Inquiry" {
        /// A professional approached the House with something that becomes no case (HANDBOOK §2).
        InquiryRegistered v "1" {
            /// The day.
            on: NaiveDate,
            /// What, and by whom.
            asked: Asked,
            /// The municipality that it was about.
            municipality: Option<MunicipalityCode>,
            /// The theme.
            theme: Option<ThemeCode>,
        }
    }
}
