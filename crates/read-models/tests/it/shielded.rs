//! HANDBOOK §4: a shielded case is in no read model that answers anybody, from its first moment or from the
//! moment that it became shielded, whatever happens to it; its data ends like any other's, and nobody's record
//! is erased whom it still needs.

use schakel_domain::case::*;
use schakel_domain::region::{CriterionCode, Region};
use schakel_domain::{CaseId, MeetingId, PersonId};
use schakel_journal::Place;
use schakel_read_models::retention::{Filter, Terms};
use schakel_read_models::{lookup, projections, retention, shielded};
use uuid::Uuid;

use crate::world::*;

impl World {
    /// The tables in which this id stands, once every read model has got to that place.
    async fn tables_with(&self, id: Uuid, place: Place) -> Vec<String> {
        for projection in projections() {
            self.journal.ready_within(projection.name(), Some(place), LONG).await.unwrap();
        }
        let tables: Vec<String> = sqlx::query_scalar(
            "select table_schema || '.' || table_name from information_schema.tables
             where table_schema like 'rm\\_%' order by 1",
        )
        .fetch_all(&self.owner)
        .await
        .unwrap();
        assert!(tables.len() > 10, "these are the tables of all read models: {tables:?}");
        let mut found = Vec::new();
        for table in tables {
            let has = format!("select exists (select from {table} as r where to_jsonb(r)::text like $1)");
            let is_there: bool =
                sqlx::query_scalar(&has).bind(format!("%{id}%")).fetch_one(&self.owner).await.unwrap();
            if is_there {
                found.push(table);
            }
        }
        found
    }

    /// After each of these commands, so that nothing is there only until the case is closed.
    async fn leaves_nothing_but_what_is_kept(&self, case: CaseId, commands: Vec<Command>) {
        for command in commands {
            let place = self.done(case, command.clone()).await.place;
            assert_eq!(self.tables_with(case.0, place).await, KEPT, "{command:?}");
        }
    }

    async fn is_referred_to(&self, person: PersonId) -> bool {
        let known = lookup::known_as(self.journal.pool(), person).await.unwrap();
        assert_eq!(known.members, [], "no answer says so");
        lookup::is_referred_to(self.journal.pool(), &known).await.unwrap()
    }
}

/// What is kept of a shielded case: who is involved, for cleared participants; to whom it refers, until when it is kept, and that it is shielded.
const KEPT: [&str; 7] = [
    "rm_bottlenecks.bottleneck_shielded_case",
    "rm_involved.involved_case",
    "rm_involved.involvement",
    "rm_lookup.lookup_shielded",
    "rm_retention.retention",
    "rm_shielded.shielded_case",
    "rm_trajectories.trajectory_shielded_case",
];
/// The same, when nobody was identified.
const KEPT_OF_NOBODY: [&str; 6] = [
    "rm_bottlenecks.bottleneck_shielded_case",
    "rm_involved.involved_case",
    "rm_involved.involvement",
    "rm_retention.retention",
    "rm_shielded.shielded_case",
    "rm_trajectories.trajectory_shielded_case",
];
/// The same, when all was erased.
const KEPT_OF_ERASED: [&str; 4] = [
    "rm_bottlenecks.bottleneck_shielded_case",
    "rm_retention.retention",
    "rm_shielded.shielded_case",
    "rm_trajectories.trajectory_shielded_case",
];

#[tokio::test]
async fn a_case_that_is_shielded_from_its_report_is_in_no_answer_whatever_happens_to_it() {
    let world = World::new().await;
    let case = CaseId(Uuid::now_v7());
    let reported = world.done(case, report(Some(SHIELDED))).await;
    assert_eq!(world.tables_with(case.0, reported.place).await, KEPT_OF_NOBODY);
    let completed = CompleteReport { subject: report(None).subject, ..CompleteReport::default() };
    let place = world.all_done(case, vec![completed.into(), schedule(SHIELDED).into()]).await;
    assert_eq!(world.tables_with(case.0, place).await, KEPT_OF_NOBODY);
    assert_eq!(world.tables_with(member_id().0, place).await, [""; 0]);
    world.leaves_nothing_but_what_is_kept(case, handled()).await;
}

