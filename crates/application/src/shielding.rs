//! What exists for cleared participants alone (HANDBOOK §4).

use std::collections::BTreeSet;

use schakel_access::{Action, Actor};
use schakel_domain::CaseId;
use schakel_domain::case::Event;
use schakel_domain::region::MeetingTypeCode;
use schakel_read_models::shielded;
use uuid::Uuid;

use crate::{Application, CaseFile, Error};

impl Application {
    /// Which of these ids belong to what is shielded: cases, and meetings of a shielded kind.
    ///
    /// # Errors
    /// When that cannot be known: then nothing may be answered.
    pub async fn shielded(&self, ids: &[Uuid]) -> Result<BTreeSet<Uuid>, Error> {
        self.journal.ready_for("shielded", None).await?;
        Ok(shielded::among(self.pool(), &self.region, ids).await?)
    }

    /// The kinds of meeting of which the actor may know: shielded ones are for cleared participants alone.
    pub fn meeting_types_known_to(
        &self,
        actor: &Actor,
        action: Action,
    ) -> impl Iterator<Item = MeetingTypeCode> {
        let cleared = actor.is_cleared_for(action);
        let known = self.region.meeting_types.iter().filter(move |kind| cleared || !kind.shielded);
        known.map(|kind| kind.code.clone())
    }

    /// Every shielded case.
    pub(crate) async fn shielded_cases(&self) -> Result<Vec<CaseId>, Error> {
        self.journal.ready_for("shielded", None).await?;
        Ok(shielded::cases(self.pool()).await?)
    }
}

impl CaseFile {
    /// Every case that it was linked to.
    pub fn links(&self) -> Vec<Uuid> {
        self.file.linked_to.keys().map(|case| case.0).collect()
    }

    /// The same case, as if it had never been linked to these.
    #[must_use]
    pub fn without_links(mut self, hidden: &BTreeSet<Uuid>) -> Self {
        self.file.linked_to.retain(|case, _| !hidden.contains(&case.0));
        self.history.retain(|entry| match entry.event {
            Event::ReportLinked { active_case } | Event::LinkedReportAssessed { active_case, .. } => {
                !hidden.contains(&active_case.0)
            }
            _ => true,
        });
        self
    }
}
