//! Asking whether people are being handled, many at once.

use chrono::{DateTime, NaiveDate, Utc};
use schakel_connections::Pool;
use schakel_domain::case::{SmdIndication, ZsmAdvice};
use schakel_domain::person::Bsn;
use schakel_domain::{CaseId, Professional};
use schakel_journal::Projection;
use schakel_vault::Vault;
use serde_json::Value;
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::{FromRow, PgConnection, Row, query, query_as, query_scalar};
use uuid::Uuid;

use crate::lookup::{Lookup, Question};
use crate::sealed::{cells, coded};
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
    /// What is done about a systematic offender.
    pub indication: Option<Indicated>,
}

/// What is done about a systematic offender.
#[derive(Clone, Copy, Debug)]
pub struct Indicated {
    /// What.
    pub indication: SmdIndication,
    /// The day on which it ends, if it does so of itself.
    pub until: Option<NaiveDate>,
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

/// The active cases of one person who was asked about, still sealed, the latest report first.
#[derive(Debug, Default)]
pub struct Found {
    cases: Vec<Sealed>,
}

#[derive(Debug, FromRow)]
struct Sealed {
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
    indication: Option<String>,
    indication_until: Option<NaiveDate>,
}

/// See `table.sql` for what is found.
const HITS: &str = "select * from lookup_ask($1, $2, $3) order by n, reported_on desc, case_id desc";

const CASES: &str = "select status, n, case_id from lookup_ask($1, $2, $3) order by n, reported_on, case_id";

/// Settings of a connection that does nothing but ask: one plan for all numbers of questions and all
/// sizes of the tables, by the indexes. PostgreSQL would plan anew each time, as it expects more
/// tokens than there are; a plan made while the tables were small would read them whole later; and a
/// hash table made for as many cases as it expects would cost more than all the rest.
pub fn session(options: PgConnectOptions) -> PgConnectOptions {
    options.options([
        ("plan_cache_mode", "force_generic_plan"),
        ("enable_seqscan", "off"),
        ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"),
        ("enable_hashagg", "off"),
        ("jit", "off"),
    ])
}

/// Answers all questions with one statement, in the order in which they are asked.
///
/// # Errors
/// When the database fails, or the read model cannot be relied upon.
pub async fn ask(connection: &mut PgConnection, questions: &[Question]) -> Result<Vec<Found>, QueryError> {
    let mut answers: Vec<Found> = questions.iter().map(|_| Found::default()).collect();
    for (n, row) in rows(connection, HITS, questions).await? {
        if let Some(found) = answers.get_mut(n) {
            found.cases.push(Sealed::from_row(&row)?);
        }
    }
    Ok(answers)
}

/// The active cases of people, in the order in which they are asked about; of each the earliest
/// report first.
///
/// # Errors
/// As [`ask`].
pub async fn hits_by_bsn(pool: &Pool, vault: &Vault, bsns: &[Bsn]) -> Result<Vec<Vec<CaseId>>, QueryError> {
    let mut connection = pool.lend().await?;
    let mut answers = Vec::with_capacity(bsns.len());
    for some in bsns.chunks(MOST_AT_ONCE) {
        let questions: Vec<_> = some.iter().map(|bsn| Question::by_bsn(vault.index(), bsn)).collect();
        let mut cases = vec![Vec::new(); some.len()];
        for (n, row) in rows(&mut connection, CASES, &questions).await? {
            if let Some(cases) = cases.get_mut(n) {
                cases.push(CaseId(row.try_get("case_id")?));
            }
        }
        answers.append(&mut cases);
    }
    Ok(answers)
}

/// How many people one statement asks about at the most.
const MOST_AT_ONCE: usize = 2_000;

/// The rows that hold a case, each with the number of its question.
async fn rows(
    connection: &mut PgConnection,
    sql: &'static str,
    questions: &[Question],
) -> Result<Vec<(usize, PgRow)>, QueryError> {
    let (mut numbers, mut tokens) = (Vec::new(), Vec::new());
    for (n, question) in (0_i32..).zip(questions) {
        numbers.extend(question.tokens().iter().map(|_| n));
        tokens.extend_from_slice(question.tokens());
    }
    let rows = query(sql).bind(numbers).bind(tokens).bind(Lookup.version()).fetch_all(connection).await?;
    check_standing(rows.first())?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(n) = row.try_get::<Option<i32>, _>("n")? {
            found.push((usize::try_from(n).unwrap_or(usize::MAX), row));
        }
    }
    Ok(found)
}

