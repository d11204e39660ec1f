//! Whoever sees what is told, and how tables are made, computes no small figure.

use std::collections::BTreeSet;

use proptest::prelude::*;
use schakel_domain::region::Label;

use super::Protected;
use crate::sheet::{Cell, Head, Sheet, Unit};

const FEW: u64 = 5;

/// Two kinds of handling within a total, by three municipalities within a region.
fn sheet(counts: &[u64]) -> Sheet {
    let label = || Label { nl: String::new(), en: String::new() };
    let rows = vec![Head::total("all", label()), Head::part("a", label(), 0), Head::part("b", label(), 0)];
    let areas: Vec<_> = (0..4)
        .map(|at| match at {
            0 => Head::total("region", label()),
            _ => Head::part("municipality", label(), 0),
        })
        .collect();
    let at = |row: usize, area: usize| counts[(row - 1) * 3 + area - 1];
    let value = |row: usize, area: usize| match (row, area) {
        (0, 0) => counts.iter().sum(),
        (0, area) => at(1, area) + at(2, area),
        (row, 0) => (1..4).map(|area| at(row, area)).sum(),
        (row, area) => at(row, area),
    };
    let cells = (0..3).flat_map(|row| (0..4).map(move |area| (row, area)));
    let cells = cells.map(|(row, area)| Cell { value: value(row, area), behind: value(row, area) }).collect();
    Sheet { code: String::new(), label: label(), unit: Unit::Number, rows, areas, cells, hits: Vec::new() }
}

/// What each figure can be, of all tables that look the same and have no figure much larger.
fn possible(told: &Protected, original: &[u64]) -> [BTreeSet<u64>; 6] {
    let most = original.iter().copied().max().unwrap_or(0) + 2;
    let mut possible = std::array::from_fn(|_| BTreeSet::new());
    search(0, most, &mut [0; 6], told, &mut possible);
    possible
}

fn search(at: usize, most: u64, counts: &mut [u64; 6], told: &Protected, possible: &mut [BTreeSet<u64>; 6]) {
    let is = |row: usize, area: usize, sum: u64| told.cell(row, area).is_none_or(|cell| cell.value == sum);
    let first: u64 = counts[..3].iter().sum();
    if at >= 3 && !is(1, 0, first) || at > 3 && !is(0, at - 3, counts[at - 4] + counts[at - 1]) {
        return;
    }
    if at == 6 {
        let second: u64 = counts[3..].iter().sum();
        if is(2, 0, second) && is(0, 0, first + second) {
            possible.iter_mut().zip(counts).for_each(|(possible, count)| {
                possible.insert(*count);
            });
        }
        return;
    }
    let cell = told.cell(at / 3 + 1, at % 3 + 1);
    let (from, until) = cell.map_or((0, most), |cell| (cell.value, cell.value));
    for count in from..=until {
        counts[at] = count;
        search(at + 1, most, counts, told, possible);
    }
    counts[at] = 0;
}

#[test]
fn a_small_figure_is_left_out_and_another_with_it() {
    let told = Protected::of(&sheet(&[2, 40, 50, 60, 70, 80]), FEW);
    let hidden = |row: usize, area: usize| told.cell(row, area).is_none();
    assert!(hidden(1, 1), "the small one");
    assert!(hidden(2, 1), "or the total of the municipality gives it away");
    assert!(hidden(1, 2) || hidden(1, 3), "or the total of the row does");
    assert!(!hidden(0, 0) && !hidden(0, 1), "totals stay");
}

#[test]
fn nothing_is_left_out_where_nothing_is_small() {
    let told = Protected::of(&sheet(&[5, 40, 0, 60, 70, 80]), FEW);
    assert!((0..3).all(|row| (0..4).all(|area| told.cell(row, area).is_some())));
}

#[test]
fn whoever_may_see_all_sees_all() {
    let told = Protected::nothing_of(&sheet(&[1, 1, 1, 1, 1, 1]));
    assert_eq!(told.cell(1, 1).map(|cell| cell.value), Some(1));
}

#[test]
fn a_share_that_leaves_few_out_is_not_told() {
    let label = || Label { nl: String::new(), en: String::new() };
    let rows = vec![Head::total("closed", label()), Head::share("made_progress", label(), 0)];
    let areas = vec![Head::total("region", label())];
    let told = |made_progress: u64| {
        let cells = [17, made_progress].map(|value| Cell { value, behind: value }).into();
        let (rows, areas) = (rows.clone(), areas.clone());
        let unit = Unit::Number;
        let sheet = Sheet { code: String::new(), label: label(), unit, rows, areas, cells, hits: Vec::new() };
        Protected::of(&sheet, FEW).cell(1, 0).is_some()
    };
    assert!(told(12) && told(17), "five were not, or none");
    assert!(!told(15), "two were not");
    assert!(!told(3), "three were");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_small_figure_can_be_computed(counts in prop::collection::vec(0_u64..9, 6)) {
        let told = Protected::of(&sheet(&counts), FEW);
        let possible = possible(&told, &counts);
        for (at, count) in counts.iter().enumerate() {
            let is_few = (1..FEW).contains(count);
            let is_open = told.cell(at / 3 + 1, at % 3 + 1).is_some();
            prop_assert!(!(is_few && is_open), "{at} is told");
            prop_assert!(!is_few || possible[at].len() > 1, "{at} of {counts:?} can only be {:?}", possible[at]);
        }
    }
}
