//! A table of figures for every area at once: rows by areas, each a tree whose parts add up to their whole.

use schakel_domain::code::Code;
use schakel_domain::region::Label;

use crate::areas::Areas;
use crate::fact::Origin;
use crate::house::Somebody;

/// What a row or an area is called, and of what it is a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Identifier; never translated.
    pub code: String,
    /// What people read.
    pub label: Label,
    /// The row (or area) to which it adds.
    pub part_of: Option<usize>,
    /// The row of which it is a share, where it is not a part: several such rows may count the same case.
    pub share_of: Option<usize>,
}

impl Head {
    /// A whole.
    pub fn total(code: &str, label: Label) -> Self {
        Self { code: code.to_owned(), label, part_of: None, share_of: None }
    }

    /// A part of the whole at this place.
    pub fn part(code: &str, label: Label, part_of: usize) -> Self {
        Self { part_of: Some(part_of), ..Self::total(code, label) }
    }

    /// What some of those at this place have; the same one can have several.
    pub fn share(code: &str, label: Label, share_of: usize) -> Self {
        Self { share_of: Some(share_of), ..Self::total(code, label) }
    }
}

/// In what a table counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Cases, persons, trajectories.
    Number,
    /// Euro cents.
    Cents,
    /// Days, rounded to a whole one.
    Days,
}

impl Code for Unit {
    const NAME: &'static str = "FiguresUnit";
    const ALL: &'static [Self] = &[Self::Number, Self::Cents, Self::Days];

    fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Cents => "cents",
            Self::Days => "days",
        }
    }
}

/// One figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// How many, how much, or how long.
    pub value: u64,
    /// How many persons are behind it: what is told of few is told of somebody, however often they were reported.
    pub behind: u64,
}

/// One event that counts in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The row; it counts in whatever that is part of, too.
    pub row: usize,
    /// The area of residence.
    pub area: usize,
    /// What it adds.
    pub value: u64,
    /// The person behind it.
    pub about: Somebody,
    /// The event.
    pub origin: Origin,
}

/// A table of figures for every area.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Identifier within its report.
    pub code: String,
    /// What people read.
    pub label: Label,
    /// In what it counts.
    pub unit: Unit,
    /// The rows, each after what it is part of.
    pub rows: Vec<Head>,
    /// The areas, each after what it is part of.
    pub areas: Vec<Head>,
    /// By row, then by area.
    pub cells: Vec<Cell>,
    /// The events behind the cells.
    pub hits: Vec<Hit>,
}

impl Sheet {
    /// An empty table.
    pub fn new(code: &str, label: Label, unit: Unit, rows: Vec<Head>, areas: &Areas) -> Self {
        let areas = areas.heads().to_vec();
        let cells = vec![Cell::default(); rows.len() * areas.len()];
        Self { code: code.to_owned(), label, unit, rows, areas, cells, hits: Vec::new() }
    }

    /// The table of these events, each counted once in its row and whatever that is part of.
    pub fn of(
        code: &str,
        label: Label,
        rows: Vec<Head>,
        areas: &Areas,
        hits: impl IntoIterator<Item = Hit>,
    ) -> Self {
        Self::in_unit(code, label, Unit::Number, rows, areas, hits)
    }

    /// The same, of amounts.
    pub fn in_unit(
        code: &str,
        label: Label,
        unit: Unit,
        rows: Vec<Head>,
        areas: &Areas,
        hits: impl IntoIterator<Item = Hit>,
    ) -> Self {
        let mut sheet = Self::new(code, label, unit, rows, areas);
        let mut hits: Vec<_> = hits.into_iter().collect();
        // Whoever was counted last in a cell is then the only one who may be counted there already.
        hits.sort_by_key(|hit| hit.about);
        let mut last = vec![None; sheet.cells.len()];
        hits.into_iter().for_each(|hit| sheet.count(hit, areas, &mut last));
        sheet
    }

    fn count(&mut self, hit: Hit, areas: &Areas, last: &mut [Option<Somebody>]) {
        for row in upwards(&self.rows, hit.row) {
            for area in areas.upwards(hit.area) {
                let at = row * self.areas.len() + area;
                self.cells[at].value += hit.value;
                self.cells[at].behind += u64::from(last[at].replace(hit.about) != Some(hit.about));
            }
        }
        self.hits.push(hit);
    }

    /// The figure of a row in an area.
    pub fn cell(&self, row: usize, area: usize) -> Cell {
        self.cells[row * self.areas.len() + area]
    }

    /// Sets a figure that is no sum of events.
    pub fn set(&mut self, row: usize, area: usize, cell: Cell) {
        let columns = self.areas.len();
        self.cells[row * columns + area] = cell;
    }

