//! What was decided on some information, and why.

use schakel_domain::covenant::Ground;

use crate::Involvement;

/// Whether the asker sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They see it.
    Permit {
        /// What allows it.
        basis: Basis,
    },
    /// They do not.
    Deny(Reason),
}

/// What allows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Who the asker is in the case.
    pub involvement: Involvement,
    /// The ground whose annex allows it; none for what the asker's own organisation shared.
    pub ground: Option<Ground>,
}

/// Why not; in the order of how near it came to a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The client took the consent back.
    ConsentWithdrawn,
    /// The client has yet to consent.
    ConsentMissing,
    /// It was shared with other organisations only.
    RestrictedAudience,
    /// The annex does not give this category to partners of this kind and chain.
    NotInAnnex,
    /// The covenant has no annex for this ground.
    NoAnnex,
    /// The involvement goes no further than what is their own.
    OutsideInvolvement,
    /// Neither is the organisation a signatory, nor did the person sign a statement for this meeting.
    NotSigned,
    /// The case is shielded, and the asker not cleared.
    NotCleared,
    /// They have nothing to do with the case.
    NotInvolved,
}

impl Verdict {
    /// Why not, if not.
    pub fn refusal(&self) -> Option<Reason> {
        match self {
            Self::Permit { .. } => None,
            Self::Deny(reason) => Some(*reason),
        }
    }
}

impl Reason {
    /// Its code, by which decisions are recorded.
    pub fn code(self) -> &'static str {
        match self {
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::ConsentMissing => "consent_missing",
            Self::RestrictedAudience => "restricted_audience",
            Self::NotInAnnex => "not_in_annex",
            Self::NoAnnex => "no_annex",
            Self::OutsideInvolvement => "outside_involvement",
            Self::NotSigned => "not_signed",
            Self::NotCleared => "not_cleared",
            Self::NotInvolved => "not_involved",
        }
    }

    /// The code, if the asker may be told; if not, the answer is as if the case did not exist.
    pub fn told(self) -> Option<&'static str> {
        let hidden = matches!(self, Self::NotCleared | Self::NotInvolved);
        (!hidden).then(|| self.code())
    }
}
