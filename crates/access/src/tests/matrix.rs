//! Every kind of partner, chain, involvement and kind of meeting, signed and not, in one reviewed table.

use std::fmt::Write;

use schakel_domain::code::Code;
use schakel_domain::covenant::Annex;
use schakel_domain::organisation::{Chain, PartnerKind};
use schakel_domain::{Category, Role};

use super::scene::{asker, covenant, discussed_in, every_involvement, reported, shielded, terms};
use crate::{Asker, Involvement, Matter, Verdict, decide_category};

const LEGEND: &str = "\
i identity, p police, c care, l plan, z zsm_advice: seen
. not_in_annex   0 no_annex   = outside_involvement   ! not_signed   - told nothing, as if there were no case
report: before the weighing, brief: after it, rad+: shielded and the asker cleared, rad-: and not cleared
";

/// The categories shown, each by the letter that stands for it.
const SHOWN: [(Category, char); 5] = [
    (Category::Identity, 'i'),
    (Category::Police, 'p'),
    (Category::Care, 'c'),
    (Category::Plan, 'l'),
    (Category::ZsmAdvice, 'z'),
];

/// The columns: a case, and whether the asker is cleared.
fn columns() -> [(&'static str, Matter, bool); 7] {
    [
        ("report", reported(), false),
        ("brief", discussed_in("briefing"), false),
        ("focus", discussed_in("focus"), false),
        ("after", discussed_in("aftercare"), false),
        ("round", discussed_in("round_table"), false),
        ("rad+", shielded(), true),
        ("rad-", shielded(), false),
    ]
}

fn someone(kind: PartnerKind, chain: Chain, cleared: bool) -> Asker {
    let role = match kind {
        PartnerKind::House => Role::ChainManager,
        _ => Role::ChainPartner,
    };
    let cleared = cleared.then_some(Role::Cleared);
    asker(kind, chain, &[role].into_iter().chain(cleared).collect::<Vec<_>>())
}

fn sign(verdict: &Verdict, letter: char) -> char {
    let Verdict::Deny(reason) = verdict else { return letter };
    match reason.told() {
        Some("not_in_annex") => '.',
        Some("no_annex") => '0',
        Some("outside_involvement") => '=',
        Some("not_signed") => '!',
        Some(_) => '?',
        None => '-',
    }
}

fn row(annexes: &[Annex], kind: PartnerKind, chain: Chain, involvements: &[Involvement]) -> String {
    let mut row = String::new();
    for signed in [true, false] {
        row.push_str(" |");
        for (_, matter, cleared) in columns() {
            let asker = someone(kind, chain, cleared);
            let terms = terms(signed, annexes);
            let verdict = |category| decide_category(&asker, &terms, involvements, &matter, category);
            let cell: String =
                SHOWN.iter().map(|(category, letter)| sign(&verdict(*category), *letter)).collect();
            write!(row, " {cell:<6}").unwrap_or_default();
        }
    }
    row.trim_end().to_owned()
}

/// The rows of one kind of partner: one for each chain, or one for all where they are the same.
fn rows(annexes: &[Annex], kind: PartnerKind, involvements: &[Involvement]) -> Vec<(&'static str, String)> {
    let mut rows: Vec<_> =
        Chain::ALL.iter().map(|chain| (chain.code(), row(annexes, kind, *chain, involvements))).collect();
    if rows.iter().all(|(_, row)| *row == rows[0].1) {
        rows.truncate(1);
        rows[0].0 = "(any)";
    }
    rows
}

#[test]
fn the_matrix_of_who_sees_what_is_as_reviewed() {
    let annexes = covenant();
    let names: String = columns().iter().map(|(name, ..)| format!(" {name:<6}")).collect();
    let mut matrix = format!("{LEGEND}\n{:<38} | signed{:<43} | not signed\n", "", "");
    writeln!(matrix, "{:<38} |{names} |{}", "", names.trim_end()).unwrap_or_default();
    let involvements = every_involvement();
    for involved in [&[][..]].into_iter().chain(involvements.chunks(1)) {
        let name = involved.first().map_or("not involved", |involvement| involvement.code().code());
        writeln!(matrix, "{name}").unwrap_or_default();
        for kind in PartnerKind::ALL {
            for (chain, row) in rows(&annexes, *kind, involved) {
                writeln!(matrix, "  {:<22} {chain:<14}{row}", kind.code()).unwrap_or_default();
            }
        }
    }
    insta::assert_snapshot!(matrix);
}
