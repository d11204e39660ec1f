//! The decision.

use crate::{Action, Actor, Reason, Role};

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The actor may.
    Permit,
    /// The actor may not, for this reason.
    Deny(Denied),
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// No role of the actor allows this action.
    RoleMissing {
        /// The roles that would.
        allowed: &'static [Role],
    },
    /// The covenant does not allow it.
    NotInCovenant(Reason),
}

/// Whether this actor may take this action.
pub fn decide(actor: &Actor, action: Action) -> Decision {
    if actor.has_any(action.roles()) {
        return Decision::Permit;
    }
    Decision::Deny(Denied::RoleMissing { allowed: action.roles() })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use schakel_domain::code::Code;
    use schakel_domain::region::OrganisationCode;

    use super::*;

    fn actor(roles: &[Role]) -> Actor {
        Actor {
            account: "someone".into(),
            organisation: OrganisationCode::new("an_organisation"),
            roles: roles.to_vec(),
        }
    }

    #[test]
    fn the_matrix_of_roles_and_actions_is_as_reviewed() {
        let mut matrix = String::new();
        for action in Action::ALL {
            let permitted: Vec<_> = Role::ALL
                .iter()
                .filter(|role| decide(&actor(&[**role]), *action) == Decision::Permit)
                .map(|role| role.code())
                .collect();
            writeln!(matrix, "{:<24} {}", action.name(), permitted.join(" ")).unwrap_or_default();
        }
        insta::assert_snapshot!(matrix);
    }

    #[test]
    fn nobody_without_a_role_may_do_anything() {
        for action in Action::ALL {
            assert_ne!(decide(&actor(&[]), *action), Decision::Permit);
        }
    }

    #[test]
    fn a_further_role_never_takes_a_right_away() {
        for action in Action::ALL {
            for (first, second) in Role::ALL.iter().zip(Role::ALL.iter().rev()) {
                if decide(&actor(&[*first]), *action) == Decision::Permit {
                    assert_eq!(decide(&actor(&[*first, *second]), *action), Decision::Permit);
                }
            }
        }
    }

    #[test]
    fn the_system_administrator_sees_no_content() {
        let administrator = actor(&[Role::SystemAdministrator]);
        let permitted: Vec<_> = Action::ALL
            .iter()
            .filter(|action| decide(&administrator, **action) == Decision::Permit)
            .collect();
        assert_eq!(permitted, [&Action::GetCovenant, &Action::ListCovenants, &Action::GetCatalogue]);
    }
}
