//! HANDBOOK §4: a meeting's type, day, chair and state; §1: who signed for it.

use chrono::NaiveDate;
use schakel_domain::meeting::*;
use schakel_domain::region::SubregionCode;
use schakel_domain::{Account, Professional};

use crate::fixtures::{
    PROCESS_DIRECTOR, chair, day, meeting_type_code, municipality_code, organisation, professional, sealed,
    text,
};
use crate::region::{HOLLAND_RIJNLAND, MIDDEN_HOLLAND, OF_OWN_REGISTER, UNWEIGHED, WEIGHED, region};
use crate::scene::{Given, given_meeting};

pub const MEETING_ON: &str = "2026-02-09";

pub fn plan_meeting(meeting_type: &str) -> PlanMeeting {
    PlanMeeting {
        meeting_type: meeting_type_code(meeting_type),
        subregion: (meeting_type == "aftercare").then(|| SubregionCode::new(MIDDEN_HOLLAND)),
        municipality: (meeting_type == "top60").then(|| municipality_code("leiden")),
        date: day(MEETING_ON),
        chair: if is_facilitated(meeting_type) { professional("burgemeester") } else { chair() },
    }
}

fn is_facilitated(meeting_type: &str) -> bool {
    region().meeting_type(&meeting_type_code(meeting_type)).is_some_and(|kind| kind.facilitated)
}

pub fn planned() -> Event {
    Event::MeetingPlanned {
        meeting_type: meeting_type_code("focus"),
        subregion: None,
        municipality: None,
        date: day(MEETING_ON),
        chair: chair(),
    }
}

pub fn cancel() -> CancelMeeting {
    CancelMeeting { reason: text("De zaal is niet vrij") }
}

pub fn cancelled() -> Event {
    Event::MeetingCancelled { reason: sealed("De zaal is niet vrij") }
}

/// Somebody of an organisation that signed no covenant.
fn incidental() -> Professional {
    Professional { organisation: organisation("woningstichting"), ..professional("incidental") }
}

pub fn sign_non_disclosure() -> SignNonDisclosure {
    SignNonDisclosure { participant: incidental() }
}

pub fn non_disclosure_signed() -> Event {
    Event::NonDisclosureSigned { participant: incidental() }
}

/// A meeting for which the participant signs themself.
pub fn to_sign(events: impl IntoIterator<Item = Event>) -> Given<Meeting> {
    given_meeting(events).by("incidental").of_organisation("woningstichting")
}

fn move_to(date: &str) -> MoveMeeting {
    MoveMeeting { date: day(date) }
}

fn date(meeting: &Meeting) -> NaiveDate {
    meeting.known().unwrap().date
}

#[test]
fn every_type_of_the_region_can_be_planned() {
    for meeting_type in WEIGHED.iter().chain(&UNWEIGHED).chain(&["briefing", "radicalisation"]) {
        let command = plan_meeting(meeting_type);
        let facts = given_meeting([]).when(command.clone()).accepted().facts().unwrap();
        assert_eq!(facts.meeting_type, meeting_type_code(meeting_type));
        assert_eq!((facts.state, facts.chair), (MeetingState::Planned, command.chair));
    }
    given_meeting([]).when(plan_meeting("seance")).refused(Refusal::MeetingTypeUnknown);
}

#[test]
fn a_meeting_is_planned_once() {
    given_meeting([]).when(plan_meeting("focus")).then([planned()]);
    given_meeting([planned()]).when(plan_meeting("focus")).refused(Refusal::MeetingAlreadyPlanned);
    given_meeting([planned(), cancelled()])
        .when(plan_meeting("focus"))
        .refused(Refusal::MeetingAlreadyPlanned);
}

