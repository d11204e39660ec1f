//! From a command to its receipt.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use metrics::counter;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::append::Appended;
use crate::error::{ExecuteError, JournalError};
use crate::journal::{Journal, Loaded};
use crate::outgoing::Addition;
use crate::place::Place;
use crate::record::Metadata;

/// How often a command without an expected version is decided anew after a lost race.
const ATTEMPTS: u32 = 8;

/// What makes a command that is sent twice count once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Whose key it is: two clients may choose the same.
    pub owner: String,
    /// What the client sent.
    pub key: String,
    /// A keyed hash of the request's body (`Vault::fingerprint`): it may hold a citizen service
    /// number, so an open hash would give it away.
    pub fingerprint: [u8; 32],
}

/// What travels with a command.
#[derive(Clone, Debug)]
pub struct Request {
    /// Without one, a command that is sent twice counts twice.
    pub idempotency: Option<IdempotencyKey>,
    /// The version the client saw, if it stated one.
    pub expected_version: Option<u64>,
    /// Who, why, when.
    pub metadata: Metadata,
}

/// What a command came to: committed, and on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The stream's id.
    pub id: String,
    /// The stream's version after the command.
    pub version: u64,
    /// The place of the stream's last event: a read that carries it sees the command's effect.
    pub place: Place,
    /// Whether this is the outcome of an earlier copy of the command.
    pub repeated: bool,
}

impl Receipt {
    fn of_earlier(row: &PgRow) -> Result<Self, sqlx::Error> {
        let version: i64 = row.try_get("version")?;
        Ok(Self {
            id: row.try_get("id")?,
            version: version.unsigned_abs(),
            place: Place::from_row(row)?,
            repeated: true,
        })
    }
}

impl Journal {
    /// The outcome of a command that was sent before with the same key, within the last seven days.
    ///
    /// # Errors
    /// [`JournalError::KeyReused`] when the body was another one.
    pub async fn answered(&self, key: &IdempotencyKey) -> Result<Option<Receipt>, JournalError> {
        let row = sqlx::query(
            "select fingerprint, id, version, epoch, tx_id::text as tx_id, position
             from journal.idempotency
             where owner = $1 and key = $2 and expires_at > clock_timestamp()",
        )
        .bind(&key.owner)
        .bind(&key.key)
        .fetch_optional(&mut *self.pool.lend().await?)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let fingerprint: Vec<u8> = row.try_get("fingerprint")?;
        if fingerprint != key.fingerprint {
            return Err(JournalError::KeyReused);
        }
        Ok(Some(Receipt::of_earlier(&row)?))
    }

    /// Loads the stream, lets the aggregate decide, and appends what it decided, once: in one
    /// transaction with the claim of the idempotency key, the inline projections and the audit
    /// record (DESIGN §4).
    ///
    /// A command that decides on nothing writes no event; its key still remembers the outcome.
    ///
    /// # Errors
    /// See [`ExecuteError`]. After [`JournalError::Unavailable`] the command may have taken effect
    /// or not: repeat it with the same key.
    pub async fn execute<A>(
        &self,
        id: &str,
        command: A::Command,
        facts: &A::Services,
        request: &Request,
    ) -> Result<Receipt, ExecuteError<A::Error>>
    where
        A: Aggregate,
        A::Command: Clone + Send,
        A::Error: Send,
    {
        match self.decide::<A>(id, command, facts, request).await {
            Err(unknown @ ExecuteError::Journal(JournalError::Unavailable(_))) => Err(unknown),
            // The stream has moved since the first copy came: whatever stands in the way now, the
            // first outcome stands. Asked only here, it costs the normal course nothing; a copy
            // that could append is caught by the claim.
            Err(refusal) => match self.first_outcome(request).await? {
                Some(receipt) => Ok(receipt),
                None => Err(refusal),
            },
            done => done,
        }
    }

    async fn first_outcome(&self, request: &Request) -> Result<Option<Receipt>, JournalError> {
        match &request.idempotency {
            Some(key) => self.answered(key).await,
            None => Ok(None),
        }
    }

    async fn decide<A>(
        &self,
        id: &str,
        command: A::Command,
        facts: &A::Services,
        request: &Request,
    ) -> Result<Receipt, ExecuteError<A::Error>>
    where
        A: Aggregate,
        A::Command: Clone + Send,
        A::Error: Send,
    {
        for _ in 0..ATTEMPTS {
            let loaded = self.load::<A>(id).await?;
            let version = loaded.version;
            let as_seen = request.expected_version.is_none_or(|expected| expected == version);
            if !as_seen && version > 0 {
                return Err(conflict(request, version));
            }
            let events = decide_on(loaded, command.clone(), facts).await?;
            // Of a stream that is not there the aggregate has said so, whatever version was stated.
            if !as_seen {
                return Err(conflict(request, version));
            }
            let new_version = version + events.len() as u64;
            let appended = match events.is_empty() {
                true => self.settle(A::TYPE, id, version, request).await,
                false => {
                    let addition = Addition::new::<A>(id.to_owned(), version, &events)?;
                    self.append(&self.seal(vec![addition]).await?, request).await
                }
            };
            match appended {
                Ok(Appended::At(place)) => return Ok(receipt(id, new_version, place)),
                Ok(Appended::Repeated) => {}
                Err(error) if is_lost_race(&error) => {
                    counter!("journal_append_conflicts_total").increment(1);
                }
                Err(error) => return Err(error.into()),
            }
            if let Some(first) = self.first_outcome(request).await? {
                return Ok(first);
            }
        }
        Err(conflict(request, self.load::<A>(id).await?.version))
    }
}

fn conflict<E>(request: &Request, actual: u64) -> ExecuteError<E> {
    ExecuteError::Conflict { expected: request.expected_version, actual }
}

/// Another append came first, or a deadlock or serialization failure tells to try again.
fn is_lost_race(error: &JournalError) -> bool {
    match error {
        JournalError::Taken => true,
        JournalError::Unavailable(failure) => {
            failure.code.as_ref().is_some_and(|code| code.starts_with("40"))
        }
        _ => false,
    }
}

/// The sink applies each event to the state as it is written; the state is not used afterwards.
async fn decide_on<A: Aggregate>(
    loaded: Loaded<A>,
    command: A::Command,
    facts: &A::Services,
) -> Result<Vec<A::Event>, ExecuteError<A::Error>> {
    let mut state = loaded.state;
    let sink = EventSink::default();
    state.handle(command, facts, &sink).await.map_err(ExecuteError::Refused)?;
    Ok(sink.collect().await)
}

fn receipt(id: &str, version: u64, place: Place) -> Receipt {
    Receipt { id: id.to_owned(), version, place, repeated: false }
}
