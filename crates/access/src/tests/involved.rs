//! Who is involved by a referral, or by a statement for one meeting, told from the case.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use schakel_domain::case::{
    AdviceFile, Appointment, Decision, Direction, Discussions, EscalationLevel, File, Marks, Phase, Plan,
    Referral, ReferralState, Report, Source,
};
use schakel_domain::code::Code;
use schakel_domain::personal::Personal;
use schakel_domain::region::{MeetingTypeCode, OrganisationCode, Region};
use schakel_domain::{Account, MeetingId, Professional, Role, Text};

use super::scene::{asker, meeting, police, referral};
use crate::{Asker, Involvement, InvolvementCode, Matter, Statements, involvements};

use Involvement::{NonDisclosure, Participant, ReferralAddressee, ReferralReceiver};

pub fn text() -> Personal<Text> {
    Personal::of_stream(Text::new("Something").unwrap())
}

pub fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

pub fn today() -> NaiveDate {
    now().date_naive()
}

fn another_meeting() -> MeetingId {
    "00000000-0000-0000-0000-000000000006".parse().unwrap()
}

pub fn professional(asker: &Asker) -> Professional {
    Professional {
        account: asker.account.clone(),
        organisation: asker.organisation.clone(),
        name: text(),
        telephone: text(),
        mail: text(),
    }
}

fn appointment(meeting: MeetingId) -> Appointment {
    Appointment {
        meeting_type: MeetingTypeCode::new("focus"),
        meeting: Some(meeting),
        process_director: None,
        municipal_contact: None,
    }
}

pub fn scheduled(meeting: MeetingId) -> Phase {
    Phase::Scheduled { appointment: appointment(meeting), direction: None }
}

pub fn planned(meeting: MeetingId) -> Phase {
    let plan = Plan { version: 1, set_on: today(), question: text(), goals: vec![], agreements: vec![] };
    let holder = Asker { account: Account("holder".into()), ..police() };
    Phase::Planned(Box::new(Direction {
        appointment: appointment(meeting),
        plan,
        case_holder: professional(&holder),
        agreements: BTreeMap::new(),
        contacts: BTreeMap::new(),
        ends_on: today(),
        results: None,
    }))
}

pub fn file(phase: Phase) -> File {
    let source = Source {
        organisation: OrganisationCode::new("reporting"),
        account: Account("reporter".into()),
        reporter: None,
    };
    let report = Report {
        on: today(),
        source,
        reason: text(),
        trigger: None,
        theme: None,
        municipality: None,
        subject: None,
        subject_informed: None,
        release_date: None,
    };
    File {
        report,
        briefing: None,
        weighings: vec![],
        feedback_owed: false,
        linked_to: [].into(),
        mayor_advice: None,
        persons: [].into(),
        plans: vec![],
        zsm_advice: AdviceFile::default(),
        marks: Marks::default(),
        shielded: None,
        participants: [].into(),
        requests: [].into(),
        information: [].into(),
        broken_glass: vec![],
        referrals: [].into(),
        elsewhere: [].into(),
        discussions: Discussions::default(),
        life_areas: [].into(),
        indication: None,
        letters: Vec::new(),
        interventions: Vec::new(),
        handovers: [].into(),
        phase,
    }
}

/// With the police, and somebody who signed nothing else, listed for the meeting.
pub fn with_participants(phase: Phase) -> File {
    let listed = [police(), incidental()].map(|asker| (asker.account.clone(), professional(&asker)));
    File { participants: [(meeting(), listed.into())].into(), ..file(phase) }
}

fn referred(state: ReferralState) -> File {
    let referral = Referral {
        id: referral(),
        from: OrganisationCode::new("another"),
        to: police().organisation,
        question: text(),
        state,
        reason: None,
    };
    File { referrals: [(referral.id, referral)].into(), ..file(scheduled(meeting())) }
}

fn incidental() -> Asker {
    use schakel_domain::organisation::{Chain, PartnerKind};
    let someone =
        asker(PartnerKind::IncidentalParticipant, Chain::Administration, &[Role::IncidentalParticipant]);
    Asker { account: Account("incidental".into()), organisation: OrganisationCode::new("housing"), ..someone }
}

fn signed_for(meeting: MeetingId) -> Statements {
    let Asker { account, organisation, .. } = incidental();
    Statements { meeting, over: false, signed: [(account, organisation)].into() }
}

fn involved(file: &File, asker: &Asker, statements: Option<&Statements>) -> Vec<Involvement> {
    involvements(file, asker, None, statements, now())
}

