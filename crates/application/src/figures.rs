//! What a House achieves: figures made of facts that are kept in memory (HANDBOOK §10).
//!
//! All facts of ten years are a few megabytes, and each report is a walk through them; a report as of an earlier day
//! walks through those that were recorded until then.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use schakel_access::{Actor, FiguresView, decide_figures};
use schakel_domain::calendar::day_before;
use schakel_domain::region::{MunicipalityCode, OrganisationCode, Region};
use schakel_figures::areas::{Areas, REGION};
use schakel_figures::disclosure::Protected;
use schakel_figures::fact::{Entry, Origin};
use schakel_figures::house::House;
use schakel_figures::reports::{CostInputs, Definition, Figures, Frame, Period, Report};
use schakel_journal::Place;
use schakel_read_models::figures;
use tokio::sync::Mutex;

use crate::{Application, Error, FieldError};

/// Which figures are asked for.
#[derive(Clone, Debug)]
pub struct FiguresQuestion {
    /// Of which period.
    pub period: Period,
    /// On which day ages are taken; the last of the period where it is not said.
    pub reference_date: Option<NaiveDate>,
    /// As they were, or would have been, on this day.
    pub as_of: Option<NaiveDate>,
    /// Of which area, by its code; of the region where it is not said.
    pub area: Option<String>,
    /// Under which version of the definition; the one in use where it is not said.
    pub definition: Option<u32>,
    /// Whether only what may be told is wanted, by somebody who sees more.
    pub publishable: bool,
    /// What the cost of coordination is computed with.
    pub inputs: CostInputs,
}

/// Figures that were made, and how much of them is told.
pub struct FiguresAnswer {
    /// The report.
    pub figures: Figures,
    /// What of each table is told.
    pub told: Vec<Protected>,
    /// The areas that were asked for: the one, and what is part of it.
    pub areas: Vec<usize>,
    /// Of which period.
    pub period: Period,
    /// On which day ages were taken.
    pub reference_date: NaiveDate,
    /// As of which day.
    pub as_of: NaiveDate,
    /// Below how many nothing is told, where not everything is.
    pub few: Option<u64>,
}

impl FiguresAnswer {
    /// A figure by the codes of its table, its row and its area, unless it is left out or not there.
    pub fn figure(&self, table: &str, row: &str, area: &str) -> Option<u64> {
        let mut tables = self.figures.sheets.iter().zip(&self.told);
        let (sheet, told) = tables.find(|(sheet, _)| sheet.code == table)?;
        let area = sheet.areas.iter().position(|head| head.code == area)?;
        Some(told.cell(sheet.row(row)?, area)?.value)
    }
}

/// The facts in memory.
#[derive(Default)]
pub(crate) struct Kept {
    withdrawn: i64,
    last: Option<Place>,
    known: KnownFacts,
}

/// Facts in the order of the log, and the House that they make.
#[derive(Clone, Default)]
struct KnownFacts {
    entries: Arc<Vec<Entry>>,
    house: Arc<House>,
}

/// The keeper of the facts.
pub(crate) type FactKeeper = Mutex<Kept>;

/// What may be seen of an area, settled.
struct Admitted {
    areas: Areas,
    /// The area that was asked for, and what of its parts may be seen.
    seen: Vec<usize>,
    area: usize,
    as_of: NaiveDate,
    few: Option<u64>,
}

impl Application {
    /// A report.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an area that is not there, or not the actor's to see; [`Error::Invalid`] for a question
    /// that does not fit; else see [`Error`].
    pub async fn figures(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        report: Report,
        question: &FiguresQuestion,
    ) -> Result<FiguresAnswer, Error> {
        let mut made = self.all_figures(actor, at_least, &[report], question).await?;
        made.pop().ok_or(Error::NotFound)
    }

    /// Several reports of one moment.
    ///
    /// # Errors
    /// As [`Application::figures`].
    pub async fn all_figures(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        reports: &[Report],
        question: &FiguresQuestion,
    ) -> Result<Vec<FiguresAnswer>, Error> {
        let admitted = self.admit_to_figures(actor, question).await?;
        let definitions: Vec<_> =
            reports.iter().map(|report| report.definition(question.definition)).collect();
        if definitions.iter().any(Option::is_none) {
            let words = "there is no such version of the definition";
            return Err(Error::Invalid(vec![FieldError::new("definitionVersion", "version", words)]));
        }
        let facts = self.facts_until_now(actor, at_least).await?;
        let names = self.standing().await?;
        let names = names.organisations().into_iter().map(|it| (it.code.clone(), it.name.clone())).collect();
        let making = Making {
            region: self.region.clone(),
            names,
            facts,
            admitted,
            question: question.clone(),
            reports: reports.iter().copied().zip(definitions.into_iter().flatten()).collect(),
        };
        self.in_the_back(move || making.make()).await
    }

    /// The events behind a row of a table, in the order of the log.
    ///
    /// # Errors
    /// As [`Application::figures`]; [`Error::NotFound`] for a table or a row that is not there.
    pub async fn figures_traced(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        report: Report,
        question: &FiguresQuestion,
        table: &str,
        row: &str,
    ) -> Result<Vec<Origin>, Error> {
        let answer = self.figures(actor, at_least, report, question).await?;
        if answer.few.is_some() {
            return Err(Error::NotFound);
        }
        let sheet = answer.figures.sheets.iter().find(|sheet| sheet.code == table).ok_or(Error::NotFound)?;
        let row = sheet.row(row).ok_or(Error::NotFound)?;
        let area = answer.areas.first().copied().unwrap_or(0);
        let mut behind: Vec<_> = sheet.behind(row, area).collect();
        behind.sort_unstable();
        behind.dedup();
        Ok(behind)
    }

