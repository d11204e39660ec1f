//! Bringing a database to the form this program needs, as its owner.

use std::sync::Arc;

use schakel_connections::{Pool, connect};
use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection, Row};

use crate::error::JournalError;
use crate::journal::Journal;
use crate::projection::{Projection, schema_of};

static MIGRATOR: Migrator = sqlx::migrate!("./migrations");

/// One migration at a time, from the first statement.
const ALONE: &str = "select pg_advisory_lock(7361636803)";

/// A log that holds transactions this server has not come to yet was restored from a logical
/// backup: what is appended from now on belongs to a new epoch, which sorts after the old.
const NEW_EPOCH: &str = "\
update journal.log_epoch set epoch = epoch + 1
where (select tx_id >= pg_snapshot_xmax(pg_current_snapshot()) from journal.events
       where events.epoch = log_epoch.epoch
       order by events.epoch desc, tx_id desc, position desc limit 1)";

impl Journal {
    /// Applies the journal's migrations, gives the service's role and its reader what they need and no
    /// more, creates read models that are new, and drops those that are no more.
    ///
    /// A read model that is new or has changed while there are events already is filled by
    /// [`Journal::rebuild_outdated`], which belongs right after this: until then a changed inline
    /// projection keeps commands from being accepted.
    ///
    /// # Errors
    /// When the database refuses; [`JournalError::NoReader`] when the reader is not there and the owner may
    /// not make it.
    pub async fn migrate(
        owner: &PgConnectOptions,
        service_role: &str,
        projections: &[Arc<dyn Projection>],
    ) -> Result<(), JournalError> {
        // A connection of its own: the lock and the search path go with it.
        let mut connection = connect(owner).await?;
        connection.execute(ALONE).await?;
        connection.execute("create schema if not exists journal; set search_path to journal, public").await?;
        MIGRATOR.run(&mut connection).await.map_err(|error| JournalError::Migration(Box::new(error)))?;
        sqlx::query(NEW_EPOCH).execute(&mut connection).await?;
        grant_journal(&mut connection, service_role).await?;
        make_reader(&mut connection, service_role).await?;
        drop_retired(&mut connection, projections).await?;
        for projection in projections {
            create_if_new(&mut connection, service_role, projection.as_ref()).await?;
        }
        Ok(connection.close().await?)
    }

    /// Rebuilds every read model that has been created empty, or is in another version than this
    /// program's; answers which. `progress` gets the name, the events done, and the total.
    ///
    /// # Errors
    /// As [`Journal::rebuild`].
    pub async fn rebuild_outdated(
        &self,
        owner: &PgConnectOptions,
        mut progress: impl FnMut(&str, u64, u64) + Send,
    ) -> Result<Vec<&'static str>, JournalError> {
        let mut rebuilt = Vec::new();
        for projection in self.projections.iter() {
            let name = projection.name();
            let is_current: bool = sqlx::query_scalar(
                "select exists (select from journal.projection
                                where name = $1 and version = $2 and status <> 'rebuilding')",
            )
            .bind(name)
            .bind(projection.version())
            .fetch_one(&mut *self.pool.lend().await?)
            .await?;
            if !is_current {
                self.rebuild(owner, name, |done, total| progress(name, done, total)).await?;
                rebuilt.push(name);
            }
        }
        Ok(rebuilt)
    }
}

/// Events, audit records and skips can be added and read, never changed (DESIGN §4.10).
async fn grant_journal(connection: &mut PgConnection, role: &str) -> Result<(), sqlx::Error> {
    let role = identifier(role);
    let grants = format!(
        "begin;
         revoke all on all tables in schema journal from {role};
         grant usage on schema journal to {role};
         grant select, insert on journal.events, journal.audit, journal.projection_skip to {role};
         grant select, insert, update, delete on journal.idempotency to {role};
         grant select, update on journal.projection to {role};
         grant select on journal.log_epoch to {role};
         commit"
    );
    connection.execute(grants.as_str()).await?;
    Ok(())
}

/// The role in which a service's questions are asked: it reads, of read models alone, and of them what
/// their policies let through.
pub(crate) fn reader_of(service_role: &str) -> String {
    format!("{service_role}_reader")
}

/// Nobody logs in as the reader: the service becomes it, and can do nothing else then.
async fn make_reader(connection: &mut PgConnection, service_role: &str) -> Result<(), JournalError> {
    let name = reader_of(service_role);
    let (service, reader) = (identifier(service_role), identifier(&name));
    let known: bool = sqlx::query_scalar("select exists (select from pg_roles where rolname = $1)")
        .bind(&name)
        .fetch_one(&mut *connection)
        .await?;
    let mut statements = Vec::new();
    if !known {
        statements.push(format!("create role {reader} nologin"));
    }
    let is_member: bool = sqlx::query_scalar(
        "select exists (select from pg_auth_members
                        where roleid = to_regrole($1) and member = to_regrole($2))",
    )
    .bind(&reader)
    .bind(&service)
    .fetch_one(&mut *connection)
    .await?;
    if !is_member {
        statements.push(format!("grant {reader} to {service}"));
    }
    for statement in statements {
        let made = connection.execute(unless_made_meanwhile(&statement).as_str()).await;
        made.map_err(|error| match error.as_database_error().and_then(|error| error.code()) {
            Some(code) if code == INSUFFICIENT_PRIVILEGE => JournalError::NoReader(statement),
            _ => error.into(),
        })?;
    }
    Ok(())
}

