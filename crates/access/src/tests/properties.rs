//! What holds whatever the covenant says and whoever asks.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use schakel_domain::case::Consent;
use schakel_domain::code::Code;
use schakel_domain::covenant::{Annex, Grant};
use schakel_domain::organisation::PartnerKind;
use schakel_domain::{Category, Role};

use super::questions::{Question, categories, question};
use super::scene::every_involvement;
use crate::{Involvement, Reason};

/// The same annexes with some left out, and in the others some kinds of partners and categories.
fn narrowed(annexes: &[Annex], left: &BTreeSet<Category>, without: PartnerKind, every: usize) -> Vec<Annex> {
    let kept = annexes.iter().enumerate().filter(|(index, _)| index % 4 != every).map(|(_, annex)| annex);
    let narrow = |grant: &Grant| Grant { categories: &grant.categories & left, ..grant.clone() };
    kept.map(|annex| Annex {
        grants: annex.grants.iter().filter(|grant| grant.kind != without).map(narrow).collect(),
        ..annex.clone()
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn a_signature_more_never_shows_less_and_one_less_never_more(question in question()) {
        let signed = Question { signed: true, ..question.clone() };
        let unsigned = Question { signed: false, ..question };
        prop_assert!(unsigned.shows_no_more_than(&signed));
    }

    #[test]
    fn without_signature_or_statement_nobody_but_the_house_sees_anything(question in question()) {
        let mut question = Question { signed: false, ..question };
        question.involvements.retain(|involvement| !matches!(involvement, Involvement::NonDisclosure(_)));
        prop_assume!(question.asker.kind != PartnerKind::House);
        prop_assert!(question.case().is_err());
        prop_assert!(!question.seen().contains(&true));
    }

    #[test]
    fn not_involved_means_nothing(question in question()) {
        let stranger = Question { involvements: vec![], ..question };
        prop_assert!(stranger.hides_everything());
    }

    #[test]
    fn a_further_involvement_never_shows_less(
        question in question(),
        further in select(every_involvement().to_vec()),
        place in any::<prop::sample::Index>(),
    ) {
        let mut more = question.clone();
        more.involvements.insert(place.index(question.involvements.len() + 1), further);
        prop_assert!(question.shows_no_more_than(&more));
    }

    #[test]
    fn a_narrower_annex_never_shows_more(
        question in question(),
        left in categories(),
        without in select(PartnerKind::ALL),
        every in 0..8_usize,
    ) {
        let annexes = narrowed(&question.annexes, &left, without, every);
        let narrow = Question { annexes, ..question.clone() };
        prop_assert!(narrow.shows_no_more_than(&question));
    }

    #[test]
    fn consent_withdrawn_hides_from_all_but_the_source(question in question()) {
        let mut withdrawn = question;
        withdrawn.item.consent = Consent::Withdrawn;
        let seen = withdrawn.item().refusal().is_none();
        prop_assert!(!seen || withdrawn.item.source == withdrawn.asker.organisation);
    }

    #[test]
    fn consent_withdrawn_never_shows_more(question in question()) {
        let mut withdrawn = question.clone();
        withdrawn.item.consent = Consent::Withdrawn;
        prop_assert!(withdrawn.shows_no_more_than(&question));
    }

    #[test]
    fn a_shielded_case_is_the_same_as_none_for_whoever_is_not_cleared(question in question()) {
        let mut uncleared = question;
        uncleared.asker.roles.remove(&Role::Cleared);
        uncleared.matter.shielded = true;
        let stranger = Question { involvements: vec![], ..uncleared.clone() };
        prop_assert!(uncleared.hides_everything());
        prop_assert_eq!(uncleared.told(), stranger.told());
        prop_assert_eq!(uncleared.case().map_err(Reason::told), stranger.case().map_err(Reason::told));
    }

    #[test]
    fn who_reads_the_logs_or_keeps_the_system_running_sees_nothing(
        question in question(),
        role in select(vec![Role::PrivacyOfficer, Role::SystemAdministrator]),
    ) {
        let mut officer = question;
        officer.asker.roles.insert(role);
        prop_assert!(officer.hides_everything());
    }

    #[test]
    fn a_case_that_does_not_exist_has_no_category_for_the_same_reason(question in question()) {
        if let Err(reason) = question.case() {
            prop_assert!(question.verdicts().iter().all(|verdict| verdict.refusal() == Some(reason)));
        }
    }

    #[test]
    fn categories_are_seen_only_to_the_extent_of_the_case(question in question()) {
        let own_only = question.case().is_ok_and(|extent| !extent.by_category);
        for category in Category::ALL {
            let outside = question.category(*category).refusal() == Some(Reason::OutsideInvolvement);
            prop_assert_eq!(outside, own_only);
        }
    }

    #[test]
    fn an_item_is_seen_only_with_its_category_or_by_its_source(question in question()) {
        let by_category = question.category(question.item.category).refusal().is_none();
        let own = question.item.source == question.asker.organisation;
        prop_assert!(question.item().refusal().is_some() || by_category || own);
    }
}
