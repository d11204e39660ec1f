//! The client at the table, per kind of meeting (HANDBOOK §10.7).

use schakel_domain::case::{ClientPresence, Evaluator};
use schakel_domain::region::FiguresColumn;

use super::{Definition, Frame, definition, nothing_shielded};
use crate::areas::label;
use crate::fact::Origin;
use crate::house::{CaseHistory, Discussion};
use crate::sheet::{Head, Hit, Sheet};

pub(super) fn definitions() -> Vec<Definition> {
    vec![definition(
        1,
        label(
            "Casussen op een overleg waarvan de dag in de periode valt en waarvan iets over de cliënt aan tafel is vastgelegd: \
             een uitnodiging, wie er was, of een evaluatie. Een casus telt per overleg.",
            "Cases in a meeting whose day is in the period and of which something about the client at the table was \
             recorded: an invitation, who was there, or an evaluation. A case counts per meeting.",
        ),
        nothing_shielded(),
    )]
}

type OfDiscussion = fn(&Discussion) -> Option<Origin>;

const ROWS: [(&str, &str, &str, OfDiscussion); 6] = [
    ("invited", "Cliënt uitgenodigd", "Client invited", |it| it.invited),
    ("present", "Cliënt aanwezig", "Client present", |it| {
        was_there(it, |client| matches!(client, ClientPresence::Present { .. }))
    }),
    ("support_person", "Met een steunpersoon", "With a support person", |it| {
        was_there(it, |client| matches!(client, ClientPresence::Present { support_person: true }))
    }),
    ("parents_instead", "Ouders in plaats van de cliënt", "Parents instead of the client", |it| {
        was_there(it, |client| matches!(client, ClientPresence::ParentsInstead { .. }))
    }),
    ("evaluated_by_client", "Geëvalueerd door de cliënt", "Evaluated by the client", |it| {
        evaluated(it, Evaluator::Client)
    }),
    ("evaluated_by_case_holder", "Geëvalueerd door de casushouder", "Evaluated by the case holder", |it| {
        evaluated(it, Evaluator::CaseHolder)
    }),
];

fn was_there(discussion: &Discussion, is: fn(ClientPresence) -> bool) -> Option<Origin> {
    discussion.client.filter(|(client, _)| is(*client)).map(|(_, origin)| origin)
}

fn evaluated(discussion: &Discussion, by: Evaluator) -> Option<Origin> {
    discussion.evaluations.iter().find(|(evaluator, _)| *evaluator == by).map(|(_, origin)| *origin)
}

pub(super) fn sheets(frame: &Frame<'_>) -> Vec<Sheet> {
    let columns = frame.region.figures_columns();
    let briefing = frame.region.briefing().map(|kind| &kind.code);
    let discussing =
        |column: &&FiguresColumn| briefing.is_none_or(|code| !column.meeting_types.contains(code));
    columns.iter().filter(discussing).map(|column| of_column(frame, column)).collect()
}

fn of_column(frame: &Frame<'_>, column: &FiguresColumn) -> Sheet {
    let mut rows = vec![Head::total("discussed", label("Besproken", "Discussed"))];
    rows.extend(ROWS.iter().map(|(code, nl, en, _)| Head::share(code, label(nl, en), 0)));
    let discussions =
        frame.house.cases().iter().flat_map(|case| case.discussions.iter().map(move |it| (case, it)));
    let hits: Vec<_> = discussions
        .filter(|(_, discussion)| {
            let meeting = frame.house.meeting(discussion.meeting);
            meeting.is_some_and(|it| {
                column.meeting_types.contains(&it.meeting_type) && frame.period.has(it.date)
            })
        })
        .flat_map(|(case, discussion)| hits_of(frame, case, discussion))
        .collect();
    let label = label(
        &format!("Cliënt aan tafel: {}", column.label.nl),
        &format!("Client at the table: {}", column.label.en),
    );
    Sheet::of(&format!("client_{}", column.code), label, rows, frame.areas, hits)
}

fn hits_of(frame: &Frame<'_>, case: &CaseHistory, discussion: &Discussion) -> Vec<Hit> {
    let hits: Vec<_> = ROWS
        .iter()
        .enumerate()
        .filter_map(|(at, (.., of))| Some(frame.hit(at + 1, case, of(discussion)?)))
        .collect();
    let recorded = discussion.client.map(|(_, origin)| origin).or(hits.first().map(|hit| hit.origin));
    let discussed = recorded.map(|origin| frame.hit(0, case, origin));
    discussed.into_iter().chain(hits).collect()
}
