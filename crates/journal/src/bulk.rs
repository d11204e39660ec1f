//! Appending many new streams at once.

use cqrs_es::Aggregate;

use crate::append::Appended;
use crate::error::JournalError;
use crate::execute::Request;
use crate::journal::Journal;
use crate::outgoing::Addition;
use crate::place::Place;
use crate::record::Metadata;

/// A stream that is not there yet, with its events.
pub struct NewStream(Addition);

impl NewStream {
    /// A stream of this kind of aggregate, with its first events.
    ///
    /// # Errors
    /// [`JournalError::Unwritable`] when an event cannot be written as JSON.
    pub fn of<A: Aggregate>(id: impl Into<String>, events: &[A::Event]) -> Result<Self, JournalError> {
        Addition::new::<A>(id.into(), 0, events).map(Self)
    }
}

impl Journal {
    /// Appends new streams in one transaction: all of them or none. It is the append of a command
    /// but for the decision: their keys are durable first; their events, sealed and in the order
    /// given, come with the inline projections and one audit record for each stream. A projection
    /// that cannot digest an event stops there, as it does for a command.
    ///
    /// For large data sets: no aggregate decides, so the caller vouches for the events, and there
    /// is no idempotency key, because a repetition finds its streams there. Some hundreds of streams
    /// a call, and a few calls at once, go fastest. Answers the place of the last event.
    ///
    /// # Errors
    /// [`JournalError::Taken`] when one of the streams is there already, or comes twice. After
    /// [`JournalError::Unavailable`] all may have been written or nothing: repeat it.
    pub async fn append_bulk(
        &self,
        streams: Vec<NewStream>,
        metadata: Metadata,
    ) -> Result<Place, JournalError> {
        let sealed = self.seal(streams.into_iter().map(|NewStream(addition)| addition).collect()).await?;
        if sealed.events.is_empty() {
            return Ok(Place::START);
        }
        let request = Request { idempotency: None, expected_version: None, metadata };
        match self.append(&sealed, &request).await? {
            Appended::At(place) => Ok(place),
            Appended::Repeated => Err(JournalError::Taken),
        }
    }
}
