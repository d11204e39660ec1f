//! Whatever is killed, and whenever: what was acknowledged is there, once, and every read model tells
//! the same as the log.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::stream::{self, StreamExt};
use serde_json::{Value, json};

use crate::actors::{Actor, director, reporter, support};
use crate::cluster::Cluster;
use crate::doors::{Client, Door, Envelope, Reply, Trouble};
use crate::house::{House, eventually, signal};

/// How many are under way at once where a test needs no more.
const AT_ONCE: usize = 32;
/// Cases that are there before the test begins.
const CASES: usize = 25;

#[tokio::test(flavor = "multi_thread")]
async fn every_acknowledged_command_is_there_once_after_the_server_was_killed() {
    let mut house = House::open().await;
    let cases = weighed_cases(&house).await;
    let before = house.events().await;
    let commands = commands(&cases, 1000);

    let acknowledged = AtomicUsize::new(0);
    let given = give_all(&house, &commands, commands.len(), &acknowledged);
    let killer = async {
        eventually("a quarter of the answers", async || acknowledged.load(Ordering::Relaxed) >= 250).await;
        signal(house.server().pid(), "KILL");
    };
    let (first, ()) = tokio::join!(given, killer);
    house.kill();
    let answered = first.iter().flatten().count();
    assert!((250..commands.len()).contains(&answered), "{answered} were answered before the kill");

    house.start().await;
    let survived = house.events().await - before;
    assert!(survived >= i64::try_from(answered).unwrap(), "{answered} were answered, {survived} are there");
    let again = until_all_are_done(&house, &commands).await;
    for (number, reply) in first.iter().enumerate() {
        // The same answer, not merely an answer.
        assert!(reply.as_ref().is_none_or(|reply| *reply == again[number]), "{:?}", commands[number]);
    }
    assert_each_is_there_once(&house, &commands, &again, before).await;
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_server_takes_over_from_another_that_was_killed() {
    let mut house = House::open().await;
    let cases = weighed_cases(&house).await;
    eventually("somebody to lead", async || leaders(&house).await == 1).await;
    let other = house.another_server().await;
    for door in Door::BOTH {
        // Written at one, read at the other: the position makes it wait.
        for (writer, reader) in [
            (house.client(door), house.client_of(&other, door.other())),
            (house.client_of(&other, door), house.client(door.other())),
        ] {
            let (id, seen) = write_and_read(&writer, &reader).await;
            assert!(seen.contains(&id), "{door:?}");
        }
    }

    let before = house.events().await;
    let commands = commands(&cases, 200);
    let (at_first, at_other) = commands.split_at(100);
    let acknowledged = AtomicUsize::new(0);
    let killer = async {
        eventually("some answers", async || acknowledged.load(Ordering::Relaxed) >= 40).await;
        signal(house.server().pid(), "KILL");
    };
    let (first, second, ()) = tokio::join!(
        give_all(&house, at_first, AT_ONCE, &acknowledged),
        give_all_at(|door| house.client_of(&other, door), at_other, AT_ONCE, &acknowledged),
        killer,
    );
    assert!(first.iter().any(Option::is_none), "the kill came too late");
    assert!(second.iter().all(Option::is_some), "the server that was not killed failed");
    house.kill();

    let writer = house.client_of(&other, Door::Rest);
    let overlast = json!({"reason": "Overlast."});
    let reply = writer.call(&reporter(), "ReportCase", overlast, Envelope::default()).await.unwrap();
    let reader = house.client_of(&other, Door::Grpc);
    eventually("the other to lead", async || {
        let at = Envelope::at_position(reply.position());
        reader.call(&director(), "ListCases", json!({}), at).await.is_ok()
    })
    .await;
    assert!(seen_at(&reader, reply.position()).await.contains(&reply.id()));
    assert_eq!(leaders(&house).await, 1);

    house.start().await;
    let again = until_all_are_done(&house, &commands).await;
    for (number, reply) in first.iter().chain(&second).enumerate() {
        assert!(reply.as_ref().is_none_or(|reply| *reply == again[number]), "{:?}", commands[number]);
    }
    // One more: the report after the kill.
    assert_each_is_there_once(&house, &commands, &again, before + 1).await;
    house.rebuild_equals_live().await;
    assert!(other.stop().await.success(), "{}", house.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_gets_over_its_database_being_stopped_and_started() {
    let mut cluster = Cluster::start().await;
    let house = cluster.open_house(&[]).await;

    let reports = reports(120);
    let acknowledged = AtomicUsize::new(0);
    let outage = async {
        eventually("some answers", async || acknowledged.load(Ordering::Relaxed) >= 30).await;
        cluster.stop().await;
        eventually("the server to be not ready", async || health(&house).await == 503).await;
        let trouble = house.call(Door::Rest, &director(), "ListCases", json!({})).await.unwrap_err();
        assert_eq!(trouble.slug, "unavailable");
        let trouble = house.call(Door::Grpc, &director(), "ListCases", json!({})).await.unwrap_err();
        assert_eq!(trouble.slug, "unavailable");
        cluster.restart().await;
        eventually("the server to be ready again", async || health(&house).await == 200).await;
    };
    let (first, ()) = tokio::join!(give_all(&house, &reports, 8, &acknowledged), outage);

    let again = until_all_are_done(&house, &reports).await;
    for (number, reply) in first.iter().enumerate() {
        assert!(reply.as_ref().is_none_or(|reply| *reply == again[number]), "{:?}", reports[number]);
    }
    let ids: BTreeSet<_> = again.iter().map(Reply::id).collect();
    assert_eq!(ids.len(), reports.len());
    let last = again.iter().map(Reply::position).max_by_key(|position| place(position)).unwrap();
    let seen = seen_at(&house.client(Door::Rest), last).await;
    assert_eq!(seen, ids);
    house.rebuild_equals_live().await;
}

/// A command with the key by which it is known.
#[derive(Debug)]
struct Order {
    key: String,
    door: Door,
    actor: Actor,
    name: &'static str,
    input: Value,
}

impl Order {
    async fn give(&self, client: &Client<'_>) -> Result<Reply, Trouble> {
        client.call(&self.actor, self.name, self.input.clone(), Envelope::with_key(&self.key)).await
    }
}

/// New reports and commands on existing cases, evenly through both doors.
fn commands(cases: &[String], count: usize) -> Vec<Order> {
    let order = |number: usize| match number % 2 {
        0 => report(number, Door::BOTH[number / 2 % 2]),
        _ => Order {
            key: format!("advise-{number}"),
            door: Door::BOTH[number / 2 % 2],
            actor: director(),
            name: "SetZsmAdvice",
            input: json!({
                "caseId": cases[number / 2 % cases.len()],
                "sketch": format!("Schets {number}."), "measures": ["Toezicht."]
            }),
        },
    };
    (0..count).map(order).collect()
}

fn reports(count: usize) -> Vec<Order> {
    (0..count).map(|number| report(number, Door::BOTH[number % 2])).collect()
}

fn report(number: usize, door: Door) -> Order {
    let input = json!({"reason": format!("Melding {number}."), "trigger": "arrest", "municipality": "gouda"});
    Order { key: format!("report-{number}"), door, actor: reporter(), name: "ReportCase", input }
}

/// Cases of which advice can be given.
async fn weighed_cases(house: &House) -> Vec<String> {
    let one = async |number: usize| {
        let door = Door::BOTH[number % 2];
        let input = json!({"reason": "Overlast.", "trigger": "arrest", "municipality": "leiden"});
        let case = house.done(door, &reporter(), "ReportCase", input).await.id();
        let weighing = json!({"caseId": case, "criteria": ["a", "b", "c"], "decision": "schedule_focus"});
        house.done(door, &support(), "WeighCase", weighing).await;
        case
    };
    stream::iter(0..CASES).map(one).buffered(AT_ONCE).collect().await
}

/// Gives every command once, so many at a time; what was answered, in the order of the commands.
async fn give_all(
    house: &House,
    commands: &[Order],
    at_once: usize,
    acknowledged: &AtomicUsize,
) -> Vec<Option<Reply>> {
    give_all_at(|door| house.client(door), commands, at_once, acknowledged).await
}

async fn give_all_at<'a>(
    client: impl Fn(Door) -> Client<'a>,
    commands: &[Order],
    at_once: usize,
    acknowledged: &AtomicUsize,
) -> Vec<Option<Reply>> {
    let give = async |order: &Order| match order.give(&client(order.door)).await {
        Ok(reply) => {
            acknowledged.fetch_add(1, Ordering::Relaxed);
            Some(reply)
        }
        Err(trouble) if may_be_repeated(&trouble) => None,
        Err(trouble) => panic!("{order:?}: {trouble:?}"),
    };
    stream::iter(commands).map(give).buffered(at_once).collect().await
}

/// Gives every command again, with its key, until each is done.
async fn until_all_are_done(house: &House, commands: &[Order]) -> Vec<Reply> {
    let insist = async |order: &Order| {
        let mut reply = None;
        eventually(&order.key, async || {
            match order.give(&house.client(order.door)).await {
                Ok(answer) => reply = Some(answer),
                Err(trouble) => assert!(may_be_repeated(&trouble), "{order:?}: {trouble:?}"),
            }
            reply.is_some()
        })
        .await;
        reply.unwrap()
    };
    stream::iter(commands).map(insist).buffered(AT_ONCE).collect().await
}

/// It is not known whether the command was done, or it was not and may be later.
fn may_be_repeated(trouble: &Trouble) -> bool {
    ["unreachable", "unavailable", "timed-out", "conflict"].contains(&trouble.slug.as_str())
}

/// Every command has its one event, and every new report its own case.
async fn assert_each_is_there_once(house: &House, commands: &[Order], replies: &[Reply], before: i64) {
    assert_eq!(house.events().await, before + i64::try_from(commands.len()).unwrap());
    let log: Vec<(String, i64, String)> = sqlx::query_as(
        "select aggregate_id, sequence, event_type from journal.events where aggregate_type = 'Case'",
    )
    .fetch_all(house.pool())
    .await
    .unwrap();
    let log: BTreeMap<_, _> =
        log.into_iter().map(|(case, sequence, kind)| ((case, sequence), kind)).collect();
    let mut places = BTreeSet::new();
    for (order, reply) in commands.iter().zip(replies) {
        let kind = if order.name == "ReportCase" { "CaseReported" } else { "ZsmAdviceSet" };
        let place = (reply.id(), i64::try_from(reply.version.unwrap()).unwrap());
        assert_eq!(log.get(&place).map(String::as_str), Some(kind), "{order:?}");
        assert!(places.insert(place), "{order:?}: two commands have one event");
    }
    // Every command so far was one event, under a key of its own.
    assert_eq!(house.count("select count(*) from journal.idempotency").await, house.events().await);
}

/// Reports a case at one client; which cases are then seen at the other.
async fn write_and_read(writer: &Client<'_>, reader: &Client<'_>) -> (String, BTreeSet<String>) {
    let input = json!({"reason": "Overlast.", "trigger": "arrest", "municipality": "gouda"});
    let reply = writer.call(&reporter(), "ReportCase", input, Envelope::default()).await.unwrap();
    (reply.id(), seen_at(reader, reply.position()).await)
}

/// Every case in the overview, at this position or later.
async fn seen_at(client: &Client<'_>, position: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut question = json!({"limit": 100});
    loop {
        let at = Envelope::at_position(position);
        let page = client.call(&director(), "ListCases", question.clone(), at).await.unwrap().json;
        let cases = page["cases"].as_array().into_iter().flatten();
        seen.extend(cases.map(|case| case["id"].as_str().unwrap().to_owned()));
        match page.get("nextCursor") {
            Some(cursor) => question["cursor"] = cursor.clone(),
            None => return seen,
        }
    }
}

/// A position as it sorts.
fn place(position: &str) -> Vec<u64> {
    position.split('.').map(|part| part.parse().unwrap()).collect()
}

/// How many lead the projections: who does holds a lock in the database.
async fn leaders(house: &House) -> i64 {
    let lock = "select count(*) from pg_locks
                where locktype = 'advisory' and granted and mode = 'ExclusiveLock'
                  and (classid::bigint << 32) + objid::bigint = 7361636802
                  and database = (select oid from pg_database where datname = current_database())";
    house.count(lock).await
}

async fn health(house: &House) -> u16 {
    house.http().get(house.url("/v1/health/ready")).send().await.unwrap().status().as_u16()
}
