//! The one transaction of a command: claim, events, inline projections, audit record.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use metrics::counter;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{PgConnection, Row};

use crate::error::{Failure, JournalError};
use crate::execute::{Decided, IdempotencyKey, Request};
use crate::inline::{Stops, tells_of_swallowed};
use crate::journal::Journal;
use crate::place::Place;
use crate::record::Recorded;

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
    /// It is committed: the place of its last event, and the stream's version.
    At(Place, u64),
    /// The key was claimed before; nothing was written.
    Repeated,
    /// Another append came first; nothing was written.
    LostRace,
}

/// The events go in before the key is claimed only within the statement: the claim records their
/// place. A copy of the command that races waits at the events or at the claim, writes nothing and
/// finds the first outcome.
const INSERT: &str = "\
with appended as (
    insert into journal.events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                                payload, metadata, epoch)
    select $1, $2, $3 + number, event_type, event_version, payload::json, $7::json,
           (select epoch from journal.log_epoch)
    from unnest($4::text[], $5::text[], $6::text[]) with ordinality
         as new (event_type, event_version, payload, number)
    order by number
    returning epoch, position, recorded_at
), place as (
    select max(epoch) as epoch, pg_current_xact_id() as tx_id, max(position) as position,
           count(*) as events,
           array_agg(position order by position) as positions,
           array_agg(recorded_at order by position) as times
    from appended
), claimed as (
    insert into journal.idempotency as held
           (owner, key, fingerprint, id, version, epoch, tx_id, position, expires_at)
    select $8, $9, $10, $2, $3 + events, epoch, tx_id, position,
           clock_timestamp() + make_interval(days => $11)
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

const AUDIT: &str = "\
insert into journal.audit (command_id, action, actor, organisation, purpose, stream, version,
                           epoch, tx_id, position, trace, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::xid8, $10, $11, $12)";

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
    pub(crate) async fn append(
        &self,
        decided: &Decided<'_>,
        request: &Request,
    ) -> Result<Appended, JournalError> {
        let mut stops = Stops::default();
        for _ in 0..MOST_STOPS {
            match self.try_append(decided, request, &mut stops).await {
                Ok(Some(appended)) => return Ok(appended),
                Ok(None) => {}
                Err(error) if is_lost_race(&error) => return Ok(Appended::LostRace),
                Err(error) => return Err(error),
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
        decided: &Decided<'_>,
        request: &Request,
        stops: &mut Stops,
    ) -> Result<Option<Appended>, JournalError> {
        let begin = match stops.is_empty() {
            true => BEGIN_SHARED,
            false => BEGIN_ALONE,
        };
        let mut work = self.pool.begin_with(begin).await?;
        let inserted = insert(&mut work, decided, request).await?;
        if !inserted.claimed {
            work.rollback().await?;
            return Ok(Some(Appended::Repeated));
        }
        let events = recorded(decided, request, &inserted);
        let digested = self.project_inline(&mut work, decided, &events, &inserted.inline, stops).await?;
        if !digested {
            work.rollback().await?;
            return Ok(None);
        }
        // Last, because it fails when a projection has swallowed an error: PostgreSQL would turn
        // the commit into a rollback without a word.
        match audit(&mut work, decided, request, inserted.place).await {
            Err(error) if !stops.careful && tells_of_swallowed(&Failure::from(&error)) => {
                stops.careful = true;
                work.rollback().await?;
                return Ok(None);
            }
            audited => audited?,
        }
        work.commit().await?;
        counter!("journal_appended_events_total").increment(events.len() as u64);
        self.signals.appended.notify_one();
        Ok(Some(Appended::At(inserted.place, decided.new_version())))
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
        .fetch_optional(&self.pool)
        .await?;
        let place = last.as_ref().map_or(Ok(Place::START), Place::from_row)?;
        match &request.idempotency {
            Some(key) if !self.claim(key, id, version, place).await? => Ok(Appended::Repeated),
            _ => Ok(Appended::At(place, version)),
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
            .execute(&self.pool)
            .await?;
        Ok(claimed.rows_affected() == 1)
    }
}

async fn insert(
    connection: &mut PgConnection,
    decided: &Decided<'_>,
    request: &Request,
) -> Result<Inserted, JournalError> {
    let key = request.idempotency.as_ref();
    let metadata = Json(request.metadata.to_map());
    let row = sqlx::query(INSERT)
        .bind(decided.aggregate_type)
        .bind(decided.aggregate_id)
        .bind(decided.version.cast_signed())
        .bind(&decided.types)
        .bind(&decided.versions)
        .bind(&decided.sealed)
        .bind(metadata)
        .bind(key.map(|key| &key.owner))
        .bind(key.map(|key| &key.key))
        .bind(key.map(|key| &key.fingerprint[..]))
        .bind(KEY_DAYS)
        .fetch_one(connection)
        .await
        .map_err(append_error)?;
    Ok(Inserted::from_row(&row)?)
}

async fn audit(
    connection: &mut PgConnection,
    decided: &Decided<'_>,
    request: &Request,
    place: Place,
) -> Result<(), sqlx::Error> {
    let metadata = &request.metadata;
    sqlx::query(AUDIT)
        .bind(metadata.command_id)
        .bind(&metadata.action)
        .bind(&metadata.actor)
        .bind(&metadata.organisation)
        .bind(&metadata.purpose)
        .bind(&decided.stream)
        .bind(decided.new_version().cast_signed())
        .bind(place.epoch)
        .bind(place.tx_text())
        .bind(place.position)
        .bind(&metadata.correlation)
        .bind(metadata.at)
        .execute(connection)
        .await?;
    Ok(())
}

/// The events as the inline projections see them.
fn recorded(decided: &Decided<'_>, request: &Request, inserted: &Inserted) -> Vec<Recorded> {
    let written = inserted.positions.iter().zip(&inserted.times);
    decided
        .open
        .iter()
        .zip(decided.types.iter().zip(&decided.versions))
        .zip(written)
        .zip(decided.version + 1..)
        .map(|(((payload, (event_type, event_version)), (position, recorded_at)), sequence)| Recorded {
            place: Place { position: *position, ..inserted.place },
            aggregate_type: decided.aggregate_type.to_owned(),
            aggregate_id: decided.aggregate_id.to_owned(),
            sequence,
            event_type: event_type.clone(),
            event_version: event_version.clone(),
            payload: payload.clone(),
            metadata: request.metadata.clone(),
            recorded_at: *recorded_at,
        })
        .collect()
}

const LOST_RACE: &str = "lost race";

/// Only the primary key of the events tells of a lost race, and a deadlock or serialization
/// failure may be tried again; any other unique violation is an error.
fn append_error(error: sqlx::Error) -> JournalError {
    let failure = Failure::from(&error);
    let constraint = error.as_database_error().and_then(|error| error.constraint());
    if constraint == Some("events_pkey") {
        return JournalError::Database(Failure { kind: LOST_RACE, ..failure });
    }
    error.into()
}

fn is_lost_race(error: &JournalError) -> bool {
    match error {
        JournalError::Database(failure) => failure.kind == LOST_RACE,
        JournalError::Unavailable(failure) => {
            failure.code.as_ref().is_some_and(|code| code.starts_with("40"))
        }
        _ => false,
    }
}
