//! Building a projection anew beside the live one: to swap it in, or to compare the two.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use schakel_connections::connect;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection, Row};

use crate::append::BEGIN_ALONE;
use crate::error::JournalError;
use crate::follow::{BATCH, BEGIN_LAX};
use crate::inline::prove_sound;
use crate::journal::Journal;
use crate::log::Until;
use crate::migrate::{create_schema, grant_read_model, refuse_ambiguous, role_of};
use crate::operate::mode_of;
use crate::place::Place;
use crate::projection::{Mode, Projection, schema_of};

/// A live read model beside one that was built from the log just now, to the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Every table of either.
    pub tables: Vec<TableComparison>,
}

impl Comparison {
    /// Whether both hold the same rows.
    pub fn is_equal(&self) -> bool {
        self.tables.iter().all(|table| table.missing == 0 && table.surplus == 0)
    }
}

/// One table of a [`Comparison`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableComparison {
    /// Its name.
    pub table: String,
    /// Rows in the live table.
    pub rows: u64,
    /// Rows that only the rebuilt table has.
    pub missing: u64,
    /// Rows that only the live table has.
    pub surplus: u64,
}

/// A read model in the making.
struct Draft {
    projection: Arc<dyn Projection>,
    schema: String,
    at: Place,
    done: u64,
    /// Events that an operator told this version to leave out.
    skipped: HashSet<Place>,
}

impl Draft {
    /// A transaction whose unqualified names are this draft's tables.
    fn begin(&self, begin: &str) -> String {
        format!("{begin}; set local search_path to {}, public", self.schema)
    }
}

/// How the live projection stands, its row locked in a transaction.
struct Live {
    mode: Mode,
    is_live: bool,
    place: Place,
}

impl Live {
    /// How far the rows of the live one go, where that is not the end of the log.
    fn bound(&self) -> Option<Place> {
        let to_the_end = self.mode == Mode::Inline && self.is_live;
        (!to_the_end).then_some(self.place)
    }
}

impl Journal {
    /// Builds a projection anew from the whole log, beside the live one and while commands go on,
    /// then swaps it in within one transaction and sets it live. `progress` gets the events done
    /// and the total, after every batch.
    ///
    /// Needs the owner of the database. What an earlier rebuild left half-done is dropped first;
    /// when this one fails, the live projection stays as it was.
    ///
    /// # Errors
    /// [`JournalError::Undigestible`] at an event it cannot take, [`JournalError::Busy`] when it is
    /// being rebuilt already, or when the database or the vault fails.
    pub async fn rebuild(
        &self,
        owner: &PgConnectOptions,
        name: &str,
        mut progress: impl FnMut(u64, u64) + Send,
    ) -> Result<(), JournalError> {
        let (mut connection, mut draft) = self.draft(owner, name, "next").await?;
        let built = self.build(&mut connection, &mut draft, &mut progress).await;
        discard(&mut connection, &draft.schema).await?;
        discard(&mut connection, &retired(name)).await?;
        release(connection).await?;
        self.signals.progress.send_replace(());
        self.signals.appended.notify_one();
        built
    }

    async fn build(
        &self,
        connection: &mut PgConnection,
        draft: &mut Draft,
        progress: &mut (impl FnMut(u64, u64) + Send),
    ) -> Result<(), JournalError> {
        let total = events_in(connection).await?;
        while self.fill_batch(connection, draft, Until::HORIZON).await? {
            progress(draft.done, total.max(draft.done));
        }
        self.swap_in(connection, draft).await?;
        progress(draft.done, draft.done);
        Ok(())
    }

    /// Builds a projection anew to where the live one is, and compares them row by row. While an
    /// inline projection is compared, commands wait.
    ///
    /// # Errors
    /// As [`Journal::rebuild`].
    pub async fn compare(&self, owner: &PgConnectOptions, name: &str) -> Result<Comparison, JournalError> {
        let (mut connection, mut draft) = self.draft(owner, name, "check").await?;
        let compared = self.compare_draft(&mut connection, &mut draft).await;
        discard(&mut connection, &draft.schema).await?;
        release(connection).await?;
        compared
    }

