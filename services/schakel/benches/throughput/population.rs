//! The people and cases that are there before anything is measured.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::try_join_all;
use schakel_domain::person::Bsn;
use serde_json::{Value, json};

use crate::Result;
use crate::client::{Door, Rest};
use crate::measure_commands::CLIENTS;
use crate::random::Random;

/// How many cases there are; each number of clients has a share of them for its appends, so that all
/// begin with streams of the same length.
pub const SIZE: usize = CLIENTS.len() * SHARE;
/// Such a share.
pub const SHARE: usize = 1024;

const PREPARING: usize = 16;
const SEED: u64 = 0x5eed;

/// Cases with their subjects. The BSNs are of the range for tests, made anew in each run, and written
/// nowhere.
#[derive(Clone)]
pub struct Population {
    bsns: Arc<[Bsn]>,
    cases: Arc<[String]>,
    newcomers: Arc<AtomicUsize>,
}

impl Population {
    /// Reports, weighs and schedules each case through this door.
    pub async fn prepare(door: &Door) -> Result<Self> {
        let bsns: Arc<[Bsn]> = test_bsns().into();
        let preparing = (0..PREPARING).map(|client| prepare_some(door, client, bsns.clone()));
        let prepared = try_join_all(preparing).await?;
        let case = |index: usize| prepared[index % PREPARING][index / PREPARING].clone();
        let cases = (0..SIZE).map(case).collect();
        Ok(Self { bsns, cases, newcomers: Arc::new(AtomicUsize::new(SIZE)) })
    }

    /// A case, by its number.
    pub fn case(&self, number: usize) -> &str {
        &self.cases[number % SIZE]
    }

    /// A report about somebody who is not known yet.
    pub fn new_report(&self) -> Value {
        let next = self.newcomers.fetch_add(1, Ordering::Relaxed);
        report_on(&self.bsns[next % self.bsns.len()])
    }
}

async fn prepare_some(door: &Door, client: usize, bsns: Arc<[Bsn]>) -> Result<Vec<String>> {
    let mut rest = Rest::open(door).await?;
    let mut cases = Vec::new();
    for number in (client..SIZE).step_by(PREPARING) {
        let key = |step: &str| format!("prepare-{step}-{number}");
        let receipt = rest.command("/v1/cases", &key("report"), &report_on(&bsns[number])).await?;
        let case = receipt["id"].as_str().ok_or("a receipt without an id")?.to_owned();
        let weighing = json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"});
        rest.command(&format!("/v1/cases/{case}/weighings"), &key("weigh"), &weighing).await?;
        let agenda = json!({"meetingType": "focus", "processDirector": {
            "account": "process-director-1", "organisation": "veiligheidshuis", "name": "Wies Regieman",
            "telephone": "+31 71 555 01 01", "mail": "process-director-1@example.nl"
        }});
        rest.command(&format!("/v1/cases/{case}/agenda-items"), &key("schedule"), &agenda).await?;
        cases.push(case);
    }
    Ok(cases)
}

fn report_on(bsn: &Bsn) -> Value {
    json!({
        "reason": "Derde aanhouding deze maand; schulden en geen vast adres.",
        "trigger": "arrest",
        "municipality": "gouda",
        "subject": {"kind": "person", "members": [{
            "givenNames": "Jan", "prefix": "van der", "surname": "Proef",
            "birthDate": "1990-04-12", "bsn": bsn.as_str(), "gender": "man"
        }]}
    })
}

/// Every BSN that begins with 999, about 90,000, in an order that the seed gives.
fn test_bsns() -> Vec<Bsn> {
    let mut bsns: Vec<_> =
        (999_000_000..=999_999_999_u32).filter_map(|number| Bsn::new(&number.to_string()).ok()).collect();
    let mut random = Random(SEED);
    for last in (1..bsns.len()).rev() {
        bsns.swap(last, random.below(last + 1));
    }
    bsns
}
