//! Clients that each wait for an answer before they ask again.

use std::time::{Duration, Instant};

use futures::future::try_join_all;

use crate::Result;
use crate::asked::{measured, warm_up};
use crate::client::TurnedAway;
use crate::house::House;
use crate::sample::{Sample, Spent};

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
    let (done, spent) = tokio::try_join!(working, spent_meanwhile(house, process))?;
    Ok(sample(name, clients, done, spent))
}

/// Processor time in the measured time, which begins after the warm-up.
pub async fn spent_meanwhile(house: &House, process: u32) -> Result<Spent> {
    tokio::time::sleep(warm_up()).await;
    let before = house.spent(process)?;
    tokio::time::sleep(measured()).await;
    Ok(house.spent(process)? - before)
}

/// How long each answer took that counts, and how often there was none.
pub type Done = (Vec<Duration>, usize);

/// Of what each of the clients has done.
pub fn sample(name: &'static str, clients: usize, done: Vec<Done>, spent: Spent) -> Sample {
    let (took, turned_away): (Vec<_>, Vec<usize>) = done.into_iter().unzip();
    let mut sample = Sample::new(name, clients, took.concat(), spent);
    sample.turned_away = turned_away.into_iter().sum();
    sample
}

/// Does it once, unless it is turned away; says which.
pub async fn attempt(worker: &mut impl Worker) -> Result<bool> {
    match worker.once().await {
        Err(error) if error.is::<TurnedAway>() => Ok(false),
        outcome => outcome.map(|()| true),
    }
}

/// What falls into the measured time; what comes after it does not count, whatever it is.
async fn work(mut worker: impl Worker) -> Result<Done> {
    let (mut took, mut turned_away) = (Vec::new(), 0);
    let begin = Instant::now();
    let end = begin + warm_up() + measured();
    loop {
        let asked = Instant::now();
        let outcome = attempt(&mut worker).await;
        let answered = Instant::now();
        if answered > end {
            return Ok((took, turned_away));
        }
        match outcome? {
            false => turned_away += 1,
            true if answered >= begin + warm_up() => took.push(answered - asked),
            true => {}
        }
    }
}
