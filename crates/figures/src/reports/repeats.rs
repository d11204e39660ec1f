//! Unique persons, and who was reported again (HANDBOOK §10.4).

use std::collections::HashMap;

use super::{Check, Definition, Frame, definition, nothing_shielded};
use crate::areas::label;
use crate::house::Somebody;
use crate::sheet::{Cell, Head, Sheet, Unit, count};

pub(super) fn definitions() -> Vec<Definition> {
    vec![definition(
        1,
        label(
            "Personen over wie in de periode een melding is gewogen, elk één keer per gebied, naar hoe vaak dat was. Wie niet \
             als geregistreerde persoon is herkend, telt per melding als een eigen persoon; een gezin telt als wie het eerst \
             genoemd is. Samengevoegde personen zijn één.",
            "Persons about whom a report was weighed in the period, each once per area, by how often. Who was not \
             recognised as a registered person counts as a person of their own per report; a family counts as whoever was \
             named first. Merged persons are one.",
        ),
        nothing_shielded(),
    )]
}

/// Seven times and more is one row.
const MOST: u64 = 7;
/// The row of all who were reported again.
const MORE_THAN_ONCE: usize = 2;

/// The row of somebody who was reported so often.
fn row_of(often: u64) -> usize {
    match often.min(MOST) {
        ..=1 => 1,
        often => MORE_THAN_ONCE - 1 + usize::try_from(often).unwrap_or(0),
    }
}

pub(super) fn sheets(frame: &Frame<'_>) -> Vec<Sheet> {
    let rows = vec![
        Head::total("unique_persons", label("Unieke personen", "Unique persons")),
        Head::part("once", label("Eén keer", "Once"), 0),
        Head::part("more_than_once", label("Meer dan één keer", "More than once"), 0),
        Head::part("twice", label("Twee keer", "Twice"), MORE_THAN_ONCE),
        Head::part("three_times", label("Drie keer", "Three times"), MORE_THAN_ONCE),
        Head::part("four_times", label("Vier keer", "Four times"), MORE_THAN_ONCE),
        Head::part("five_times", label("Vijf keer", "Five times"), MORE_THAN_ONCE),
        Head::part("six_times", label("Zes keer", "Six times"), MORE_THAN_ONCE),
        Head::part("seven_or_more", label("Zeven keer of vaker", "Seven times or more"), MORE_THAN_ONCE),
        Head::total("weighed", label("Gewogen meldingen", "Reports weighed")),
    ];
    let reports = rows.len() - 1;
    let name = label("Naar aantal meldingen", "By number of reports");
    let mut sheet = Sheet::new("repeats", name, Unit::Number, rows, frame.areas);
    let weighed: Vec<_> =
        frame.weighed().map(|(case, weighing)| (frame.house.somebody(case), case, weighing)).collect();
    for area in 0..frame.areas.heads().len() {
        let here = weighed.iter().filter(|(_, case, _)| frame.lives_in(case, area));
        let times = how_often(here.map(|(somebody, ..)| *somebody));
        let with = |is: &dyn Fn(u64) -> bool| count(times.values().filter(|it| is(**it)));
        let persons = with(&|_| true);
        let mut set = |row: usize, value: u64| sheet.set(row, area, Cell { value, behind: value });
        set(0, persons);
        for often in 1..=MOST {
            set(row_of(often), with(&|it| it.min(MOST) == often));
        }
        set(MORE_THAN_ONCE, with(&|it| it > 1));
        sheet.set(reports, area, Cell { value: times.values().sum(), behind: persons });
    }
    let often = how_often(weighed.iter().map(|(somebody, ..)| *somebody));
    let hits = weighed.iter().map(|(somebody, case, weighing)| {
        let row = row_of(often.get(somebody).copied().unwrap_or(1));
        frame.weighed_in(row, (*case, *weighing))
    });
    sheet.hits = hits.collect();
    vec![sheet]
}

fn how_often(somebodies: impl Iterator<Item = Somebody>) -> HashMap<Somebody, u64> {
    let mut times = HashMap::new();
    somebodies.for_each(|somebody| *times.entry(somebody).or_default() += 1);
    times
}

pub(super) fn checks(frame: &Frame<'_>, sheets: &[Sheet], area: usize) -> Vec<Check> {
    let Some(sheet) = sheets.first() else { return Vec::new() };
    let rows = ["once", "twice", "three_times", "four_times", "five_times", "six_times", "seven_or_more"];
    let at_least = rows.iter().zip(1..).map(|(row, often)| often * sheet.value(row, area)).sum();
    let weighed = sheet.value("weighed", area);
    let unrecognised =
        frame.weighed().filter(|(case, _)| case.person.is_none() && frame.lives_in(case, area));
    let unrecognised = count(unrecognised);
    vec![
        Check::equal(
            "reports_and_repeats",
            label(
                "Gewogen meldingen en wat de herhalingen ten minste inhouden",
                "Reports weighed, and how many the repeats imply at least",
            ),
            weighed,
            at_least,
        )
        .because(
            "more_than_seven",
            label("Vaker dan zeven keer gemeld", "Reported more than seven times"),
            weighed.cast_signed() - at_least.cast_signed(),
        ),
        Check::equal(
            "unrecognised",
            label(
                "Gewogen over wie niet als persoon is herkend",
                "Weighed about nobody who was recognised as a person",
            ),
            unrecognised,
            0,
        )
        .because(
            "counted_as_own",
            label("Elk geteld als een eigen persoon", "Each counted as a person of their own"),
            unrecognised.cast_signed(),
        ),
    ]
}