#[test]
fn a_theme_table_is_that_of_a_subregion() {
    let table = |code: &str| {
        let subregion = Some(SubregionCode::new(code));
        given_meeting([]).when(PlanMeeting { subregion, ..plan_meeting("aftercare") })
    };
    for subregion in [HOLLAND_RIJNLAND, MIDDEN_HOLLAND] {
        assert_eq!(
            table(subregion).accepted().facts().unwrap().subregion,
            Some(SubregionCode::new(subregion))
        );
    }
    table("drenthe").refused(Refusal::SubregionUnknown);
    given_meeting([])
        .when(PlanMeeting { subregion: None, ..plan_meeting("aftercare") })
        .refused(Refusal::SubregionMissing);
}

#[test]
fn no_meeting_is_planned_here_of_a_table_that_keeps_its_own_register() {
    let by_whoever_chairs =
        PlanMeeting { chair: professional("burgemeester"), ..plan_meeting(OF_OWN_REGISTER) };
    given_meeting([]).when(by_whoever_chairs).refused(Refusal::TableKeepsOwnRegister);
}

#[test]
fn a_meeting_that_works_through_the_list_of_a_municipality_says_of_which() {
    let list = |meeting_type, code: Option<&str>| {
        let municipality = code.map(municipality_code);
        given_meeting([]).when(PlanMeeting { municipality, ..plan_meeting(meeting_type) })
    };
    for (named, now) in [("gouda", "gouda"), ("rijnwoude", "alphen_aan_den_rijn")] {
        let facts = list("top60", Some(named)).accepted().facts().unwrap();
        assert_eq!(facts.municipality, Some(municipality_code(now)));
    }
    list("top60", None).refused(Refusal::ListMissing);
    list("top60", Some("rotterdam")).refused(Refusal::MunicipalityUnknown);
    list("focus", Some("gouda")).refused(Refusal::ListNotExpected);
}

#[test]
fn a_meeting_is_chaired_by_those_who_chair_such_meetings() {
    let by =
        |chair, meeting_type| given_meeting([]).when(PlanMeeting { chair, ..plan_meeting(meeting_type) });
    by(chair(), "focus").accepted();
    by(professional("outsider"), "focus").refused(Refusal::ChairedByAnother);
    by(professional("burgemeester"), "local_safety_room").accepted();
    by(chair(), "local_safety_room").refused(Refusal::ChairedByAnother);
    let appoint = |chair| given_meeting([planned()]).when(AppointChair { chair });
    appoint(Professional { account: Account("deputy".into()), ..chair() }).accepted();
    appoint(professional("outsider")).refused(Refusal::ChairedByAnother);
}

#[test]
fn a_meeting_is_planned_and_moved_to_today_or_later() {
    let plan_on = |today| given_meeting([]).on(today).when(plan_meeting("focus"));
    plan_on("2026-02-08").accepted();
    plan_on(MEETING_ON).accepted();
    plan_on("2026-02-10").refused(Refusal::MeetingInThePast);

    let moved = |to| given_meeting([planned()]).on("2026-02-05").when(move_to(to));
    moved("2026-02-04").refused(Refusal::MeetingInThePast);
    assert_eq!(date(&moved("2026-02-05").accepted()), day("2026-02-05"));
    assert_eq!(date(&moved("2026-03-01").accepted()), day("2026-03-01"));
}

#[test]
fn another_chair_can_be_appointed() {
    let chair = Professional { account: Account("second_chair".into()), ..chair() };
    let meeting = given_meeting([planned()])
        .when(AppointChair { chair: chair.clone() })
        .then([Event::ChairAppointed { chair: chair.clone() }]);
    assert_eq!(meeting.facts().unwrap().chair, chair);
}

#[test]
fn a_meeting_was_held_on_its_day_or_is_recorded_later() {
    let hold_on = |today| given_meeting([planned()]).on(today).when(HoldMeeting);
    hold_on("2026-02-08").refused(Refusal::MeetingNotYetDue);
    let meeting = hold_on(MEETING_ON).then([Event::MeetingHeld {}]);
    assert_eq!(meeting.facts().unwrap().state, MeetingState::Held);
    hold_on("2026-02-20").accepted();
    given_meeting([planned(), Event::MeetingMoved { date: day("2026-02-21") }])
        .on("2026-02-20")
        .when(HoldMeeting)
        .refused(Refusal::MeetingNotYetDue);
}