/// A role is the whole cluster's: another of its databases may be migrated at the same time.
fn unless_made_meanwhile(statement: &str) -> String {
    format!("do $$ begin {statement}; exception when duplicate_object or unique_violation then null; end $$")
}

/// PostgreSQL's code for it.
const INSUFFICIENT_PRIVILEGE: &str = "42501";

/// The service writes its read models' rows, and leaves their tables as they are. Its reader reads tables
/// with policies, as far as these let it, and calls functions; a table without policies it does not read.
pub(crate) async fn grant_read_model(
    connection: &mut PgConnection,
    schema: &str,
    role: &str,
) -> Result<(), sqlx::Error> {
    let (reader, role) = (identifier(&reader_of(role)), identifier(role));
    let grants = format!(
        "grant usage on schema {schema} to {role}, {reader};
         grant select, insert, update, delete on all tables in schema {schema} to {role};
         grant usage on all sequences in schema {schema} to {role};
         revoke all on all functions in schema {schema} from public;
         grant execute on all functions in schema {schema} to {role}, {reader}"
    );
    connection.execute(grants.as_str()).await?;
    let guarded: Vec<String> = sqlx::query_scalar(
        "select quote_ident(relname) from pg_class
         where relnamespace = to_regnamespace($1) and relkind in ('r', 'p') and relrowsecurity",
    )
    .bind(schema)
    .fetch_all(&mut *connection)
    .await?;
    for table in guarded {
        let open = format!(
            "create policy of_service on {schema}.{table} to {role} using (true) with check (true);
             grant select on {schema}.{table} to {reader}"
        );
        connection.execute(open.as_str()).await?;
    }
    Ok(())
}

async fn drop_retired(
    connection: &mut PgConnection,
    projections: &[Arc<dyn Projection>],
) -> Result<(), sqlx::Error> {
    let names: Vec<_> = projections.iter().map(|one| one.name()).collect();
    let retired: Vec<String> =
        sqlx::query_scalar("select name from journal.projection where name <> all($1)")
            .bind(&names)
            .fetch_all(&mut *connection)
            .await?;
    for name in retired {
        let mut work = connection.begin().await?;
        let drop = format!("drop schema if exists {} cascade", schema_of(&name));
        work.execute(drop.as_str()).await?;
        sqlx::query("delete from journal.projection where name = $1").bind(&name).execute(&mut *work).await?;
        work.commit().await?;
    }
    Ok(())
}

/// A read model starts out live where there is nothing to fill it with.
async fn create_if_new(
    connection: &mut PgConnection,
    service_role: &str,
    projection: &dyn Projection,
) -> Result<(), JournalError> {
    let mut work = connection.begin().await?;
    let created = sqlx::query(
        "insert into journal.projection as known (name, version, mode, status)
         values ($1, $2, $3, case when exists (select from journal.events)
                                  then 'rebuilding' else 'live' end)
         on conflict (name) do update
         set version = excluded.version, mode = excluded.mode
         where known.version <> excluded.version and not exists (select from journal.events)
         returning true",
    )
    .bind(projection.name())
    .bind(projection.version())
    .bind(projection.mode().as_str())
    .fetch_optional(&mut *work)
    .await?;
    if created.is_some() {
        let schema = schema_of(projection.name());
        create_schema(&mut work, &schema, projection.ddl()).await?;
        grant_read_model(&mut work, &schema, service_role).await?;
        refuse_ambiguous(&mut work).await?;
    }
    Ok(work.commit().await?)
}

/// All read models are on one search path: a table's name must lead to one of them.
pub(crate) async fn refuse_ambiguous(connection: &mut PgConnection) -> Result<(), JournalError> {
    let ambiguous: Option<String> = sqlx::query_scalar(
        "select relname::text from pg_class join pg_namespace on pg_namespace.oid = relnamespace
         where relkind in ('r', 'p', 'v', 'm')
           and (nspname = 'journal'
                or nspname in (select 'rm_' || name from journal.projection))
         group by relname having count(*) > 1 limit 1",
    )
    .fetch_optional(connection)
    .await?;
    match ambiguous {
        Some(table) => Err(JournalError::AmbiguousTable(table)),
        None => Ok(()),
    }
}

/// The schema, anew, with the projection's tables; in the transaction of this connection, whose
/// search path then leads there.
pub(crate) async fn create_schema(
    connection: &mut PgConnection,
    schema: &str,
    ddl: &str,
) -> Result<(), sqlx::Error> {
    let create = format!(
        "drop schema if exists {schema} cascade;
         create schema {schema};
         set local search_path to {schema}, public"
    );
    connection.execute(create.as_str()).await?;
    connection.execute(ddl).await?;
    Ok(())
}

/// The service's role, as its own connections know it.
pub(crate) async fn role_of(pool: &Pool) -> Result<String, sqlx::Error> {
    sqlx::query("select current_user::text as role")
        .fetch_one(&mut *pool.lend().await?)
        .await?
        .try_get("role")
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
