//! Keeps in step who is involved (HANDBOOK §9), with the events.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use schakel_access::{InvolvementCode, Party};
use schakel_domain::case::{Agreement, Event};
use schakel_domain::code::Code;
use schakel_domain::region::{MeetingTypeCode, MunicipalityCode};
use schakel_domain::{MeetingId, Professional, ReferralId, meeting};
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::query;
use uuid::Uuid;

use crate::{change, stream_id};

/// The read model `involved`.
pub struct Involved;

#[async_trait]
impl Projection for Involved {
    fn name(&self) -> &'static str {
        "involved"
    }

    fn version(&self) -> i32 {
        2
    }

    fn mode(&self) -> Mode {
        Mode::Inline
    }

    fn ddl(&self) -> &'static str {
        include_str!("table.sql")
    }

    fn reacts_to(&self, aggregate_type: &str, event_type: &str) -> bool {
        const OF_CASES: [&str; 22] = [
            "CaseReported",
            "CaseShielded",
            "ReportCompleted",
            "CaseWeighed",
            "CaseScheduled",
            "PutBackOnAgenda",
            "PlanSet",
            "CaseHolderReplaced",
            "CaseClosed",
            "UseRestricted",
            "RestrictionLifted",
            "CaseErased",
            "ParticipantListed",
            "ParticipantRemoved",
            "InformationRequested",
            "InformationRequestWithdrawn",
            "GlassBroken",
            "ReferralOffered",
            "ReferralAccepted",
            "ReferralRejected",
            "ReferralCompleted",
            "ReferralRevoked",
        ];
        match aggregate_type {
            "Case" => OF_CASES.contains(&event_type),
            "Meeting" => event_type != "ChairAppointed",
            _ => false,
        }
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let id = stream_id(event)?;
        if event.aggregate_type == "Meeting" {
            return project_meeting(id, event.decode()?, work).await;
        }
        Case { id, at: event.metadata.at, work }.project(event.decode()?).await
    }
}

/// Whose statement counts, and until when (HANDBOOK §1, incidental participant).
async fn project_meeting(
    id: Uuid,
    event: meeting::Event,
    work: &mut Work<'_>,
) -> Result<(), ProjectionError> {
    let change = match event {
        meeting::Event::MeetingPlanned { date, .. } => {
            query("insert into involved_meeting (meeting_id, date) values ($1, $2)").bind(id).bind(date)
        }
        meeting::Event::MeetingMoved { date } => {
            query("update involved_meeting set date = $2 where meeting_id = $1").bind(id).bind(date)
        }
        meeting::Event::MeetingHeld {} => {
            query("update involved_meeting set held = true where meeting_id = $1").bind(id)
        }
        meeting::Event::MeetingCancelled { .. } => {
            query("update involved_meeting set cancelled = true where meeting_id = $1").bind(id)
        }
        meeting::Event::NonDisclosureSigned { participant, .. } => {
            query("insert into involved_statement (meeting_id, party) values ($1, $2)")
                .bind(id)
                .bind(professional(participant).key())
        }
        meeting::Event::ChairAppointed { .. } => return Ok(()),
    };
    change.execute(work.connection()).await?;
    Ok(())
}

struct Case<'a, 'w> {
    id: Uuid,
    at: DateTime<Utc>,
    work: &'a mut Work<'w>,
}

