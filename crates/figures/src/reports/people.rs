//! Age class and gender (HANDBOOK §10.3).

use chrono::Datelike;
use schakel_domain::case::SubjectKind;
use schakel_domain::person::Gender;

use super::{Check, Definition, Frame, definition, nothing_shielded};
use crate::areas::label;
use crate::house::Profile;
use crate::sheet::{Head, Sheet, count};

pub(super) fn definitions() -> Vec<Definition> {
    vec![definition(
        1,
        label(
            "Meldingen die in de periode in een briefing zijn gewogen, naar leeftijd op de peildatum en geslacht van wie zij \
             betreffen. De figuren kennen alleen het geboortejaar: wie in het jaar van de peildatum 18 of 23 wordt, telt als \
             18 of 23. Op 31 december is dat precies. Een gezin heeft geen leeftijd en telt als onbekend.",
            "Reports weighed in a briefing in the period, by the age on the reference date and the gender of whom they are \
             about. The figures know the year of birth alone: who turns 18 or 23 in the year of the reference date counts \
             as 18 or 23, which is exact on 31 December. A family has no age and counts as unknown.",
        ),
        nothing_shielded(),
    )]
}

/// The first age of the classes above the youngest.
const BOUNDS: [i32; 2] = [18, 23];

pub(super) fn sheets(frame: &Frame<'_>) -> Vec<Sheet> {
    vec![by_age(frame), by_gender(frame)]
}

fn age_reached(frame: &Frame<'_>, profile: &Profile) -> Option<i32> {
    let is_person = profile.kind == SubjectKind::Person;
    profile.birth_year.filter(|_| is_person).map(|year| frame.reference_date.year() - year)
}

fn by_age(frame: &Frame<'_>) -> Sheet {
    let rows = vec![
        Head::total("weighed", label("Gewogen", "Weighed")),
        Head::part("under_18", label("Jonger dan 18", "Under 18"), 0),
        Head::part("18_to_22", label("18 tot 23", "18 to 22"), 0),
        Head::part("23_and_over", label("23 en ouder", "23 and over"), 0),
        Head::part("unknown", label("Onbekend", "Unknown"), 0),
    ];
    let row_of = |age: i32| 1 + BOUNDS.iter().filter(|bound| age >= **bound).count();
    let hits: Vec<_> = frame
        .weighed()
        .map(|(case, weighing)| {
            let age = age_reached(frame, &frame.house.profile(case));
            frame.weighed_in(age.map_or(4, row_of), (case, weighing))
        })
        .collect();
    Sheet::of(
        "age",
        label("Naar leeftijd op de peildatum", "By age on the reference date"),
        rows,
        frame.areas,
        hits,
    )
}

fn by_gender(frame: &Frame<'_>) -> Sheet {
    let rows = vec![
        Head::total("weighed", label("Gewogen", "Weighed")),
        Head::part("man", label("Man", "Man"), 0),
        Head::part("woman", label("Vrouw", "Woman"), 0),
        Head::part("family", label("Gezin", "Family"), 0),
        Head::part("unknown", label("Onbekend", "Unknown"), 0),
    ];
    let row_of = |profile: Profile| match (profile.kind, profile.gender) {
        (SubjectKind::Family, _) => 3,
        (SubjectKind::Person, Gender::Man) => 1,
        (SubjectKind::Person, Gender::Woman) => 2,
        (SubjectKind::Person, Gender::Unknown) => 4,
    };
    let hits: Vec<_> = frame
        .weighed()
        .map(|(case, weighing)| frame.weighed_in(row_of(frame.house.profile(case)), (case, weighing)))
        .collect();
    Sheet::of("gender", label("Naar geslacht", "By gender"), rows, frame.areas, hits)
}

pub(super) fn checks(frame: &Frame<'_>, sheets: &[Sheet], area: usize) -> Vec<Check> {
    let [by_age, by_gender] = sheets else { return Vec::new() };
    let totals = Check::equal(
        "age_and_gender",
        label("Gewogen: naar leeftijd en naar geslacht", "Weighed: by age and by gender"),
        by_age.value("weighed", area),
        by_gender.value("weighed", area),
    );
    vec![totals, on_the_day(frame, area)]
}

/// Who may not have reached a bound yet on the reference date.
fn on_the_day(frame: &Frame<'_>, area: usize) -> Check {
    let is_last_day = (frame.reference_date.month(), frame.reference_date.day()) == (12, 31);
    let doubtful = frame.weighed().filter(|(case, _)| {
        let age = age_reached(frame, &frame.house.profile(case));
        !is_last_day && frame.lives_in(case, area) && age.is_some_and(|age| BOUNDS.contains(&age))
    });
    let doubtful = count(doubtful);
    Check::equal(
        "reached_on_the_day",
        label(
            "Leeftijdsgrens in het jaar van de peildatum bereikt, dag onbekend",
            "Reach an age bound in the reference year, on an unknown day",
        ),
        doubtful,
        0,
    )
    .because(
        "year_of_birth_alone",
        label("Alleen het geboortejaar is bekend", "The year of birth alone is known"),
        doubtful.cast_signed(),
    )
}
