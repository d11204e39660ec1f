//! Following projections: led by one process per database, standing by in the others.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use schakel_connections::{connect, listen};
use schakel_vault::KeyRing;
use sqlx::{Connection, PgConnection, Row};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::error::{Failure, JournalError};
use crate::inline::{Indigestion, prove_sound, tells_of_swallowed};
use crate::journal::Journal;
use crate::log::{Batch, LogEntry, Until};
use crate::place::Place;
use crate::projection::{Mode, Projection};

/// The most events that one transaction of a projection spans.
pub(crate) const BATCH: i64 = 500;
const CHANNEL: &str = "journal_appended";
/// Held by the leader's connection as long as it lives.
const TRY_LEAD: &str = "select pg_try_advisory_lock(7361636802)";
/// A projection's rows and its checkpoint are lost together or not at all, so its commits need not
/// wait for the disk. It finds rows by their keys whatever the values are: to plan for each anew would take as long as
/// the work.
pub(crate) const BEGIN_LAX: &str =
    "begin; set local synchronous_commit = off; set local plan_cache_mode = force_generic_plan";
/// Between two notifications to other processes.
const DEBOUNCE: Duration = Duration::from_millis(20);
/// Between two looks at the log, so that under load a batch holds more than one event.
const PACE: Duration = Duration::from_millis(2);
/// While events wait behind the horizon, nothing announces that they have become visible.
const HORIZON_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_HORIZON_PAUSE: Duration = Duration::from_millis(100);
/// Whatever is done here beside the callers' work takes less: a look at the log, or at the projections' status.
const WITHIN: Duration = Duration::from_secs(30);
/// Between two tries to lead.
const STAND_BY: Duration = Duration::from_secs(1);
const HOUSEKEEPING: Duration = Duration::from_secs(3600);
const GAUGES: Duration = Duration::from_secs(10);

/// What a look at the log has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// More to read at once.
    More,
    /// Events that other transactions still hold back.
    HeldBack,
    Nothing,
}

/// Why a projection stops at an event.
pub(crate) struct Stopping {
    index: usize,
    failure: String,
}

impl Journal {
    /// Keeps the following projections in step until `shutdown`: leads, or stands by for the
    /// process that does and takes over when it is gone. Also sets the gauges, and forgets expired
    /// idempotency keys.
    pub async fn run_projections(&self, shutdown: CancellationToken) {
        tokio::join!(self.keep_projecting(&shutdown), self.keep_house(&shutdown));
    }

    async fn keep_projecting(&self, shutdown: &CancellationToken) {
        while !shutdown.is_cancelled() {
            if let Err(error) = self.lead(shutdown).await {
                warn!(%error, "projections stepped down");
                self.stand_by(shutdown).await;
            }
        }
    }

    async fn keep_house(&self, shutdown: &CancellationToken) {
        let mut purged = Instant::now();
        while !paused(shutdown, GAUGES).await {
            // Sets the gauges.
            if let Err(error) = in_time(self.status()).await {
                warn!(%error, "the projections' status is not known");
            }
            if purged.elapsed() < HOUSEKEEPING {
                continue;
            }
            purged = Instant::now();
            if let Err(error) = in_time(self.purge_expired()).await {
                warn!(%error, "expired idempotency keys remain");
            }
        }
    }

