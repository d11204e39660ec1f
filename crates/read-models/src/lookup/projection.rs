//! Keeps the lookup in step with the events, in their transaction.

use async_trait::async_trait;
use schakel_domain::case::{self, CaseSubject};
use schakel_domain::code::Code;
use schakel_domain::person::{self, PersonDetails};
use schakel_domain::personal::Personal;
use schakel_domain::region::MeetingTypeCode;
use schakel_domain::{MemberId, PersonId, Professional};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::{query, query_scalar};
use uuid::Uuid;

use crate::lookup::token::tokens_of;
use crate::{change, stream_id};

/// The read model `lookup`.
pub struct Lookup;

#[async_trait]
impl Projection for Lookup {
    fn name(&self) -> &'static str {
        "lookup"
    }

    fn version(&self) -> i32 {
        5
    }

    fn mode(&self) -> Mode {
        Mode::Inline
    }

    fn ddl(&self) -> &'static str {
        include_str!("table.sql")
    }

    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool {
        const OF_CASES: [&str; 17] = [
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
            "CaseHidden",
            "CaseRevealed",
            "UseRestricted",
            "RestrictionLifted",
            "CaseErased",
            "CaseShielded",
            "SystematicOffenderIndicated",
        ];
        const OF_PERSONS: [&str; 7] = [
            "PersonRegistered",
            "PersonCorrected",
            "PersonsMerged",
            "MergeUndone",
            "UseRestricted",
            "RestrictionLifted",
            "PersonErased",
        ];
        match aggregate_type {
            "Case" => OF_CASES.contains(&event_type),
            "Person" => OF_PERSONS.contains(&event_type),
            _ => false,
        }
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
        match event {
            person::Event::PersonRegistered { details, .. } => {
                self.remember(self.stream, &details, true).await
            }
            person::Event::PersonCorrected { details, .. } => {
                self.forget(self.stream).await?;
                self.remember(self.stream, &details, true).await
            }
            person::Event::PersonsMerged { absorbed, .. } => self.merged(absorbed).await,
            person::Event::MergeUndone { absorbed, .. } => self.unmerged(absorbed).await,
            person::Event::UseRestricted { .. } => {
                self.change("insert into lookup_restriction (person_id) values ($1) on conflict do nothing")
                    .await
            }
            person::Event::RestrictionLifted { .. } => {
                self.change("delete from lookup_restriction where person_id = $1").await
            }
            person::Event::PersonErased { .. } => {
                self.change("delete from lookup_merge where survivor = $1").await?;
                self.change("delete from lookup_restriction where person_id = $1").await?;
                self.forget(self.stream).await
            }
            _ => Ok(()),
        }
    }

    /// Cases of the one are cases of the other from here on, in whichever direction one comes.
    async fn merged(&mut self, absorbed: PersonId) -> Result<(), ProjectionError> {
        query(
            "insert into lookup_merge (person_id, same_as, survivor)
             values ($1, $2, $1), ($2, $1, $1) on conflict do nothing",
        )
        .bind(self.stream)
        .bind(absorbed.0)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn unmerged(&mut self, absorbed: PersonId) -> Result<(), ProjectionError> {
        query("delete from lookup_merge where survivor = $1 and (person_id = $2 or same_as = $2)")
            .bind(self.stream)
            .bind(absorbed.0)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn project_case(&mut self, event: case::Event) -> Result<(), ProjectionError> {
        match event {
            case::Event::CaseReported { on, subject, shielded: None, .. } => {
                query("insert into lookup_case (case_id, active, reported_on) values ($1, true, $2)")
                    .bind(self.stream)
                    .bind(on)
                    .execute(self.work.connection())
                    .await?;
                self.remember_subject(subject).await
            }
            case::Event::ReportCompleted { subject: Some(subject), .. } => {
                self.forget_all().await?;
                if self.is_shielded().await? { Ok(()) } else { self.remember_subject(Some(subject)).await }
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
            case::Event::SystematicOffenderIndicated { indication, until, .. } => {
                query("update lookup_case set indication = $2, indication_until = $3 where case_id = $1")
                    .bind(self.stream)
                    .bind(indication.code())
                    .bind(until)
                    .execute(self.work.connection())
                    .await?;
                Ok(())
            }
            case::Event::CaseHidden { .. } => {
                self.change("update lookup_case set hidden = true where case_id = $1").await
            }
            case::Event::CaseRevealed { .. } => {
                self.change("update lookup_case set hidden = false where case_id = $1").await
            }
            case::Event::UseRestricted { .. } => {
                self.change("update lookup_case set restricted = true where case_id = $1").await
            }
            case::Event::RestrictionLifted { .. } => {
                self.change("update lookup_case set restricted = false where case_id = $1").await
            }
            case::Event::CaseErased { .. } => {
                self.forget_all().await?;
                self.change(
                    "with identified as (delete from lookup_identification where case_id = $1),
                          shielded as (delete from lookup_shielded where case_id = $1)
                     delete from lookup_case where case_id = $1",
                )
                .await
            }
            case::Event::CaseShielded { .. } => self.shielded().await,
            case::Event::CaseClosed { .. } => {
                self.change("update lookup_case set active = false, plan_in_force = false where case_id = $1").await
            }
            _ => Ok(()),
        }
    }

    async fn remember_subject(&mut self, subject: Option<CaseSubject>) -> Result<(), ProjectionError> {
        for member in subject.into_iter().flat_map(|subject| subject.members) {
            self.remember(member.id.0, &member.details, false).await?;
        }
        Ok(())
    }

    async fn remember(
        &mut self,
        holder: Uuid,
        details: &Personal<PersonDetails>,
        is_person: bool,
    ) -> Result<(), ProjectionError> {
        let Some(known) = details.known() else { return Ok(()) };
        let tokens = tokens_of(self.work.index(), known);
        if tokens.is_empty() {
            return Ok(());
        }
        let sealed = self.work.seal(&identity_row(holder), details)?;
        query(
            "with found_by as (
                 insert into lookup_token (token, holder, stream, is_person)
                 select token, $2, $3, $4 from unnest($1::uuid[]) as token
                 on conflict do nothing
             )
             insert into lookup_identity (holder, stream, is_person, details) values ($2, $3, $4, $5)
             on conflict (holder) do update set details = excluded.details",
        )
        .bind(tokens)
        .bind(holder)
        .bind(self.stream)
        .bind(is_person)
        .bind(sealed)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// Nobody of this stream is found any more.
    async fn forget_all(&mut self) -> Result<(), ProjectionError> {
        self.change(
            "with found_by as (delete from lookup_token where stream = $1)
             delete from lookup_identity where stream = $1",
        )
        .await
    }

    async fn forget(&mut self, holder: Uuid) -> Result<(), ProjectionError> {
        query(
            "with found_by as (delete from lookup_token where holder = $1)
             delete from lookup_identity where holder = $1",
        )
        .bind(holder)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// From here on the member is found by what the registered person is known by, and no longer by
    /// what the reporter wrote: that may have been somebody else's number.
    async fn identified(&mut self, member: MemberId, person: PersonId) -> Result<(), ProjectionError> {
        self.forget(member.0).await?;
        let identified = if self.is_shielded().await? {
            "insert into lookup_shielded (person_id, case_id, member) values ($1, $2, $3)
             on conflict (case_id, member) do update set person_id = excluded.person_id"
        } else {
            "insert into lookup_identification (person_id, case_id, member) values ($1, $2, $3)
             on conflict (case_id, member) do update set person_id = excluded.person_id"
        };
        query(identified)
            .bind(person.0)
            .bind(self.stream)
            .bind(member.0)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// A shielded case has no row from its first moment, or from the moment that it became so.
    async fn is_shielded(&mut self) -> Result<bool, ProjectionError> {
        let visible: bool = query_scalar("select exists (select from lookup_case where case_id = $1)")
            .bind(self.stream)
            .fetch_one(self.work.connection())
            .await?;
        Ok(!visible)
    }

    /// Nobody finds the case any more. To whom it refers is kept apart, where no question looks: their
    /// records are still needed.
    async fn shielded(&mut self) -> Result<(), ProjectionError> {
        self.forget_all().await?;
        self.change(
            "with identified as (delete from lookup_identification where case_id = $1 returning *),
                  kept as (insert into lookup_shielded (person_id, case_id, member)
                           select person_id, case_id, member from identified)
             delete from lookup_case where case_id = $1",
        )
        .await
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
        change(self.work, sql, self.stream).await
    }
}

/// The row of [`Work::seal`] under which an identity is sealed.
pub(super) fn identity_row(holder: Uuid) -> String {
    format!("identity/{holder}")
}
