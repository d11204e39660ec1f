//! All reports of a year over ten years of a House: from its facts in memory, and over REST; as it is, as it was on a past
//! day, and what of it may be told; and lookups meanwhile.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use schakel_access::Role;
use schakel_domain::MemberId;
use schakel_domain::case::{ClosingCode, DecisionCode, NoFollowUpCode, SubjectKind, Trigger};
use schakel_domain::code::Code;
use schakel_domain::person::Gender;
use schakel_domain::region::{MeetingTypeCode, OrganisationCode, Region};
use schakel_figures::areas::Areas;
use schakel_figures::disclosure::Protected;
use schakel_figures::fact::{About, Entry, Fact, Origin, Report as Reported};
use schakel_figures::house::House as Facts;
use schakel_figures::reports::{CostInputs, Frame, Period, Report as Figures};
use uuid::Uuid;

use crate::client::{Door, Rest};
use crate::closed_loop::Worker;
use crate::house::House;
use crate::lookups::By;
use crate::measure_lookups::Asking;
use crate::people::People;
use crate::questions::{All, Paths};
use crate::report::{Aim, Report};
use crate::sample::Sample;
use crate::{Failure, Result, closed_loop};

/// By what it is asked for.
pub const NAME: &str = "figures";
const REPORTS: &str = "all reports of a year";
const AS_OF: &str = "all reports of a year, as of a past day";
const ONE_REPORT: &str = "report";
/// How many clients there are at once.
const CLIENTS: [usize; 4] = [1, 8, 32, 128];
/// From how many follows how many lookups arrive.
const SOME_CLIENTS: usize = 32;
/// Cases of ten years.
pub const CASES: usize = 25_000;
/// How many years those are.
pub const YEARS: u64 = 10;
/// Of so many the middle counts.
const TIMES: usize = 9;
/// How often lookups are measured alone, and with reports, by turns.
const TURNS: usize = 5;
/// How lookups are named alone, and with reports, at which share of what closed loops get.
const LOADS: [(&str, &str, f64); 2] = [
    ("lookup at half load", "lookup at half load, with reports", 0.5),
    ("lookup at a quarter of the load", "lookup at a quarter of the load, with reports", 0.25),
];
const REGION: &str = include_str!("../../../../regions/hollands-midden.toml");

/// Measures it within this process, in one thread.
pub fn measure(report: &mut Report) -> Result<()> {
    let region: Region = toml::from_str(REGION)?;
    let areas = Areas::of(&region);
    let entries: Vec<_> = (0..CASES as u64).flat_map(|number| case(number, &region)).collect();
    let house = Facts::of(&entries);
    let names = HashMap::new();
    let year = i32::try_from(2016 + YEARS - 2)?;
    let period = Period::year(year).ok_or_else(|| Failure::from("no year"))?;
    let all = |house: &Facts, few: Option<u64>| {
        let frame = Frame {
            house,
            region: &region,
            areas: &areas,
            period,
            reference_date: period.until,
            names: &names,
            is_for_the_house: true,
            inputs: CostInputs::default(),
        };
        let made = Figures::ALL.iter().filter_map(|made| Some(made.make(&frame, made.definition(None)?, 0)));
        let sheets = made.flat_map(|figures| figures.sheets);
        let told = sheets
            .map(|sheet| few.map_or_else(|| Protected::nothing_of(&sheet), |few| Protected::of(&sheet, few)));
        std::hint::black_box(told.count());
    };
    let reports = middle(|| all(&house, None));
    let as_of = middle(|| {
        let known = entries.iter().filter(|entry| entry.recorded_on <= period.until);
        all(&Facts::of(known), None);
    });
    let told = middle(|| all(&house, Some(region.figures.few)));
    report.fact("all reports of a year over 25,000 cases, within the process, ms", reports);
    report.fact("the same as of a past day, ms", as_of);
    report.fact("the same, only what may be told, ms", told);
    Ok(())
}

/// Measures it over REST, on the databases of such a House.
pub async fn over_rest(house: &House, people: &People, report: &mut Report) -> Result<()> {
    let officer = house.door_for("policy-officer-1", Role::PolicyOfficer)?;
    let year = |more: &str| -> Vec<_> {
        let path = |code| format!("/v1/figures/{code}?fromDate=2024-01-01&untilDate=2024-12-31{more}");
        Figures::ALL.iter().map(|figures| path(figures.code())).collect()
    };
    let (now, as_of) = (year(""), year("&asOfDate=2025-01-31"));
    let began = Instant::now();
    Rest::open(&officer).await?.get(&now[0]).await?;
    report.fact("the first report after a start, ms", began.elapsed().as_secs_f64() * 1000.0);
    let (size, pid) = (Some(people.size()), house.pid());
    for (name, paths, bound) in [(REPORTS, &now, 100.0), (AS_OF, &as_of, 2000.0)] {
        let workers = All::open(&officer, paths, 1).await?;
        let sample = closed_loop::measure(house, pid, name, workers).await?;
        report.row(size, &sample, &[]);
        report.goal(format!("{name}, over REST, p50 ms"), sample.within(0.5), Aim::AtMost(bound));
    }
    for clients in CLIENTS {
        let workers = Paths::open(&officer, &now, clients).await?;
        report.row(size, &closed_loop::measure(house, pid, ONE_REPORT, workers).await?, &[]);
    }
    together(house, people, &officer, &now, report).await
}

/// Lookups by turns alone and while somebody asks one report after the other: at half load, and at a quarter. As fewer
/// clients at once share less, half the rate is four fifths of the processors.
async fn together(
    house: &House,
    people: &People,
    officer: &Door,
    paths: &[String],
    report: &mut Report,
) -> Result<()> {
    let (asking, size) = (Asking { house, people }, Some(people.size()));
    let capacity = asking.of_service("lookup by BSN, REST", By::Bsn, SOME_CLIENTS).await?;
    report.row(size, &capacity, &[]);
    for (name, with_reports, share) in LOADS {
        let rate = capacity.per_second() * share;
        let (mut alone, mut meanwhile) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            alone.push(asking.arriving(name, rate).await?);
            meanwhile.push(beside_reports(asking.arriving(with_reports, rate), officer, paths).await?);
        }
        let [alone, meanwhile] = [alone, meanwhile].map(middle_of);
        report.row(size, &alone, &[]);
        report.row(size, &meanwhile, &[]);
        let beside = meanwhile.within(0.99) / alone.within(0.99);
        report.goal(format!("{with_reports}: p99 beside alone"), beside, Aim::AtMost(1.2));
    }
    Ok(())
}

/// What is measured while somebody asks one report after the other.
async fn beside_reports(
    measured: impl Future<Output = Result<Sample>>,
    officer: &Door,
    paths: &[String],
) -> Result<Sample> {
    let mut reporters = Paths::open(officer, paths, 1).await?;
    let reporter = reporters.first_mut().ok_or("no client")?;
    let mut reporting = async || -> Result<Sample> {
        loop {
            reporter.once().await?;
        }
    };
    tokio::select! {
        measured = measured => measured,
        broken = reporting() => broken,
    }
}

/// The one whose 99 % took neither longest nor shortest: whatever else the machine does falls into some.
fn middle_of(mut samples: Vec<Sample>) -> Sample {
    samples.sort_by(|one, other| one.within(0.99).total_cmp(&other.within(0.99)));
    samples.swap_remove(samples.len() / 2)
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
    let on = begin + Days::new(number * 365 * YEARS / CASES as u64);
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
