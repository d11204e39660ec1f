//! What a case has on the worklist, and how it comes and goes.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Amsterdam;
use schakel_access::Party;
use schakel_domain::calendar::months_after;
use schakel_domain::case::{Agreement, Decision, Direction, MonitoringMoment, NoFollowUpReason, Trigger};
use schakel_domain::code::Code;
use schakel_domain::region::{MeetingTypeCode, MunicipalityCode, ThemeCode};
use schakel_domain::{Account, CaseId, MeetingId};
use schakel_journal::{ProjectionError, Recorded, Work};
use sqlx::query;
use uuid::Uuid;

use super::kind::WorkKind;
use crate::change;

/// The day of an event that names none.
pub(super) fn day_of(event: &Recorded) -> NaiveDate {
    dutch_day(event.metadata.at)
}

/// The day in the Netherlands, where every House is: a read model knows no region.
fn dutch_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Amsterdam).date_naive()
}

#[test]
fn a_day_begins_at_midnight_in_the_netherlands() {
    for (at, day) in [
        ("2026-11-28T22:59:59Z", "2026-11-28"),
        ("2026-11-28T23:00:00Z", "2026-11-29"),
        ("2026-06-30T22:00:00Z", "2026-07-01"),
    ] {
        assert_eq!(at.parse().map(dutch_day).map(|it| it.to_string()), Ok(day.to_owned()));
    }
}

/// What is known of a report, or more than before.
pub(super) struct Known {
    pub(super) trigger: Option<Trigger>,
    pub(super) theme: Option<ThemeCode>,
    pub(super) municipality: Option<MunicipalityCode>,
    pub(super) release_date: Option<NaiveDate>,
}

impl Known {
    /// What a report that turns out to be another one does not bring.
    fn not_owed(&self) -> impl Iterator<Item = WorkKind> {
        let of_another = |of: Trigger| self.trigger.is_some_and(|trigger| trigger != of);
        let mayor = of_another(Trigger::Bij).then_some(WorkKind::MayorToBeAdvised);
        let aftercare = of_another(Trigger::Detention).then_some(WorkKind::AftercareToPrepare);
        mayor.into_iter().chain(aftercare)
    }
}

/// The worklist as far as it is about one case.
pub(super) struct List<'a, 'w> {
    pub(super) case: Uuid,
    pub(super) event: &'a Recorded,
    pub(super) work: &'a mut Work<'w>,
}

impl List<'_, '_> {
    /// A report that is not shielded.
    pub(super) async fn reported(&mut self, known: Known, on: NaiveDate) -> Result<(), ProjectionError> {
        self.know(
            "insert into worklist_case (case_id, trigger, has_theme, municipality) values ($1, $2, $3, $4)",
            &known,
        )
        .await?;
        self.owed_after(&known, on).await
    }

    pub(super) async fn close_case(&mut self) -> Result<(), ProjectionError> {
        for sql in
            ["delete from work_item where case_id = $1", "delete from worklist_case where case_id = $1"]
        {
            change(self.work, sql, self.case).await?;
        }
        Ok(())
    }

    /// The day of the event, where it names none.
    pub(super) fn day(&self) -> NaiveDate {
        day_of(self.event)
    }

    /// More is known of the report than before.
    pub(super) async fn completed(&mut self, known: Known, on: NaiveDate) -> Result<(), ProjectionError> {
        self.know(
            "update worklist_case set trigger = coalesce($2, trigger), has_theme = has_theme or $3,
                 municipality = coalesce($4, municipality) where case_id = $1",
            &known,
        )
        .await?;
        self.done(known.not_owed()).await?;
        self.owed_after(&known, on).await
    }

