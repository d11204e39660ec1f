//! Cases in handling, by kind of meeting and municipality of residence (HANDBOOK §10.5).

use schakel_domain::case::DecisionCode;
use schakel_domain::region::{FiguresColumn, MeetingTypeCode};

use super::{Check, Definition, Frame, definition};
use crate::areas::label;
use crate::house::{CaseHistory, Spell};
use crate::sheet::{Head, Sheet};

pub(super) fn definitions() -> Vec<Definition> {
    vec![definition(
        1,
        label(
            "Casussen die in de periode op de agenda van een soort overleg stonden of eronder liepen, ook wat eerder begon. \
             Een casus loopt onder de briefing van de agendering tot het besluit, onder een ander overleg van de agendering \
             tot de sluiting of een ander overleg. Eén casus kan onder meer soorten tellen.",
            "Cases that were on the agenda of a kind of meeting in the period or ran under it, also what began earlier. A \
             case runs under the briefing from when it is put there until the decision, under another meeting from when \
             it is scheduled until it is closed or goes to another. One case may count under several kinds.",
        ),
        label(
            "Afgeschermde casussen, en wat een lokale tafel in haar eigen registratie houdt.",
            "Shielded cases, and what a local table keeps in a register of its own.",
        ),
    )]
}

pub(super) fn sheets(frame: &Frame<'_>) -> Vec<Sheet> {
    let columns = frame.region.figures_columns();
    let rows = columns.iter().map(|column| Head::total(&column.code, column.label.clone())).collect();
    let hits: Vec<_> = frame
        .house
        .cases()
        .iter()
        .flat_map(|case| {
            let here = columns.iter().enumerate();
            here.filter_map(move |(row, column)| {
                let spell = case.spells.iter().find(|spell| is_under(frame, spell, column))?;
                Some(frame.hit(row, case, spell.origin))
            })
            .collect::<Vec<_>>()
        })
        .collect();
    vec![Sheet::of("in_handling", label("In behandeling", "In handling"), rows, frame.areas, hits)]
}

/// The kind of meeting of a spell.
pub(super) fn kind_of<'a>(frame: &'a Frame<'_>, spell: &'a Spell) -> Option<&'a MeetingTypeCode> {
    spell.meeting_type.as_ref().or_else(|| frame.region.briefing().map(|kind| &kind.code))
}

fn is_under(frame: &Frame<'_>, spell: &Spell, column: &FiguresColumn) -> bool {
    let is_of_column = kind_of(frame, spell).is_some_and(|kind| column.meeting_types.contains(kind));
    let ended = spell.until.is_some_and(|until| until < frame.period.from);
    is_of_column && spell.from <= frame.period.until && !ended
}

pub(super) fn checks(frame: &Frame<'_>, sheets: &[Sheet], area: usize) -> Vec<Check> {
    let Some(sheet) = sheets.first() else { return Vec::new() };
    let cases: Vec<_> = frame.house.cases().iter().filter(|case| frame.lives_in(case, area)).collect();
    let columns = frame.region.figures_columns();
    columns
        .iter()
        .enumerate()
        .filter_map(|(row, column)| {
            let leads_here = decisions_to(frame, column)?;
            Some(decided_and_in_handling(frame, &cases, column, &leads_here, sheet.cell(row, area).value))
        })
        .collect()
}

/// The decisions that lead to these kinds of meeting; any at all lead to the end of the briefing.
fn decisions_to(frame: &Frame<'_>, column: &FiguresColumn) -> Option<Vec<DecisionCode>> {
    use schakel_domain::code::Code;
    let briefing = frame.region.briefing().map(|kind| &kind.code);
    if briefing.is_some_and(|code| column.meeting_types.contains(code)) {
        return Some(DecisionCode::ALL.to_vec());
    }
    let kinds = column.meeting_types.iter().filter_map(|code| frame.region.meeting_type(code));
    let decisions: Vec<_> = kinds.flat_map(|kind| kind.decided_by.iter().copied()).collect();
    (!decisions.is_empty()).then_some(decisions)
}

/// Decided in the period, and in handling in it: not the same, and this is why.
fn decided_and_in_handling(
    frame: &Frame<'_>,
    cases: &[&CaseHistory],
    column: &FiguresColumn,
    leads_here: &[DecisionCode],
    in_handling: u64,
) -> Check {
    let is_decided = |case: &CaseHistory| {
        let weighing = case.weighed_within(frame.period.from, frame.period.until);
        weighing.is_some_and(|weighing| leads_here.contains(&weighing.decision))
    };
    let is_here = |case: &CaseHistory| case.spells.iter().any(|spell| is_under(frame, spell, column));
    let began_earlier = |case: &CaseHistory| {
        let here = case.spells.iter().find(|spell| is_under(frame, spell, column));
        here.is_some_and(|spell| spell.from < frame.period.from)
    };
    let count = |is: &dyn Fn(&CaseHistory) -> bool| {
        i64::try_from(cases.iter().filter(|case| is(case)).count()).unwrap_or(i64::MAX)
    };
    let decided = count(&|case| is_decided(case));
    let nl = format!("{}: besloten in de periode en in behandeling", column.label.nl);
    let en = format!("{}: decided in the period, and in handling", column.label.en);
    Check::equal(
        &format!("decided_and_{}", column.code),
        label(&nl, &en),
        decided.cast_unsigned(),
        in_handling,
    )
    .because(
        "not_on_an_agenda",
        label("Besloten, en in de periode op geen agenda", "Decided, and on no agenda in the period"),
        count(&|case| is_decided(case) && !is_here(case)),
    )
    .because(
        "carried_over",
        label("Eerder begonnen en doorgelopen", "Begun earlier and carried over"),
        -count(&|case| is_here(case) && !is_decided(case) && began_earlier(case)),
    )
    .because(
        "not_by_decision",
        label(
            "In de periode begonnen zonder zo'n besluit erin",
            "Begun in the period without such a decision in it",
        ),
        -count(&|case| is_here(case) && !is_decided(case) && !began_earlier(case)),
    )
}
