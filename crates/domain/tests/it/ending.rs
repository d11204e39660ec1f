//! HANDBOOK §9: hiding, restriction, keeping, legal hold, erasure.

use schakel_domain::case::*;
use schakel_domain::region::Region;

use crate::fixtures::*;
use crate::golden::erase;
use crate::region::region;
use crate::scene::{Decides, given};

// Hiding

#[test]
fn a_case_is_hidden_and_revealed_in_whatever_phase() {
    for history in [vec![reported()], on_agenda(), with_plan(), closed_with_results()] {
        let case = given(history.clone()).when(hide()).then([hidden()]);
        assert!(file(&case).marks.hidden);
        let case = given(and(history, [hidden()])).when(reveal()).then([revealed()]);
        assert!(!file(&case).marks.hidden);
    }
}

#[test]
fn a_hidden_case_is_handled_as_any_other() {
    given(and(monitored(), [hidden(), judged()])).when(CloseCase).then([closed(direction_ended())]);
}

// Restriction

#[test]
fn a_restricted_case_is_not_used() {
    let restricted_case = || given(and(with_plan(), [restricted()])).by(CASE_HOLDER);
    restricted_case().when(judge()).refused(Refusal::UseIsRestricted);
    restricted_case().when(escalate()).refused(Refusal::UseIsRestricted);
    restricted_case().when(hide()).refused(Refusal::UseIsRestricted);
    restricted_case().when(restrict()).refused(Refusal::UseIsRestricted);
    given(and(closed_with_results(), [restricted()])).when(CloseCase).refused(Refusal::UseIsRestricted);
}

#[test]
fn a_restriction_stops_neither_keeping_nor_the_end_of_the_data() {
    let restricted_case = || given(and(closed_with_results(), [restricted()]));
    restricted_case().when(place_hold()).then([hold_placed()]);
    restricted_case().when(keep_until("2036-01-01")).then([kept_until("2036-01-01")]);
    restricted_case().when(erase_case(on_request())).then([erased()]);
}

#[test]
fn a_case_whose_restriction_is_lifted_stands_where_it_stood() {
    let restricted_case = and(monitored(), [restricted()]);
    let case = given(restricted_case.clone()).when(lift_restriction()).then([restriction_lifted()]);
    assert_eq!(state(&case), CaseState::Monitored);
    given(and(restricted_case, [restriction_lifted()])).by(CASE_HOLDER).when(judge()).then([judged()]);
}

// Keeping

fn term(history: Vec<Event>, region: &Region) -> Option<String> {
    file(&Case::replay(history)).retained_until(region).map(|end| end.to_string())
}

#[test]
fn a_case_is_kept_for_the_term_of_the_meeting_that_it_was_last_on() {
    let on_top60 = [weighed_and_told(Decision::ScheduleTop60), vec![scheduled_on("top60")]].concat();
    let region = region();
    assert_eq!(term(and(on_top60, [closed(no_plan_needed())]), &region).unwrap(), "2028-02-02");
    assert_eq!(term(closed_with_results(), &region).unwrap(), KEPT_UNTIL);
}

#[test]
fn a_case_that_was_on_no_agenda_is_kept_for_the_region_s_term() {
    let history = and(weighed_and_told(partners_informed()), [closed(ClosingGround::NoFollowUp)]);
    assert_eq!(term(history.clone(), &region()).unwrap(), KEPT_UNTIL);
    let longer = Region { retention_years: 30, ..region() };
    assert_eq!(term(history, &longer).unwrap(), "2056-02-02");
}

#[test]
fn a_meeting_type_that_the_region_retired_falls_back_on_the_region_s_term() {
    let mut region = region();
    region.meeting_types.retain(|meeting_type| meeting_type.code.as_str() != "focus");
    assert_eq!(term(closed_with_results(), &region).unwrap(), KEPT_UNTIL);
}

#[test]
fn a_term_counts_calendar_years() {
    let on_leap_day = Event::CaseClosed { on: day("2028-02-29"), ground: direction_ended() };
    let history = and(monitored(), [judged(), on_leap_day]);
    assert_eq!(term(history, &region()).unwrap(), "2033-02-28");
}

#[test]
fn an_open_or_an_erased_case_has_no_term() {
    assert_eq!(term(monitored(), &region()), None);
    assert_eq!(term(erased_case(), &region()), None);
}

#[test]
fn a_closed_case_is_kept_longer_with_a_reason_a_decider_and_a_later_end() {
    let longer = "2031-02-03";
    let case = given(closed_with_results()).when(keep_until(longer)).then([kept_until(longer)]);
    assert_eq!(file(&case).retained_until(&region()), Some(day(longer)));
    given(closed_with_results()).when(keep_until(KEPT_UNTIL)).refused(Refusal::EndNotLater);
    given(and(closed_with_results(), [kept_until(longer)]))
        .when(keep_until(longer))
        .refused(Refusal::EndNotLater);
    given(closed_with_results()).on(longer).when(keep_until(longer)).refused(Refusal::EndNotLater);
    given(monitored()).when(keep_until(longer)).refused(Refusal::CaseNotClosed);
}

