//! Which cases there are: counts shared out so that every margin is met.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use schakel_domain::region::{MunicipalityCode, Region};

use super::Margins;
use super::shares::{Counts, Year, less, share_out, total};

/// All cases of the years.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The cases.
    pub cases: Vec<Planned>,
    /// Who was reported more than once.
    pub persons: Vec<Attributes>,
}

/// A case as it will be.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub municipality: MunicipalityCode,
    pub has_local_table: bool,
    pub about: Attributes,
    /// The place of the registered person among [`Plan::persons`].
    pub person: Option<usize>,
    pub reported_on: NaiveDate,
    /// The day on which it is put on the briefing of the new year, where it waits for that.
    pub waits_from: Option<NaiveDate>,
    pub weighed: Option<(NaiveDate, Decided)>,
    pub scheduled_on: Option<NaiveDate>,
    pub planned_on: Option<NaiveDate>,
    pub escalated: Option<(NaiveDate, &'static str)>,
    pub closed: Option<(NaiveDate, Results)>,
    /// The day on which it is closed, where that takes no plan.
    pub settles: Option<NaiveDate>,
}

/// About whom a case is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attributes {
    pub is_family: bool,
    pub gender: &'static str,
    pub birth_year: Option<i32>,
}

/// What the briefing decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decided {
    Focus,
    Top60,
    Aftercare,
    MonitorAftercare,
    Bilateral,
    Trajectory,
    Escalate(&'static str),
    NoFollowUp(&'static str),
}

/// Which of the five results a case has.
pub(super) type Results = [bool; 5];

pub(super) const RESULTS: [&str; 5] = [
    "procedure_breakthrough",
    "all_parties_cooperate",
    "progress_made",
    "made_manageable",
    "holder_can_proceed",
];

impl Plan {
    pub(super) fn of(region: &Region, years: &[(i32, Margins)]) -> Self {
        let shared = share_out(years);
        let mut plan = Self::default();
        let local = |code: &MunicipalityCode| {
            region.municipality(code).is_some_and(|it| it.detention_reports_to.is_some())
        };
        let mut making = Making {
            plan: &mut plan,
            local: &local,
            waiting: Vec::new(),
            aftercare: Vec::new(),
            focus: Vec::new(),
            unscheduled: Vec::new(),
            top60: Vec::new(),
        };
        if let Some(first) = shared.first() {
            let later: Vec<_> = shared.iter().map(|year| &year.top60).collect();
            making.before(first, &later);
        }
        for (at, year) in shared.iter().enumerate() {
            making.year(year, shared.get(at + 1));
        }
        plan
    }
}

/// Makes the cases, and keeps which of them go on.
struct Making<'a> {
    plan: &'a mut Plan,
    local: &'a dyn Fn(&MunicipalityCode) -> bool,
    waiting: Vec<usize>,
    aftercare: Vec<usize>,
    focus: Vec<usize>,
    unscheduled: Vec<usize>,
    top60: Vec<usize>,
}

const GROWN_UP: Attributes = Attributes { is_family: false, gender: "man", birth_year: Some(1980) };
const REASONS: [&str; 3] = ["already_in_hand", "partners_informed", "belongs_elsewhere"];

