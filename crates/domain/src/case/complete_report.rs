//! Completing a report.

use chrono::NaiveDate;

use crate::Context;
use crate::case::report_case::{released_from_detention, residence, subject_fits, theme_known};
use crate::case::{Case, CaseSubject, Event, Refusal, Trigger};
use crate::region::{MunicipalityCode, ThemeCode};

/// Adds to a report what was not known at first, wherever the open case stands: a report can be
/// completed later (HANDBOOK §2). What is absent here stays as it was.
#[derive(Clone, Debug, Default)]
pub struct CompleteReport {
    /// What set it off.
    pub trigger: Option<Trigger>,
    /// The theme of a current concern.
    pub theme: Option<ThemeCode>,
    /// Municipality of residence.
    pub municipality: Option<MunicipalityCode>,
    /// About whom; replaces whom it was about, as long as nobody was identified.
    pub subject: Option<CaseSubject>,
    /// Whether the person was told of the report.
    pub subject_informed: Option<bool>,
    /// The (provisional) day of release; of a detention report alone.
    pub release_date: Option<NaiveDate>,
}

impl CompleteReport {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        if self.says_nothing() {
            return Err(Refusal::NothingToComplete);
        }
        let Self { trigger, theme, municipality, subject, subject_informed, release_date } = self;
        let municipality = residence(municipality.as_ref(), context)?;
        theme_known(theme.as_ref(), context)?;
        subject_fits(subject.as_ref())?;
        released_from_detention(release_date, trigger.or(file.report.trigger))?;
        if subject.is_some() && !file.persons.is_empty() {
            return Err(Refusal::SubjectAlreadyIdentified);
        }
        let completed =
            Event::ReportCompleted { trigger, theme, municipality, subject, subject_informed, release_date };
        Ok(std::iter::once(completed).chain(file.new_links(context)).collect())
    }

    fn says_nothing(&self) -> bool {
        self.trigger.is_none()
            && self.theme.is_none()
            && self.municipality.is_none()
            && self.subject.is_none()
            && self.subject_informed.is_none()
            && self.release_date.is_none()
    }
}
