//! A covenant, people and cases to decide about.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use schakel_domain::case::{Consent, Item};
use schakel_domain::covenant::{Annex, Grant, Ground};
use schakel_domain::organisation::{Chain, PartnerKind};
use schakel_domain::personal::Personal;
use schakel_domain::region::{MeetingTypeCode, OrganisationCode};
use schakel_domain::{Account, Category, InformationRequestId, MeetingId, ReferralId, Role, Text};

use crate::{Asker, Involvement, Matter, Terms};

use Category::{Care, Identity, Plan, Police, ZsmAdvice};
use PartnerKind::{ChainPartner, CovenantPartner, House, IncidentalParticipant};

pub fn request(number: u8) -> InformationRequestId {
    format!("00000000-0000-0000-0000-0000000000{number:02}").parse().unwrap()
}

pub fn referral() -> ReferralId {
    "00000000-0000-0000-0000-000000000005".parse().unwrap()
}

pub fn meeting() -> MeetingId {
    "00000000-0000-0000-0000-000000000003".parse().unwrap()
}

/// What somebody of that source shared.
pub fn shared_item(
    category: Category,
    source: OrganisationCode,
    audience: Option<BTreeSet<OrganisationCode>>,
    consent: Consent,
) -> Item {
    Item {
        id: "00000000-0000-0000-0000-000000000004".parse().unwrap(),
        category,
        source,
        shared_by: Account("sharer".into()),
        member: None,
        text: Personal::of_stream(Text::new("Something").unwrap()),
        meeting_type: MeetingTypeCode::new("focus"),
        meeting: None,
        not_shareable_with_client: false,
        consent,
        audience,
    }
}

/// One of each.
pub fn every_involvement() -> [Involvement; 13] {
    [
        Involvement::CaseHolder,
        Involvement::ProcessDirector,
        Involvement::Reporter,
        Involvement::AgreementOwner,
        Involvement::Participant,
        Involvement::RequestAddressee(request(1)),
        Involvement::MunicipalContact,
        Involvement::WeighingTeam,
        Involvement::ReferralAddressee(referral()),
        Involvement::ReferralReceiver,
        Involvement::NonDisclosure(meeting()),
        Involvement::BrokenGlass,
        Involvement::HouseTask,
    ]
}

pub fn in_meeting(meeting_type: &str) -> Ground {
    Ground::MeetingType(MeetingTypeCode::new(meeting_type))
}

pub fn annex(ground: Ground, grants: Vec<Grant>) -> Annex {
    let text = |text| Text::new(text).unwrap();
    Annex { ground, purpose: text("Doel"), legal_basis: text("Grondslag"), grants, retention_years: None }
}

pub fn grant(kind: PartnerKind, chain: Option<Chain>, categories: &[Category]) -> Grant {
    Grant { kind, chain, categories: categories.iter().copied().collect() }
}

/// Little in the briefing, much in the focus meeting; none for a round table.
pub fn covenant() -> Vec<Annex> {
    let punishment = Some(Chain::Punishment);
    vec![
        annex(
            in_meeting("briefing"),
            vec![
                grant(House, None, &[Identity, Police]),
                grant(ChainPartner, None, &[Identity]),
                grant(ChainPartner, punishment, &[Police]),
            ],
        ),
        annex(
            in_meeting("focus"),
            vec![
                grant(House, None, &[Identity, Police, Plan, ZsmAdvice]),
                grant(ChainPartner, None, &[Identity, Care, Plan]),
                grant(ChainPartner, punishment, &[Police, ZsmAdvice]),
                grant(CovenantPartner, None, &[Identity, Plan]),
                grant(CovenantPartner, Some(Chain::Care), &[Care]),
                grant(IncidentalParticipant, None, &[Identity]),
            ],
        ),
        annex(
            in_meeting("aftercare"),
            vec![grant(House, None, &[Identity, Plan]), grant(ChainPartner, None, &[Identity, Plan])],
        ),
        annex(
            in_meeting("radicalisation"),
            vec![
                grant(House, None, &[Identity, Police]),
                grant(ChainPartner, None, &[Identity, Police, Care]),
            ],
        ),
        annex(
            Ground::HouseTask,
            vec![grant(House, None, &[Identity, Police, Care, Plan]), grant(ChainPartner, None, &[Identity])],
        ),
        annex(Ground::ZsmLookup, vec![grant(ChainPartner, punishment, &[Identity, Plan, ZsmAdvice])]),
        annex(
            Ground::PartnerLookup,
            vec![
                grant(ChainPartner, None, &[Identity, Plan]),
                grant(CovenantPartner, None, &[Identity]),
                grant(IncidentalParticipant, None, &[Plan]),
            ],
        ),
    ]
}

pub fn terms(signed: bool, annexes: &[Annex]) -> Terms<'_> {
    Terms { signed, version: "3.2".into(), annexes }
}

pub fn asker(kind: PartnerKind, chain: Chain, roles: &[Role]) -> Asker {
    Asker {
        account: Account("someone".into()),
        organisation: OrganisationCode::new("an_organisation"),
        kind,
        chain,
        roles: roles.iter().copied().collect(),
    }
}

pub fn police() -> Asker {
    asker(ChainPartner, Chain::Punishment, &[Role::ChainPartner])
}

pub fn care_partner() -> Asker {
    asker(CovenantPartner, Chain::Care, &[Role::CovenantPartner])
}

pub fn of_the_house(roles: &[Role]) -> Asker {
    asker(House, Chain::Administration, roles)
}

/// A case that was weighed, and is discussed in this meeting.
pub fn discussed_in(meeting_type: &str) -> Matter {
    Matter {
        meeting_type: MeetingTypeCode::new(meeting_type),
        weighing_type: MeetingTypeCode::new("briefing"),
        weighed: true,
        shielded: false,
    }
}

/// A case that the briefing has yet to decide on.
pub fn reported() -> Matter {
    Matter { weighed: false, ..discussed_in("briefing") }
}

pub fn shielded() -> Matter {
    Matter { weighed: false, shielded: true, ..discussed_in("radicalisation") }
}