impl Making<'_> {
    fn case(&mut self, code: &MunicipalityCode, reported_on: NaiveDate) -> usize {
        self.plan.cases.push(Planned {
            municipality: code.clone(),
            has_local_table: (self.local)(code),
            about: GROWN_UP,
            person: None,
            reported_on,
            waits_from: None,
            weighed: None,
            scheduled_on: None,
            planned_on: None,
            escalated: None,
            closed: None,
            settles: None,
        });
        self.plan.cases.len() - 1
    }

    /// What was decided before the first year and goes on in it, and what comes on a Top60 agenda later.
    fn before(&mut self, first: &Year<'_>, top60: &[&Counts]) {
        let mut days = Spread::over(first.year - 1, 15, 330);
        for (code, count) in &first.aftercare_old {
            for _ in 0..*count {
                let at = self.decided(code, days.next(), Decided::Aftercare);
                self.plan.cases[at].scheduled_on = Some(self.plan.cases[at].reported_on + Days::new(7));
                self.aftercare.push(at);
            }
        }
        for counts in top60 {
            for (code, count) in *counts {
                for _ in 0..*count {
                    let at = self.decided(code, days.next(), Decided::Top60);
                    self.top60.push(at);
                }
            }
        }
    }

    fn decided(&mut self, code: &MunicipalityCode, on: NaiveDate, decided: Decided) -> usize {
        let at = self.case(code, on);
        self.plan.cases[at].weighed = Some((on + Days::new(3), decided));
        at
    }

    fn year(&mut self, year: &Year<'_>, next: Option<&Year<'_>>) {
        let weighed = self.weighed(year);
        let aftercare = self.aftercare_of(year, &weighed);
        let focus = self.focus_of(year, &weighed);
        self.decide_the_rest(year, &weighed);
        self.leave_waiting(year);
        self.describe(year, &weighed);
        self.close(year, next, aftercare, focus);
    }

    /// The cases that are weighed in the year: those that waited, and those that are reported in it.
    fn weighed(&mut self, year: &Year<'_>) -> Vec<usize> {
        let mut weighed = std::mem::take(&mut self.waiting);
        for at in &weighed {
            self.plan.cases[*at].weighed = Some((day(year.year, 8), Decided::NoFollowUp(REASONS[0])));
        }
        let fresh = less(&year.margins.in_handling[0], &[&year.waiting, &year.left]);
        let mut days = Spread::over(year.year, 10, 270);
        // Spread in turn, so that every municipality has reports all through the year.
        let mut codes: Vec<_> = fresh
            .iter()
            .flat_map(|(code, count)| (0..*count).map(move |at| (at * 1000 / count, code.clone())))
            .collect();
        codes.sort();
        for (_, code) in codes {
            let at = self.decided(&code, days.next_of(total(&fresh)), Decided::NoFollowUp(REASONS[0]));
            weighed.push(at);
        }
        weighed
    }

    /// Of these cases, the first that are not taken, as many as each municipality has.
    fn take(&mut self, among: &[usize], counts: &Counts, decided: Decided) -> Vec<usize> {
        let mut left = counts.clone();
        let mut taken = Vec::new();
        for at in among {
            let case = &mut self.plan.cases[*at];
            let is_free = case.weighed.is_some_and(|(_, it)| matches!(it, Decided::NoFollowUp(_)));
            let Some(count) = left.get_mut(&case.municipality).filter(|count| **count > 0 && is_free) else {
                continue;
            };
            let Some((on, _)) = case.weighed else { continue };
            *count -= 1;
            case.weighed = Some((on, decided));
            taken.push(*at);
        }
        taken
    }

    fn aftercare_of(&mut self, year: &Year<'_>, weighed: &[usize]) -> Vec<usize> {
        let new = self.take(weighed, &year.aftercare_new, Decided::Aftercare);
        for (number, at) in new.iter().enumerate() {
            let case = &mut self.plan.cases[*at];
            let Some((on, _)) = case.weighed else { continue };
            case.scheduled_on = Some(on + Days::new(7));
            if number % 4 == 3 {
                case.weighed = Some((on, Decided::MonitorAftercare));
            }
        }
        let old = std::mem::take(&mut self.aftercare);
        new.into_iter().chain(old).collect()
    }

    fn focus_of(&mut self, year: &Year<'_>, weighed: &[usize]) -> Vec<usize> {
        let late = std::mem::take(&mut self.unscheduled);
        self.unscheduled = self.take(weighed, &year.focus_unscheduled, Decided::Focus);
        let new = self.take(weighed, &year.focus_new, Decided::Focus);
        let top60 = self.top60_of(&year.top60);
        let mut days = Spread::over(year.year, 12, 100);
        for at in late.iter().chain(&top60) {
            self.plan.cases[*at].scheduled_on = Some(days.next());
        }
        for at in &new {
            let case = &mut self.plan.cases[*at];
            case.scheduled_on = case.weighed.map(|(on, _)| on + Days::new(7));
        }
        let old = std::mem::take(&mut self.focus);
        old.into_iter().chain(late).chain(top60).chain(new).collect()
    }

    fn top60_of(&mut self, counts: &Counts) -> Vec<usize> {
        let mut left = counts.clone();
        let cases = &self.plan.cases;
        let (now, later) = self.top60.iter().partition(|at| {
            let count = left.get_mut(&cases[**at].municipality).filter(|count| **count > 0);
            count.map(|count| *count -= 1).is_some()
        });
        self.top60 = later;
        now
    }

    /// What neither aftercare nor focus took up.
    fn decide_the_rest(&mut self, year: &Year<'_>, weighed: &[usize]) {
        let decided = |name: &str| Margins::of(&year.margins.decisions, name);
        let mut rest: Vec<_> = Vec::new();
        rest.extend(std::iter::repeat_n(Decided::Escalate("direction_room"), decided("escalate")));
        rest.extend(std::iter::repeat_n(Decided::Trajectory, decided("start_voluntary_trajectory")));
        rest.extend(std::iter::repeat_n(Decided::Bilateral, decided("handle_bilaterally")));
        rest.extend(
            REASONS.iter().cycle().take(decided("no_follow_up")).map(|reason| Decided::NoFollowUp(reason)),
        );
        let free: Vec<_> = weighed
            .iter()
            .copied()
            .filter(|at| {
                self.plan.cases[*at].weighed.is_some_and(|(_, it)| matches!(it, Decided::NoFollowUp(_)))
            })
            .collect();
        // Mixed, so that no decision belongs to one time of the year.
        let step = coprime_to(free.len());
        for (number, decided) in rest.into_iter().enumerate().take(free.len()) {
            let case = &mut self.plan.cases[free[number * step % free.len()]];
            if let Some((on, _)) = case.weighed {
                case.weighed = Some((on, decided));
                let settles = !matches!(decided, Decided::Escalate(_));
                case.settles = settles.then(|| (on + Days::new(30)).min(day(year.year, 360)));
            }
        }
    }

    /// Put on the agenda of the new year's first briefing.
    fn leave_waiting(&mut self, year: &Year<'_>) {
        let mut days = Spread::over(year.year, 320, 30);
        for (code, count) in &year.left {
            for _ in 0..*count {
                let on = days.next();
                let at = self.case(code, on);
                self.plan.cases[at].waits_from = Some(on);
                self.waiting.push(at);
            }
        }
    }

    /// Who the weighed reports are about: families, then the young, women and unknown, and who comes back.
    fn describe(&mut self, year: &Year<'_>, weighed: &[usize]) {
        let is_of_age = |case: &Planned| {
            matches!(case.weighed, Some((_, Decided::Aftercare | Decided::MonitorAftercare)))
        };
        let simple = |case: &Planned| case.settles.is_some() && case.waits_from.is_none();
        let (mut free, fixed): (Vec<_>, Vec<_>) =
            weighed.iter().copied().partition(|at| simple(&self.plan.cases[*at]));
        for at in weighed {
            self.plan.cases[*at].about = Attributes { birth_year: Some(year.year - 35), ..GROWN_UP };
        }
        self.repeated(year, &mut free);
        let others: Vec<_> = free
            .into_iter()
            .chain(fixed.into_iter().filter(|at| !is_of_age(&self.plan.cases[*at])))
            .collect();
        let count = |table: &BTreeMap<String, usize>, name: &str| Margins::of(table, name);
        let (families, unknown) =
            (count(&year.margins.gender, "family"), count(&year.margins.gender, "unknown"));
        let women = count(&year.margins.gender, "woman");
        let genders = std::iter::repeat_n("family", families)
            .chain(std::iter::repeat_n("unknown", unknown))
            .chain(std::iter::repeat_n("woman", women));
        for (at, gender) in others.iter().zip(genders) {
            let about = &mut self.plan.cases[*at].about;
            let is_family = gender == "family";
            *about = Attributes { is_family, gender: if is_family { "unknown" } else { gender }, ..*about };
        }
        let ages = std::iter::repeat_n(15, count(&year.margins.age, "under_18"))
            .chain(std::iter::repeat_n(20, count(&year.margins.age, "18_to_22")));
        let aged = others.iter().skip(families).zip(ages);
        aged.for_each(|(at, age)| self.plan.cases[*at].about.birth_year = Some(year.year - age));
    }

    /// Takes out the cases of those who were reported more than once.
    fn repeated(&mut self, year: &Year<'_>, free: &mut Vec<usize>) {
        for (times, persons) in (2..).zip(repeats_that_fit(year.margins)) {
            for _ in 0..persons {
                if free.len() < times {
                    return;
                }
                let about = Attributes { birth_year: Some(year.year - 35), ..GROWN_UP };
                self.plan.persons.push(about);
                let person = self.plan.persons.len() - 1;
                // Taken far apart: somebody comes back after a while.
                let step = free.len() / times;
                for number in (0..times).rev() {
                    let at = free.remove(number * step);
                    let case = &mut self.plan.cases[at];
                    (case.person, case.about) = (Some(person), about);
                }
            }
        }
    }

    /// What ends in the year: as many focus cases as were closed, and what aftercare does not take over.
    fn close(&mut self, year: &Year<'_>, next: Option<&Year<'_>>, aftercare: Vec<usize>, focus: Vec<usize>) {
        let mut stays = next.map(|next| next.aftercare_old.clone()).unwrap_or_default();
        for at in aftercare {
            let case = &mut self.plan.cases[at];
            let goes_on = next.is_none() || take_one(&mut stays, &case.municipality);
            match goes_on {
                true => self.aftercare.push(at),
                false => case.settles = Some(day(year.year, 358)),
            }
        }
        let mut stays = next.map(|next| next.focus_old.clone()).unwrap_or_default();
        let (staying, mut closing): (Vec<_>, Vec<_>) = focus
            .into_iter()
            .partition(|at| next.is_some() && take_one(&mut stays, &self.plan.cases[*at].municipality));
        let surplus = closing.len().saturating_sub(year.margins.closed);
        self.focus = staying;
        self.focus.extend(closing.split_off(closing.len() - surplus));
        let mut escalations = self.escalations(year);
        for (number, at) in closing.iter().enumerate() {
            let case = &mut self.plan.cases[*at];
            let Some(scheduled) = case.scheduled_on else { continue };
            let planned = (scheduled + Days::new(14)).max(day(year.year, 5));
            case.planned_on = Some(planned);
            let results = RESULTS.map(|name| number < Margins::of(&year.margins.results, name));
            let weeks = if number % 5 == 4 { 30 } else { 20 };
            case.closed = Some(((planned + Days::new(7 * weeks)).min(day(year.year, 355)), results));
            case.escalated = escalations.pop().map(|level| (planned + Days::new(10), level));
        }
    }

    /// Those that no briefing decided on.
    fn escalations(&self, year: &Year<'_>) -> Vec<&'static str> {
        let by_briefing = Margins::of(&year.margins.decisions, "escalate");
        let level = |level: &'static str, less: usize| {
            let number = Margins::of(&year.margins.escalations, level).saturating_sub(less);
            std::iter::repeat_n(level, number)
        };
        level("direction_room", by_briefing).chain(level("mayor_or_alderman", 0)).collect()
    }
}

