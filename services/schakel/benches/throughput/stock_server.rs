//! The stock way of the same commands and the same question: `cqrs-es` and `postgres-es` put together as their own
//! documentation and demo do it, behind axum, with the same aggregate, in a process of its own. Nothing is sealed, nothing
//! recorded but the events, no key makes a command idempotent, and there is one read model, in step with its stream alone.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::NaiveDate;
use cqrs_es::persist::{GenericQuery, ViewRepository};
use cqrs_es::{EventEnvelope, View};
use postgres_es::{PostgresCqrs, PostgresViewRepository, default_postgress_pool, postgres_cqrs};
use schakel_domain::case::{
    Case, CaseSubject, Command, Decision, Event, Member, ReportCase, ScheduleCase, SetZsmAdvice, Source,
    SubjectKind, Trigger, WeighCase, ZsmAdvice,
};
use schakel_domain::person::{BirthDate, Bsn, Gender, PersonDetails};
use schakel_domain::personal::Personal;
use schakel_domain::region::{CriterionCode, MeetingTypeCode, MunicipalityCode, OrganisationCode};
use schakel_domain::{Account, MemberId, Professional, Text};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;

use crate::events::{context, process_director};
use crate::house::{House, ROLE};
use crate::server::Server;
use crate::{Failure, Result};

/// What it is started with.
pub const ARGUMENT: &str = "stock-server";
/// Its database.
pub const DATABASE: &str = "stock";

type Views = PostgresViewRepository<CaseView, Case>;
type Answer = std::result::Result<Json<Value>, (StatusCode, String)>;

/// Starts it, on tables as its documentation has them.
pub async fn start(house: &House) -> Result<Server> {
    let postgres = &house.databases.postgres;
    let mut admin = PgConnection::connect_with(&postgres.options(DATABASE)).await?;
    admin.execute(include_str!("sql/stock_tables.sql")).await?;
    admin.close().await?;
    let url = postgres.url(DATABASE, ROLE);
    Server::start(ARGUMENT, url.as_bytes(), &house.door.authorization).await
}

/// What it does: where its database is comes in through the standard input.
pub fn serve(address: &str) -> Result<()> {
    let mut url = String::new();
    std::io::stdin().read_to_string(&mut url)?;
    listen(address, &url)
}

#[tokio::main]
async fn listen(address: &str, url: &str) -> Result<()> {
    let pool = default_postgress_pool(url).await;
    let views = Arc::new(Views::new("case_view", pool.clone()));
    let mut query = GenericQuery::new(views.clone());
    query.use_error_handler(Box::new(|error| tracing::error!(%error, "a view was not updated")));
    let cqrs = Arc::new(postgres_cqrs(pool, vec![Box::new(query)], context()?));
    let stock = Stock { cqrs, views, reported: Arc::default() };
    let router = Router::new()
        .route("/v1/cases", post(report))
        .route("/v1/cases/{case}", get(show))
        .route("/v1/cases/{case}/weighings", post(weigh))
        .route("/v1/cases/{case}/agenda-items", post(schedule))
        .route("/v1/cases/{case}/zsm-advices", post(advise))
        .with_state(stock);
    let listener = tokio::net::TcpListener::bind(address).await?;
    Ok(axum::serve(listener, router).await?)
}

#[derive(Clone)]
struct Stock {
    cqrs: Arc<PostgresCqrs<Case>>,
    views: Arc<Views>,
    reported: Arc<AtomicU64>,
}

impl Stock {
    async fn execute(&self, case: &str, command: impl Into<Command>) -> Answer {
        let executed = self.cqrs.execute(case, command.into()).await;
        executed.map(|()| Json(json!({ "id": case }))).map_err(wrong)
    }

    fn new_id(&self, part: u128) -> Uuid {
        let number = u128::from(self.reported.fetch_add(1, Ordering::Relaxed));
        Uuid::from_u128(0x0190_c3a2_0000_7000_8000_0000_0000_0000 | number << 16 | part)
    }
}

/// What is told of a case.
#[derive(Debug, Default, Serialize, Deserialize)]
struct CaseView {
    reported_on: Option<NaiveDate>,
    trigger: Option<Trigger>,
    municipality: Option<MunicipalityCode>,
    decision: Option<Decision>,
    meeting_type: Option<MeetingTypeCode>,
    process_director: Option<Professional>,
    advice: Option<ZsmAdvice>,
}

