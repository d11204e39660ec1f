//! The days of meetings, as far as work depends on them.

use schakel_domain::code::Code;
use schakel_domain::meeting::Event;
use schakel_journal::{ProjectionError, Recorded, Work};
use sqlx::query;
use uuid::Uuid;

use super::WorkKind;
use super::list::day_of;

/// Follows a meeting that was planned, moved or called off.
pub(super) async fn changed(
    meeting: Uuid,
    event: &Recorded,
    work: &mut Work<'_>,
) -> Result<(), ProjectionError> {
    match event.decode()? {
        Event::MeetingPlanned { date, .. } => {
            query("insert into worklist_meeting values ($1, $2)")
                .bind(meeting)
                .bind(date)
                .execute(work.connection())
                .await?;
        }
        Event::MeetingMoved { date } => {
            query("update worklist_meeting set held_on = $2 where meeting_id = $1")
                .bind(meeting)
                .bind(date)
                .execute(work.connection())
                .await?;
            query("update work_item set due_on = $3 where kind = $1 and part = $2")
                .bind(WorkKind::OutcomeOwed.code())
                .bind(meeting.to_string())
                .bind(date)
                .execute(work.connection())
                .await?;
        }
        Event::MeetingCancelled { .. } => called_off(meeting, event, work).await?,
        _ => {}
    }
    Ok(())
}

/// What was on its agenda goes to another one: a report to another briefing, unless its decision was deferred to a day
/// that is on the list anyway.
async fn called_off(meeting: Uuid, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
    query(
        "with left_over as (delete from work_item where kind = $1 and part = $2 returning case_id)
         insert into work_item (case_id, kind, due_on)
         select case_id, case when briefing is null then $3 else $4 end, $5
         from left_over join worklist_case using (case_id)
         where not exists (select from work_item as waiting
                           where waiting.case_id = left_over.case_id and waiting.kind = $6)
         on conflict (case_id, kind, part) do nothing",
    )
    .bind(WorkKind::OutcomeOwed.code())
    .bind(meeting.to_string())
    .bind(WorkKind::SchedulingOwed.code())
    .bind(WorkKind::ReportToPlace.code())
    .bind(day_of(event))
    .bind(WorkKind::DeferredDecision.code())
    .execute(work.connection())
    .await?;
    query("update worklist_case set briefing = null where briefing = $1")
        .bind(meeting)
        .execute(work.connection())
        .await?;
    Ok(())
}
