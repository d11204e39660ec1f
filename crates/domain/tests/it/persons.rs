//! A person's identity (HANDBOOK §1, subject) and the citizen service number (NORMS §2).

use proptest::prelude::*;
use schakel_domain::person::*;
use schakel_domain::personal::Personal;
use schakel_domain::{Account, PersonFacts, RequestId};

use crate::fixtures::{TODAY, day, details, id, person_id, sealed, text};
use crate::scene::{Decides, given_person};

pub fn register() -> RegisterPerson {
    RegisterPerson { details: details(), gender: Gender::Man, not_the_same_as: vec![] }
}

pub fn registered() -> Event {
    Event::PersonRegistered {
        details: Personal::of_stream(details()),
        gender: Gender::Man,
        birth_year: details().birth_year(),
    }
}

pub fn correct() -> CorrectPerson {
    CorrectPerson {
        details: PersonDetails { surname: Some(text("Zandloper Dijk")), ..details() },
        gender: Gender::Man,
        reason: text("Verkeerd verstaan"),
    }
}

pub fn corrected() -> Event {
    let CorrectPerson { details, gender, reason } = correct();
    Event::PersonCorrected {
        birth_year: details.birth_year(),
        details: Personal::of_stream(details),
        gender,
        reason: Personal::of_stream(reason),
    }
}

pub const ANOTHER: PersonFacts = PersonFacts::Another { restricted: false };
pub const RESTRICTED: PersonFacts = PersonFacts::Another { restricted: true };

pub fn told() -> Event {
    Event::ReceiversTold { receivers: receivers().into() }
}

pub fn receivers() -> [Account; 2] {
    [Account("zsm_1".into()), Account("partner_1".into())]
}

pub fn merge(absorbed: u128) -> MergePersons {
    MergePersons { absorbed: person_id(absorbed), reason: text("Zelfde vingerafdruk") }
}

pub fn merged(absorbed: u128) -> Event {
    Event::PersonsMerged { absorbed: person_id(absorbed), reason: sealed("Zelfde vingerafdruk") }
}

pub fn undo_merge(absorbed: u128) -> UndoMerge {
    UndoMerge { absorbed: person_id(absorbed), reason: text("Toch een tweeling") }
}

pub fn merge_undone(absorbed: u128) -> Event {
    Event::MergeUndone { absorbed: person_id(absorbed), reason: sealed("Toch een tweeling") }
}

pub fn relate(relative: u128, kind: RelationKind) -> RecordRelation {
    RecordRelation { relative: person_id(relative), kind }
}

pub fn unrelate(relative: u128, kind: RelationKind) -> EndRelation {
    EndRelation { relative: person_id(relative), kind }
}

fn relation(relative: u128, kind: RelationKind) -> Personal<Relation> {
    Personal::of_stream(Relation { relative: person_id(relative), kind })
}

pub fn related(relative: u128, kind: RelationKind) -> Event {
    Event::RelationRecorded { relation: relation(relative, kind) }
}

pub fn unrelated(relative: u128, kind: RelationKind) -> Event {
    Event::RelationEnded { relation: relation(relative, kind) }
}

pub fn restrict() -> RestrictPerson {
    RestrictPerson { reason: text("Betwist de juistheid") }
}

pub fn restricted() -> Event {
    Event::UseRestricted { reason: sealed("Betwist de juistheid") }
}

pub fn lift() -> LiftPersonRestriction {
    LiftPersonRestriction { reason: text("Bleek juist te zijn") }
}

pub fn lifted() -> Event {
    Event::RestrictionLifted { reason: sealed("Bleek juist te zijn") }
}

pub fn on_request() -> ErasureGround {
    ErasureGround::RequestGranted { request: RequestId(id(0x500)) }
}

pub fn erased(ground: ErasureGround) -> Event {
    Event::PersonErased { on: day(TODAY), ground }
}

