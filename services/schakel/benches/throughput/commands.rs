//! What is done over and over: the three kinds of work, by one client each.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Rest, Rpc};
use crate::house::House;
use crate::population::{Population, Random, SHARE, SIZE};
use crate::{MEASURED, Result, WARM_UP};

/// A kind of work.
#[derive(Clone)]
pub struct Load {
    /// What it is called.
    pub name: &'static str,
    /// Which.
    pub kind: Kind,
    /// On what.
    population: Population,
}

/// The kinds of work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A new report, over REST.
    Report,
    /// A new report, over gRPC.
    ReportOverGrpc,
    /// A ZSM advice on a case of this share of the population.
    Append {
        /// Which third.
        share: usize,
    },
    /// A lookup by BSN.
    LookUp,
}

impl Load {
    /// New reports over REST.
    pub fn report(population: &Population) -> Self {
        Self { name: "new report, REST", kind: Kind::Report, population: population.clone() }
    }

    /// New reports over gRPC.
    pub fn report_over_grpc(population: &Population) -> Self {
        Self { name: "new report, gRPC", kind: Kind::ReportOverGrpc, population: population.clone() }
    }

    /// Load and append: a new advice on an existing case; each client has cases of its own.
    pub fn append(population: &Population, share: usize) -> Self {
        Self { name: "load and append", kind: Kind::Append { share }, population: population.clone() }
    }

    /// Lookups that hit.
    pub fn look_up(population: &Population) -> Self {
        Self { name: "lookup by BSN", kind: Kind::LookUp, population: population.clone() }
    }

    /// Lets one client work, and answers how long each answer took that fell into the measured time.
    pub async fn work(self, house: &House, client: usize, clients: usize) -> Result<Vec<Duration>> {
        let mut worker = self.worker(house, client, clients).await?;
        let mut took = Vec::new();
        let begin = Instant::now();
        let end = begin + WARM_UP + MEASURED;
        loop {
            let asked = Instant::now();
            worker.once().await?;
            let answered = Instant::now();
            if answered > end {
                return Ok(took);
            }
            if answered >= begin + WARM_UP {
                took.push(answered - asked);
            }
        }
    }

    async fn worker(self, house: &House, client: usize, clients: usize) -> Result<Worker> {
        let connection = match self.kind {
            Kind::ReportOverGrpc => {
                Connection::Rpc(Rpc::open(house, "schakel.v1.CaseService", "ReportCase").await?)
            }
            _ => Connection::Rest(Rest::open(house).await?),
        };
        let random = Random(client as u64);
        Ok(Worker { load: self, connection, client, clients, done: 0, random })
    }
}

enum Connection {
    Rest(Rest),
    Rpc(Rpc),
}

struct Worker {
    load: Load,
    connection: Connection,
    client: usize,
    clients: usize,
    done: usize,
    random: Random,
}

impl Worker {
    async fn once(&mut self) -> Result<()> {
        let key = self.key();
        let population = &self.load.population;
        self.done += 1;
        match (&mut self.connection, self.load.kind) {
            (Connection::Rest(rest), Kind::Report) => {
                rest.command("/v1/cases", &key, &population.new_report()).await?;
            }
            (Connection::Rest(rest), Kind::Append { share }) => {
                let turn = self.done % (SHARE / self.clients);
                let case = population.case(share * SHARE + turn * self.clients + self.client);
                rest.command(&format!("/v1/cases/{case}/zsm-advices"), &key, &advice()).await?;
            }
            (Connection::Rest(rest), _) => {
                let bsn = population.bsn(self.random.below(SIZE));
                rest.ask("/v1/lookups", &json!({"bsn": bsn.as_str()})).await?;
            }
            (Connection::Rpc(rpc), _) => {
                let mut request = population.new_report();
                request["idempotencyKey"] = key.into();
                rpc.call(&request).await?;
            }
        }
        Ok(())
    }

    fn key(&self) -> String {
        let name = self.load.name.replace([' ', ','], "-");
        format!("{name}-{}-{}-{}", self.clients, self.client, self.done)
    }
}

fn advice() -> Value {
    json!({"sketch": "Plan under way; housing settled.", "measures": ["Suspended sentence with supervision"]})
}
