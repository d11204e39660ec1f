//! The one transaction that writes events: claim, events, inline projections, audit records.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use metrics::counter;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{Connection, PgConnection, Row};

use crate::error::{Failure, JournalError};
use crate::execute::{IdempotencyKey, Request};
use crate::inline::{Stops, tells_of_swallowed};
use crate::journal::Journal;
use crate::outgoing::{Outgoing, Sealed};
use crate::place::Place;
use crate::record::{Metadata, Recorded};

/// Appends share this lock; whoever moves an inline projection holds it alone, so that no event
/// falls between its rows and its status. It is taken in a statement of its own, in the same round
/// trip as `begin`: the statements after it then see what its last holder did.
pub(crate) const BEGIN_SHARED: &str = "begin; select pg_advisory_xact_lock_shared(7361636801)";
/// The same lock, alone.
pub(crate) const BEGIN_ALONE: &str = "begin; select pg_advisory_xact_lock(7361636801)";

/// How long an idempotency key remembers its outcome.
const KEY_DAYS: i32 = 7;

/// How often one append may find a further inline projection that must be stopped.
const MOST_STOPS: usize = 64;

/// What became of an append.
pub(crate) enum Appended {
    /// It is committed: the place of its last event.
    At(Place),
    /// The key was claimed before; nothing was written.
    Repeated,
}

/// The events go in before the key is claimed only within the statement: the claim records their
/// place. A copy of the command that races waits at the events or at the claim, writes nothing and
/// finds the first outcome.
const INSERT: &str = "\
with appended as (
    insert into journal.events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                                payload, metadata, epoch)
    select aggregate_type, aggregate_id, sequence, event_type, event_version, payload::json, $7::json,
           (select epoch from journal.log_epoch)
    from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[]) with ordinality
         as new (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, number)
    order by number
    returning epoch, position, recorded_at
), place as (
    select max(epoch) as epoch, pg_current_xact_id() as tx_id, max(position) as position,
           array_agg(position order by position) as positions,
           array_agg(recorded_at order by position) as times
    from appended
), claimed as (
    insert into journal.idempotency as held
           (owner, key, fingerprint, id, version, epoch, tx_id, position, expires_at)
    select $8, $9, $10, $11, $12, epoch, tx_id, position,
           clock_timestamp() + make_interval(days => $13)
    from place where $8 is not null
    on conflict (owner, key) do update
    set fingerprint = excluded.fingerprint, id = excluded.id, version = excluded.version,
        epoch = excluded.epoch, tx_id = excluded.tx_id, position = excluded.position,
        created_at = clock_timestamp(), expires_at = excluded.expires_at
    where held.expires_at <= clock_timestamp()
    returning true
)
select epoch, tx_id::text as tx_id, position, positions, times,
       $8 is null or exists (select from claimed) as claimed,
       (select coalesce(json_object_agg(name, json_build_array(version, status = 'live')), '{}')
        from journal.projection where mode = 'inline') as inline
from place";

const CLAIM: &str = "\
insert into journal.idempotency as held
       (owner, key, fingerprint, id, version, epoch, tx_id, position, expires_at)
values ($1, $2, $3, $4, $5, $6, $7::text::xid8, $8,
        clock_timestamp() + make_interval(days => $9))
on conflict (owner, key) do update
set fingerprint = excluded.fingerprint, id = excluded.id, version = excluded.version,
    epoch = excluded.epoch, tx_id = excluded.tx_id, position = excluded.position,
    created_at = clock_timestamp(), expires_at = excluded.expires_at
where held.expires_at <= clock_timestamp()";

/// One record for each stream.
const AUDIT: &str = "\
insert into journal.audit (command_id, action, actor, organisation, purpose, stream, version,
                           epoch, tx_id, position, trace, at)
select $1, $2, $3, $4, $5, stream, version, $6, $7::text::xid8, position, $8, $9
from unnest($10::text[], $11::bigint[], $12::bigint[]) as written (stream, version, position)";

