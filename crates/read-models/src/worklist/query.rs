//! Asking the worklist.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schakel_connections::Pool;
use schakel_domain::CaseId;
use schakel_domain::case::{DecisionCode, MonitoringMoment};
use schakel_domain::code::Code;
use schakel_domain::region::{Deadlines, MeetingType, Region};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::page::{Day, Listed, one_more};
use crate::sealed::coded;
use crate::worklist::WorkKind;
use crate::{Cursor, Page, QueryError};

type Sql = QueryBuilder<'static, Postgres>;

/// The region's terms, in days: after the day from which they count, or before it.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Of each kind; of what is due on its own day none.
    days: Vec<(WorkKind, i32)>,
    /// The municipalities whose detention reports are referred to a table that keeps its own register.
    referring: Vec<String>,
    /// The kinds of meeting that take care of people after detention.
    aftercare: Vec<String>,
}

impl Terms {
    /// The terms of this region.
    pub fn of(region: &Region) -> Self {
        let days = WorkKind::ALL.iter().map(|kind| (*kind, days(*kind, &region.deadlines))).collect();
        let referring = region.municipalities.iter().filter(|municipality| {
            let table = municipality.detention_reports_to.as_ref();
            table.and_then(|code| region.meeting_type(code)).is_some_and(|kind| kind.own_register)
        });
        let referring = referring.map(|municipality| municipality.code.to_string()).collect();
        Self { days, referring, aftercare: aftercare(region) }
    }

    /// As the rows `term (kind, days)`: of the kinds that are wanted, and of all when none is named.
    fn push_rows(&self, wanted: &[String], sql: &mut Sql) {
        let rows = self.days.iter().map(|(kind, days)| (kind.code().to_owned(), *days));
        let (kinds, days): (Vec<_>, Vec<_>) =
            rows.filter(|(kind, _)| wanted.is_empty() || wanted.contains(kind)).unzip();
        sql.push("unnest(").push_bind(kinds).push("::text[], ").push_bind(days);
        sql.push("::integer[]) as term (kind, days)");
    }