impl Case<'_, '_> {
    async fn project(&mut self, event: Event) -> Result<(), ProjectionError> {
        match event {
            Event::CaseReported { source, municipality, shielded, .. } => {
                query("insert into involved_case (case_id, shielded) values ($1, $2)")
                    .bind(self.id)
                    .bind(shielded.is_some())
                    .execute(self.work.connection())
                    .await?;
                let reporter = Party::Professional(source.organisation, source.account);
                let weighing = (InvolvementCode::WeighingTeam, Party::WeighingTeam);
                let from_the_start = [
                    (InvolvementCode::Reporter, reporter),
                    (InvolvementCode::HouseTask, Party::Management),
                    (InvolvementCode::HouseTask, Party::Intake),
                    (InvolvementCode::HouseTask, Party::Directors),
                ];
                let weighing = shielded.is_none().then_some(weighing);
                self.involve(from_the_start.into_iter().chain(weighing).chain(residence(municipality))).await
            }
            Event::CaseShielded { .. } => {
                self.change(
                    "with weighed as (delete from involvement where case_id = $1 and kind = 'weighing_team')
                     update involved_case set shielded = true where case_id = $1",
                )
                .await
            }
            Event::ReportCompleted { municipality: Some(municipality), .. } => {
                self.release(InvolvementCode::MunicipalContact).await?;
                self.involve(residence(Some(municipality))).await
            }
            Event::CaseWeighed { decision, .. } if !decision.is_provisional() => {
                self.release(InvolvementCode::WeighingTeam).await
            }
            Event::CaseScheduled { meeting_type, meeting, process_director, .. }
            | Event::PutBackOnAgenda { meeting_type, meeting, process_director, .. } => {
                self.taken_up(meeting_type, meeting, process_director).await
            }
            Event::PlanSet { plan, case_holder } => {
                self.change("update involved_case set waiting = false where case_id = $1").await?;
                self.held_by(case_holder).await?;
                self.agreed(&plan.agreements).await
            }
            Event::CaseHolderReplaced { case_holder } => self.held_by(case_holder).await,
            Event::CaseClosed { .. } => self.closed().await,
            Event::UseRestricted { .. } => {
                self.change("update involved_case set restricted = true where case_id = $1").await
            }
            Event::RestrictionLifted { .. } => {
                self.change("update involved_case set restricted = false where case_id = $1").await
            }
            Event::CaseErased { .. } => {
                self.change(
                    "with involved as (delete from involvement where case_id = $1)
                     delete from involved_case where case_id = $1",
                )
                .await
            }
            Event::ParticipantListed { meeting, participant } => {
                self.involve_in(InvolvementCode::Participant, meeting.0, professional(participant), None)
                    .await
            }
            Event::ParticipantRemoved { meeting, account } => {
                query(
                    "delete from involvement where case_id = $1 and kind = 'participant' and part = $2
                         and party = 'professional/' || split_part(party, '/', 2) || '/' || $3",
                )
                .bind(self.id)
                .bind(meeting.0)
                .bind(account.0)
                .execute(self.work.connection())
                .await?;
                Ok(())
            }
            Event::InformationRequested { request, organisation, account, .. } => {
                let addressee = match account {
                    Some(account) => Party::Professional(organisation, account),
                    None => Party::Organisation(organisation),
                };
                self.involve_in(InvolvementCode::RequestAddressee, request.0, addressee, None).await
            }
            Event::InformationRequestWithdrawn { request } => {
                self.release_in(InvolvementCode::RequestAddressee, request.0).await
            }
            Event::ReferralOffered { referral, to, .. } => {
                let addressee = InvolvementCode::ReferralAddressee;
                self.involve_in(addressee, referral.0, Party::Partners(to), None).await
            }
            Event::ReferralAccepted { referral } => {
                query(
                    "update involvement set kind = 'referral_receiver', since = $3
                     where case_id = $1 and kind = 'referral_addressee' and part = $2",
                )
                .bind(self.id)
                .bind(referral.0)
                .bind(self.at)
                .execute(self.work.connection())
                .await?;
                Ok(())
            }
            Event::ReferralRejected { referral, .. }
            | Event::ReferralCompleted { referral }
            | Event::ReferralRevoked { referral, .. } => self.referral_ended(referral).await,
            Event::GlassBroken { account, until, .. } => {
                self.involve_in(
                    InvolvementCode::BrokenGlass,
                    Uuid::nil(),
                    Party::Emergency(account),
                    Some(until),
                )
                .await
            }
            _ => Ok(()),
        }
    }

