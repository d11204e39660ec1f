//! What the House pays from its own budget (HANDBOOK §6).

use schakel_access::Actor;
use schakel_domain::trajectory::{Course, Trajectory};
use schakel_domain::{CaseId, Category, TrajectoryId};
use schakel_journal::Place;
use schakel_read_models::trajectories::{self, Filter, Row, Totals};
use schakel_read_models::{Cursor, Page};

use crate::{Application, Error, Shared};

/// A trajectory as it stands.
pub struct TrajectoryFile {
    /// As it stands.
    pub course: Course,
    /// Version.
    pub version: u64,
    /// The case that it belongs to, for whoever may know of its plan, and what was decided on that.
    pub case: Option<(CaseId, Shared)>,
}

/// A page of trajectories, and what all that were asked for come to.
pub struct TrajectoryList {
    /// The page.
    pub page: Page<Row>,
    /// Of all pages.
    pub totals: Totals,
}

impl Application {
    /// A trajectory, from its own stream: never behind.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; else see [`Error`].
    pub async fn trajectory(&self, actor: &Actor, id: TrajectoryId) -> Result<TrajectoryFile, Error> {
        let loaded = self.journal.load::<Trajectory>(&id.to_string()).await?;
        let course = loaded.state.known().cloned().ok_or(Error::NotFound)?;
        let case = self.case_of(actor, &course).await?;
        Ok(TrajectoryFile { course, version: loaded.version, case })
    }

    /// That somebody is helped is part of what is planned for them, and is told as their plan is. Of a case
    /// that was erased, or is used by nobody, nothing is told.
    async fn case_of(&self, actor: &Actor, course: &Course) -> Result<Option<(CaseId, Shared)>, Error> {
        let Some(case) = course.case else { return Ok(None) };
        match self.shared_with(actor, case, None).await {
            Ok(shared) => Ok(shared.permits(Category::Plan).then_some((case, shared))),
            Err(Error::NotFound | Error::Hidden { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A page of the trajectories.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn trajectories(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<TrajectoryList, Error> {
        self.journal.ready_for("trajectories", at_least).await?;
        let mut reading = self.read_for(actor).await?;
        let page = trajectories::find(&mut reading, filter, after, limit).await?;
        let totals = trajectories::totals(&mut reading, filter).await?;
        Ok(TrajectoryList { page, totals })
    }
}
