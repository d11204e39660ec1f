//! The person who wants to see something, as the register has them today.

use std::collections::BTreeSet;

use schakel_domain::organisation::{Chain, PartnerKind};
use schakel_domain::region::OrganisationCode;
use schakel_domain::{Account, Role};

use crate::{Action, Matter};

/// Who wants to see something: a person, and the organisation for which they ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The person's account.
    pub account: Account,
    /// Their organisation.
    pub organisation: OrganisationCode,
    /// How it stands to the House.
    pub kind: PartnerKind,
    /// The chain it belongs to.
    pub chain: Chain,
    /// The roles in force: see [`effective`].
    pub roles: BTreeSet<Role>,
}

/// The roles in force: those that the token states as far as the register authorises them today.
pub fn effective(token: &BTreeSet<Role>, authorised: &BTreeSet<Role>) -> BTreeSet<Role> {
    token.intersection(authorised).copied().collect()
}

impl Asker {
    /// Whether they may open this case in an emergency, with a reason: the chain manager or a process
    /// director, and a shielded case only when cleared for it.
    pub fn may_break_the_glass(&self, matter: &Matter) -> bool {
        self.is_one_of(Action::BreakGlass.roles()) && !matter.is_hidden_from(self)
    }

    /// Whether they see no content of any case: who reads the logs, or keeps the system running
    /// (HANDBOOK §1).
    pub(crate) fn sees_no_content(&self) -> bool {
        self.roles.iter().any(|role| role.stands_alone())
    }

    /// Whether they work on cases for the House itself; a policy officer needs no names (HANDBOOK §9).
    pub(crate) fn has_a_house_task(&self) -> bool {
        const WORKING: [Role; 4] =
            [Role::ChainManager, Role::ProcessDirector, Role::InformationCoordinator, Role::Support];
        self.kind == PartnerKind::House && self.is_one_of(&WORKING)
    }

    /// Whether they hold one of these.
    pub(crate) fn is_one_of(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }
}
