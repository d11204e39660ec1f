//! Who acts in the tests: one account per role, as in the demo, and whoever else a test invents.

use schakel::demo::{account_of, organisation_of};
use schakel_access::Role;
use serde_json::{Value, json};

/// Somebody with a token.
#[derive(Clone, Debug)]
pub struct Actor {
    pub account: String,
    pub organisation: String,
    pub roles: Vec<Role>,
}

impl Actor {
    /// Whoever holds this role in the demo.
    pub fn with(role: Role) -> Self {
        Self::of(&account_of(role), organisation_of(role), &[role])
    }

    pub fn of(account: &str, organisation: &str, roles: &[Role]) -> Self {
        Self { account: account.into(), organisation: organisation.into(), roles: roles.into() }
    }

    /// This person as a professional in an input.
    pub fn card(&self) -> Value {
        json!({
            "account": self.account, "organisation": self.organisation, "name": "Noor Voorbeeld",
            "telephone": "+31 71 555 01 02", "mail": "noor@example.nl"
        })
    }
}

pub fn reporter() -> Actor {
    Actor::with(Role::Reporter)
}

pub fn coordinator() -> Actor {
    Actor::with(Role::InformationCoordinator)
}

pub fn director() -> Actor {
    Actor::with(Role::ProcessDirector)
}

pub fn support() -> Actor {
    Actor::with(Role::Support)
}

pub fn holder() -> Actor {
    Actor::with(Role::CaseHolder)
}

pub fn manager() -> Actor {
    Actor::with(Role::ChainManager)
}

pub fn partner() -> Actor {
    Actor::with(Role::ChainPartner)
}

pub fn zsm() -> Actor {
    Actor::with(Role::ZsmCoordinator)
}

pub fn privacy_officer() -> Actor {
    Actor::with(Role::PrivacyOfficer)
}

/// A director of the House beside [`director`].
pub fn another_director() -> Actor {
    Actor::of("another-director", "veiligheidshuis", &[Role::ProcessDirector])
}

/// A case holder beside [`holder`].
pub fn another_holder() -> Actor {
    Actor::of("case-holder-2", "fivoor", &[Role::CaseHolder])
}
