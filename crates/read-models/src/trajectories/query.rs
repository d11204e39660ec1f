//! Asking for trajectories.

use chrono::NaiveDate;
use schakel_domain::money::Cents;
use schakel_domain::trajectory::{HelpQuestion, Obstacle, TrajectoryKind, TrajectoryState};
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::page::{Day, one_more};
use crate::sealed::coded;
use crate::{Cursor, Page, QueryError};

/// Which trajectories are wanted; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In any of these states.
    pub states: Vec<String>,
    /// Started in this year.
    pub start_year: Option<i32>,
    /// Paid from this budget.
    pub budget_source: Option<String>,
    /// Of this provider.
    pub provider: Option<String>,
}

/// One trajectory.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its identity.
    pub trajectory_id: Uuid,
    /// The day on which it started.
    pub started_on: NaiveDate,
    /// Guidance or a single obstacle.
    pub kind: TrajectoryKind,
    /// Which obstacle.
    pub obstacle: Option<Obstacle>,
    /// Who helps.
    pub provider: String,
    /// From which budget.
    pub budget_source: String,
    /// With what.
    pub help_questions: Vec<HelpQuestion>,
    /// Municipality of residence.
    pub municipality: String,
    /// Where it stands.
    pub state: TrajectoryState,
    /// The day on which it ended.
    pub ended_on: Option<NaiveDate>,
    /// How many conversations there were in prison.
    pub conversations: i32,
    /// All that was spent.
    pub spent: Cents,
    /// All that came back.
    pub repaid: Cents,
    /// Version.
    pub version: i64,
}

/// Of all that are wanted, whatever is on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// How many.
    pub trajectories: u64,
    /// All that was spent.
    pub spent: Cents,
    /// All that came back.
    pub repaid: Cents,
}

#[derive(FromRow)]
struct Stored {
    trajectory_id: Uuid,
    started_on: NaiveDate,
    kind: String,
    obstacle: Option<String>,
    provider: String,
    budget_source: String,
    help_questions: Vec<String>,
    municipality: String,
    state: String,
    ended_on: Option<NaiveDate>,
    conversations: i32,
    spent: i64,
    repaid: i64,
    version: i64,
}

/// The last trajectory of a page.
pub type Key = (Day, Uuid);

/// A page of the trajectories, the latest start first.
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Row>, QueryError> {
    let mut sql = QueryBuilder::new("select * from trajectory where true");
    filter.restrict(&mut sql);
    if let Some((started_on, trajectory)) = after.and_then(Cursor::key::<Key>) {
        sql.push(" and (started_on, trajectory_id) < (").push_bind(started_on.0);
        sql.push(", ").push_bind(trajectory).push(")");
    }
    sql.push(" order by started_on desc, trajectory_id desc limit ");
    sql.push_bind(one_more(limit));
    let stored = sql.build_query_as::<Stored>().fetch_all(connection).await?;
    let rows = stored.into_iter().map(Row::of).collect::<Result<_, _>>()?;
    Ok(Page::of(rows, limit, |row: &Row| (Day(row.started_on), row.trajectory_id)))
}

/// How many trajectories are wanted, and what they cost together.
///
/// # Errors
/// When the database fails.
pub async fn totals(connection: &mut PgConnection, filter: &Filter) -> Result<Totals, QueryError> {
    let mut sql = QueryBuilder::new(
        "select count(*), coalesce(sum(spent), 0)::bigint, coalesce(sum(repaid), 0)::bigint
         from trajectory where true",
    );
    filter.restrict(&mut sql);
    let (trajectories, spent, repaid): (i64, i64, i64) = sql.build_query_as().fetch_one(connection).await?;
    Ok(Totals { trajectories: trajectories.cast_unsigned(), spent: cents(spent), repaid: cents(repaid) })
}

/// A sum as a row holds it.
pub(super) fn cents(stored: i64) -> Cents {
    Cents::new(stored.cast_unsigned())
}

impl Filter {
    fn restrict(&self, sql: &mut QueryBuilder<'static, Postgres>) {
        if !self.states.is_empty() {
            sql.push(" and state = any(").push_bind(self.states.clone()).push(")");
        }
        if let Some(year) = self.start_year {
            sql.push(" and extract(year from started_on) = ").push_bind(year);
        }
        if let Some(source) = &self.budget_source {
            sql.push(" and budget_source = ").push_bind(source.clone());
        }
        if let Some(provider) = &self.provider {
            sql.push(" and provider = ").push_bind(provider.clone());
        }
    }
}

/// Help questions as a row holds them.
pub(super) fn help_questions(codes: Vec<String>) -> Result<Vec<HelpQuestion>, QueryError> {
    codes.into_iter().map(|code| coded("trajectories", code)).collect()
}

impl Row {
    fn of(row: Stored) -> Result<Self, QueryError> {
        Ok(Self {
            trajectory_id: row.trajectory_id,
            started_on: row.started_on,
            kind: coded("trajectories", row.kind)?,
            obstacle: row.obstacle.map(|code| coded("trajectories", code)).transpose()?,
            provider: row.provider,
            budget_source: row.budget_source,
            help_questions: help_questions(row.help_questions)?,
            municipality: row.municipality,
            state: coded("trajectories", row.state)?,
            ended_on: row.ended_on,
            conversations: row.conversations,
            spent: cents(row.spent),
            repaid: cents(row.repaid),
            version: row.version,
        })
    }
}
