//! What is printed at the end.

use std::fmt::{self, Formatter};

use crate::measure_commands;
use crate::measure_figures;
use crate::measure_lookups::{self, Measured};
use crate::sample::Sample;

/// The service's memory may not grow by more with the number of people.
const MEMORY_BOUND_MIB: f64 = 64.0;

/// Everything that was measured.
#[derive(Default)]
pub struct Report {
    /// Commands.
    pub commands: Vec<measure_commands::Line>,
    /// Lookups, with few people and with many.
    pub lookups: Vec<Measured>,
    /// Reports.
    pub figures: Option<measure_figures::Measured>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        writeln!(f, "\nClients, service, pgbench and PostgreSQL share {cores} cores.")?;
        if !self.commands.is_empty() {
            self.commands(f)?;
            self.every_statement(f)?;
        }
        if !self.lookups.is_empty() {
            self.lookups(f)?;
            self.views(f)?;
            self.memory(f)?;
        }
        self.costs(f)?;
        self.aims(f)
    }
}

impl Report {
    fn commands(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let sql = ["bare SQL per second", "p50 ms", "p99 ms", "ratio"];
        head(f, &[&["what", "clients", "per second", "p50 ms", "p99 ms"][..], &sql].concat())?;
        for line in &self.commands {
            let (service, sql) = (&line.service, &line.sql);
            writeln!(
                f,
                "| {} | {} | {:.0} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} | {:.2} |",
                service.name,
                service.clients,
                service.per_second(),
                service.within(0.5),
                service.within(0.99),
                sql.per_second(),
                sql.within(0.5),
                sql.within(0.99),
                line.ratio()
            )?;
        }
        Ok(())
    }

    fn every_statement(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nBeside every statement that the service sends, with what it asks before:")?;
        head(f, &["what", "clients", "per second", "all SQL per second", "ratio"])?;
        for line in &self.commands {
            let Some(sql) = &line.every_statement else { continue };
            let (ours, theirs) = (line.service.per_second(), sql.per_second());
            let (name, clients, ratio) = (line.service.name, line.service.clients, ours / theirs);
            writeln!(f, "| {name} | {clients} | {ours:.0} | {theirs:.0} | {ratio:.2} |")?;
        }
        Ok(())
    }

    fn lookups(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let times = ["p50 ms", "p99 ms", "p99.9 ms"];
        let beside = ["naive per second", "× naive", "bare JSON per second", "of bare JSON"];
        head(f, &[&["what", "people", "clients", "per second"][..], &times, &beside].concat())?;
        for measured in &self.lookups {
            for line in &measured.by_bsn {
                for service in [&line.rest, &line.grpc] {
                    lookup(f, service, measured.people, Some(line))?;
                }
            }
            for alone in measured.half.iter().chain(&measured.by_name) {
                lookup(f, alone, measured.people, None)?;
            }
        }
        Ok(())
    }

    fn views(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nReads that decide, beside reads of the same rows that do not, in µs:")?;
        head(f, &["what", "people", "deciding", "not deciding", "share"])?;
        for measured in &self.lookups {
            for pair in &measured.views {
                let (deciding, plain) = (pair.deciding.as_micros(), pair.plain.as_micros());
                let (name, people, share) = (pair.name, measured.people, pair.share());
                writeln!(f, "| {name} | {people} | {deciding} | {plain} | {share:.2} |")?;
            }
        }
        Ok(())
    }

    fn memory(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nMemory of the service in MiB, before the first question and after all of them:")?;
        head(f, &["people", "before", "after", "at most"])?;
        for measured in &self.lookups {
            let (before, after) = (measured.memory_before, measured.memory_after);
            let people = measured.people;
            writeln!(f, "| {people} | {:.0} | {:.0} | {:.0} |", before.resident, after.resident, after.peak)?;
        }
        Ok(())
    }

    fn costs(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\nProcessor time per answer, µs; events that the following read models had yet to read:"
        )?;
        head(f, &["what", "people", "clients", "client", "server", "PostgreSQL", "behind"])?;
        for line in &self.commands {
            cost(f, line.service.name, "", &line.service)?;
            cost(f, &format!("{}, bare SQL", line.service.name), "", &line.sql)?;
        }
        for measured in &self.lookups {
            let people = measured.people.to_string();
            for sample in measured.samples() {
                cost(f, sample.name, &people, sample)?;
            }
        }
        Ok(())
    }

    fn aims(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        let most = measure_commands::CLIENTS[measure_commands::CLIENTS.len() - 1];
        for line in self.commands.iter().filter(|line| line.service.clients == most) {
            at_least(f, &format!("{}, of bare SQL", line.service.name), line.ratio(), 0.6)?;
        }
        for measured in &self.lookups {
            measured.aims(f)?;
        }
        if let Some(figures) = &self.figures {
            figures.aims(f)?;
        }
        match &self.lookups[..] {
            [few, many] => many.beside(few, f),
            _ => Ok(()),
        }
    }
}

