//! Commands, beside the bare SQL of the same work and beside the stock way of it; how far the read models are behind
//! meanwhile; and what a case takes on disk.

use crate::bare::Bare;
use crate::commands::{self, Kind, Load};
use crate::disk::Disk;
use crate::house::House;
use crate::people::People;
use crate::population::{self, Population};
use crate::questions::Paths;
use crate::report::{Aim, Report, ratio};
use crate::sample::Sample;
use crate::server::Server;
use crate::{Result, asked, closed_loop, lag, open_loop, stock_server};

/// How many clients there are at once.
pub const CLIENTS: [usize; 4] = [1, 8, 32, 128];
/// With how many the goals are compared, and commands among cases measured.
const SOME_CLIENTS: usize = 32;
/// Over how many connections reports arrive by themselves.
const CONNECTIONS: usize = 64;
const HALF: &str = "new report at half load";
const LAG: &str = "read models behind, at half load";
/// By what commands among many cases are asked for.
pub const AMONG: &str = "commands among cases";
const CASE_VIEW: &str = "a case's view, the stock way";
/// What is measured.
pub const NAMES: [&str; 6] =
    [commands::APPEND, commands::REPORT, commands::REPORT_OVER_GRPC, HALF, LAG, CASE_VIEW];

/// Measures what is asked for.
pub async fn measure(house: &House, report: &mut Report) -> Result<()> {
    println!("preparing {} cases …", population::SIZE);
    let before = Disk::of(house).await?;
    let ours = Population::prepare(&house.door).await?;
    house.caught_up().await?;
    Disk::of(house).await?.tell(&before, population::SIZE, report);
    let bare = Bare::prepare(house, &ours).await?;
    let server = stock_server::start(house).await?;
    let theirs = Population::prepare(&server.door).await?;
    let side = Sides { house, bare, server, ours, theirs };
    // Reports come last: until then all databases hold the population and nothing else.
    for (step, clients) in CLIENTS.into_iter().enumerate() {
        if asked::for_name(commands::APPEND) {
            side.by_side(clients, |population| Load::append(population, step), report).await?;
        }
    }
    side.case_view(report).await?;
    let mut capacity = None;
    for clients in CLIENTS {
        if asked::for_name(commands::REPORT) {
            let sample = side.by_side(clients, Load::report, report).await?;
            capacity = (clients == SOME_CLIENTS).then(|| sample.per_second()).or(capacity);
        }
    }
    if asked::for_name(commands::REPORT_OVER_GRPC) {
        for clients in CLIENTS {
            let over_grpc = side.of_service(&Load::report_over_grpc(&side.ours), clients).await?;
            report.row(None, &over_grpc, &[]);
        }
    }
    if let Some(capacity) = capacity {
        side.at_half(capacity, report).await?;
    }
    Ok(())
}

/// The same commands where there are so many cases already: only to compare few with many.
pub async fn among(house: &House, people: &People, report: &mut Report) -> Result<()> {
    if !asked::for_large() || !asked::for_name(AMONG) {
        return Ok(());
    }
    println!("preparing {} cases …", population::SIZE);
    let population = Population::prepare(&house.door).await?;
    house.caught_up().await?;
    for load in [Load::append(&population, 0), Load::report(&population)] {
        let workers = load.clients(&house.door, SOME_CLIENTS).await?;
        let sample = closed_loop::measure(house, house.pid(), load.name, workers).await?;
        report.row(Some(people.size()), &sample, &[]);
        house.caught_up().await?;
    }
    Ok(())
}

/// The service and what stands beside it, each with a population of its own.
struct Sides<'a> {
    house: &'a House,
    bare: Bare<'a>,
    server: Server,
    ours: Population,
    theirs: Population,
}

impl Sides<'_> {
    /// The service, the bare SQL and the stock way, each right after a checkpoint.
    async fn by_side(
        &self,
        clients: usize,
        load: impl Fn(&Population) -> Load,
        report: &mut Report,
    ) -> Result<Sample> {
        let (ours, theirs) = (load(&self.ours), load(&self.theirs));
        let service = self.of_service(&ours, clients).await?;
        let sql = self.bare.measure(&ours, clients, false).await?;
        let stock = self.stock(&theirs, clients).await?;
        let mut beside = vec![("of bare SQL", &sql), ("× stock", &stock)];
        let asks_more = !matches!(ours.kind, Kind::Append { .. });
        let every = match asks_more && clients == SOME_CLIENTS {
            true => Some(self.bare.measure(&ours, clients, true).await?),
            false => None,
        };
        beside.extend(every.iter().map(|every| ("of every statement", every)));
        report.row(None, &service, &beside);
        report.row(None, &sql, &[]);
        report.row(None, &stock, &[]);
        if clients == SOME_CLIENTS {
            let what = format!("{} × {clients}", ours.name);
            report.goal(format!("{what}, of bare SQL"), ratio(&service, &sql), Aim::AtLeast(0.8));
            report.goal(format!("{what}, × stock"), ratio(&service, &stock), Aim::AtLeast(2.0));
        }
        Ok(service)
    }

    async fn of_service(&self, load: &Load, clients: usize) -> Result<Sample> {
        let workers = load.clients(&self.house.door, clients).await?;
        let sample = closed_loop::measure(self.house, self.house.pid(), load.name, workers).await?;
        // What the read models owe is not for the next one to pay.
        self.house.caught_up().await?;
        Ok(sample)
    }

    async fn stock(&self, load: &Load, clients: usize) -> Result<Sample> {
        let workers = load.clients(&self.server.door, clients).await?;
        closed_loop::measure(self.house, self.server.pid()?, load.stock_name, workers).await
    }

    /// The question that the stock way answers: a view by the id of its stream.
    async fn case_view(&self, report: &mut Report) -> Result<()> {
        if !asked::for_name(CASE_VIEW) {
            return Ok(());
        }
        let paths: Vec<_> =
            (0..population::SIZE).map(|number| format!("/v1/cases/{}", self.theirs.case(number))).collect();
        let workers = Paths::open(&self.server.door, &paths, SOME_CLIENTS).await?;
        let sample = closed_loop::measure(self.house, self.server.pid()?, CASE_VIEW, workers).await?;
        report.row(None, &sample, &[]);
        Ok(())
    }

    /// Reports that arrive at half the rate of which the service is capable, and how far the slowest following read
    /// model is behind meanwhile.
    async fn at_half(&self, capacity: f64, report: &mut Report) -> Result<()> {
        let workers = Load::report(&self.ours).clients(&self.house.door, CONNECTIONS).await?;
        let arriving = open_loop::measure(self.house, self.house.pid(), HALF, workers, capacity / 2.0);
        let (reports, behind) = tokio::try_join!(arriving, lag::watch(self.house, LAG))?;
        report.row(None, &reports, &[]);
        report.row(None, &behind, &[]);
        report.goal("read models behind at half load, p99 ms", behind.within(0.99), Aim::AtMost(50.0));
        self.house.caught_up().await
    }
}
