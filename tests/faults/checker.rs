//! What the clients heard, against what is in the databases. Pure functions: whoever doubts one breaks its
//! invariant by hand, as the tests below do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use crate::history::{Command, History, Lookup, Outcome};

/// How soon after a fault everything is answered again.
const BACK_WITHIN: Duration = Duration::from_secs(5);
/// How many findings of one kind are told.
const TOLD: usize = 3;

/// What must hold, whatever fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invariant {
    /// What was acknowledged is there, where the receipt says, and as that.
    Kept,
    /// A command has its event with the record of it, or nothing.
    AllOrNothing,
    /// The versions of each stream are 1, 2, 3 …
    NoGaps,
    /// However often it was sent: one effect, and one receipt.
    OneEffect,
    /// Each read model is what a rebuild gives.
    Rebuilt,
    /// No answer without its access record, and the chains of those are whole.
    Recorded,
    /// Nobody who is known is said to be unknown, and nobody who is not to be known.
    NeverUnknown,
    /// What was erased has no key, and nothing of it is told.
    StaysErased,
    /// Everything is answered again within five seconds.
    BackSoon,
    /// What cannot be answered for now is said to be that, and no fault of the program.
    NoFault,
}

impl Invariant {
    pub const ALL: [Self; 10] = [
        Self::Kept,
        Self::AllOrNothing,
        Self::NoGaps,
        Self::OneEffect,
        Self::Rebuilt,
        Self::Recorded,
        Self::NeverUnknown,
        Self::StaysErased,
        Self::BackSoon,
        Self::NoFault,
    ];
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kept => "nothing acknowledged is lost",
            Self::AllOrNothing => "all or nothing",
            Self::NoGaps => "versions without gaps",
            Self::OneEffect => "one key, one effect",
            Self::Rebuilt => "live is as rebuilt",
            Self::Recorded => "no answer without its record",
            Self::NeverUnknown => "never falsely not known",
            Self::StaysErased => "erased stays erased",
            Self::BackSoon => "answers within 5 s of healing",
            Self::NoFault => "refusals say so",
        })
    }
}

/// What is in the databases.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The log, of all commands whatever.
    pub events: Vec<Event>,
    /// Traces of the commands that are in the journal's own audit, each as often as it is.
    pub audited: Vec<String>,
    /// The access log.
    pub records: Vec<Record>,
    /// Streams that have a data key.
    pub with_keys: BTreeSet<String>,
    /// Why a rebuild would give something else.
    pub not_as_rebuilt: Option<String>,
    /// Why the access log is not whole.
    pub not_whole: Option<String>,
}

/// An event in the log.
#[derive(Clone, Debug)]
pub struct Event {
    /// The stream, by kind and id.
    pub stream: (String, String),
    pub version: u64,
    pub kind: String,
    pub trace: String,
}

/// A record of who saw what.
#[derive(Clone, Debug)]
pub struct Record {
    pub trace: String,
    pub reference: Option<String>,
    pub found: bool,
}

/// What does not hold, and why.
pub type Findings = BTreeMap<Invariant, Vec<String>>;

/// Everything that must hold of this history.
pub fn check(history: &History, evidence: &Evidence) -> Findings {
    let checks = [
        (Invariant::Kept, lost(history, &evidence.events)),
        (Invariant::AllOrNothing, halves(history, evidence)),
        (Invariant::NoGaps, gaps(&evidence.events)),
        (Invariant::OneEffect, doubled(history, &evidence.events)),
        (Invariant::Rebuilt, evidence.not_as_rebuilt.iter().cloned().collect()),
        (Invariant::Recorded, unrecorded(history, evidence)),
        (Invariant::NeverUnknown, wrongly_answered(history)),
        (Invariant::StaysErased, come_back(history, &evidence.with_keys)),
        (Invariant::BackSoon, late(&history.recoveries)),
        (Invariant::NoFault, history.broken.clone()),
    ];
    checks
        .into_iter()
        .filter(|(_, found)| !found.is_empty())
        .map(|(what, found)| (what, few(found)))
        .collect()
}

fn few(mut found: Vec<String>) -> Vec<String> {
    let all = found.len();
    found.truncate(TOLD);
    if all > TOLD {
        found.push(format!("and {} more", all - TOLD));
    }
    found
}

