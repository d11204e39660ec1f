//! Reports that come by file: detention reports from DJI, arrests from the police (HANDBOOK §2). Each line
//! becomes an ordinary report, on a stream whose identity follows from the sender and the sender's own
//! reference: so a list can be sent again, and goes on where it was broken off.

mod line;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use futures::{StreamExt, TryStreamExt, stream};
use schakel_access::Actor;
use schakel_domain::case::{Case, CaseSubject, Member, Refusal, ReportCase, Source, SubjectKind};
use schakel_domain::lines::{BrokenLine, LineField, LineRule, ListFingerprint};
use schakel_domain::person::{Bsn, Gender};
use schakel_domain::region::OrganisationCode;
use schakel_domain::report_import::{ImportReports, Imported, ReportImport};
use schakel_domain::{Account, CaseId, MemberId, ReportImportId};
use schakel_journal::Receipt;
use uuid::Uuid;

pub use self::line::ReportLine;
use self::line::{Terms, Told};
use crate::lookups::first_half;
use crate::standing::Standing;
use crate::{Application, Error, Needs, Order, Refused};

/// How many persons' reports are made at once.
const AT_ONCE: usize = 8;

/// A line that could be read.
struct Report {
    line: u32,
    told: Told,
    /// What the line says, for telling whether a repeat is one.
    content: Vec<u8>,
}

impl Application {
    /// The stream of an organisation's imports of a day.
    fn report_import_id(&self, organisation: &OrganisationCode, day: NaiveDate) -> ReportImportId {
        ReportImportId(self.keyed_id(&format!("report-imports/{organisation}/{day}")))
    }

    /// The case of a sender's reference. Nobody who knows the reference can tell it without the key.
    fn imported_case_id(&self, organisation: &OrganisationCode, reference: &str) -> CaseId {
        CaseId(self.keyed_id(&format!("imported-report/{organisation}/{reference}")))
    }

    fn keyed_id(&self, name: &str) -> Uuid {
        Uuid::from_bytes(first_half(self.vault().fingerprint(name.as_bytes())))
    }

    /// Makes every line of a list a report, once, and records what the list came to. A line that cannot be
    /// read is listed, and stops nothing. A repeat with the same key goes on where the first was broken off,
    /// and counts what that made as its own.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn import_reports(&self, order: &Order, lines: &[ReportLine]) -> Result<Receipt, Error> {
        if let Some(first) = self.first_outcome(&self.request(order)).await? {
            return Ok(first);
        }
        let on = self.today();
        let standing = self.standing().await?;
        let organisation = self.sender(&order.actor, &standing, lines);
        let terms = Terms { sender: &organisation, standing: &standing, region: &self.region, today: on };
        let (reports, broken) = read(lines, &terms);
        let people = by_person(reports);
        let imported = stream::iter(people)
            .map(|reports| self.report_in_order(order, &organisation, reports))
            .buffer_unordered(AT_ONCE)
            .try_concat()
            .await?;
        let list = ListFingerprint(self.vault().fingerprint(&line::content(lines)));
        let id = self.report_import_id(&organisation, on);
        let command = ImportReports { on, organisation, list, imported, broken };
        self.execute::<ReportImport>(order, id.0, command, Needs::default()).await
    }

    /// From which organisation a list comes: from the caller's own, or for the House from the first partner
    /// that a line names.
    fn sender(&self, actor: &Actor, standing: &Standing, lines: &[ReportLine]) -> OrganisationCode {
        let named = || lines.iter().filter_map(ReportLine::named_organisation);
        let partner = match actor.organisation == self.region.house.organisation {
            true => named().find(|code| standing.organisation(code).is_some()),
            false => None,
        };
        partner.unwrap_or_else(|| actor.organisation.clone())
    }

    /// The reports about one person: each after the one before, so that a later one is linked to it.
    async fn report_in_order(
        &self,
        order: &Order,
        organisation: &OrganisationCode,
        reports: Vec<Report>,
    ) -> Result<Vec<Imported>, Error> {
        let mut imported = Vec::with_capacity(reports.len());
        for report in reports {
            imported.push(self.report(order, organisation, report).await?);
        }
        Ok(imported)
    }

    async fn report(
        &self,
        order: &Order,
        organisation: &OrganisationCode,
        Report { line, told, content }: Report,
    ) -> Result<Imported, Error> {
        let case = self.imported_case_id(organisation, &told.reference);
        // No client's own key has a space in it.
        let key = order.idempotency.as_ref().map(|(key, _)| format!("{key} {}", told.reference));
        let of_line =
            Order { idempotency: key.map(|key| (key, content)), expected_version: None, ..order.clone() };
        let needs = Needs { cases_of: told.details.bsn.iter().cloned().collect(), ..Needs::default() };
        let source = Source {
            organisation: organisation.clone(),
            account: Account(order.actor.account.clone()),
            reporter: None,
        };
        let command = self.command(told, source);
        let known_before = match self.execute::<Case>(&of_line, case.0, command, needs).await {
            Ok(_) => false,
            Err(Error::Refused(Refused::Case(Refusal::CaseAlreadyReported | Refusal::CaseErased))) => true,
            Err(error) => return Err(error),
        };
        Ok(Imported { line, case, known_before })
    }

    fn command(&self, told: Told, source: Source) -> ReportCase {
        let somebody = told.gender.is_some() || !told.details.is_empty();
        let id = MemberId(self.new_id());
        let member = Member::new(id, told.details, told.gender.unwrap_or(Gender::Unknown));
        ReportCase {
            source,
            reason: told.reason,
            trigger: Some(told.trigger),
            theme: None,
            municipality: told.municipality,
            subject: somebody.then(|| CaseSubject { kind: SubjectKind::Person, members: vec![member] }),
            shielded: None,
            subject_informed: told.subject_informed,
            release_date: told.release_date,
        }
    }
}

/// The lines that can be read, and those that cannot; of one reference, the first line counts.
fn read(lines: &[ReportLine], terms: &Terms<'_>) -> (Vec<Report>, Vec<BrokenLine>) {
    let (mut reports, mut broken, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for line in lines {
        match line.read(terms) {
            Ok(told) if seen.insert(told.reference.clone()) => {
                let content = line::content(std::slice::from_ref(line));
                reports.push(Report { line: line.line, told, content });
            }
            Ok(_) => broken.push(line.broken((LineField::Reference, LineRule::Repeated))),
            Err(unread) => broken.push(unread),
        }
    }
    (reports, broken)
}

/// The reports about the same person together, in the order of the list; of whoever has no number, each alone.
fn by_person(reports: Vec<Report>) -> Vec<Vec<Report>> {
    let mut places = BTreeMap::<Bsn, usize>::new();
    let mut people: Vec<Vec<Report>> = Vec::new();
    for report in reports {
        let next = people.len();
        let place = match report.told.details.bsn.clone() {
            Some(bsn) => *places.entry(bsn).or_insert(next),
            None => next,
        };
        if place == next {
            people.push(Vec::new());
        }
        people[place].push(report);
    }
    people
}
