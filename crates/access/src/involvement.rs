//! Who somebody is in a case.

use schakel_domain::code::Code;
use schakel_domain::covenant::Ground;
use schakel_domain::organisation::PartnerKind;
use schakel_domain::{InformationRequestId, MeetingId, ReferralId};

use crate::{Asker, Matter};

/// Who the asker is in one case at one moment (HANDBOOK §9, "directly involved"). Which of them hold is
/// for the application to find out; each holds from–until, and is about the person unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Involvement {
    /// Holds the case: from the appointment until somebody else is appointed, or the case closes.
    CaseHolder,
    /// Directs a meeting with this case on its agenda: from the appointment as director until somebody
    /// else is appointed, or the case closes.
    ProcessDirector,
    /// Brought it in: from the report on, for the own report and the feedback on it.
    Reporter,
    /// Owns an agreement: as long as the plan that has it is in force.
    AgreementOwner,
    /// Is listed as a participant of the agenda item: until removed from it, or the case closes.
    Participant,
    /// Belongs to the organisation that was asked for information, or is the person who was: from that
    /// request until it is withdrawn, for that request.
    RequestAddressee(InformationRequestId),
    /// Is a contact of the municipality of residence: from the report until the closing.
    MunicipalContact,
    /// Weighs reports in the briefing: from the report until the decision.
    WeighingTeam,
    /// Belongs to the organisation to which the case was offered: until it answers or the referral is
    /// revoked, for that referral.
    ReferralAddressee(ReferralId),
    /// Belongs to the organisation to which the case was referred: from the acceptance until the referral
    /// is done or revoked.
    ReferralReceiver,
    /// Signed a statement of non-disclosure and was admitted to this agenda item: for that one meeting,
    /// until it is over and the case has moved on.
    NonDisclosure(MeetingId),
    /// Opened the case in an emergency: for three hours from then.
    BrokenGlass,
    /// Has a task of the House's own in it: as long as the task is theirs.
    HouseTask,
}

impl Involvement {
    /// Its code, by which decisions are recorded.
    pub fn code(self) -> InvolvementCode {
        match self {
            Self::CaseHolder => InvolvementCode::CaseHolder,
            Self::ProcessDirector => InvolvementCode::ProcessDirector,
            Self::Reporter => InvolvementCode::Reporter,
            Self::AgreementOwner => InvolvementCode::AgreementOwner,
            Self::Participant => InvolvementCode::Participant,
            Self::RequestAddressee(_) => InvolvementCode::RequestAddressee,
            Self::MunicipalContact => InvolvementCode::MunicipalContact,
            Self::WeighingTeam => InvolvementCode::WeighingTeam,
            Self::ReferralAddressee(_) => InvolvementCode::ReferralAddressee,
            Self::ReferralReceiver => InvolvementCode::ReferralReceiver,
            Self::NonDisclosure(_) => InvolvementCode::NonDisclosure,
            Self::BrokenGlass => InvolvementCode::BrokenGlass,
            Self::HouseTask => InvolvementCode::HouseTask,
        }
    }

    /// Whether it counts for this asker in this case.
    pub(crate) fn holds(self, asker: &Asker, matter: &Matter) -> bool {
        let counts = match self {
            Self::WeighingTeam => matter.awaits_weighing(),
            Self::BrokenGlass => asker.may_break_the_glass(matter),
            Self::HouseTask => asker.has_a_house_task(),
            _ => true,
        };
        counts && !asker.sees_no_content()
    }

    /// The ground whose annex says what is seen; none for those who see no more than what is their own.
    pub(crate) fn ground(self, matter: &Matter) -> Option<Ground> {
        match self {
            Self::Reporter | Self::RequestAddressee(_) | Self::ReferralAddressee(_) => None,
            Self::BrokenGlass | Self::HouseTask => Some(Ground::HouseTask),
            Self::WeighingTeam => Some(Ground::MeetingType(matter.weighing_type.clone())),
            Self::CaseHolder
            | Self::ProcessDirector
            | Self::AgreementOwner
            | Self::Participant
            | Self::MunicipalContact
            | Self::ReferralReceiver
            | Self::NonDisclosure(_) => Some(Ground::MeetingType(matter.meeting_type.clone())),
        }
    }

