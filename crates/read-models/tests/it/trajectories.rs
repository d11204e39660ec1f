//! HANDBOOK §6: what was paid; and nothing of a shielded case (§4).

use chrono::{Datelike, NaiveDate};
use schakel_domain::case::{Decision, WeighCase};
use schakel_domain::code::Code;
use schakel_domain::money::{Amount, Cents};
use schakel_domain::region::{BudgetSourceCode, MunicipalityCode, OrganisationCode};
use schakel_domain::trajectory::*;
use schakel_domain::{CaseId, TrajectoryId};
use schakel_journal::Place;
use schakel_read_models::trajectories::{Filter, Row, Totals, find, totals};
use schakel_read_models::{projections, shielded, worklist};
use uuid::Uuid;

use crate::world::*;

const GRANT: &str = "aftercare_grant";
const OWN: &str = "own_budget";

fn trajectory_id() -> TrajectoryId {
    TrajectoryId(Uuid::now_v7())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn start(on: &str, budget_source: &str, questions: &[HelpQuestion], case: Option<CaseId>) -> StartTrajectory {
    StartTrajectory {
        on: Some(day(on)),
        kind: Kind::Guidance,
        provider: OrganisationCode::new("exodus"),
        budget_source: BudgetSourceCode::new(budget_source),
        help_questions: HelpQuestions::new(questions.iter().copied().collect()).unwrap(),
        case,
        municipality: MunicipalityCode::new("gouda"),
    }
}

fn cost(on: &str, cents: u32) -> RecordCost {
    RecordCost { amount: Amount::of_cents(cents).unwrap(), on: Some(day(on)) }
}

fn back(on: &str, cents: u32) -> RecordRepayment {
    RecordRepayment { amount: Amount::of_cents(cents).unwrap(), on: Some(day(on)) }
}

impl World {
    async fn ready(&self, place: Place) {
        for projection in ["trajectories", "worklist"] {
            self.journal.ready_within(projection, Some(place), LONG).await.unwrap();
        }
    }

    async fn listed(&self, filter: &Filter) -> (Vec<Row>, Totals) {
        let mut connection = self.journal.pool().lend().await.unwrap();
        let page = find(&mut connection, filter, None, 100).await.unwrap();
        (page.items, totals(&mut connection, filter).await.unwrap())
    }

    /// What is owed on a case.
    async fn owed(&self, case: CaseId) -> Vec<&'static str> {
        let mut connection = self.journal.pool().lend().await.unwrap();
        let page = worklist::find(
            &mut connection,
            &worklist::Terms::of(&self.context.region),
            &worklist::Filter::default(),
            None,
            100,
        )
        .await
        .unwrap();
        let items = page.items.into_iter().filter(|item| item.case_id == case.0);
        items.map(|item| item.kind.code()).collect()
    }

    async fn rebuilt_is_live(&self) {
        for projection in projections() {
            let comparison =
                self.journal.compare(&self.owner.connect_options(), projection.name()).await.unwrap();
            assert!(comparison.is_equal(), "{}: {comparison:?}", projection.name());
        }
    }
}

#[tokio::test]
async fn trajectories_are_listed_with_what_was_paid_on_them() {
    use HelpQuestion::*;
    let world = World::new().await;
    let [first, second, obstacle] = [(); 3].map(|()| trajectory_id());
    world.paid(first, start("2024-11-01", GRANT, &[Housing, Care, Debts], None)).await;
    world.paid(first, RecordConversation { on: Some(day("2024-10-20")) }).await;
    for cents in [40, 40, 20] {
        world.paid(first, cost("2024-12-31", cents)).await;
    }
    world.paid(first, cost("2025-01-01", 7)).await;
    world.paid(first, back("2025-02-01", 50)).await;
    world.paid(second, start("2024-01-01", GRANT, &[Housing], None)).await;
    world
        .paid(second, EndTrajectory { outcome: TrajectoryOutcome::Refused, on: Some(day("2024-01-02")) })
        .await;
    let rent = StartTrajectory {
        kind: Kind::Obstacle(Obstacle::RentDebt),
        ..start("2025-03-01", OWN, &[Debts], None)
    };
    world.paid(obstacle, rent).await;
    let place = world.paid(obstacle, cost("2025-03-01", 90_000)).await.place;
    world.ready(place).await;
    let (rows, of_all) = world.listed(&Filter::default()).await;
    assert_eq!(rows.iter().map(|row| row.trajectory_id).collect::<Vec<_>>(), [obstacle.0, first.0, second.0]);
    assert_eq!((of_all.trajectories, of_all.spent.get(), of_all.repaid.get()), (3, 90_107, 50));
    assert_eq!((rows[1].conversations, rows[1].version, rows[1].spent.get()), (1, 7, 107));
    assert_eq!((rows[2].state, rows[2].ended_on), (TrajectoryState::Refused, Some(day("2024-01-02"))));
    let ids = async |filter: Filter| {
        let (rows, of_all) = world.listed(&filter).await;
        assert_eq!(of_all.trajectories, rows.len() as u64);
        rows.into_iter().map(|row| row.trajectory_id).collect::<Vec<_>>()
    };
    let in_state = |state: &str| Filter { states: vec![state.into()], ..Filter::default() };
    assert_eq!(ids(in_state("refused")).await, [second.0]);
    assert_eq!(ids(Filter { start_year: Some(2025), ..Filter::default() }).await, [obstacle.0]);
    assert_eq!(
        ids(Filter { budget_source: Some(GRANT.into()), ..Filter::default() }).await,
        [first.0, second.0]
    );
    let of_another = Filter { provider: Some("another".into()), ..Filter::default() };
    assert!(ids(of_another).await.is_empty());
    world.rebuilt_is_live().await;
}