#[tokio::test]
async fn a_case_that_becomes_shielded_is_in_no_answer_from_then_on() {
    let world = World::new().await;
    let case = CaseId(Uuid::now_v7());
    let give_feedback = GiveFeedback { channel: FeedbackChannel::Mail, message: None };
    let weigh = WeighCase {
        briefing: None,
        criteria: [CriterionCode::new("d")].into(),
        decision: Decision::ScheduleFocus,
    };
    let before = vec![
        report(None).into(),
        IdentifySubject { member: member_id(), person: person_id() }.into(),
        weigh.into(),
        give_feedback.into(),
        schedule("focus").into(),
        set_plan().into(),
    ];
    let place = world.all_done(case, before).await;
    let known = [
        "rm_agenda.agenda_case",
        "rm_figures.figure_fact",
        "rm_involved.involved_case",
        "rm_involved.involvement",
        "rm_lookup.lookup_case",
        "rm_lookup.lookup_identification",
        "rm_notices.notice",
        "rm_notices.notice_case",
        "rm_overview.overview",
        "rm_retention.retention",
        "rm_worklist.work_item",
        "rm_worklist.worklist_case",
    ];
    assert_eq!(world.tables_with(case.0, place).await, known, "so the test looks in the right places");
    let shielded = world.done(case, back_on(SHIELDED)).await;
    assert_eq!(world.tables_with(case.0, shielded.place).await, KEPT);
    let without_identifying = handled().split_off(1);
    world.leaves_nothing_but_what_is_kept(case, without_identifying).await;
}

#[tokio::test]
async fn nobody_hears_of_a_shielded_report_about_the_subject_of_an_active_case() {
    let world = World::new().await;
    let active = vec![report(None).into(), schedule("group_approach").into(), set_plan().into()];
    world.all_done(other_case(), active).await;
    let shielded = CaseId(Uuid::now_v7());
    let place = world.done(shielded, report(Some(SHIELDED))).await.place;
    assert_eq!(world.tables_with(shielded.0, place).await, KEPT_OF_NOBODY);
    let open = CaseId(Uuid::now_v7());
    let place = world.done(open, report(None)).await.place;
    let told = world.tables_with(open.0, place).await;
    assert!(told.contains(&"rm_notices.notice".to_owned()), "of another report they do: {told:?}");
    let work = "rm_worklist.work_item".to_owned();
    assert!(told.contains(&work), "and it is to be assessed: {told:?}");
    let assessed =
        AssessLinkedReport { active_case: other_case(), plan_endangered: true, case_holder_consulted: true };
    let place = world.done(open, assessed).await.place;
    assert!(
        world.tables_with(open.0, place).await.contains(&work),
        "a meeting is to be planned because of it"
    );
    // When that one becomes shielded, what was said of it is gone too.
    let place = world.done(open, schedule(SHIELDED)).await.place;
    assert_eq!(world.tables_with(open.0, place).await, KEPT_OF_NOBODY);
}

#[tokio::test]
async fn a_person_whom_a_shielded_case_needs_is_referred_to_until_that_case_is_erased() {
    let world = World::new().await;
    let case = CaseId(Uuid::now_v7());
    assert!(!world.is_referred_to(person_id()).await);
    world.all_done(case, vec![report(Some(SHIELDED)).into(), schedule(SHIELDED).into()]).await;
    world.all_done(case, handled()).await;
    assert!(world.is_referred_to(person_id()).await);
    let on_request = ErasureGround::RequestGranted { request: Uuid::from_u128(11) };
    let place = world.done(case, EraseCase { ground: on_request }).await.place;
    assert!(!world.is_referred_to(person_id()).await);
    assert_eq!(world.tables_with(case.0, place).await, KEPT_OF_ERASED);
}

