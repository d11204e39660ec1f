//! Identities of streams and of the parts within them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
    /// A request of a data subject.
    RequestId,
    /// A day of the suspects monitor.
    MonitorDayId,
}
