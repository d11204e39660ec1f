//! Keeps the agendas in step with the log.

use async_trait::async_trait;
use schakel_access::Party;
use schakel_domain::code::Code;
use schakel_domain::meeting::{self, MeetingState};
use schakel_domain::{Account, MeetingId, Professional, case};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;
use uuid::Uuid;

use crate::stream_id;

/// The read model `agenda`.
pub struct Agenda;

#[async_trait]
impl Projection for Agenda {
    fn name(&self) -> &'static str {
        "agenda"
    }

    fn version(&self) -> i32 {
        2
    }

    fn mode(&self) -> Mode {
        Mode::Following
    }

    fn ddl(&self) -> &'static str {
        include_str!("table.sql")
    }

    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool {
        const OF_CASES: [&str; 13] = [
            "CaseReported",
            "PutOnBriefing",
            "CaseWeighed",
            "CaseScheduled",
            "PutBackOnAgenda",
            "PlanSet",
            "ParticipantListed",
            "ParticipantRemoved",
            "CaseClosed",
            "UseRestricted",
            "RestrictionLifted",
            "CaseShielded",
            "CaseErased",
        ];
        const OF_MEETINGS: [&str; 5] =
            ["MeetingPlanned", "MeetingMoved", "ChairAppointed", "MeetingHeld", "MeetingCancelled"];
        match aggregate_type {
            "Case" => OF_CASES.contains(&event_type),
            "Meeting" => OF_MEETINGS.contains(&event_type),
            _ => false,
        }
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let stream = stream_id(event)?;
        match event.aggregate_type.as_str() {
            "Meeting" => Meetings { meeting: stream, work }.project(event.decode()?).await,
            _ => Items { case: stream, work }.project(event.decode()?).await,
        }
    }
}

struct Meetings<'a, 'w> {
    meeting: Uuid,
    work: &'a mut Work<'w>,
}

impl Meetings<'_, '_> {
    async fn project(&mut self, event: meeting::Event) -> Result<(), ProjectionError> {
        use meeting::Event;
        match event {
            Event::MeetingPlanned { meeting_type, subregion, municipality, date, chair } => {
                query("insert into agenda_meeting values ($1, $2, $3, $4, $5, $6, $7)")
                    .bind(self.meeting)
                    .bind(meeting_type.as_str())
                    .bind(subregion.map(|code| code.to_string()))
                    .bind(municipality.map(|code| code.to_string()))
                    .bind(date)
                    .bind(MeetingState::Planned.code())
                    .bind(chair.account.0)
                    .execute(self.work.connection())
                    .await?;
                Ok(())
            }
            Event::MeetingMoved { date } => {
                query("update agenda_meeting set held_on = $2 where meeting_id = $1")
                    .bind(self.meeting)
                    .bind(date)
                    .execute(self.work.connection())
                    .await?;
                Ok(())
            }
            Event::ChairAppointed { chair } => {
                self.set("update agenda_meeting set chair = $2 where meeting_id = $1", &chair.account.0).await
            }
            Event::MeetingHeld {} => self.stands(MeetingState::Held).await,
            Event::MeetingCancelled { .. } => self.stands(MeetingState::Cancelled).await,
            Event::NonDisclosureSigned { .. } => Ok(()),
        }
    }

    async fn stands(&mut self, state: MeetingState) -> Result<(), ProjectionError> {
        self.set("update agenda_meeting set state = $2 where meeting_id = $1", state.code()).await
    }

    async fn set(&mut self, sql: &'static str, value: &str) -> Result<(), ProjectionError> {
        query(sql).bind(self.meeting).bind(value).execute(self.work.connection()).await?;
        Ok(())
    }
}

struct Items<'a, 'w> {
    case: Uuid,
    work: &'a mut Work<'w>,
}

