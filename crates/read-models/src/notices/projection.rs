//! Keeps the notices in step with the log.

use async_trait::async_trait;
use schakel_domain::case::Event;
use schakel_domain::code::Code;
use schakel_domain::{Account, CaseId, monitor_day, person, reminders};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::{query, query_as};
use uuid::Uuid;

use crate::stream_id;

/// What a notice says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// To the case holder and the process director: a new report about the subject of an active
    /// case (HANDBOOK §2).
    ReportOnActiveCase,
    /// To the reporter: the decision on the report can be read (HANDBOOK §3).
    FeedbackGiven,
    /// To the new case holder (HANDBOOK §1).
    AppointedCaseHolder,
    /// To the case holder: the case is back on the agenda (HANDBOOK §4).
    BackOnAgenda,
    /// To the process director: the escalation has an outcome (HANDBOOK §7).
    EscalationReturned,
    /// To the process director: the case holder judged the results (HANDBOOK §5).
    ResultsJudged,
    /// To the case holder: the case was closed (HANDBOOK §5).
    CaseClosed,
    /// To the case holder and the process director: the subject of the case is now with ZSM
    /// (HANDBOOK §8).
    SuspectAtZsm,
    /// To the case holder and the process director: somebody looked the subject up (HANDBOOK §8). It comes
    /// from the access log, with the record of the lookup.
    PersonLookedUp,
    /// To the privacy officers: somebody opened a case in an emergency (HANDBOOK §9). It comes from the access
    /// log, too.
    GlassBroken,
    /// To the case holder and the process director: work on the case has become overdue (HANDBOOK §3, §5).
    WorkOverdue,
    /// To whoever is asked by name: a partner's answer is waited for (HANDBOOK §3).
    InformationRequested,
    /// To whoever is listed for a meeting: an invitation (HANDBOOK §4).
    ListedForMeeting,
    /// To whoever was told about a person: the identity was corrected (NORMS §7).
    IdentityCorrected,
}

impl Code for NoticeKind {
    const NAME: &'static str = "NoticeKind";
    const ALL: &'static [Self] = &[
        Self::ReportOnActiveCase,
        Self::FeedbackGiven,
        Self::AppointedCaseHolder,
        Self::BackOnAgenda,
        Self::EscalationReturned,
        Self::ResultsJudged,
        Self::CaseClosed,
        Self::SuspectAtZsm,
        Self::PersonLookedUp,
        Self::GlassBroken,
        Self::IdentityCorrected,
        Self::WorkOverdue,
        Self::InformationRequested,
        Self::ListedForMeeting,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::ReportOnActiveCase => "report_on_active_case",
            Self::FeedbackGiven => "feedback_given",
            Self::AppointedCaseHolder => "appointed_case_holder",
            Self::BackOnAgenda => "back_on_agenda",
            Self::EscalationReturned => "escalation_returned",
            Self::ResultsJudged => "results_judged",
            Self::CaseClosed => "case_closed",
            Self::SuspectAtZsm => "suspect_at_zsm",
            Self::PersonLookedUp => "person_looked_up",
            Self::GlassBroken => "glass_broken",
            Self::IdentityCorrected => "identity_corrected",
            Self::WorkOverdue => "work_overdue",
            Self::InformationRequested => "information_requested",
            Self::ListedForMeeting => "listed_for_meeting",
        }
    }
}

/// The read model `notices`.
pub struct Notices;