    /// The place of a row.
    pub fn row(&self, code: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.code == code)
    }

    /// The whole of which a row is a part, through all that stands between.
    pub fn whole_of(&self, row: usize) -> usize {
        upwards(&self.rows, row).last().unwrap_or(row)
    }

    /// The figure of a row in an area, by their codes; nothing of what is not there.
    pub fn value(&self, row: &str, area: usize) -> u64 {
        self.row(row).map_or(0, |row| self.cell(row, area).value)
    }

    /// The events behind a row in an area.
    pub fn behind(&self, row: usize, area: usize) -> impl Iterator<Item = Origin> {
        let of_row = move |hit: &&Hit| upwards(&self.rows, hit.row).any(|it| it == row);
        let of_area = move |hit: &&Hit| upwards(&self.areas, hit.area).any(|it| it == area);
        self.hits.iter().filter(of_row).filter(of_area).map(|hit| hit.origin)
    }

    /// What each row is a share of, in tenths of a percent.
    ///
    /// The parts of a whole add up to 100.0: each gets its share rounded down, and what is left over goes to
    /// the largest remainders, the earlier row first. A row with parts has what they have together. Rows
    /// that are shares without being parts are rounded to the nearest.
    pub fn permille(&self, area: usize) -> Vec<Option<u64>> {
        let mut shares = vec![None; self.rows.len()];
        let is_leaf = |row: usize| self.rows.iter().all(|head| head.part_of != Some(row));
        for whole in (0..self.rows.len()).filter(|row| self.rows[*row].part_of.is_none() && !is_leaf(*row)) {
            let leaves: Vec<_> = (0..self.rows.len())
                .filter(|row| is_leaf(*row) && upwards(&self.rows, *row).any(|above| above == whole))
                .collect();
            let counts: Vec<_> = leaves.iter().map(|row| self.cell(*row, area).value).collect();
            for (leaf, share) in leaves.into_iter().zip(largest_remainders(&counts)) {
                for row in upwards(&self.rows, leaf) {
                    shares[row] = share.map(|share| share + shares[row].unwrap_or(0));
                }
            }
        }
        for (row, head) in self.rows.iter().enumerate() {
            let Some(whole) = head.share_of else { continue };
            let (part, whole) = (self.cell(row, area).value, self.cell(whole, area).value);
            shares[row] = permille_of(part, whole);
        }
        shares
    }
}

/// What a part is of a whole, in tenths of a percent, rounded to the nearest; none where there is no whole.
pub fn permille_of(part: u64, whole: u64) -> Option<u64> {
    (whole > 0).then(|| (part * 2000 + whole) / (whole * 2))
}

/// How many there are, as figures count.
pub(crate) fn count<T>(items: impl Iterator<Item = T>) -> u64 {
    u64::try_from(items.count()).unwrap_or(u64::MAX)
}

/// A row and everything that it is part of.
pub(crate) fn upwards(heads: &[Head], row: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(row), |row| heads[*row].part_of)
}

/// Tenths of a percent that add up to a thousand; none where there is nothing to share.
fn largest_remainders(counts: &[u64]) -> Vec<Option<u64>> {
    let total: u64 = counts.iter().sum();
    if total == 0 {
        return vec![None; counts.len()];
    }
    let mut shares: Vec<_> = counts.iter().map(|count| count * 1000 / total).collect();
    let left_over = 1000 - shares.iter().sum::<u64>();
    let mut order: Vec<_> = (0..counts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(counts[*at] * 1000 % total));
    for at in order.into_iter().take(usize::try_from(left_over).unwrap_or(usize::MAX)) {
        shares[at] += 1;
    }
    shares.into_iter().map(Some).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::largest_remainders;

    #[test]
    fn a_third_each_adds_up_to_a_hundred() {
        assert_eq!(largest_remainders(&[1, 1, 1]), [Some(334), Some(333), Some(333)]);
    }

    #[test]
    fn nothing_has_no_shares() {
        assert_eq!(largest_remainders(&[0, 0]), [None, None]);
    }

    proptest! {
        #[test]
        fn shares_add_up_and_are_never_more_than_a_tenth_off(
            counts in prop::collection::vec(0_u64..5_000, 1..20),
        ) {
            let total: u64 = counts.iter().sum();
            prop_assume!(total > 0);
            let shares = largest_remainders(&counts);
            prop_assert_eq!(shares.iter().flatten().sum::<u64>(), 1000);
            for (count, share) in counts.iter().zip(shares) {
                let exact = count * 1000;
                let share = share.unwrap_or_default() * total;
                prop_assert!(share.abs_diff(exact) < total);
                prop_assert!(*count > 0 || share == 0);
            }
        }
    }
}
