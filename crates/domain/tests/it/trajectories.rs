//! HANDBOOK §6: what the House pays from its own budget, and what comes of it.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use cqrs_es::Aggregate;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use schakel_domain::code::Code;
use schakel_domain::money::{Amount, Cents};
use schakel_domain::region::BudgetSourceCode;
use schakel_domain::trajectory::*;
use schakel_domain::{CaseFacts, Context};

use crate::fixtures::{
    ENDS_ON, REPORTED_ON, TODAY, WEIGHED_ON, case_id, day, municipality_code, organisation,
};
use crate::scene::{Decides, Given, context, given_trajectory};

pub const STARTED_ON: &str = "2026-01-20";

pub fn amount(cents: u32) -> Amount {
    Amount::of_cents(cents).unwrap()
}

pub fn questions(questions: &[HelpQuestion]) -> HelpQuestions {
    HelpQuestions::new(questions.iter().copied().collect()).unwrap()
}

/// Guidance for somebody whose case is being handled.
pub fn start_trajectory() -> StartTrajectory {
    StartTrajectory {
        on: Some(day(STARTED_ON)),
        kind: Kind::Guidance,
        provider: organisation("exodus"),
        budget_source: BudgetSourceCode::new("aftercare_grant"),
        help_questions: questions(&[HelpQuestion::Debts, HelpQuestion::Housing, HelpQuestion::Care]),
        case: Some(case_id(7)),
        municipality: municipality_code("leiden"),
    }
}

/// A rent debt of somebody of whom there is no case any more.
pub fn take_away_obstacle() -> StartTrajectory {
    StartTrajectory {
        kind: Kind::Obstacle(Obstacle::RentDebt),
        provider: organisation("kredietbank"),
        budget_source: BudgetSourceCode::new("own_budget"),
        help_questions: questions(&[HelpQuestion::Debts]),
        case: None,
        ..start_trajectory()
    }
}

pub fn started_as(command: StartTrajectory) -> Event {
    let StartTrajectory { on, kind, provider, budget_source, help_questions, case, municipality } = command;
    let on = on.unwrap_or(day(TODAY));
    Event::TrajectoryStarted { on, kind, provider, budget_source, help_questions, case, municipality }
}

pub fn started() -> Event {
    started_as(start_trajectory())
}

pub fn conversation(on: &str) -> Event {
    Event::ConversationRecorded { on: day(on) }
}

pub fn pay(cents: u32) -> RecordCost {
    RecordCost { amount: amount(cents), on: None }
}

pub fn cost(on: &str, cents: u32) -> Event {
    Event::CostRecorded { on: day(on), amount: amount(cents) }
}

pub fn repay(cents: u32) -> RecordRepayment {
    RecordRepayment { amount: amount(cents), on: None }
}

pub fn repayment(on: &str, cents: u32) -> Event {
    Event::RepaymentReceived { on: day(on), amount: amount(cents) }
}

pub fn end(outcome: TrajectoryOutcome) -> EndTrajectory {
    EndTrajectory { outcome, on: None }
}

pub fn ended(on: &str) -> Event {
    Event::TrajectoryEnded { on: day(on), outcome: TrajectoryOutcome::DroppedOut }
}

fn running() -> Given<Trajectory> {
    given_trajectory([started()])
}

#[test]
fn a_trajectory_of_a_case_that_is_handled_starts_and_runs() {
    let trajectory = given_trajectory([]).naming_case(true).when(start_trajectory()).then([started()]);
    let course = trajectory.known().unwrap();
    assert_eq!((course.state(), course.case), (TrajectoryState::Running, Some(case_id(7))));
    assert_eq!((course.spent(), course.repaid()), (Cents::default(), Cents::default()));
}

#[test]
fn somebody_is_helped_without_a_case_too_and_today_when_no_day_is_named() {
    given_trajectory([]).when(take_away_obstacle()).then([started_as(take_away_obstacle())]);
    let today = StartTrajectory { on: None, ..take_away_obstacle() };
    given_trajectory([]).when(today.clone()).then([started_as(today)]);
}

#[test]
fn a_case_that_is_closed_and_one_that_cannot_be_named_are_refused_alike() {
    given_trajectory([]).when(start_trajectory()).refused(Refusal::CaseNotActive);
    given_trajectory([]).naming_case(false).when(start_trajectory()).refused(Refusal::CaseNotActive);
}