/// Every command, each in a form that a registered person can take.
fn commands() -> Vec<Command> {
    vec![
        register().into(),
        correct().into(),
        merge(2).into(),
        undo_merge(3).into(),
        relate(4, RelationKind::Sibling).into(),
        unrelate(5, RelationKind::Parent).into(),
        restrict().into(),
        lift().into(),
        ErasePerson { ground: on_request() }.into(),
        RecordDestruction { keys: 1 }.into(),
    ]
}

#[test]
fn a_person_is_registered_once() {
    given_person([]).when(register()).then([registered()]);
    given_person([registered()]).when(register()).refused(Refusal::PersonAlreadyRegistered);
}

#[test]
fn somebody_of_whom_nothing_is_known_can_be_registered() {
    let nobody = RegisterPerson { details: PersonDetails::default(), gender: Gender::Unknown, ..register() };
    assert!(nobody.details.is_empty());
    given_person([]).when(nobody).accepted();
}

#[test]
fn an_identity_is_corrected_with_the_reason() {
    let person = given_person([registered()]).when(correct()).then([corrected()]);
    assert_eq!(person.known().unwrap().details.known(), Some(&correct().details));
}

#[test]
fn a_correction_changes_something() {
    let same = CorrectPerson { details: details(), gender: Gender::Man, reason: text("Zomaar") };
    given_person([registered()]).when(same.clone()).refused(Refusal::NothingToCorrect);
    given_person([registered()]).when(CorrectPerson { gender: Gender::Woman, ..same }).accepted();
}

#[test]
fn only_a_registered_person_is_corrected() {
    given_person([]).when(correct()).refused(Refusal::PersonUnknown);
}

#[test]
fn an_erased_person_still_loads_and_can_be_corrected() {
    let erased =
        Event::PersonRegistered { details: Personal::Erased, gender: Gender::Man, birth_year: Some(1990) };
    given_person([erased]).when(correct()).then([corrected()]);
}

#[test]
fn intake_looks_at_those_who_may_be_the_same_before_it_registers_somebody_new() {
    let likely = || given_person([]).with_likely([person_id(2), person_id(3)]);
    let other_than = |numbers: &[u128]| RegisterPerson {
        not_the_same_as: numbers.iter().map(|number| person_id(*number)).collect(),
        ..register()
    };
    likely().when(register()).refused(Refusal::PersonPossiblyKnown);
    likely().when(other_than(&[2])).refused(Refusal::PersonPossiblyKnown);
    likely().when(other_than(&[3, 2, 9])).then([registered()]);
}

#[test]
fn whoever_was_told_hears_of_a_correction() {
    given_person([registered()]).told(receivers()).when(correct()).then([corrected(), told()]);
    given_person([registered()]).told([]).when(correct()).then([corrected()]);
}

// Merging

#[test]
fn two_records_of_one_person_are_merged_and_a_wrong_merge_is_undone() {
    let person = given_person([registered()]).meeting_person(ANOTHER).when(merge(2)).then([merged(2)]);
    assert_eq!(person.known().unwrap().absorbed, [person_id(2)]);
    let history = [registered(), merged(2), merged(3)];
    let person = given_person(history).when(undo_merge(2)).then([merge_undone(2)]);
    assert_eq!(person.known().unwrap().absorbed, [person_id(3)]);
    given_person([registered(), merged(2), merge_undone(2)])
        .meeting_person(ANOTHER)
        .when(merge(2))
        .then([merged(2)]);
}

#[test]
fn what_was_not_merged_cannot_be_undone() {
    given_person([registered(), merged(2)]).when(undo_merge(3)).refused(Refusal::NothingToUndo);
    given_person([registered(), merged(2), merge_undone(2)])
        .when(undo_merge(2))
        .refused(Refusal::NothingToUndo);
}

#[test]
fn a_person_is_merged_with_somebody_else_who_is_registered_and_only_once() {
    let merging = |facts| given_person([registered()]).meeting_person(facts).when(merge(2));
    merging(PersonFacts::Itself).refused(Refusal::MergedIntoItself);
    merging(PersonFacts::AbsorbedThis).refused(Refusal::AlreadyMerged);
    given_person([registered()]).when(merge(2)).refused(Refusal::OtherPersonUnknown);
    given_person([registered(), merged(2)])
        .meeting_person(ANOTHER)
        .when(merge(2))
        .refused(Refusal::AlreadyMerged);
}

