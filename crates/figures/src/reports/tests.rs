//! Given facts, then figures: what each report counts, and what it does not.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::HashMap;

use chrono::NaiveDate;
use schakel_domain::case::{
    ClientPresence, ClosingCode, DecisionCode, Evaluator, NoFollowUpCode, Results, SubjectKind, Trigger,
};
use schakel_domain::person::Gender;
use schakel_domain::region::{
    BudgetSourceCode, MeetingTypeCode, MunicipalityCode, OrganisationCode, Region, ThemeCode,
};
use schakel_domain::trajectory::{HelpQuestion, HelpQuestions, TrajectoryKind};
use schakel_domain::{CaseId, MeetingId, MemberId, PersonId};
use uuid::Uuid;

use super::{CostInputs, Figures, Frame, Period, Report, SavingsInputs};
use crate::areas::Areas;
use crate::fact::{About, Entry, Fact, Origin, Report as Reported};
use crate::house::House;
use crate::sheet::{Cell, Sheet};

fn region() -> Region {
    toml::from_str(include_str!("../../../../regions/hollands-midden.toml")).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Facts as they are recorded, each on its own day and in its own stream.
#[derive(Default)]
struct Told {
    entries: Vec<Entry>,
    sequences: HashMap<Uuid, u64>,
}

impl Told {
    fn then(&mut self, stream: u128, on: &str, fact: Fact) -> &mut Self {
        let sequence = self.sequences.entry(id(stream)).or_default();
        *sequence += 1;
        let origin = Origin { stream: id(stream), sequence: *sequence };
        self.entries.push(Entry { recorded_on: day(on), origin, fact });
        self
    }

    /// A man of Leiden, born in 1980, arrested.
    fn reported(&mut self, case: u128, on: &str) -> &mut Self {
        self.reported_as(case, on, report(case))
    }

    fn reported_as(&mut self, case: u128, on: &str, report: Reported) -> &mut Self {
        let source = OrganisationCode::new("politie");
        self.then(case, on, Fact::Reported { on: day(on), source, report })
    }

    fn weighed(&mut self, case: u128, on: &str, decision: DecisionCode) -> &mut Self {
        let no_follow_up = (decision == DecisionCode::NoFollowUp).then_some(NoFollowUpCode::PartnersInformed);
        self.then(case, on, Fact::Weighed { on: day(on), decision, no_follow_up, is_provisional: false })
    }

    fn deferred(&mut self, case: u128, on: &str) -> &mut Self {
        let (decision, no_follow_up) = (DecisionCode::NoFollowUp, Some(NoFollowUpCode::Deferred));
        self.then(case, on, Fact::Weighed { on: day(on), decision, no_follow_up, is_provisional: true })
    }

    fn scheduled(&mut self, case: u128, on: &str, kind: &str, meeting: Option<u128>) -> &mut Self {
        let meeting = meeting.map(|meeting| MeetingId(id(meeting)));
        self.then(case, on, Fact::Scheduled { meeting_type: MeetingTypeCode::new(kind), meeting })
    }

    fn identified(&mut self, case: u128, on: &str, person: u128) -> &mut Self {
        self.then(case, on, Fact::Identified { member: MemberId(id(case)), person: PersonId(id(person)) })
    }

    fn closed(&mut self, case: u128, on: &str, results: Option<Results>) -> &mut Self {
        let ground = if results.is_some() { ClosingCode::DirectionEnded } else { ClosingCode::NoFollowUp };
        self.then(case, on, Fact::Closed { on: day(on), ground, results })
    }

    /// A report of a year, with this reference date and these inputs.
    fn made(&self, report: Report, year: i32, reference: &str, inputs: CostInputs) -> Figures {
        let (region, house) = (region(), House::of(&self.entries));
        let areas = Areas::of(&region);
        let period = Period::year(year).unwrap();
        let names = HashMap::new();
        let frame = Frame {
            house: &house,
            region: &region,
            areas: &areas,
            period,
            reference_date: day(reference),
            names: &names,
            is_for_the_house: true,
            inputs,
        };
        report.make(&frame, report.definition(None).unwrap(), 0)
    }

    fn of_2025(&self, report: Report) -> Figures {
        self.made(report, 2025, "2025-12-31", CostInputs::default())
    }
}

fn report(case: u128) -> Reported {
    let about = About {
        kind: SubjectKind::Person,
        member: MemberId(id(case)),
        gender: Gender::Man,
        birth_year: Some(1980),
    };
    Reported {
        trigger: Some(Trigger::Arrest),
        theme: None,
        municipality: Some(MunicipalityCode::new("leiden")),
        about: Some(about),
        release_date: None,
    }
}

fn sheet<'a>(made: &'a Figures, code: &str) -> &'a Sheet {
    made.sheets.iter().find(|sheet| sheet.code == code).unwrap()
}

