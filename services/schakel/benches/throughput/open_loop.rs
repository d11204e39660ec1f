//! Questions that arrive at a fixed rate, whether or not the earlier ones have been answered. Each counts
//! from the moment at which it was due: one that had to wait for a free connection has waited.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use futures::future::try_join_all;
use tokio::sync::Semaphore;

use crate::Result;
use crate::asked::{measured, warm_up};
use crate::closed_loop::{Done, Worker, attempt, sample, spent_meanwhile};
use crate::house::House;
use crate::sample::Sample;

/// Lets so many questions arrive in a second, over these connections.
pub async fn measure<W: Worker>(
    house: &House,
    process: u32,
    name: &'static str,
    workers: Vec<W>,
    per_second: f64,
) -> Result<Sample> {
    println!("{name}, {per_second:.0} a second");
    house.checkpoint().await?;
    let clients = workers.len();
    let arrivals = Arrivals::begin(per_second);
    let working = try_join_all(workers.into_iter().map(|worker| answer(worker, &arrivals)));
    let (done, spent) = tokio::try_join!(working, spent_meanwhile(house, process))?;
    Ok(sample(name, clients, done, spent))
}

/// What was due in the measured time.
async fn answer(mut worker: impl Worker, arrivals: &Arrivals) -> Result<Done> {
    let (mut took, mut turned_away) = (Vec::new(), 0);
    while let Some(due) = arrivals.next().await {
        match attempt(&mut worker).await? {
            false => turned_away += 1,
            true if due >= arrivals.begin + warm_up() => took.push(due.elapsed()),
            true => {}
        }
    }
    Ok((took, turned_away))
}

struct Arrivals {
    begin: Instant,
    between: Duration,
    arrived: Arc<Semaphore>,
    taken: AtomicU32,
}

impl Arrivals {
    /// They come from a thread of their own: the runtime's timer is too coarse, by a millisecond.
    fn begin(per_second: f64) -> Self {
        let (begin, between) = (Instant::now(), Duration::from_secs_f64(1.0 / per_second));
        let arrived = Arc::new(Semaphore::new(0));
        thread::spawn({
            let arrived = arrived.clone();
            move || {
                let mut due = begin;
                while due < begin + warm_up() + measured() {
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    arrived.add_permits(1);
                    due += between;
                }
                arrived.close();
            }
        });
        Self { begin, between, arrived, taken: AtomicU32::new(0) }
    }

    /// When the next one was due, as soon as it is; `None` after the last.
    async fn next(&self) -> Option<Instant> {
        self.arrived.acquire().await.ok()?.forget();
        Some(self.begin + self.between * self.taken.fetch_add(1, Ordering::Relaxed))
    }
}
