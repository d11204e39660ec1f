//! What is printed at the end.

use std::fmt;

use crate::CLIENTS;
use crate::sample::Sample;

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
    fn ratio(&self) -> f64 {
        self.service.per_second() / self.sql.per_second()
    }

    /// The share of the bare SQL that is aimed at with the most clients.
    fn aim(&self) -> f64 {
        if self.service.name.starts_with("lookup") { 0.5 } else { 0.6 }
    }
}

/// Everything that was measured.
#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// Adds a row.
    pub fn add(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// Adds what the service did beside the bare SQL of the last row.
    pub fn add_beside_last(&mut self, service: Sample) {
        let Some(last) = self.lines.last() else { return };
        let (sql, every_statement) = (last.sql.clone(), last.every_statement.clone());
        self.lines.push(Line { service, sql, every_statement });
    }

    fn with_most_clients(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.service.clients == CLIENTS[CLIENTS.len() - 1])
    }

    fn results(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| what | clients | per second | p50 ms | p99 ms | bare SQL per second | p50 ms | p99 ms | ratio |"
        )?;
        writeln!(f, "|---|--:|--:|--:|--:|--:|--:|--:|--:|")?;
        for line in &self.lines {
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

    fn costs(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Processor time per answer, µs; events that the following read models had yet to read:\n"
        )?;
        writeln!(f, "| what | clients | client | service | PostgreSQL | behind | PostgreSQL for bare SQL |")?;
        writeln!(f, "|---|--:|--:|--:|--:|--:|--:|")?;
        for line in &self.lines {
            let (ours, bare) = (line.service.spent(), line.sql.spent());
            writeln!(
                f,
                "| {} | {} | {} | {} | {} | {} | {} |",
                line.service.name,
                line.service.clients,
                ours.clients.as_micros(),
                ours.service.as_micros(),
                ours.postgres.as_micros(),
                line.service.behind.unwrap_or_default(),
                bare.postgres.as_micros(),
            )?;
        }
        Ok(())
    }

    fn every_statement(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Beside every statement that the service sends, with what it asks before:\n")?;
        writeln!(f, "| what | clients | per second | all SQL per second | ratio |")?;
        writeln!(f, "|---|--:|--:|--:|--:|")?;
        for line in self.with_most_clients() {
            let Some(sql) = &line.every_statement else { continue };
            let (ours, theirs) = (line.service.per_second(), sql.per_second());
            let ratio = ours / theirs;
            writeln!(
                f,
                "| {} | {} | {ours:.0} | {theirs:.0} | {ratio:.2} |",
                line.service.name, line.service.clients
            )?;
        }
        Ok(())
    }

    fn aims(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.with_most_clients() {
            let (ratio, aim) = (line.ratio(), line.aim());
            let verdict = if ratio >= aim { "met" } else { "not met" };
            writeln!(f, "{}: {ratio:.2} of bare SQL, aim {aim}: {verdict}", line.service.name)?;
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        writeln!(f, "\nClients, service, pgbench and PostgreSQL share {cores} cores.\n")?;
        self.results(f)?;
        writeln!(f)?;
        self.costs(f)?;
        writeln!(f)?;
        self.every_statement(f)?;
        writeln!(f)?;
        self.aims(f)
    }
}