/// What was acknowledged and is not where the receipt says, or is another's.
fn lost(history: &History, events: &[Event]) -> Vec<String> {
    let there: BTreeMap<_, _> =
        events.iter().map(|event| ((event.stream.1.as_str(), event.version), event)).collect();
    let is_there = |command: &Command| {
        command.receipts().all(|(_, receipt)| {
            let event = there.get(&(receipt.id.as_str(), receipt.version));
            event.is_some_and(|event| event.trace == command.trace && event.kind == command.event)
        })
    };
    let lost = history.commands.iter().filter(|command| !is_there(command));
    lost.map(|command| format!("{} {}: {:?}", command.event, command.trace, command.receipt())).collect()
}

/// Commands whose event has no record in the journal's own audit, or the other way round.
fn halves(history: &History, evidence: &Evidence) -> Vec<String> {
    let mut open: BTreeMap<_, i64> =
        history.commands.iter().map(|command| (command.trace.as_str(), 0)).collect();
    for trace in &evidence.audited {
        open.entry(trace).and_modify(|left| *left -= 1);
    }
    for event in &evidence.events {
        open.entry(&event.trace).and_modify(|left| *left += 1);
    }
    let halves = open.into_iter().filter(|(_, left)| *left != 0);
    halves.map(|(trace, left)| format!("{trace}: {left} events more than records")).collect()
}

fn gaps(events: &[Event]) -> Vec<String> {
    let mut streams: BTreeMap<_, Vec<u64>> = BTreeMap::new();
    for event in events {
        streams.entry(&event.stream).or_default().push(event.version);
    }
    let mut found = Vec::new();
    for (stream, mut versions) in streams {
        versions.sort_unstable();
        if !versions.iter().copied().eq(1..=versions.len() as u64) {
            found.push(format!("{} {}: {versions:?}", stream.0, stream.1));
        }
    }
    found
}

/// Commands with more than one effect or receipt; with none although they were done, or with one although they
/// were refused.
fn doubled(history: &History, events: &[Event]) -> Vec<String> {
    let mut effects: BTreeMap<_, usize> = BTreeMap::new();
    for event in events {
        *effects.entry(event.trace.as_str()).or_default() += 1;
    }
    let mut found = Vec::new();
    for command in &history.commands {
        let effects = effects.get(command.trace.as_str()).copied().unwrap_or_default();
        let receipts: BTreeSet<_> = command.receipts().map(|(_, receipt)| receipt).collect();
        let may_be = match receipts.len() {
            0 if command.attempts.iter().any(|attempt| matches!(attempt.outcome, Outcome::Refused(_))) => {
                0..=0
            }
            0 => 0..=1,
            _ => 1..=1,
        };
        if receipts.len() > 1 || !may_be.contains(&effects) {
            found.push(format!("{} {}: {effects} effects, {receipts:?}", command.event, command.trace));
        }
    }
    found
}

/// What was answered and is not on record as that.
fn unrecorded(history: &History, evidence: &Evidence) -> Vec<String> {
    let mut found: Vec<_> = evidence.not_whole.iter().cloned().collect();
    let traces: BTreeSet<_> = evidence.records.iter().map(|record| record.trace.as_str()).collect();
    let asked: BTreeSet<_> = evidence
        .records
        .iter()
        .filter_map(|record| Some((record.reference.as_deref()?, record.found)))
        .collect();
    let told = |known| move |lookup: &&Lookup| lookup.known == Some(known);
    for known in [true, false] {
        let missing = history.lookups.iter().filter(told(known));
        let missing = missing.filter(|lookup| !asked.contains(&(lookup.reference.as_str(), known)));
        found.extend(missing.map(|lookup| format!("{}: {known} is not on record", lookup.reference)));
    }
    let missing = history.commands.iter().filter(|command| command.receipt().is_some());
    let missing = missing.filter(|command| !traces.contains(command.trace.as_str()));
    found.extend(missing.map(|command| format!("{}: {} is not on record", command.trace, command.event)));
    found
}