#[tokio::test]
async fn a_trajectory_of_a_case_that_becomes_shielded_is_in_no_list() {
    let world = World::new().await;
    let (case, trajectory) = (CaseId(Uuid::now_v7()), trajectory_id());
    let today = today().to_string();
    let begin = || start(&today, GRANT, &[HelpQuestion::Care], Some(case));
    world.done(case, report(None)).await;
    world.paid(trajectory, begin()).await;
    let place = world.paid(trajectory, cost(&today, 500)).await.place;
    world.ready(place).await;
    assert_eq!(world.listed(&Filter::default()).await.0.len(), 1);
    let pool = world.journal.pool();
    let is_shielded = async || {
        let ids = [trajectory.0];
        !shielded::among(pool, &world.context.region, &ids).await.unwrap().is_empty()
    };
    assert!(!is_shielded().await);

    world.done(case, schedule(SHIELDED)).await;
    assert!(is_shielded().await, "with the event itself");
    world.paid(trajectory, cost(&today, 700)).await;
    // Somebody had looked before the case was shielded.
    world.paid(trajectory_id(), begin()).await;
    let place = world.paid(trajectory, RecordConversation { on: None }).await.place;
    world.ready(place).await;
    let (rows, of_all) = world.listed(&Filter::default()).await;
    assert!(rows.is_empty() && of_all.trajectories == 0 && of_all.spent == Cents::default());
    let left: i64 = sqlx::query_scalar("select count(*) from rm_trajectories.trajectory")
        .fetch_one(&world.owner)
        .await
        .unwrap();
    assert_eq!(left, 0);
    world.rebuilt_is_live().await;
}

#[tokio::test]
async fn a_case_waits_for_its_trajectory_until_one_names_it() {
    let world = World::new().await;
    let today = today();
    assert!(today.year() > 2025);
    let [waiting, early, closed] = [(); 3].map(|()| CaseId(Uuid::now_v7()));
    let begin = |case| start(&today.to_string(), OWN, &[HelpQuestion::Housing], Some(case));
    let weigh =
        || WeighCase { briefing: None, criteria: [].into(), decision: Decision::StartVoluntaryTrajectory };
    for case in [waiting, early, closed] {
        world.done(case, report(None)).await;
    }
    world.paid(trajectory_id(), begin(early)).await;
    let mut place = Place::START;
    for case in [waiting, early, closed] {
        place = world.done(case, weigh()).await.place;
    }
    world.ready(place).await;
    assert_eq!(world.owed(waiting).await, ["feedback_owed", "trajectory_to_start", "trajectory_open"]);
    assert_eq!(world.owed(early).await, ["feedback_owed", "trajectory_open"], "one was started before");

    let place = world.paid(trajectory_id(), begin(waiting)).await.place;
    world.ready(place).await;
    assert_eq!(world.owed(waiting).await, ["feedback_owed", "trajectory_open"]);
    let told = schakel_domain::case::GiveFeedback {
        channel: schakel_domain::case::FeedbackChannel::Mail,
        message: None,
    };
    world.done(closed, told).await;
    let done =
        schakel_domain::case::CloseAfterWeighing { reported_done_by: Some(OrganisationCode::new("ggd")) };
    let place = world.done(closed, done).await.place;
    world.ready(place).await;
    assert_eq!(world.owed(closed).await, [""; 0]);
    world.rebuilt_is_live().await;
}
