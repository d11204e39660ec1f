//! NORMS §7 and GDPR art. 12(3): a request of a data subject, registered once, with its term, and where
//! it stands with each of the joint controllers.

use chrono::NaiveDate;
use schakel_domain::subject_request::*;

use crate::fixtures::{TODAY, day, organisation, person_id, sealed, text};
use crate::persons::ANOTHER;
use crate::scene::{Given, given_request};

pub const RECEIVED_ON: &str = "2026-01-31";
/// A month after it was received; the 31st does not exist.
const DUE_ON: &str = "2026-02-28";
/// Two further months.
const EXTENDED_TO: &str = "2026-04-30";

pub fn register_request() -> RegisterRequest {
    RegisterRequest {
        kind: RequestKind::Access,
        person: person_id(1),
        received_on: day(RECEIVED_ON),
        controllers: ["ggd", "nationale_politie"].map(organisation).into(),
    }
}

pub fn request_registered() -> Event {
    let RegisterRequest { kind, person, received_on, controllers } = register_request();
    Event::RequestRegistered { kind, person, received_on, due_on: day(DUE_ON), controllers }
}

pub fn refused_by_controller() -> ControllerState {
    ControllerState::Refused { reason: sealed("Lopend onderzoek van Wilgenhout") }
}

pub fn record_state(controller: &str, state: ControllerState) -> RecordControllerState {
    RecordControllerState { controller: organisation(controller), state }
}

pub fn state_recorded(controller: &str, state: ControllerState) -> Event {
    Event::ControllerStateRecorded { controller: organisation(controller), state }
}

pub fn extend_request() -> ExtendRequest {
    ExtendRequest { reason: text("Veel dossiers van Zandloper") }
}

pub fn request_extended() -> Event {
    Event::RequestExtended { due_on: day(EXTENDED_TO), reason: sealed("Veel dossiers van Zandloper") }
}

pub fn decide_request() -> DecideRequest {
    DecideRequest { outcome: RequestOutcome::PartlyGranted, reason: text("Behalve wat Wilgenhout zei") }
}

pub fn request_decided() -> Event {
    Event::RequestDecided {
        on: day(TODAY),
        outcome: RequestOutcome::PartlyGranted,
        reason: sealed("Behalve wat Wilgenhout zei"),
    }
}

pub fn request_completed() -> Event {
    Event::RequestCompleted { on: day(TODAY) }
}

/// Decided on, and done by both controllers.
pub fn ready_to_complete() -> Vec<Event> {
    vec![
        request_registered(),
        request_decided(),
        state_recorded("ggd", ControllerState::Done),
        state_recorded("nationale_politie", refused_by_controller()),
    ]
}

fn due_on(request: &SubjectRequest) -> NaiveDate {
    request.known().unwrap().due_on
}

fn unregistered() -> Given<SubjectRequest> {
    given_request([]).meeting_person(ANOTHER)
}

#[test]
fn a_request_is_registered_once_and_stands_open_with_every_controller() {
    let request = unregistered().when(register_request()).then([request_registered()]);
    let known = request.known().unwrap();
    assert_eq!(known.controllers.len(), 2);
    assert!(known.controllers.values().all(|state| *state == ControllerState::Open));
    given_request([request_registered()])
        .meeting_person(ANOTHER)
        .when(register_request())
        .refused(Refusal::RequestAlreadyRegistered);
}

#[test]
fn a_request_is_about_a_registered_person() {
    given_request([]).when(register_request()).refused(Refusal::SubjectUnknown);
}

#[test]
fn a_request_names_the_controllers() {
    let nobody = RegisterRequest { controllers: [].into(), ..register_request() };
    unregistered().when(nobody).refused(Refusal::ControllersMissing);
}

#[test]
fn a_request_was_received_today_or_before() {
    let received = |on| RegisterRequest { received_on: day(on), ..register_request() };
    unregistered().on("2026-03-01").when(received("2026-03-02")).refused(Refusal::ReceivedInTheFuture);
    unregistered().on("2026-03-01").when(received("2026-03-01")).accepted();
    unregistered().on("2026-03-01").when(received("2025-01-01")).accepted();
}

#[test]
fn a_request_is_answered_a_calendar_month_after_it_was_received() {
    for (received, due) in [
        ("2025-11-15", "2025-12-15"),
        ("2025-12-31", "2026-01-31"),
        ("2026-01-31", "2026-02-28"),
        ("2024-01-30", "2024-02-29"),
    ] {
        let received = RegisterRequest { received_on: day(received), ..register_request() };
        assert_eq!(due_on(&unregistered().when(received).accepted()), day(due));
    }
}

#[test]
fn the_term_is_extended_by_two_months_from_the_day_of_receipt_and_once() {
    let request = given_request([request_registered()]).when(extend_request()).then([request_extended()]);
    assert_eq!(due_on(&request), day(EXTENDED_TO));
    given_request([request_registered(), request_extended()])
        .when(extend_request())
        .refused(Refusal::AlreadyExtended);
}

#[test]
fn the_term_is_extended_within_the_first_month() {
    let extending = |today| given_request([request_registered()]).on(today).when(extend_request());
    extending(DUE_ON).accepted();
    extending("2026-03-01").refused(Refusal::ExtensionTooLate);
}

#[test]
fn a_request_that_was_decided_on_is_not_extended() {
    given_request([request_registered(), request_decided()])
        .when(extend_request())
        .refused(Refusal::AlreadyDecided);
}

#[test]
fn a_request_is_decided_on_once_and_also_when_it_is_late() {
    given_request([request_registered()]).when(decide_request()).then([request_decided()]);
    given_request([request_registered()]).on("2027-01-01").when(decide_request()).accepted();
    given_request([request_registered(), request_decided()])
        .when(decide_request())
        .refused(Refusal::AlreadyDecided);
}

#[test]
fn each_controller_says_where_it_stands_and_may_say_something_else_later() {
    let history = [request_registered(), state_recorded("ggd", refused_by_controller())];
    let done = || record_state("ggd", ControllerState::Done);
    let request = given_request(history).when(done()).then([state_recorded("ggd", ControllerState::Done)]);
    let controllers = &request.known().unwrap().controllers;
    assert_eq!(controllers[&organisation("ggd")], ControllerState::Done);
    assert_eq!(controllers[&organisation("nationale_politie")], ControllerState::Open);
    given_request([request_registered()])
        .when(record_state("fivoor", ControllerState::Done))
        .refused(Refusal::ControllerUnknown);
}

#[test]
fn a_request_is_completed_when_it_was_decided_on_and_no_controller_is_open() {
    given_request([request_registered()]).when(CompleteRequest).refused(Refusal::NotDecided);
    given_request([request_registered(), request_decided(), state_recorded("ggd", ControllerState::Done)])
        .when(CompleteRequest)
        .refused(Refusal::ControllerOpen);
    let request = given_request(ready_to_complete()).when(CompleteRequest).then([request_completed()]);
    assert_eq!(request.known().unwrap().completed_on, Some(day(TODAY)));
}

#[test]
fn nothing_can_be_asked_of_a_request_that_is_not_there_or_was_completed() {
    let commands: [Command; 4] = [
        record_state("ggd", ControllerState::Open).into(),
        extend_request().into(),
        decide_request().into(),
        CompleteRequest.into(),
    ];
    assert_eq!(commands.len() + 1, Command::NAMES.len(), "all but the first");
    for command in commands {
        given_request([]).when(command.clone()).refused(Refusal::RequestUnknown);
        let completed = [ready_to_complete(), vec![request_completed()]].concat();
        given_request(completed).when(command).refused(Refusal::RequestCompleted);
    }
}
