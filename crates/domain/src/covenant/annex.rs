//! What an annex allows.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::organisation::{Chain, PartnerKind};
use crate::region::MeetingTypeCode;
use crate::{Category, Text};

/// The ground on which information is shared: each has an annex of its own (HANDBOOK §9).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Ground {
    /// A case is discussed in this kind of meeting.
    MeetingType(MeetingTypeCode),
    /// To decide at ZSM about a suspect (HANDBOOK §8); apart from involvement.
    ZsmLookup,
    /// To know whom to call; apart from involvement.
    PartnerLookup,
    /// To do the House's own task; apart from involvement.
    HouseTask,
}

impl Ground {
    /// The three grounds that stand apart from involvement. No kind of meeting may be called so.
    pub const APART: [Self; 3] = [Self::ZsmLookup, Self::PartnerLookup, Self::HouseTask];

    /// Its code.
    pub fn code(&self) -> &str {
        match self {
            Self::MeetingType(code) => code.as_str(),
            Self::ZsmLookup => "zsm_lookup",
            Self::PartnerLookup => "partner_lookup",
            Self::HouseTask => "house_task",
        }
    }
}

impl From<String> for Ground {
    fn from(code: String) -> Self {
        let apart = Self::APART.into_iter().find(|ground| ground.code() == code);
        apart.unwrap_or_else(|| Self::MeetingType(MeetingTypeCode::new(code)))
    }
}

impl From<Ground> for String {
    fn from(ground: Ground) -> Self {
        ground.code().to_owned()
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What organisations of one kind may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Of which kind.
    pub kind: PartnerKind,
    /// Of which chain; any when left out.
    pub chain: Option<Chain>,
    /// Which information.
    pub categories: BTreeSet<Category>,
}

/// What may be shared on one ground (HANDBOOK §9). Nothing in it is about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// On which ground.
    pub ground: Ground,
    /// For what purpose.
    pub purpose: Text,
    /// By which law.
    pub legal_basis: Text,
    /// Who may have what.
    pub grants: Vec<Grant>,
    /// For how many years after closing data is kept; the region's term when left out.
    pub retention_years: Option<u32>,
}

impl Annex {
    /// Whether organisations of this kind and chain may have information of this category.
    pub fn allows(&self, kind: PartnerKind, chain: Chain, category: Category) -> bool {
        self.grants.iter().any(|grant| grant.is_for(kind, chain) && grant.categories.contains(&category))
    }

    /// All categories that it knows, whoever may have them.
    pub fn categories(&self) -> BTreeSet<Category> {
        self.grants.iter().flat_map(|grant| grant.categories.iter().copied()).collect()
    }
}

impl Grant {
    fn is_for(&self, kind: PartnerKind, chain: Chain) -> bool {
        self.kind == kind && self.chain.is_none_or(|only| only == chain)
    }
}
