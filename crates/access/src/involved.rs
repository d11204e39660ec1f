//! Who is directly involved in a case, told from the case itself (HANDBOOK §9).

use chrono::{DateTime, Utc};
use schakel_domain::Professional;
use schakel_domain::case::{Agreement, File, Phase, Referral, ReferralState, RequestState};
use schakel_domain::region::MunicipalityCode;

use crate::{Asker, Involvement, Party, Statements, parties};

/// How the asker, whose organisation may be a municipality, is involved in this case at this moment;
/// nothing when they are not. Statements for the meeting on whose agenda it is are left out where they
/// cannot matter.
pub fn involvements(
    file: &File,
    asker: &Asker,
    municipality: Option<&MunicipalityCode>,
    statements: Option<&Statements>,
    now: DateTime<Utc>,
) -> Vec<Involvement> {
    let parties = parties(asker, municipality);
    let mut involved = involved(file, statements, now);
    involved.retain(|(_, party)| parties.contains(party));
    let mut involvements: Vec<_> = involved.into_iter().map(|(involvement, _)| involvement).collect();
    involvements.dedup();
    involvements
}

/// Everybody who is involved in this case at this moment, and how. The read model `involved` keeps the
/// same, so that lists can be asked for by it.
pub fn involved(
    file: &File,
    statements: Option<&Statements>,
    now: DateTime<Utc>,
) -> Vec<(Involvement, Party)> {
    let source = &file.report.source;
    let reporter = Party::Professional(source.organisation.clone(), source.account.clone());
    let apart = [(Involvement::Reporter, reporter), (Involvement::HouseTask, Party::Management)];
    let open = file.broken_glass.iter().filter(|broken| broken.is_open(now));
    let emergencies = open.map(|broken| (Involvement::BrokenGlass, Party::Emergency(broken.account.clone())));
    let until_closing = if file.is_active() { until_closing(file, statements) } else { Vec::new() };
    until_closing.into_iter().chain(apart).chain(emergencies).collect()
}

fn until_closing(file: &File, statements: Option<&Statements>) -> Vec<(Involvement, Party)> {
    let direction = file.phase.direction();
    let agreements = direction.iter().flat_map(|direction| &direction.plan.agreements);
    direction
        .map(|direction| (Involvement::CaseHolder, professional(&direction.case_holder)))
        .into_iter()
        .chain(directed(file))
        .chain(agreements.map(owned))
        .chain(taking_part(file).map(|listed| (Involvement::Participant, professional(listed))))
        .chain(residence(file))
        .chain(weighed_by(file))
        .chain(asked(file))
        .chain(file.referrals.values().filter_map(referred))
        .chain(statements.into_iter().flat_map(|statements| signed_for(file, statements)))
        .collect()
}

fn professional(known: &Professional) -> Party {
    Party::Professional(known.organisation.clone(), known.account.clone())
}

/// Of an agreement its organisation is the owner.
fn owned(agreement: &Agreement) -> (Involvement, Party) {
    (Involvement::AgreementOwner, Party::Partners(agreement.organisation.clone()))
}

/// Intake is the information coordinator's and the support's until a meeting takes the case up, and any
/// process director's until somebody directs it (HANDBOOK §1, §9).
fn directed(file: &File) -> Vec<(Involvement, Party)> {
    let appointment = file.phase.appointment();
    match appointment.and_then(|appointment| appointment.process_director.as_ref()) {
        Some(director) => vec![(Involvement::ProcessDirector, professional(director))],
        None if appointment.is_some() => vec![(Involvement::HouseTask, Party::Directors)],
        None => vec![(Involvement::HouseTask, Party::Intake), (Involvement::HouseTask, Party::Directors)],
    }
}

pub(crate) fn taking_part(file: &File) -> impl Iterator<Item = &Professional> {
    file.meeting()
        .and_then(|meeting| file.participants.get(&meeting))
        .into_iter()
        .flat_map(|listed| listed.values())
}

/// A referral is for the contacts of its receiver: to be answered, and once it is accepted to be seen to.
fn referred(referral: &Referral) -> Option<(Involvement, Party)> {
    let involvement = match referral.state {
        ReferralState::Offered => Involvement::ReferralAddressee(referral.id),
        ReferralState::Accepted => Involvement::ReferralReceiver,
        ReferralState::Rejected | ReferralState::Done | ReferralState::Revoked => return None,
    };
    Some((involvement, Party::Partners(referral.to.clone())))
}

/// Whoever is listed for the meeting and signed for it, until it is over and the case has moved on.
fn signed_for(file: &File, statements: &Statements) -> Vec<(Involvement, Party)> {
    let concluded = statements.over && !waits_on_agenda(&file.phase);
    if file.meeting() != Some(statements.meeting) || concluded {
        return Vec::new();
    }
    let signed =
        |listed: &&Professional| statements.signed.get(&listed.account) == Some(&listed.organisation);
    let by_statement = |listed| (Involvement::NonDisclosure(statements.meeting), professional(listed));
    taking_part(file).filter(signed).map(by_statement).collect()
}

fn waits_on_agenda(phase: &Phase) -> bool {
    match phase {
        Phase::Scheduled { .. } => true,
        Phase::Escalated { from, .. } => waits_on_agenda(from),
        _ => false,
    }
}

fn residence(file: &File) -> Option<(Involvement, Party)> {
    let municipality = file.report.municipality.clone()?;
    Some((Involvement::MunicipalContact, Party::Municipality(municipality)))
}

/// The briefing weighs no shielded case (HANDBOOK §4).
fn weighed_by(file: &File) -> Option<(Involvement, Party)> {
    let awaits = awaits_decision(file) && file.shielded.is_none();
    awaits.then_some((Involvement::WeighingTeam, Party::WeighingTeam))
}

/// Reported, or to be weighed again in a later briefing (HANDBOOK §3, §5).
pub(crate) fn awaits_decision(file: &File) -> bool {
    fn awaits(phase: &Phase) -> bool {
        match phase {
            Phase::Reported => true,
            Phase::Weighed(decision) => decision.is_provisional(),
            Phase::Escalated { from, .. } => awaits(from),
            _ => false,
        }
    }
    awaits(&file.phase)
}

fn asked(file: &File) -> impl Iterator<Item = (Involvement, Party)> {
    let sent = file.requests.values().filter(|request| request.state != RequestState::Withdrawn);
    sent.map(|request| {
        let organisation = request.organisation.clone();
        let party = match &request.account {
            Some(account) => Party::Professional(organisation, account.clone()),
            None => Party::Organisation(organisation),
        };
        (Involvement::RequestAddressee(request.id), party)
    })
}
