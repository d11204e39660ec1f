//! The person behind a call.

use schakel_domain::Role;
use schakel_domain::region::OrganisationCode;

use crate::Action;

/// Who is asking: a person, on behalf of an organisation, in the roles that the token states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account at the issuer (`sub`); a pseudonym, never a name.
    pub account: String,
    /// The organisation for which the person asks.
    pub organisation: OrganisationCode,
    /// The roles held.
    pub roles: Vec<Role>,
}

impl Actor {
    /// Whether the person holds one of these roles.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }

    /// Whether what is shielded exists for the person in this action: for cleared participants alone
    /// (HANDBOOK §4). Only the privacy officer's dry run knows of it, too: it tells who would see what, and
    /// nothing of the case.
    pub fn is_cleared_for(&self, action: Action) -> bool {
        self.has_any(&[Role::Cleared]) || action == Action::ExplainInformation
    }
}
