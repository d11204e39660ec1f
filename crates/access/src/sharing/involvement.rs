//! Who is directly involved in a case (HANDBOOK §9): each per person unless said otherwise, and from–until.

use chrono::{DateTime, NaiveDate, Utc};
use schakel_domain::case::{Decision, File, NoFollowUpReason, Phase, RequestState};
use schakel_domain::code::Code;
use schakel_domain::organisation::PartnerKind;

use super::Asker;
use crate::Role::{ChainManager, ChainPartner, CovenantPartner, InformationCoordinator, Support};
use crate::Role::{MunicipalContact, WeighingTeam};

/// How somebody is involved in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Involvement {
    /// The case holder of the plan in force.
    CaseHolder,
    /// The process director of the meeting.
    ProcessDirector,
    /// Who works for the organisation that owns an agreement of the plan in force.
    AgreementOwner,
    /// A listed participant of the agenda item.
    Participant,
    /// The municipal contact of the municipality of residence, from report to closing.
    MunicipalContact,
    /// The weighing team, until the decision: the briefing's view.
    WeighingTeam,
    /// The House's staff at their task; apart from involvement, with an annex of its own.
    HouseTask,
    /// Somebody for whom the glass was broken, for three hours.
    BrokenGlass,
    /// The reporter: the own report and the feedback alone.
    Reporter,
    /// The addressee of an information request: that request alone.
    RequestAddressee,
}

impl Code for Involvement {
    const NAME: &'static str = "Involvement";
    const ALL: &'static [Self] = &[
        Self::CaseHolder,
        Self::ProcessDirector,
        Self::AgreementOwner,
        Self::Participant,
        Self::MunicipalContact,
        Self::WeighingTeam,
        Self::HouseTask,
        Self::BrokenGlass,
        Self::Reporter,
        Self::RequestAddressee,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::CaseHolder => "case_holder",
            Self::ProcessDirector => "process_director",
            Self::AgreementOwner => "agreement_owner",
            Self::Participant => "participant",
            Self::MunicipalContact => "municipal_contact",
            Self::WeighingTeam => "weighing_team",
            Self::HouseTask => "house_task",
            Self::BrokenGlass => "broken_glass",
            Self::Reporter => "reporter",
            Self::RequestAddressee => "request_addressee",
        }
    }
}

/// When it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The moment.
    pub now: DateTime<Utc>,
    /// Its day, in the region's time zone.
    pub today: NaiveDate,
}

/// How somebody is involved in this case at this moment; nothing when they are not.
pub fn involvements(file: &File, asker: &Asker, moment: Moment) -> Vec<Involvement> {
    if !asker.reads_content() {
        return Vec::new();
    }
    let holds = |involvement: &Involvement| match involvement {
        Involvement::CaseHolder => file.is_active() && is_case_holder(file, asker),
        Involvement::ProcessDirector => file.is_active() && is_director(file, asker),
        Involvement::AgreementOwner => file.is_active() && owns_agreement(file, asker),
        Involvement::Participant => file.is_active() && takes_part(file, asker),
        Involvement::MunicipalContact => file.is_active() && is_of_municipality(file, asker),
        Involvement::WeighingTeam => awaits_decision(file) && asker.has_any(&[WeighingTeam]),
        Involvement::HouseTask => is_house_task(file, asker),
        Involvement::BrokenGlass => file.glass_is_broken(&asker.account, moment.now),
        Involvement::Reporter => is_reporter(file, asker),
        Involvement::RequestAddressee => file.is_active() && was_asked(file, asker),
    };
    Involvement::ALL.iter().copied().filter(holds).collect()
}

fn is_case_holder(file: &File, asker: &Asker) -> bool {
    let holder = file.phase.direction().map(|direction| &direction.case_holder);
    holder.is_some_and(|holder| holder.account == asker.account && holder.organisation == asker.organisation)
}

fn is_director(file: &File, asker: &Asker) -> bool {
    let director = file.phase.appointment().and_then(|appointment| appointment.process_director.as_ref());
    director.is_some_and(|director| {
        director.account == asker.account && director.organisation == asker.organisation
    })
}

fn owns_agreement(file: &File, asker: &Asker) -> bool {
    let plan = file.phase.direction().map(|direction| &direction.plan);
    let owns = plan.is_some_and(|plan| plan.agreements.iter().any(|a| a.organisation == asker.organisation));
    owns && asker.has_any(&[ChainPartner, CovenantPartner, MunicipalContact])
}

fn takes_part(file: &File, asker: &Asker) -> bool {
    let meeting = file.phase.appointment().and_then(|appointment| appointment.meeting);
    meeting.is_some_and(|meeting| file.is_participant(meeting, &asker.account))
}

fn is_of_municipality(file: &File, asker: &Asker) -> bool {
    asker.has_any(&[MunicipalContact])
        && asker.municipality.is_some()
        && asker.municipality == file.report.municipality
}

/// Reported, or postponed to a later briefing (HANDBOOK §3).
fn awaits_decision(file: &File) -> bool {
    match &file.phase {
        Phase::Reported => true,
        Phase::Weighed(Decision::NoFollowUp(reason)) => matches!(reason, NoFollowUpReason::Deferred { .. }),
        _ => false,
    }
}

/// Intake is the information coordinator's and the support's, until a meeting takes it up; the chain
/// manager runs the House. A process director has the cases of the own meetings (HANDBOOK §9).
fn is_house_task(file: &File, asker: &Asker) -> bool {
    let intake = matches!(file.phase, Phase::Reported | Phase::Weighed(_));
    asker.kind == PartnerKind::House
        && (asker.has_any(&[ChainManager]) || intake && asker.has_any(&[InformationCoordinator, Support]))
}

fn is_reporter(file: &File, asker: &Asker) -> bool {
    file.report.source.account == asker.account && file.report.source.organisation == asker.organisation
}

fn was_asked(file: &File, asker: &Asker) -> bool {
    let mut sent = file.requests.values().filter(|request| request.state != RequestState::Withdrawn);
    sent.any(|request| request.is_to(&asker.account, &asker.organisation))
}
