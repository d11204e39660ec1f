//! Questions to the log: filters, pages that miss nothing, messages.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use futures::future::join_all;
use schakel_access_log::{AccessLog, Filter, Key, MessageKey, Subject};
use tokio::time::{Instant, timeout};

use crate::world::{LONG, World, all, lookup, noon, refusal, told};

fn about(ids: &[u32]) -> Filter {
    let subject = |id: &u32| Subject { kind: "person".to_owned(), id: format!("subject-{id}") };
    Filter { subjects: Some(ids.iter().map(subject).collect()), ..Filter::default() }
}

async fn traces(log: &AccessLog, filter: &Filter, many: usize) -> Vec<u32> {
    let trace = |text: &str| u32::from_str_radix(text, 16).unwrap();
    let found = all(log, filter, many).await;
    let mut traces: Vec<_> = found.iter().map(|stored| trace(&stored.record.trace_id)).collect();
    traces.sort_unstable();
    traces
}

#[tokio::test]
async fn finds_by_person_account_organisation_and_period() {
    let world = World::new().await;
    let running = world.running();
    let mut another = lookup(4);
    another.account = "account-2".to_owned();
    another.organisation = "police".to_owned();
    let mut other_kind = lookup(1);
    other_kind.trace_id = format!("{:032x}", 5);
    other_kind.subject = Some(Subject { kind: "asked".to_owned(), id: "subject-1".to_owned() });
    let log = &running.log;
    log.record(vec![lookup(1), lookup(2), refusal(3), another, other_kind]).await.unwrap();
    assert_eq!(traces(log, &Filter::default(), 5).await, [1, 2, 3, 4, 5]);
    assert_eq!(traces(log, &about(&[1, 4, 9]), 2).await, [1, 4]);
    assert!(traces(log, &about(&[]), 0).await.is_empty(), "no person is not every person");
    let account = Filter { account: Some("account-1".to_owned()), ..Filter::default() };
    assert_eq!(traces(log, &account, 4).await, [1, 2, 3, 5]);
    let organisation = Filter { organisation: Some("police".to_owned()), ..Filter::default() };
    assert_eq!(traces(log, &organisation, 1).await, [4]);
    let moment = |number: i64| Some(noon() + TimeDelta::milliseconds(number + 3));
    let period = Filter { from: moment(2), until: moment(4), ..Filter::default() };
    assert_eq!(traces(log, &period, 2).await, [2, 3]);
    running.stop().await;
}

#[tokio::test]
async fn leaves_out_whom_it_is_told_to_but_not_who_was_not_found() {
    let world = World::new().await;
    let running = world.running();
    let mut in_vain = lookup(1);
    in_vain.trace_id = format!("{:032x}", 4);
    in_vain.status = "not_found".to_owned();
    let mut of_nobody = lookup(5);
    of_nobody.subject = None;
    let mut other_kind = lookup(1);
    other_kind.trace_id = format!("{:032x}", 6);
    other_kind.subject = Some(Subject { kind: "asked".to_owned(), id: "subject-1".to_owned() });
    let log = &running.log;
    log.record(vec![lookup(1), lookup(2), lookup(3), in_vain, of_nobody, other_kind]).await.unwrap();
    let without = about(&[1, 2]).subjects.unwrap_or_default();
    let filter = Filter { without, ..Filter::default() };
    assert_eq!(traces(log, &filter, 4).await, [3, 4, 5, 6]);
    running.stop().await;
}

#[tokio::test]
async fn messages_reach_their_recipient_alone_with_purpose_and_moment() {
    let world = World::new().await;
    let running = world.running();
    let mut second = lookup(2);
    second.messages = vec![told("holder-1", 2), told("holder-1", 3)];
    running.log.record(vec![lookup(1), second, refusal(3)]).await.unwrap();
    all(&running.log, &Filter::default(), 3).await;
    let first = running.log.messages("holder-1", &[], None, 2).await.unwrap();
    assert_eq!(first.items.len(), 2);
    assert_eq!(first.items[0].case_id, told("", 1).case_id);
    assert_eq!(first.items[0].purpose.as_deref(), Some("zsm"));
    assert_eq!(first.items[0].at, lookup(1).ended_at);
    let rest = running.log.messages("holder-1", &[], first.next, 2).await.unwrap();
    assert_eq!(rest.items.iter().map(|item| item.case_id).collect::<Vec<_>>(), [told("", 3).case_id]);
    assert_eq!(rest.next, None);
    assert!(running.log.messages("holder-2", &[], None, 9).await.unwrap().items.is_empty());
    let left_out = [told("", 2).case_id, told("", 1).case_id];
    let others = running.log.messages("holder-1", &left_out, None, 9).await.unwrap().items;
    assert_eq!(others.iter().map(|item| item.case_id).collect::<Vec<_>>(), [told("", 3).case_id]);
    running.stop().await;
}

/// Three processes write while a reader goes on from where it stopped.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_goes_on_from_its_key_misses_nothing_and_sees_nothing_twice() {
    const EACH: u32 = 300;
    let world = World::new().await;
    let writers = [world.running(), world.running(), world.running()];
    let writing = join_all((0..30).map(|caller: u32| {
        let log = &writers[caller as usize % 3].log;
        async move {
            for number in 0..EACH / 10 {
                log.record(vec![lookup(caller * 1_000 + number)]).await.unwrap();
            }
        }
    }));
    let many = 30 * EACH as usize / 10;
    let reading = read_on(&writers[0].log, many);
    let listening = listen_on(&writers[1].log, many);
    let ((), records, messages) =
        timeout(LONG, async { tokio::join!(async { drop(writing.await) }, reading, listening) })
            .await
            .unwrap();
    assert_eq!(records.iter().collect::<BTreeSet<_>>().len(), many);
    assert_eq!(messages.iter().collect::<BTreeSet<_>>().len(), many);
    assert!(records.is_sorted() && messages.is_sorted());
    for writer in writers {
        writer.stop().await;
    }
}

async fn read_on(log: &AccessLog, many: usize) -> Vec<Key> {
    let (mut keys, started) = (Vec::new(), Instant::now());
    while keys.len() < many && started.elapsed() < LONG {
        let page = log.find(&Filter::default(), keys.last().copied(), 7).await.unwrap();
        keys.extend(page.items.iter().map(|stored| stored.key));
    }
    keys
}

async fn listen_on(log: &AccessLog, many: usize) -> Vec<MessageKey> {
    let (mut keys, started) = (Vec::new(), Instant::now());
    while keys.len() < many && started.elapsed() < LONG {
        let page = log.messages("director-1", &[], keys.last().copied(), 7).await.unwrap();
        keys.extend(page.items.iter().map(|message| message.key));
    }
    keys
}
