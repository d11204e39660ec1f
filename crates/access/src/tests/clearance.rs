//! HANDBOOK §4: for whom what is shielded exists.

use schakel_domain::code::Code;
use schakel_domain::region::OrganisationCode;

use crate::{Action, Actor, Role};

fn actor(roles: &[Role]) -> Actor {
    Actor {
        account: "someone".into(),
        organisation: OrganisationCode::new("an_organisation"),
        roles: roles.to_vec(),
    }
}

#[test]
fn the_cleared_role_clears_for_every_action_whatever_else_is_held() {
    for action in Action::ALL {
        assert!(actor(&[Role::Cleared]).is_cleared_for(*action));
        for role in Role::ALL {
            assert!(actor(&[*role, Role::Cleared]).is_cleared_for(*action));
        }
    }
}

#[test]
fn no_other_role_and_not_all_of_them_together_clear_for_anything_but_the_dry_run() {
    let others: Vec<_> = Role::ALL.iter().copied().filter(|role| *role != Role::Cleared).collect();
    for action in Action::ALL {
        let is_dry_run = *action == Action::ExplainInformation;
        for role in &others {
            assert_eq!(actor(&[*role]).is_cleared_for(*action), is_dry_run, "{role:?} {action:?}");
        }
        assert_eq!(actor(&others).is_cleared_for(*action), is_dry_run);
        assert_eq!(actor(&[]).is_cleared_for(*action), is_dry_run);
    }
}

#[test]
fn the_dry_run_is_the_privacy_officers_alone() {
    assert_eq!(Action::ExplainInformation.roles(), [Role::PrivacyOfficer]);
}
