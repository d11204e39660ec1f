//! Lookups, with their durable record: over both doors, beside the naive way and beside a bare JSON endpoint.

use crate::house::House;
use crate::json_server::JsonServer;
use crate::lookups::{By, OverGrpc, OverRest};
use crate::memory::Memory;
use crate::naive::Naive;
use crate::people::People;
use crate::sample::Sample;
use crate::{Result, asked, closed_loop, monitor, open_loop, views};

/// How many clients there are at once.
pub const CLIENTS: [usize; 4] = [1, 8, 32, 128];
/// With how many there is one measurement of the rest.
const SOME_CLIENTS: usize = 32;
/// Over how many connections questions arrive by themselves.
const CONNECTIONS: usize = 64;

const BY_BSN: &str = "lookup by BSN, REST";
const BY_BSN_OVER_GRPC: &str = "lookup by BSN, gRPC";
const BY_NAME: &str = "lookup by name, REST";
const MONITOR: &str = "suspects monitor";
/// What is measured.
pub const NAMES: [&str; 6] = [BY_BSN, BY_BSN_OVER_GRPC, BY_NAME, MONITOR, views::NAMES[0], views::NAMES[1]];

/// All that was measured with so many people.
pub struct Measured {
    /// How many.
    pub people: usize,
    /// By BSN, one for each number of clients.
    pub by_bsn: Vec<Line>,
    /// By BSN, arriving at half the rate that [`SOME_CLIENTS`] got over REST.
    pub half: Option<Sample>,
    /// By name, with [`SOME_CLIENTS`].
    pub by_name: Option<Sample>,
    /// The suspects monitor.
    pub monitor: Option<monitor::Run>,
    /// Reads that decide, beside reads that do not.
    pub views: Vec<views::Pair>,
    /// The service's memory before the first question.
    pub memory_before: Memory,
    /// And after all of it.
    pub memory_after: Memory,
}

/// Both doors, and what stands beside them, with the same number of clients.
pub struct Line {
    /// Over REST.
    pub rest: Sample,
    /// Over gRPC.
    pub grpc: Sample,
    /// The naive way.
    pub naive: Sample,
    /// A bare JSON endpoint.
    pub json: Sample,
}

impl Measured {
    /// What was measured by BSN with as many clients as by name.
    pub fn with_some_clients(&self) -> Option<&Line> {
        self.by_bsn.iter().find(|line| line.rest.clients == SOME_CLIENTS)
    }
}

/// Measures what is asked for.
pub async fn measure(house: &House, people: &People) -> Result<Measured> {
    println!("{} people", people.size());
    let asking = Asking { house, people };
    let mut measured = Measured {
        people: people.size(),
        by_bsn: Vec::new(),
        half: None,
        by_name: None,
        monitor: None,
        views: Vec::new(),
        memory_before: Memory::of(house.pid())?,
        memory_after: Memory::of(house.pid())?,
    };
    if asked::for_any(&[BY_BSN, BY_BSN_OVER_GRPC]) {
        measured.by_bsn = asking.by_bsn().await?;
    }
    if let Some(line) = measured.with_some_clients() {
        measured.half = Some(asking.at_half(line.rest.per_second()).await?);
    }
    if asked::for_name(BY_NAME) {
        measured.by_name = Some(asking.of_service(BY_NAME, By::Name, SOME_CLIENTS).await?);
    }
    if asked::for_name(MONITOR) {
        measured.monitor = Some(monitor::measure(&house.door, people).await?);
    }
    if asked::for_any(&views::NAMES) {
        measured.views = views::measure(house).await?;
    }
    measured.memory_after = Memory::of(house.pid())?;
    Ok(measured)
}

struct Asking<'a> {
    house: &'a House,
    people: &'a People,
}

impl Asking<'_> {
    async fn by_bsn(&self) -> Result<Vec<Line>> {
        let naive = Naive::prepare(self.house, self.people.size()).await?;
        let json = self.json_server().await?;
        let mut lines = Vec::new();
        for clients in CLIENTS {
            lines.push(Line {
                rest: self.of_service(BY_BSN, By::Bsn, clients).await?,
                grpc: self.over_grpc(clients).await?,
                naive: naive.measure(clients).await?,
                json: self.bare_json(&json, clients).await?,
            });
        }
        Ok(lines)
    }

    /// It answers as the service answers about somebody with an active case.
    async fn json_server(&self) -> Result<JsonServer> {
        let door = &self.house.door;
        let mut clients = OverRest::open(door, self.people, By::Bsn, 1).await?;
        let client = clients.first_mut().ok_or("no client")?;
        JsonServer::start(client.answer().await?, &door.authorization).await
    }

    async fn of_service(&self, name: &'static str, by: By, clients: usize) -> Result<Sample> {
        let workers = OverRest::open(&self.house.door, self.people, by, clients).await?;
        let sample = closed_loop::measure(self.house, self.house.pid(), name, workers).await?;
        self.caught_up(sample).await
    }

    async fn over_grpc(&self, clients: usize) -> Result<Sample> {
        let workers = OverGrpc::open(&self.house.door, self.people, clients).await?;
        let pid = self.house.pid();
        let sample = closed_loop::measure(self.house, pid, BY_BSN_OVER_GRPC, workers).await?;
        self.caught_up(sample).await
    }

    async fn bare_json(&self, json: &JsonServer, clients: usize) -> Result<Sample> {
        let workers = OverRest::open(&json.door, self.people, By::Bsn, clients).await?;
        closed_loop::measure(self.house, json.pid()?, "bare JSON endpoint", workers).await
    }

    async fn at_half(&self, capacity: f64) -> Result<Sample> {
        let workers = OverRest::open(&self.house.door, self.people, By::Bsn, CONNECTIONS).await?;
        open_loop::measure(self.house, self.house.pid(), "lookup at half load", workers, capacity / 2.0).await
    }

    /// What the read models owe is not for the next one to pay.
    async fn caught_up(&self, mut sample: Sample) -> Result<Sample> {
        sample.behind = Some(self.house.behind().await?);
        self.house.caught_up().await?;
        Ok(sample)
    }
}