    /// As what kind of partner the asker is there: one person's statement makes no signatory of the
    /// organisation.
    pub(crate) fn kind(self, asker: &Asker) -> PartnerKind {
        if self.is_by_own_statement() { PartnerKind::IncidentalParticipant } else { asker.kind }
    }

    /// Whether the person's own statement stands in for the organisation's signature.
    pub(crate) fn is_by_own_statement(self) -> bool {
        matches!(self, Self::NonDisclosure(_))
    }
}

/// How somebody is involved, without which request, referral or meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InvolvementCode {
    /// See [`Involvement::CaseHolder`].
    CaseHolder,
    /// See [`Involvement::ProcessDirector`].
    ProcessDirector,
    /// See [`Involvement::Reporter`].
    Reporter,
    /// See [`Involvement::AgreementOwner`].
    AgreementOwner,
    /// See [`Involvement::Participant`].
    Participant,
    /// See [`Involvement::RequestAddressee`].
    RequestAddressee,
    /// See [`Involvement::MunicipalContact`].
    MunicipalContact,
    /// See [`Involvement::WeighingTeam`].
    WeighingTeam,
    /// See [`Involvement::ReferralAddressee`].
    ReferralAddressee,
    /// See [`Involvement::ReferralReceiver`].
    ReferralReceiver,
    /// See [`Involvement::NonDisclosure`].
    NonDisclosure,
    /// See [`Involvement::BrokenGlass`].
    BrokenGlass,
    /// See [`Involvement::HouseTask`].
    HouseTask,
}

impl Code for InvolvementCode {
    const NAME: &'static str = "Involvement";
    const ALL: &'static [Self] = &[
        Self::CaseHolder,
        Self::ProcessDirector,
        Self::Reporter,
        Self::AgreementOwner,
        Self::Participant,
        Self::RequestAddressee,
        Self::MunicipalContact,
        Self::WeighingTeam,
        Self::ReferralAddressee,
        Self::ReferralReceiver,
        Self::NonDisclosure,
        Self::BrokenGlass,
        Self::HouseTask,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::CaseHolder => "case_holder",
            Self::ProcessDirector => "process_director",
            Self::Reporter => "reporter",
            Self::AgreementOwner => "agreement_owner",
            Self::Participant => "participant",
            Self::RequestAddressee => "request_addressee",
            Self::MunicipalContact => "municipal_contact",
            Self::WeighingTeam => "weighing_team",
            Self::ReferralAddressee => "referral_addressee",
            Self::ReferralReceiver => "referral_receiver",
            Self::NonDisclosure => "non_disclosure",
            Self::BrokenGlass => "broken_glass",
            Self::HouseTask => "house_task",
        }
    }
}

impl InvolvementCode {
    /// The involvement in the whole case that it stands for; none where it is for one request, referral, report or
    /// meeting alone.
    pub fn in_the_whole_case(self) -> Option<Involvement> {
        match self {
            Self::CaseHolder => Some(Involvement::CaseHolder),
            Self::ProcessDirector => Some(Involvement::ProcessDirector),
            Self::AgreementOwner => Some(Involvement::AgreementOwner),
            Self::Participant => Some(Involvement::Participant),
            Self::MunicipalContact => Some(Involvement::MunicipalContact),
            Self::WeighingTeam => Some(Involvement::WeighingTeam),
            Self::ReferralReceiver => Some(Involvement::ReferralReceiver),
            Self::BrokenGlass => Some(Involvement::BrokenGlass),
            Self::HouseTask => Some(Involvement::HouseTask),
            Self::Reporter | Self::RequestAddressee | Self::ReferralAddressee | Self::NonDisclosure => None,
        }
    }
}
