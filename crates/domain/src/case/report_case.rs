//! Reporting a case.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::case::{Case, CaseSubject, Event, File, Phase, Refusal, Source, SubjectKind, Trigger};
use crate::personal::Personal;
use crate::region::{MeetingTypeCode, MunicipalityCode, ThemeCode};
use crate::{CaseId, Context, Text};

/// Reports a case. There is no form as a threshold: the reason is enough, all else can come later
/// (HANDBOOK §2). Each report is a case of its own; one about somebody whose case is active is
/// linked to that case.
#[derive(Clone, Debug)]
pub struct ReportCase {
    /// From who.
    pub source: Source,
    /// Why.
    pub reason: Text,
    /// What set it off.
    pub trigger: Option<Trigger>,
    /// The theme of a current concern.
    pub theme: Option<ThemeCode>,
    /// Municipality of residence.
    pub municipality: Option<MunicipalityCode>,
    /// About whom.
    pub subject: Option<CaseSubject>,
    /// The shielded kind of meeting that it is for, if it is; then it is shielded from the first moment
    /// (HANDBOOK §4).
    pub shielded: Option<MeetingTypeCode>,
    /// Whether the person was told of the report.
    pub subject_informed: Option<bool>,
    /// The (provisional) day of release; of a detention report alone.
    pub release_date: Option<NaiveDate>,
}

impl ReportCase {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        if case.file().is_some() {
            case.kept()?;
            return Err(Refusal::CaseAlreadyReported);
        }
        let municipality = residence(self.municipality.as_ref(), context)?;
        theme_known(self.theme.as_ref(), context)?;
        subject_fits(self.subject.as_ref())?;
        for_shielded_meeting(self.shielded.as_ref(), context)?;
        released_from_detention(self.release_date, self.trigger)?;
        let reported = Event::CaseReported {
            on: context.today,
            source: self.source,
            reason: Personal::of_stream(self.reason),
            trigger: self.trigger,
            theme: self.theme,
            municipality,
            subject: self.subject,
            shielded: self.shielded,
            subject_informed: self.subject_informed,
            release_date: self.release_date,
        };
        Ok(std::iter::once(reported).chain(links_to(&context.active_cases)).collect())
    }
}

/// Only a shielded kind of meeting is named in a report; to which other a case goes is decided later.
fn for_shielded_meeting(meeting_type: Option<&MeetingTypeCode>, context: &Context) -> Result<(), Refusal> {
    let Some(code) = meeting_type else { return Ok(()) };
    let kind = context.region.meeting_type(code).ok_or(Refusal::MeetingTypeUnknown)?;
    if kind.shielded { Ok(()) } else { Err(Refusal::MeetingTypeNotShielded) }
}

/// A report about somebody whose case is active is linked to that case (HANDBOOK §2), once: two
/// members of a family can have one active case between them.
fn links_to<'a>(active_cases: impl IntoIterator<Item = &'a CaseId>) -> impl Iterator<Item = Event> {
    let active: BTreeSet<_> = active_cases.into_iter().copied().collect();
    active.into_iter().map(|active_case| Event::ReportLinked { active_case })
}

impl File {
    /// The links that follow when more becomes known of whom a report is about, as long as no meeting
    /// has taken it up.
    pub(super) fn new_links(&self, context: &Context) -> Vec<Event> {
        let still_a_report = matches!(self.phase, Phase::Reported | Phase::Weighed(_));
        let new = context
            .active_cases
            .iter()
            .filter(move |case| still_a_report && !self.linked_to.contains_key(case));
        links_to(new).collect()
    }
}

/// Only a detention report carries a day of release (HANDBOOK §2).
pub(super) fn released_from_detention(
    release_date: Option<NaiveDate>,
    trigger: Option<Trigger>,
) -> Result<(), Refusal> {
    match (release_date, trigger) {
        (None, _) | (Some(_), Some(Trigger::Detention)) => Ok(()),
        (Some(_), _) => Err(Refusal::ReleaseDateNotExpected),
    }
}

/// The municipality of residence as it is now: a former one counts under the one that absorbed it (HANDBOOK §10).
pub(super) fn residence(
    municipality: Option<&MunicipalityCode>,
    context: &Context,
) -> Result<Option<MunicipalityCode>, Refusal> {
    let Some(code) = municipality else { return Ok(None) };
    let residence = context.region.residence(code).ok_or(Refusal::MunicipalityUnknown)?;
    Ok(Some(residence.clone()))
}

/// The theme is one of the region's.
pub(super) fn theme_known(theme: Option<&ThemeCode>, context: &Context) -> Result<(), Refusal> {
    match theme.is_some_and(|code| context.region.theme(code).is_none()) {
        true => Err(Refusal::ThemeUnknown),
        false => Ok(()),
    }
}

/// A person is one member, a family one or more.
pub(super) fn subject_fits(subject: Option<&CaseSubject>) -> Result<(), Refusal> {
    let Some(subject) = subject else { return Ok(()) };
    let fits = match subject.kind {
        SubjectKind::Person => subject.members.len() == 1,
        SubjectKind::Family => !subject.members.is_empty(),
    };
    if fits { Ok(()) } else { Err(Refusal::SubjectDoesNotFitKind) }
}
