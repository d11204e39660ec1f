//! The covenant at one moment, for one asker.

use schakel_domain::covenant::{Annex, Ground};
use schakel_domain::organisation::PartnerKind;

use crate::{Asker, Involvement};

/// What the covenant says at that moment.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// Whether the asker's organisation is a signatory.
    pub signed: bool,
    /// The version of the policy, such as `3.2`: what the record of the decision states.
    pub version: String,
    /// The annexes in force: at most one for each ground.
    pub annexes: &'a [Annex],
}

impl Terms<'_> {
    /// What may be shared on this ground.
    pub fn annex(&self, ground: &Ground) -> Option<&Annex> {
        self.annexes.iter().find(|annex| annex.ground == *ground)
    }

    /// Whether the asker's organisation is bound to the covenant. The House always is.
    pub fn bind(&self, asker: &Asker) -> bool {
        self.signed || asker.kind == PartnerKind::House
    }

    /// Whether the asker is bound in this involvement: by the organisation's signature, or by the
    /// person's own statement for that one meeting.
    pub(crate) fn bind_in(&self, involvement: Involvement, asker: &Asker) -> bool {
        self.bind(asker) || involvement.is_by_own_statement()
    }
}
