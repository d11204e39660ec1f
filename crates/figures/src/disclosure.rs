//! What of a table may be told without telling of a person (HANDBOOK §10): small figures are left out, and as many
//! others as it takes that nobody can compute them from what is left.
//!
//! A table is a tree of rows by a tree of areas, and every whole is the sum of its parts. What is left out is decided
//! for all areas at once, so that one municipality's factsheet never gives away what another's keeps back.

use std::collections::BTreeSet;

use crate::sheet::{Cell, Head, Sheet, Unit};

/// A table of which something may have been left out.
#[derive(Clone, Debug)]
pub struct Protected {
    columns: usize,
    cells: Vec<Option<Cell>>,
}

impl Protected {
    /// Everything, for whoever may see every figure.
    pub fn nothing_of(sheet: &Sheet) -> Self {
        Self { columns: sheet.areas.len(), cells: sheet.cells.iter().copied().map(Some).collect() }
    }

    /// What may be told where fewer than `few` are few.
    pub fn of(sheet: &Sheet, few: u64) -> Self {
        let hidden = Hiding::new(sheet, few).hide();
        let told = |(at, cell): (usize, &Cell)| (!hidden.contains(&at)).then_some(*cell);
        Self { columns: sheet.areas.len(), cells: sheet.cells.iter().enumerate().map(told).collect() }
    }

    /// The figure, unless it is left out.
    pub fn cell(&self, row: usize, area: usize) -> Option<Cell> {
        self.cells[row * self.columns + area]
    }
}

/// A whole and its parts, by their places among the cells.
struct Sum {
    whole: usize,
    parts: Vec<usize>,
}

struct Hiding<'a> {
    sheet: &'a Sheet,
    few: u64,
    sums: Vec<Sum>,
    hidden: BTreeSet<usize>,
}

impl<'a> Hiding<'a> {
    fn new(sheet: &'a Sheet, few: u64) -> Self {
        let is_few = |at: &usize| tells_of_few(sheet, *at, few);
        let hidden = (0..sheet.cells.len()).filter(is_few).collect();
        Self { sheet, few, sums: sums_of(sheet), hidden }
    }

    /// The totals first, by themselves: other tables show the same totals, and must leave out the same of them.
    fn hide(mut self) -> BTreeSet<usize> {
        let columns = self.sheet.areas.len();
        let of_totals = |at: usize| self.sheet.rows[at / columns].part_of.is_none();
        let (totals, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.sums)
            .into_iter()
            .partition(|sum| of_totals(sum.whole) && sum.parts.iter().all(|at| of_totals(*at)));
        self.settle(&totals, |_| true);
        let open_totals: BTreeSet<_> =
            (0..self.sheet.cells.len()).filter(|at| of_totals(*at) && !self.hidden.contains(at)).collect();
        let mut all = totals;
        all.extend(others);
        self.settle(&all, |at| !open_totals.contains(&at));
        self.hidden
    }

    /// Hides more until no sum gives away what is hidden.
    fn settle(&mut self, sums: &[Sum], may_hide: impl Fn(usize) -> bool) {
        loop {
            let before = self.hidden.len();
            for sum in sums {
                self.settle_sum(sum, &may_hide);
            }
            if self.hidden.len() > before {
                continue;
            }
            let Some(at) = self.computable(sums) else { return };
            let around = sums.iter().filter(|sum| sum.whole == at || sum.parts.contains(&at));
            let around = around.flat_map(|sum| sum.parts.iter().copied().chain([sum.whole]));
            match self.smallest(around.filter(|at| may_hide(*at))) {
                Some(next) => self.hidden.insert(next),
                None => return,
            };
        }
    }

    fn settle_sum(&mut self, sum: &Sum, may_hide: &impl Fn(usize) -> bool) {
        loop {
            let parts: Vec<_> = sum.parts.iter().copied().filter(|at| self.hidden.contains(at)).collect();
            let behind: u64 = parts.iter().map(|at| self.sheet.cells[*at].behind).sum();
            let is_safe = match self.hidden.contains(&sum.whole) {
                true => !parts.is_empty(),
                false => parts.is_empty() || (parts.len() > 1 && behind >= self.few),
            };
            let open = sum.parts.iter().copied().filter(|at| may_hide(*at));
            match (is_safe, self.smallest(open)) {
                (false, Some(next)) => self.hidden.insert(next),
                _ => return,
            };
        }
    }