// Relations

#[test]
fn a_relation_is_recorded_and_ended() {
    let relating = |kind| given_person([registered()]).meeting_person(ANOTHER).when(relate(2, kind));
    let person = relating(RelationKind::Guardian).then([related(2, RelationKind::Guardian)]);
    assert_eq!(person.known().unwrap().relations, [relation(2, RelationKind::Guardian)]);
    let history = [
        registered(),
        related(2, RelationKind::Guardian),
        related(2, RelationKind::OtherRelative),
        related(3, RelationKind::Guardian),
    ];
    let person = given_person(history)
        .when(unrelate(2, RelationKind::Guardian))
        .then([unrelated(2, RelationKind::Guardian)]);
    let left = [relation(2, RelationKind::OtherRelative), relation(3, RelationKind::Guardian)];
    assert_eq!(person.known().unwrap().relations, left);
}

#[test]
fn a_relation_is_with_somebody_else_who_is_registered() {
    let kind = RelationKind::Child;
    let relating = |facts| given_person([registered()]).meeting_person(facts).when(relate(2, kind));
    relating(PersonFacts::Itself).refused(Refusal::RelatedToItself);
    relating(PersonFacts::AbsorbedThis).refused(Refusal::RelatedToItself);
    given_person([registered(), merged(2)])
        .meeting_person(ANOTHER)
        .when(relate(2, kind))
        .refused(Refusal::RelatedToItself);
    given_person([registered()]).when(relate(2, kind)).refused(Refusal::OtherPersonUnknown);
}

#[test]
fn a_relation_is_recorded_once_and_only_what_is_recorded_ends() {
    let with_parent = || given_person([registered(), related(2, RelationKind::Parent)]);
    with_parent()
        .meeting_person(ANOTHER)
        .when(relate(2, RelationKind::Parent))
        .refused(Refusal::RelationAlreadyRecorded);
    with_parent().meeting_person(ANOTHER).when(relate(2, RelationKind::Guardian)).accepted();
    with_parent().when(unrelate(2, RelationKind::Child)).refused(Refusal::RelationUnknown);
    with_parent().when(unrelate(3, RelationKind::Parent)).refused(Refusal::RelationUnknown);
}

#[test]
fn relations_that_were_erased_end_one_by_one() {
    let erased = || Event::RelationRecorded { relation: Personal::Erased };
    let ended = Event::RelationEnded { relation: Personal::Erased };
    let person = Person::replay([registered(), erased(), erased(), ended]);
    assert_eq!(person.known().unwrap().relations, [Personal::Erased]);
}

// Restriction (NORMS §7)

#[test]
fn a_restriction_stops_use_until_it_is_lifted() {
    let person = given_person([registered()]).when(restrict()).then([restricted()]);
    assert!(person.known().unwrap().restricted);
    let history = || [registered(), restricted()];
    given_person(history()).when(restrict()).refused(Refusal::PersonAlreadyRestricted);
    given_person(history()).meeting_person(ANOTHER).when(merge(2)).refused(Refusal::PersonRestricted);
    given_person(history())
        .meeting_person(ANOTHER)
        .when(relate(2, RelationKind::Child))
        .refused(Refusal::PersonRestricted);
    let person = given_person(history()).when(lift()).then([lifted()]);
    assert!(!person.known().unwrap().restricted);
    given_person([registered()]).when(lift()).refused(Refusal::PersonNotRestricted);
}

#[test]
fn a_record_that_may_not_be_used_is_not_merged_into_another_or_related_to_it() {
    let meeting = || given_person([registered()]).meeting_person(RESTRICTED);
    meeting().when(merge(2)).refused(Refusal::PersonRestricted);
    meeting().when(relate(2, RelationKind::Child)).refused(Refusal::PersonRestricted);
}

