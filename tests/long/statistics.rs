//! How far two samples are apart: pure functions.

use crate::chance::Chance;

/// How much more often a value of the second sample is above one of the first than below it: Cliff's
/// delta, which is the rank-biserial correlation of the Mann–Whitney U test. 0 when they cannot be told
/// apart; 1 or -1 when they do not overlap.
pub fn effect(first: &[u64], second: &[u64]) -> f64 {
    effect_of_sorted(&sorted(first), &sorted(second))
}

fn sorted(values: &[u64]) -> Vec<u64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted
}

/// `below` and `not_above` only ever grow, as the values of the second do.
fn effect_of_sorted(first: &[u64], second: &[u64]) -> f64 {
    let (mut below, mut not_above, mut balance) = (0_usize, 0_usize, 0_i64);
    for value in second {
        below += first[below..].iter().take_while(|other| *other < value).count();
        not_above += first[not_above..].iter().take_while(|other| *other <= value).count();
        let above = first.len() - not_above;
        balance += below as i64 - above as i64;
    }
    balance as f64 / (first.len() * second.len()) as f64
}

/// Between which bounds the effect lies, 95 times in a hundred: what comes of samples drawn again from
/// these, so many times.
pub fn interval(first: &[u64], second: &[u64], times: usize, chance: &mut Chance) -> (f64, f64) {
    let mut effects: Vec<_> =
        (0..times).map(|_| effect(&drawn_from(first, chance), &drawn_from(second, chance))).collect();
    effects.sort_by(f64::total_cmp);
    (effects[times * 25 / 1000], effects[times * 975 / 1000])
}

fn drawn_from(values: &[u64], chance: &mut Chance) -> Vec<u64> {
    values.iter().map(|_| values[chance.below(values.len())]).collect()
}

/// The value in the middle.
pub fn median(values: &[u64]) -> u64 {
    sorted(values)[values.len() / 2]
}

#[test]
fn the_effect_is_the_share_of_pairs_above_less_that_below() {
    assert_eq!(effect(&[1, 2, 3], &[4, 5]), 1.0);
    assert_eq!(effect(&[4, 5], &[3, 1, 2]), -1.0);
    assert_eq!(effect(&[1, 2, 3], &[3, 2, 1]), 0.0);
    // Of six pairs three are above, two below, and one is a tie.
    assert_eq!(effect(&[2, 5, 9], &[5, 6]), 1.0 / 6.0);
    let (first, second) = ([3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 2, 8]);
    let pairs = first.iter().flat_map(|one| second.iter().map(move |other| other.cmp(one) as i64));
    assert_eq!(effect(&first, &second), pairs.sum::<i64>() as f64 / 48.0);
}

#[test]
fn the_interval_holds_the_effect_and_is_narrower_for_more_values() {
    let mut chance = Chance(7);
    let mut width = f64::INFINITY;
    for many in [100, 1_000, 10_000] {
        let mut sample = |shift| (0..many).map(|_| chance.below(1000) as u64 + shift).collect::<Vec<_>>();
        let (first, second) = (sample(0), sample(100));
        let (low, high) = interval(&first, &second, 200, &mut chance);
        // Uniform over 1000, shifted by 100: 1 - 0.9² = 0.19.
        assert!(low < 0.19 && 0.19 < high && high - low < width, "{many}: {low} to {high}");
        width = high - low;
    }
    assert!(width < 0.04, "{width}");
}

#[test]
fn the_median_is_the_value_in_the_middle() {
    assert_eq!(median(&[9, 1, 5]), 5);
}
