//! Who may ask whether somebody is being handled, on what ground, and how much they hear.

use schakel_domain::code::Code;
use schakel_domain::covenant::Ground;

use crate::Role::{self, *};
use crate::{Actor, Denied};

/// The ground on which somebody is looked up; each stands apart from involvement in a case (HANDBOOK
/// §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LookupPurpose {
    /// To decide at ZSM about a suspect (HANDBOOK §8).
    ZsmLookup,
    /// To know whom to call.
    PartnerLookup,
    /// To do the House's own task.
    HouseTask,
}

impl Code for LookupPurpose {
    const NAME: &'static str = "LookupPurpose";
    const ALL: &'static [Self] = &[Self::ZsmLookup, Self::PartnerLookup, Self::HouseTask];

    fn code(self) -> &'static str {
        match self {
            Self::ZsmLookup => "zsm_lookup",
            Self::PartnerLookup => "partner_lookup",
            Self::HouseTask => "house_task",
        }
    }
}

/// How much of an active case is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupView {
    /// That there is one, and whom to call (HANDBOOK §8: partner systems ask in a poorer form).
    Contact,
    /// Also the kind of meeting, since when, who holds and directs it, and what is advised.
    Full,
}

impl LookupPurpose {
    /// The ground whose annex says what is heard.
    pub fn ground(self) -> Ground {
        match self {
            Self::ZsmLookup => Ground::ZsmLookup,
            Self::PartnerLookup => Ground::PartnerLookup,
            Self::HouseTask => Ground::HouseTask,
        }
    }

    /// The roles that may ask on this ground.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::ZsmLookup => &[ZsmCoordinator, ZsmAdministration],
            Self::PartnerLookup => &[ChainPartner, CovenantPartner, MunicipalContact],
            Self::HouseTask => &[ChainManager, ProcessDirector, InformationCoordinator],
        }
    }

    fn view(self) -> LookupView {
        match self {
            Self::PartnerLookup => LookupView::Contact,
            Self::ZsmLookup | Self::HouseTask => LookupView::Full,
        }
    }
}

/// How much this actor hears on this ground.
///
/// # Errors
/// When none of the actor's roles may ask on it.
pub fn decide_lookup(actor: &Actor, purpose: LookupPurpose) -> Result<LookupView, Denied> {
    match actor.has_any(purpose.roles()) {
        true => Ok(purpose.view()),
        false => Err(Denied::RoleMissing { allowed: purpose.roles() }),
    }
}

#[cfg(test)]
mod tests {
    use schakel_domain::region::OrganisationCode;

    use super::*;
    use crate::Action;

    fn heard(roles: &[Role], purpose: LookupPurpose) -> Option<LookupView> {
        let organisation = OrganisationCode::new("an_organisation");
        decide_lookup(&Actor { account: "someone".into(), organisation, roles: roles.to_vec() }, purpose).ok()
    }

    #[test]
    fn each_ground_is_for_its_own_roles_alone() {
        for purpose in LookupPurpose::ALL {
            for role in Role::ALL {
                assert_eq!(heard(&[*role], *purpose).is_some(), purpose.roles().contains(role));
            }
        }
    }

    #[test]
    fn whoever_may_look_people_up_has_a_ground_and_nobody_else_has() {
        for role in Role::ALL {
            let has_ground = LookupPurpose::ALL.iter().any(|purpose| purpose.roles().contains(role));
            assert_eq!(has_ground, Action::LookUpPerson.roles().contains(role), "{role:?}");
        }
    }

    #[test]
    fn a_partner_hears_whom_to_call_and_no_more_whatever_other_roles_there_are() {
        assert_eq!(heard(&[ChainPartner], LookupPurpose::PartnerLookup), Some(LookupView::Contact));
        let both = [ChainPartner, ZsmCoordinator];
        assert_eq!(heard(&both, LookupPurpose::PartnerLookup), Some(LookupView::Contact));
        assert_eq!(heard(&both, LookupPurpose::ZsmLookup), Some(LookupView::Full));
    }
}
