//! HANDBOOK §9: when somebody moves, their case goes over to another House, as far as that needs it.

use std::collections::BTreeSet;

use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::{Category, HandoverId};

use crate::fixtures::*;
use crate::scene::given;
use crate::shielding::shielded_report;

pub const OTHER_HOUSE: &str = "veiligheidshuis_elders";

pub fn handover_id() -> HandoverId {
    HandoverId(id(0x900))
}

pub fn hand_over(categories: impl IntoIterator<Item = Category>) -> HandOverCase {
    HandOverCase {
        handover: handover_id(),
        house: organisation(OTHER_HOUSE),
        reason: text("Zandloper verhuist naar elders"),
        categories: categories.into_iter().collect(),
        client_told: true,
    }
}

pub fn handed_over() -> Event {
    Event::CaseHandedOver {
        handover: handover_id(),
        on: day(TODAY),
        house: organisation(OTHER_HOUSE),
        reason: sealed("Zandloper verhuist naar elders"),
        categories: HandOverCase::CATEGORIES.into(),
        client_told: true,
    }
}

#[test]
fn an_open_case_goes_over_with_a_plan_and_without_and_stays_where_it_is() {
    for history in [vec![reported()], on_agenda(), with_plan(), monitored(), back_with_plan()] {
        let before = given(history.clone()).state;
        let after = given(history).when(hand_over(HandOverCase::CATEGORIES)).then([handed_over()]);
        assert_eq!(file(&after).phase, file(&before).phase);
        let handover = &file(&after).handovers[&handover_id()];
        assert_eq!((handover.house.as_str(), handover.client_told), (OTHER_HOUSE, true));
        assert_eq!(handover.categories, BTreeSet::from(HandOverCase::CATEGORIES));
    }
}

#[test]
fn nothing_but_identity_and_plan_goes_over_and_never_an_advice_for_zsm() {
    for category in Category::ALL {
        let outcome = given(with_plan()).when(hand_over([*category]));
        match category {
            Category::Identity | Category::Plan => _ = outcome.accepted(),
            _ => outcome.refused(Refusal::CategoryStaysHere),
        }
    }
    let with_advice = hand_over([Category::Plan, Category::ZsmAdvice]);
    given(with_plan()).when(with_advice).refused(Refusal::CategoryStaysHere);
    given(with_plan()).when(hand_over([])).refused(Refusal::NothingToHandOver);
}

#[test]
fn what_no_annex_lets_be_shared_does_not_go_over() {
    let mut scene = given(with_plan());
    scene.context.shareable = [Category::Identity].into();
    scene.clone().when(hand_over([Category::Plan])).refused(Refusal::CategoryNotInAnnex);
    scene.when(hand_over([Category::Identity])).accepted();
}

#[test]
fn a_case_that_is_closed_restricted_or_shielded_goes_over_to_nobody() {
    let identity = || hand_over([Category::Identity]);
    given(closed_with_results()).when(identity()).refused(Refusal::CaseClosed);
    given(and(with_plan(), [restricted()])).when(identity()).refused(Refusal::UseIsRestricted);
    given([shielded_report()]).when(identity()).refused(Refusal::CaseShielded);
    let nowhere = HandOverCase { house: organisation("veiligheidshuis"), ..identity() };
    given(with_plan()).when(nowhere).refused(Refusal::OtherHouseUnknown);
}