#[async_trait]
impl Projection for Notices {
    fn name(&self) -> &'static str {
        "notices"
    }

    fn version(&self) -> i32 {
        5
    }

    fn mode(&self) -> Mode {
        Mode::Following
    }

    fn ddl(&self) -> &'static str {
        include_str!("table.sql")
    }

    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool {
        const OF_PERSONS: [&str; 2] = ["ReceiversTold", "PersonErased"];
        const OF_CASES: [&str; 16] = [
            "CaseReported",
            "ReportLinked",
            "FeedbackGiven",
            "CaseScheduled",
            "PutBackOnAgenda",
            "PlanSet",
            "CaseHolderReplaced",
            "EscalationReturned",
            "ResultsJudged",
            "CaseClosed",
            "CaseErased",
            "CaseShielded",
            "InformationRequested",
            "InformationRequestWithdrawn",
            "ParticipantListed",
            "ParticipantRemoved",
        ];
        match aggregate_type {
            "Case" => OF_CASES.contains(&event_type),
            "Person" => OF_PERSONS.contains(&event_type),
            "MonitorDay" | "Reminders" => true,
            _ => false,
        }
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let mut inbox = Inbox { stream: stream_id(event)?, event, work };
        match event.aggregate_type.as_str() {
            "MonitorDay" => {
                let monitor_day::Event::SuspectsChecked { newly_hit, .. } = event.decode()?;
                tell_concerned(event, work, NoticeKind::SuspectAtZsm, newly_hit).await
            }
            "Reminders" => {
                let reminders::Event::WorkBecameOverdue { cases, .. } = event.decode()?;
                tell_concerned(event, work, NoticeKind::WorkOverdue, cases).await
            }
            "Person" => inbox.project_person(event.decode()?).await,
            _ => inbox.project_case(event.decode()?).await,
        }
    }
}

/// Whoever is both holder and director of a case is told once.
async fn tell_concerned(
    event: &Recorded,
    work: &mut Work<'_>,
    kind: NoticeKind,
    cases: Vec<CaseId>,
) -> Result<(), ProjectionError> {
    let cases: Vec<_> = cases.into_iter().map(|case| case.0).collect();
    let place = event.place;
    query(
        "insert into notice (recipient, epoch, tx_id, position, kind, case_id, at)
         select distinct recipient, $2::integer, $3::text::xid8, $4::bigint, $5, case_id, $6::timestamptz
         from notice_case, lateral (values (case_holder), (process_director)) as concerned (recipient)
         where case_id = any($1) and recipient is not null",
    )
    .bind(cases)
    .bind(place.epoch)
    .bind(place.tx_id.to_string())
    .bind(place.position)
    .bind(kind.code())
    .bind(event.metadata.at)
    .execute(work.connection())
    .await?;
    Ok(())
}

/// Who is concerned with a case.
#[derive(Default, sqlx::FromRow)]
struct Concerned {
    reporter: Option<String>,
    process_director: Option<String>,
    case_holder: Option<String>,
}

/// What a notice is about: a case and perhaps another one, or a person.
#[derive(Clone, Copy, Default)]
struct Matter {
    case: Option<Uuid>,
    about: Option<Uuid>,
    person: Option<Uuid>,
    /// The meeting or the request for which alone the recipient has a part in the case.
    part: Option<Uuid>,
}

impl Matter {
    fn of_case(case: Uuid) -> Self {
        Self { case: Some(case), ..Self::default() }
    }

    fn of_person(person: Uuid) -> Self {
        Self { person: Some(person), ..Self::default() }
    }
}

struct Inbox<'a, 'w> {
    stream: Uuid,
    event: &'a Recorded,
    work: &'a mut Work<'w>,
}