// Erasure

#[test]
fn a_case_whose_term_has_passed_is_erased() {
    let expired = || erase_case(ErasureGround::RetentionExpired);
    let closed_case = || given(closed_with_results());
    closed_case().on("2031-02-01").when(expired()).refused(Refusal::TermNotPassed);
    closed_case()
        .on(KEPT_UNTIL)
        .when(expired())
        .then([erased_on(KEPT_UNTIL, ErasureGround::RetentionExpired)]);
    given(and(closed_with_results(), [kept_until("2036-01-01")]))
        .on(KEPT_UNTIL)
        .when(expired())
        .refused(Refusal::TermNotPassed);
}

#[test]
fn a_granted_request_does_not_wait_for_the_term() {
    let case = given(closed_with_results()).when(erase_case(on_request())).then([erased()]);
    let expected = Erasure { on: day(TODAY), ground: on_request(), keys_destroyed: None };
    assert_eq!(file(&case).erasure(), Some(&expected));
    assert_eq!(state(&case), CaseState::Closed);
}

#[test]
fn an_open_case_is_not_erased() {
    for history in [vec![reported()], on_agenda(), with_plan(), monitored()] {
        given(history).when(erase_case(on_request())).refused(Refusal::CaseNotClosed);
    }
}

#[test]
fn a_legal_hold_stops_every_erasure_until_it_is_lifted() {
    for ground in [ErasureGround::RetentionExpired, on_request()] {
        for held in [
            and(closed_with_results(), [hold_placed()]),
            and(monitored(), [hold_placed(), judged(), closed(direction_ended())]),
        ] {
            let erasing = erase_case(ground.clone());
            given(held.clone()).on("2040-01-01").when(erasing.clone()).refused(Refusal::LegalHoldInForce);
            given(and(held, [hold_lifted()])).on("2040-01-01").when(erasing).accepted();
        }
    }
}

#[test]
fn a_hold_is_placed_once_and_lifted_once() {
    given(closed_with_results()).when(place_hold()).then([hold_placed()]);
    given(and(with_plan(), [hold_placed()])).when(place_hold()).refused(Refusal::LegalHoldInForce);
    given(and(with_plan(), [hold_placed()])).when(lift_hold()).then([hold_lifted()]);
    given(with_plan()).when(lift_hold()).refused(Refusal::NoLegalHold);
}

#[test]
fn after_erasure_every_command_is_refused() {
    let erased_case = || given(erased_case()).by(CASE_HOLDER);
    erased_case().when(bare_report()).refused(Refusal::CaseErased);
    erased_case().when(judge()).refused(Refusal::CaseErased);
    erased_case().when(reveal()).refused(Refusal::CaseErased);
    erased_case().when(lift_restriction()).refused(Refusal::CaseErased);
    erased_case().when(keep_until("2040-01-01")).refused(Refusal::CaseErased);
    erased_case().when(place_hold()).refused(Refusal::CaseErased);
    erased_case().when(erase_case(on_request())).refused(Refusal::CaseErased);
}

#[test]
fn the_destruction_of_the_keys_is_proven_once_and_only_after_erasure() {
    let case = given(erased_case()).when(record_destruction()).then([keys_destroyed()]);
    assert_eq!(file(&case).erasure().unwrap().keys_destroyed, Some(2));
    given(and(erased_case(), [keys_destroyed()]))
        .when(record_destruction())
        .refused(Refusal::DestructionRecorded);
    given(closed_with_results()).when(record_destruction()).refused(Refusal::CaseNotErased);
    given([]).when(record_destruction()).refused(Refusal::CaseUnknown);
}

#[test]
fn what_ends_the_data_holds_no_personal_value() {
    for event in [erased(), keys_destroyed()] {
        let mut json = serde_json::to_value(&event).unwrap();
        erase(&mut json);
        assert_eq!(json, serde_json::to_value(event).unwrap(), "no key may be made for it");
    }
}

#[test]
fn a_case_whose_values_are_gone_still_loads_and_still_decides() {
    let gone = |history: Vec<Event>| -> Vec<Event> {
        let through = |event: Event| {
            let mut json = serde_json::to_value(event).unwrap();
            erase(&mut json);
            serde_json::from_value(json).unwrap()
        };
        history.into_iter().map(through).collect()
    };
    given(gone(erased_case())).when(record_destruction()).then([keys_destroyed()]);
    given(gone(closed_with_results())).when(erase_case(on_request())).then([erased()]);
    given(gone(monitored())).by(CASE_HOLDER).when(judge()).then([judged()]);
}
