//! HANDBOOK §4: a shielded case is in no read model that answers anybody, from its first moment or from the
//! moment that it became shielded, whatever happens to it; its data ends like any other's, and nobody's record
//! is erased whom it still needs.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use schakel_domain::case::*;
use schakel_domain::event_kind::upcasters;
use schakel_domain::meeting::{self, Meeting};
use schakel_domain::person::{Bsn, Gender, PersonDetails};
use schakel_domain::personal::{Personal, Subject};
use schakel_domain::region::{MeetingTypeCode, MunicipalityCode, OrganisationCode, Region};
use schakel_domain::{
    Account, AgreementId, CaseId, Context, MeetingId, MemberId, PersonId, Professional, Text,
};
use schakel_embedded_postgres::shared;
use schakel_journal::{Journal, Metadata, Place, Receipt, Request};
use schakel_read_models::retention::{Filter, Terms};
use schakel_read_models::{lookup, projections, retention, shielded};
use schakel_vault::{Secrets, Vault};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const REGION: &str = include_str!("../../../regions/hollands-midden.toml");
const SERVICE: &str = "read_models_service";
const SHIELDED: &str = "radicalisation";
/// Bounds a wait for something that must happen; a passing test never waits this long.
const LONG: Duration = Duration::from_secs(60);

struct World {
    owner: PgPool,
    journal: Journal,
    context: Context,
    shutdown: CancellationToken,
}

impl Drop for World {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl World {
    async fn new() -> Self {
        let postgres = shared().await;
        let name = Uuid::new_v4().simple().to_string();
        let (data, keys) = (format!("data_{name}"), format!("keys_{name}"));
        postgres.create_database(&data).await.unwrap();
        postgres.create_database(&keys).await.unwrap();
        let owner = PgPool::connect_with(postgres.options(&data)).await.unwrap();
        let create = format!(
            "do $$ begin create role {SERVICE} login;
             exception when duplicate_object or unique_violation then null; end $$"
        );
        sqlx::raw_sql(&create).execute(&owner).await.unwrap();
        let keys_owner = PgPool::connect_with(postgres.options(&keys)).await.unwrap();
        Vault::migrate(&keys_owner, SERVICE).await.unwrap();
        let keys = PgPool::connect_with(postgres.options(&keys).username(SERVICE)).await.unwrap();
        let vault = Vault::new(keys, Secrets::generate().unwrap().0);
        Journal::migrate(&owner, SERVICE, &projections()).await.unwrap();
        let options = Journal::connect_options(postgres.options(&data).username(SERVICE), &projections());
        let pool = PgPool::connect_with(options).await.unwrap();
        let journal = Journal::new(pool, vault, projections(), upcasters);
        let shutdown = CancellationToken::new();
        let (following, until) = (journal.clone(), shutdown.clone());
        tokio::spawn(async move { following.run_projections(until).await });
        Self { owner, journal, context: context(), shutdown }
    }

    async fn done(&self, case: CaseId, command: impl Into<Command>) -> Receipt {
        let (id, request) = (case.to_string(), self.request());
        self.journal.execute::<Case>(&id, command.into(), &self.context, &request).await.unwrap()
    }

    async fn planned(&self, meeting: MeetingId, meeting_type: &str) {
        let command = meeting::PlanMeeting {
            meeting_type: MeetingTypeCode::new(meeting_type),
            subregion: None,
            date: self.context.today,
            chair: professional(),
        };
        let (id, request) = (meeting.to_string(), self.request());
        let planned = self.journal.execute::<Meeting>(&id, command.into(), &self.context, &request);
        planned.await.unwrap();
    }

    fn request(&self) -> Request {
        let metadata = Metadata {
            command_id: Uuid::new_v4(),
            causation: None,
            correlation: "trace-1".to_owned(),
            actor: self.context.actor.0.clone(),
            organisation: self.context.organisation.to_string(),
            roles: Vec::new(),
            purpose: None,
            action: "Test".to_owned(),
            at: Utc::now(),
        };
        Request { idempotency: None, expected_version: None, metadata }
    }

