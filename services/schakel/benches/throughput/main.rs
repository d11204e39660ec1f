//! Commands and lookups per second, over both doors of the real service, beside what `pgbench` gets for
//! the bare SQL of the same work and a bare JSON endpoint for the bare HTTP: one run, one PostgreSQL, commits
//! that wait for the disk. Nothing is asserted; `docs/benchmarks.md` says how to read it.

mod asked;
mod bare;
mod client;
mod closed_loop;
mod commands;
mod databases;
mod events;
mod fill;
mod house;
mod json_server;
mod kept;
mod lookups;
mod measure_commands;
mod measure_figures;
mod measure_lookups;
mod memory;
mod monitor;
mod naive;
mod open_loop;
mod people;
mod pgbench;
mod population;
mod random;
mod report;
mod rpc;
mod sample;
mod views;

use std::error::Error;
use std::time::Duration;

use databases::{Databases, folder};
use fill::filled;
use house::House;
use people::People;
use report::Report;

type Failure = Box<dyn Error + Send + Sync>;
type Result<T> = std::result::Result<T, Failure>;

/// Time before anything is counted.
const WARM_UP: Duration = Duration::from_secs(2);
/// Time in which it is.
const MEASURED: Duration = Duration::from_secs(6);
/// How many people there are, and how many with `--large`.
const PEOPLE: usize = 10_000;
const MANY_PEOPLE: usize = 1_000_000;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some(json_server::ARGUMENT), Some(address)) => json_server::serve(&address),
        _ => bench(),
    }
}

/// In one thread: it shares the processor with what it measures.
#[tokio::main(flavor = "current_thread")]
async fn bench() -> Result<()> {
    let mut report = Report::default();
    if asked::for_any(&measure_commands::NAMES) {
        let house = House::open(Databases::fresh(folder("commands")).await?).await?;
        let measured = measure_commands::measure(&house).await;
        house.close().await?;
        report.commands = measured?;
    }
    if asked::for_any(&measure_lookups::NAMES) {
        let people = People::new(PEOPLE);
        let databases = filled(Databases::fresh(folder("lookups")).await?, &people).await?;
        report.lookups.push(lookups(databases, &people).await?);
    }
    if asked::for_large() {
        let people = People::new(MANY_PEOPLE);
        let databases = kept::copy(&people, "lookups").await?;
        report.lookups.push(lookups(databases, &people).await?);
    }
    if asked::for_any(&measure_figures::NAMES) {
        report.figures = Some(measure_figures::measure()?);
    }
    println!("{report}");
    Ok(())
}

async fn lookups(databases: Databases, people: &People) -> Result<measure_lookups::Measured> {
    let house = House::open(databases).await?;
    let measured = measure_lookups::measure(&house, people).await;
    house.close().await?;
    measured
}
