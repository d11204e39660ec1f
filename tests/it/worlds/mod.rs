//! Two worlds with the same random history, in one of which more happened that some askers may not see: all
//! that they are told must be the same in both (HANDBOOK §9, NORMS §3).

mod asked;
mod history;
mod step;

use std::ops::Range;

use self::asked::Asking;
pub use self::history::{Ended, History};
use self::step::World;

/// The two worlds, and those who may not be able to tell one from the other.
pub struct Pair {
    /// The second is the one with secrets.
    pub worlds: [World; 2],
    askers: Vec<Asking>,
}

impl Pair {
    /// Two Houses in which nothing happened yet.
    pub async fn open() -> Self {
        let (plain, secretive) = futures::join!(World::open(), World::open());
        Self { worlds: [plain, secretive], askers: Asking::everybody() }
    }

    /// Both go through these histories, and nobody can tell them apart.
    pub async fn agree(&mut self, numbers: Range<usize>) -> Ended {
        let mut ended = Ended::default();
        for number in numbers {
            let mut history = History::of(number);
            while history.goes_on() {
                history.go_on(&mut self.worlds).await;
                let differences = self.differences(&history).await;
                assert!(differences.is_empty(), "history {number}: {}", differences.concat());
            }
            ended += history.ended();
        }
        ended
    }

    /// For everybody who can tell in which of both they are: the first thing by which.
    pub async fn differences(&mut self, history: &History) -> Vec<String> {
        let mut differences = Vec::new();
        // One after another: who asks is itself something that others may be told.
        for asker in &mut self.askers {
            differences.extend(asker.difference(&self.worlds, history).await);
        }
        differences
    }

    /// How many ask.
    pub fn askers(&self) -> usize {
        self.askers.len()
    }
}