#[test]
fn what_is_wrong_is_put_right_while_use_is_restricted() {
    let history = || [registered(), merged(2), related(3, RelationKind::Parent), restricted()];
    let person = given_person(history()).when(correct()).then([corrected()]);
    assert!(person.known().unwrap().restricted);
    given_person(history()).when(undo_merge(2)).accepted();
    given_person(history()).when(unrelate(3, RelationKind::Parent)).accepted();
}

// Erasure (HANDBOOK §9)

#[test]
fn a_person_is_erased_with_the_last_case_that_refers_to_it() {
    let erase = || ErasePerson { ground: ErasureGround::NoCaseLeft };
    given_person([registered()]).when(erase()).refused(Refusal::CasesLeft);
    let person =
        given_person([registered()]).without_cases().when(erase()).then([erased(ErasureGround::NoCaseLeft)]);
    assert_eq!(person, Person::Erased(Erasure { on: day(TODAY), keys: None }));
    assert_eq!(person.known(), None);
}

#[test]
fn a_person_is_erased_on_a_granted_request_whatever_is_left() {
    let erase = || ErasePerson { ground: on_request() };
    given_person([registered()]).when(erase()).then([erased(on_request())]);
    given_person([registered(), restricted()]).when(erase()).then([erased(on_request())]);
}

#[test]
fn data_whose_use_is_restricted_is_kept_when_the_last_case_ends() {
    given_person([registered(), restricted()])
        .without_cases()
        .when(ErasePerson { ground: ErasureGround::NoCaseLeft })
        .refused(Refusal::PersonRestricted);
}

#[test]
fn the_destruction_of_the_keys_is_proven_once_and_after_erasure_alone() {
    let prove = || RecordDestruction { keys: 2 };
    let gone = || vec![registered(), erased(on_request())];
    given_person([registered()]).when(prove()).refused(Refusal::PersonNotErased);
    let person = given_person(gone()).when(prove()).then([Event::KeysDestroyed { keys: 2 }]);
    assert_eq!(person, Person::Erased(Erasure { on: day(TODAY), keys: Some(2) }));
    given_person([gone(), vec![Event::KeysDestroyed { keys: 2 }]].concat())
        .when(prove())
        .refused(Refusal::DestructionAlreadyProven);
}

#[test]
fn every_command_is_tried_here() {
    assert_eq!(commands().len(), Command::NAMES.len());
}

#[test]
fn nothing_can_be_asked_of_a_person_who_is_not_registered() {
    for command in commands().split_off(1) {
        given_person([]).meeting_person(ANOTHER).when(command).refused(Refusal::PersonUnknown);
    }
}

#[test]
fn nothing_but_the_proof_can_be_asked_of_a_person_who_was_erased() {
    let gone = || given_person([registered(), erased(on_request())]).meeting_person(ANOTHER);
    let proof = commands().len() - 1;
    for command in commands().into_iter().take(proof) {
        gone().when(command).refused(Refusal::PersonErased);
    }
    gone().when(RecordDestruction { keys: 0 }).accepted();
}

#[test]
fn a_person_whose_values_are_erased_stands_where_it_stood() {
    let erase = |event: Event| -> Event {
        let mut json = serde_json::to_value(event).unwrap();
        crate::golden::erase(&mut json);
        serde_json::from_value(json).unwrap()
    };
    let history = vec![
        registered(),
        corrected(),
        told(),
        merged(2),
        merged(3),
        merge_undone(2),
        related(4, RelationKind::Child),
        related(5, RelationKind::Partner),
        unrelated(4, RelationKind::Child),
        restricted(),
        lifted(),
        restricted(),
    ];
    for length in 1..=history.len() {
        let before = Person::replay(history[..length].to_vec());
        let after = Person::replay(history[..length].iter().cloned().map(erase));
        let (before, after) = (before.known().unwrap(), after.known().unwrap());
        assert_eq!(before.absorbed, after.absorbed);
        assert_eq!(before.restricted, after.restricted);
        assert_eq!(before.relations.len(), after.relations.len());
    }
}

// BSN

const WEIGHTS: [i64; 9] = [9, 8, 7, 6, 5, 4, 3, 2, -1];