    /// A meeting takes it up: intake is over, and so is weighing.
    async fn taken_up(
        &mut self,
        meeting_type: MeetingTypeCode,
        meeting: Option<MeetingId>,
        process_director: Option<Professional>,
    ) -> Result<(), ProjectionError> {
        query(
            "with over as (
                 delete from involvement
                 where case_id = $1 and (kind in ('weighing_team', 'process_director')
                                         or kind = 'house_task' and party in ('intake', 'directors'))
             )
             update involved_case set meeting_type = $2, meeting = $3, waiting = true where case_id = $1",
        )
        .bind(self.id)
        .bind(meeting_type.to_string())
        .bind(meeting.map(|meeting| meeting.0))
        .execute(self.work.connection())
        .await?;
        let directing = match process_director {
            Some(director) => (InvolvementCode::ProcessDirector, professional(director)),
            None => (InvolvementCode::HouseTask, Party::Directors),
        };
        self.involve([directing]).await
    }

    async fn held_by(&mut self, case_holder: Professional) -> Result<(), ProjectionError> {
        self.release(InvolvementCode::CaseHolder).await?;
        self.involve([(InvolvementCode::CaseHolder, professional(case_holder))]).await
    }

    async fn agreed(&mut self, agreements: &[Agreement]) -> Result<(), ProjectionError> {
        self.release(InvolvementCode::AgreementOwner).await?;
        let owners: BTreeSet<_> = agreements.iter().map(|agreement| agreement.organisation.clone()).collect();
        self.involve(
            owners.into_iter().map(|owner| (InvolvementCode::AgreementOwner, Party::Partners(owner))),
        )
        .await
    }

    /// Whoever reported keeps the own report, the chain manager the House.
    async fn closed(&mut self) -> Result<(), ProjectionError> {
        self.change(
            "delete from involvement
             where case_id = $1 and kind not in ('reporter', 'broken_glass') and party <> 'management'",
        )
        .await
    }

    async fn involve(
        &mut self,
        involved: impl IntoIterator<Item = (InvolvementCode, Party)>,
    ) -> Result<(), ProjectionError> {
        let (kinds, parties): (Vec<_>, Vec<_>) =
            involved.into_iter().map(|(kind, party)| (kind.code(), party.key())).unzip();
        query(
            "insert into involvement (case_id, kind, party, since)
             select $1, kind, party, $4 from unnest($2::text[], $3::text[]) as involved (kind, party)",
        )
        .bind(self.id)
        .bind(kinds)
        .bind(parties)
        .bind(self.at)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// For one part of the case alone, or until a moment.
    async fn involve_in(
        &mut self,
        kind: InvolvementCode,
        part: Uuid,
        party: Party,
        until: Option<DateTime<Utc>>,
    ) -> Result<(), ProjectionError> {
        query(
            "insert into involvement (case_id, kind, part, party, since, until) values ($1, $2, $3, $4, $5, $6)
             on conflict (case_id, kind, part, party) do update set until = excluded.until",
        )
        .bind(self.id)
        .bind(kind.code())
        .bind(part)
        .bind(party.key())
        .bind(self.at)
        .bind(until)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    async fn referral_ended(&mut self, referral: ReferralId) -> Result<(), ProjectionError> {
        self.release_in(InvolvementCode::ReferralAddressee, referral.0).await?;
        self.release_in(InvolvementCode::ReferralReceiver, referral.0).await
    }

    async fn release_in(&mut self, kind: InvolvementCode, part: Uuid) -> Result<(), ProjectionError> {
        query("delete from involvement where case_id = $1 and kind = $2 and part = $3")
            .bind(self.id)
            .bind(kind.code())
            .bind(part)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn release(&mut self, kind: InvolvementCode) -> Result<(), ProjectionError> {
        query("delete from involvement where case_id = $1 and kind = $2")
            .bind(self.id)
            .bind(kind.code())
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    async fn change(&mut self, sql: &'static str) -> Result<(), ProjectionError> {
        change(self.work, sql, self.id).await
    }
}

fn residence(municipality: Option<MunicipalityCode>) -> Option<(InvolvementCode, Party)> {
    municipality.map(|municipality| (InvolvementCode::MunicipalContact, Party::Municipality(municipality)))
}

fn professional(known: Professional) -> Party {
    Party::Professional(known.organisation, known.account)
}
