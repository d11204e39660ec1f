//! The suspects monitor: one list of a day, checked in one go.

use std::fmt::Write;
use std::time::{Duration, Instant};

use schakel_domain::person::Bsn;
use serde_json::json;

use crate::Result;
use crate::client::{Door, Rest};
use crate::people::{People, STRANGERS};
use crate::rpc::Rpc;

/// What it is called.
pub const NAME: &str = "suspects monitor";
/// How many lines the list has.
const LINES: usize = STRANGERS;
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

/// As lines over REST, and as a stream over gRPC; each waits for the answer, and the first list of each only warms up.
pub async fn measure(door: &Door, people: &People) -> Result<[(&'static str, Run); 2]> {
    println!("{NAME}, {LINES} lines");
    let lists = Lists { people };
    let mut rest = Rest::open(door).await?;
    let mut rpc = Rpc::open(door, "schakel.v1.SuspectsMonitorService", "CheckSuspects").await?;
    let (mut by_rest, mut by_grpc) = (Duration::ZERO, Duration::ZERO);
    for turn in 0..2 {
        let list = lists.csv(turn)?;
        let began = Instant::now();
        rest.upload("/v1/suspects-monitor-runs", &format!("monitor-{turn}"), "text/csv", &list).await?;
        by_rest = began.elapsed();
        let messages = lists.bsns(turn + 2).map(|bsn| rpc.message(&json!({"bsn": bsn?.as_str()})));
        let messages = messages.collect::<Result<_>>()?;
        let began = Instant::now();
        rpc.stream(messages, &format!("monitor-stream-{turn}")).await?;
        by_grpc = began.elapsed();
    }
    Ok([
        ("suspects monitor, REST", Run { took: by_rest }),
        ("suspects monitor, gRPC stream", Run { took: by_grpc }),
    ])
}

struct Lists<'a> {
    people: &'a People,
}

impl Lists<'_> {
    fn bsns(&self, turn: usize) -> impl Iterator<Item = Result<Bsn>> {
        (0..LINES).map(move |line| {
            let number = match line % ONE_KNOWN_IN {
                0 => (line + turn) % self.people.size(),
                _ => self.people.stranger(line),
            };
            self.people.bsn(number)
        })
    }

    fn csv(&self, turn: usize) -> Result<String> {
        let mut list = "bsn,givenNames,prefix,surname,birthDate,birthYear\n".to_owned();
        for bsn in self.bsns(turn) {
            writeln!(list, "{},,,,,", bsn?.as_str())?;
        }
        Ok(list)
    }
}
