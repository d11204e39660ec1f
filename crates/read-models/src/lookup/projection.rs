//! Keeps the lookup in step with the events, in their transaction.

use async_trait::async_trait;
use schakel_domain::case::{self, CaseSubject};
use schakel_domain::person::{self, PersonDetails};
use schakel_domain::region::MeetingTypeCode;
use schakel_domain::{MemberId, PersonId, Professional};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;
use uuid::Uuid;

use crate::lookup::BSN;
use crate::stream_id;

/// The read model `lookup`.
pub struct Lookup;

#[async_trait]
impl Projection for Lookup {
    fn name(&self) -> &'static str {
        "lookup"
    }

    fn version(&self) -> i32 {
        1
    }

    fn mode(&self) -> Mode {
        Mode::Inline
    }

    fn ddl(&self) -> &'static str {
        include_str!("table.sql")
    }

    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool {
        const EVENTS: [&str; 10] = [
            "CaseReported",
            "ReportCompleted",
            "SubjectIdentified",
            "CaseScheduled",
            "PutBackOnAgenda",
            "PlanSet",
            "CaseHolderReplaced",
            "ZsmAdviceSet",
            "ZsmAdviceWithdrawn",
            "CaseClosed",
        ];
        aggregate_type == "Person" || aggregate_type == "Case" && EVENTS.contains(&event_type)
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let mut entry = Entry { stream: stream_id(event)?, event, work };
        match event.aggregate_type.as_str() {
            "Person" => entry.project_person(event.decode()?).await,
            _ => entry.project_case(event.decode()?).await,
        }
    }
}

struct Entry<'a, 'w> {
    stream: Uuid,
    event: &'a Recorded,
    work: &'a mut Work<'w>,
}

impl Entry<'_, '_> {
    async fn project_person(&mut self, event: person::Event) -> Result<(), ProjectionError> {
        let (person::Event::PersonRegistered { details, .. }
        | person::Event::PersonCorrected { details, .. }) = event
        else {
            return Ok(());
        };
        self.forget_tokens().await?;
        match details.known() {
            Some(details) => self.remember(self.stream, details, true).await,
            None => Ok(()),
        }
    }

    async fn project_case(&mut self, event: case::Event) -> Result<(), ProjectionError> {
        match event {
            case::Event::CaseReported { on, subject, .. } => {
                query("insert into lookup_case (case_id, active, reported_on) values ($1, true, $2)")
                    .bind(self.stream)
                    .bind(on)
                    .execute(self.work.connection())
                    .await?;
                self.remember_subject(subject).await
            }
            case::Event::ReportCompleted { subject: Some(subject), .. } => {
                self.forget_tokens().await?;
                self.remember_subject(Some(subject)).await
            }
            case::Event::SubjectIdentified { member, person } => self.identified(member, person).await,
            case::Event::CaseScheduled { meeting_type, process_director, .. }
            | case::Event::PutBackOnAgenda { meeting_type, process_director, .. } => {
                self.scheduled(&meeting_type, process_director.as_ref()).await
            }
            case::Event::PlanSet { case_holder, .. } => self.held_by(&case_holder).await,
            case::Event::CaseHolderReplaced { case_holder } => self.held_by(&case_holder).await,
            case::Event::ZsmAdviceSet { version, on, advice } => {
                let sealed = self.work.seal("advice", &advice)?;
                query("update lookup_case set advice = $2, advice_version = $3, advice_on = $4 where case_id = $1")
                    .bind(self.stream)
                    .bind(sealed)
                    .bind(version.cast_signed())
                    .bind(on)
                    .execute(self.work.connection())
                    .await?;
                Ok(())
            }
            case::Event::ZsmAdviceWithdrawn { .. } => {
                self.change("update lookup_case set advice = null, advice_version = null, advice_on = null where case_id = $1")
                    .await
            }
            case::Event::CaseClosed { .. } => {
                self.change("update lookup_case set active = false, plan_in_force = false where case_id = $1").await
            }
            _ => Ok(()),
        }
    }

    async fn remember_subject(&mut self, subject: Option<CaseSubject>) -> Result<(), ProjectionError> {
        for member in subject.into_iter().flat_map(|subject| subject.members) {
            if let Some(details) = member.details.known() {
                self.remember(member.id.0, details, false).await?;
            }
        }
        Ok(())
    }

    async fn remember(
        &mut self,
        holder: Uuid,
        details: &PersonDetails,
        is_person: bool,
    ) -> Result<(), ProjectionError> {
        let Some(bsn) = &details.bsn else { return Ok(()) };
        for token in self.work.index().tokens(BSN, bsn.as_str()) {
            query(
                "insert into lookup_token (token, generation, holder, stream, is_person)
                 values ($1, $2, $3, $4, $5) on conflict do nothing",
            )
            .bind(token.bytes.to_vec())
            .bind(token.generation)
            .bind(holder)
            .bind(self.stream)
            .bind(is_person)
            .execute(self.work.connection())
            .await?;
        }
        Ok(())
    }

    async fn forget_tokens(&mut self) -> Result<(), ProjectionError> {
        self.change("delete from lookup_token where stream = $1").await
    }

    /// From here on the member is found by what the registered person is known by, and no longer by
    /// what the reporter wrote: that may have been somebody else's number.
    async fn identified(&mut self, member: MemberId, person: PersonId) -> Result<(), ProjectionError> {
        query("delete from lookup_token where stream = $1 and holder = $2 and not is_person")
            .bind(self.stream)
            .bind(member.0)
            .execute(self.work.connection())
            .await?;
        query(
            "insert into lookup_identification (person_id, case_id, member) values ($1, $2, $3)
             on conflict (case_id, member) do update set person_id = excluded.person_id",
        )
        .bind(person.0)
        .bind(self.stream)
        .bind(member.0)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn scheduled(
        &mut self,
        meeting_type: &MeetingTypeCode,
        process_director: Option<&Professional>,
    ) -> Result<(), ProjectionError> {
        let sealed =
            process_director.map(|director| self.work.seal("process_director", director)).transpose()?;
        query(
            "update lookup_case set meeting_type = $2, process_director = $3, scheduled_since = $4
             where case_id = $1",
        )
        .bind(self.stream)
        .bind(meeting_type.as_str())
        .bind(sealed)
        .bind(self.event.metadata.at)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn held_by(&mut self, case_holder: &Professional) -> Result<(), ProjectionError> {
        let sealed = self.work.seal("case_holder", case_holder)?;
        query("update lookup_case set case_holder = $2, plan_in_force = true where case_id = $1")
            .bind(self.stream)
            .bind(sealed)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn change(&mut self, sql: &'static str) -> Result<(), ProjectionError> {
        query(sql).bind(self.stream).execute(self.work.connection()).await?;
        Ok(())
    }
}