impl measure_figures::Measured {
    fn aims(&self, f: &mut Formatter<'_>) -> fmt::Result {
        at_most(f, "all reports of a year over 25,000 cases, ms", self.reports, 100.0)?;
        at_most(f, "the same as of a past day, from all facts, ms", self.as_of, 2000.0)?;
        writeln!(f, "what of it may be told, beside all of it: {:.2}", self.publishable / self.reports)
    }
}

impl Measured {
    fn samples(&self) -> Vec<&Sample> {
        let by_bsn = self.by_bsn.iter().flat_map(|line| [&line.rest, &line.grpc, &line.naive, &line.json]);
        by_bsn.chain(&self.half).chain(&self.by_name).collect()
    }

    fn aims(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let people = self.people;
        for line in self.by_bsn.iter().filter(|line| line.rest.clients >= 32) {
            for service in [&line.rest, &line.grpc] {
                let what = format!("{} × {}, {people} people", service.name, service.clients);
                at_least(f, &format!("{what}, times naive"), ratio(service, &line.naive), 3.0)?;
                at_least(f, &format!("{what}, of bare JSON"), ratio(service, &line.json), 0.4)?;
            }
        }
        if let Some(half) = &self.half {
            at_most(f, &format!("p99 at half load, {people} people, ms"), half.within(0.99), 10.0)?;
        }
        if let (Some(by_name), Some(line)) = (&self.by_name, self.with_some_clients()) {
            at_most(f, &format!("by name beside by BSN, {people} people"), ratio(&line.rest, by_name), 5.0)?;
        }
        for pair in &self.views {
            at_most(f, &format!("{}, {people} people, what deciding adds", pair.name), pair.share(), 0.2)?;
        }
        if let Some(run) = &self.monitor {
            at_least(f, &format!("suspects monitor, {people} people, a second"), run.per_second(), 20_000.0)?;
        }
        Ok(())
    }

    /// What may not change with the number of people.
    fn beside(&self, few: &Self, f: &mut Formatter<'_>) -> fmt::Result {
        if let (Some(many), Some(few)) = (self.with_some_clients(), few.with_some_clients()) {
            at_least(
                f,
                "lookup by BSN with many people, of that with few",
                ratio(&many.rest, &few.rest),
                0.8,
            )?;
        }
        let more = self.memory_after.peak - few.memory_after.peak;
        at_most(f, "more memory with many people, MiB", more, MEMORY_BOUND_MIB)
    }
}

fn lookup(
    f: &mut Formatter<'_>,
    service: &Sample,
    people: usize,
    line: Option<&measure_lookups::Line>,
) -> fmt::Result {
    write!(
        f,
        "| {} | {people} | {} | {:.0} | {:.2} | {:.2} | {:.2} |",
        service.name,
        service.clients,
        service.per_second(),
        service.within(0.5),
        service.within(0.99),
        service.within(0.999),
    )?;
    match line {
        Some(line) => writeln!(
            f,
            " {:.0} | {:.2} | {:.0} | {:.2} |",
            line.naive.per_second(),
            ratio(service, &line.naive),
            line.json.per_second(),
            ratio(service, &line.json),
        ),
        None => writeln!(f, " | | | |"),
    }
}

fn cost(f: &mut Formatter<'_>, what: &str, people: &str, sample: &Sample) -> fmt::Result {
    let spent = sample.spent();
    writeln!(
        f,
        "| {what} | {people} | {} | {} | {} | {} | {} |",
        sample.clients,
        spent.clients.as_micros(),
        spent.service.as_micros(),
        spent.postgres.as_micros(),
        sample.behind.unwrap_or_default(),
    )
}

/// The head of a table whose first column is text.
fn head(f: &mut Formatter<'_>, columns: &[&str]) -> fmt::Result {
    writeln!(f, "\n| {} |", columns.join(" | "))?;
    writeln!(f, "|---|{}", "--:|".repeat(columns.len() - 1))
}

fn ratio(one: &Sample, other: &Sample) -> f64 {
    one.per_second() / other.per_second()
}

fn at_least(f: &mut Formatter<'_>, what: &str, is: f64, aim: f64) -> fmt::Result {
    let verdict = if is >= aim { "met" } else { "not met" };
    writeln!(f, "{what}: {is:.2}, aim at least {aim}: {verdict}")
}

fn at_most(f: &mut Formatter<'_>, what: &str, is: f64, aim: f64) -> fmt::Result {
    let verdict = if is <= aim { "met" } else { "not met" };
    writeln!(f, "{what}: {is:.2}, aim at most {aim}: {verdict}")
}