#[tokio::test]
async fn a_shielded_case_is_due_when_its_term_has_passed_and_no_list_of_terms_shows_it() {
    let world = World::new().await;
    let case = CaseId(Uuid::now_v7());
    world.all_done(case, vec![report(Some(SHIELDED)).into(), schedule(SHIELDED).into()]).await;
    let place = world.done(case, CloseWithoutPlan { reason: text("Loos alarm") }).await.place;
    world.journal.ready_within("retention", Some(place), LONG).await.unwrap();
    let (pool, terms) = (world.journal.pool(), Terms::of(&world.context.region));
    let after_its_term = today() + chrono::Days::new(40 * 366);
    assert_eq!(retention::due(pool, &terms, after_its_term).await.unwrap(), [case]);
    let mut listing = pool.lend().await.unwrap();
    let listed = retention::find(&mut listing, &terms, &Filter::default(), None, 10).await.unwrap();
    assert!(listed.items.is_empty());
    let on_request = ErasureGround::RequestGranted { request: Uuid::from_u128(11) };
    let place = world.done(case, EraseCase { ground: on_request }).await.place;
    world.journal.ready_within("retention", Some(place), LONG).await.unwrap();
    assert_eq!(retention::unproven(pool).await.unwrap(), [case]);
    let listed = retention::find(&mut listing, &terms, &Filter::default(), None, 10).await.unwrap();
    assert!(listed.items.is_empty());
}

#[tokio::test]
async fn which_ids_are_shielded_is_known_with_the_event_itself_and_for_good() {
    let world = World::new().await;
    let [from_its_report, later, never] = [(); 3].map(|()| CaseId(Uuid::now_v7()));
    let unknown = Uuid::now_v7();
    let shielded = async || {
        let ids = [from_its_report.0, later.0, never.0, unknown];
        shielded::among(world.journal.pool(), &world.context.region, &ids).await.unwrap()
    };
    world.done(from_its_report, report(Some(SHIELDED))).await;
    world.all_done(never, vec![report(None).into(), schedule("group_approach").into()]).await;
    world.done(later, report(None)).await;
    assert_eq!(shielded().await, [from_its_report.0].into());
    world.done(later, schedule(SHIELDED)).await;
    assert_eq!(shielded().await, [from_its_report.0, later.0].into());
    world.done(later, CloseWithoutPlan { reason: text("Loos alarm") }).await;
    let on_request = ErasureGround::RequestGranted { request: Uuid::from_u128(11) };
    world.done(later, EraseCase { ground: on_request }).await;
    assert_eq!(shielded().await, [from_its_report.0, later.0].into());
    let mut cases = shielded::cases(world.journal.pool()).await.unwrap();
    cases.sort_unstable();
    assert_eq!(cases, [from_its_report, later]);
}

#[tokio::test]
async fn a_meeting_is_shielded_when_the_region_shields_its_kind() {
    let world = World::new().await;
    let [shielded, other] = [(); 2].map(|()| MeetingId(Uuid::now_v7()));
    world.planned(shielded, SHIELDED).await;
    world.planned(other, "focus").await;
    let pool = world.journal.pool();
    let ids = [shielded.0, other.0];
    let found = shielded::among(pool, &world.context.region, &ids).await.unwrap();
    assert_eq!(found, [shielded.0].into());
    let mut open = Region::clone(&world.context.region);
    open.meeting_types.iter_mut().for_each(|kind| kind.shielded = false);
    assert!(shielded::among(pool, &open, &ids).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_rebuild_gives_the_same_rows() {
    let world = World::new().await;
    let place = world.all_done(CaseId(Uuid::now_v7()), vec![report(Some(SHIELDED)).into()]).await;
    let (second, third) = (CaseId(Uuid::now_v7()), CaseId(Uuid::now_v7()));
    world.all_done(second, vec![report(None).into(), schedule(SHIELDED).into()]).await;
    world.all_done(second, handled()).await;
    let last = world.done(third, report(None)).await.place;
    assert!(place < last);
    world.tables_with(third.0, last).await;
    for projection in projections() {
        let comparison =
            world.journal.compare(&world.owner.connect_options(), projection.name()).await.unwrap();
        assert!(comparison.is_equal(), "{}: {comparison:?}", projection.name());
    }
}
