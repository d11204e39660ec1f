//! Commands and lookups per second, over both doors of the real service, beside what `pgbench` gets for
//! the bare SQL of the same work: one run, one PostgreSQL, commits that wait for the disk. Nothing is
//! asserted; `docs/benchmarks.md` says how to read it.

mod bare;
mod client;
mod house;
mod load;
mod population;
mod report;
mod sample;

use std::error::Error;
use std::time::Duration;

use bare::Bare;
use house::House;
use load::{Kind, Load};
use population::Population;
use report::{Line, Report};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How many clients there are at once.
const CLIENTS: [usize; 3] = [1, 8, 32];
/// Time before anything is counted.
const WARM_UP: Duration = Duration::from_secs(2);
/// Time in which it is.
const MEASURED: Duration = Duration::from_secs(6);

#[tokio::main]
async fn main() -> Result<()> {
    let house = House::open().await?;
    let measured = measure(&house).await;
    house.close().await?;
    println!("{}", measured?);
    Ok(())
}

async fn measure(house: &House) -> Result<Report> {
    println!("preparing {} cases …", population::SIZE);
    let population = Population::prepare(house).await?;
    let bare = Bare::prepare(house, &population).await?;
    let mut report = Report::default();
    // Reports come last: until then both databases hold the population and nothing else.
    let append = |share| Load::append(&population, share);
    let look_up = |_| Load::look_up(&population);
    let new_report = |_| Load::report(&population);
    let loads: [&dyn Fn(usize) -> Load; 3] = [&append, &look_up, &new_report];
    for load in loads {
        for (step, clients) in CLIENTS.into_iter().enumerate() {
            let load = load(step);
            if is_asked_for(load.name) {
                report.add(side_by_side(house, &bare, load, clients).await?);
            }
        }
    }
    let by_grpc = Load::report_over_grpc(&population);
    if is_asked_for(by_grpc.name) {
        report.add_beside_last(house.measure(&by_grpc, CLIENTS[2]).await?);
    }
    Ok(report)
}

/// `make bench` asks for everything; `cargo bench -p schakel -- lookup` for what has that in its name.
fn is_asked_for(name: &str) -> bool {
    let mut parts = std::env::args().skip(1).filter(|part| !part.starts_with('-')).peekable();
    parts.peek().is_none() || parts.any(|part| name.contains(&part))
}

/// The service, then the bare SQL, each right after a checkpoint; with the most clients, also every
/// statement that the service sends, where those are more.
async fn side_by_side(house: &House, bare: &Bare<'_>, load: Load, clients: usize) -> Result<Line> {
    let service = house.measure(&load, clients).await?;
    let sql = bare.measure(&load, clients, false).await?;
    let asks_more = !matches!(load.kind, Kind::Append { .. });
    let every_statement = match asks_more && clients == CLIENTS[2] {
        true => Some(bare.measure(&load, clients, true).await?),
        false => None,
    };
    Ok(Line { service, sql, every_statement })
}