impl Items<'_, '_> {
    async fn project(&mut self, event: case::Event) -> Result<(), ProjectionError> {
        use case::Event;
        match event {
            Event::CaseReported { shielded: None, .. } => {
                self.run("insert into agenda_case (case_id) values ($1)").await
            }
            Event::PutOnBriefing { briefing } => {
                self.leave().await?;
                self.put_on(briefing, &[Party::WeighingTeam]).await
            }
            Event::CaseWeighed { briefing, .. } => {
                if let Some(briefing) = briefing {
                    self.leave_all_but(briefing).await?;
                    self.put_on(briefing, &[]).await?;
                }
                self.discussed().await
            }
            Event::CaseScheduled { meeting, process_director, .. }
            | Event::PutBackOnAgenda { meeting, process_director, .. } => {
                self.taken_up(process_director.as_ref()).await?;
                match meeting {
                    Some(meeting) => self.put_on(meeting, &[]).await,
                    None => Ok(()),
                }
            }
            Event::PlanSet { .. } | Event::CaseClosed { .. } => self.discussed().await,
            Event::ParticipantListed { meeting, participant } => self.listed(meeting, &participant).await,
            Event::ParticipantRemoved { meeting, account } => self.removed(meeting, &account).await,
            Event::UseRestricted { .. } => self.restricted(true).await,
            Event::RestrictionLifted { .. } => self.restricted(false).await,
            Event::CaseShielded { .. } | Event::CaseErased { .. } => {
                self.run("delete from agenda_item where case_id = $1").await?;
                self.run("delete from agenda_case where case_id = $1").await
            }
            _ => Ok(()),
        }
    }

    /// Takes the case off the agendas on which it was not discussed.
    async fn leave(&mut self) -> Result<(), ProjectionError> {
        self.run("delete from agenda_item where case_id = $1 and not discussed").await
    }

    async fn leave_all_but(&mut self, meeting: MeetingId) -> Result<(), ProjectionError> {
        query("delete from agenda_item where case_id = $1 and meeting_id <> $2 and not discussed")
            .bind(self.case)
            .bind(meeting.0)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// A case that has no row is shielded or erased, and comes on no agenda.
    async fn put_on(&mut self, meeting: MeetingId, parties: &[Party]) -> Result<(), ProjectionError> {
        query(
            "insert into agenda_item (case_id, meeting_id, process_director, restricted, parties)
             select case_id, $2, process_director, restricted, $3 from agenda_case where case_id = $1
             on conflict (meeting_id, case_id) do update set discussed = false",
        )
        .bind(self.case)
        .bind(meeting.0)
        .bind(parties.iter().map(Party::key).collect::<Vec<_>>())
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// The weighing team sees a report until the decision (HANDBOOK §9).
    async fn discussed(&mut self) -> Result<(), ProjectionError> {
        query(
            "update agenda_item set discussed = true, parties = array_remove(parties, $2) where case_id = $1",
        )
        .bind(self.case)
        .bind(Party::WeighingTeam.key())
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// By this process director, and off the agendas on which it was not discussed.
    async fn taken_up(&mut self, director: Option<&Professional>) -> Result<(), ProjectionError> {
        query(
            "with left_off as (delete from agenda_item where case_id = $1 and not discussed),
                  directed as (update agenda_case set process_director = $2 where case_id = $1)
             update agenda_item set process_director = $2 where case_id = $1 and discussed",
        )
        .bind(self.case)
        .bind(director.map(|director| &director.account.0))
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn restricted(&mut self, restricted: bool) -> Result<(), ProjectionError> {
        for sql in [
            "update agenda_case set restricted = $2 where case_id = $1",
            "update agenda_item set restricted = $2 where case_id = $1",
        ] {
            query(sql).bind(self.case).bind(restricted).execute(self.work.connection()).await?;
        }
        Ok(())
    }

    async fn listed(
        &mut self,
        meeting: MeetingId,
        participant: &Professional,
    ) -> Result<(), ProjectionError> {
        let party = Party::Professional(participant.organisation.clone(), participant.account.clone());
        query("update agenda_item set parties = array_append(parties, $3) where case_id = $1 and meeting_id = $2")
            .bind(self.case)
            .bind(meeting.0)
            .bind(party.key())
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn removed(&mut self, meeting: MeetingId, account: &Account) -> Result<(), ProjectionError> {
        query(
            "update agenda_item set parties = array(
                 select party from unnest(parties) as party
                 where party <> 'professional/' || split_part(party, '/', 2) || '/' || $3)
             where case_id = $1 and meeting_id = $2",
        )
        .bind(self.case)
        .bind(meeting.0)
        .bind(&account.0)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), ProjectionError> {
        query(sql).bind(self.case).execute(self.work.connection()).await?;
        Ok(())
    }
}
