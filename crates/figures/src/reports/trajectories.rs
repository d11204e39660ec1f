//! Voluntary trajectories, and what they cost by help question (HANDBOOK §6, §10.8).

use schakel_domain::code::Code;
use schakel_domain::money::Cents;
use schakel_domain::region::Label;
use schakel_domain::trajectory::{HelpQuestion, TrajectoryKind};

use super::{Check, Definition, Frame, definition, nothing_shielded};
use crate::areas::label;
use crate::house::{Payment, Trajectory};
use crate::sheet::{Cell, Head, Hit, Sheet, Unit, count};

/// Each trajectory's cost is shared over its own help questions.
const OWN_SHARES: u32 = 2;
/// As it was published before: the total divided by all help questions, times the number of each kind.
const AVERAGE_SHARES: u32 = 1;

pub(super) fn definitions() -> Vec<Definition> {
    let counted = "Trajecten en enkele belemmeringen die in de periode begonnen, naar hulpvraag; één traject telt bij elk van \
                   zijn hulpvragen. Kosten tellen op de dag van betaling, ook van wat eerder begon.";
    let counted_en = "Trajectories and single obstacles that started in the period, by help question; one counts for each \
                      of its help questions. Costs count on the day they were paid, also of what began earlier.";
    let own = "De kosten van elk traject zijn gelijk over zijn hulpvragen verdeeld, op de cent.";
    let own_en = "The cost of each trajectory is shared equally over its help questions, to the cent.";
    let average = "Kosten per hulpvraag: het totaal, gedeeld door alle hulpvragen, maal het aantal van de soort, per soort \
                   afgerond op een euro.";
    let average_en = "Cost by help question: the total, divided by all help questions, times the number of the kind, \
                      rounded to a euro per kind.";
    vec![
        definition(
            OWN_SHARES,
            label(&format!("{counted} {own}"), &format!("{counted_en} {own_en}")),
            nothing_shielded(),
        ),
        definition(
            AVERAGE_SHARES,
            label(&format!("{counted} {average}"), &format!("{counted_en} {average_en}")),
            nothing_shielded(),
        ),
    ]
}

const QUESTIONS: [(HelpQuestion, &str, &str); 5] = [
    (HelpQuestion::Housing, "Huisvesting", "Housing"),
    (HelpQuestion::Care, "Zorg", "Care"),
    (HelpQuestion::WorkAndIncome, "Werk en inkomen", "Work and income"),
    (HelpQuestion::IdentityPapers, "Identiteitspapieren", "Identity papers"),
    (HelpQuestion::Debts, "Schulden", "Debts"),
];

/// Guidance that went no further than conversations in prison is told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Guidance,
    ConversationsOnly,
    Obstacle,
}

const KINDS: [(Kind, &str, &str, &str); 3] = [
    (Kind::Guidance, "guidance", "Trajecten", "Trajectories"),
    (
        Kind::ConversationsOnly,
        "conversations_only",
        "Alleen gesprekken in detentie",
        "Conversations in prison only",
    ),
    (Kind::Obstacle, "obstacles", "Enkele belemmeringen", "Single obstacles"),
];

/// Ended without having been completed, after conversations in prison.
fn kind_of(trajectory: &Trajectory) -> Kind {
    use schakel_domain::trajectory::TrajectoryOutcome::Completed;
    let ended_early = trajectory.end.is_some_and(|(_, outcome)| outcome != Completed);
    match trajectory.kind {
        TrajectoryKind::Obstacle => Kind::Obstacle,
        TrajectoryKind::Guidance if ended_early && !trajectory.conversations.is_empty() => {
            Kind::ConversationsOnly
        }
        TrajectoryKind::Guidance => Kind::Guidance,
    }
}

