//! Clients that each wait for an answer before they ask again.

use std::time::{Duration, Instant};

use futures::future::try_join_all;

use crate::house::House;
use crate::sample::{Sample, Spent};
use crate::{MEASURED, Result, WARM_UP};

/// A client that does one thing over and over.
pub trait Worker {
    /// Does it once, up to the answer.
    async fn once(&mut self) -> Result<()>;
}

/// Lets these work at once against that process.
pub async fn measure<W: Worker>(
    house: &House,
    process: u32,
    name: &'static str,
    workers: Vec<W>,
) -> Result<Sample> {
    let clients = workers.len();
    println!("{name} × {clients}");
    house.checkpoint().await?;
    let working = try_join_all(workers.into_iter().map(work));
    let (took, spent) = tokio::try_join!(working, spent_meanwhile(house, process))?;
    Ok(Sample::new(name, clients, took.concat(), spent))
}

/// Processor time in the measured time, which begins after the warm-up.
pub async fn spent_meanwhile(house: &House, process: u32) -> Result<Spent> {
    tokio::time::sleep(WARM_UP).await;
    let before = house.spent(process)?;
    tokio::time::sleep(MEASURED).await;
    Ok(house.spent(process)? - before)
}

/// How long each answer took that fell into the measured time.
async fn work(mut worker: impl Worker) -> Result<Vec<Duration>> {
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