    /// Of such a kind, and it waits for nothing: of a case that nobody uses none, of an escalated one what is not of its
    /// plan, of a detention report that was referred to a table that keeps its own register nothing that the table does
    /// now, and no aftercare to prepare of whoever has come to a table that does.
    fn push_to_be_done(&self, sql: &mut Sql) {
        sql.push(
            "work_item.kind = term.kind and not restricted and not settled
             and (not escalated or term.kind in ('escalation_open', 'feedback_owed', 'information_owed'))
             and not (term.kind in ('report_to_place', 'aftercare_to_prepare') and referrals > 0
                      and trigger = 'detention' and municipality = any(",
        );
        sql.push_bind(self.referring.clone());
        sql.push(")) and not (term.kind = 'aftercare_to_prepare' and meeting_types && ");
        sql.push_bind(self.aftercare.clone()).push(")");
    }
}

fn days(kind: WorkKind, own: &Deadlines) -> i32 {
    let weeks = |weeks: u32| weeks.saturating_mul(7);
    let after = match kind {
        WorkKind::ReportToPlace => own.briefing_days,
        WorkKind::FeedbackOwed => own.feedback_days,
        WorkKind::SchedulingOwed => own.scheduling_days,
        WorkKind::EscalationOpen => own.escalation_days,
        WorkKind::LinkedReportToAssess => own.linked_report_days,
        WorkKind::MayorToBeAdvised => own.mayor_advice_days,
        WorkKind::MeetingToPlan | WorkKind::PlanWithoutProgress => own.new_meeting_days,
        WorkKind::TrajectoryToStart => own.trajectory_start_days,
        WorkKind::InvitationToSend => own.invitation_days,
        WorkKind::BilateralOpen => weeks(own.bilateral_weeks),
        WorkKind::TrajectoryOpen => weeks(own.trajectory_weeks),
        WorkKind::AftercareToPrepare => {
            return weeks(own.aftercare_preparation_weeks).cast_signed().saturating_neg();
        }
        WorkKind::DeferredDecision
        | WorkKind::MonitoringContact
        | WorkKind::DirectionEnds
        | WorkKind::InformationOwed
        | WorkKind::AgreementDue
        | WorkKind::IndicationReview
        | WorkKind::SuspectAtZsm
        | WorkKind::OutcomeOwed => 0,
    };
    after.cast_signed()
}

/// Theme tables of aftercare, what arises from them, and the local tables to which detention reports go (HANDBOOK §2, §4).
fn aftercare(region: &Region) -> Vec<String> {
    let decided = [DecisionCode::ScheduleAftercare, DecisionCode::MonitorAftercare];
    let is_own = |kind: &&MeetingType| {
        let local =
            region.municipalities.iter().any(|it| it.detention_reports_to.as_ref() == Some(&kind.code));
        local || decided.iter().any(|decision| kind.decided_by.contains(decision))
    };
    let own: BTreeSet<_> = region.meeting_types.iter().filter(is_own).map(|kind| &kind.code).collect();
    let kinds = region.meeting_types.iter();
    let all =
        kinds.filter(|kind| own.contains(&kind.code) || kind.arises_from.iter().any(|it| own.contains(it)));
    all.map(|kind| kind.code.to_string()).collect()
}

/// Which work is wanted; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Any of these kinds.
    pub kinds: Vec<String>,
    /// Of cases that this account directs.
    pub process_director: Option<String>,
    /// Due on this day or earlier.
    pub due_until: Option<NaiveDate>,
    /// On cases of residents of this municipality.
    pub municipality: Option<String>,
    /// Whether it is overdue, on this day.
    pub overdue: Option<(bool, NaiveDate)>,
}

impl Filter {
    /// What restricts work of one kind; days are compared as they are stored, which the index knows.
    fn push(&self, sql: &mut Sql) {
        if let Some(director) = &self.process_director {
            sql.push(" and process_director = ").push_bind(director.clone());
        }
        if let Some(municipality) = &self.municipality {
            sql.push(" and municipality = ").push_bind(municipality.clone());
        }
        if let Some(until) = self.due_until {
            sql.push(" and work_item.due_on <= ").push_bind(until).push(" - days");
        }
        if let Some((overdue, today)) = self.overdue {
            sql.push(if overdue { " and work_item.due_on < " } else { " and work_item.due_on >= " });
            sql.push_bind(today).push(" - days");
        }
    }
}

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Item {
    /// On which case.
    pub case_id: Uuid,
    /// What kind.
    pub kind: WorkKind,
    /// Which of several of the kind.
    pub part: Option<Part>,
    /// The day on which it is due.
    pub due_on: NaiveDate,
    /// The account that directs the case.
    pub process_director: Option<String>,
    /// Where whom it is about lives, as far as it was reported.
    pub municipality: Option<String>,
}

/// Which of several items of a kind on one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Part {
    /// With [`WorkKind::MonitoringContact`]: which contact.
    Moment(Listed<MonitoringMoment>),
    /// With [`WorkKind::SuspectAtZsm`]: the day.
    Day(Day),
    /// With [`WorkKind::InformationOwed`]: the request; with [`WorkKind::AgreementDue`]: the agreement; with
    /// [`WorkKind::LinkedReportToAssess`]: the active case that the report was linked to; with
    /// [`WorkKind::MeetingToPlan`]: the report that endangers the plan; with [`WorkKind::OutcomeOwed`]: the meeting.
    Id(Uuid),
}

#[derive(FromRow)]
struct Stored {
    case_id: Uuid,
    kind: String,
    part: String,
    due_on: NaiveDate,
    process_director: Option<String>,
    municipality: Option<String>,
}

/// The last item of a page.
pub type Key = (Day, Uuid, Listed<WorkKind>, Option<Part>);

