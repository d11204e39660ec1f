//! Whom an involvement is about, and who an asker is to a case.

use std::collections::BTreeSet;

use schakel_domain::organisation::PartnerKind;
use schakel_domain::region::{MunicipalityCode, OrganisationCode};
use schakel_domain::{Account, Role};

use crate::{Action, Asker};

/// Somebody, or whoever stands somewhere. A case has parties that are involved, an asker is some of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// This account, for this organisation.
    Professional(OrganisationCode, Account),
    /// Whoever acts for this organisation.
    Organisation(OrganisationCode),
    /// Whoever represents it as a partner.
    Partners(OrganisationCode),
    /// The contacts of this municipality.
    Municipality(MunicipalityCode),
    /// Whoever weighs reports in the briefing.
    WeighingTeam,
    /// Whoever of the House takes reports in.
    Intake,
    /// Whoever of the House directs meetings.
    Directors,
    /// Whoever runs the House.
    Management,
    /// This account, in an emergency.
    Emergency(Account),
}

impl Party {
    /// How it is written where it is compared: no two parties are written alike, as codes hold no slash.
    pub fn key(&self) -> String {
        match self {
            Self::Professional(organisation, account) => format!("professional/{organisation}/{}", account.0),
            Self::Organisation(organisation) => format!("organisation/{organisation}"),
            Self::Partners(organisation) => format!("partners/{organisation}"),
            Self::Municipality(municipality) => format!("municipality/{municipality}"),
            Self::WeighingTeam => "weighing_team".into(),
            Self::Intake => "intake".into(),
            Self::Directors => "directors".into(),
            Self::Management => "management".into(),
            Self::Emergency(account) => format!("emergency/{}", account.0),
        }
    }
}

/// Every party that the asker is, whose organisation may be a municipality (HANDBOOK §1); none for those
/// who see no content of any case.
pub fn parties(asker: &Asker, municipality: Option<&MunicipalityCode>) -> BTreeSet<Party> {
    if asker.sees_no_content() {
        return BTreeSet::new();
    }
    let (organisation, account) = (&asker.organisation, &asker.account);
    let house = asker.kind == PartnerKind::House;
    let is = |roles: &[Role]| asker.is_one_of(roles);
    let parties = [
        Some(Party::Professional(organisation.clone(), account.clone())),
        Some(Party::Organisation(organisation.clone())),
        is(&[Role::ChainPartner, Role::CovenantPartner, Role::MunicipalContact])
            .then(|| Party::Partners(organisation.clone())),
        municipality.filter(|_| is(&[Role::MunicipalContact])).cloned().map(Party::Municipality),
        is(&[Role::WeighingTeam]).then_some(Party::WeighingTeam),
        (house && is(&[Role::InformationCoordinator, Role::Support])).then_some(Party::Intake),
        (house && is(&[Role::ProcessDirector])).then_some(Party::Directors),
        (house && is(&[Role::ChainManager])).then_some(Party::Management),
        is(Action::BreakGlass.roles()).then(|| Party::Emergency(account.clone())),
    ];
    parties.into_iter().flatten().collect()
}
