//! What is printed at the end: a row for each measurement, and what is aimed at.

use std::fmt::{self, Formatter};

use crate::sample::Sample;

/// Everything that was measured.
#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
    facts: Vec<Fact>,
}

/// A measurement, and how it stands beside others of the same work.
struct Row {
    cases: Option<usize>,
    sample: Sample,
    beside: Vec<(&'static str, f64)>,
}

/// Something that was found, and what was aimed at.
struct Fact {
    what: String,
    is: f64,
    aim: Option<Aim>,
}

/// What is aimed at.
#[derive(Clone, Copy)]
pub enum Aim {
    /// No less than this.
    AtLeast(f64),
    /// No more than this.
    AtMost(f64),
}

/// What of a row's rate must be left when there is a hundred times as much: it may cost a fifth more.
const LEFT_AFTER_GROWTH: f64 = 1.0 / 1.2;

impl Report {
    /// Adds a row; each of the others is named by what stands between the ratio and it.
    pub fn row(&mut self, cases: Option<usize>, sample: &Sample, beside: &[(&'static str, &Sample)]) {
        let beside = beside.iter().map(|(how, other)| (*how, ratio(sample, other))).collect();
        self.rows.push(Row { cases, sample: sample.clone(), beside });
    }

    /// Adds something that nothing is aimed at for.
    pub fn fact(&mut self, what: impl Into<String>, is: f64) {
        self.facts.push(Fact { what: what.into(), is, aim: None });
    }

    /// Adds something with its aim.
    pub fn goal(&mut self, what: impl Into<String>, is: f64, aim: Aim) {
        self.facts.push(Fact { what: what.into(), is, aim: Some(aim) });
    }

    /// Adds what became of each row when there were many cases instead of few.
    pub fn growth(&mut self, few: usize, many: usize) {
        let with_few = self.rows.iter().filter(|row| row.cases == Some(few));
        let grown: Vec<_> = with_few.map(|row| row.sample.clone()).collect();
        let mut goals = Vec::new();
        for row in self.rows.iter_mut().filter(|row| row.cases == Some(many)) {
            let same = |other: &&Sample| other.name == row.sample.name && other.clients == row.sample.clients;
            let Some(before) = grown.iter().find(same) else { continue };
            let left = ratio(&row.sample, before);
            let (name, clients) = (row.sample.name, row.sample.clients);
            row.beside.push(("of that with few", left));
            goals.push((format!("{name} × {clients}, {many} cases, of that with {few}"), left));
        }
        for (what, left) in goals {
            self.goal(what, left, Aim::AtLeast(LEFT_AFTER_GROWTH));
        }
    }
}

/// How many times as fast.
pub fn ratio(one: &Sample, other: &Sample) -> f64 {
    one.per_second() / other.per_second()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        writeln!(f, "\nClients, servers, pgbench and PostgreSQL share {cores} cores.")?;
        let costs = ["client µs", "server µs", "PostgreSQL µs"];
        let times = ["per second", "p50 ms", "p99 ms", "p99.9 ms"];
        head(f, &[&["what", "cases", "clients"][..], &times, &costs, &["beside"]].concat())?;
        self.rows.iter().try_for_each(|row| writeln!(f, "{row}"))?;
        head(f, &["what", "is", "aim", ""])?;
        self.facts.iter().try_for_each(|fact| writeln!(f, "{fact}"))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { cases, sample, beside } = self;
        let cases = cases.map_or(String::new(), |cases| cases.to_string());
        write!(f, "| {} | {cases} | {} | {:.0} |", sample.name, sample.clients, sample.per_second())?;
        for share in [0.5, 0.99, 0.999] {
            write!(f, " {:.2} |", sample.within(share))?;
        }
        let spent = sample.spent();
        for time in [spent.clients, spent.service, spent.postgres] {
            write!(f, " {} |", time.as_micros())?;
        }
        let mut beside: Vec<_> = beside.iter().map(|(how, ratio)| format!("{ratio:.2} {how}")).collect();
        if sample.turned_away > 0 {
            beside.push(format!("{} turned away", sample.turned_away));
        }
        write!(f, " {} |", beside.join("; "))
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { what, is, aim } = self;
        let precision = if is.abs() < 100.0 { 2 } else { 0 };
        write!(f, "| {what} | {is:.precision$} |")?;
        let (aim, met) = match aim {
            None => return write!(f, " | |"),
            Some(Aim::AtLeast(bound)) => (format!("≥ {bound:.4}"), is >= bound),
            Some(Aim::AtMost(bound)) => (format!("≤ {bound:.4}"), is <= bound),
        };
        let aim = aim.trim_end_matches('0').trim_end_matches('.');
        write!(f, " {aim} | {} |", if met { "met" } else { "**missed**" })
    }
}

/// The head of a table whose first column is text.
fn head(f: &mut Formatter<'_>, columns: &[&str]) -> fmt::Result {
    writeln!(f, "\n| {} |", columns.join(" | "))?;
    writeln!(f, "|---|{}", "--:|".repeat(columns.len() - 1))
}