/// Said to be unknown although known before the question, or to be known although nobody ever told.
fn wrongly_answered(history: &History) -> Vec<String> {
    let mut known_since = BTreeMap::new();
    let mut perhaps_since = BTreeMap::new();
    for command in &history.commands {
        let Some(person) = command.makes_known else { continue };
        if let Some((since, _)) = command.receipts().next() {
            known_since.insert(person, since);
        }
        if let Some(first) = command.attempts.first() {
            perhaps_since.insert(person, first.began);
        }
    }
    let is_erased = |person: &usize| history.erased.values().any(|erased| erased == person);
    let is_wrong = |lookup: &&Lookup| match lookup.known {
        Some(false) => {
            !is_erased(&lookup.person)
                && known_since.get(&lookup.person).is_some_and(|since| *since < lookup.began)
        }
        // Under way counts: whoever asks while it is being told may hear it.
        Some(true) => !perhaps_since.contains_key(&lookup.person),
        None => false,
    };
    let wrong = history.lookups.iter().filter(is_wrong);
    wrong.map(|lookup| format!("{}: known is {:?}", lookup.reference, lookup.known)).collect()
}

fn come_back(history: &History, with_keys: &BTreeSet<String>) -> Vec<String> {
    let keys = history.erased.keys().filter(|stream| with_keys.contains(*stream));
    let keys = keys.map(|stream| format!("{stream} has a key"));
    keys.chain(history.told_of_erased.iter().cloned()).collect()
}

