//! Who is directly involved in a case, told from the case itself (HANDBOOK §9).

use chrono::{DateTime, Utc};
use schakel_domain::Professional;
use schakel_domain::Role::{ChainManager, ChainPartner, CovenantPartner, MunicipalContact, WeighingTeam};
use schakel_domain::case::{Decision, File, NoFollowUpReason, Phase, Referral, ReferralState, RequestState};
use schakel_domain::region::MunicipalityCode;

use crate::{Asker, Involvement, Statements};

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
    let whole = [
        (Involvement::CaseHolder, is_case_holder(file, asker)),
        (Involvement::ProcessDirector, is_director(file, asker)),
        (Involvement::AgreementOwner, owns_agreement(file, asker)),
        (Involvement::Participant, takes_part(file, asker)),
        (Involvement::MunicipalContact, is_of_municipality(file, asker, municipality)),
        (Involvement::WeighingTeam, awaits_decision(file) && asker.is_one_of(&[WeighingTeam])),
        (Involvement::ReferralReceiver, referrals(file, asker, ReferralState::Accepted).next().is_some()),
    ];
    let apart = [
        (Involvement::HouseTask, is_house_task(file, asker)),
        (Involvement::BrokenGlass, file.glass_is_broken(&asker.account, now)),
        (Involvement::Reporter, is_reporter(file, asker)),
    ];
    let until_closing = whole.into_iter().filter(|_| file.is_active());
    let holding = until_closing.chain(apart).filter(|(_, holds)| *holds).map(|(involvement, _)| involvement);
    let signed = statements.and_then(|statements| signed_for(file, asker, statements));
    holding.chain(asked(file, asker)).chain(offered(file, asker)).chain(signed).collect()
}

fn is(professional: Option<&Professional>, asker: &Asker) -> bool {
    professional
        .is_some_and(|known| known.account == asker.account && known.organisation == asker.organisation)
}

fn is_case_holder(file: &File, asker: &Asker) -> bool {
    is(file.phase.direction().map(|direction| &direction.case_holder), asker)
}

fn is_director(file: &File, asker: &Asker) -> bool {
    is(file.phase.appointment().and_then(|appointment| appointment.process_director.as_ref()), asker)
}

/// Of an agreement its organisation is the owner.
fn owns_agreement(file: &File, asker: &Asker) -> bool {
    let plan = file.phase.direction().map(|direction| &direction.plan);
    let owns = plan.is_some_and(|plan| plan.agreements.iter().any(|a| a.organisation == asker.organisation));
    owns && asker.is_one_of(&[ChainPartner, CovenantPartner, MunicipalContact])
}

fn takes_part(file: &File, asker: &Asker) -> bool {
    let listed = file.meeting().and_then(|meeting| file.participants.get(&meeting)?.get(&asker.account));
    is(listed, asker)
}

fn is_of_municipality(file: &File, asker: &Asker, municipality: Option<&MunicipalityCode>) -> bool {
    asker.is_one_of(&[MunicipalContact])
        && municipality.is_some()
        && municipality == file.report.municipality.as_ref()
}

/// Reported, or postponed to a later briefing (HANDBOOK §3).
pub(crate) fn awaits_decision(file: &File) -> bool {
    match &file.phase {
        Phase::Reported => true,
        Phase::Weighed(Decision::NoFollowUp(reason)) => matches!(reason, NoFollowUpReason::Deferred { .. }),
        _ => false,
    }
}

/// Intake is the information coordinator's and the support's, until a meeting takes it up; the chain
/// manager runs the House (HANDBOOK §1, §9).
fn is_house_task(file: &File, asker: &Asker) -> bool {
    let intake = matches!(file.phase, Phase::Reported | Phase::Weighed(_));
    asker.has_a_house_task() && (intake || asker.is_one_of(&[ChainManager]))
}

fn is_reporter(file: &File, asker: &Asker) -> bool {
    file.report.source.account == asker.account && file.report.source.organisation == asker.organisation
}

fn asked<'a>(file: &'a File, asker: &'a Asker) -> impl Iterator<Item = Involvement> + 'a {
    let sent = file.requests.values().filter(|request| request.state != RequestState::Withdrawn);
    let to_asker = sent.filter(|request| request.is_to(&asker.account, &asker.organisation));
    to_asker.filter(|_| file.is_active()).map(|request| Involvement::RequestAddressee(request.id))
}

fn offered<'a>(file: &'a File, asker: &'a Asker) -> impl Iterator<Item = Involvement> + 'a {
    let to_asker = referrals(file, asker, ReferralState::Offered).filter(|_| file.is_active());
    to_asker.map(|referral| Involvement::ReferralAddressee(referral.id))
}

/// Those to the asker's organisation that stand so; they are for its contacts.
fn referrals<'a>(
    file: &'a File,
    asker: &'a Asker,
    state: ReferralState,
) -> impl Iterator<Item = &'a Referral> + 'a {
    let is_contact = asker.is_one_of(&[ChainPartner, CovenantPartner, MunicipalContact]);
    let to_asker = file.referrals.values().filter(|referral| referral.to == asker.organisation);
    to_asker.filter(move |referral| is_contact && referral.state == state)
}

/// Whoever is listed for the meeting and signed for it, until it is over and the case has moved on.
fn signed_for(file: &File, asker: &Asker, statements: &Statements) -> Option<Involvement> {
    let signed = statements.signed.get(&asker.account) == Some(&asker.organisation);
    let there = file.meeting() == Some(statements.meeting) && takes_part(file, asker);
    let concluded = statements.over && !waits_on_agenda(&file.phase);
    let holds = signed && there && file.is_active() && !concluded;
    holds.then_some(Involvement::NonDisclosure(statements.meeting))
}

fn waits_on_agenda(phase: &Phase) -> bool {
    match phase {
        Phase::Scheduled { .. } => true,
        Phase::Escalated { from, .. } => waits_on_agenda(from),
        _ => false,
    }
}
