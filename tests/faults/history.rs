//! What the clients know: every call, when it began and ended, and what was heard of it. Three outcomes and not
//! two: who hears nothing does not know.

use std::collections::BTreeMap;
use std::time::Duration;

/// A moment, by counting: what ended before another began has the lower one.
pub type Moment = u64;

/// What was heard of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done: where its event is.
    Done(Receipt),
    /// It was not done, and never will be: the kind of problem.
    Refused(String),
    /// It was done, or it was not.
    Unknown,
}

/// The receipt of a command.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Receipt {
    pub id: String,
    pub version: u64,
    pub position: String,
}

/// A command, sent once or more, always with the same key and under the same trace.
#[derive(Clone, Debug)]
pub struct Command {
    pub trace: String,
    /// The one event that it comes to.
    pub event: &'static str,
    /// Who is known when it is done.
    pub makes_known: Option<usize>,
    pub attempts: Vec<Attempt>,
}

/// One time that it was sent.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub began: Moment,
    pub ended: Moment,
    pub outcome: Outcome,
}

/// Whether somebody is known.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The asker's own reference, of this call alone.
    pub reference: String,
    pub person: usize,
    pub began: Moment,
    /// `None`: an error, or nothing.
    pub known: Option<bool>,
}

/// All that the clients of one House have done.
#[derive(Debug, Default)]
pub struct History {
    now: Moment,
    pub commands: Vec<Command>,
    pub lookups: Vec<Lookup>,
    /// Streams that were erased for good, and whoever they were about.
    pub erased: BTreeMap<String, usize>,
    /// Personal values that an answer about an erased stream held all the same.
    pub told_of_erased: Vec<String>,
    /// How long after each fault was healed it took until everything was answered again.
    pub recoveries: Vec<Duration>,
    /// Answers that admit a fault of the program.
    pub broken: Vec<String>,
}

impl History {
    /// A moment later than any before.
    pub fn tick(&mut self) -> Moment {
        self.now += 1;
        self.now
    }

    /// The number of a new command.
    pub fn command(&mut self, trace: String, event: &'static str, makes_known: Option<usize>) -> usize {
        self.commands.push(Command { trace, event, makes_known, attempts: Vec::new() });
        self.commands.len() - 1
    }

    /// Notes how an attempt ended.
    pub fn heard(&mut self, command: usize, began: Moment, outcome: Outcome) {
        let ended = self.tick();
        self.commands[command].attempts.push(Attempt { began, ended, outcome });
    }

    /// How many calls had an answer.
    pub fn answered(&self) -> usize {
        let done = self.commands.iter().filter(|command| command.receipt().is_some()).count();
        done + self.lookups.iter().filter(|lookup| lookup.known.is_some()).count()
    }

    /// How many attempts, and how many of them ended without an answer.
    pub fn attempts(&self) -> (usize, usize) {
        let attempts = self.commands.iter().flat_map(|command| &command.attempts);
        let unknown = attempts.clone().filter(|attempt| attempt.outcome == Outcome::Unknown);
        (attempts.clone().count() + self.lookups.len(), unknown.count())
    }
}

impl Command {
    /// The first receipt.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.receipts().next().map(|(_, receipt)| receipt)
    }

    /// Every receipt, and when it was there.
    pub fn receipts(&self) -> impl Iterator<Item = (Moment, &Receipt)> {
        self.attempts.iter().filter_map(|attempt| match &attempt.outcome {
            Outcome::Done(receipt) => Some((attempt.ended, receipt)),
            _ => None,
        })
    }

    /// Whether it is still to be found out what became of it.
    pub fn is_open(&self) -> bool {
        let settles = |attempt: &Attempt| attempt.outcome != Outcome::Unknown;
        !self.attempts.iter().any(settles)
    }
}