    /// An empty draft, and the connection that holds the lock of whoever drafts this projection.
    async fn draft(
        &self,
        owner: &PgConnectOptions,
        name: &str,
        purpose: &str,
    ) -> Result<(PgConnection, Draft), JournalError> {
        let projection = self.projection(name)?.clone();
        let schema = format!("{}_{purpose}", schema_of(name));
        let mut connection = connect(owner).await?;
        let is_alone: bool = sqlx::query_scalar("select pg_try_advisory_lock(73616368, hashtext($1))")
            .bind(&schema)
            .fetch_one(&mut connection)
            .await?;
        if !is_alone {
            return Err(JournalError::Busy(name.to_owned()));
        }
        let mut work = connection.begin().await?;
        create_schema(&mut work, &schema, projection.ddl()).await?;
        work.commit().await?;
        let skipped = skipped_by(&mut connection, projection.as_ref()).await?;
        let draft = Draft { projection, schema, at: Place::START, done: 0, skipped };
        Ok((connection, draft))
    }

    /// One batch in a transaction of its own; `false` when there may be no more.
    async fn fill_batch(
        &self,
        connection: &mut PgConnection,
        draft: &mut Draft,
        until: Until,
    ) -> Result<bool, JournalError> {
        let mut work = connection.begin_with(draft.begin(BEGIN_LAX)).await?;
        let more = self.fill(&mut work, draft, until).await?;
        work.commit().await?;
        Ok(more)
    }

    /// One batch in the transaction of this connection; `false` when there may be no more.
    async fn fill(
        &self,
        connection: &mut PgConnection,
        draft: &mut Draft,
        until: Until,
    ) -> Result<bool, JournalError> {
        let projection = draft.projection.clone();
        let wanted = |aggregate: &str, event: &str| projection.reacts_to(aggregate, event);
        let mut batch = self.read_batch(connection, draft.at, BATCH, until, wanted).await?;
        batch.events.retain(|event| !draft.skipped.contains(&event.place));
        let stopping = self.take(connection, projection.as_ref(), &batch.events, &batch.ring, false).await?;
        if let Some(stopping) = stopping {
            return Err(stopping.into_error(projection.as_ref(), &batch.events));
        }
        prove_sound(connection).await?;
        draft.at = batch.last.unwrap_or(draft.at);
        draft.done += batch.spans as u64;
        Ok(batch.spans as i64 == BATCH)
    }

    /// The last stretch and the swap. Appends are held off where the projection is inline; the
    /// leader of the following ones is held off by the lock on the checkpoint.
    async fn swap_in(&self, connection: &mut PgConnection, draft: &mut Draft) -> Result<(), JournalError> {
        let name = draft.projection.name();
        let role = role_of(&self.pool).await?;
        let is_inline =
            draft.projection.mode() == Mode::Inline || live(connection, name).await?.mode == Mode::Inline;
        discard(connection, &retired(name)).await?;
        let (begin, until) = last_stretch(is_inline);
        let mut work = connection.begin_with(draft.begin(begin)).await?;
        live(&mut work, name).await?;
        while self.fill(&mut work, draft, until).await? {}
        let schema = schema_of(name);
        let swap = format!(
            "alter schema {schema} rename to {};
             alter schema {} rename to {schema}",
            retired(name),
            draft.schema
        );
        work.execute(swap.as_str()).await?;
        grant_read_model(&mut work, &schema, &role).await?;
        refuse_ambiguous(&mut work).await?;
        set_rebuilt(&mut work, draft).await?;
        Ok(work.commit().await?)
    }

    async fn compare_draft(
        &self,
        connection: &mut PgConnection,
        draft: &mut Draft,
    ) -> Result<Comparison, JournalError> {
        let name = draft.projection.name();
        let is_inline = loop {
            let live = live(connection, name).await?;
            let until = bounded(Until::HORIZON, &live);
            if !self.fill_batch(connection, draft, until).await? {
                break live.mode == Mode::Inline;
            }
        };
        let (begin, until) = last_stretch(is_inline);
        let mut work = connection.begin_with(draft.begin(begin)).await?;
        let until = bounded(until, &live(&mut work, name).await?);
        while self.fill(&mut work, draft, until).await? {}
        let tables = compare_tables(&mut work, &schema_of(name), &draft.schema).await?;
        work.commit().await?;
        Ok(Comparison { tables })
    }
}

fn retired(name: &str) -> String {
    format!("{}_old", schema_of(name))
}

