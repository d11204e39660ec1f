//! What is done over and over: the kinds of commands, by one client each.

use serde_json::{Value, json};

use crate::Result;
use crate::client::{Door, Rest};
use crate::closed_loop::Worker;
use crate::population::{Population, SHARE};
use crate::rpc::Rpc;

/// Names.
pub const REPORT: &str = "new report, REST";
pub const REPORT_OVER_GRPC: &str = "new report, gRPC";
pub const APPEND: &str = "load and append";

/// A kind of work.
#[derive(Clone)]
pub struct Load {
    /// What it is called.
    pub name: &'static str,
    /// What the bare SQL of it is called.
    pub bare_name: &'static str,
    /// What the stock way of it is called.
    pub stock_name: &'static str,
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
        /// Which share.
        share: usize,
    },
}

impl Load {
    /// New reports over REST.
    pub fn report(population: &Population) -> Self {
        let names = [REPORT, "new report, bare SQL", "new report, stock"];
        Self::of(Kind::Report, names, population)
    }

    /// New reports over gRPC.
    pub fn report_over_grpc(population: &Population) -> Self {
        Self { name: REPORT_OVER_GRPC, kind: Kind::ReportOverGrpc, ..Self::report(population) }
    }

    /// Load and append: a new advice on an existing case; each client has cases of its own.
    pub fn append(population: &Population, share: usize) -> Self {
        let names = [APPEND, "load and append, bare SQL", "load and append, stock"];
        Self::of(Kind::Append { share }, names, population)
    }

    fn of(kind: Kind, [name, bare_name, stock_name]: [&'static str; 3], population: &Population) -> Self {
        Self { name, bare_name, stock_name, kind, population: population.clone() }
    }

    /// Connects that many clients.
    pub async fn clients(&self, door: &Door, clients: usize) -> Result<Vec<Client>> {
        let mut workers = Vec::with_capacity(clients);
        for client in 0..clients {
            let connection = match self.kind {
                Kind::ReportOverGrpc => {
                    Connection::Rpc(Rpc::open(door, "schakel.v1.CaseService", "ReportCase").await?)
                }
                _ => Connection::Rest(Rest::open(door).await?),
            };
            workers.push(Client { load: self.clone(), connection, client, clients, done: 0 });
        }
        Ok(workers)
    }
}

enum Connection {
    Rest(Rest),
    Rpc(Rpc),
}

/// A client that gives one kind of command.
pub struct Client {
    load: Load,
    connection: Connection,
    client: usize,
    clients: usize,
    done: usize,
}

impl Worker for Client {
    async fn once(&mut self) -> Result<()> {
        let key = self.key();
        let population = &self.load.population;
        self.done += 1;
        match (&mut self.connection, self.load.kind) {
            (Connection::Rest(rest), Kind::Append { share }) => {
                let turn = self.done % (SHARE / self.clients);
                let case = population.case(share * SHARE + turn * self.clients + self.client);
                rest.command(&format!("/v1/cases/{case}/zsm-advices"), &key, &advice()).await?;
            }
            (Connection::Rest(rest), _) => {
                rest.command("/v1/cases", &key, &population.new_report()).await?;
            }
            (Connection::Rpc(rpc), _) => {
                let mut request = population.new_report();
                request["idempotencyKey"] = key.into();
                rpc.call(&request).await?;
            }
        }
        Ok(())
    }
}

impl Client {
    fn key(&self) -> String {
        let name = self.load.name.replace([' ', ','], "-");
        format!("{name}-{}-{}-{}", self.clients, self.client, self.done)
    }
}

fn advice() -> Value {
    json!({"sketch": "Plan under way; housing settled.", "measures": ["Suspended sentence with supervision"]})
}