impl Inbox<'_, '_> {
    async fn project_case(&mut self, event: Event) -> Result<(), ProjectionError> {
        match event {
            Event::CaseReported { source, shielded: None, .. } => {
                self.set(
                    "insert into notice_case (case_id, reporter) values ($1, $2)",
                    Some(source.account.0),
                )
                .await
            }
            Event::ReportLinked { active_case } => self.report_on(active_case).await,
            Event::FeedbackGiven { .. } => {
                let concerned = self.concerned(self.stream).await?;
                self.tell(concerned.reporter, NoticeKind::FeedbackGiven).await
            }
            Event::CaseScheduled { process_director, .. } => {
                self.directed_by(process_director.map(|director| director.account.0)).await
            }
            Event::PutBackOnAgenda { process_director, .. } => {
                self.directed_by(process_director.map(|director| director.account.0)).await?;
                let concerned = self.concerned(self.stream).await?;
                self.tell(concerned.case_holder, NoticeKind::BackOnAgenda).await
            }
            Event::PlanSet { case_holder, .. } | Event::CaseHolderReplaced { case_holder } => {
                self.held_by(case_holder.account.0).await
            }
            Event::EscalationReturned { .. } => {
                let concerned = self.concerned(self.stream).await?;
                self.tell(concerned.process_director, NoticeKind::EscalationReturned).await
            }
            Event::ResultsJudged { .. } => {
                let concerned = self.concerned(self.stream).await?;
                self.tell(concerned.process_director, NoticeKind::ResultsJudged).await
            }
            Event::CaseClosed { .. } => {
                let concerned = self.concerned(self.stream).await?;
                self.tell(concerned.case_holder, NoticeKind::CaseClosed).await
            }
            Event::InformationRequested { request, account: Some(account), .. } => {
                self.tell_for_part(account, NoticeKind::InformationRequested, request.0).await
            }
            Event::ParticipantListed { meeting, participant } => {
                self.tell_for_part(participant.account, NoticeKind::ListedForMeeting, meeting.0).await
            }
            Event::InformationRequestWithdrawn { request } => {
                query("delete from notice where case_id = $1 and part = $2")
                    .bind(self.stream)
                    .bind(request.0)
                    .execute(self.work.connection())
                    .await?;
                Ok(())
            }
            Event::ParticipantRemoved { meeting, account } => {
                query("delete from notice where case_id = $1 and part = $2 and recipient = $3")
                    .bind(self.stream)
                    .bind(meeting.0)
                    .bind(account.0)
                    .execute(self.work.connection())
                    .await?;
                Ok(())
            }
            Event::CaseErased { .. } | Event::CaseShielded { .. } => self.forget().await,
            _ => Ok(()),
        }
    }

    /// Neither what was said of the case, nor what was said of it to others, nor who was concerned.
    async fn forget(&mut self) -> Result<(), ProjectionError> {
        for sql in [
            "delete from notice where case_id = $1",
            "delete from notice where about = $1",
            "delete from notice_left where case_id = $1",
            "delete from notice_case where case_id = $1",
        ] {
            query(sql).bind(self.stream).execute(self.work.connection()).await?;
        }
        Ok(())
    }

    async fn project_person(&mut self, event: person::Event) -> Result<(), ProjectionError> {
        match event {
            person::Event::ReceiversTold { receivers } => {
                for receiver in receivers {
                    let matter = Matter::of_person(self.stream);
                    self.tell_of(Some(receiver.0), NoticeKind::IdentityCorrected, matter).await?;
                }
                Ok(())
            }
            person::Event::PersonErased { .. } => self.forget_person().await,
            _ => Ok(()),
        }
    }