#[test]
fn a_conversation_in_prison_may_have_been_before_the_start_and_not_ahead() {
    let on = |on: &str| RecordConversation { on: Some(day(on)) };
    running().when(on(WEIGHED_ON)).then([conversation(WEIGHED_ON)]);
    running().when(RecordConversation { on: None }).then([conversation(TODAY)]);
    running().when(on(ENDS_ON)).refused(Refusal::DateInTheFuture);
}

#[test]
fn what_was_spent_and_came_back_adds_up() {
    let trajectory = given_trajectory([started(), cost(STARTED_ON, 10_000), repayment(TODAY, 2_500)])
        .when(pay(1))
        .then([cost(TODAY, 1)]);
    let course = trajectory.known().unwrap();
    assert_eq!((course.spent().get(), course.repaid().get()), (10_001, 2_500));
}

#[test]
fn nothing_is_spent_before_the_start_nor_ahead() {
    let on = |on: &str| RecordCost { on: Some(day(on)), ..pay(1) };
    running().when(on(REPORTED_ON)).refused(Refusal::BeforeTheStart);
    running().when(on(ENDS_ON)).refused(Refusal::DateInTheFuture);
    running().when(on(STARTED_ON)).then([cost(STARTED_ON, 1)]);
}

#[test]
fn no_more_comes_back_than_was_spent() {
    let paid = || given_trajectory([started(), cost(STARTED_ON, 10_000), repayment(TODAY, 2_500)]);
    paid().when(repay(7_501)).refused(Refusal::MoreRepaidThanSpent);
    paid().when(repay(7_500)).then([repayment(TODAY, 7_500)]);
    running().when(repay(1)).refused(Refusal::MoreRepaidThanSpent);
}

#[test]
fn a_trajectory_ends_in_one_of_three_ways_once() {
    for outcome in TrajectoryOutcome::ALL {
        let event = Event::TrajectoryEnded { on: day(TODAY), outcome: *outcome };
        let trajectory = running().when(end(*outcome)).then([event]);
        let course = trajectory.known().unwrap();
        assert_eq!((course.state().code(), course.end.unwrap().on), (outcome.code(), day(TODAY)));
    }
    let gone = given_trajectory([started(), ended(TODAY)]);
    gone.when(end(TrajectoryOutcome::Completed)).refused(Refusal::TrajectoryEnded);
}

#[test]
fn after_the_end_bills_and_instalments_still_come() {
    let gone = || given_trajectory([started(), cost(STARTED_ON, 500), ended(STARTED_ON)]);
    gone().when(pay(5)).then([cost(TODAY, 5)]);
    gone().when(repay(500)).then([repayment(TODAY, 500)]);
    gone().when(RecordConversation { on: None }).refused(Refusal::TrajectoryEnded);
}

#[test]
fn a_cost_is_shared_over_the_help_questions_in_the_handbooks_order() {
    let shares: Vec<_> = start_trajectory().help_questions.share(Cents::new(100)).collect();
    let cents = |cents| Cents::new(cents);
    assert_eq!(
        shares,
        [
            (HelpQuestion::Housing, cents(34)),
            (HelpQuestion::Care, cents(33)),
            (HelpQuestion::Debts, cents(33))
        ]
    );
}

