//! Commands, lookups and questions per second, over both doors of the real service, beside what `pgbench` gets for the
//! bare SQL of the same work, bare endpoints for the bare HTTP, and the stock way of the framework: one run, one
//! PostgreSQL, commits that wait for the disk. Nothing is asserted; `docs/performance.md` says how to read it.

mod asked;
mod bare;
mod client;
mod closed_loop;
mod cold_start;
mod commands;
mod databases;
mod disk;
mod events;
mod fill;
mod grpc_server;
mod house;
mod json_server;
mod kept;
mod lag;
mod lookups;
mod measure_commands;
mod measure_figures;
mod measure_lookups;
mod measure_questions;
mod memory;
mod monitor;
mod naive;
mod open_loop;
mod people;
mod pgbench;
mod population;
mod questions;
mod random;
mod rebuild;
mod report;
mod rpc;
mod sample;
mod server;
mod stock_server;
mod views;

use std::error::Error;

use databases::{Databases, folder};
use fill::filled;
use house::House;
use memory::Memory;
use mimalloc::MiMalloc;
use people::People;
use report::{Aim, Report};

/// The service's: what is measured within this process costs what it costs there.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

type Failure = Box<dyn Error + Send + Sync>;
type Result<T> = std::result::Result<T, Failure>;

/// How many people there are, each with a case, and how many with `--large`.
const PEOPLE: usize = 10_000;
const MANY_PEOPLE: usize = 1_000_000;
/// The service's memory may not grow by more with the number of cases, in MiB.
const MORE_MEMORY: f64 = 64.0;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some(json_server::ARGUMENT), Some(address)) => json_server::serve(&address),
        (Some(grpc_server::ARGUMENT), Some(address)) => grpc_server::serve(&address),
        (Some(stock_server::ARGUMENT), Some(address)) => stock_server::serve(&address),
        _ => bench(),
    }
}

/// In one thread: it shares the processor with what it measures.
#[tokio::main(flavor = "current_thread")]
async fn bench() -> Result<()> {
    let mut report = Report::default();
    if asked::for_any(&measure_commands::NAMES) {
        let house = House::open(Databases::fresh(folder("commands")).await?).await?;
        let measured = measure_commands::measure(&house, &mut report).await;
        house.close().await?;
        measured?;
    }
    let parts = [
        &measure_lookups::NAMES[..],
        &measure_questions::NAMES,
        &[measure_commands::AMONG],
        &[rebuild::NAME, cold_start::NAME],
    ];
    if asked::for_any(&parts.concat()) {
        let people = People::new(PEOPLE);
        let many_people = asked::for_large().then(|| People::new(asked::size(MANY_PEOPLE)));
        // First, so that few and many are measured one after the other.
        if let Some(many_people) = &many_people {
            kept::make(many_people).await?;
        }
        let databases = filled(Databases::fresh(folder("few")).await?, &people).await?;
        let with_few = few(databases, &people, &mut report).await?;
        if let Some(many_people) = &many_people {
            let with_many = many(kept::copy(many_people, "many").await?, many_people, &mut report).await?;
            report.growth(PEOPLE, many_people.size());
            let more = with_many - with_few;
            report.goal("more memory of the service with many cases, MiB", more, Aim::AtMost(MORE_MEMORY));
        }
    }
    if asked::for_name(measure_figures::NAME) {
        figures(&mut report).await?;
    }
    println!("{report}");
    Ok(())
}

/// Answers with the memory of the service, in MiB.
async fn few(databases: Databases, people: &People, report: &mut Report) -> Result<f64> {
    let mut house = House::open(databases).await?;
    let measured = async {
        let memory = asked_of(&house, people, report).await?;
        rebuild::measure(&house, report).await?;
        cold_start::measure(&mut house, "10,000 cases", report).await?;
        Ok(memory)
    };
    let measured = measured.await;
    house.close().await?;
    measured
}

/// The same.
async fn many(databases: Databases, people: &People, report: &mut Report) -> Result<f64> {
    let mut house = House::open(databases).await?;
    let measured = async {
        let memory = asked_of(&house, people, report).await?;
        cold_start::with_many_events(&mut house, report).await?;
        Ok(memory)
    };
    let measured = measured.await;
    house.close().await?;
    measured
}

/// Everything that is asked of the service; answers with its memory afterwards.
async fn asked_of(house: &House, people: &People, report: &mut Report) -> Result<f64> {
    let before = Memory::of(house.pid())?;
    measure_lookups::measure(house, people, report).await?;
    measure_questions::measure(house, people, report).await?;
    measure_commands::among(house, people, report).await?;
    let after = Memory::of(house.pid())?;
    let postgres = Memory::of_family(u32::try_from(house.databases.postgres.pid())?)?;
    let count = people.size();
    report.fact(format!("memory of the service, {count} cases, before, MiB"), before.resident);
    report.fact(format!("memory of the service, {count} cases, after, MiB"), after.resident);
    report.fact(format!("memory of the service, {count} cases, at most, MiB"), after.peak);
    report.fact(format!("memory of PostgreSQL, {count} cases, after, MiB"), postgres);
    Ok(after.peak)
}

async fn figures(report: &mut Report) -> Result<()> {
    measure_figures::measure(report)?;
    let people = People::reported_over(measure_figures::YEARS, measure_figures::CASES);
    let databases = filled(Databases::fresh(folder("figures")).await?, &people).await?;
    let house = House::open(databases).await?;
    let measured = measure_figures::over_rest(&house, &people, report).await;
    house.close().await?;
    measured
}