/// The figure of a row for the whole region.
fn value(made: &Figures, table: &str, row: &str) -> u64 {
    let sheet = sheet(made, table);
    sheet.cell(sheet.row(row).unwrap(), 0).value
}

fn is_explained(made: &Figures) {
    for check in &made.checks {
        assert!(check.is_explained(), "{check:?}");
    }
}

#[test]
fn a_report_counts_once_with_its_last_decision_in_the_period() {
    let mut told = Told::default();
    told.reported(1, "2025-03-01").deferred(1, "2025-03-04").weighed(
        1,
        "2025-04-01",
        DecisionCode::HandleBilaterally,
    );
    told.reported(2, "2025-12-01").deferred(2, "2025-12-09").weighed(
        2,
        "2026-01-13",
        DecisionCode::ScheduleFocus,
    );
    let made = told.of_2025(Report::Decisions);
    assert_eq!(value(&made, "decisions", "weighed"), 2);
    assert_eq!(value(&made, "decisions", "handle_bilaterally"), 1);
    assert_eq!(value(&made, "decisions", "deferred"), 1, "its decision in the period, not the later one");
    assert_eq!(value(&made, "decisions", "acted_upon"), 1);
    let next = told.made(Report::Decisions, 2026, "2026-12-31", CostInputs::default());
    assert_eq!(value(&next, "decisions", "schedule_focus"), 1);
    is_explained(&made);
    is_explained(&next);
}

#[test]
fn what_was_weighed_and_what_was_received_differ_by_what_is_told() {
    let mut told = Told::default();
    told.reported(1, "2024-12-20").weighed(1, "2025-01-07", DecisionCode::NoFollowUp);
    told.reported(2, "2025-12-20");
    told.reported(3, "2025-06-01").scheduled(3, "2025-06-02", "systematic_offender", None);
    let made = told.of_2025(Report::Decisions);
    let check = made.checks.iter().find(|check| check.code == "weighed_and_received").unwrap();
    assert_eq!((check.one, check.other, check.is_explained()), (1, 2, true));
    let causes: Vec<_> = check.causes.iter().map(|cause| (cause.code.as_str(), cause.difference)).collect();
    assert_eq!(causes, [("received_earlier", 1), ("without_weighing", -1), ("not_weighed", -1)]);
}

#[test]
fn reports_are_told_apart_by_where_they_come_from() {
    let mut told = Told::default();
    let concern = Reported {
        trigger: Some(Trigger::CurrentConcern),
        theme: Some(ThemeCode::new("nuisance")),
        municipality: Some(MunicipalityCode::new("nederlek")),
        ..report(1)
    };
    told.reported_as(1, "2025-03-01", concern).weighed(1, "2025-03-04", DecisionCode::NoFollowUp);
    told.reported(2, "2025-03-01").weighed(2, "2025-03-04", DecisionCode::NoFollowUp);
    told.reported_as(3, "2025-03-01", Reported::default()).weighed(3, "2025-03-04", DecisionCode::NoFollowUp);
    let made = told.of_2025(Report::Origins);
    assert_eq!(value(&made, "sources", "politie"), 3);
    assert_eq!(value(&made, "triggers", "current_concern"), 1);
    assert_eq!(value(&made, "triggers", "not_recorded"), 1);
    assert_eq!(value(&made, "themes", "nuisance"), 1);
    assert_eq!(value(&made, "themes", "no_theme"), 1);
    assert_eq!(value(&made, "centres", "centre"), 1, "Leiden");
    assert_eq!(
        value(&made, "centres", "regional"),
        1,
        "Nederlek counts under Krimpenerwaard, which absorbed it"
    );
    assert_eq!(value(&made, "subregions", "midden_holland"), 1);
    let (sources, areas) = (sheet(&made, "sources"), Areas::of(&region()));
    assert_eq!(sources.value("weighed", areas.find("krimpenerwaard").unwrap()), 1);
    is_explained(&made);
}

