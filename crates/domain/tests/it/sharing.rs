//! HANDBOOK §3 and §9: what partners are asked and share about a case, and who takes part.

use chrono::{DateTime, TimeDelta, Utc};
use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::personal::{Personal, Subject};
use schakel_domain::{Account, Category, InformationId, InformationRequestId};

use crate::fixtures::*;
use crate::scene::{Given, given};

pub const COLLEAGUE: &str = "colleague";

pub fn item_id(number: u128) -> InformationId {
    InformationId(id(0x500 + number))
}

pub fn request_id(number: u128) -> InformationRequestId {
    InformationRequestId(id(0x600 + number))
}

pub fn list_participant() -> ListParticipant {
    ListParticipant { meeting: meeting_id(), participant: professional(COLLEAGUE) }
}

pub fn participant_listed() -> Event {
    Event::ParticipantListed { meeting: meeting_id(), participant: professional(COLLEAGUE) }
}

pub fn remove_participant() -> RemoveParticipant {
    RemoveParticipant { meeting: meeting_id(), account: Account(COLLEAGUE.into()) }
}

pub fn participant_removed() -> Event {
    Event::ParticipantRemoved { meeting: meeting_id(), account: Account(COLLEAGUE.into()) }
}

pub fn request_information() -> RequestInformation {
    RequestInformation {
        request: request_id(1),
        organisation: organisation("ggd"),
        account: None,
        question: text("Is Zandloper bekend bij het Meldpunt?"),
        answer_by: Some(day(TODAY)),
    }
}

pub fn information_requested() -> Event {
    Event::InformationRequested {
        request: request_id(1),
        organisation: organisation("ggd"),
        account: None,
        question: sealed("Is Zandloper bekend bij het Meldpunt?"),
        answer_by: day(TODAY),
    }
}

pub fn answer(known: bool) -> AnswerInformationRequest {
    AnswerInformationRequest { request: request_id(1), known, note: Some(text("Wilgenhout belt")) }
}

pub fn answered() -> Event {
    Event::InformationAnswered { request: request_id(1), known: true, note: Some(sealed("Wilgenhout belt")) }
}

pub fn withdraw_request() -> WithdrawInformationRequest {
    WithdrawInformationRequest { request: request_id(1) }
}

pub fn request_withdrawn() -> Event {
    Event::InformationRequestWithdrawn { request: request_id(1) }
}

/// What the process director's organisation says about the first member.
pub fn share(category: Category) -> ShareInformation {
    ShareInformation {
        item: item_id(1),
        category,
        source: organisation("reclassering_nederland"),
        member: Some(member_id(1)),
        text: text("Zandloper meldt zich niet"),
        meeting: None,
        not_shareable_with_client: true,
        consent: Consent::Awaited,
        audience: Some([organisation("nationale_politie")].into()),
    }
}

pub fn shared() -> Event {
    let about = Subject::Member(member_id(1).0);
    Event::InformationShared {
        item: Item {
            id: item_id(1),
            category: Category::Probation,
            source: organisation("reclassering_nederland"),
            shared_by: Account(PROCESS_DIRECTOR.into()),
            member: Some(member_id(1)),
            text: Personal::about(about, text("Zandloper meldt zich niet")),
            meeting_type: meeting_type_code("focus"),
            meeting: None,
            not_shareable_with_client: true,
            consent: Consent::Awaited,
            audience: Some([organisation("nationale_politie")].into()),
        },
    }
}

/// The same, on a ground of the source's own.
pub fn shared_without_consent() -> Event {
    match shared() {
        Event::InformationShared { item } => {
            Event::InformationShared { item: Item { consent: Consent::NotNeeded, ..item } }
        }
        other => other,
    }
}

pub fn record_consent(given: bool) -> RecordConsent {
    RecordConsent { item: item_id(1), given }
}

pub fn consent_recorded(consent: Consent) -> Event {
    Event::ConsentRecorded { item: item_id(1), consent }
}

pub fn retract() -> RetractInformation {
    RetractInformation { item: item_id(1) }
}

pub fn retracted() -> Event {
    Event::InformationRetracted { item: item_id(1) }
}

pub fn break_glass() -> BreakGlass {
    BreakGlass { reason: text("Zandloper dreigt vannacht") }
}

pub fn now() -> DateTime<Utc> {
    crate::scene::context().now
}

pub fn glass_broken() -> Event {
    Event::GlassBroken {
        account: Account(PROCESS_DIRECTOR.into()),
        reason: sealed("Zandloper dreigt vannacht"),
        until: now() + TimeDelta::hours(3),
    }
}

fn item(case: &Case) -> Option<&Item> {
    case.file().unwrap().information.get(&item_id(1))
}

fn request_state(case: &Case) -> RequestState {
    case.file().unwrap().requests[&request_id(1)].state
}

#[test]
fn whoever_is_listed_takes_part_in_that_meeting_until_taken_off() {
    let case = given(on_agenda()).when(list_participant()).then([participant_listed()]);
    assert!(case.file().unwrap().is_participant(meeting_id(), &Account(COLLEAGUE.into())));
    assert!(!case.file().unwrap().is_participant(later_meeting_id(), &Account(COLLEAGUE.into())));
    let listed = || given(and(on_agenda(), [participant_listed()]));
    listed().when(list_participant()).refused(Refusal::AlreadyListed);
    let case = listed().when(remove_participant()).then([participant_removed()]);
    assert!(!case.file().unwrap().is_participant(meeting_id(), &Account(COLLEAGUE.into())));
}

