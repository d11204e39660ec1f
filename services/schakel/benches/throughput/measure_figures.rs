//! All reports of a year over ten years of a House, from its facts in memory: as it is, as it was on a past day, and what
//! of it may be told.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use schakel_domain::MemberId;
use schakel_domain::case::{ClosingCode, DecisionCode, NoFollowUpCode, SubjectKind, Trigger};
use schakel_domain::code::Code;
use schakel_domain::person::Gender;
use schakel_domain::region::{MeetingTypeCode, OrganisationCode, Region};
use schakel_figures::areas::Areas;
use schakel_figures::disclosure::Protected;
use schakel_figures::fact::{About, Entry, Fact, Origin, Report as Reported};
use schakel_figures::house::House;
use schakel_figures::reports::{CostInputs, Frame, Period, Report};
use uuid::Uuid;

use crate::{Failure, Result};

/// By what it is asked for.
pub const NAMES: [&str; 1] = ["figures"];
/// Reports of ten years.
const REPORTS: u64 = 25_000;
const YEARS: u64 = 10;
/// Of so many the middle counts.
const TIMES: usize = 9;
const REGION: &str = include_str!("../../../../regions/hollands-midden.toml");

/// How long it took.
pub struct Measured {
    /// All reports of a year, in milliseconds.
    pub reports: f64,
    /// The same as of a past day, with the House made anew from its facts.
    pub as_of: f64,
    /// The same with what may not be told left out.
    pub publishable: f64,
}

/// Measures it, in one thread.
pub fn measure() -> Result<Measured> {
    let region: Region = toml::from_str(REGION)?;
    let areas = Areas::of(&region);
    let entries: Vec<_> = (0..REPORTS).flat_map(|number| case(number, &region)).collect();
    let house = House::of(&entries);
    let names = HashMap::new();
    let year = i32::try_from(2016 + YEARS - 2)?;
    let period = Period::year(year).ok_or_else(|| Failure::from("no year"))?;
    let all = |house: &House, few: Option<u64>| {
        let frame = Frame {
            house,
            region: &region,
            areas: &areas,
            period,
            reference_date: period.until,
            names: &names,
            inputs: CostInputs::default(),
        };
        let made =
            Report::ALL.iter().filter_map(|report| Some(report.make(&frame, report.definition(None)?, 0)));
        let sheets = made.flat_map(|figures| figures.sheets);
        let told = sheets
            .map(|sheet| few.map_or_else(|| Protected::nothing_of(&sheet), |few| Protected::of(&sheet, few)));
        std::hint::black_box(told.count());
    };
    Ok(Measured {
        reports: middle(|| all(&house, None)),
        as_of: middle(|| {
            let known = entries.iter().filter(|entry| entry.recorded_on <= period.until);
            all(&House::of(known), None);
        }),
        publishable: middle(|| all(&house, Some(region.figures.few))),
    })
}

fn middle(work: impl Fn()) -> f64 {
    let timed = |_| {
        let began = Instant::now();
        work();
        began.elapsed()
    };
    let mut times: Vec<Duration> = (0..TIMES).map(timed).collect();
    times.sort_unstable();
    times[TIMES / 2].as_secs_f64() * 1000.0
}

/// A case from report to closing; every fifth is discussed in between.
fn case(number: u64, region: &Region) -> Vec<Entry> {
    let stream = Uuid::from_u128(u128::from(number) + 1);
    let begin = NaiveDate::from_ymd_opt(2016, 1, 1).unwrap_or_default();
    let on = begin + Days::new(number * 365 * YEARS / REPORTS);
    let at = |list: usize| usize::try_from(number).unwrap_or(0) % list;
    let municipality = region.municipalities[at(region.municipalities.len())].code.clone();
    let about = About {
        kind: SubjectKind::Person,
        member: MemberId(stream),
        gender: Gender::ALL[at(Gender::ALL.len())],
        birth_year: Some(1950 + i32::try_from(number % 60).unwrap_or(0)),
    };
    let report = Reported {
        trigger: Some(Trigger::ALL[at(Trigger::ALL.len())]),
        theme: None,
        municipality: Some(municipality),
        about: Some(about),
        release_date: None,
    };
    let decision = DecisionCode::ALL[at(DecisionCode::ALL.len())];
    let no_follow_up = (decision == DecisionCode::NoFollowUp).then_some(NoFollowUpCode::PartnersInformed);
    let discussed = Fact::Scheduled { meeting_type: MeetingTypeCode::new("aftercare"), meeting: None };
    let facts = [
        Some((0, Fact::Reported { on, source: OrganisationCode::new("politie"), report })),
        Some((3, Fact::Weighed { on: on + Days::new(3), decision, no_follow_up, is_provisional: false })),
        number.is_multiple_of(5).then_some((10, discussed)),
        Some((60, Fact::Closed { on: on + Days::new(60), ground: ClosingCode::NoFollowUp, results: None })),
    ];
    let entry = |(sequence, (days, fact)): (u64, (u64, Fact))| Entry {
        recorded_on: on + Days::new(days),
        origin: Origin { stream, sequence },
        fact,
    };
    (1..).zip(facts.into_iter().flatten()).map(entry).collect()
}
