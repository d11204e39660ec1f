//! Asking whether somebody is being handled.

use chrono::{DateTime, NaiveDate, Utc};
use schakel_domain::case::ZsmAdvice;
use schakel_domain::person::Bsn;
use schakel_domain::{CaseId, Professional};
use schakel_vault::Vault;
use serde_json::Value;
use sqlx::{FromRow, PgPool, query_as, query_scalar};
use uuid::Uuid;

use crate::lookup::BSN;
use crate::sealed::cells;
use crate::{QueryError, Rows};

/// An active case of the person who was asked about.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The case.
    pub case: CaseId,
    /// The day of the report.
    pub reported_on: NaiveDate,
    /// The kind of meeting that discusses it.
    pub meeting_type: Option<String>,
    /// Since when it is on that meeting's agenda.
    pub scheduled_since: Option<DateTime<Utc>>,
    /// Who directs the process.
    pub process_director: Option<Professional>,
    /// The case holder.
    pub case_holder: Option<Professional>,
    /// Whether a plan is in force.
    pub plan_in_force: bool,
    /// The advice for ZSM that holds.
    pub advice: Option<Advice>,
}

/// An advice for ZSM.
#[derive(Clone, Debug)]
pub struct Advice {
    /// 1 for the first.
    pub version: i32,
    /// The day.
    pub on: NaiveDate,
    /// Sketch and measures.
    pub advice: ZsmAdvice,
}

#[derive(FromRow)]
struct Stored {
    case_id: Uuid,
    reported_on: NaiveDate,
    meeting_type: Option<String>,
    scheduled_since: Option<DateTime<Utc>>,
    process_director: Option<Value>,
    case_holder: Option<Value>,
    plan_in_force: bool,
    advice: Option<Value>,
    advice_version: Option<i32>,
    advice_on: Option<NaiveDate>,
}

/// The cases of whoever holds one of these tokens: as reported, or as the registered person.
///
/// The tokens are parameters of their own: for one array PostgreSQL expects more of them than there
/// are, finds its general plan dearer than one made for the occasion, and plans anew each time.
fn cases_of(tokens: &[Vec<u8>]) -> String {
    let parameters: Vec<_> = (1..=tokens.len()).map(|number| format!("${number}")).collect();
    let tokens = parameters.join(", ");
    format!(
        "select stream as case_id from lookup_token where token in ({tokens}) and not is_person
         union
         select case_id from lookup_token join lookup_identification on person_id = stream
         where token in ({tokens}) and is_person"
    )
}

/// The active cases of the person with this BSN, the latest report first.
///
/// # Errors
/// When the database fails or a sealed value cannot be opened.
pub async fn find(pool: &PgPool, vault: &Vault, bsn: &Bsn) -> Result<Vec<Hit>, QueryError> {
    let tokens = tokens(vault, bsn);
    let sql = format!(
        "select case_id, reported_on, meeting_type, scheduled_since, process_director, case_holder,
                plan_in_force, advice, advice_version, advice_on
         from lookup_case where active and case_id in ({}) order by reported_on desc, case_id desc",
        cases_of(&tokens)
    );
    let question = tokens.into_iter().fold(query_as(&sql), |question, token| question.bind(token));
    let mut stored: Vec<Stored> = question.fetch_all(pool).await?;
    let sealed = stored.iter_mut().flat_map(Stored::sealed).collect();
    let mut rows = Rows::open(vault, "lookup", sealed).await?;
    stored.into_iter().map(|row| open(&mut rows, row)).collect()
}

/// The active cases of anybody with one of these BSNs, the earliest report first.
///
/// # Errors
/// When the database fails.
pub async fn active_cases(pool: &PgPool, vault: &Vault, bsns: &[Bsn]) -> Result<Vec<CaseId>, QueryError> {
    let tokens: Vec<_> = bsns.iter().flat_map(|bsn| tokens(vault, bsn)).collect();
    if tokens.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select case_id from lookup_case where active and case_id in ({}) order by reported_on, case_id",
        cases_of(&tokens)
    );
    let question = tokens.into_iter().fold(query_scalar(&sql), |question, token| question.bind(token));
    let cases: Vec<Uuid> = question.fetch_all(pool).await?;
    Ok(cases.into_iter().map(CaseId).collect())
}

/// Whether this case is active.
///
/// # Errors
/// When the database fails.
pub async fn active(pool: &PgPool, case: CaseId) -> Result<bool, QueryError> {
    let active: Option<bool> = query_scalar("select active from lookup_case where case_id = $1")
        .bind(case.0)
        .fetch_optional(pool)
        .await?;
    Ok(active.unwrap_or(false))
}

fn tokens(vault: &Vault, bsn: &Bsn) -> Vec<Vec<u8>> {
    vault.index().tokens(BSN, bsn.as_str()).into_iter().map(|token| token.bytes.to_vec()).collect()
}

impl Stored {
    fn sealed(&mut self) -> impl Iterator<Item = ((CaseId, &'static str), Value)> + use<> {
        let columns = [
            ("process_director", self.process_director.take()),
            ("case_holder", self.case_holder.take()),
            ("advice", self.advice.take()),
        ];
        cells(CaseId(self.case_id), columns)
    }
}

fn open(rows: &mut Rows, row: Stored) -> Result<Hit, QueryError> {
    let case = CaseId(row.case_id);
    let advice = match (rows.take(case, "advice")?, row.advice_version, row.advice_on) {
        (Some(advice), Some(version), Some(on)) => Some(Advice { version, on, advice }),
        _ => None,
    };
    Ok(Hit {
        case,
        reported_on: row.reported_on,
        meeting_type: row.meeting_type,
        scheduled_since: row.scheduled_since,
        process_director: rows.take(case, "process_director")?,
        case_holder: rows.take(case, "case_holder")?,
        plan_in_force: row.plan_in_force,
        advice,
    })
}
