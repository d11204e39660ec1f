//! A journal of its own for each test, with all read models, and cases to put in it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveDate, Utc};
use chrono_tz::Europe::Amsterdam;
use schakel_connections::Pool;
use schakel_domain::case::*;
use schakel_domain::event_kind::upcasters;
use schakel_domain::meeting::{self, Meeting};
use schakel_domain::person::{Bsn, Gender, PersonDetails};
use schakel_domain::personal::Personal;
use schakel_domain::region::{MeetingTypeCode, MunicipalityCode, OrganisationCode, Region};
use schakel_domain::trajectory::{self, Trajectory};
use schakel_domain::{
    Account, AgreementId, CaseFacts, CaseId, Context, MeetingId, MemberId, PersonId, Professional, Text,
    TrajectoryId,
};
use schakel_embedded_postgres::shared;
use schakel_journal::{Journal, Metadata, Place, Receipt, Request};
use schakel_read_models::projections;
use schakel_vault::{Secrets, Vault};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const REGION: &str = include_str!("../../../../regions/hollands-midden.toml");
const SERVICE: &str = "read_models_service";
pub const SHIELDED: &str = "radicalisation";
/// Bounds a wait for something that must happen; a passing test never waits this long.
pub const LONG: Duration = Duration::from_secs(60);

pub struct World {
    pub owner: PgPool,
    pub journal: Journal,
    pub context: Context,
    shutdown: CancellationToken,
}

impl Drop for World {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl World {
    /// Over databases of its own.
    pub async fn new() -> Self {
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
        Vault::migrate(&keys_owner.connect_options(), SERVICE).await.unwrap();
        let keys = Pool::open(postgres.options(&keys).username(SERVICE), 10).await.unwrap();
        let vault = Vault::new(keys, Secrets::generate().unwrap().0);
        Journal::migrate(&owner.connect_options(), SERVICE, &projections()).await.unwrap();
        let options = Journal::connect_options(postgres.options(&data).username(SERVICE), &projections());
        let pool = Pool::open(options, 10).await.unwrap();
        let journal = Journal::new(pool, vault, projections(), upcasters);
        let shutdown = CancellationToken::new();
        let (following, until) = (journal.clone(), shutdown.clone());
        tokio::spawn(async move { following.run_projections(until).await });
        Self { owner, journal, context: context(), shutdown }
    }

    pub async fn done(&self, case: CaseId, command: impl Into<Command>) -> Receipt {
        let (id, request) = (case.to_string(), self.request());
        self.journal.execute::<Case>(&id, command.into(), &self.context, &request).await.unwrap()
    }

    /// As when the case that it names, if it names one, is being handled.
    pub async fn paid(&self, id: TrajectoryId, command: impl Into<trajectory::Command>) -> Receipt {
        let context = Context { case: Some(CaseFacts { active: true }), ..self.context.clone() };
        let (id, request) = (id.to_string(), self.request());
        self.journal.execute::<Trajectory>(&id, command.into(), &context, &request).await.unwrap()
    }

    pub async fn planned(&self, meeting: MeetingId, meeting_type: &str) {
        let command = meeting::PlanMeeting {
            municipality: None,
            meeting_type: MeetingTypeCode::new(meeting_type),
            subregion: None,
            date: self.context.today,
            chair: Professional {
                organisation: self.context.region.house.organisation.clone(),
                ..professional()
            },
        };
        let (id, request) = (meeting.to_string(), self.request());
        let planned = self.journal.execute::<Meeting>(&id, command.into(), &self.context, &request);
        planned.await.unwrap();
    }

    pub fn request(&self) -> Request {
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

    pub async fn all_done(&self, case: CaseId, commands: Vec<Command>) -> Place {
        let mut place = Place::START;
        for command in commands {
            place = self.done(case, command).await.place;
        }
        place
    }
}

fn context() -> Context {
    let region: Region = toml::from_str(REGION).unwrap();
    Context {
        today: today(),
        actor: Account("holder".into()),
        organisation: region.house.organisation.clone(),
        region: Arc::new(region),
        meeting: None,
        own_meeting: None,
        case: None,
        active_cases: vec![other_case()],
        person: None,
        likely_persons: Vec::new(),
        receivers: BTreeSet::new(),
        cases_left: true,
        now: Utc::now(),
        shareable: BTreeSet::new(),
        bij_mandate: None,
        contact_of: BTreeSet::new(),
    }
}

pub fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}

pub fn other_case() -> CaseId {
    CaseId(Uuid::from_u128(7))
}

pub fn member_id() -> MemberId {
    MemberId(Uuid::from_u128(8))
}

pub fn person_id() -> PersonId {
    PersonId(Uuid::from_u128(9))
}

pub fn professional() -> Professional {
    Professional {
        account: Account("holder".into()),
        organisation: OrganisationCode::new("ggd"),
        name: Personal::of_stream(text("Wilhelmina van Dorp")),
        telephone: Personal::of_stream(text("071 000 00 00")),
        mail: Personal::of_stream(text("w@example.org")),
    }
}

pub fn report(meeting_type: Option<&str>) -> ReportCase {
    let bsn = Some(Bsn::new("999990019").unwrap());
    let details = PersonDetails { surname: Some(text("Zandloper")), bsn, ..PersonDetails::default() };
    let member = Member::new(member_id(), details, Gender::Unknown);
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
        subject_informed: None,
        release_date: None,
    }
}

pub fn schedule(meeting_type: &str) -> ScheduleCase {
    ScheduleCase {
        meeting_type: MeetingTypeCode::new(meeting_type),
        meeting: None,
        process_director: Some(professional()),
        municipal_contact: None,
    }
}

pub fn set_plan() -> SetPlan {
    let agreement = Agreement {
        id: AgreementId(Uuid::from_u128(10)),
        what: Personal::of_stream(text("Meldt zich wekelijks")),
        organisation: OrganisationCode::new("ggd"),
        by: today(),
        intervention: None,
        pillar: None,
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

pub fn back_on(meeting_type: &str) -> PutBackOnAgenda {
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
pub fn handled() -> Vec<Command> {
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
    let until = today() + chrono::Days::new(400);
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

/// The day of the House.
pub fn today() -> NaiveDate {
    Utc::now().with_timezone(&Amsterdam).date_naive()
}
