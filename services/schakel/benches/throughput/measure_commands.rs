//! Commands, beside the bare SQL of the same work.

use crate::bare::Bare;
use crate::commands::{self, Kind, Load};
use crate::house::House;
use crate::population::{self, Population};
use crate::sample::Sample;
use crate::{Result, asked, closed_loop};

/// How many clients there are at once.
pub const CLIENTS: [usize; 3] = [1, 8, 32];
/// What is measured.
pub const NAMES: [&str; 3] = [commands::APPEND, commands::REPORT, commands::REPORT_OVER_GRPC];

/// One row: the service, and the bare SQL of the same work.
pub struct Line {
    /// The service.
    pub service: Sample,
    /// The bare SQL.
    pub sql: Sample,
    /// The bare SQL with every statement that the service sends, where that was measured.
    pub every_statement: Option<Sample>,
}

impl Line {
    /// The service's share of the bare SQL.
    pub fn ratio(&self) -> f64 {
        self.service.per_second() / self.sql.per_second()
    }
}

/// Measures what is asked for.
pub async fn measure(house: &House) -> Result<Vec<Line>> {
    println!("preparing {} cases …", population::SIZE);
    let population = Population::prepare(house).await?;
    let bare = Bare::prepare(house, &population).await?;
    let mut lines = Vec::new();
    // Reports come last: until then both databases hold the population and nothing else.
    let append = |share| Load::append(&population, share);
    let new_report = |_| Load::report(&population);
    let loads: [&dyn Fn(usize) -> Load; 2] = [&append, &new_report];
    for load in loads {
        for (step, clients) in CLIENTS.into_iter().enumerate() {
            let load = load(step);
            if asked::for_name(load.name) {
                lines.push(side_by_side(house, &bare, &load, clients).await?);
            }
        }
    }
    let by_grpc = Load::report_over_grpc(&population);
    if let Some(line) = lines.last().filter(|_| asked::for_name(by_grpc.name)) {
        // Beside the bare SQL of the last row.
        let (sql, every_statement) = (line.sql.clone(), line.every_statement.clone());
        let service = of_service(house, &by_grpc, CLIENTS[2]).await?;
        lines.push(Line { service, sql, every_statement });
    }
    Ok(lines)
}

/// The service, then the bare SQL, each right after a checkpoint; with the most clients, also every
/// statement that the service sends, where those are more.
async fn side_by_side(house: &House, bare: &Bare<'_>, load: &Load, clients: usize) -> Result<Line> {
    let service = of_service(house, load, clients).await?;
    let sql = bare.measure(load, clients, false).await?;
    let asks_more = !matches!(load.kind, Kind::Append { .. });
    let every_statement = match asks_more && clients == CLIENTS[2] {
        true => Some(bare.measure(load, clients, true).await?),
        false => None,
    };
    Ok(Line { service, sql, every_statement })
}

async fn of_service(house: &House, load: &Load, clients: usize) -> Result<Sample> {
    let workers = load.clients(&house.door, clients).await?;
    let mut sample = closed_loop::measure(house, house.pid(), load.name, workers).await?;
    sample.behind = Some(house.behind().await?);
    house.caught_up().await?;
    Ok(sample)
}
