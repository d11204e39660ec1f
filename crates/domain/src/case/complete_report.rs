//! Completing a report.

use crate::Context;
use crate::case::report_case::{residence, subject_fits, theme_known};
use crate::case::{Case, CaseSubject, Event, Refusal, Trigger};
use crate::region::{MunicipalityCode, ThemeCode};

/// Adds to a report what was not known at first, wherever the open case stands: a report can be
/// completed later (HANDBOOK §2). What is absent here stays as it was.
#[derive(Clone, Debug)]
pub struct CompleteReport {
    /// What set it off.
    pub trigger: Option<Trigger>,
    /// The theme of a current concern.
    pub theme: Option<ThemeCode>,
    /// Municipality of residence.
    pub municipality: Option<MunicipalityCode>,
    /// About whom; replaces whom it was about, as long as nobody was identified.
    pub subject: Option<CaseSubject>,
}

impl CompleteReport {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        let Self { trigger, theme, municipality, subject } = self;
        if trigger.is_none() && theme.is_none() && municipality.is_none() && subject.is_none() {
            return Err(Refusal::NothingToComplete);
        }
        let municipality = residence(municipality.as_ref(), context)?;
        theme_known(theme.as_ref(), context)?;
        subject_fits(subject.as_ref())?;
        if subject.is_some() && !file.persons.is_empty() {
            return Err(Refusal::SubjectAlreadyIdentified);
        }
        let completed = Event::ReportCompleted { trigger, theme, municipality, subject };
        Ok(std::iter::once(completed).chain(file.new_links(context)).collect())
    }
}
