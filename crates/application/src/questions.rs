//! The one way of every question: wait until the read model has got there, then ask it.

use chrono::{DateTime, Utc};
use schakel_access::Actor;
use schakel_domain::case::{self, Case};
use schakel_domain::inquiry::InquiryKind;
use schakel_domain::meeting::{Logistics, Meeting};
use schakel_domain::monitor_day::MonitorDay;
use schakel_domain::person::Person;
use schakel_domain::region::OrganisationCode;
use schakel_domain::report_import::ReportImport;
use schakel_domain::subject_request::{self, SubjectRequest};
use schakel_domain::{CaseId, MeetingId, MonitorDayId, PersonId, ReportImportId, RequestId};
use schakel_journal::{Entry, Place};
use schakel_read_models::{Cursor, Page, agenda, inquiries, overview, subject_requests, worklist};

use crate::{Application, Error};

/// A day of the suspects monitor as it stands.
pub struct MonitorDayFile {
    /// As it stands.
    pub day: MonitorDay,
    /// When each of its runs was, in their order.
    pub at: Vec<DateTime<Utc>>,
}

/// An organisation's imports of a day as they stand.
pub struct ReportImportFile {
    /// As they stand.
    pub import: ReportImport,
    /// When each of its lists came, in their order.
    pub at: Vec<DateTime<Utc>>,
}

/// A page of the inquiries, and how many there are in all.
pub struct InquiryPage {
    /// The page.
    pub page: Page<inquiries::Row>,
    /// How many there are of each kind.
    pub counts: Vec<(InquiryKind, u64)>,
}

/// A case as it stands, and all that happened to it.
pub struct CaseFile {
    /// As it stands.
    pub file: case::File,
    /// Who did what when, oldest first.
    pub history: Vec<Entry<case::Event>>,
    /// Version.
    pub version: u64,
}

impl Application {
    /// A case with its history, from its own stream: never behind.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; else see [`Error`].
    pub async fn case(&self, id: CaseId) -> Result<CaseFile, Error> {
        let history = self.journal.history::<Case>(&id.to_string()).await?;
        let mut case = Case::default();
        for entry in &history {
            cqrs_es::Aggregate::apply(&mut case, entry.event.clone());
        }
        let version = history.last().map_or(0, |entry| entry.sequence);
        match case {
            Case::Unreported => Err(Error::NotFound),
            Case::Known(file) => Ok(CaseFile { file: *file, history, version }),
        }
    }

    /// A person who was registered, with the version.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; else see [`Error`].
    pub async fn person(&self, id: PersonId) -> Result<(Person, u64), Error> {
        let loaded = self.journal.load::<Person>(&id.to_string()).await?;
        match loaded.state {
            Person::Unregistered => Err(Error::NotFound),
            person => Ok((person, loaded.version)),
        }
    }

    /// A meeting, with the version.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; else see [`Error`].
    pub async fn meeting(&self, id: MeetingId) -> Result<(Logistics, u64), Error> {
        let loaded = self.journal.load::<Meeting>(&id.to_string()).await?;
        match loaded.state {
            Meeting::Unplanned => Err(Error::NotFound),
            Meeting::Known(logistics) => Ok((*logistics, loaded.version)),
        }
    }

    /// A day of the suspects monitor, from its own stream: never behind.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing was checked on it; else see [`Error`].
    pub async fn monitor_day(&self, id: MonitorDayId) -> Result<MonitorDayFile, Error> {
        let history = self.journal.history::<MonitorDay>(&id.to_string()).await?;
        if history.is_empty() {
            return Err(Error::NotFound);
        }
        let mut file = MonitorDayFile { day: MonitorDay::default(), at: Vec::new() };
        for entry in history {
            file.at.push(entry.metadata.at);
            cqrs_es::Aggregate::apply(&mut file.day, entry.event);
        }
        Ok(file)
    }

    /// An organisation's imports of a day, from their own stream: never behind. Partners know of their own
    /// alone.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there are none that the actor may know of; else see [`Error`].
    pub async fn report_import(&self, actor: &Actor, id: ReportImportId) -> Result<ReportImportFile, Error> {
        let history = self.journal.history::<ReportImport>(&id.to_string()).await?;
        let mut file = ReportImportFile { import: ReportImport::default(), at: Vec::new() };
        for entry in history {
            file.at.push(entry.metadata.at);
            cqrs_es::Aggregate::apply(&mut file.import, entry.event);
        }
        let is_the_house = actor.organisation == self.region.house.organisation;
        let own = |sender: &&OrganisationCode| is_the_house || **sender == actor.organisation;
        match file.import.organisation().filter(own) {
            Some(_) => Ok(file),
            None => Err(Error::NotFound),
        }
    }

    /// A request of a data subject, with the version.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; else see [`Error`].
    pub async fn subject_request(&self, id: RequestId) -> Result<(subject_request::Known, u64), Error> {
        let loaded = self.journal.load::<SubjectRequest>(&id.to_string()).await?;
        match loaded.state {
            SubjectRequest::Unregistered => Err(Error::NotFound),
            SubjectRequest::Known(known) => Ok((*known, loaded.version)),
        }
    }

    /// A page of the overview, of the cases that are the actor's to see.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn overview(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        filter: &overview::Filter,
        sort: overview::Sort,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<overview::Row>, Error> {
        self.journal.ready_for("overview", at_least).await?;
        Ok(overview::find(&mut *self.read_for(actor).await?, self.vault(), filter, sort, after, limit)
            .await?)
    }

    /// A page of the worklist, of the work on cases that are the actor's to see.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn worklist(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        filter: &worklist::Filter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<worklist::Item>, Error> {
        self.journal.ready_for("worklist", at_least).await?;
        let terms = worklist::Terms::of(&self.region);
        Ok(worklist::find(&mut *self.read_for(actor).await?, &terms, filter, after, limit).await?)
    }

    /// A page of the calendar, of the meetings that are the actor's to see.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn calendar(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        filter: &agenda::Filter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<agenda::Meeting>, Error> {
        self.journal.ready_for("agenda", at_least).await?;
        Ok(agenda::meetings(&mut *self.read_for(actor).await?, filter, after, limit).await?)
    }

    /// A page of the agenda of a meeting, of the cases that are the actor's to see.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn agenda(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        meeting: MeetingId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<agenda::Item>, Error> {
        self.journal.ready_for("agenda", at_least).await?;
        Ok(agenda::items(&mut *self.read_for(actor).await?, meeting, after, limit).await?)
    }

    /// A page of the inquiries, with how many there are of each kind.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn inquiries(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        filter: &inquiries::Filter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<InquiryPage, Error> {
        self.journal.ready_for("inquiries", at_least).await?;
        let mut reading = self.read_for(actor).await?;
        let page = inquiries::find(&mut reading, filter, after, limit).await?;
        let counts = inquiries::count(&mut reading, filter).await?;
        Ok(InquiryPage { page, counts })
    }

    /// A page of the open requests of data subjects.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn subject_requests(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        filter: &subject_requests::Filter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<subject_requests::Row>, Error> {
        self.journal.ready_for("subject_requests", at_least).await?;
        Ok(subject_requests::find(&mut *self.read_for(actor).await?, filter, after, limit).await?)
    }
}
