//! Identities of streams and of the parts within them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::region::OrganisationCode;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A case.
    CaseId,
    /// A person: the identity of a subject.
    PersonId,
    /// A meeting.
    MeetingId,
    /// One person within the subject of one case.
    MemberId,
    /// One agreement within a plan of approach.
    AgreementId,
    /// A piece of information within a case.
    InformationId,
    /// An information request within a case.
    InformationRequestId,
    /// A referral of a case to another organisation.
    ReferralId,
    /// A request of a data subject.
    RequestId,
    /// A day of the suspects monitor.
    MonitorDayId,
    /// What an organisation reported in files on a day.
    ReportImportId,
    /// An inquiry: a contact that becomes no case.
    InquiryId,
    /// An organisation.
    OrganisationId,
    /// A covenant.
    CovenantId,
    /// A voluntary trajectory.
    TrajectoryId,
    /// A structural bottleneck.
    BottleneckId,
    /// A handover of a case to another House.
    HandoverId,
}

impl OrganisationId {
    /// An invented namespace, so that no other name gives the same identity.
    const NAMESPACE: Uuid = Uuid::from_u128(0x0d0f_4bd3_6a8c_5c1e_9f57_2b6e_8a41_7c30);

    /// The identity of the organisation with this code: a code is taken once.
    pub fn of(code: &OrganisationCode) -> Self {
        Self(Uuid::new_v5(&Self::NAMESPACE, code.as_str().as_bytes()))
    }
}