#[test]
fn ages_are_those_of_the_reference_date_and_doubt_is_told() {
    let mut told = Told::default();
    let born = |case: u128, year: i32| {
        let about = About { birth_year: Some(year), ..report(case).about.unwrap() };
        Reported { about: Some(about), ..report(case) }
    };
    for (case, year) in [(1, 2008), (2, 2007), (3, 2003), (4, 2002)] {
        told.reported_as(case, "2025-03-01", born(case, year)).weighed(
            case,
            "2025-03-04",
            DecisionCode::NoFollowUp,
        );
    }
    let made = told.of_2025(Report::People);
    let ages = ["under_18", "18_to_22", "23_and_over"].map(|row| value(&made, "age", row));
    assert_eq!(ages, [1, 2, 1]);
    let halfway = told.made(Report::People, 2025, "2025-06-30", CostInputs::default());
    let check = halfway.checks.iter().find(|check| check.code == "reached_on_the_day").unwrap();
    assert_eq!(check.one, 2, "who was born in 2007 or 2002 may not have had their birthday yet");
}

#[test]
fn merged_records_are_one_person_and_two_again_when_that_is_undone() {
    let mut told = Told::default();
    for (case, person) in [(1, 11), (2, 12)] {
        told.reported(case, "2025-03-01").identified(case, "2025-03-02", person);
        told.weighed(case, "2025-03-04", DecisionCode::NoFollowUp);
    }
    assert_eq!(value(&told.of_2025(Report::Repeats), "repeats", "unique_persons"), 2);
    told.then(11, "2025-05-01", Fact::Merged { absorbed: PersonId(id(12)) });
    let merged = told.of_2025(Report::Repeats);
    assert_eq!((value(&merged, "repeats", "unique_persons"), value(&merged, "repeats", "twice")), (1, 1));
    assert_eq!(value(&merged, "repeats", "more_than_once"), 1);
    told.then(11, "2025-06-01", Fact::Unmerged { absorbed: PersonId(id(12)) });
    assert_eq!(value(&told.of_2025(Report::Repeats), "repeats", "unique_persons"), 2);
    is_explained(&merged);
}

#[test]
fn a_case_is_in_handling_while_it_runs_under_a_kind_of_meeting_also_in_the_next_year() {
    let mut told = Told::default();
    told.reported(1, "2024-10-01").weighed(1, "2024-10-08", DecisionCode::ScheduleAftercare);
    told.scheduled(1, "2024-10-15", "aftercare", None).scheduled(1, "2025-02-01", "focus", None);
    told.closed(1, "2025-05-01", None);
    told.reported(2, "2025-11-01").then(2, "2025-12-20", Fact::PutOnBriefing);
    let made = told.of_2025(Report::InHandling);
    let columns = ["briefing", "aftercare", "focus"].map(|row| value(&made, "in_handling", row));
    assert_eq!(columns, [1, 1, 1], "one case counts under two kinds, and one waits for its briefing");
    let next = told.made(Report::InHandling, 2026, "2026-12-31", CostInputs::default());
    let columns = ["briefing", "aftercare", "focus"].map(|row| value(&next, "in_handling", row));
    assert_eq!(columns, [1, 0, 0]);
    is_explained(&made);
    is_explained(&next);
}

#[test]
fn results_are_shares_of_the_cases_that_were_closed_with_a_plan_and_time_is_told() {
    let mut told = Told::default();
    let results = Results {
        procedure_breakthrough: false,
        all_parties_cooperate: true,
        progress_made: true,
        made_manageable: false,
        holder_can_proceed: false,
    };
    for (case, closed) in [(1, "2025-08-31"), (2, "2025-10-31")] {
        told.reported(case, "2025-03-01").weighed(case, "2025-03-04", DecisionCode::ScheduleFocus);
        told.scheduled(case, "2025-03-05", "focus", None);
        told.then(case, "2025-03-31", Fact::PlanSet { on: day("2025-03-31") }).closed(
            case,
            closed,
            Some(results),
        );
    }
    let made = told.of_2025(Report::Outcomes);
    let of_focus = sheet(&made, "closing_results_focus");
    assert_eq!((value(&made, "closing_results_focus", "closed"), of_focus.permille(0)[2]), (2, Some(1000)));
    assert_eq!(value(&made, "closing_results_focus", "made_manageable"), 0);
    assert_eq!(value(&made, "times", "focus_within_six_months"), 1, "six months end on 30 September");
    assert_eq!(value(&made, "days_to_closing", "focus"), 214, "183 and 244 days");
}

