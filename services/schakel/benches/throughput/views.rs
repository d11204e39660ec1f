//! What deciding costs: an information view and a list, beside reads of the same rows that decide nothing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use schakel::assembly::{self, Assembled, RealSurroundings};
use schakel_access::{Action, Actor, Role};
use schakel_application::{Application, Needs, Order};
use schakel_domain::case::{Case, Consent, ShareInformation};
use schakel_domain::code::Code;
use schakel_domain::region::OrganisationCode;
use schakel_domain::{CaseId, Category, InformationId, Text};
use schakel_read_models::overview;
use uuid::Uuid;

use crate::house::House;
use crate::{Result, asked};

const VIEW: &str = "information view";
const LIST: &str = "list of 50 cases";
/// What is measured.
pub const NAMES: [&str; 2] = [VIEW, LIST];

/// On how many cases something was shared, and how much on each.
const CASES: usize = 20;
const ITEMS: usize = 5;
/// One with, one without, over and over, so that what else happens hits both.
const ROUNDS: usize = 2_000;

/// Both ways of reading the same.
pub struct Pair {
    /// What.
    pub name: &'static str,
    /// A call that decides.
    pub deciding: Duration,
    /// A call that does not.
    pub plain: Duration,
}

impl Pair {
    /// How much deciding costs, of what reading costs.
    pub fn share(&self) -> f64 {
        self.deciding.as_secs_f64() / self.plain.as_secs_f64() - 1.0
    }
}

/// Measures what is asked for, within this process: over HTTP the difference would drown.
pub async fn measure(house: &House) -> Result<Vec<Pair>> {
    let reading = Reading::of(house).await?;
    let mut pairs = Vec::new();
    if asked::for_name(VIEW) {
        pairs.push(reading.views(&cases(house).await?).await?);
    }
    if asked::for_name(LIST) {
        pairs.push(reading.lists().await?);
    }
    Ok(pairs)
}

/// The cases on which something is shared: the newest ones.
pub async fn cases(house: &House) -> Result<Vec<CaseId>> {
    let reading = Reading::of(house).await?;
    let cases = reading.newest().await?;
    for case in &cases {
        if reading.app.shared_with(&reading.actor, *case, None).await?.shown().is_empty() {
            reading.share(*case).await?;
        }
    }
    Ok(cases)
}

/// Who directs all the cases.
fn director() -> Actor {
    Actor {
        account: "process-director-1".to_owned(),
        organisation: OrganisationCode::new("veiligheidshuis"),
        roles: vec![Role::ProcessDirector],
    }
}

struct Reading {
    app: Application,
    actor: Actor,
}

impl Reading {
    async fn of(house: &House) -> Result<Self> {
        let config = house.databases.config()?;
        // Its writer does not run: nothing is answered here, and so nothing recorded.
        let Assembled { application, .. } =
            assembly::application(&config, Arc::new(RealSurroundings)).await?;
        Ok(Self { app: application, actor: director() })
    }

    async fn newest(&self) -> Result<Vec<CaseId>> {
        let (filter, sort) = (overview::Filter::default(), overview::Sort::Newest);
        let some = self.app.overview(&self.actor, None, &filter, sort, None, CASES).await?;
        Ok(some.items.into_iter().map(|row| row.case).collect())
    }

    async fn views(&self, cases: &[CaseId]) -> Result<Pair> {
        let (mut deciding, mut plain) = (Duration::ZERO, Duration::ZERO);
        for case in cases.iter().cycle().take(ROUNDS) {
            let began = Instant::now();
            self.app.shared_with(&self.actor, *case, None).await?;
            deciding += began.elapsed();
            let began = Instant::now();
            self.app.journal().load::<Case>(&case.to_string()).await?;
            plain += began.elapsed();
        }
        Ok(each(VIEW, deciding, plain))
    }

    async fn share(&self, case: CaseId) -> Result<()> {
        for category in Category::ALL.iter().copied().take(ITEMS) {
            let item = ShareInformation {
                item: InformationId(self.app.new_id()),
                category,
                source: self.actor.organisation.clone(),
                member: None,
                text: Text::new("Zegt al twee keer een afspraak af; wil wel aan het werk.")?,
                meeting: None,
                not_shareable_with_client: false,
                consent: Consent::NotNeeded,
                audience: None,
            };
            let order = Order {
                actor: self.actor.clone(),
                action: Action::ShareInformation,
                idempotency: None,
                expected_version: None,
                correlation: Uuid::nil().simple().to_string(),
                purpose: None,
            };
            let needs = Needs { shareable: true, ..Needs::default() };
            self.app.execute::<Case>(&order, case.0, item, needs).await?;
        }
        Ok(())
    }

    async fn lists(&self) -> Result<Pair> {
        const ROWS: usize = 50;
        let (filter, sort) = (overview::Filter::default(), overview::Sort::Newest);
        let journal = self.app.journal();
        let (mut deciding, mut plain) = (Duration::ZERO, Duration::ZERO);
        for _ in 0..ROUNDS {
            let began = Instant::now();
            self.app.overview(&self.actor, None, &filter, sort, None, ROWS).await?;
            deciding += began.elapsed();
            let began = Instant::now();
            journal.ready_for("overview", None).await?;
            let mut connection = journal.pool().lend().await?;
            overview::find(&mut connection, journal.vault(), &filter, sort, None, ROWS).await?;
            plain += began.elapsed();
        }
        Ok(each(LIST, deciding, plain))
    }
}

fn each(name: &'static str, deciding: Duration, plain: Duration) -> Pair {
    let rounds = u32::try_from(ROUNDS).unwrap_or(u32::MAX);
    Pair { name, deciding: deciding / rounds, plain: plain / rounds }
}