#[test]
fn a_meeting_is_called_off_with_the_reason() {
    let meeting = given_meeting([planned()]).when(cancel()).then([cancelled()]);
    assert_eq!(meeting.facts().unwrap().state, MeetingState::Cancelled);
}

#[test]
fn only_a_meeting_that_is_still_to_come_changes() {
    let commands: [Command; 5] = [
        move_to("2026-03-01").into(),
        AppointChair { chair: professional("second_chair") }.into(),
        HoldMeeting.into(),
        cancel().into(),
        sign_non_disclosure().into(),
    ];
    for command in commands {
        given_meeting([]).when(command.clone()).refused(Refusal::MeetingUnknown);
        given_meeting([planned(), Event::MeetingHeld {}])
            .when(command.clone())
            .refused(Refusal::MeetingAlreadyHeld);
        given_meeting([planned(), cancelled()]).when(command).refused(Refusal::MeetingCalledOff);
    }
}

#[test]
fn a_meeting_that_was_not_planned_is_no_meeting() {
    assert_eq!(Meeting::default().known(), None);
    assert_eq!(Meeting::default().facts(), None);
}

#[test]
fn an_incidental_participant_signs_for_one_meeting_once() {
    let meeting = to_sign([planned()]).when(sign_non_disclosure()).then([non_disclosure_signed()]);
    assert_eq!(meeting.known().unwrap().signed[&Account("incidental".into())], incidental());
    to_sign([planned(), non_disclosure_signed()])
        .when(sign_non_disclosure())
        .refused(Refusal::NonDisclosureAlreadySigned);
    let elsewhere = Professional { organisation: organisation("school"), ..incidental() };
    let meeting = given_meeting([planned(), non_disclosure_signed()])
        .by("incidental")
        .of_organisation("school")
        .when(SignNonDisclosure { participant: elsewhere.clone() })
        .accepted();
    assert_eq!(meeting.known().unwrap().signed[&elsewhere.account], elsewhere, "for another organisation");
}

#[test]
fn a_statement_is_signed_before_the_meeting_starts() {
    to_sign([planned()]).on(MEETING_ON).when(sign_non_disclosure()).accepted();
    to_sign([planned()]).on("2026-02-10").when(sign_non_disclosure()).refused(Refusal::MeetingInThePast);
    to_sign([planned(), Event::MeetingHeld {}])
        .on(MEETING_ON)
        .when(sign_non_disclosure())
        .refused(Refusal::MeetingAlreadyHeld);
}

#[test]
fn nobody_signs_for_another_but_the_house_registers_what_was_signed_on_paper() {
    let signs = |account: &str, organisation: &str| {
        given_meeting([planned()]).by(account).of_organisation(organisation).when(sign_non_disclosure())
    };
    signs("incidental", "ggd").refused(Refusal::NotTheSigner);
    signs("somebody", "woningstichting").refused(Refusal::NotTheSigner);
    signs(PROCESS_DIRECTOR, "veiligheidshuis").then([non_disclosure_signed()]);
}

#[test]
fn a_meeting_is_over_when_it_was_held_or_its_day_has_passed() {
    let over = |events: &[Event], today: &str| {
        given_meeting(events.to_vec()).state.known().unwrap().is_over(day(today))
    };
    assert!(!over(&[planned()], MEETING_ON));
    assert!(over(&[planned()], "2026-02-10"));
    assert!(over(&[planned(), Event::MeetingHeld {}], MEETING_ON));
    assert!(!over(&[planned(), Event::MeetingMoved { date: day("2026-03-01") }], "2026-02-10"));
}