    /// Of those that are not hidden, the one that is missed least: the smallest that is something.
    fn smallest(&self, among: impl Iterator<Item = usize>) -> Option<usize> {
        let open = among.filter(|at| !self.hidden.contains(at));
        open.min_by_key(|at| {
            let behind = self.sheet.cells[*at].behind;
            (behind == 0, behind, *at)
        })
    }

    /// A small figure that follows from the sums of what is told, if there is one.
    fn computable(&self, sums: &[Sum]) -> Option<usize> {
        let unknown: Vec<_> = self.hidden.iter().copied().collect();
        let place = |at: &usize| unknown.binary_search(at).ok();
        let mut equations: Vec<Vec<i64>> = sums
            .iter()
            .map(|sum| {
                let mut equation = vec![0; unknown.len()];
                sum.parts.iter().filter_map(place).for_each(|at| equation[at] = 1);
                place(&sum.whole).into_iter().for_each(|at| equation[at] = MODULUS - 1);
                equation
            })
            .filter(|equation| equation.iter().any(|factor| *factor != 0))
            .collect();
        let determined = reduce(&mut equations);
        determined.into_iter().map(|at| unknown[at]).find(|at| tells_of_few(self.sheet, *at, self.few))
    }
}

/// Whether a figure is about few, or leaves few out: of those who are not in a share it tells as much.
fn tells_of_few(sheet: &Sheet, at: usize, few: u64) -> bool {
    let is_few = |number: u64| number > 0 && number < few;
    let columns = sheet.areas.len();
    let behind = sheet.cells[at].behind;
    let whole = sheet.rows[at / columns].share_of.filter(|_| sheet.unit == Unit::Number);
    let whole = whole.map(|row| sheet.cell(row, at % columns).behind);
    is_few(behind) || whole.is_some_and(|whole| is_few(whole.saturating_sub(behind)))
}

/// Every whole with its parts: rows within each area, and areas within each row.
fn sums_of(sheet: &Sheet) -> Vec<Sum> {
    let columns = sheet.areas.len();
    let of_rows = wholes(&sheet.rows).into_iter().flat_map(|(whole, parts)| {
        (0..columns).map(move |area| Sum {
            whole: whole * columns + area,
            parts: parts.iter().map(|row| row * columns + area).collect(),
        })
    });
    let by_area = wholes(&sheet.areas);
    let of_areas = (0..sheet.rows.len()).flat_map(|row| {
        by_area.iter().map(move |(whole, parts)| Sum {
            whole: row * columns + whole,
            parts: parts.iter().map(|area| row * columns + area).collect(),
        })
    });
    of_areas.chain(of_rows).collect()
}

fn wholes(heads: &[Head]) -> Vec<(usize, Vec<usize>)> {
    let parts_of =
        |whole: usize| (0..heads.len()).filter(move |at| heads[*at].part_of == Some(whole)).collect();
    (0..heads.len())
        .map(|whole| (whole, parts_of(whole)))
        .filter(|(_, parts): &(_, Vec<_>)| !parts.is_empty())
        .collect()
}

/// A prime: what holds among whole numbers holds among the remainders by it.
const MODULUS: i64 = 2_147_483_647;

/// Brings the equations to their reduced form, and says which unknowns are then alone in one.
fn reduce(equations: &mut [Vec<i64>]) -> Vec<usize> {
    let unknowns = equations.first().map_or(0, Vec::len);
    let mut done = 0;
    for unknown in 0..unknowns {
        let Some(pivot) = (done..equations.len()).find(|row| equations[*row][unknown] != 0) else { continue };
        equations.swap(done, pivot);
        let factor = inverse(equations[done][unknown]);
        equations[done].iter_mut().for_each(|it| *it = *it * factor % MODULUS);
        let leading = equations[done].clone();
        for (row, equation) in equations.iter_mut().enumerate() {
            let factor = equation[unknown];
            if row != done && factor != 0 {
                for (it, of_leading) in equation.iter_mut().zip(&leading) {
                    *it = (*it + (MODULUS - factor) * of_leading) % MODULUS;
                }
            }
        }
        done += 1;
    }
    let alone = |equation: &Vec<i64>| {
        let mut factors = equation.iter().enumerate().filter(|(_, factor)| **factor != 0);
        let first = factors.next().map(|(at, _)| at);
        first.filter(|_| factors.next().is_none())
    };
    equations.iter().filter_map(alone).collect()
}

/// By Fermat's little theorem.
fn inverse(of: i64) -> i64 {
    let (mut base, mut exponent, mut result) = (of, MODULUS - 2, 1);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % MODULUS;
        }
        base = base * base % MODULUS;
        exponent /= 2;
    }
    result
}

#[cfg(test)]
mod tests;
