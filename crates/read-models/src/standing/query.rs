//! Reading the register of organisations: all of it, to be kept in memory.

use chrono::NaiveDate;
use schakel_connections::Pool;
use schakel_domain::code::Code;
use schakel_domain::organisation::{Chain, Mandate, Oin, PartnerKind};
use schakel_domain::region::{MunicipalityCode, OrganisationCode};
use schakel_domain::{Account, CovenantId, Role};
use schakel_journal::Projection;
use sqlx::{Connection, FromRow, PgConnection, query_as, query_scalar};
use uuid::Uuid;

use super::Standing;
use crate::QueryError;
use crate::sealed::coded;

/// The register at one revision.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// How often anything has changed.
    pub revision: i64,
    /// The organisations, also those that left.
    pub organisations: Vec<Organisation>,
    /// The covenants.
    pub covenants: Vec<CovenantId>,
}

/// An organisation with everybody who is authorised to act for it.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its code.
    pub code: OrganisationCode,
    /// Its name.
    pub name: String,
    /// How it stands to the House.
    pub kind: PartnerKind,
    /// The chain that it belongs to.
    pub chain: Chain,
    /// Its number.
    pub oin: Option<Oin>,
    /// The municipality that it is.
    pub municipality: Option<MunicipalityCode>,
    /// When it left.
    pub exited_on: Option<NaiveDate>,
    /// Who may act for it.
    pub authorisations: Vec<Authorisation>,
}

/// Somebody who may act for an organisation.
#[derive(Clone, Debug)]
pub struct Authorisation {
    /// The account.
    pub account: Account,
    /// In which roles.
    pub roles: Vec<Role>,
    /// With which mandates.
    pub mandates: Vec<Mandate>,
    /// From this day on.
    pub from: NaiveDate,
    /// Until and including this day.
    pub until: NaiveDate,
}

impl Authorisation {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }
}

#[derive(FromRow)]
struct StoredOrganisation {
    organisation_id: Uuid,
    code: String,
    name: String,
    kind: String,
    chain: String,
    oin: Option<String>,
    municipality: Option<String>,
    exited_on: Option<NaiveDate>,
}

#[derive(FromRow)]
struct StoredAuthorisation {
    organisation_id: Uuid,
    account: String,
    roles: Vec<String>,
    mandates: Vec<String>,
    valid_from: NaiveDate,
    valid_until: NaiveDate,
}

/// How often the register has changed.
///
/// # Errors
/// When the database fails, or the read model cannot be relied upon.
pub async fn revision(pool: &Pool) -> Result<i64, QueryError> {
    revision_on(&mut *pool.lend().await?).await
}

async fn revision_on(connection: &mut PgConnection) -> Result<i64, QueryError> {
    let standing: Option<(String, i64)> = query_as(
        "select status, coalesce((select revision from standing_revision), 0)
         from journal.projection where name = $1 and version = $2",
    )
    .bind(Standing.name())
    .bind(Standing.version())
    .fetch_optional(connection)
    .await?;
    match standing {
        Some((status, revision)) if status == "live" => Ok(revision),
        Some((status, _)) if status == "stopped" => Err(QueryError::Stopped),
        _ => Err(QueryError::Behind),
    }
}

/// The register as it is.
///
/// # Errors
/// As [`revision`].
pub async fn register(pool: &Pool) -> Result<Register, QueryError> {
    let mut connection = pool.lend().await?;
    let mut work =
        connection.begin_with("begin transaction isolation level repeatable read, read only").await?;
    let revision = revision_on(&mut work).await?;
    let stored: Vec<StoredOrganisation> =
        query_as("select * from organisation order by code").fetch_all(&mut *work).await?;
    let authorisations: Vec<StoredAuthorisation> =
        query_as("select * from authorisation order by account").fetch_all(&mut *work).await?;
    let covenants: Vec<Uuid> =
        query_scalar("select covenant_id from covenant order by covenant_id").fetch_all(&mut *work).await?;
    work.commit().await?;
    let organisations = stored.into_iter().map(|row| row.read(&authorisations)).collect::<Result<_, _>>()?;
    Ok(Register { revision, organisations, covenants: covenants.into_iter().map(CovenantId).collect() })
}

impl StoredOrganisation {
    fn read(self, authorisations: &[StoredAuthorisation]) -> Result<Organisation, QueryError> {
        let own = authorisations.iter().filter(|row| row.organisation_id == self.organisation_id);
        let oin = self.oin.map(Oin::try_from).transpose();
        Ok(Organisation {
            code: OrganisationCode::new(self.code),
            name: self.name,
            kind: coded(READ_MODEL, self.kind)?,
            chain: coded(READ_MODEL, self.chain)?,
            oin: oin.map_err(|_| QueryError::Unreadable(READ_MODEL))?,
            municipality: self.municipality.map(MunicipalityCode::new),
            exited_on: self.exited_on,
            authorisations: own.map(StoredAuthorisation::read).collect::<Result<_, _>>()?,
        })
    }
}

impl StoredAuthorisation {
    fn read(&self) -> Result<Authorisation, QueryError> {
        Ok(Authorisation {
            account: Account(self.account.clone()),
            roles: all(&self.roles)?,
            mandates: all(&self.mandates)?,
            from: self.valid_from,
            until: self.valid_until,
        })
    }
}

const READ_MODEL: &str = "standing";

fn all<C: Code>(codes: &[String]) -> Result<Vec<C>, QueryError> {
    codes.iter().map(|code| coded(READ_MODEL, code.clone())).collect()
}