pub(super) fn sheets(frame: &Frame<'_>, version: u32) -> Vec<Sheet> {
    let kinds = KINDS.iter().flat_map(|(kind, code, nl, en)| {
        let name = label(nl, en);
        [questions(frame, *kind, code, &name), cost(frame, *kind, code, &name, version)]
    });
    std::iter::once(started(frame))
        .chain(kinds)
        .chain([spending(frame)])
        .chain(by_budget(frame).into_iter().flatten())
        .collect()
}

fn area_of(frame: &Frame<'_>, trajectory: &Trajectory) -> usize {
    frame.areas.place_of(Some(&trajectory.municipality))
}

fn hit(frame: &Frame<'_>, row: usize, trajectory: &Trajectory, value: u64) -> Hit {
    let about = frame.house.helped(trajectory);
    Hit { row, area: area_of(frame, trajectory), value, about, origin: trajectory.origin }
}

fn started(frame: &Frame<'_>) -> Sheet {
    let mut rows = vec![Head::total("started", label("Begonnen", "Started"))];
    rows.extend(KINDS.iter().map(|(_, code, nl, en)| Head::part(code, label(nl, en), 0)));
    let hits: Vec<_> = frame
        .house
        .trajectories()
        .filter(|it| frame.period.has(it.started_on))
        .filter_map(|it| {
            Some(hit(frame, 1 + KINDS.iter().position(|(kind, ..)| *kind == kind_of(it))?, it, 1))
        })
        .collect();
    Sheet::of(
        "trajectories",
        label("Begonnen in de periode", "Started in the period"),
        rows,
        frame.areas,
        hits,
    )
}

fn heads_of_questions() -> Vec<Head> {
    let mut rows = vec![Head::total("all", label("Alle hulpvragen", "All help questions"))];
    rows.extend(QUESTIONS.iter().map(|(question, nl, en)| Head::part(question.code(), label(nl, en), 0)));
    rows
}

fn place_of(question: HelpQuestion) -> Option<usize> {
    QUESTIONS.iter().position(|(it, ..)| *it == question)
}

fn row_of(question: HelpQuestion) -> Option<usize> {
    place_of(question).map(|at| at + 1)
}

fn questions(frame: &Frame<'_>, kind: Kind, code: &str, name: &Label) -> Sheet {
    let hits: Vec<_> = frame
        .house
        .trajectories()
        .filter(|it| frame.period.has(it.started_on) && kind_of(it) == kind)
        .flat_map(|it| it.help_questions.iter().filter_map(row_of).map(move |row| hit(frame, row, it, 1)))
        .collect();
    let name = label(&format!("{}: hulpvragen", name.nl), &format!("{}: help questions", name.en));
    Sheet::of(&format!("help_questions_{code}"), name, heads_of_questions(), frame.areas, hits)
}

fn paid(frame: &Frame<'_>, payments: &[Payment]) -> u64 {
    payments.iter().filter(|it| frame.period.has(it.on)).map(|it| it.cents).sum()
}

fn cost(frame: &Frame<'_>, kind: Kind, code: &str, name: &Label, version: u32) -> Sheet {
    let of_kind = frame.house.trajectories().filter(|it| kind_of(it) == kind);
    let paying: Vec<_> =
        of_kind.map(|it| (it, paid(frame, &it.spent))).filter(|(_, spent)| *spent > 0).collect();
    let name =
        label(&format!("{}: kosten per hulpvraag", name.nl), &format!("{}: cost by help question", name.en));
    let code = format!("cost_{code}");
    let hits: Vec<_> = paying
        .iter()
        .flat_map(|(it, spent)| {
            let shares = it.help_questions.share(Cents::new(*spent));
            shares.filter_map(move |(question, share)| Some(hit(frame, row_of(question)?, it, share.get())))
        })
        .collect();
    let sheet = Sheet::in_unit(&code, name, Unit::Cents, heads_of_questions(), frame.areas, hits);
    match version {
        AVERAGE_SHARES => averaged(sheet, frame, &paying),
        _ => sheet,
    }
}