fn last_stretch(is_inline: bool) -> (&'static str, Until) {
    match is_inline {
        true => (BEGIN_ALONE, Until::END),
        false => ("begin", Until::HORIZON),
    }
}

fn bounded(until: Until, live: &Live) -> Until {
    live.bound().map_or(until, |place| until.at_most(place))
}

async fn live(connection: &mut PgConnection, name: &str) -> Result<Live, JournalError> {
    let row = sqlx::query(
        "select mode, status = 'live' as is_live, epoch, tx_id::text as tx_id, position
         from journal.projection where name = $1 for update",
    )
    .bind(name)
    .fetch_optional(connection)
    .await?
    .ok_or_else(|| JournalError::UnknownProjection(name.to_owned()))?;
    Ok(Live { mode: mode_of(&row)?, is_live: row.try_get("is_live")?, place: Place::from_row(&row)? })
}

async fn set_rebuilt(connection: &mut PgConnection, draft: &Draft) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update journal.projection
         set version = $2, mode = $3, status = 'live',
             epoch = $4, tx_id = $5::text::xid8, position = $6,
             failed_place = null, failed_event_type = null, failure = null, failed_at = null,
             updated_at = clock_timestamp()
         where name = $1",
    )
    .bind(draft.projection.name())
    .bind(draft.projection.version())
    .bind(draft.projection.mode().as_str())
    .bind(draft.at.epoch)
    .bind(draft.at.tx_text())
    .bind(draft.at.position)
    .execute(connection)
    .await?;
    Ok(())
}

async fn skipped_by(
    connection: &mut PgConnection,
    projection: &dyn Projection,
) -> Result<HashSet<Place>, sqlx::Error> {
    let places: Vec<String> = sqlx::query_scalar(
        "select place from journal.projection_skip where projection = $1 and version = $2",
    )
    .bind(projection.name())
    .bind(projection.version())
    .fetch_all(connection)
    .await?;
    Ok(places.iter().filter_map(|place| place.parse().ok()).collect())
}

async fn events_in(connection: &mut PgConnection) -> Result<u64, sqlx::Error> {
    let events: i64 = sqlx::query_scalar("select count(*) from journal.events").fetch_one(connection).await?;
    Ok(events.unsigned_abs())
}

async fn discard(connection: &mut PgConnection, schema: &str) -> Result<(), sqlx::Error> {
    let drop = format!("drop schema if exists {schema} cascade");
    connection.execute(drop.as_str()).await?;
    Ok(())
}

/// The server would release the lock only some time after the connection is closed.
async fn release(mut connection: PgConnection) -> Result<(), sqlx::Error> {
    connection.execute("select pg_advisory_unlock_all()").await?;
    connection.close().await
}

/// Rows are compared by their text, which every type has; equality some (`json`) have not.
async fn compare_tables(
    connection: &mut PgConnection,
    live: &str,
    rebuilt: &str,
) -> Result<Vec<TableComparison>, JournalError> {
    let mut tables = Vec::new();
    let (in_live, in_rebuilt) = (tables_of(connection, live).await?, tables_of(connection, rebuilt).await?);
    for table in in_live.union(&in_rebuilt) {
        let rows_of = |schema: &str, tables: &BTreeSet<String>| match tables.contains(table) {
            true => format!("select one::text from {schema}.\"{table}\" as one"),
            false => "select null::text where false".to_owned(),
        };
        let (one, other) = (rows_of(live, &in_live), rows_of(rebuilt, &in_rebuilt));
        let count = format!(
            "select (select count(*) from ({one}) as rows) as rows,
                    (select count(*) from ({other} except all {one}) as rows) as missing,
                    (select count(*) from ({one} except all {other}) as rows) as surplus"
        );
        let row = sqlx::query(&count).fetch_one(&mut *connection).await?;
        let number = |column| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
        tables.push(TableComparison {
            table: table.clone(),
            rows: number("rows")?,
            missing: number("missing")?,
            surplus: number("surplus")?,
        });
    }
    Ok(tables)
}

async fn tables_of(connection: &mut PgConnection, schema: &str) -> Result<BTreeSet<String>, sqlx::Error> {
    let names: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class
         where relnamespace = to_regnamespace($1) and relkind in ('r', 'p')",
    )
    .bind(schema)
    .fetch_all(connection)
    .await?;
    Ok(names.into_iter().collect())
}
