//! What is new for me: notices of what happened in the House, and that somebody was looked up.

use schakel_access::{Action, Actor};
use schakel_access_log::{LookedUp, MessageKey};
use schakel_journal::Place;
use schakel_read_models::notices::{self, Notice, NoticeKind};
use schakel_read_models::{Cursor, Page};

use crate::{Application, Error};

/// How far a reader has come in each of the two sources. Both are stable under writes, and so is what
/// is made of them: the one cannot put anything before what was read of the other.
pub type InboxKey = (Option<notices::Key>, Option<MessageKey>);

impl Application {
    /// What is new for an account, as it happened; a reader keeps the last cursor and asks for what came
    /// after.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn notices(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Notice>, Error> {
        self.journal.ready_for("notices", at_least).await?;
        let (told, looked_up) = after.and_then(Cursor::key::<InboxKey>).unwrap_or_default();
        let recipient = &actor.account;
        let mut reading = self.read_for(actor).await?;
        let notices = notices::find(&mut reading, recipient, told, limit + 1).await?;
        let told = Read { notices, last: told };
        let mut without = notices::left_by(&mut reading, recipient).await?;
        without.extend(self.shielded_cases().await?.into_iter().map(|case| case.0));
        let messages = self.access_log.messages(recipient, &without, looked_up, limit + 1).await?.items;
        Ok(merged(told, messages, looked_up, limit))
    }
}

/// Notices, and the key of the last that was read before.
struct Read {
    notices: Vec<(notices::Key, Notice)>,
    last: Option<notices::Key>,
}

/// The oldest of both, so many at the most.
fn merged(told: Read, messages: Vec<LookedUp>, looked_up: Option<MessageKey>, limit: usize) -> Page<Notice> {
    let mut key = (told.last, looked_up);
    let mut notices = told.notices.into_iter().peekable();
    let mut messages = messages.into_iter().peekable();
    let mut items = Vec::new();
    while items.len() < limit {
        let message_first = match (notices.peek(), messages.peek()) {
            (None, None) => break,
            (Some((_, notice)), Some(message)) => message.at < notice.at,
            (notice, _) => notice.is_none(),
        };
        let next = match message_first {
            true => messages.next().map(|message| {
                key.1 = Some(message.key);
                of_message(&message)
            }),
            false => notices.next().map(|(place, notice)| {
                key.0 = Some(place);
                notice
            }),
        };
        items.extend(next.map(|notice| Notice { cursor: Cursor::after(&key), ..notice }));
    }
    let more = notices.peek().is_some() || messages.peek().is_some();
    Page { items, next: more.then(|| Cursor::after(&key)).flatten() }
}

/// Who is concerned hears of these; of anything else that is told so, the privacy officers, as it was an emergency.
const LOOKUPS: [Action; 2] = [Action::LookUpPerson, Action::FindInvolvedParties];

fn of_message(message: &LookedUp) -> Notice {
    let is_lookup = LOOKUPS.iter().any(|lookup| lookup.name() == message.action);
    Notice {
        cursor: None,
        kind: if is_lookup { NoticeKind::PersonLookedUp } else { NoticeKind::GlassBroken },
        case_id: Some(message.case_id),
        about: None,
        person_id: None,
        purpose: message.purpose.clone(),
        at: message.at,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use chrono::{DateTime, TimeDelta};
    use schakel_access_log::Key;
    use schakel_read_models::Listed;
    use uuid::Uuid;

    use super::*;

    fn notice(at: i64) -> (notices::Key, Notice) {
        let kind = NoticeKind::CaseClosed;
        let key = (1, 7, at, Listed(kind), Uuid::nil());
        let at = DateTime::UNIX_EPOCH + TimeDelta::seconds(at);
        let (cursor, about, person_id, purpose) = (None, None, None, None);
        (key, Notice { cursor, kind, case_id: Some(Uuid::nil()), about, person_id, purpose, at })
    }

    fn message(at: i64) -> LookedUp {
        let record = Key { epoch: 1, tx_id: 9, writer: 1, seq: at };
        LookedUp {
            key: MessageKey { record, number: 1 },
            case_id: Uuid::nil(),
            action: "LookUpPerson".into(),
            purpose: Some("zsm_lookup".into()),
            at: DateTime::UNIX_EPOCH + TimeDelta::seconds(at),
        }
    }

    fn page(told: &[i64], asked: &[i64], after: InboxKey, limit: usize) -> Page<Notice> {
        let later_told = told.iter().copied().filter(|at| after.0.is_none_or(|key| *at > key.2));
        let later_asked = asked.iter().copied().filter(|at| after.1.is_none_or(|key| *at > key.record.seq));
        let notices = later_told.map(notice).collect();
        merged(Read { notices, last: after.0 }, later_asked.map(message).collect(), after.1, limit)
    }

    fn moments(page: &Page<Notice>) -> Vec<i64> {
        page.items.iter().map(|notice| notice.at.timestamp()).collect()
    }

    #[test]
    fn both_sources_are_read_in_the_order_in_which_things_happened() {
        let all = page(&[1, 4, 5], &[2, 3, 6], InboxKey::default(), 10);
        assert_eq!(moments(&all), [1, 2, 3, 4, 5, 6]);
        assert!(all.next.is_none());
        assert_eq!(all.items[1].kind, NoticeKind::PersonLookedUp);
        assert_eq!(all.items[1].purpose.as_deref(), Some("zsm_lookup"));
    }

    #[test]
    fn whoever_goes_on_from_any_notice_misses_and_repeats_nothing() {
        let (told, asked) = ([1, 4, 5, 9], [2, 3, 6]);
        for limit in 1..8 {
            let (mut after, mut seen) = (InboxKey::default(), Vec::new());
            loop {
                let page = page(&told, &asked, after, limit);
                seen.extend(moments(&page));
                let Some(next) = page.next else { break };
                after = next.key().unwrap();
                assert_eq!(page.items.last().unwrap().cursor.as_ref().unwrap().key(), Some(after));
            }
            assert_eq!(seen, [1, 2, 3, 4, 5, 6, 9], "{limit}");
        }
    }
}
