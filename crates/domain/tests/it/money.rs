//! HANDBOOK §6: whole cents, shared without one too many or too few.

use std::num::NonZeroUsize;

use proptest::prelude::*;
use schakel_domain::money::{Amount, Cents, NoAmount};
use serde_json::json;

#[test]
fn an_amount_is_one_cent_at_least_and_is_written_as_its_cents() {
    assert_eq!(Amount::of_cents(0), Err(NoAmount));
    let amount = Amount::of_cents(125_050).unwrap();
    assert_eq!((amount.cents(), serde_json::to_value(amount).unwrap()), (125_050, json!(125_050)));
    for wrong in [json!(0), json!(-5), json!(12.5), json!("12"), json!(4_294_967_296_u64)] {
        assert!(serde_json::from_value::<Amount>(wrong.clone()).is_err(), "{wrong}");
    }
}

#[test]
fn left_over_cents_go_to_the_first_parts() {
    let shares = |cents: u64, parts: usize| {
        let parts = NonZeroUsize::new(parts).unwrap();
        Cents::new(cents).shared(parts).map(Cents::get).collect::<Vec<_>>()
    };
    assert_eq!(shares(100, 3), [34, 33, 33]);
    assert_eq!(shares(101, 3), [34, 34, 33]);
    assert_eq!(shares(2, 5), [1, 1, 0, 0, 0]);
    assert_eq!(shares(0, 2), [0, 0]);
    assert_eq!(shares(7, 1), [7]);
}

#[test]
fn a_share_in_percent_is_rounded_up_to_a_whole_cent() {
    let of = |cents: u64, percent| Cents::new(cents).percent(percent).get();
    assert_eq!(
        [of(100, 25), of(101, 25), of(1, 25), of(0, 25), of(999, 0), of(999, 100)],
        [25, 26, 1, 0, 0, 999]
    );
    assert_eq!(of(u64::MAX, 100), u64::MAX);
}

proptest! {
    #[test]
    fn the_shares_are_the_whole_and_differ_by_a_cent_at_most(cents in any::<u64>(), parts in 1_usize..50) {
        let shares: Vec<_> = Cents::new(cents).shared(NonZeroUsize::new(parts).unwrap()).collect();
        prop_assert_eq!(shares.len(), parts);
        prop_assert_eq!(shares.iter().copied().sum::<Cents>(), Cents::new(cents));
        prop_assert!(shares.is_sorted_by(|one, next| one >= next), "more never comes after less");
        prop_assert!(shares[0].get() - shares[parts - 1].get() <= 1);
    }

    #[test]
    fn a_demanded_share_is_met_to_the_cent(cents in any::<u32>(), percent in 0_u32..=100) {
        let demanded = Cents::new(cents.into()).percent(percent).get();
        let whole = u64::from(cents) * u64::from(percent);
        prop_assert!(demanded * 100 >= whole && demanded * 100 < whole + 100);
    }
}