    async fn know(&mut self, sql: &'static str, known: &Known) -> Result<(), ProjectionError> {
        query(sql)
            .bind(self.case)
            .bind(known.trigger.map(Trigger::code))
            .bind(known.theme.is_some())
            .bind(known.municipality.as_ref().map(MunicipalityCode::to_string))
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// What is to be done because of what is known of the report. A release date starts the preparation of aftercare
    /// (HANDBOOK §2).
    async fn owed_after(&mut self, known: &Known, on: NaiveDate) -> Result<(), ProjectionError> {
        if known.trigger == Some(Trigger::Bij) {
            self.mayor_owed(on).await?;
        }
        let may_be_detained = known.trigger.is_none_or(|trigger| trigger == Trigger::Detention);
        if let Some(day) = known.release_date.filter(|_| may_be_detained) {
            self.owe(WorkKind::AftercareToPrepare, "", day).await?;
        }
        self.complete(on).await
    }

    /// Complete enough to be weighed (HANDBOOK §2).
    async fn complete(&mut self, on: NaiveDate) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, due_on)
             select case_id, $2, $3 from worklist_case
             where case_id = $1 and not placed and trigger is not null and municipality is not null
                 and (trigger <> $4 or has_theme)
             on conflict (case_id, kind, part) do nothing",
        )
        .bind(self.case)
        .bind(WorkKind::ReportToPlace.code())
        .bind(on)
        .bind(Trigger::CurrentConcern.code())
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    pub(super) async fn put_on_briefing(&mut self, briefing: MeetingId) -> Result<(), ProjectionError> {
        query("update worklist_case set placed = true, briefing = $2 where case_id = $1")
            .bind(self.case)
            .bind(briefing.0)
            .execute(self.work.connection())
            .await?;
        self.done([WorkKind::ReportToPlace, WorkKind::OutcomeOwed]).await?;
        self.awaits_outcome_of(briefing).await
    }

    /// On the agenda of a kind of meeting, or of this one, directed by this account; these kinds of work are done by
    /// that.
    pub(super) async fn on_agenda(
        &mut self,
        meeting_type: &MeetingTypeCode,
        meeting: Option<MeetingId>,
        director: Option<Account>,
        done: &[WorkKind],
    ) -> Result<(), ProjectionError> {
        query(
            "update worklist_case set process_director = $2, placed = true, briefing = null,
                 meeting_types = meeting_types || $3
             where case_id = $1",
        )
        .bind(self.case)
        .bind(director.map(|director| director.0))
        .bind(meeting_type.to_string())
        .execute(self.work.connection())
        .await?;
        // The outcome is awaited from this meeting, and from none before it.
        let by_any = [WorkKind::SuspectAtZsm, WorkKind::MeetingToPlan, WorkKind::OutcomeOwed];
        self.done(by_any.into_iter().chain(done.iter().copied())).await?;
        match meeting {
            Some(meeting) => self.awaits_outcome_of(meeting).await,
            None => Ok(()),
        }
    }

    /// On the meeting's day.
    async fn awaits_outcome_of(&mut self, meeting: MeetingId) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, part, due_on)
             select case_id, $3, meeting_id::text, held_on
             from worklist_case, worklist_meeting where case_id = $1 and meeting_id = $2",
        )
        .bind(self.case)
        .bind(meeting.0)
        .bind(WorkKind::OutcomeOwed.code())
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    pub(super) async fn referrals(&mut self, more: i32) -> Result<(), ProjectionError> {
        query("update worklist_case set referrals = referrals + $2 where case_id = $1")
            .bind(self.case)
            .bind(more)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// On a BIJ report the mayor is advised, once.
    async fn mayor_owed(&mut self, due_on: NaiveDate) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, due_on)
             select case_id, $2, $3 from worklist_case where case_id = $1 and not mayor_advised
             on conflict (case_id, kind, part) do nothing",
        )
        .bind(self.case)
        .bind(WorkKind::MayorToBeAdvised.code())
        .bind(due_on)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    pub(super) async fn mayor_advised(&mut self) -> Result<(), ProjectionError> {
        change(self.work, "update worklist_case set mayor_advised = true where case_id = $1", self.case)
            .await?;
        self.done([WorkKind::MayorToBeAdvised]).await
    }

    /// Neither of the two cases is shielded, and both are open: otherwise nobody has anything to assess.
    pub(super) async fn linked(&mut self, active_case: CaseId) -> Result<(), ProjectionError> {
        let (report, due_on) = (self.case, self.day());
        self.owe_between(WorkKind::LinkedReportToAssess, report, active_case.0, due_on).await
    }

    pub(super) async fn assessed(
        &mut self,
        active_case: CaseId,
        endangered: bool,
    ) -> Result<(), ProjectionError> {
        self.done_with(WorkKind::LinkedReportToAssess, &active_case.to_string()).await?;
        if !endangered {
            return Ok(());
        }
        let (report, due_on) = (self.case, self.day());
        self.owe_between(WorkKind::MeetingToPlan, active_case.0, report, due_on).await
    }

    /// Work on a case because of another one; none where either is not in the list.
    async fn owe_between(
        &mut self,
        kind: WorkKind,
        case: Uuid,
        because_of: Uuid,
        due_on: NaiveDate,
    ) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, part, due_on)
             select own.case_id, $3, other.case_id::text, $4
             from worklist_case as own, worklist_case as other
             where own.case_id = $1 and other.case_id = $2
             on conflict (case_id, kind, part) do nothing",
        )
        .bind(case)
        .bind(because_of)
        .bind(kind.code())
        .bind(due_on)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// Nothing of this kind is to be done on other cases because of this one any more.
    pub(super) async fn no_more_of(&mut self, kind: WorkKind) -> Result<(), ProjectionError> {
        query("delete from work_item where kind = $1 and part = $2")
            .bind(kind.code())
            .bind(self.case.to_string())
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// A case that the briefing escalated is weighed again (HANDBOOK §5).
    pub(super) async fn returned(&mut self, on: NaiveDate) -> Result<(), ProjectionError> {
        self.escalated(false).await?;
        self.waited_until(on).await?;
        self.done([WorkKind::EscalationOpen]).await?;
        query(
            "insert into work_item (case_id, kind, due_on)
             select case_id, $2, $3 from worklist_case where case_id = $1 and weigh_again",
        )
        .bind(self.case)
        .bind(WorkKind::DeferredDecision.code())
        .bind(on)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    pub(super) async fn escalated(&mut self, escalated: bool) -> Result<(), ProjectionError> {
        query("update worklist_case set escalated = $2 where case_id = $1")
            .bind(self.case)
            .bind(escalated)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    pub(super) async fn restricted(&mut self, restricted: bool) -> Result<(), ProjectionError> {
        query("update worklist_case set restricted = $2 where case_id = $1")
            .bind(self.case)
            .bind(restricted)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// What became overdue while it waited was reminded of to nobody.
    pub(super) async fn waited_until(&mut self, day: NaiveDate) -> Result<(), ProjectionError> {
        query("update worklist_case set waited_until = $2 where case_id = $1")
            .bind(self.case)
            .bind(day)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    pub(super) async fn weighed(
        &mut self,
        on: NaiveDate,
        decision: &Decision,
    ) -> Result<(), ProjectionError> {
        let by_any = [WorkKind::DeferredDecision, WorkKind::ReportToPlace, WorkKind::OutcomeOwed];
        let suspect = (!decision.code().leads_to_meeting()).then_some(WorkKind::SuspectAtZsm);
        self.done(by_any.into_iter().chain(suspect)).await?;
        query("update worklist_case set weigh_again = $2, placed = true, briefing = null where case_id = $1")
            .bind(self.case)
            .bind(matches!(decision, Decision::Escalate { .. }))
            .execute(self.work.connection())
            .await?;
        let follows = match decision {
            Decision::ScheduleFocus
            | Decision::ScheduleTop60
            | Decision::ScheduleAftercare
            | Decision::MonitorAftercare => Some((WorkKind::SchedulingOwed, on)),
            Decision::HandleBilaterally { .. } => Some((WorkKind::BilateralOpen, on)),
            Decision::StartVoluntaryTrajectory => Some((WorkKind::TrajectoryOpen, on)),
            Decision::NoFollowUp(NoFollowUpReason::Deferred { until }) => {
                Some((WorkKind::DeferredDecision, *until))
            }
            _ => None,
        };
        let owed = [(WorkKind::FeedbackOwed, on)].into_iter().chain(follows);
        self.owe_all(owed.map(|(kind, due_on)| (kind, "", due_on))).await?;
        match decision {
            Decision::StartVoluntaryTrajectory => self.owe_trajectory(on).await,
            _ => Ok(()),
        }
    }

    /// Unless one was started before the briefing decided so.
    async fn owe_trajectory(&mut self, on: NaiveDate) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, due_on)
             select case_id, $2, $3 from worklist_case where case_id = $1 and not has_trajectory",
        )
        .bind(self.case)
        .bind(WorkKind::TrajectoryToStart.code())
        .bind(on)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    pub(super) async fn trajectory_started(&mut self) -> Result<(), ProjectionError> {
        change(self.work, "update worklist_case set has_trajectory = true where case_id = $1", self.case)
            .await?;
        self.done([WorkKind::TrajectoryToStart]).await
    }

    pub(super) async fn plan_set(&mut self, set_on: NaiveDate) -> Result<(), ProjectionError> {
        self.done([
            WorkKind::SuspectAtZsm,
            WorkKind::MeetingToPlan,
            WorkKind::PlanWithoutProgress,
            WorkKind::OutcomeOwed,
            WorkKind::SchedulingOwed,
            WorkKind::InvitationToSend,
        ])
        .await?;
        let contact =
            |moment: &MonitoringMoment| (WorkKind::MonitoringContact, moment.code(), moment.due(set_on));
        self.owe_all(MonitoringMoment::ALL.iter().map(contact)).await?;
        let end = months_after(set_on, Direction::AIM_MONTHS);
        query(
            "insert into work_item (case_id, kind, due_on)
             select case_id, $2, $3 from worklist_case where case_id = $1
             on conflict (case_id, kind, part) do nothing",
        )
        .bind(self.case)
        .bind(WorkKind::DirectionEnds.code())
        .bind(end)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// Each agreement of the plan in force is its organisation's; those of the plan before are none any more.
    pub(super) async fn agreed(&mut self, agreements: &[Agreement]) -> Result<(), ProjectionError> {
        self.done([WorkKind::AgreementDue]).await?;
        for agreement in agreements {
            let party = Party::Partners(agreement.organisation.clone());
            let part = agreement.id.to_string();
            self.owed_by(&party, WorkKind::AgreementDue, &part, agreement.by).await?;
        }
        self.parties().await
    }

    /// Work that is not the House's; whose it is then is [`List::parties`]' to say.
    pub(super) async fn owed_by(
        &mut self,
        party: &Party,
        kind: WorkKind,
        part: &str,
        due_on: NaiveDate,
    ) -> Result<(), ProjectionError> {
        query(
            "insert into work_item (case_id, kind, part, due_on, party)
             select case_id, $2, $3, $4, $5 from worklist_case where case_id = $1",
        )
        .bind(self.case)
        .bind(kind.code())
        .bind(part)
        .bind(due_on)
        .bind(party.key())
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    pub(super) async fn settle(
        &mut self,
        kind: WorkKind,
        part: &str,
        settled: bool,
    ) -> Result<(), ProjectionError> {
        query("update work_item set settled = $4 where case_id = $1 and kind = $2 and part = $3")
            .bind(self.case)
            .bind(kind.code())
            .bind(part)
            .bind(settled)
            .execute(self.work.connection())
            .await?;
        self.parties().await
    }

    /// Whoever has work of their own on the case sees that there is such a case.
    pub(super) async fn parties(&mut self) -> Result<(), ProjectionError> {
        change(
            self.work,
            "update worklist_case set parties = array(
                 select distinct party from work_item
                 where work_item.case_id = $1 and party is not null and not settled order by party)
             where case_id = $1",
            self.case,
        )
        .await
    }

    pub(super) async fn contacted(
        &mut self,
        moment: MonitoringMoment,
        on: NaiveDate,
        progress: bool,
    ) -> Result<(), ProjectionError> {
        self.done([WorkKind::SuspectAtZsm]).await?;
        self.done_with(WorkKind::MonitoringContact, moment.code()).await?;
        if progress {
            self.done([WorkKind::PlanWithoutProgress]).await
        } else {
            self.owe(WorkKind::PlanWithoutProgress, "", on).await
        }
    }

    pub(super) async fn owe(
        &mut self,
        kind: WorkKind,
        part: &str,
        due_on: NaiveDate,
    ) -> Result<(), ProjectionError> {
        self.owe_all([(kind, part, due_on)]).await
    }

    /// Kind, part and day of each. A case that is not in the list owes nothing: it was closed, or is shielded.
    async fn owe_all<'p>(
        &mut self,
        owed: impl IntoIterator<Item = (WorkKind, &'p str, NaiveDate)>,
    ) -> Result<(), ProjectionError> {
        let (mut kinds, mut parts, mut days) = (Vec::new(), Vec::new(), Vec::new());
        for (kind, part, due_on) in owed {
            kinds.push(kind.code());
            parts.push(part);
            days.push(due_on);
        }
        query(
            "insert into work_item (case_id, kind, part, due_on)
             select case_id, owed.kind, owed.part, owed.due_on
             from worklist_case, unnest($2::text[], $3::text[], $4::date[]) as owed (kind, part, due_on)
             where case_id = $1
             on conflict (case_id, kind, part) do update set due_on = excluded.due_on",
        )
        .bind(self.case)
        .bind(kinds)
        .bind(parts)
        .bind(days)
        .execute(self.work.connection())
        .await?;
        Ok(())
    }

    /// One of several of a kind is done.
    async fn done_with(&mut self, kind: WorkKind, part: &str) -> Result<(), ProjectionError> {
        query("delete from work_item where case_id = $1 and kind = $2 and part = $3")
            .bind(self.case)
            .bind(kind.code())
            .bind(part)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }

    /// All of these kinds are.
    pub(super) async fn done(
        &mut self,
        kinds: impl IntoIterator<Item = WorkKind>,
    ) -> Result<(), ProjectionError> {
        let kinds: Vec<_> = kinds.into_iter().map(WorkKind::code).collect();
        query("delete from work_item where case_id = $1 and kind = any($2)")
            .bind(self.case)
            .bind(kinds)
            .execute(self.work.connection())
            .await?;
        Ok(())
    }
}