/// A page of the worklist, the most overdue first.
///
/// # Errors
/// When the database fails.
pub async fn find(
    connection: &mut PgConnection,
    terms: &Terms,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Item>, QueryError> {
    let mut sql = Sql::new("select case_id, kind, part, due_on, process_director, municipality from ");
    terms.push_rows(&filter.kinds, &mut sql);
    // One short walk along the index for each kind: its term moves all of its days alike, so their order is the same.
    sql.push(
        " cross join lateral (
              select case_id, part, work_item.due_on + days as due_on, process_director, municipality
              from work_item join worklist_case using (case_id)
              where ",
    );
    terms.push_to_be_done(&mut sql);
    filter.push(&mut sql);
    if let Some((due_on, case, kind, part)) = after.and_then(Cursor::key::<Key>) {
        let part = part.map(Part::stored).unwrap_or_default();
        sql.push(" and work_item.due_on >= ").push_bind(due_on.0).push(" - days");
        sql.push(" and (work_item.due_on + days, case_id, term.kind, part) > (").push_bind(due_on.0);
        sql.push(", ")
            .push_bind(case)
            .push(", ")
            .push_bind(kind.0.code())
            .push(", ")
            .push_bind(part)
            .push(")");
    }
    sql.push(" order by work_item.due_on, case_id, part limit ").push_bind(one_more(limit));
    sql.push(") as work order by due_on, case_id, kind, part limit ").push_bind(one_more(limit));
    let stored = sql.build_query_as::<Stored>().fetch_all(connection).await?;
    let items = stored.into_iter().map(Item::of).collect::<Result<_, _>>()?;
    Ok(Page::of(items, limit, Item::key))
}

/// The cases of which work was due on one of these days: after the first, up to and including the last; and those of
/// which it was due before, but waited until one of these days.
///
/// # Errors
/// When the database fails.
pub async fn overdue(
    pool: &Pool,
    terms: &Terms,
    after: Option<NaiveDate>,
    until: NaiveDate,
) -> Result<Vec<CaseId>, QueryError> {
    let mut sql = Sql::new("select distinct case_id from ");
    push_overdue(&mut sql, terms, until);
    if let Some(after) = after {
        sql.push(" and greatest(work_item.due_on + days, waited_until) > ").push_bind(after);
    }
    sql.push(" order by case_id");
    let cases: Vec<Uuid> = sql.build_query_scalar().fetch_all(&mut *pool.lend().await?).await?;
    Ok(cases.into_iter().map(CaseId).collect())
}

/// Of how many cases work was due on that day or before.
///
/// # Errors
/// When the database fails.
pub async fn count_overdue(pool: &Pool, terms: &Terms, until: NaiveDate) -> Result<i64, QueryError> {
    let mut sql = Sql::new("select count(distinct case_id) from ");
    push_overdue(&mut sql, terms, until);
    Ok(sql.build_query_scalar().fetch_one(&mut *pool.lend().await?).await?)
}

fn push_overdue(sql: &mut Sql, terms: &Terms, until: NaiveDate) {
    terms.push_rows(&[], sql);
    sql.push(" cross join work_item join worklist_case using (case_id) where ");
    terms.push_to_be_done(sql);
    sql.push(" and work_item.due_on + days <= ").push_bind(until);
}

impl Item {
    fn key(&self) -> Key {
        (Day(self.due_on), self.case_id, Listed(self.kind), self.part)
    }

    fn of(row: Stored) -> Result<Self, QueryError> {
        let kind = coded("worklist", row.kind)?;
        Ok(Self {
            case_id: row.case_id,
            kind,
            part: Part::of(kind, row.part)?,
            due_on: row.due_on,
            process_director: row.process_director,
            municipality: row.municipality,
        })
    }
}

impl Part {
    fn of(kind: WorkKind, stored: String) -> Result<Option<Self>, QueryError> {
        Ok(match kind {
            WorkKind::MonitoringContact => Some(Self::Moment(Listed(coded("worklist", stored)?))),
            WorkKind::SuspectAtZsm => Some(Self::Day(Day(day(&stored)?))),
            WorkKind::InformationOwed
            | WorkKind::AgreementDue
            | WorkKind::LinkedReportToAssess
            | WorkKind::MeetingToPlan
            | WorkKind::OutcomeOwed => Some(Self::Id(id(&stored)?)),
            _ => None,
        })
    }

    fn stored(self) -> String {
        match self {
            Self::Moment(moment) => moment.0.code().to_owned(),
            Self::Day(day) => day.0.to_string(),
            Self::Id(id) => id.to_string(),
        }
    }
}

fn id(stored: &str) -> Result<Uuid, QueryError> {
    stored.parse().map_err(|_| QueryError::Unreadable("worklist"))
}

fn day(stored: &str) -> Result<NaiveDate, QueryError> {
    stored.parse().map_err(|_| QueryError::Unreadable("worklist"))
}
