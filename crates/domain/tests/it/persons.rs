//! A person's identity (HANDBOOK §1, subject) and the citizen service number (NORMS §2).

use proptest::prelude::*;
use schakel_domain::person::*;
use schakel_domain::personal::Personal;

use crate::fixtures::{details, text};
use crate::scene::given_person;

pub fn register() -> RegisterPerson {
    RegisterPerson { details: details(), gender: Gender::Man }
}

pub fn registered() -> Event {
    Event::PersonRegistered { details: Personal::of_stream(details()), gender: Gender::Man }
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
        details: Personal::of_stream(details),
        gender,
        reason: Personal::of_stream(reason),
    }
}

#[test]
fn a_person_is_registered_once() {
    given_person([]).when(register()).then([registered()]);
    given_person([registered()]).when(register()).refused(Refusal::PersonAlreadyRegistered);
}

#[test]
fn somebody_of_whom_nothing_is_known_can_be_registered() {
    let nobody = RegisterPerson { details: PersonDetails::default(), gender: Gender::Unknown };
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
    let erased = Event::PersonRegistered { details: Personal::Erased, gender: Gender::Man };
    given_person([erased]).when(correct()).then([corrected()]);
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
