//! Keeps the terms of cases in step with the log. The terms themselves are the region's, so the end is
//! computed when it is asked for: a rebuild gives the same rows whatever the region says by then.

use async_trait::async_trait;
use schakel_domain::case::Event;
use schakel_domain::code::Code;
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{Postgres, query};
use uuid::Uuid;

use crate::stream_id;

/// The read model `retention`.
pub struct Retention;

#[async_trait]
impl Projection for Retention {
    fn name(&self) -> &'static str {
        "retention"
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
        const EVENTS: [&str; 10] = [
            "CaseReported",
            "CaseScheduled",
            "PutBackOnAgenda",
            "CaseClosed",
            "RetentionExtended",
            "LegalHoldPlaced",
            "LegalHoldLifted",
            "CaseErased",
            "KeysDestroyed",
            "CaseShielded",
        ];
        aggregate_type == "Case" && EVENTS.contains(&event_type)
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        if let Some(change) = change(stream_id(event)?, event.decode()?) {
            change.execute(work.connection()).await?;
        }
        Ok(())
    }
}

fn change(case: Uuid, event: Event) -> Option<Query<'static, Postgres, PgArguments>> {
    Some(match event {
        Event::CaseReported { shielded, .. } => {
            query("insert into retention (case_id, shielded) values ($1, $2)")
                .bind(case)
                .bind(shielded.is_some())
        }
        Event::CaseShielded { .. } => {
            query("update retention set shielded = true where case_id = $1").bind(case)
        }
        Event::CaseScheduled { meeting_type, .. } | Event::PutBackOnAgenda { meeting_type, .. } => {
            query("update retention set meeting_type = $2 where case_id = $1")
                .bind(case)
                .bind(meeting_type.to_string())
        }
        Event::CaseClosed { on, .. } => {
            query("update retention set closed_on = $2 where case_id = $1").bind(case).bind(on)
        }
        Event::RetentionExtended { until, .. } => {
            query("update retention set extended_until = $2 where case_id = $1").bind(case).bind(until)
        }
        Event::LegalHoldPlaced { .. } => held(case, true),
        Event::LegalHoldLifted { .. } => held(case, false),
        Event::CaseErased { on, ground } => {
            query("update retention set erased_on = $2, erasure_ground = $3 where case_id = $1")
                .bind(case)
                .bind(on)
                .bind(ground.code().code())
        }
        Event::KeysDestroyed { keys } => query("update retention set keys_destroyed = $2 where case_id = $1")
            .bind(case)
            .bind(i64::from(keys)),
        _ => return None,
    })
}

fn held(case: Uuid, legal_hold: bool) -> Query<'static, Postgres, PgArguments> {
    query("update retention set legal_hold = $2 where case_id = $1").bind(case).bind(legal_hold)
}
