//! HANDBOOK §4: the letters that invite the client, and those that tell the members of a group.

use schakel_domain::case::*;

use crate::at_the_table::{invited, not_invited};
use crate::fixtures::*;
use crate::scene::given;

pub fn letter_sent() -> RecordLetterSent {
    let (kind, to) = (LetterKind::Invitation, LetterRecipient::Client);
    RecordLetterSent { kind, meeting: meeting_id(), to, on: None }
}

fn notification() -> RecordLetterSent {
    let to = LetterRecipient::Member { member: member_id(1) };
    RecordLetterSent { kind: LetterKind::Notification, to, ..letter_sent() }
}

/// The event of such a command, given [`TODAY`].
pub fn sent(command: RecordLetterSent) -> Event {
    let RecordLetterSent { kind, meeting, to, on } = command;
    Event::LetterSent { kind, meeting, to, on: on.unwrap_or(day(TODAY)) }
}

pub fn notified() -> Event {
    sent(notification())
}

fn with_invitation() -> Vec<Event> {
    and(on_agenda(), [invited()])
}

fn in_group_approach() -> Vec<Event> {
    vec![reported(), scheduled_on("group_approach")]
}

#[test]
fn an_invitation_that_was_sent_is_on_record() {
    let case = given(with_invitation()).when(letter_sent()).then([sent(letter_sent())]);
    let letters = &file(&case).letters;
    assert_eq!(letters.len(), 1);
    assert_eq!((letters[0].kind, letters[0].on), (LetterKind::Invitation, day(TODAY)));
    let to_parents =
        RecordLetterSent { to: LetterRecipient::Parents, on: Some(day(WEIGHED_ON)), ..letter_sent() };
    given(with_invitation()).when(to_parents.clone()).then([sent(to_parents)]);
}

#[test]
fn nobody_is_invited_by_letter_before_that_was_decided() {
    given(on_agenda()).when(letter_sent()).refused(Refusal::ClientNotInvited);
    let not_invited = given(on_agenda()).when(not_invited(AbsenceReason::RedRag)).accepted();
    assert_ne!(file(&not_invited).discussions.invitation, Some(Invitation::Invited));
    given(and(with_invitation(), [plan_set(), back_on_agenda()]))
        .when(letter_sent())
        .refused(Refusal::NotOnThatAgenda);
}

#[test]
fn a_member_of_a_group_is_notified_by_letter_and_nobody_else_is() {
    given(in_group_approach()).when(notification()).then([notified()]);
    given(with_invitation()).when(notification()).refused(Refusal::NobodyNotified);
    let stranger = LetterRecipient::Member { member: member_id(9) };
    let to_stranger = RecordLetterSent { to: stranger, ..notification() };
    given(in_group_approach()).when(to_stranger).refused(Refusal::MemberUnknown);
}

#[test]
fn a_letter_is_about_the_meeting_to_come_and_was_sent() {
    let about_another = RecordLetterSent { meeting: later_meeting_id(), ..letter_sent() };
    given(with_invitation()).when(about_another).refused(Refusal::NotOnThatAgenda);
    let ahead = RecordLetterSent { on: Some(day(ENDS_ON)), ..letter_sent() };
    given(with_invitation()).when(ahead).refused(Refusal::LetterInTheFuture);
}