impl View<Case> for CaseView {
    fn update(&mut self, event: &EventEnvelope<Case>) {
        match event.payload.clone() {
            Event::CaseReported { on, trigger, municipality, .. } => {
                *self = Self { reported_on: Some(on), trigger, municipality, ..Self::default() };
            }
            Event::CaseWeighed { decision, .. } => self.decision = Some(decision),
            Event::CaseScheduled { meeting_type, process_director, .. } => {
                self.meeting_type = Some(meeting_type);
                self.process_director = process_director;
            }
            Event::ZsmAdviceSet { advice, .. } => self.advice = Some(advice),
            _ => {}
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    reason: String,
    municipality: MunicipalityCode,
    subject: Subject,
}

#[derive(Deserialize)]
struct Subject {
    members: Vec<Reported>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reported {
    given_names: String,
    prefix: Option<String>,
    surname: String,
    birth_date: NaiveDate,
    bsn: String,
}

#[derive(Deserialize)]
struct Weighing {
    criteria: Vec<CriterionCode>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AgendaItem {
    meeting_type: MeetingTypeCode,
}

#[derive(Deserialize)]
struct Advice {
    sketch: String,
    measures: Vec<String>,
}

async fn report(State(stock): State<Stock>, Json(report): Json<Report>) -> Answer {
    let case = stock.new_id(0).to_string();
    let command = report.command(MemberId(stock.new_id(1))).map_err(wrong)?;
    stock.execute(&case, command).await
}

async fn show(State(stock): State<Stock>, Path(case): Path<String>) -> Answer {
    match stock.views.load(&case).await.map_err(wrong)? {
        Some(view) => Ok(Json(json!(view))),
        None => Err((StatusCode::NOT_FOUND, String::new())),
    }
}

async fn weigh(
    State(stock): State<Stock>,
    Path(case): Path<String>,
    Json(weighing): Json<Weighing>,
) -> Answer {
    let criteria = weighing.criteria.into_iter().collect();
    stock.execute(&case, WeighCase { briefing: None, criteria, decision: Decision::ScheduleFocus }).await
}

async fn schedule(
    State(stock): State<Stock>,
    Path(case): Path<String>,
    Json(item): Json<AgendaItem>,
) -> Answer {
    let command = ScheduleCase {
        meeting_type: item.meeting_type,
        meeting: None,
        process_director: Some(process_director().map_err(wrong)?),
        municipal_contact: None,
    };
    stock.execute(&case, command).await
}

async fn advise(State(stock): State<Stock>, Path(case): Path<String>, Json(advice): Json<Advice>) -> Answer {
    let command = advice.command().map_err(wrong)?;
    stock.execute(&case, command).await
}

impl Report {
    fn command(self, member: MemberId) -> Result<ReportCase> {
        let [reported] = <[Reported; 1]>::try_from(self.subject.members).map_err(|_| "not one member")?;
        let organisation = OrganisationCode::new("veiligheidshuis");
        Ok(ReportCase {
            source: Source { organisation, account: Account("bench-1".to_owned()), reporter: None },
            reason: Text::new(&self.reason)?,
            trigger: Some(Trigger::Arrest),
            theme: None,
            municipality: Some(self.municipality),
            subject: Some(CaseSubject {
                kind: SubjectKind::Person,
                members: vec![Member::new(member, reported.details()?, Gender::Unknown)],
            }),
            shielded: None,
            subject_informed: None,
            release_date: None,
        })
    }
}

impl Reported {
    fn details(self) -> Result<PersonDetails> {
        Ok(PersonDetails {
            given_names: Some(Text::new(&self.given_names)?),
            prefix: self.prefix.as_deref().map(Text::new).transpose()?,
            surname: Some(Text::new(&self.surname)?),
            birth_date: Some(BirthDate::Day(self.birth_date)),
            bsn: Some(Bsn::new(&self.bsn)?),
            ..PersonDetails::default()
        })
    }
}

impl Advice {
    fn command(self) -> Result<SetZsmAdvice> {
        let personal = |text: &str| Ok::<_, Failure>(Personal::of_stream(Text::new(text)?));
        let measures = self.measures.iter().map(|measure| personal(measure)).collect::<Result<_>>()?;
        Ok(SetZsmAdvice { advice: ZsmAdvice { sketch: personal(&self.sketch)?, measures } })
    }
}

fn wrong(error: impl ToString) -> (StatusCode, String) {
    (StatusCode::BAD_REQUEST, error.to_string())
}
