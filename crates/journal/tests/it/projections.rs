//! Two projections to test with. Both add up, so that an event taken twice shows.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use schakel_journal::{Mode, Projection, ProjectionError, Recorded, Work};

use crate::dossier::Event;

/// What goes wrong at an event whose number is [`Illness::number`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symptom {
    Refuses,
    Panics,
    BreaksAConstraint,
    SwallowsAnError,
}

/// The number at which a projection falls ill; 0 for never. Shared, so that a test can heal it.
#[derive(Clone, Debug)]
pub struct Illness {
    pub number: Arc<AtomicI64>,
    pub symptom: Symptom,
}

impl Illness {
    pub fn at(number: i64, symptom: Symptom) -> Self {
        Self { number: Arc::new(AtomicI64::new(number)), symptom }
    }

    pub fn none() -> Self {
        Self::at(0, Symptom::Refuses)
    }

    pub fn heal(&self) {
        self.number.store(0, Ordering::SeqCst);
    }

    async fn strike(&self, name: &str, number: i64, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        if number == 0 || number != self.number.load(Ordering::SeqCst) {
            return Ok(());
        }
        let broken = format!("insert into {name}_totals (id, total) values ('broken', -1)");
        match self.symptom {
            Symptom::Refuses => Err(ProjectionError::Unexpected("it is ill")),
            Symptom::Panics => panic!("it is ill"),
            Symptom::BreaksAConstraint => {
                sqlx::query(&broken).execute(work.connection()).await?;
                Ok(())
            }
            Symptom::SwallowsAnError => {
                let _ = sqlx::query(&broken).execute(work.connection()).await;
                Ok(())
            }
        }
    }
}

/// Totals and notes per dossier.
pub struct Totals {
    pub name: &'static str,
    pub mode: Mode,
    pub version: i32,
    pub illness: Illness,
}

impl Totals {
    pub fn inline(illness: &Illness) -> Arc<dyn Projection> {
        Self::version("register", Mode::Inline, 1, illness)
    }

    pub fn following(illness: &Illness) -> Arc<dyn Projection> {
        Self::version("follower", Mode::Following, 1, illness)
    }

    pub fn version(name: &'static str, mode: Mode, version: i32, illness: &Illness) -> Arc<dyn Projection> {
        Arc::new(Self { name, mode, version, illness: illness.clone() })
    }
}

#[async_trait]
impl Projection for Totals {
    fn name(&self) -> &'static str {
        self.name
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn mode(&self) -> Mode {
        self.mode
    }

    fn ddl(&self) -> &'static str {
        let name = self.name;
        let extra = if self.version > 1 { ", notes int not null default 0" } else { "" };
        let ddl = format!(
            "create table {name}_totals (id text primary key,
                                         total bigint not null check (total >= 0), name jsonb {extra});
             create table {name}_notes (place text primary key, number bigint not null, text json)"
        );
        // A read model's own is a constant.
        Box::leak(ddl.into_boxed_str())
    }

    fn reacts_to(&self, aggregate_type: &str, _event_type: &str) -> bool {
        aggregate_type == "Dossier"
    }

    async fn project(&self, event: &Recorded, work: &mut Work<'_>) -> Result<(), ProjectionError> {
        let table = self.name;
        match event.decode()? {
            Event::Opened { name, .. } => {
                let name = work.seal("name", &name)?;
                let insert = format!("insert into {table}_totals (id, total, name) values ($1, 0, $2)");
                sqlx::query(&insert).bind(&event.aggregate_id).bind(name).execute(work.connection()).await?;
            }
            Event::Noted { text, number } => {
                self.illness.strike(table, number, work).await?;
                let place = event.place.to_string();
                let text = work.seal(&place, &text)?;
                let also = if self.version > 1 { ", notes = notes + 1" } else { "" };
                let update = format!("update {table}_totals set total = total + $2{also} where id = $1");
                sqlx::query(&update)
                    .bind(&event.aggregate_id)
                    .bind(number)
                    .execute(work.connection())
                    .await?;
                let insert = format!("insert into {table}_notes (place, number, text) values ($1, $2, $3)");
                sqlx::query(&insert).bind(place).bind(number).bind(text).execute(work.connection()).await?;
            }
        }
        Ok(())
    }
}

/// One that no event concerns, with these tables.
pub struct Indifferent(pub &'static str);

#[async_trait]
impl Projection for Indifferent {
    fn name(&self) -> &'static str {
        "indifferent"
    }

    fn version(&self) -> i32 {
        1
    }

    fn mode(&self) -> Mode {
        Mode::Following
    }

    fn ddl(&self) -> &'static str {
        self.0
    }

    fn reacts_to(&self, _aggregate_type: &str, _event_type: &str) -> bool {
        false
    }

    async fn project(&self, _event: &Recorded, _work: &mut Work<'_>) -> Result<(), ProjectionError> {
        Ok(())
    }
}
