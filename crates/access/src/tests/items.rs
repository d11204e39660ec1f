//! The decision on one item, by examples.

use std::collections::BTreeSet;

use schakel_domain::Category;
use schakel_domain::case::{Consent, Item};
use schakel_domain::region::OrganisationCode;

use super::scene::{covenant, discussed_in, police, shared_item, terms};
use crate::{Basis, Involvement, Reason, Verdict, decide_item};

use Involvement::{Participant, Reporter};

fn item(source: &str, consent: Consent) -> Item {
    shared_item(Category::Care, OrganisationCode::new(source), None, consent)
}

fn for_only(organisation: &str, item: Item) -> Item {
    Item { audience: Some(BTreeSet::from([OrganisationCode::new(organisation)])), ..item }
}

fn refusal(signed: bool, involved: &[Involvement], item: &Item) -> Option<Reason> {
    let annexes = covenant();
    decide_item(&police(), &terms(signed, &annexes), involved, &discussed_in("focus"), item).refusal()
}

#[test]
fn an_item_is_seen_when_the_client_consents_or_need_not() {
    assert_eq!(refusal(true, &[Participant], &item("a_clinic", Consent::NotNeeded)), None);
    assert_eq!(refusal(true, &[Participant], &item("a_clinic", Consent::Given)), None);
}

#[test]
fn an_item_is_not_seen_before_the_client_consents_nor_after_the_consent_is_withdrawn() {
    let awaited = refusal(true, &[Participant], &item("a_clinic", Consent::Awaited));
    assert_eq!(awaited, Some(Reason::ConsentMissing));
    let withdrawn = refusal(true, &[Participant], &item("a_clinic", Consent::Withdrawn));
    assert_eq!(withdrawn, Some(Reason::ConsentWithdrawn));
}

#[test]
fn an_item_for_some_organisations_is_seen_by_those_alone() {
    let ours = for_only("an_organisation", item("a_clinic", Consent::NotNeeded));
    assert_eq!(refusal(true, &[Participant], &ours), None);
    let theirs = for_only("another", item("a_clinic", Consent::NotNeeded));
    assert_eq!(refusal(true, &[Participant], &theirs), Some(Reason::RestrictedAudience));
}

#[test]
fn an_item_is_not_seen_when_its_category_is_not() {
    let debts = Item { category: Category::Debts, ..item("a_clinic", Consent::NotNeeded) };
    assert_eq!(refusal(true, &[Participant], &debts), Some(Reason::NotInAnnex));
    let permitted = item("a_clinic", Consent::NotNeeded);
    assert_eq!(refusal(true, &[Reporter], &permitted), Some(Reason::OutsideInvolvement));
}

#[test]
fn the_source_sees_its_own_item_whatever_the_annex_the_audience_and_the_client_say() {
    let own = for_only("another", item("an_organisation", Consent::Withdrawn));
    let own = Item { category: Category::Debts, ..own };
    let seen = decide_item(&police(), &terms(true, &[]), &[Participant], &discussed_in("focus"), &own);
    assert_eq!(seen, Verdict::Permit { basis: Basis { involvement: Participant, ground: None } });
}

#[test]
fn a_reporter_sees_not_even_what_others_of_the_own_organisation_shared() {
    let own = item("an_organisation", Consent::NotNeeded);
    assert_eq!(refusal(true, &[Reporter], &own), Some(Reason::OutsideInvolvement));
}

#[test]
fn the_source_sees_nothing_of_a_case_in_which_it_is_not_involved_or_has_not_signed() {
    let own = item("an_organisation", Consent::NotNeeded);
    assert_eq!(refusal(true, &[], &own), Some(Reason::NotInvolved));
    assert_eq!(refusal(false, &[Participant], &own), Some(Reason::NotSigned));
}
