#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, TimeDelta};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::record::Decision;

fn key() -> ChainKey {
    ChainKey::new(Zeroizing::new([7; 32]))
}

fn text() -> impl Strategy<Value = String> {
    "[a-c\"\\\\ ]{0,3}"
}

prop_compose! {
    fn message()(recipient in text(), case in 0..3_u128) -> Message {
        Message { recipient, case_id: Uuid::from_u128(case) }
    }
}

prop_compose! {
    fn subject()(kind in text(), id in text()) -> Subject {
        Subject { kind, id }
    }
}

prop_compose! {
    fn record()(
        texts in prop::array::uniform7(text()),
        optional in prop::array::uniform5(option::of(text())),
        subject in option::of(subject()),
        roles in vec(text(), 0..3),
        categories in vec(text(), 0..3),
        messages in vec(message(), 0..3),
        micros in prop::array::uniform2(0..4_i64),
        permit in any::<bool>(),
        found in any::<bool>(),
    ) -> Record {
        let [trace_id, span_id, action, status, policy, account, organisation] = texts;
        let [parent_span_id, reason, client, purpose, reference] = optional;
        let [started_at, ended_at] = micros.map(|micros| DateTime::UNIX_EPOCH + TimeDelta::microseconds(micros));
        let decision = if permit { Decision::Permit } else { Decision::Deny };
        Record {
            started_at, ended_at, trace_id, span_id, parent_span_id, action, decision, reason, status, policy,
            account, organisation, client, roles, purpose, reference, subject, found, categories, messages,
        }
    }
}

/// Each field of the other record put into this one.
fn with_one_field_of(record: &Record, other: &Record) -> Vec<Record> {
    let changes: [fn(&mut Record, Record); 20] = [
        |record, other| record.started_at = other.started_at,
        |record, other| record.ended_at = other.ended_at,
        |record, other| record.trace_id = other.trace_id,
        |record, other| record.span_id = other.span_id,
        |record, other| record.parent_span_id = other.parent_span_id,
        |record, other| record.action = other.action,
        |record, other| record.decision = other.decision,
        |record, other| record.reason = other.reason,
        |record, other| record.status = other.status,
        |record, other| record.policy = other.policy,
        |record, other| record.account = other.account,
        |record, other| record.organisation = other.organisation,
        |record, other| record.client = other.client,
        |record, other| record.roles = other.roles,
        |record, other| record.purpose = other.purpose,
        |record, other| record.reference = other.reference,
        |record, other| record.subject = other.subject,
        |record, other| record.found = other.found,
        |record, other| record.categories = other.categories,
        |record, other| record.messages = other.messages,
    ];
    let changed = |change: fn(&mut Record, Record)| {
        let mut record = record.clone();
        change(&mut record, other.clone());
        record
    };
    changes.map(changed).into()
}

proptest! {
    #[test]
    fn any_changed_field_gives_another_hash(record in record(), other in record()) {
        let link = |record: &Record| key().link(&[1; 32], 1, 1, record);
        for changed in with_one_field_of(&record, &other) {
            prop_assert_eq!(link(&changed) == link(&record), changed == record);
        }
        prop_assert_eq!(link(&other) == link(&record), other == record);
    }
}

proptest! {
    #[test]
    fn another_place_key_or_predecessor_gives_another_hash(record in record()) {
        let here = key().link(&[1; 32], 1, 1, &record);
        let another = ChainKey::new(Zeroizing::new([8; 32]));
        prop_assert_eq!(key().link(&[1; 32], 1, 1, &record), here);
        prop_assert_ne!(key().link(&[2; 32], 1, 1, &record), here);
        prop_assert_ne!(key().link(&[1; 32], 2, 1, &record), here);
        prop_assert_ne!(key().link(&[1; 32], 1, 2, &record), here);
        prop_assert_ne!(another.link(&[1; 32], 1, 1, &record), here);
    }
}

#[test]
fn a_head_is_read_back_from_its_text() {
    let head = Head { writer: 3, seq: 1_200, mac: [9; 32] };
    assert_eq!(head.to_string().parse::<Head>().unwrap(), head);
    for wrong in ["", "3 1200", "3 1200 x", "3 x CQkJ", "3 1200 CQkJ extra", "3 1200 CQkJ"] {
        assert_eq!(wrong.parse::<Head>(), Err(HeadError), "{wrong}");
    }
}

#[test]
fn the_key_does_not_show() {
    assert_eq!(format!("{:?}", key()), "ChainKey");
}