#[test]
fn the_client_at_the_table_is_counted_per_meeting() {
    let mut told = Told::default();
    let meeting =
        Fact::Planned { meeting_type: Some(MeetingTypeCode::new("focus")), date: day("2025-04-01") };
    told.then(50, "2025-03-01", meeting);
    for case in [1, 2] {
        told.reported(case, "2025-03-01").weighed(case, "2025-03-04", DecisionCode::ScheduleFocus);
        told.scheduled(case, "2025-03-05", "focus", Some(50));
    }
    told.then(1, "2025-03-10", Fact::Invited { is_invited: true });
    let (meeting, client) = (MeetingId(id(50)), ClientPresence::Present { support_person: true });
    told.then(1, "2025-04-01", Fact::Discussed { meeting, client });
    told.then(1, "2025-04-02", Fact::Evaluated { meeting, by: Evaluator::Client });
    told.then(2, "2025-03-10", Fact::Invited { is_invited: false });
    let client = ClientPresence::Absent { reason: schakel_domain::case::AbsenceReason::RedRag };
    told.then(2, "2025-04-01", Fact::Discussed { meeting, client });
    let made = told.of_2025(Report::ClientAtTheTable);
    let rows = [
        "discussed",
        "invited",
        "present",
        "support_person",
        "evaluated_by_client",
        "evaluated_by_case_holder",
    ];
    assert_eq!(rows.map(|row| value(&made, "client_focus", row)), [2, 1, 1, 1, 1, 0]);
}

#[test]
fn the_budget_is_shared_by_weight() {
    let mut told = Told::default();
    let decisions = [
        DecisionCode::ScheduleFocus,
        DecisionCode::ScheduleAftercare,
        DecisionCode::Escalate,
        DecisionCode::NoFollowUp,
    ];
    for (case, decision) in (1..).zip(decisions) {
        told.reported(case, "2025-03-01").weighed(case, "2025-03-04", decision);
    }
    let inputs = CostInputs {
        budget_cents: Some(39_000),
        whole_trajectory_cents: Some(240_000),
        savings: Some(SavingsInputs {
            national_recidivism_permille: 500,
            regional_recidivism_permille: 400,
            released: Some(100),
            mean_detention_days: 30,
            day_cents: 25_000,
        }),
    };
    let made = told.made(Report::CoordinationCost, 2025, "2025-12-31", inputs);
    assert_eq!(value(&made, "costs", "unit"), 1_000, "the weights are 24, 12, 2 and 1");
    let kinds = ["focus", "aftercare", "bilateral", "not_in_the_house"];
    assert_eq!(kinds.map(|kind| value(&made, "costs", kind)), [24_000, 12_000, 2_000, 1_000]);
    let costs = sheet(&made, "costs");
    let per_case = costs.row("focus_per_case").unwrap();
    assert_eq!(costs.permille(0)[per_case], Some(100), "a tenth of a whole trajectory");
    assert_eq!(
        value(&made, "savings", "savings"),
        7_500_000,
        "a tenth of 100 people, 30 days of 250 euros each"
    );
}

#[test]
fn without_a_budget_no_cost_is_told() {
    let made = Told::default().of_2025(Report::CoordinationCost);
    let tables: Vec<_> = made.sheets.iter().map(|sheet| sheet.code.as_str()).collect();
    assert_eq!(tables, ["handlings"]);
}

