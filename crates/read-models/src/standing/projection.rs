//! Keeps the register of organisations in step with the log.

use async_trait::async_trait;
use schakel_domain::code::Code;
use schakel_domain::organisation::Event;
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{Postgres, query};
use uuid::Uuid;

use crate::stream_id;

/// The read model `standing`.
pub struct Standing;

#[async_trait]
impl Projection for Standing {
    fn name(&self) -> &'static str {
        "standing"
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

    fn reacts_to(&self, aggregate_type: &str, _: &str) -> bool {
        matches!(aggregate_type, "Organisation" | "Covenant")
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let stream = stream_id(event)?;
        let changes = match event.aggregate_type.as_str() {
            "Organisation" => changes(stream, event.decode()?),
            // What a covenant says is read from its own stream.
            _ => vec![
                query("insert into covenant (covenant_id) values ($1) on conflict do nothing").bind(stream),
            ],
        };
        for change in changes.into_iter().chain([query(RAISE)]) {
            change.execute(work.connection()).await?;
        }
        Ok(())
    }
}

const RAISE: &str = "insert into standing_revision (revision) values (1)
     on conflict (only_row) do update set revision = standing_revision.revision + 1";

type Change = Query<'static, Postgres, PgArguments>;

fn changes(organisation: Uuid, event: Event) -> Vec<Change> {
    match event {
        Event::OrganisationRegistered { code, name, kind, chain, oin, municipality } => vec![
            query(
                "insert into organisation (organisation_id, code, name, kind, chain, oin, municipality)
                 values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (organisation_id) do update
                 set name = excluded.name, kind = excluded.kind, chain = excluded.chain, oin = excluded.oin,
                     municipality = excluded.municipality, exited_on = null",
            )
            .bind(organisation)
            .bind(code.to_string())
            .bind(String::from(name))
            .bind(kind.code())
            .bind(chain.code())
            .bind(oin.map(String::from))
            .bind(municipality.map(|municipality| municipality.to_string())),
        ],
        Event::OrganisationCorrected { name, chain, oin } => vec![
            query("update organisation set name = $2, chain = $3, oin = $4 where organisation_id = $1")
                .bind(organisation)
                .bind(String::from(name))
                .bind(chain.code())
                .bind(oin.map(String::from)),
        ],
        Event::ProfessionalAuthorised { account, roles, mandates, from, until, .. } => vec![
            query(
                "insert into authorisation
                     (organisation_id, account, roles, mandates, valid_from, valid_until)
                 values ($1, $2, $3, $4, $5, $6)
                 on conflict (organisation_id, account) do update
                 set roles = excluded.roles, mandates = excluded.mandates,
                     valid_from = excluded.valid_from, valid_until = excluded.valid_until",
            )
            .bind(organisation)
            .bind(account.0)
            .bind(codes(roles))
            .bind(codes(mandates))
            .bind(from)
            .bind(until),
        ],
        Event::AuthorisationReviewed { account, until } => vec![
            query("update authorisation set valid_until = $3 where organisation_id = $1 and account = $2")
                .bind(organisation)
                .bind(account.0)
                .bind(until),
        ],
        Event::AuthorisationWithdrawn { account } => vec![
            query("delete from authorisation where organisation_id = $1 and account = $2")
                .bind(organisation)
                .bind(account.0),
        ],
        Event::OrganisationExited { on } => vec![
            query("delete from authorisation where organisation_id = $1").bind(organisation),
            query("update organisation set exited_on = $2 where organisation_id = $1")
                .bind(organisation)
                .bind(on),
        ],
    }
}

fn codes<C: Code>(codes: impl IntoIterator<Item = C>) -> Vec<&'static str> {
    codes.into_iter().map(Code::code).collect()
}