/// What the statement that inserts the events tells.
pub(crate) struct Inserted {
    pub place: Place,
    positions: Vec<i64>,
    times: Vec<DateTime<Utc>>,
    claimed: bool,
    /// The inline projections the database knows: their version, and whether they are live.
    pub inline: HashMap<String, (i32, bool)>,
}

impl Inserted {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let Json(inline) = row.try_get("inline")?;
        Ok(Self {
            place: Place::from_row(row)?,
            positions: row.try_get("positions")?,
            times: row.try_get("times")?,
            claimed: row.try_get("claimed")?,
            inline,
        })
    }
}

impl Journal {
    /// Appends; when an inline projection cannot digest an event, again, with that projection
    /// stopped in the same transaction. So a sound append pays for no savepoint, and a poisonous
    /// event stops a projection but no command.
    ///
    /// # Errors
    /// [`JournalError::Taken`] when another append came first; then nothing was written.
    pub(crate) async fn append(&self, sealed: &Sealed, request: &Request) -> Result<Appended, JournalError> {
        let mut stops = Stops::default();
        for _ in 0..MOST_STOPS {
            if let Some(appended) = self.try_append(sealed, request, &mut stops).await? {
                return Ok(appended);
            }
        }
        Err(JournalError::Unavailable(Failure {
            kind: "the inline projections do not settle",
            code: None,
            concerning: None,
        }))
    }

    /// One try; `None` when `stops` has grown instead.
    async fn try_append(
        &self,
        sealed: &Sealed,
        request: &Request,
        stops: &mut Stops,
    ) -> Result<Option<Appended>, JournalError> {
        let lock = match stops.is_empty() {
            true => BEGIN_SHARED,
            false => BEGIN_ALONE,
        };
        let mut connection = self.pool.lend().await?;
        let mut work = connection.begin_with(lock).await?;
        let inserted = insert(&mut work, &sealed.events, request).await?;
        if !inserted.claimed {
            work.rollback().await?;
            return Ok(Some(Appended::Repeated));
        }
        let events = recorded(&sealed.events, request, &inserted);
        let digested = self.project_inline(&mut work, &sealed.ring, &events, &inserted.inline, stops).await?;
        if !digested {
            work.rollback().await?;
            return Ok(None);
        }
        // Last, because it fails when a projection has swallowed an error: PostgreSQL would turn
        // the commit into a rollback without a word.
        match audit(&mut work, &events, &request.metadata, inserted.place).await {
            Err(error) if !stops.careful && tells_of_swallowed(&Failure::from(&error)) => {
                stops.careful = true;
                work.rollback().await?;
                return Ok(None);
            }
            audited => audited?,
        }
        #[cfg(feature = "sabotage")]
        if schakel_connections::sabotaged("reply-before-commit") {
            let (place, hurry) = (inserted.place, std::time::Duration::from_millis(100));
            std::mem::forget(work);
            tokio::spawn(async move {
                tokio::time::sleep(hurry).await;
                <sqlx::postgres::PgTransactionManager as sqlx::TransactionManager>::commit(&mut connection)
                    .await
            });
            return Ok(Some(Appended::At(place)));
        }
        work.commit().await?;
        counter!("journal_appended_events_total").increment(events.len() as u64);
        self.signals.appended.notify_one();
        Ok(Some(Appended::At(inserted.place)))
    }

    /// Ends a command that decided on nothing: only its key, if any, is written.
    pub(crate) async fn settle(
        &self,
        aggregate_type: &str,
        id: &str,
        version: u64,
        request: &Request,
    ) -> Result<Appended, JournalError> {
        let last = sqlx::query(
            "select epoch, tx_id::text as tx_id, position from journal.events
             where aggregate_type = $1 and aggregate_id = $2 and sequence = $3",
        )
        .bind(aggregate_type)
        .bind(id)
        .bind(version.cast_signed())
        .fetch_optional(&mut *self.pool.lend().await?)
        .await?;
        let place = last.as_ref().map_or(Ok(Place::START), Place::from_row)?;
        match &request.idempotency {
            Some(key) if !self.claim(key, id, version, place).await? => Ok(Appended::Repeated),
            _ => Ok(Appended::At(place)),
        }
    }