    async fn all_done(&self, case: CaseId, commands: Vec<Command>) -> Place {
        let mut place = Place::START;
        for command in commands {
            place = self.done(case, command).await.place;
        }
        place
    }

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

fn context() -> Context {
    let region: Region = toml::from_str(REGION).unwrap();
    Context {
        today: Utc::now().date_naive(),
        actor: Account("holder".into()),
        organisation: region.house.organisation.clone(),
        region: Arc::new(region),
        meeting: None,
        active_cases: vec![other_case()],
        person: None,
        likely_persons: Vec::new(),
        receivers: BTreeSet::new(),
        cases_left: true,
        now: Utc::now(),
        shareable: BTreeSet::new(),
    }
}

fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}

fn other_case() -> CaseId {
    CaseId(Uuid::from_u128(7))
}

fn member_id() -> MemberId {
    MemberId(Uuid::from_u128(8))
}

fn person_id() -> PersonId {
    PersonId(Uuid::from_u128(9))
}

fn professional() -> Professional {
    Professional {
        account: Account("holder".into()),
        organisation: OrganisationCode::new("ggd"),
        name: Personal::of_stream(text("Wilhelmina van Dorp")),
        telephone: Personal::of_stream(text("071 000 00 00")),
        mail: Personal::of_stream(text("w@example.org")),
    }
}

fn report(meeting_type: Option<&str>) -> ReportCase {
    let bsn = Some(Bsn::new("999990019").unwrap());
    let details = PersonDetails { surname: Some(text("Zandloper")), bsn, ..PersonDetails::default() };
    let details = Personal::about(Subject::Member(member_id().0), details);
    let member = Member { id: member_id(), details, gender: Gender::Unknown };
    let source = Source {
        organisation: OrganisationCode::new("ggd"),
        account: Account("reporter".into()),
        reporter: None,
    };
    ReportCase {
        source,
        reason: text("Dreigt af te glijden"),
        trigger: Some(Trigger::Arrest),
        theme: None,
        municipality: Some(MunicipalityCode::new("gouda")),
        subject: Some(CaseSubject { kind: SubjectKind::Person, members: vec![member] }),
        shielded: meeting_type.map(MeetingTypeCode::new),
    }
}

fn schedule(meeting_type: &str) -> ScheduleCase {
    ScheduleCase {
        meeting_type: MeetingTypeCode::new(meeting_type),
        meeting: None,
        process_director: Some(professional()),
    }
}

fn set_plan() -> SetPlan {
    let agreement = Agreement {
        id: AgreementId(Uuid::from_u128(10)),
        what: Personal::of_stream(text("Meldt zich wekelijks")),
        organisation: OrganisationCode::new("ggd"),
        by: Utc::now().date_naive(),
        intervention: None,
    };
    let goal = Goal { life_area: LifeArea::Housing, goal: Personal::of_stream(text("Een woning")) };
    SetPlan {
        question: text("Hoe voorkomen we herhaling?"),
        goals: vec![goal],
        agreements: vec![agreement],
        case_holder: professional(),
        zsm_advice: None,
    }
}

fn back_on(meeting_type: &str) -> PutBackOnAgenda {
    PutBackOnAgenda {
        reason: AgendaReason::PlanNeedsAdjusting,
        asked_by: None,
        case_holder_consulted: false,
        meeting_type: MeetingTypeCode::new(meeting_type),
        meeting: None,
        process_director: None,
    }
}

/// All that can happen from an agenda on, and that any read model reacts to.
fn handled() -> Vec<Command> {
    let contact = RecordMonitoringContact {
        moment: MonitoringMoment::Week1,
        on: None,
        agreements_kept: false,
        running_as_planned: true,
        new_developments: None,
        new_meeting_needed: true,
    };
    let advice = ZsmAdvice {
        sketch: Personal::of_stream(text("Loopt in een plan")),
        measures: vec![Personal::of_stream(text("Snelle zitting"))],
    };
    let until = Utc::now().date_naive() + chrono::Days::new(400);
    vec![
        IdentifySubject { member: member_id(), person: person_id() }.into(),
        set_plan().into(),
        contact.into(),
        SetZsmAdvice { advice }.into(),
        ExtendDirection { until, reason: text("Duurt langer") }.into(),
        EscalateCase { level: EscalationLevel::SteeringGroup, question: text("Mag dit?") }.into(),
        RecordEscalationOutcome { outcome: text("Het mag.") }.into(),
        HideCase { reason: text("Dreiging") }.into(),
        RevealCase { reason: text("Voorbij") }.into(),
        RestrictCase { reason: text("Wordt betwist") }.into(),
        LiftCaseRestriction { reason: text("Klopt toch") }.into(),
        back_on(SHIELDED).into(),
        set_plan().into(),
        JudgeResults {
            results: Results {
                procedure_breakthrough: false,
                all_parties_cooperate: true,
                progress_made: true,
                made_manageable: true,
                holder_can_proceed: true,
            },
        }
        .into(),
        CloseCase.into(),
        PlaceLegalHold { reason: text("De rechter vroeg erom") }.into(),
        LiftLegalHold { reason: text("Uitspraak gedaan") }.into(),
    ]
}

/// What is kept of a shielded case: to whom it refers, until when it is kept, and that it is shielded.
const KEPT: [&str; 3] = ["rm_lookup.lookup_shielded", "rm_retention.retention", "rm_shielded.shielded_case"];
/// The same, when nobody was identified or all was erased.
const KEPT_OF_NOBODY: [&str; 2] = ["rm_retention.retention", "rm_shielded.shielded_case"];

#[tokio::test]
async fn a_case_that_is_shielded_from_its_report_is_in_no_answer_whatever_happens_to_it() {
    let world = World::new().await;
    let case = CaseId(Uuid::now_v7());
    let reported = world.done(case, report(Some(SHIELDED))).await;
    assert_eq!(world.tables_with(case.0, reported.place).await, KEPT_OF_NOBODY);
    let completed =
        CompleteReport { trigger: None, theme: None, municipality: None, subject: report(None).subject };
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
        criteria: [Criterion::SeriousLocalSafety].into(),
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
    assert_eq!(world.tables_with(case.0, place).await, KEPT_OF_NOBODY);
}

#[tokio::test]
async fn a_shielded_case_is_due_when_its_term_has_passed_and_no_list_of_terms_shows_it() {
    let world = World::new().await;
    let case = CaseId(Uuid::now_v7());
    world.all_done(case, vec![report(Some(SHIELDED)).into(), schedule(SHIELDED).into()]).await;
    let place = world.done(case, CloseWithoutPlan { reason: text("Loos alarm") }).await.place;
    world.journal.ready_within("retention", Some(place), LONG).await.unwrap();
    let (pool, terms) = (world.journal.pool(), Terms::of(&world.context.region));
    let after_its_term = Utc::now().date_naive() + chrono::Days::new(40 * 366);
    assert_eq!(retention::due(pool, &terms, after_its_term).await.unwrap(), [case]);
    let mut listing = pool.acquire().await.unwrap();
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
        let comparison = world.journal.compare(&world.owner, projection.name()).await.unwrap();
        assert!(comparison.is_equal(), "{}: {comparison:?}", projection.name());
    }
}
