//! Asking the agendas.

use chrono::NaiveDate;
use schakel_domain::meeting::MeetingState;
use schakel_domain::region::MeetingTypeCode;
use schakel_domain::{CaseId, MeetingId};
use sqlx::{FromRow, PgConnection, QueryBuilder, query_as};
use uuid::Uuid;

use crate::page::{Day, one_more};
use crate::sealed::coded;
use crate::{Cursor, Page, QueryError};

/// Which meetings are wanted; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of these kinds: a kind that the asker does not know of is none of them.
    pub kinds: Vec<MeetingTypeCode>,
    /// On this day or later.
    pub from: Option<NaiveDate>,
    /// On this day or earlier.
    pub until: Option<NaiveDate>,
}

/// A meeting in the calendar.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// Its kind.
    pub meeting_type: String,
    /// The subregion whose table it is.
    pub subregion: Option<String>,
    /// The municipality whose list it works through.
    pub municipality: Option<String>,
    /// The day.
    pub date: NaiveDate,
    /// Where it stands.
    pub state: MeetingState,
    /// The account of who chairs it.
    pub chair: String,
    /// How many cases are on its agenda, as far as the asker may see them.
    pub items: i64,
}

/// A case on an agenda.
#[derive(Clone, Debug, FromRow)]
pub struct Item {
    /// The case.
    pub case_id: Uuid,
    /// Whether the meeting has come to an outcome.
    pub discussed: bool,
    /// The account that directs the case.
    pub process_director: Option<String>,
}

/// The last meeting of a page.
pub type Key = (Day, Uuid);

#[derive(FromRow)]
struct Stored {
    meeting_id: Uuid,
    meeting_type: String,
    subregion: Option<String>,
    municipality: Option<String>,
    held_on: NaiveDate,
    state: String,
    chair: String,
    items: i64,
}

/// A page of the calendar, the earliest first.
///
/// # Errors
/// When the database fails.
pub async fn meetings(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Meeting>, QueryError> {
    let mut sql = QueryBuilder::new(
        "select *, (select count(*) from agenda_item
                    where agenda_item.meeting_id = agenda_meeting.meeting_id and not restricted) as items
         from agenda_meeting where meeting_type = any(",
    );
    let kinds: Vec<_> = filter.kinds.iter().map(ToString::to_string).collect();
    sql.push_bind(kinds).push(")");
    if let Some(from) = filter.from {
        sql.push(" and held_on >= ").push_bind(from);
    }
    if let Some(until) = filter.until {
        sql.push(" and held_on <= ").push_bind(until);
    }
    if let Some((day, meeting)) = after.and_then(Cursor::key::<Key>) {
        sql.push(" and (held_on, meeting_id) > (").push_bind(day.0).push(", ").push_bind(meeting).push(")");
    }
    sql.push(" order by held_on, meeting_id limit ");
    sql.push_bind(one_more(limit));
    let stored = sql.build_query_as::<Stored>().fetch_all(connection).await?;
    let page = Page::of(stored, limit, |row| (Day(row.held_on), row.meeting_id));
    let Page { items, next } = page;
    let items = items.into_iter().map(Meeting::of).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

/// A page of the cases on the agenda of one meeting.
///
/// # Errors
/// When the database fails.
pub async fn items(
    connection: &mut PgConnection,
    meeting: MeetingId,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Item>, QueryError> {
    let after = after.and_then(Cursor::key::<Uuid>);
    let stored = query_as::<_, Item>(
        "select case_id, discussed, process_director from agenda_item
         where meeting_id = $1 and not restricted and ($2::uuid is null or case_id > $2)
         order by case_id limit $3",
    )
    .bind(meeting.0)
    .bind(after)
    .bind(one_more(limit))
    .fetch_all(connection)
    .await?;
    Ok(Page::of(stored, limit, |row| row.case_id))
}

impl Meeting {
    fn of(row: Stored) -> Result<Self, QueryError> {
        Ok(Self {
            meeting: MeetingId(row.meeting_id),
            meeting_type: row.meeting_type,
            subregion: row.subregion,
            municipality: row.municipality,
            date: row.held_on,
            state: coded("agenda", row.state)?,
            chair: row.chair,
            items: row.items,
        })
    }
}

impl Item {
    /// The case.
    pub fn case(&self) -> CaseId {
        CaseId(self.case_id)
    }
}
