//! The codes that a region file defines.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares a code that the region file defines, so that a code of one list cannot be taken for another's.
macro_rules! region_codes {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes a code as written; whether the region knows it is the region's to say.
            pub fn new(code: impl Into<String>) -> Self {
                Self(code.into())
            }
            /// The code.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

region_codes! {
    /// A municipality of residence, or `outside_the_region`, or `no_fixed_registration`.
    MunicipalityCode,
    /// A part of the region with theme tables of its own.
    SubregionCode,
    /// A kind of meeting (HANDBOOK §4).
    MeetingTypeCode,
    /// A criterion for a kind of meeting (HANDBOOK §3).
    CriterionCode,
    /// A theme of a current concern (HANDBOOK §2).
    ThemeCode,
    /// An organisation that reports, agrees or is present.
    OrganisationCode,
    /// A pillar on which a kind of meeting builds its plans (HANDBOOK §4, Top60).
    PillarCode,
    /// A budget from which trajectories are paid (HANDBOOK §6).
    BudgetSourceCode,
    /// A theme of structural bottlenecks (HANDBOOK §7).
    BottleneckThemeCode,
}