    async fn admit_to_figures(&self, actor: &Actor, question: &FiguresQuestion) -> Result<Admitted, Error> {
        let areas = Areas::of(self.region());
        let code = question.area.as_deref().unwrap_or(REGION);
        let area = areas.find(code).ok_or(Error::NotFound)?;
        let asked = (code != REGION).then(|| MunicipalityCode::new(code));
        let known = self.standing().await?.known(actor, self.today());
        let own = known.and_then(|known| known.municipality);
        let roles = actor.roles.iter().copied().collect();
        let view = decide_figures(&roles, own.as_ref(), asked.as_ref()).ok_or(Error::NotFound)?;
        let may_see = |at: &usize| {
            let part = MunicipalityCode::new(areas.heads()[*at].code.clone());
            *at == area || decide_figures(&roles, own.as_ref(), Some(&part)).is_some()
        };
        let seen = areas.with_parts(area).into_iter().filter(may_see).collect();
        let publishable = question.publishable || view == FiguresView::Publishable;
        let as_of = self.settled_day(question, publishable)?;
        Ok(Admitted { areas, seen, area, as_of, few: publishable.then_some(self.region().figures.few) })
    }

    /// What may be told is told of whole years, as they stood at the end of a month: whoever could ask for any two
    /// days would see in the difference what happened between them.
    fn settled_day(&self, question: &FiguresQuestion, publishable: bool) -> Result<NaiveDate, Error> {
        let today = self.today();
        let mut mistakes = Vec::new();
        if question.period.until < question.period.from {
            mistakes.push(FieldError::new("untilDate", "period", "lies before the first day"));
        }
        if question.as_of.is_some_and(|day| day > today) {
            mistakes.push(FieldError::new("asOfDate", "past", "lies in the future"));
        }
        if publishable && !question.period.is_whole_years() {
            mistakes.push(FieldError::new(
                "fromDate",
                "whole_years",
                "what may be told is told of whole calendar years",
            ));
        }
        let last_month = day_before(today.with_day(1).unwrap_or(today));
        if publishable && question.as_of.is_some_and(|day| !is_end_of_month(day)) {
            mistakes.push(FieldError::new(
                "asOfDate",
                "end_of_month",
                "what may be told is told as of the end of a month",
            ));
        }
        match mistakes.is_empty() {
            true => Ok(question.as_of.unwrap_or(if publishable { last_month } else { today })),
            false => Err(Error::Invalid(mistakes)),
        }
    }

    /// Every fact that the log has brought.
    async fn facts_until_now(&self, actor: &Actor, at_least: Option<Place>) -> Result<KnownFacts, Error> {
        self.journal.ready_for("figures", at_least).await?;
        let mut kept = self.facts.lock().await;
        let mut reading = self.read_for(actor).await?;
        let mut new = figures::facts_after(&mut reading, kept.last.unwrap_or(Place::START)).await?;
        if new.withdrawn != kept.withdrawn && kept.last.is_some() {
            *kept = Kept::default();
            new = figures::facts_after(&mut reading, Place::START).await?;
        }
        kept.withdrawn = new.withdrawn;
        for (place, at, origin, fact) in new.facts {
            let entry = Entry { recorded_on: self.day_of(at), origin, fact };
            Arc::make_mut(&mut kept.known.house).take(&entry);
            Arc::make_mut(&mut kept.known.entries).push(entry);
            kept.last = Some(place);
        }
        Ok(kept.known.clone())
    }
}

impl KnownFacts {
    /// The House as it was known at the end of this day.
    fn as_of(&self, day: NaiveDate) -> Arc<House> {
        let is_known = |entry: &&Entry| entry.recorded_on <= day;
        match self.entries.iter().all(|entry| is_known(&entry)) {
            true => self.house.clone(),
            false => Arc::new(House::of(self.entries.iter().filter(is_known))),
        }
    }
}

/// All that figures are made of, apart from the application.
struct Making {
    region: Arc<Region>,
    names: HashMap<OrganisationCode, String>,
    facts: KnownFacts,
    admitted: Admitted,
    question: FiguresQuestion,
    reports: Vec<(Report, Definition)>,
}

impl Making {
    fn make(self) -> Vec<FiguresAnswer> {
        let Self { region, names, facts, admitted, question, reports } = self;
        let house = facts.as_of(admitted.as_of);
        let reference_date = question.reference_date.unwrap_or(question.period.until);
        let frame = Frame {
            house: &house,
            region: &region,
            areas: &admitted.areas,
            period: question.period,
            reference_date,
            names: &names,
            is_for_the_house: admitted.few.is_none(),
            inputs: question.inputs,
        };
        let made = reports.into_iter().map(|(report, definition)| {
            let figures = report.make(&frame, definition, admitted.area);
            let told = figures.sheets.iter().map(|sheet| match admitted.few {
                Some(few) => Protected::of(sheet, few),
                None => Protected::nothing_of(sheet),
            });
            FiguresAnswer {
                told: told.collect(),
                figures,
                areas: admitted.seen.clone(),
                period: question.period,
                reference_date,
                as_of: admitted.as_of,
                few: admitted.few,
            }
        });
        made.collect()
    }
}

fn is_end_of_month(day: NaiveDate) -> bool {
    day.succ_opt().is_some_and(|next| next.day() == 1)
}
