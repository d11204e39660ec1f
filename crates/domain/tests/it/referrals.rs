//! HANDBOOK §9: an organisation offers a case to another, which takes it up or does not.

use schakel_domain::ReferralId;
use schakel_domain::case::*;

use crate::fixtures::*;
use crate::scene::{Given, given};

const OFFERING: &str = "reclassering_nederland";
pub const RECEIVING: &str = "ggd";
const HOUSE: &str = "veiligheidshuis";

pub fn referral_id(number: u128) -> ReferralId {
    ReferralId(id(0x800 + number))
}

pub fn offer() -> OfferReferral {
    OfferReferral {
        referral: referral_id(1),
        from: organisation(OFFERING),
        to: organisation(RECEIVING),
        question: text("Wilt u de zorg voor Zandloper oppakken?"),
    }
}

pub fn offered() -> Event {
    Event::ReferralOffered {
        referral: referral_id(1),
        from: organisation(OFFERING),
        to: organisation(RECEIVING),
        question: sealed("Wilt u de zorg voor Zandloper oppakken?"),
    }
}

pub fn accept() -> AcceptReferral {
    AcceptReferral { referral: referral_id(1) }
}

pub fn accepted() -> Event {
    Event::ReferralAccepted { referral: referral_id(1) }
}

pub fn reject() -> RejectReferral {
    RejectReferral { referral: referral_id(1), reason: text("Zandloper is elders in zorg") }
}

pub fn rejected() -> Event {
    Event::ReferralRejected { referral: referral_id(1), reason: sealed("Zandloper is elders in zorg") }
}

pub fn complete_referral() -> CompleteReferral {
    CompleteReferral { referral: referral_id(1) }
}

pub fn completed() -> Event {
    Event::ReferralCompleted { referral: referral_id(1) }
}

pub fn revoke() -> RevokeReferral {
    RevokeReferral { referral: referral_id(1), reason: text("Niet meer nodig, opgelost") }
}

pub fn revoked() -> Event {
    Event::ReferralRevoked { referral: referral_id(1), reason: sealed("Niet meer nodig, opgelost") }
}

/// On an agenda, and after these events, for a command of this organisation.
fn at(organisation: &str, events: impl IntoIterator<Item = Event>) -> Given<Case> {
    given(and(on_agenda(), events)).of_organisation(organisation)
}

fn referral(case: &Case) -> &Referral {
    &file(case).referrals[&referral_id(1)]
}

#[test]
fn a_referral_is_offered_accepted_and_done() {
    let case = at(OFFERING, []).when(offer()).then([offered()]);
    assert_eq!(referral(&case).state, ReferralState::Offered);
    let case = at(RECEIVING, [offered()]).when(accept()).then([accepted()]);
    assert_eq!(referral(&case).state, ReferralState::Accepted);
    let case = at(RECEIVING, [offered(), accepted()]).when(complete_referral()).then([completed()]);
    assert_eq!(referral(&case).state, ReferralState::Done);
}

#[test]
fn a_referral_is_rejected_with_a_reason_and_answered_once() {
    let case = at(RECEIVING, [offered()]).when(reject()).then([rejected()]);
    assert_eq!(referral(&case).state, ReferralState::Rejected);
    assert_eq!(referral(&case).reason, Some(sealed("Zandloper is elders in zorg")));
    for answer in [accepted(), rejected()] {
        for command in [Command::from(accept()), reject().into()] {
            at(RECEIVING, [offered(), answer.clone()]).when(command).refused(Refusal::ReferralNotOpen);
        }
    }
}

#[test]
fn a_referral_is_revoked_with_a_reason_until_it_has_ended() {
    for before in [vec![offered()], vec![offered(), accepted()]] {
        let case = at(OFFERING, before).when(revoke()).then([revoked()]);
        assert_eq!(referral(&case).state, ReferralState::Revoked);
        assert_eq!(referral(&case).reason, Some(sealed("Niet meer nodig, opgelost")));
    }
    for end in [vec![rejected()], vec![accepted(), completed()], vec![revoked()]] {
        let history = and(vec![offered()], end);
        at(OFFERING, history.clone()).when(revoke()).refused(Refusal::ReferralEnded);
        at(RECEIVING, history.clone()).when(accept()).refused(Refusal::ReferralNotOpen);
        at(RECEIVING, history).when(complete_referral()).refused(Refusal::ReferralNotAccepted);
    }
}

#[test]
fn what_was_not_accepted_is_not_done_and_what_was_not_offered_is_unknown() {
    at(RECEIVING, [offered()]).when(complete_referral()).refused(Refusal::ReferralNotAccepted);
    for command in [Command::from(accept()), reject().into(), complete_referral().into(), revoke().into()] {
        at(HOUSE, []).when(command).refused(Refusal::ReferralUnknown);
    }
}

#[test]
fn the_receiver_answers_and_completes_and_the_house_for_it() {
    for command in [Command::from(accept()), reject().into(), complete_referral().into()] {
        at(OFFERING, [offered()]).when(command).refused(Refusal::NotTheReceiver);
    }
    at(HOUSE, [offered()]).when(accept()).then([accepted()]);
    at(HOUSE, [offered()]).when(reject()).then([rejected()]);
    at(HOUSE, [offered(), accepted()]).when(complete_referral()).then([completed()]);
}

#[test]
fn whoever_refers_offers_and_revokes_and_the_house_for_it() {
    at(RECEIVING, []).when(offer()).refused(Refusal::NotTheReferrer);
    at(RECEIVING, [offered()]).when(revoke()).refused(Refusal::NotTheReferrer);
    at(HOUSE, []).when(offer()).then([offered()]);
    at(HOUSE, [offered()]).when(revoke()).then([revoked()]);
}

#[test]
fn nobody_refers_to_itself_or_to_the_house() {
    let to = |code: &str| OfferReferral { to: organisation(code), ..offer() };
    at(OFFERING, []).when(to(OFFERING)).refused(Refusal::ReferredToItself);
    at(OFFERING, []).when(to(HOUSE)).refused(Refusal::ReferredToTheHouse);
    let of_the_house = OfferReferral { from: organisation(HOUSE), ..offer() };
    at(HOUSE, []).when(of_the_house).accepted();
}

#[test]
fn an_organisation_is_not_offered_a_case_twice_at_once() {
    let again = || OfferReferral { referral: referral_id(2), ..offer() };
    for running in [vec![offered()], vec![offered(), accepted()]] {
        at(OFFERING, running.clone()).when(again()).refused(Refusal::AlreadyReferred);
        let elsewhere = OfferReferral { to: organisation("fivoor"), ..again() };
        at(OFFERING, running).when(elsewhere).accepted();
    }
    for end in [vec![rejected()], vec![accepted(), completed()], vec![revoked()]] {
        at(OFFERING, and(vec![offered()], end)).when(again()).accepted();
    }
}

#[test]
fn nothing_is_referred_on_a_closed_or_restricted_case() {
    let ends = [(restricted(), Refusal::UseIsRestricted), (closed(no_plan_needed()), Refusal::CaseClosed)];
    for (end, refusal) in ends {
        let history = [offered(), end];
        for command in [Command::from(offer()), accept().into(), reject().into(), revoke().into()] {
            at(HOUSE, history.clone()).when(command).refused(refusal);
        }
    }
}
