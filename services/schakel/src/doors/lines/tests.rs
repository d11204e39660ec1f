use proptest::prelude::*;

use super::*;

const SUSPECTS: Lines =
    Lines { columns: &["bsn", "givenNames", "surname"], max_lines: 5, max_bytes: 1000, example: "" };

fn read(file: impl AsRef<[u8]>) -> Result<Value, Problem> {
    SUSPECTS.read_csv(file.as_ref())
}

#[track_caller]
fn gives(file: impl AsRef<[u8]>, lines: Value) {
    assert_eq!(read(file).ok(), Some(json!({"lines": lines})));
}

#[track_caller]
fn refused(file: impl AsRef<[u8]>, kind: Kind) -> Vec<FieldError> {
    let problem = read(file).err();
    assert_eq!(problem.as_ref().map(|problem| problem.kind), Some(kind));
    problem.map(|problem| problem.errors).unwrap_or_default()
}

#[test]
fn each_row_is_a_line_with_its_number_in_the_file() {
    gives(
        "bsn,surname\n999900006,Voorbeeld\n999900018,Proef\n",
        json!([
            {"line": 2, "bsn": "999900006", "surname": "Voorbeeld"},
            {"line": 3, "bsn": "999900018", "surname": "Proef"},
        ]),
    );
}

#[test]
fn both_separators_both_line_ends_and_the_mark_of_utf_8_are_read() {
    let expected = json!([{"line": 2, "bsn": "999900006", "surname": "Noël"}]);
    for file in [
        "bsn,surname\n999900006,Noël",
        "bsn,surname\r\n999900006,Noël\r\n",
        "bsn;surname\n999900006;Noël\n",
        "\u{feff}bsn;surname\r\n999900006;Noël\r\n",
        "\"bsn\";\"surname\"\n\"999900006\";\"Noël\"\n",
        " bsn , surname \n 999900006 , Noël \n",
    ] {
        gives(file, expected.clone());
    }
}

#[test]
fn quotes_hold_separators_and_quotes() {
    gives("surname,bsn\n\"Proef, \"\"P\"\"\",\n", json!([{"line": 2, "surname": "Proef, \"P\""}]));
}

#[test]
fn columns_stand_in_any_order_and_may_be_left_out() {
    gives("surname;bsn\nProef;999900006", json!([{"line": 2, "bsn": "999900006", "surname": "Proef"}]));
    gives("bsn\n999900006", json!([{"line": 2, "bsn": "999900006"}]));
}

#[test]
fn a_lost_zero_is_not_made_up_for() {
    gives("bsn\n1234567", json!([{"line": 2, "bsn": "1234567"}]));
}

#[test]
fn a_broken_line_in_the_middle_leaves_the_others_whole() {
    for broken in ["a,b,c", "999900006", "\"999900006,Proef", "\"\n"] {
        let file = format!("bsn,surname\n1,Een\n{broken}\n2,Twee\n");
        let lines = read(&file).map(|input| of(&input).to_vec()).unwrap_or_default();
        assert_eq!(lines.first(), Some(&json!({"line": 2, "bsn": "1", "surname": "Een"})), "{broken}");
        assert_eq!(lines.get(1), Some(&json!({"line": 3})), "{broken}");
        assert_eq!(lines.last().map(|line| &line["surname"]), Some(&json!("Twee")), "{broken}");
    }
}

#[test]
fn another_encoding_shows_in_its_own_cell() {
    gives(
        b"bsn,surname\n1,No\xebl\n2,Twee",
        json!([{"line": 2, "bsn": "1", "surname": "No\u{fffd}l"}, {"line": 3, "bsn": "2", "surname": "Twee"}]),
    );
}

#[test]
fn rows_that_say_nothing_are_passed_over_and_counted() {
    gives("bsn;surname\n\n;\n ; \n1;Een\n\n", json!([{"line": 5, "bsn": "1", "surname": "Een"}]));
}

#[test]
fn a_file_with_only_a_header_has_no_lines() {
    gives("bsn,surname", json!([]));
    gives("bsn,surname\r\n", json!([]));
}

#[test]
fn a_header_names_known_columns_each_once() {
    for file in ["", "\n1", "999900006,Een", "bsn,naam\n1,Een", "bsn,bsn\n1,2", "bsn,\n1,", "BSN\n1", "{}"] {
        let errors = refused(file, Kind::InvalidInput);
        assert_eq!(
            errors,
            [FieldError::new(
                "header",
                "columns",
                "must name columns, each once, of: bsn, givenNames, surname"
            )],
            "{file}"
        );
    }
}

#[test]
fn what_is_no_text_is_no_csv() {
    for file in [&b"PK\x03\x04\x14\x00\x06\x00"[..], b"\xff\xfeb\x00s\x00n\x00", b"bsn\rsurname\r1"] {
        refused(file, Kind::NotCsv);
    }
}

#[test]
fn one_line_too_many_is_too_large() {
    let file = |lines: usize| "bsn\n".to_owned() + &"1\n".repeat(lines);
    assert!(read(file(5)).is_ok());
    refused(file(6), Kind::TooLarge);
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic_and_each_line_has_its_number(
        header in prop_oneof![Just("bsn,surname\n"), Just("bsn;givenNames\r\n"), Just("")],
        bytes in proptest::collection::vec(
            prop_oneof![any::<u8>(), proptest::sample::select(&b"\",;\r\n 9a"[..])], 0..300
        ),
    ) {
        let file = [header.as_bytes(), &bytes].concat();
        if let Ok(input) = read(&file) {
            prop_assert!(of(&input).len() <= SUSPECTS.max_lines);
            prop_assert!(of(&input).iter().all(|line| line[NUMBER].as_u64().is_some_and(|number| number >= 2)));
        }
    }
}