/// The total, spread by how often each help question occurs, in whole euros.
fn averaged(mut sheet: Sheet, frame: &Frame<'_>, paying: &[(&Trajectory, u64)]) -> Sheet {
    for area in 0..frame.areas.heads().len() {
        let here: Vec<_> =
            paying.iter().filter(|(it, _)| frame.areas.is_within(area_of(frame, it), area)).collect();
        let total: u64 = here.iter().map(|(_, spent)| spent).sum();
        let of = |question: HelpQuestion| {
            let having = here.iter().filter(|(it, _)| it.help_questions.iter().any(|own| own == question));
            count(having)
        };
        let all: u64 = QUESTIONS.iter().map(|(question, ..)| of(*question)).sum();
        for (at, (question, ..)) in QUESTIONS.iter().enumerate() {
            let behind = of(*question);
            let euros = (total * behind).checked_div(all * 50).map_or(0, |halves| halves.div_ceil(2));
            sheet.set(at + 1, area, Cell { value: euros * 100, behind });
        }
        let behind = count(here.iter());
        sheet.set(0, area, Cell { value: total, behind });
    }
    sheet
}

fn spending(frame: &Frame<'_>) -> Sheet {
    let rows = vec![
        Head::total("spent", label("Uitgegeven", "Spent")),
        Head::total("repaid", label("Terugontvangen", "Received back")),
    ];
    let hits: Vec<_> = frame
        .house
        .trajectories()
        .flat_map(|it| [(0, paid(frame, &it.spent), it), (1, paid(frame, &it.repaid), it)])
        .filter(|(_, cents, _)| *cents > 0)
        .map(|(row, cents, it)| hit(frame, row, it, cents))
        .collect();
    let name = label("Uitgaven en ontvangsten", "Spending and receipts");
    Sheet::in_unit("spending", name, Unit::Cents, rows, frame.areas, hits)
}

/// What began, what was asked, what was spent and what came back, by budget: the account that the House gives of its
/// money, and nobody else's to see (HANDBOOK §6).
fn by_budget(frame: &Frame<'_>) -> Option<[Sheet; 4]> {
    if !frame.is_for_the_house {
        return None;
    }
    let kinds = KINDS.map(|(_, code, nl, en)| (code, nl, en));
    let questions = QUESTIONS.map(|(question, nl, en)| (question.code(), nl, en));
    let begun = ByBudget::of(frame, Unit::Number, &kinds, |it| {
        let kind = KINDS.iter().position(|(kind, ..)| *kind == kind_of(it));
        kind.filter(|_| frame.period.has(it.started_on)).map(|at| (at, 1)).into_iter().collect()
    });
    let asked = ByBudget::of(frame, Unit::Number, &questions, |it| {
        let asked = it.help_questions.iter().filter_map(place_of).map(|at| (at, 1));
        asked.filter(|_| frame.period.has(it.started_on)).collect()
    });
    let spent = ByBudget::of(frame, Unit::Cents, &questions, |it| {
        let shares = it.help_questions.share(Cents::new(paid(frame, &it.spent)));
        shares.filter_map(|(question, share)| Some((place_of(question)?, share.get()))).collect()
    });
    let repaid = ByBudget::of(frame, Unit::Cents, &[], |it| vec![(0, paid(frame, &it.repaid))]);
    Some([
        begun.sheet("begun_by_budget", label("Begonnen, naar budget", "Started, by budget")),
        asked.sheet("help_questions_by_budget", label("Hulpvragen naar budget", "Help questions by budget")),
        spent.with_co_financing("spent_by_budget", label("Uitgaven naar budget", "Spending by budget")),
        repaid.sheet("repaid_by_budget", label("Terugontvangen naar budget", "Received back, by budget")),
    ])
}

/// A table with a row for each budget, and below it rows of what.
struct ByBudget<'a> {
    frame: &'a Frame<'a>,
    unit: Unit,
    rows: Vec<Head>,
    /// The row of each budget.
    budgets: Vec<usize>,
    hits: Vec<Hit>,
}