    async fn forget_person(&mut self) -> Result<(), ProjectionError> {
        query("delete from notice where person_id = $1")
            .bind(self.stream)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// Nobody hears of a report that is shielded.
    async fn report_on(&mut self, active_case: CaseId) -> Result<(), ProjectionError> {
        if self.concerned(self.stream).await?.reporter.is_none() {
            return Ok(());
        }
        let Concerned { case_holder, process_director, .. } = self.concerned(active_case.0).await?;
        let both_the_same = case_holder == process_director;
        let matter = Matter { about: Some(self.stream), ..Matter::of_case(active_case.0) };
        self.tell_of(case_holder, NoticeKind::ReportOnActiveCase, matter).await?;
        if both_the_same {
            return Ok(());
        }
        self.tell_of(process_director, NoticeKind::ReportOnActiveCase, matter).await
    }

    /// A new holder hears of the appointment, unless the case is shielded; one who stays on need not.
    async fn held_by(&mut self, account: String) -> Result<(), ProjectionError> {
        let Concerned { reporter, case_holder: before, .. } = self.concerned(self.stream).await?;
        self.set("update notice_case set case_holder = $2 where case_id = $1", Some(account.clone())).await?;
        if reporter.is_none() || before.as_ref() == Some(&account) {
            return Ok(());
        }
        self.taken_over(before, Some(account.clone())).await?;
        self.tell(Some(account), NoticeKind::AppointedCaseHolder).await
    }

    /// For one part of the case alone, unless it is shielded.
    async fn tell_for_part(
        &mut self,
        account: Account,
        kind: NoticeKind,
        part: Uuid,
    ) -> Result<(), ProjectionError> {
        let matter = Matter { part: Some(part), ..Matter::of_case(self.stream) };
        match self.concerned(self.stream).await?.reporter {
            Some(_) => self.tell_of(Some(account.0), kind, matter).await,
            None => Ok(()),
        }
    }

    async fn directed_by(&mut self, account: Option<String>) -> Result<(), ProjectionError> {
        let Concerned { reporter, process_director: before, .. } = self.concerned(self.stream).await?;
        self.set("update notice_case set process_director = $2 where case_id = $1", account.clone()).await?;
        if reporter.is_none() || before == account {
            return Ok(());
        }
        self.taken_over(before, account).await
    }

    /// Whoever neither holds nor directs the case any more keeps nothing of what they were told as such, and hears no
    /// more of who looked the subject up; whoever takes over does.
    async fn taken_over(
        &mut self,
        before: Option<String>,
        after: Option<String>,
    ) -> Result<(), ProjectionError> {
        for (account, sql) in [
            (&before, "insert into notice_left (case_id, recipient)
                       select case_id, $2 from notice_case
                       where case_id = $1 and $2 is distinct from case_holder and $2 is distinct from process_director
                       on conflict do nothing"),
            (&before, "delete from notice using notice_left as left_by
                       where notice.case_id = $1 and notice.recipient = $2 and part is null and kind <> 'feedback_given'
                         and left_by.case_id = $1 and left_by.recipient = $2"),
            (&after, "delete from notice_left where case_id = $1 and recipient = $2"),
        ] {
            if account.is_some() {
                self.set(sql, account.clone()).await?;
            }
        }
        Ok(())
    }

    async fn set(&mut self, sql: &'static str, account: Option<String>) -> Result<(), ProjectionError> {
        query(sql).bind(self.stream).bind(account).execute(self.work.connection()).await?;
        Ok(())
    }

    async fn concerned(&mut self, case: Uuid) -> Result<Concerned, ProjectionError> {
        let row =
            query_as("select reporter, process_director, case_holder from notice_case where case_id = $1")
                .bind(case)
                .fetch_optional(self.work.connection())
                .await?;
        Ok(row.unwrap_or_default())
    }

    async fn tell(&mut self, recipient: Option<String>, kind: NoticeKind) -> Result<(), ProjectionError> {
        self.tell_of(recipient, kind, Matter::of_case(self.stream)).await
    }

    async fn tell_of(
        &mut self,
        recipient: Option<String>,
        kind: NoticeKind,
        matter: Matter,
    ) -> Result<(), ProjectionError> {
        let Some(recipient) = recipient else { return Ok(()) };
        let place = self.event.place;
        query(
            "insert into notice (recipient, epoch, tx_id, position, kind, case_id, about, person_id, part, at)
             values ($1, $2, $3::text::xid8, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(recipient)
        .bind(place.epoch)
        .bind(place.tx_id.to_string())
        .bind(place.position)
        .bind(kind.code())
        .bind(matter.case)
        .bind(matter.about)
        .bind(matter.person)
        .bind(matter.part)
        .bind(self.event.metadata.at)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }
}
