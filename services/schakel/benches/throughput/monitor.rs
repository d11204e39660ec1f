//! The suspects monitor: one list of a day, checked in one go.

use std::fmt::Write;
use std::time::{Duration, Instant};

use crate::Result;
use crate::client::{Door, Rest};
use crate::events::ONE_IN;
use crate::people::People;

/// How many lines the list has.
const LINES: usize = 20_000;
/// One in so many lines is about somebody with an active case; the rest about people nobody knows.
const ONE_KNOWN_IN: usize = 50;

/// One run.
pub struct Run {
    took: Duration,
}

impl Run {
    /// Checked lines per second.
    pub fn per_second(&self) -> f64 {
        LINES as f64 / self.took.as_secs_f64()
    }
}

/// Uploads a list and waits for the answer; the first one only warms up.
pub async fn measure(door: &Door, people: &People) -> Result<Run> {
    println!("suspects monitor, {LINES} lines");
    // The strangers come after the people in the same order, so that none is both.
    let known = people.size();
    let with_strangers = People::new(known + LINES);
    let mut rest = Rest::open(door).await?;
    let mut run = Run { took: Duration::ZERO };
    for turn in 0..2 {
        let list = list(&with_strangers, known, turn)?;
        let began = Instant::now();
        rest.upload("/v1/suspects-monitor-runs", &format!("monitor-{turn}"), "text/csv", &list).await?;
        run.took = began.elapsed();
    }
    Ok(run)
}

fn list(people: &People, known: usize, turn: usize) -> Result<String> {
    let mut list = "bsn,givenNames,prefix,surname,birthDate,birthYear\n".to_owned();
    for line in 0..LINES {
        let number = match line % ONE_KNOWN_IN {
            0 => (line * ONE_IN + turn * ONE_IN) % known,
            _ => known + line,
        };
        writeln!(list, "{},,,,,", people.bsn(number)?.as_str())?;
    }
    Ok(list)
}
