//! Which parties an asker is, and which are involved in a case at each of its stages.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use chrono::TimeDelta;
use schakel_domain::case::{
    BrokenGlass, Decision, EscalationLevel, File, InformationRequest, NoFollowUpReason, Phase, RequestState,
};
use schakel_domain::code::Code;
use schakel_domain::organisation::PartnerKind;
use schakel_domain::region::{MeetingTypeCode, MunicipalityCode};
use schakel_domain::{Account, Role};

use super::involved::{file, now, professional, scheduled, text, today};
use super::scene::{asker, meeting, of_the_house, police, request};
use crate::{Asker, Involvement, Party, involved, parties};

use Party::{Directors, Intake, Management, Municipality, Partners, WeighingTeam};

fn gouda() -> MunicipalityCode {
    MunicipalityCode::new("gouda")
}

/// Which of these parties a person of the police, or of the House, is in this role.
fn is(role: Role, house: bool, party: &Party) -> bool {
    let asker = if house { of_the_house(&[role]) } else { Asker { roles: [role].into(), ..police() } };
    parties(&asker, Some(&gouda())).contains(party)
}

#[test]
fn each_task_is_for_its_own_roles_and_those_of_the_house_for_its_own_people() {
    let roles_of = |house, party: Party| -> BTreeSet<Role> {
        Role::ALL.iter().copied().filter(|role| is(*role, house, &party)).collect()
    };
    let organisation = police().organisation;
    let contacts = [Role::ChainPartner, Role::CovenantPartner, Role::MunicipalContact];
    assert_eq!(roles_of(false, Partners(organisation)), contacts.into());
    assert_eq!(roles_of(false, Municipality(gouda())), [Role::MunicipalContact].into());
    assert_eq!(roles_of(false, WeighingTeam), [Role::WeighingTeam].into());
    assert_eq!(roles_of(true, Intake), [Role::InformationCoordinator, Role::Support].into());
    assert_eq!(roles_of(true, Directors), [Role::ProcessDirector].into());
    assert_eq!(roles_of(true, Management), [Role::ChainManager].into());
    for task in [Intake, Directors, Management] {
        assert_eq!(roles_of(false, task), [].into(), "nobody of a partner");
    }
    let emergency = Party::Emergency(police().account);
    assert_eq!(roles_of(true, emergency), [Role::ChainManager, Role::ProcessDirector].into());
}

#[test]
fn whoever_sees_no_content_is_no_party_and_everybody_else_is_at_least_themself() {
    for role in Role::ALL {
        let someone = Asker { roles: [*role].into(), ..police() };
        let own = Party::Professional(someone.organisation.clone(), someone.account.clone());
        let parties = parties(&someone, None);
        assert_eq!(parties.contains(&own), !role.stands_alone(), "{role:?}");
        assert_eq!(parties.is_empty(), role.stands_alone(), "{role:?}");
    }
}

#[test]
fn no_two_parties_are_written_alike() {
    let someone = asker(PartnerKind::House, police().chain, Role::ALL);
    let someone =
        Asker { roles: someone.roles.into_iter().filter(|role| !role.stands_alone()).collect(), ..someone };
    let parties = parties(&someone, Some(&gouda()));
    let keys: BTreeSet<_> = parties.iter().map(Party::key).collect();
    assert_eq!((keys.len(), parties.len()), (9, 9));
    assert!(keys.contains("professional/an_organisation/someone"), "{keys:?}");
}

fn has(file: &File, involvement: Involvement, party: &Party) -> bool {
    involved(file, None, now()).contains(&(involvement, party.clone()))
}

#[test]
fn intake_is_over_with_an_agenda_and_directors_are_with_a_director() {
    let tasks = |phase: Phase| {
        let file = file(phase);
        [Intake, Directors].map(|party| has(&file, Involvement::HouseTask, &party))
    };
    assert_eq!(tasks(Phase::Reported), [true, true]);
    assert_eq!(tasks(Phase::Weighed(Decision::ScheduleFocus)), [true, true]);
    assert_eq!(tasks(scheduled(meeting())), [false, true]);
    let mut directed = scheduled(meeting());
    if let Phase::Scheduled { appointment, .. } = &mut directed {
        appointment.process_director = Some(professional(&police()));
    }
    assert_eq!(tasks(directed.clone()), [false, false]);
    let director = Party::Professional(police().organisation, police().account);
    assert!(has(&file(directed), Involvement::ProcessDirector, &director));
}

#[test]
fn the_weighing_team_is_involved_until_a_decision_that_stands() {
    let weighs = |phase: Phase| has(&file(phase), Involvement::WeighingTeam, &WeighingTeam);
    let deferred = || Decision::NoFollowUp(NoFollowUpReason::Deferred { until: today() });
    assert!(weighs(Phase::Reported));
    assert!(weighs(Phase::Weighed(deferred())));
    let escalated = |from: Phase| Phase::Escalated {
        level: EscalationLevel::SteeringGroup,
        question: text(),
        from: Box::new(from),
    };
    assert!(weighs(escalated(Phase::Weighed(deferred()))));
    assert!(!weighs(escalated(scheduled(meeting()))));
    assert!(!weighs(Phase::Weighed(Decision::ScheduleFocus)));
    assert!(!weighs(scheduled(meeting())));
    let shielded = File { shielded: Some(MeetingTypeCode::new("radicalisation")), ..file(Phase::Reported) };
    assert!(!has(&shielded, Involvement::WeighingTeam, &WeighingTeam));
}

#[test]
fn the_contacts_of_the_residence_are_involved_and_of_no_other() {
    let mut living = file(Phase::Reported);
    assert!(!has(&living, Involvement::MunicipalContact, &Municipality(gouda())));
    living.report.municipality = Some(gouda());
    assert!(has(&living, Involvement::MunicipalContact, &Municipality(gouda())));
}

#[test]
fn whoever_was_asked_is_involved_until_the_request_is_withdrawn() {
    let asked = |state| {
        let organisation = police().organisation;
        let addressee = Party::Organisation(organisation.clone());
        let sent = InformationRequest {
            id: request(1),
            organisation,
            account: None,
            question: text(),
            answer_by: today(),
            state,
            note: None,
        };
        let file = File { requests: [(sent.id, sent)].into(), ..file(Phase::Reported) };
        has(&file, Involvement::RequestAddressee(request(1)), &addressee)
    };
    for state in [RequestState::Open, RequestState::Known, RequestState::Unknown] {
        assert!(asked(state));
    }
    assert!(!asked(RequestState::Withdrawn));
}

#[test]
fn broken_glass_lasts_until_its_moment() {
    let account = Account("someone".into());
    let open = |seconds: i64| {
        let until = now().checked_add_signed(TimeDelta::seconds(seconds)).unwrap();
        let broken_glass = vec![BrokenGlass { account: account.clone(), until }];
        let file = File { broken_glass, ..file(Phase::Reported) };
        has(&file, Involvement::BrokenGlass, &Party::Emergency(account.clone()))
    };
    assert!(open(1));
    assert!(!open(0));
    assert!(!open(-1));
}