fn take_one(counts: &mut Counts, code: &MunicipalityCode) -> bool {
    counts.get_mut(code).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
}

/// How many persons were reported two, three, … times. The published numbers imply more reports than there were, so some
/// who came three times come twice here: the unique persons and the reports are met.
pub(super) fn repeats_that_fit(margins: &Margins) -> [usize; 6] {
    let names = ["twice", "three_times", "four_times", "five_times", "six_times", "seven_or_more"];
    let mut persons = names.map(|name| Margins::of(&margins.repeats, name));
    let further =
        Margins::of(&margins.repeats, "weighed_reports") - Margins::of(&margins.repeats, "unique_persons");
    let implied: usize = persons.iter().zip(1..).map(|(persons, further)| persons * further).sum();
    let too_many = implied.saturating_sub(further).min(persons[1]);
    persons[1] -= too_many;
    persons[0] += too_many;
    persons
}

/// Days spread evenly over a part of a year.
struct Spread {
    from: NaiveDate,
    days: usize,
    at: usize,
}

impl Spread {
    fn over(year: i32, from: u64, days: usize) -> Self {
        Self { from: day(year, from), days, at: 0 }
    }

    fn next(&mut self) -> NaiveDate {
        self.next_of(self.days)
    }

    fn next_of(&mut self, number: usize) -> NaiveDate {
        let days = self.at * self.days / number.max(1) % self.days;
        self.at += 1;
        self.from + Days::new(u64::try_from(days).unwrap_or(0))
    }
}