#[test]
fn a_receiver_is_an_addressee_until_the_answer_and_involved_from_acceptance_until_the_end() {
    let seen = |state| involved(&referred(state), &police(), None);
    assert_eq!(seen(ReferralState::Offered), [ReferralAddressee(referral())]);
    assert_eq!(seen(ReferralState::Accepted), [ReferralReceiver]);
    for state in [ReferralState::Rejected, ReferralState::Done, ReferralState::Revoked] {
        assert_eq!(seen(state), []);
    }
}

#[test]
fn a_referral_is_for_the_contacts_of_its_receiver_alone() {
    let elsewhere = Asker { organisation: OrganisationCode::new("elsewhere"), ..police() };
    let holder = Asker { roles: [Role::CaseHolder].into(), ..police() };
    for state in [ReferralState::Offered, ReferralState::Accepted] {
        for other in [&elsewhere, &holder] {
            assert_eq!(involved(&referred(state), other, None), []);
        }
        for role in [Role::ChainPartner, Role::CovenantPartner, Role::MunicipalContact] {
            let contact = Asker { roles: [role].into(), ..police() };
            assert_eq!(involved(&referred(state), &contact, None).len(), 1);
        }
    }
}

#[test]
fn whoever_is_listed_and_signed_for_that_meeting_is_there_by_the_statement() {
    let case = with_participants(scheduled(meeting()));
    let signed = signed_for(meeting());
    let by_statement = [Participant, NonDisclosure(meeting())];
    assert_eq!(involved(&case, &incidental(), Some(&signed)), by_statement);
    assert_eq!(involved(&case, &incidental(), None), [Participant], "before signing");
    assert_eq!(involved(&case, &police(), Some(&signed)), [Participant], "each signs for themself");
    let removed = file(scheduled(meeting()));
    assert_eq!(involved(&removed, &incidental(), Some(&signed)), []);
    let elsewhere = Statements { signed: [(incidental().account, police().organisation)].into(), ..signed };
    assert_eq!(involved(&case, &incidental(), Some(&elsewhere)), [Participant], "for another organisation");
}

#[test]
fn a_statement_for_one_meeting_is_none_for_another() {
    let moved = with_participants(scheduled(another_meeting()));
    for signed in [signed_for(meeting()), signed_for(another_meeting())] {
        assert_eq!(involved(&moved, &incidental(), Some(&signed)), []);
    }
}

#[test]
fn a_statement_ends_when_the_meeting_is_over_and_the_case_has_moved_on() {
    let holds = |phase: Phase, over: bool| {
        let statements = Statements { over, ..signed_for(meeting()) };
        let involved = involved(&with_participants(phase), &incidental(), Some(&statements));
        involved.contains(&NonDisclosure(meeting()))
    };
    assert!(holds(scheduled(meeting()), true), "its outcome is still to be registered");
    assert!(holds(planned(meeting()), false), "the meeting goes on");
    assert!(!holds(planned(meeting()), true));
    assert!(holds(escalated(scheduled(meeting())), true), "it goes back on that agenda");
    assert!(!holds(escalated(planned(meeting())), true));
}

fn escalated(from: Phase) -> Phase {
    Phase::Escalated { level: EscalationLevel::ChainManager, question: text(), from: Box::new(from) }
}

#[test]
fn a_list_tells_of_an_involvement_in_the_whole_case_and_of_none_that_is_for_a_part_of_it() {
    let whole: Vec<_> =
        InvolvementCode::ALL.iter().filter(|code| code.in_the_whole_case().is_some()).collect();
    for code in &whole {
        assert_eq!(code.in_the_whole_case().map(Involvement::code), Some(**code));
    }
    let parts = ["reporter", "request_addressee", "referral_addressee", "non_disclosure"];
    let of_a_part = |code: &&InvolvementCode| !whole.contains(code);
    let told: BTreeSet<_> = InvolvementCode::ALL.iter().filter(of_a_part).map(|code| code.code()).collect();
    assert_eq!(told, parts.into());
}

#[test]
fn a_case_in_a_list_is_to_a_decision_what_the_case_itself_is() {
    let region: Region = toml::from_str(include_str!("../../../../regions/hollands-midden.toml")).unwrap();
    let focus = Some(MeetingTypeCode::new("focus"));
    for (phase, listed) in [
        (Phase::Reported, Matter::listed(None, true, &region)),
        (Phase::Weighed(Decision::ScheduleFocus), Matter::listed(None, false, &region)),
        (planned(meeting()), Matter::listed(focus, false, &region)),
    ] {
        assert_eq!(Matter::of(&file(phase), &region), listed);
    }
}
