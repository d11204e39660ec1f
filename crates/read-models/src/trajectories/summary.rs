//! The figures of HANDBOOK §6, by year and budget.

use std::collections::BTreeMap;

use schakel_domain::money::Cents;
use schakel_domain::trajectory::{HelpQuestion, HelpQuestions, TrajectoryKind};
use sqlx::{FromRow, PgConnection, QueryBuilder};

use super::query::{cents, help_questions};
use crate::QueryError;
use crate::sealed::coded;

/// Which figures are wanted; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct SummaryFilter {
    /// Of this year.
    pub year: Option<i32>,
    /// Of this budget.
    pub budget_source: Option<String>,
}

/// The figures of one year and one budget: what started in it, and what was spent and came back in it, also on
/// trajectories of earlier years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearFigures {
    /// The year.
    pub year: i32,
    /// The budget.
    pub budget_source: String,
    /// How many guidance trajectories started.
    pub trajectories: u64,
    /// How many single obstacles were taken away.
    pub obstacles: u64,
    /// By help question, in the handbook's order.
    pub help_questions: BTreeMap<HelpQuestion, QuestionFigures>,
    /// All that was spent.
    pub spent: Cents,
    /// All that came back.
    pub repaid: Cents,
}

/// The figures of one help question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuestionFigures {
    /// How many trajectories and obstacles started with it; one with several counts for each.
    pub started: u64,
    /// Its share of what was spent.
    pub spent: Cents,
}

#[derive(FromRow)]
struct Started {
    year: i32,
    budget_source: String,
    kind: String,
    help_questions: Vec<String>,
    started: i64,
}

#[derive(FromRow)]
struct Paid {
    year: i32,
    budget_source: String,
    help_questions: Vec<String>,
    spent: i64,
    repaid: i64,
}

type Figures = BTreeMap<(i32, String), YearFigures>;

/// The figures of every year and budget in which anything started or was paid, the earliest first.
///
/// # Errors
/// When the database fails.
pub async fn summarise(
    connection: &mut PgConnection,
    filter: &SummaryFilter,
) -> Result<Vec<YearFigures>, QueryError> {
    let mut figures = Figures::new();
    for row in started(connection, filter).await? {
        row.count(&mut figures)?;
    }
    for row in paid(connection, filter).await? {
        row.count(&mut figures)?;
    }
    Ok(figures.into_values().collect())
}

async fn started(connection: &mut PgConnection, filter: &SummaryFilter) -> Result<Vec<Started>, QueryError> {
    let mut sql = QueryBuilder::new(
        "select year, budget_source, kind, help_questions, count(*) as started
         from (select extract(year from started_on)::integer as year, * from trajectory) as begun where true",
    );
    filter.restrict(&mut sql);
    sql.push(" group by year, budget_source, kind, help_questions");
    Ok(sql.build_query_as().fetch_all(connection).await?)
}

/// Per trajectory: each one's costs are shared over its own help questions.
async fn paid(connection: &mut PgConnection, filter: &SummaryFilter) -> Result<Vec<Paid>, QueryError> {
    let mut sql = QueryBuilder::new(
        "select year, budget_source, help_questions,
                sum(spent)::bigint as spent, sum(repaid)::bigint as repaid
         from (select extract(year from paid_on)::integer as year, payment.spent, payment.repaid,
                      trajectory_id, budget_source, help_questions
               from trajectory_payment as payment join trajectory using (trajectory_id)) as paid where true",
    );
    filter.restrict(&mut sql);
    sql.push(" group by year, trajectory_id, budget_source, help_questions");
    Ok(sql.build_query_as().fetch_all(connection).await?)
}

impl SummaryFilter {
    fn restrict(&self, sql: &mut QueryBuilder<'static, sqlx::Postgres>) {
        if let Some(year) = self.year {
            sql.push(" and year = ").push_bind(year);
        }
        if let Some(source) = &self.budget_source {
            sql.push(" and budget_source = ").push_bind(source.clone());
        }
    }
}

fn of_year(figures: &mut Figures, year: i32, budget_source: String) -> &mut YearFigures {
    figures.entry((year, budget_source.clone())).or_insert_with(|| YearFigures {
        year,
        budget_source,
        trajectories: 0,
        obstacles: 0,
        help_questions: BTreeMap::new(),
        spent: Cents::default(),
        repaid: Cents::default(),
    })
}

impl Started {
    fn count(self, figures: &mut Figures) -> Result<(), QueryError> {
        let started = self.started.cast_unsigned();
        let of_year = of_year(figures, self.year, self.budget_source);
        match coded("trajectories", self.kind)? {
            TrajectoryKind::Guidance => of_year.trajectories += started,
            TrajectoryKind::Obstacle => of_year.obstacles += started,
        }
        for question in help_questions(self.help_questions)? {
            of_year.help_questions.entry(question).or_default().started += started;
        }
        Ok(())
    }
}

impl Paid {
    fn count(self, figures: &mut Figures) -> Result<(), QueryError> {
        let (spent, repaid) = (cents(self.spent), cents(self.repaid));
        let questions = help_questions(self.help_questions)?.into_iter().collect();
        let questions = HelpQuestions::new(questions).map_err(|_| QueryError::Unreadable("trajectories"))?;
        let of_year = of_year(figures, self.year, self.budget_source);
        of_year.spent = of_year.spent.plus(spent);
        of_year.repaid = of_year.repaid.plus(repaid);
        for (question, share) in questions.share(spent) {
            let of_question = of_year.help_questions.entry(question).or_default();
            of_question.spent = of_question.spent.plus(share);
        }
        Ok(())
    }
}