#[test]
fn a_trajectory_of_a_case_of_which_nothing_is_told_counts_nowhere() {
    let mut told = Told::default();
    let started = |case: Option<u128>| Fact::TrajectoryStarted {
        on: day("2025-03-01"),
        kind: TrajectoryKind::Guidance,
        budget_source: BudgetSourceCode::new("own_budget"),
        help_questions: HelpQuestions::new([HelpQuestion::Housing, HelpQuestion::Debts].into()).unwrap(),
        case: case.map(|case| CaseId(id(case))),
        municipality: MunicipalityCode::new("leiden"),
    };
    told.then(70, "2025-03-01", started(None)).then(71, "2025-03-01", started(Some(1)));
    told.then(70, "2025-04-01", Fact::Spent { on: day("2025-04-01"), cents: 10_001 });
    told.then(71, "2025-04-01", Fact::Spent { on: day("2025-04-01"), cents: 5_000 });
    let made = told.of_2025(Report::Trajectories);
    assert_eq!(value(&made, "trajectories", "guidance"), 1);
    assert_eq!(value(&made, "spending", "spent"), 10_001);
    let shares = ["housing", "debts"].map(|row| value(&made, "cost_guidance", row));
    assert_eq!(shares, [5_001, 5_000], "shared to the cent");
    is_explained(&made);
}

#[test]
fn whoever_is_reported_often_is_one_person_behind_a_figure() {
    let mut told = Told::default();
    for case in 1..=6 {
        told.reported(case, "2025-03-01").identified(case, "2025-03-02", 11);
        told.weighed(case, "2025-03-04", DecisionCode::ScheduleTop60);
    }
    told.reported(7, "2025-03-01").weighed(7, "2025-03-04", DecisionCode::ScheduleFocus);
    let made = told.of_2025(Report::Decisions);
    let decisions = sheet(&made, "decisions");
    let cell = |row: &str| decisions.cell(decisions.row(row).unwrap(), 0);
    assert_eq!(cell("schedule_top60"), Cell { value: 6, behind: 1 });
    assert_eq!(cell("schedule_focus_or_top60"), Cell { value: 7, behind: 2 });
    assert_eq!(cell("acted_upon"), Cell { value: 7, behind: 2 });
    is_explained(&made);
}

#[test]
fn money_is_accounted_for_by_budget_with_what_the_grant_demands() {
    let mut told = Told::default();
    let started = |source: &str, kind, help: &[HelpQuestion]| Fact::TrajectoryStarted {
        on: day("2025-03-01"),
        kind,
        budget_source: BudgetSourceCode::new(source),
        help_questions: HelpQuestions::new(help.iter().copied().collect()).unwrap(),
        case: None,
        municipality: MunicipalityCode::new("leiden"),
    };
    let help = [HelpQuestion::Housing, HelpQuestion::Debts, HelpQuestion::Care];
    told.then(70, "2025-03-01", started("aftercare_grant", TrajectoryKind::Guidance, &help));
    told.then(70, "2025-04-01", Fact::Spent { on: day("2025-04-01"), cents: 102_001 });
    told.then(70, "2025-05-01", Fact::Repaid { on: day("2025-05-01"), cents: 40 });
    told.then(
        71,
        "2025-03-01",
        started("own_budget", TrajectoryKind::Obstacle, &[HelpQuestion::IdentityPapers]),
    );
    told.then(71, "2025-04-01", Fact::Spent { on: day("2025-04-01"), cents: 7_500 });
    let made = told.of_2025(Report::Trajectories);
    for (table, row, expected) in [
        ("begun_by_budget", "aftercare_grant", 1),
        ("begun_by_budget", "aftercare_grant_guidance", 1),
        ("begun_by_budget", "own_budget_obstacles", 1),
        ("help_questions_by_budget", "aftercare_grant", 3),
        ("help_questions_by_budget", "aftercare_grant_housing", 1),
        ("spent_by_budget", "all", 109_501),
        ("spent_by_budget", "aftercare_grant_housing", 34_001),
        ("spent_by_budget", "aftercare_grant_debts", 34_000),
        ("spent_by_budget", "own_budget_identity_papers", 7_500),
        ("spent_by_budget", "aftercare_grant_co_financing", 25_501),
        ("repaid_by_budget", "aftercare_grant", 40),
        ("repaid_by_budget", "own_budget", 0),
    ] {
        assert_eq!(value(&made, table, row), expected, "{table} {row}");
    }
    let spent = sheet(&made, "spent_by_budget");
    assert_eq!(
        spent.cell(spent.row("aftercare_grant").unwrap(), 0).behind,
        1,
        "three questions of one person"
    );
    is_explained(&made);
}