    /// Waits for the lead, then leads until `shutdown`, or an error: the lock goes with the
    /// connection, and the work is done on that very connection, so nobody works without the lock.
    async fn lead(&self, shutdown: &CancellationToken) -> Result<(), JournalError> {
        let options = self.pool.connect_options();
        let mut connection = connect(&options).await?;
        while !in_time(try_lead(&mut connection)).await? {
            self.stand_by(shutdown).await;
            if shutdown.is_cancelled() {
                return Ok(connection.close().await?);
            }
        }
        in_time(self.refuse_restored(&mut connection)).await?;
        let mut listener = listen(&options, CHANNEL).await?;
        info!("leading the projections");
        let mut pause = HORIZON_PAUSE;
        while !shutdown.is_cancelled() {
            let most = match in_time(self.follow(&mut connection)).await? {
                Left::More => continue,
                Left::HeldBack => {
                    pause = (pause * 2).min(LONGEST_HORIZON_PAUSE);
                    pause
                }
                Left::Nothing => {
                    pause = HORIZON_PAUSE;
                    self.timing.poll
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => break,
                () = self.signals.appended.notified() => {}
                woken = listener.recv() => drop(woken?),
                () = sleep(most) => {}
            }
            sleep(PACE).await;
        }
        Ok(connection.close().await?)
    }

    /// For a while, only passes on to the leader that events were appended here.
    async fn stand_by(&self, shutdown: &CancellationToken) {
        let pass_on = async {
            loop {
                self.signals.appended.notified().await;
                // Lost, it is made up for by the leader's poll.
                let _ = self.notify().await;
                sleep(DEBOUNCE).await;
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => {}
            _ = timeout(STAND_BY, pass_on) => {}
        }
    }

    async fn notify(&self) -> Result<(), sqlx::Error> {
        let mut connection = self.pool.lend().await?;
        sqlx::query("select pg_notify($1, '')").bind(CHANNEL).execute(&mut *connection).await?;
        Ok(())
    }

    /// Brings every live following projection one batch further.
    async fn follow(&self, connection: &mut PgConnection) -> Result<Left, JournalError> {
        let mut furthest: Option<Place> = None;
        let mut more = false;
        for (from, group) in self.checkpoints(connection).await? {
            let wanted =
                |aggregate: &str, event: &str| group.iter().any(|one| one.reacts_to(aggregate, event));
            let batch = self.read_batch(connection, from, BATCH, Until::HORIZON, wanted).await?;
            #[cfg(feature = "sabotage")]
            let batch = match schakel_connections::sabotaged("skipped-event") {
                true => Batch { events: Vec::new(), ..batch },
                false => batch,
            };
            furthest = furthest.max(Some(batch.last.unwrap_or(from)));
            more |= batch.spans as i64 == BATCH;
            match self.advance_together(connection, &group, from, &batch).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => warn!(%error, "projections are brought further one by one"),
            }
            // A passing failure of some must not hold up the others; if it is the connection's, the
            // next look at the checkpoints fails too.
            for projection in group {
                let advanced = self.advance(connection, projection.as_ref(), "live", from, &batch);
                if let Err(error) = advanced.await {
                    warn!(projection = projection.name(), %error, "projection delayed");
                    furthest = furthest.min(Some(from));
                }
            }
        }
        match furthest {
            _ if more => Ok(Left::More),
            Some(furthest) if is_anything_after(connection, furthest).await? => Ok(Left::HeldBack),
            _ => Ok(Left::Nothing),
        }
    }

    /// The live following projections of this program's versions, by the place they have got to:
    /// those at the same place share one reading of the log.
    async fn checkpoints(
        &self,
        connection: &mut PgConnection,
    ) -> Result<BTreeMap<Place, Vec<Arc<dyn Projection>>>, JournalError> {
        let rows = sqlx::query(
            "select name, version, epoch, tx_id::text as tx_id, position from journal.projection
             where mode = 'following' and status = 'live'",
        )
        .fetch_all(connection)
        .await?;
        let mut groups = BTreeMap::<_, Vec<_>>::new();
        for row in &rows {
            let (name, version): (&str, i32) = (row.try_get("name")?, row.try_get("version")?);
            let own = self
                .projections
                .iter()
                .find(|own| own.name() == name && own.version() == version && own.mode() == Mode::Following);
            if let Some(own) = own {
                let place = Place::from_row(row)?;
                groups.entry(place).or_default().push(own.clone());
            }
        }
        Ok(groups)
    }

    /// Takes a batch into all of these and moves their checkpoints, in one transaction: most of what a few events cost is
    /// its begin and end. `false` when one of them cannot take it or has been moved by somebody else: then nothing is
    /// done, and each is to be brought further by itself.
    async fn advance_together(
        &self,
        connection: &mut PgConnection,
        group: &[Arc<dyn Projection>],
        from: Place,
        batch: &Batch,
    ) -> Result<bool, JournalError> {
        let Some(last) = batch.last else {
            return Ok(true);
        };
        let mut work = connection.begin_with(BEGIN_LAX).await?;
        let all_moved = move_checkpoints(&mut work, group, from, last).await?;
        if !all_moved || !self.all_take(&mut work, group, batch).await? {
            work.rollback().await?;
            return Ok(false);
        }
        prove_sound(&mut work).await?;
        work.commit().await?;
        self.signals.progress.send_replace(());
        Ok(true)
    }

    async fn all_take(
        &self,
        connection: &mut PgConnection,
        group: &[Arc<dyn Projection>],
        batch: &Batch,
    ) -> Result<bool, JournalError> {
        for projection in group {
            let taken = self.take(connection, projection.as_ref(), &batch.events, &batch.ring, false);
            if taken.await?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes a batch into a projection and moves its checkpoint, in one transaction. At an event it
    /// cannot digest it goes no further and is marked stopped. Answers where it stopped, if so.
    pub(crate) async fn advance(
        &self,
        connection: &mut PgConnection,
        projection: &dyn Projection,
        status: &str,
        from: Place,
        batch: &Batch,
    ) -> Result<Option<JournalError>, JournalError> {
        let Some(last) = batch.last else {
            return Ok(None);
        };
        let mut stopping: Option<Stopping> = None;
        let mut careful = false;
        loop {
            let stop =
                stopping.as_ref().map(|stopping| (&batch.events[stopping.index], stopping.failure.as_str()));
            let sound = match &stopping {
                Some(stopping) => &batch.events[..stopping.index],
                None => &batch.events[..],
            };
            let mut work = connection.begin_with(BEGIN_LAX).await?;
            // The checkpoint first: whoever swaps a rebuilt read model in locks it before the
            // tables, too. Moved by somebody else, it is somebody else's batch.
            if !move_checkpoint(&mut work, projection, status, from, last, stop).await? {
                work.rollback().await?;
                return Ok(None);
            }
            let taken = self.take(&mut work, projection, sound, &batch.ring, careful).await?;
            if taken.is_some() {
                work.rollback().await?;
                stopping = taken;
                continue;
            }
            match prove_sound(&mut work).await {
                Err(error) if !careful && tells_of_swallowed(&Failure::from(&error)) => {
                    careful = true;
                    work.rollback().await?;
                    continue;
                }
                proven => proven?,
            }
            work.commit().await?;
            self.signals.progress.send_replace(());
            return Ok(stop.map(|(event, failure)| stopped(projection, event, failure)));
        }
    }

    /// Gives the events to the projection; answers at which it must stop, if at any.
    pub(crate) async fn take(
        &self,
        connection: &mut PgConnection,
        projection: &dyn Projection,
        events: &[LogEntry],
        ring: &KeyRing,
        careful: bool,
    ) -> Result<Option<Stopping>, JournalError> {
        for (index, event) in events.iter().enumerate() {
            if !event.concerns(projection) {
                continue;
            }
            let digested = match &event.recorded {
                Ok(recorded) => self.digest(connection, projection, ring, recorded, careful).await,
                Err(reason) => Err(Indigestion::Lasting((*reason).to_owned())),
            };
            match digested {
                Ok(()) => {}
                Err(Indigestion::Passing(error)) => return Err(error),
                Err(Indigestion::Lasting(failure)) => {
                    return Ok(Some(Stopping { index, failure }));
                }
            }
        }
        Ok(None)
    }
}

impl Stopping {
    /// As an error about the event where it stopped.
    pub(crate) fn into_error(self, projection: &dyn Projection, events: &[LogEntry]) -> JournalError {
        undigestible(projection, &events[self.index], &self.failure)
    }
}

fn stopped(projection: &dyn Projection, event: &LogEntry, failure: &str) -> JournalError {
    let LogEntry { place, event_type, .. } = event;
    let projection_name = projection.name();
    error!(projection = projection_name, %place, event_type, failure, "projection stopped");
    undigestible(projection, event, failure)
}

fn undigestible(projection: &dyn Projection, event: &LogEntry, failure: &str) -> JournalError {
    JournalError::Undigestible {
        projection: projection.name().to_owned(),
        place: event.place,
        event_type: event.event_type.clone(),
        failure: failure.to_owned(),
    }
}

/// Compare and set: `false` when the projection is not where, or not what, it was.
async fn move_checkpoint(
    connection: &mut PgConnection,
    projection: &dyn Projection,
    status: &str,
    from: Place,
    last: Place,
    stop: Option<(&LogEntry, &str)>,
) -> Result<bool, sqlx::Error> {
    let to = stop.map_or(last, |(event, _)| Place::before(event.place));
    let moved = sqlx::query(
        "update journal.projection
         set epoch = $7, tx_id = $8::text::xid8, position = $9,
             status = case when $10::text is null then status else 'stopped' end,
             failed_place = coalesce($10, failed_place),
             failed_event_type = coalesce($11, failed_event_type),
             failure = coalesce($12, failure),
             failed_at = case when $10 is null then failed_at else clock_timestamp() end,
             updated_at = clock_timestamp()
         where name = $1 and version = $2 and status = $3
           and epoch = $4 and tx_id = $5::text::xid8 and position = $6",
    )
    .bind(projection.name())
    .bind(projection.version())
    .bind(status)
    .bind(from.epoch)
    .bind(from.tx_text())
    .bind(from.position)
    .bind(to.epoch)
    .bind(to.tx_text())
    .bind(to.position)
    .bind(stop.map(|(event, _)| event.place.to_string()))
    .bind(stop.map(|(event, _)| &event.event_type))
    .bind(stop.map(|(_, failure)| failure))
    .execute(connection)
    .await?;
    Ok(moved.rows_affected() == 1)
}

/// As [`move_checkpoint`], for several that are live: `false` when any is not where, or not what, it was.
async fn move_checkpoints(
    connection: &mut PgConnection,
    group: &[Arc<dyn Projection>],
    from: Place,
    last: Place,
) -> Result<bool, sqlx::Error> {
    let (names, versions): (Vec<_>, Vec<_>) = group.iter().map(|one| (one.name(), one.version())).unzip();
    let moved = sqlx::query(
        "update journal.projection
         set epoch = $6, tx_id = $7::text::xid8, position = $8, updated_at = clock_timestamp()
         where (name, version) in (select * from unnest($1::text[], $2::int[])) and status = 'live'
           and epoch = $3 and tx_id = $4::text::xid8 and position = $5",
    )
    .bind(names)
    .bind(versions)
    .bind(from.epoch)
    .bind(from.tx_text())
    .bind(from.position)
    .bind(last.epoch)
    .bind(last.tx_text())
    .bind(last.position)
    .execute(connection)
    .await?;
    Ok(moved.rows_affected() == group.len() as u64)
}

/// Without a bound it would wait for ever for a server that went away without a word.
async fn in_time<T, E>(work: impl Future<Output = Result<T, E>>) -> Result<T, JournalError>
where
    JournalError: From<E>,
{
    let late = Failure { kind: "no answer in time", code: None, concerning: None };
    Ok(timeout(WITHIN, work).await.map_err(|_| JournalError::Unavailable(late))??)
}

async fn try_lead(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(TRY_LEAD).fetch_one(connection).await
}

/// Looks at the last event alone: asked for any after the place, the server would rather scan the
/// whole log, as it expects to find one soon.
async fn is_anything_after(connection: &mut PgConnection, place: Place) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "select coalesce((select (epoch, tx_id, position) > ($1, $2::text::xid8, $3)
                          from journal.events
                          order by epoch desc, tx_id desc, position desc limit 1), false)",
    )
    .bind(place.epoch)
    .bind(place.tx_text())
    .bind(place.position)
    .fetch_one(connection)
    .await
}

/// `true` when the pause ended with the shutdown.
async fn paused(shutdown: &CancellationToken, pause: Duration) -> bool {
    tokio::select! {
        () = shutdown.cancelled() => true,
        () = sleep(pause) => false,
    }
}