impl<'a> ByBudget<'a> {
    /// What a trajectory adds is said by the place of the row below its budget; without such rows, to the budget
    /// itself.
    fn of(
        frame: &'a Frame<'a>,
        unit: Unit,
        below: &[(&str, &str, &str)],
        adds: impl Fn(&Trajectory) -> Vec<(usize, u64)>,
    ) -> Self {
        let mut rows = vec![Head::total("all", label("Alle budgetten", "All budgets"))];
        let mut budgets = Vec::new();
        for source in &frame.region.budget_sources {
            budgets.push(rows.len());
            rows.push(Head::part(source.code.as_str(), source.label.clone(), 0));
            let code = |code: &str| format!("{}_{code}", source.code);
            let budget = rows.len() - 1;
            rows.extend(below.iter().map(|(it, nl, en)| Head::part(&code(it), label(nl, en), budget)));
        }
        let of_trajectory = |it: &Trajectory| -> Vec<Hit> {
            let mut sources = frame.region.budget_sources.iter();
            let Some(budget) = sources.position(|source| source.code == it.budget_source) else {
                return Vec::new();
            };
            let first = budgets[budget] + usize::from(!below.is_empty());
            let added = adds(it).into_iter().filter(|(_, value)| *value > 0);
            added.map(|(at, value)| hit(frame, first + at, it, value)).collect()
        };
        let hits = frame.house.trajectories().flat_map(of_trajectory).collect();
        Self { frame, unit, rows, budgets, hits }
    }

    fn sheet(self, code: &str, name: Label) -> Sheet {
        let Self { frame, unit, rows, hits, .. } = self;
        Sheet::in_unit(code, name, unit, rows, frame.areas, hits)
    }

    /// With the share of what was spent that a grant demands from elsewhere.
    fn with_co_financing(mut self, code: &str, name: Label) -> Sheet {
        let demanding = self.budgets.iter().zip(&self.frame.region.budget_sources);
        let demanding: Vec<_> =
            demanding.filter_map(|(row, it)| Some((*row, it, it.co_financing_percent?))).collect();
        let first = self.rows.len();
        self.rows.extend(demanding.iter().map(|(row, it, percent)| {
            let (nl, en) = (&it.label.nl, &it.label.en);
            let name = label(
                &format!("{nl}: cofinanciering ({percent} %)"),
                &format!("{en}: co-financing ({percent} %)"),
            );
            Head::share(&format!("{}_co_financing", it.code), name, *row)
        }));
        let areas = self.frame.areas.heads().len();
        let mut sheet = self.sheet(code, name);
        for (at, (row, _, percent)) in demanding.into_iter().enumerate() {
            for area in 0..areas {
                let Cell { value, behind } = sheet.cell(row, area);
                let demanded = Cents::new(value).percent(percent).get();
                sheet.set(first + at, area, Cell { value: demanded, behind });
            }
        }
        sheet
    }
}

pub(super) fn checks(sheets: &[Sheet], area: usize) -> Vec<Check> {
    let find = |code: &str| sheets.iter().find(|sheet| sheet.code == code);
    let of = |code: &str, row: &str| find(code).map_or(0, |sheet| sheet.value(row, area));
    let spent = of("spending", "spent");
    let by_kind = KINDS.iter().map(|(_, code, ..)| of(&format!("cost_{code}"), "all")).sum();
    let by_kind = Check::equal(
        "spent_and_by_kind",
        label("Uitgegeven: in het geheel en naar soort", "Spent: in all and by kind"),
        spent,
        by_kind,
    );
    let by_budget = find("spent_by_budget").map(|sheet| {
        Check::equal(
            "spent_and_by_budget",
            label("Uitgegeven: in het geheel en naar budget", "Spent: in all and by budget"),
            spent,
            sheet.value("all", area),
        )
    });
    std::iter::once(by_kind).chain(by_budget).collect()
}