#[test]
fn nobody_is_listed_for_a_meeting_that_does_not_discuss_the_case() {
    let elsewhere = ListParticipant { meeting: later_meeting_id(), ..list_participant() };
    given(on_agenda()).when(elsewhere).refused(Refusal::NotOnThatAgenda);
    given([reported()]).when(list_participant()).refused(Refusal::NotOnThatAgenda);
}

#[test]
fn a_partner_is_asked_before_the_briefing_and_answers_once() {
    let case = given([reported()]).when(request_information()).then([information_requested()]);
    assert_eq!(request_state(&case), RequestState::Open);
    let asked = || given([reported(), information_requested()]).of_organisation("ggd");
    let case = asked().when(answer(true)).then([answered()]);
    assert_eq!(request_state(&case), RequestState::Known);
    assert_eq!(request_state(&asked().when(answer(false)).accepted()), RequestState::Unknown);
    given([reported(), information_requested(), answered()])
        .of_organisation("ggd")
        .when(answer(false))
        .refused(Refusal::RequestNotOpen);
}

#[test]
fn only_whoever_was_asked_answers_and_the_house_for_them() {
    let asked = || given([reported(), information_requested()]);
    asked().when(answer(true)).refused(Refusal::NotTheAddressee);
    asked().of_organisation("veiligheidshuis").when(answer(true)).accepted();
    let by_name = RequestInformation { account: Some(Account(COLLEAGUE.into())), ..request_information() };
    let case = given([reported()]).when(by_name).accepted();
    let named = |account: &str| Given { state: case.clone(), ..given([]).of_organisation("ggd").by(account) };
    named("somebody").when(answer(true)).refused(Refusal::NotTheAddressee);
    named(COLLEAGUE).when(answer(true)).accepted();
}

#[test]
fn a_partner_is_not_asked_twice_at_once_and_not_by_a_day_that_has_passed() {
    let asked = || given([reported(), information_requested()]);
    let again = || RequestInformation { request: request_id(2), ..request_information() };
    asked().when(again()).refused(Refusal::AlreadyAsked);
    let withdrawn = asked().when(withdraw_request()).then([request_withdrawn()]);
    Given { state: withdrawn, ..given([]) }.when(again()).accepted();
    let late = RequestInformation { answer_by: Some(day(PLAN_SET_ON)), ..request_information() };
    given([reported()]).when(late).refused(Refusal::AnswerDueInThePast);
}

#[test]
fn an_item_is_shared_under_the_member_s_own_key_for_the_meeting_that_discusses_the_case() {
    let case = given(on_agenda()).when(share(Category::Probation)).then([shared()]);
    assert_eq!(item(&case).unwrap().meeting_type.as_str(), "focus");
    let case = given([reported()]).when(share(Category::Probation)).accepted();
    assert_eq!(item(&case).unwrap().meeting_type.as_str(), "briefing", "until it is on another agenda");
}

#[test]
fn what_the_annex_does_not_know_is_not_shared() {
    for category in Category::ALL {
        let outcome = given(on_agenda()).when(share(*category));
        match crate::scene::context().shareable.contains(category) {
            true => drop(outcome.accepted()),
            false => outcome.refused(Refusal::CategoryNotInAnnex),
        }
    }
}

#[test]
fn nobody_shares_or_takes_back_in_the_name_of_another_but_the_house() {
    given(on_agenda()).of_organisation("ggd").when(share(Category::Probation)).refused(Refusal::NotTheSource);
    given(on_agenda()).of_organisation("veiligheidshuis").when(share(Category::Probation)).accepted();
    let shared = || given(and(on_agenda(), [shared()]));
    shared().of_organisation("ggd").when(retract()).refused(Refusal::NotTheSource);
    shared().of_organisation("ggd").when(record_consent(true)).refused(Refusal::NotTheSource);
    let case = shared().when(retract()).then([retracted()]);
    assert!(item(&case).is_none());
}

#[test]
fn consent_is_awaited_given_withdrawn_and_given_again() {
    let steps = [(true, Consent::Given), (false, Consent::Withdrawn), (true, Consent::Given)];
    let mut history = and(on_agenda(), [shared()]);
    for (agrees, consent) in steps {
        let case = given(history.clone()).when(record_consent(agrees)).then([consent_recorded(consent)]);
        assert_eq!(item(&case).unwrap().consent, consent);
        history.push(consent_recorded(consent));
        given(history.clone()).when(record_consent(agrees)).refused(Refusal::ConsentAlreadyRecorded);
    }
    let of_its_own = ShareInformation { consent: Consent::NotNeeded, ..share(Category::Probation) };
    let case = given(on_agenda()).when(of_its_own).accepted();
    Given { state: case, ..given([]) }.when(record_consent(false)).refused(Refusal::ConsentNotNeeded);
}

#[test]
fn nothing_is_shared_about_a_closed_or_restricted_case() {
    given(closed_with_results()).when(share(Category::Probation)).refused(Refusal::CaseClosed);
    given(and(on_agenda(), [restricted()]))
        .when(share(Category::Probation))
        .refused(Refusal::UseIsRestricted);
}

#[test]
fn in_an_emergency_the_glass_is_broken_for_one_account_and_three_hours() {
    let case = given([reported()]).when(break_glass()).then([glass_broken()]);
    let file = case.file().unwrap();
    let director = Account(PROCESS_DIRECTOR.into());
    assert!(file.glass_is_broken(&director, now()));
    assert!(file.glass_is_broken(&director, now() + TimeDelta::hours(3) - TimeDelta::seconds(1)));
    assert!(!file.glass_is_broken(&director, now() + TimeDelta::hours(3)));
    assert!(!file.glass_is_broken(&Account(COLLEAGUE.into()), now()));
    given([reported(), glass_broken()]).when(break_glass()).refused(Refusal::GlassIsBroken);
}