    async fn claim(
        &self,
        key: &IdempotencyKey,
        id: &str,
        version: u64,
        place: Place,
    ) -> Result<bool, sqlx::Error> {
        let claimed = sqlx::query(CLAIM)
            .bind(&key.owner)
            .bind(&key.key)
            .bind(&key.fingerprint[..])
            .bind(id)
            .bind(version.cast_signed())
            .bind(place.epoch)
            .bind(place.tx_text())
            .bind(place.position)
            .bind(KEY_DAYS)
            .execute(&mut *self.pool.lend().await?)
            .await?;
        Ok(claimed.rows_affected() == 1)
    }
}

async fn insert(
    connection: &mut PgConnection,
    events: &[Outgoing],
    request: &Request,
) -> Result<Inserted, JournalError> {
    let key = request.idempotency.as_ref();
    #[cfg(feature = "sabotage")]
    let key = key.filter(|_| !schakel_connections::sabotaged("forgotten-key"));
    let last = events.last();
    let row = sqlx::query(INSERT)
        .bind(column(events, |event| event.aggregate_type))
        .bind(column(events, |event| event.aggregate_id.as_str()))
        .bind(column(events, |event| event.sequence.cast_signed()))
        .bind(column(events, |event| event.event_type.as_str()))
        .bind(column(events, |event| event.event_version.as_str()))
        .bind(column(events, |event| event.sealed.as_str()))
        .bind(Json(request.metadata.to_map()))
        .bind(key.map(|key| &key.owner))
        .bind(key.map(|key| &key.key))
        .bind(key.map(|key| &key.fingerprint[..]))
        .bind(last.map(|event| event.aggregate_id.as_str()))
        .bind(last.map(|event| event.sequence.cast_signed()))
        .bind(KEY_DAYS)
        .fetch_one(connection)
        .await
        .map_err(append_error)?;
    Ok(Inserted::from_row(&row)?)
}

async fn audit(
    connection: &mut PgConnection,
    events: &[Recorded],
    metadata: &Metadata,
    place: Place,
) -> Result<(), sqlx::Error> {
    let last_of_each = last_of_each_stream(events);
    #[cfg(feature = "sabotage")]
    if schakel_connections::sabotaged("half-a-command") {
        return Ok(());
    }
    sqlx::query(AUDIT)
        .bind(metadata.command_id)
        .bind(&metadata.action)
        .bind(&metadata.actor)
        .bind(&metadata.organisation)
        .bind(&metadata.purpose)
        .bind(place.epoch)
        .bind(place.tx_text())
        .bind(&metadata.correlation)
        .bind(metadata.at)
        .bind(column(&last_of_each, |event| event.stream()))
        .bind(column(&last_of_each, |event| event.sequence.cast_signed()))
        .bind(column(&last_of_each, |event| event.place.position))
        .execute(connection)
        .await?;
    Ok(())
}

fn column<'a, R, T>(rows: &'a [R], value: impl Fn(&'a R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

fn last_of_each_stream(events: &[Recorded]) -> Vec<&Recorded> {
    let is_same = |one: &Recorded, next: &Recorded| one.stream() == next.stream();
    events.chunk_by(is_same).filter_map(<[_]>::last).collect()
}

/// The events as the inline projections see them.
fn recorded(events: &[Outgoing], request: &Request, inserted: &Inserted) -> Vec<Recorded> {
    let written = inserted.positions.iter().zip(&inserted.times);
    events
        .iter()
        .zip(written)
        .map(|(event, (position, recorded_at))| Recorded {
            place: Place { position: *position, ..inserted.place },
            aggregate_type: event.aggregate_type.to_owned(),
            aggregate_id: event.aggregate_id.clone(),
            sequence: event.sequence,
            event_type: event.event_type.clone(),
            event_version: event.event_version.clone(),
            payload: event.open.clone(),
            metadata: request.metadata.clone(),
            recorded_at: *recorded_at,
        })
        .collect()
}

/// Only the primary key of the events tells of an append that came first, or of a stream that is
/// there already; any other unique violation is an error.
fn append_error(error: sqlx::Error) -> JournalError {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("events_pkey") => JournalError::Taken,
        _ => error.into(),
    }
}