#[test]
fn nobody_is_helped_with_nothing() {
    assert_eq!(HelpQuestions::new(BTreeSet::new()), Err(NoHelpQuestion));
    assert!(serde_json::from_str::<HelpQuestions>("[]").is_err());
    let one = serde_json::from_str::<HelpQuestions>(r#"["debts", "care", "debts"]"#).unwrap();
    assert_eq!(serde_json::to_string(&one).unwrap(), r#"["care","debts"]"#);
}

fn any_questions() -> impl Strategy<Value = HelpQuestions> {
    subsequence(HelpQuestion::ALL.to_vec(), 1..=HelpQuestion::ALL.len())
        .prop_map(|questions| HelpQuestions::new(questions.into_iter().collect()).unwrap())
}

/// Days from the day of the report, and a command on such a day.
fn any_step() -> impl Strategy<Value = (u64, bool, Command)> {
    let on = || prop_oneof![1 => Just(None), 1 => (0_u64..120).prop_map(|days| Some(day(REPORTED_ON) + Days::new(days)))];
    let starting = (on(), any_questions(), any::<bool>()).prop_map(|(on, help_questions, of_case)| {
        StartTrajectory { on, help_questions, case: of_case.then(|| case_id(7)), ..start_trajectory() }.into()
    });
    let cents = || prop_oneof![4 => 1_u32..2_000, 1 => Just(u32::MAX)].prop_map(amount);
    let command = prop_oneof![
        2 => starting,
        2 => on().prop_map(|on| RecordConversation { on }.into()),
        4 => (cents(), on()).prop_map(|(amount, on)| RecordCost { amount, on }.into()),
        4 => (cents(), on()).prop_map(|(amount, on)| RecordRepayment { amount, on }.into()),
        1 => (select(TrajectoryOutcome::ALL), on()).prop_map(|(outcome, on)| EndTrajectory { outcome, on }.into()),
    ];
    (0_u64..8, any::<bool>(), command)
}

/// All that happened, with the day on which it was recorded.
fn run(steps: Vec<(u64, bool, Command)>) -> (Trajectory, Vec<(NaiveDate, Event)>) {
    let (mut trajectory, mut history, mut today) = (Trajectory::default(), Vec::new(), day(REPORTED_ON));
    for (days, active, command) in steps {
        today = today + Days::new(days);
        let context = Context { today, case: Some(CaseFacts { active }), ..context() };
        let before = trajectory.clone();
        let Ok(events) = trajectory.decide(command, &context) else {
            assert_eq!(trajectory, before, "a refused command changes nothing");
            continue;
        };
        assert_eq!(events.len(), 1, "an accepted command says what happened");
        for event in events {
            trajectory.apply(event.clone());
            history.push((today, event));
        }
    }
    (trajectory, history)
}

/// What must hold of all that can have happened, told without the state.
fn holds(history: &[(NaiveDate, Event)]) {
    let (mut started_on, mut ended, mut spent, mut repaid) = (None, false, 0_u64, 0_u64);
    for (recorded_on, event) in history {
        let on = match event {
            Event::TrajectoryStarted { on, .. } => {
                assert_eq!(started_on.replace(*on), None, "once");
                on
            }
            Event::ConversationRecorded { on } => {
                assert!(started_on.is_some() && !ended);
                on
            }
            Event::CostRecorded { on, amount } => {
                spent += u64::from(amount.cents());
                assert!(started_on.is_some_and(|start| start <= *on));
                on
            }
            Event::RepaymentReceived { on, amount } => {
                repaid += u64::from(amount.cents());
                assert!(started_on.is_some_and(|start| start <= *on) && repaid <= spent);
                on
            }
            Event::TrajectoryEnded { on, .. } => {
                assert!(started_on.is_some_and(|start| start <= *on));
                assert!(!std::mem::replace(&mut ended, true), "once");
                on
            }
        };
        assert!(on <= recorded_on, "it has happened");
    }
}

proptest! {
    #[test]
    fn random_commands_never_reach_an_impossible_trajectory(steps in vec(any_step(), 0..40)) {
        let (trajectory, history) = run(steps);
        holds(&history);
        let stored = serde_json::to_value(&trajectory).unwrap();
        prop_assert_eq!(&serde_json::from_value::<Trajectory>(stored).unwrap(), &trajectory);
    }

    #[test]
    fn the_shares_of_a_cost_are_the_cost(cents in any::<u64>(), questions in any_questions()) {
        let shares: Vec<_> = questions.share(Cents::new(cents)).collect();
        prop_assert!(shares.iter().map(|(question, _)| *question).eq(questions.iter()));
        prop_assert_eq!(shares.into_iter().map(|(_, share)| share).sum::<Cents>(), Cents::new(cents));
    }
}

/// The property above would hold of commands that are all refused; these are not.
#[test]
fn random_commands_make_every_event_of_a_trajectory() {
    let mut runner = TestRunner::deterministic();
    let steps = vec(any_step(), 0..40);
    let mut made = BTreeSet::new();
    for _ in 0..200 {
        let (_, history) = run(steps.new_tree(&mut runner).unwrap().current());
        made.extend(history.iter().map(|(_, event)| event.kind()));
    }
    assert_eq!(made, Event::KINDS.iter().copied().collect());
}
