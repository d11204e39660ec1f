//! Whose figures somebody sees, and how much of them (HANDBOOK §1, §10).

use std::collections::BTreeSet;

use schakel_domain::Role;
use schakel_domain::region::MunicipalityCode;

/// How much of the figures somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FiguresView {
    /// Every figure, and the events behind it: without names, but also where it is about few.
    Every,
    /// What may be told: nothing in which somebody could be recognised.
    Publishable,
}

/// Whether somebody in these roles, acting for this municipality if it is one, sees the figures of an area; `None` is
/// the whole region.
///
/// The policy officer and the chain manager see everything without names, the steering group what may be told of
/// everything, and a municipality what may be told of itself and of the region.
pub fn decide_figures(
    roles: &BTreeSet<Role>,
    own: Option<&MunicipalityCode>,
    area: Option<&MunicipalityCode>,
) -> Option<FiguresView> {
    let has = |role: Role| roles.contains(&role);
    if has(Role::ChainManager) || has(Role::PolicyOfficer) {
        return Some(FiguresView::Every);
    }
    let is_own = area.is_none_or(|area| own == Some(area));
    (has(Role::SteeringGroup) || has(Role::MunicipalContact) && own.is_some() && is_own)
        .then_some(FiguresView::Publishable)
}

#[cfg(test)]
mod tests {
    use schakel_domain::code::Code;

    use super::*;

    fn decided(role: Role, own: Option<&str>, area: Option<&str>) -> Option<FiguresView> {
        let (own, area) = (own.map(MunicipalityCode::new), area.map(MunicipalityCode::new));
        decide_figures(&[role].into(), own.as_ref(), area.as_ref())
    }

    #[test]
    fn a_policy_officer_and_the_chain_manager_see_everything_without_names() {
        for role in [Role::PolicyOfficer, Role::ChainManager] {
            assert_eq!(decided(role, None, None), Some(FiguresView::Every));
            assert_eq!(decided(role, None, Some("leiden")), Some(FiguresView::Every));
        }
    }

    #[test]
    fn a_municipality_sees_its_own_and_the_region_s() {
        let of_leiden = |area| decided(Role::MunicipalContact, Some("leiden"), area);
        assert_eq!(of_leiden(Some("leiden")), Some(FiguresView::Publishable));
        assert_eq!(of_leiden(None), Some(FiguresView::Publishable));
        assert_eq!(of_leiden(Some("gouda")), None);
    }

    #[test]
    fn a_contact_of_no_municipality_sees_none() {
        assert_eq!(decided(Role::MunicipalContact, None, None), None);
    }

    #[test]
    fn the_steering_group_sees_what_may_be_told_of_everything() {
        assert_eq!(decided(Role::SteeringGroup, None, Some("leiden")), Some(FiguresView::Publishable));
    }

    #[test]
    fn nobody_else_sees_any() {
        let others = Role::ALL.iter().copied().filter(|role| {
            ![Role::ChainManager, Role::PolicyOfficer, Role::SteeringGroup, Role::MunicipalContact]
                .contains(role)
        });
        for role in others {
            assert_eq!(decided(role, Some("leiden"), Some("leiden")), None, "{role:?}");
        }
    }
}