/// The eleven-test as the norm words it, on a number rather than on characters.
fn passes(digits: [u8; 9]) -> bool {
    let sum: i64 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| i64::from(*digit) * weight).sum();
    sum.rem_euclid(11) == 0
}

fn written(digits: [u8; 9]) -> String {
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}

fn digits() -> impl Strategy<Value = [u8; 9]> {
    prop::array::uniform9(0_u8..10)
}

/// Any number of nine digits that passes, not all zeros: the last digit follows from the others.
fn valid() -> impl Strategy<Value = [u8; 9]> {
    digits().prop_filter_map("the last digit would be ten, or all are zero", |mut digits| {
        digits[8] = (0..10).find(|last| {
            let mut tried = digits;
            tried[8] = *last;
            passes(tried)
        })?;
        (digits != [0; 9]).then_some(digits)
    })
}

proptest! {
    #[test]
    fn a_bsn_is_what_passes_the_eleven_test(digits in digits()) {
        let expected = passes(digits) && digits != [0; 9];
        prop_assert_eq!(Bsn::new(&written(digits)).is_ok(), expected);
    }

    #[test]
    fn a_bsn_keeps_its_digits_and_hides_them_from_debug(digits in valid()) {
        let bsn = Bsn::new(&written(digits)).unwrap();
        prop_assert_eq!(bsn.as_str(), written(digits));
        let shown = format!("{bsn:?} {bsn:#?}");
        prop_assert!(!shown.contains(|c: char| c.is_ascii_digit()), "{}", shown);
        let json = serde_json::to_value(&bsn).unwrap();
        prop_assert_eq!(&json, &serde_json::Value::String(written(digits)));
        prop_assert_eq!(serde_json::from_value::<Bsn>(json).unwrap(), bsn);
    }

    #[test]
    fn one_wrong_digit_is_always_seen(digits in valid(), place in 0_usize..9, by in 1_u8..10) {
        let mut wrong = digits;
        wrong[place] = (wrong[place] + by) % 10;
        prop_assert_eq!(Bsn::new(&written(wrong)), Err(BsnError::ElevenTest));
    }

    #[test]
    fn two_neighbours_that_changed_places_are_always_seen(digits in valid(), place in 0_usize..8) {
        prop_assume!(digits[place] != digits[place + 1]);
        let mut wrong = digits;
        wrong.swap(place, place + 1);
        prop_assert_eq!(Bsn::new(&written(wrong)), Err(BsnError::ElevenTest));
    }

    #[test]
    fn anything_but_nine_digits_is_no_bsn(text in "\\PC{0,12}") {
        prop_assume!(text.len() != 9 || !text.bytes().all(|byte| byte.is_ascii_digit()));
        prop_assert_eq!(Bsn::new(&text), Err(BsnError::NotNineDigits));
    }
}

#[test]
fn all_zeros_pass_the_eleven_test_and_are_refused() {
    assert!(passes([0; 9]));
    assert_eq!(Bsn::new("000000000"), Err(BsnError::ElevenTest));
}

#[test]
fn leading_zeros_are_kept() {
    let bsn = Bsn::new("000000012").unwrap();
    assert_eq!(bsn.as_str(), "000000012");
    assert_eq!(Bsn::new("12"), Err(BsnError::NotNineDigits));
}

#[test]
fn digits_of_other_scripts_and_signs_are_no_digits() {
    for text in ["", "99999001９", "+99990019", "99999 019", "99999001a", "9999900190", "99999001"] {
        assert_eq!(Bsn::new(text), Err(BsnError::NotNineDigits), "{text}");
    }
}

#[test]
fn a_bsn_that_is_none_does_not_load_and_is_not_echoed() {
    let error = serde_json::from_str::<Bsn>("\"999990018\"").unwrap_err().to_string();
    assert!(!error.contains("99999"), "{error}");
    assert!(error.contains("eleven-test"), "{error}");
}

#[test]
fn nothing_of_a_person_is_shown_by_debug() {
    let shown = format!("{:?} {:?} {:?}", details(), registered(), register());
    for secret in ["Jan", "Zandloper", "99999"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
