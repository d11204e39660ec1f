//! Structural bottlenecks (HANDBOOK §7).

use schakel_access::Actor;
use schakel_domain::BottleneckId;
use schakel_domain::bottleneck::{self, Bottleneck};
use schakel_journal::Place;
use schakel_read_models::bottlenecks::{self, Filter, Row};
use schakel_read_models::{Cursor, Page};
use uuid::Uuid;

use crate::{Application, Error};

/// A bottleneck as it stands.
pub struct BottleneckFile {
    /// As it stands; the cases behind it are for no answer.
    pub bottleneck: bottleneck::Known,
    /// How many cases are behind it, without those that are shielded (HANDBOOK §4).
    pub cases: usize,
    /// Version.
    pub version: u64,
}

impl Application {
    /// A bottleneck, from its own stream: never behind.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; else see [`Error`].
    pub async fn bottleneck(&self, id: BottleneckId) -> Result<BottleneckFile, Error> {
        let loaded = self.journal.load::<Bottleneck>(&id.to_string()).await?;
        let bottleneck = loaded.state.known().cloned().ok_or(Error::NotFound)?;
        let ids: Vec<Uuid> = bottleneck.cases.iter().map(|case| case.0).collect();
        let cases = ids.len() - self.shielded(&ids).await?.len();
        Ok(BottleneckFile { bottleneck, cases, version: loaded.version })
    }

    /// A page of the bottlenecks.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn bottlenecks(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Row>, Error> {
        self.journal.ready_for("bottlenecks", at_least).await?;
        Ok(bottlenecks::find(&mut *self.read_for(actor).await?, filter, after, limit).await?)
    }
}
