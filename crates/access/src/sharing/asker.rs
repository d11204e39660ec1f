//! Somebody who asks, as the register has them.

use std::collections::BTreeSet;

use schakel_domain::organisation::{Chain, PartnerKind};
use schakel_domain::region::{MunicipalityCode, OrganisationCode};
use schakel_domain::{Account, Role};

/// Who asks: somebody who is authorised to act for an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The account.
    pub account: Account,
    /// For which organisation.
    pub organisation: OrganisationCode,
    /// How that stands to the House.
    pub kind: PartnerKind,
    /// The chain that it belongs to.
    pub chain: Chain,
    /// The municipality that it is.
    pub municipality: Option<MunicipalityCode>,
    /// In which roles.
    pub roles: BTreeSet<Role>,
}

impl Asker {
    /// Whether one of these roles is held.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }

    /// Who reads the logs, or keeps the system running, reads no content (HANDBOOK §1).
    pub(super) fn reads_content(&self) -> bool {
        !self.roles.iter().any(|role| role.stands_alone())
    }
}