fn late(recoveries: &[Duration]) -> Vec<String> {
    recoveries.iter().filter(|took| **took > BACK_WITHIN).map(|took| format!("took {took:.1?}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Receipt;

    fn receipt(id: &str, version: u64) -> Receipt {
        Receipt { id: id.into(), version, position: format!("1.{version}") }
    }

    fn event(id: &str, version: u64, trace: &str) -> Event {
        let (stream, kind) = (("Case".into(), id.into()), "CaseReported".into());
        Event { stream, version, kind, trace: trace.into() }
    }

    /// Two commands: one acknowledged, one that nobody knows the end of; two lookups.
    fn sound() -> (History, Evidence) {
        let mut history = History::default();
        let began = history.tick();
        let first = history.command("t1".into(), "CaseReported", Some(1));
        history.heard(first, began, Outcome::Unknown);
        let began = history.tick();
        history.heard(first, began, Outcome::Done(receipt("a", 1)));
        let began = history.tick();
        let second = history.command("t2".into(), "CaseReported", Some(2));
        history.heard(second, began, Outcome::Unknown);
        for (person, known) in [(1, true), (3, false)] {
            let (reference, began) = (format!("r{person}"), history.tick());
            history.lookups.push(Lookup { reference, person, began, known: Some(known) });
        }
        history.erased.insert("Case/x".into(), 9);
        history.recoveries.push(BACK_WITHIN);
        let record = |trace: &str, reference: Option<&str>, found| Record {
            trace: trace.into(),
            reference: reference.map(Into::into),
            found,
        };
        let evidence = Evidence {
            events: vec![event("a", 1, "t1"), event("b", 1, "t2")],
            audited: vec!["t1".into(), "t2".into()],
            records: vec![
                record("t1", None, true),
                record("q", Some("r1"), true),
                record("q", Some("r3"), false),
            ],
            ..Evidence::default()
        };
        (history, evidence)
    }

    fn broken(change: impl FnOnce(&mut History, &mut Evidence)) -> Vec<Invariant> {
        let (mut history, mut evidence) = sound();
        change(&mut history, &mut evidence);
        check(&history, &evidence).into_keys().collect()
    }

    #[test]
    fn a_sound_history_is_found_sound_and_so_is_an_unknown_that_never_was() {
        assert_eq!(broken(|_, _| {}), []);
        let without = |_: &mut History, evidence: &mut Evidence| {
            evidence.events.pop();
            evidence.audited.pop();
        };
        assert_eq!(broken(without), []);
    }

    #[test]
    fn what_was_acknowledged_and_is_not_there_is_lost() {
        let gone = |_: &mut History, evidence: &mut Evidence| {
            evidence.events.remove(0);
            evidence.audited.remove(0);
        };
        assert_eq!(broken(gone), [Invariant::Kept, Invariant::OneEffect]);
        let of_another = |_: &mut History, evidence: &mut Evidence| evidence.events[0].kind = "Other".into();
        assert_eq!(broken(of_another), [Invariant::Kept]);
    }

    #[test]
    fn half_a_command_is_found() {
        let unaudited = |_: &mut History, evidence: &mut Evidence| drop(evidence.audited.pop());
        assert_eq!(broken(unaudited), [Invariant::AllOrNothing]);
    }

    #[test]
    fn a_gap_is_found() {
        let gap = |_: &mut History, evidence: &mut Evidence| evidence.events[1].version = 2;
        assert_eq!(broken(gap), [Invariant::NoGaps]);
    }

    #[test]
    fn two_effects_two_receipts_and_an_effect_of_what_was_refused_are_found() {
        let twice = |_: &mut History, evidence: &mut Evidence| {
            evidence.events.push(event("c", 1, "t2"));
            evidence.audited.push("t2".into());
        };
        assert_eq!(broken(twice), [Invariant::OneEffect]);
        let receipts = |history: &mut History, _: &mut Evidence| {
            let began = history.tick();
            history.heard(0, began, Outcome::Done(Receipt { position: "9.9".into(), ..receipt("a", 1) }));
        };
        assert_eq!(broken(receipts), [Invariant::OneEffect]);
        let refused = |history: &mut History, _: &mut Evidence| {
            let began = history.tick();
            history.heard(1, began, Outcome::Refused("conflict".into()));
        };
        assert_eq!(broken(refused), [Invariant::OneEffect]);
    }

    #[test]
    fn an_answer_without_its_record_is_found() {
        for record in 0..3 {
            let missing = |_: &mut History, evidence: &mut Evidence| drop(evidence.records.remove(record));
            assert_eq!(broken(missing), [Invariant::Recorded]);
        }
        let other = |_: &mut History, evidence: &mut Evidence| evidence.records[1].found = false;
        assert_eq!(broken(other), [Invariant::Recorded]);
        let tampered = |_: &mut History, evidence: &mut Evidence| evidence.not_whole = Some("changed".into());
        assert_eq!(broken(tampered), [Invariant::Recorded]);
    }

    #[test]
    fn a_false_not_known_is_found_but_not_one_before_it_was_told_nor_an_error() {
        let say = |lookup: usize, known| {
            move |history: &mut History, evidence: &mut Evidence| {
                history.lookups[lookup].known = known;
                evidence.records.iter_mut().skip(1).for_each(|record| record.found = known == Some(true));
            }
        };
        assert!(broken(say(0, Some(false))).contains(&Invariant::NeverUnknown));
        assert!(broken(say(1, Some(true))).contains(&Invariant::NeverUnknown));
        assert!(!broken(say(0, None)).contains(&Invariant::NeverUnknown));
        let early = |history: &mut History, evidence: &mut Evidence| {
            (history.lookups[0].known, history.lookups[0].began) = (Some(false), 1);
            evidence.records[1].found = false;
        };
        assert_eq!(broken(early), []);
        let after_erasure = |history: &mut History, evidence: &mut Evidence| {
            history.lookups[0].known = Some(false);
            history.erased.insert("Case/a".into(), 1);
            evidence.records[1].found = false;
        };
        assert_eq!(broken(after_erasure), []);
    }

    #[test]
    fn what_comes_back_after_its_erasure_is_found() {
        let key = |_: &mut History, evidence: &mut Evidence| _ = evidence.with_keys.insert("Case/x".into());
        assert_eq!(broken(key), [Invariant::StaysErased]);
        let told = |history: &mut History, _: &mut Evidence| history.told_of_erased.push("a name".into());
        assert_eq!(broken(told), [Invariant::StaysErased]);
    }

    #[test]
    fn a_late_return_a_wrong_read_model_and_a_fault_are_found() {
        let late = |history: &mut History, _: &mut Evidence| history.recoveries.push(BACK_WITHIN * 2);
        assert_eq!(broken(late), [Invariant::BackSoon]);
        let wrong = |_: &mut History, evidence: &mut Evidence| evidence.not_as_rebuilt = Some("a row".into());
        assert_eq!(broken(wrong), [Invariant::Rebuilt]);
        let fault = |history: &mut History, _: &mut Evidence| history.broken.push("internal".into());
        assert_eq!(broken(fault), [Invariant::NoFault]);
    }
}
