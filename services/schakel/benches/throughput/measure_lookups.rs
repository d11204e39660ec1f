//! Lookups, with their durable record: over both doors, beside the naive way and beside bare endpoints.

use crate::house::House;
use crate::lookups::{By, OverGrpc, OverRest};
use crate::naive::Naive;
use crate::people::People;
use crate::report::{Aim, Report, ratio};
use crate::sample::Sample;
use crate::server::Server;
use crate::{Result, asked, closed_loop, grpc_server, json_server, monitor, open_loop, views};

/// How many clients there are at once.
const CLIENTS: [usize; 4] = [1, 8, 32, 128];
/// From how many on the goals are compared.
const SOME_CLIENTS: usize = 32;
/// Over how many connections questions arrive by themselves.
pub const CONNECTIONS: usize = 64;
/// Lines of the suspects monitor in a second.
const LINES: f64 = 20_000.0;

const BY_BSN: &str = "lookup by BSN, REST";
const BY_BSN_OVER_GRPC: &str = "lookup by BSN, gRPC";
const BY_NAME: &str = "lookup by name, REST";
const HALF: &str = "lookup at half load";
/// What is measured.
pub const NAMES: [&str; 6] =
    [BY_BSN, BY_BSN_OVER_GRPC, BY_NAME, monitor::NAME, views::NAMES[0], views::NAMES[1]];

/// Measures what is asked for.
pub async fn measure(house: &House, people: &People, report: &mut Report) -> Result<()> {
    let count = people.size();
    println!("{count} cases");
    let asking = Asking { house, people };
    if asked::for_any(&[BY_BSN, BY_BSN_OVER_GRPC, BY_NAME]) {
        let by_bsn = asking.by_bsn(report).await?;
        for (clients, by_bsn) in CLIENTS.into_iter().zip(&by_bsn) {
            let by_name = asking.of_service(BY_NAME, By::Name, clients).await?;
            report.row(Some(count), &by_name, &[("of by BSN", by_bsn)]);
            if clients == SOME_CLIENTS {
                asking.at_half(by_bsn.per_second(), report).await?;
                let beside = ratio(by_bsn, &by_name);
                report.goal(format!("by BSN beside by name, {count} cases"), beside, Aim::AtMost(5.0));
            }
        }
    }
    if asked::for_name(monitor::NAME) {
        for (how, run) in monitor::measure(&house.door, people).await? {
            let what = format!("{how}, {count} cases, lines a second");
            report.goal(what, run.per_second(), Aim::AtLeast(LINES));
        }
        house.caught_up().await?;
    }
    if asked::for_any(&views::NAMES) {
        for pair in views::measure(house).await? {
            let (what, micros) = (pair.name, pair.deciding.as_micros() as f64);
            report.fact(format!("{what} within the process, {count} cases, µs"), micros);
            let share = format!("of that, deciding adds to {what}, {count} cases");
            report.goal(share, pair.share(), Aim::AtMost(0.2));
        }
    }
    Ok(())
}

/// Lookups of these people.
pub struct Asking<'a> {
    /// Where.
    pub house: &'a House,
    /// Of whom.
    pub people: &'a People,
}

impl Asking<'_> {
    /// By BSN, over both doors; answers with those over REST.
    async fn by_bsn(&self, report: &mut Report) -> Result<Vec<Sample>> {
        let people = Some(self.people.size());
        let naive = Naive::prepare(self.house, self.people.size()).await?;
        let (json, grpc) = (self.json_server().await?, self.grpc_server().await?);
        let mut all_over_rest = Vec::new();
        for clients in CLIENTS {
            let over_rest = self.of_service(BY_BSN, By::Bsn, clients).await?;
            let over_grpc = self.over_grpc(clients).await?;
            let naive = naive.measure(clients).await?;
            let json = self.bare_rest(&json, clients).await?;
            let grpc = self.bare_grpc(&grpc, clients).await?;
            report.row(people, &over_rest, &[("× naive", &naive), ("of bare axum", &json)]);
            report.row(people, &over_grpc, &[("× naive", &naive), ("of bare tonic", &grpc)]);
            for beside in [&naive, &json, &grpc] {
                report.row(people, beside, &[]);
            }
            for (service, bare, called) in [(&over_rest, &json, "axum"), (&over_grpc, &grpc, "tonic")] {
                if clients >= SOME_CLIENTS {
                    let what = format!("{} × {clients}, {} cases", service.name, self.people.size());
                    report.goal(format!("{what}, × naive"), ratio(service, &naive), Aim::AtLeast(3.0));
                    report.goal(format!("{what}, of bare {called}"), ratio(service, bare), Aim::AtLeast(0.4));
                }
            }
            all_over_rest.push(over_rest);
        }
        Ok(all_over_rest)
    }

    /// It answers as the service answers about somebody with an active case.
    async fn json_server(&self) -> Result<Server> {
        let door = &self.house.door;
        let mut clients = OverRest::open(door, self.people, By::Bsn, 1).await?;
        let client = clients.first_mut().ok_or("no client")?;
        Server::start(json_server::ARGUMENT, client.answer().await?, &door.authorization).await
    }

    /// The same over gRPC.
    async fn grpc_server(&self) -> Result<Server> {
        let door = &self.house.door;
        let mut clients = OverGrpc::open(door, self.people, 1).await?;
        let client = clients.first_mut().ok_or("no client")?;
        Server::start(grpc_server::ARGUMENT, &client.answer().await?, &door.authorization).await
    }

    /// Over REST, with so many clients.
    pub async fn of_service(&self, name: &'static str, by: By, clients: usize) -> Result<Sample> {
        let workers = OverRest::open(&self.house.door, self.people, by, clients).await?;
        let sample = closed_loop::measure(self.house, self.house.pid(), name, workers).await?;
        // What the read models owe is not for the next one to pay.
        self.house.caught_up().await?;
        Ok(sample)
    }

    async fn over_grpc(&self, clients: usize) -> Result<Sample> {
        let workers = OverGrpc::open(&self.house.door, self.people, clients).await?;
        let pid = self.house.pid();
        let sample = closed_loop::measure(self.house, pid, BY_BSN_OVER_GRPC, workers).await?;
        self.house.caught_up().await?;
        Ok(sample)
    }

    async fn bare_rest(&self, server: &Server, clients: usize) -> Result<Sample> {
        let workers = OverRest::open(&server.door, self.people, By::Bsn, clients).await?;
        closed_loop::measure(self.house, server.pid()?, "bare axum endpoint", workers).await
    }

    async fn bare_grpc(&self, server: &Server, clients: usize) -> Result<Sample> {
        let workers = OverGrpc::open(&server.door, self.people, clients).await?;
        closed_loop::measure(self.house, server.pid()?, "bare tonic endpoint", workers).await
    }

    async fn at_half(&self, capacity: f64, report: &mut Report) -> Result<()> {
        let half = self.arriving(HALF, capacity / 2.0).await?;
        let people = self.people.size();
        report.row(Some(people), &half, &[]);
        let what = format!("lookup at half load, {people} cases, p99 ms");
        report.goal(what, half.within(0.99), Aim::AtMost(10.0));
        Ok(())
    }

    /// By BSN over REST, arriving by themselves.
    pub async fn arriving(&self, name: &'static str, per_second: f64) -> Result<Sample> {
        let workers = OverRest::open(&self.house.door, self.people, By::Bsn, CONNECTIONS).await?;
        open_loop::measure(self.house, self.house.pid(), name, workers, per_second).await
    }
}