fn day(year: i32, ordinal: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default() + Days::new(ordinal)
}

/// A step that comes by everything once.
fn coprime_to(number: usize) -> usize {
    let divides = |step: usize| (2..=step).any(|it| step.is_multiple_of(it) && number.is_multiple_of(it));
    (number / 3 + 1..).find(|step| !divides(*step)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use chrono::Datelike;

    use super::*;
    use crate::demo::years::PUBLISHED;

    #[test]
    fn every_decision_is_taken_as_often_as_it_was_published() {
        let region: Region =
            toml::from_str(include_str!("../../../../../regions/hollands-midden.toml")).unwrap();
        let years: Vec<_> = PUBLISHED.map(|year| (year, Margins::published(year, &region))).into();
        let plan = Plan::of(&region, &years);
        for (year, margins) in &years {
            let of_year = |case: &&Planned| case.weighed.is_some_and(|(on, _)| on.year() == *year);
            let decided = |is: fn(Decided) -> bool| {
                plan.cases
                    .iter()
                    .filter(of_year)
                    .filter(|case| case.weighed.is_some_and(|(_, it)| is(it)))
                    .count()
            };
            let focus = decided(|it| matches!(it, Decided::Focus | Decided::Top60));
            let aftercare = decided(|it| matches!(it, Decided::Aftercare | Decided::MonitorAftercare));
            let published = |name: &str| Margins::of(&margins.decisions, name);
            assert_eq!(focus, published("schedule_focus_or_top60"), "{year}");
            assert_eq!(aftercare, published("schedule_or_monitor_aftercare"), "{year}");
            assert_eq!(decided(|it| it == Decided::Bilateral), published("handle_bilaterally"), "{year}");
            assert_eq!(decided(|_| true), published("total"), "{year}");
        }
    }
}