/// A read model that has stopped, or is not this program's, would answer "not known" for people who are.
pub(super) fn check_standing(row: Option<&PgRow>) -> Result<(), QueryError> {
    match row.map(|row| row.try_get("status")).transpose()? {
        Some("live") => Ok(()),
        #[cfg(feature = "sabotage")]
        Some("stopped") if schakel_connections::sabotaged("stopped-is-unknown") => Ok(()),
        Some("stopped") => Err(QueryError::Stopped),
        _ => Err(QueryError::Behind),
    }
}

/// The active cases of anybody with one of these BSNs, each once.
///
/// # Errors
/// As [`ask`].
pub async fn active_cases(pool: &Pool, vault: &Vault, bsns: &[Bsn]) -> Result<Vec<CaseId>, QueryError> {
    let mut cases = hits_by_bsn(pool, vault, bsns).await?.concat();
    cases.sort_unstable();
    cases.dedup();
    Ok(cases)
}

/// Whether this case is active, and visible.
///
/// # Errors
/// When the database fails.
pub async fn active(pool: &Pool, case: CaseId) -> Result<bool, QueryError> {
    let active: Option<bool> =
        query_scalar("select active and not hidden and not restricted from lookup_case where case_id = $1")
            .bind(case.0)
            .fetch_optional(&mut *pool.lend().await?)
            .await?;
    Ok(active.unwrap_or(false))
}

impl Hit {
    /// What is done about a systematic offender on that day: an indication that has ended is none.
    pub fn indication_on(&self, today: NaiveDate) -> Option<SmdIndication> {
        let holds = |indicated: &Indicated| indicated.until.is_none_or(|until| today <= until);
        self.indication.filter(holds).map(|indicated| indicated.indication)
    }
}

impl Found {
    /// These cases, as far as they are active and visible.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_cases(pool: &Pool, cases: &[CaseId]) -> Result<Self, QueryError> {
        let ids: Vec<_> = cases.iter().map(|case| case.0).collect();
        let cases = query_as("select * from lookup_cases($1) order by reported_on desc, case_id desc")
            .bind(ids)
            .fetch_all(&mut *pool.lend().await?)
            .await?;
        Ok(Self { cases })
    }

    /// Opens what is sealed.
    ///
    /// # Errors
    /// When the keys cannot be had, or a value was tampered with.
    pub async fn open(mut self, vault: &Vault) -> Result<Vec<Hit>, QueryError> {
        let sealed = self.cases.iter_mut().flat_map(Sealed::cells).collect();
        let mut rows = Rows::open(vault, "lookup", sealed).await?;
        self.cases.into_iter().map(|case| case.open(&mut rows)).collect()
    }
}

impl Sealed {
    fn cells(&mut self) -> impl Iterator<Item = ((CaseId, &'static str), Value)> + use<> {
        let columns = [
            ("process_director", self.process_director.take()),
            ("case_holder", self.case_holder.take()),
            ("advice", self.advice.take()),
        ];
        cells(CaseId(self.case_id), columns)
    }

    fn open(self, rows: &mut Rows) -> Result<Hit, QueryError> {
        let case = CaseId(self.case_id);
        let until = self.indication_until;
        let indicated = |indication| Indicated { indication, until };
        let advice = match (rows.take(case, "advice")?, self.advice_version, self.advice_on) {
            (Some(advice), Some(version), Some(on)) => Some(Advice { version, on, advice }),
            _ => None,
        };
        Ok(Hit {
            case,
            reported_on: self.reported_on,
            meeting_type: self.meeting_type,
            scheduled_since: self.scheduled_since,
            process_director: rows.take(case, "process_director")?,
            case_holder: rows.take(case, "case_holder")?,
            plan_in_force: self.plan_in_force,
            advice,
            indication: self.indication.map(|code| coded("lookup", code)).transpose()?.map(indicated),
        })
    }
}
