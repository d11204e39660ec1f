//! Whatever fails under the access log: there is no answer without its record, and the service comes back
//! by itself. The clients keep a list of what they were answered, which is compared with what is on
//! record.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use serde_json::Value;
use sqlx::Executor;

use crate::actors::{partner, reporter, zsm};
use crate::cluster::Cluster;
use crate::doors::{Door, Trouble};
use crate::house::{House, eventually, signal};
use crate::small_disk::{SMALL_DISK, again, fill};
use crate::stages::{Stage, as_partner, at_zsm, bsn};

/// Nobody is held up for asking much.
const BUSY: &[(&str, &str)] = &[("LOOKUPS_PER_MINUTE", "1000000"), ("ENUMERATION_ALARM", "1000000")];
/// Clients that ask at the same time, half of them through each door.
const CLIENTS: usize = 32;
/// So many lookups are answered before something is killed.
const BEFORE: usize = 3000;
/// People with a case, and as many without.
const KNOWN: usize = 5;
/// How soon a lookup is refused that cannot be recorded: its second, and slack for a busy machine.
const REFUSED_WITHIN: Duration = Duration::from_secs(3);
/// How soon the service answers again (issue 3).
const BACK_WITHIN: Duration = Duration::from_secs(5);

/// A lookup by the asker's own reference, and whether it was a hit.
type Lookups = BTreeSet<(String, bool)>;

/// Who asks, and what was answered.
struct Asking<'a> {
    house: &'a House,
    numbers: Vec<String>,
    answered: AtomicUsize,
}

impl<'a> Asking<'a> {
    /// Some people have a case.
    async fn at(house: &'a House) -> Self {
        let numbers: Vec<_> = (0..2 * KNOWN).map(bsn).collect();
        for number in &numbers[..KNOWN] {
            Stage { house, door: Door::Rest }.reported(number).await;
        }
        Self { house, numbers, answered: AtomicUsize::new(0) }
    }

    async fn ask(&self, door: Door, number: &str, reference: &str) -> Result<bool, Trouble> {
        let mut question = at_zsm(number);
        question["reference"] = reference.into();
        let reply = self.house.call(door, &zsm(), "LookUpPerson", question).await?;
        self.answered.fetch_add(1, Ordering::Relaxed);
        Ok(reply.json["hit"] == true)
    }

    /// Many ask at once, each until the first trouble or `most` answers; all that was answered.
    async fn many(&self, name: &str, most: usize) -> (Lookups, Vec<Trouble>) {
        let client = async |client: usize| {
            let door = Door::BOTH[client % 2];
            let mut answered = Lookups::new();
            for n in 0..most {
                let place = (client + n) % self.numbers.len();
                let reference = format!("{name}-{client}-{n}");
                match self.ask(door, &self.numbers[place], &reference).await {
                    Ok(hit) => {
                        assert_eq!(hit, place < KNOWN);
                        answered.insert((reference, hit));
                    }
                    Err(trouble) => return (answered, Some(trouble)),
                }
            }
            (answered, None)
        };
        let all: Vec<_> = join_all((0..CLIENTS).map(client)).await;
        let (answered, troubles): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        (answered.into_iter().flatten().collect(), troubles.into_iter().flatten().collect())
    }

    async fn has_answered(&self, many: usize) {
        eventually("some answers", async || self.answered.load(Ordering::Relaxed) >= many).await;
    }

    /// Asks again and again, through both doors, until both answer; answers what was answered.
    async fn until_answered(&self, name: &str) -> Lookups {
        let mut answered = Lookups::new();
        for door in Door::BOTH {
            let mut tries = 0..;
            eventually("an answer", async || {
                let reference = format!("{name}-{door:?}-{}", tries.next().unwrap());
                let answer = self.ask(door, &self.numbers[0], &reference).await;
                if let Err(trouble) = &answer {
                    assert!(is_for_now(trouble), "{trouble:?}");
                }
                answered.extend(answer.as_ref().ok().map(|hit| (reference, *hit)));
                answer.is_ok()
            })
            .await;
        }
        answered
    }
}

/// The service or its database is not there: neither a refusal nor a fault.
fn is_for_now(trouble: &Trouble) -> bool {
    ["unreachable", "unavailable", "timed-out"].contains(&trouble.slug.as_str())
}

/// All lookups that are on record.
async fn on_record(house: &House) -> Lookups {
    let lookups = "select reference, found from access_log.record
                   where action = 'LookUpPerson' and reference is not null";
    let lookups: Vec<(String, bool)> = sqlx::query_as(lookups).fetch_all(house.pool()).await.unwrap();
    lookups.into_iter().collect()
}

/// What was answered without being on record.
fn unrecorded(answered: &Lookups, recorded: &Lookups) -> Lookups {
    answered.difference(recorded).cloned().collect()
}

/// Every answer is on record, and the log is whole. A record that is withheld would have been missed.
async fn assert_all_on_record(house: &House, answered: &Lookups) {
    let mut recorded = on_record(house).await;
    assert_eq!(unrecorded(answered, &recorded), Lookups::new());
    let output = house.run(&["audit", "verify"]).await;
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.ends_with(": whole\n"), "{said}");

    let withheld = answered.iter().nth(answered.len() / 2).unwrap().clone();
    recorded.remove(&withheld);
    recorded.insert((withheld.0.clone(), !withheld.1));
    assert_eq!(unrecorded(answered, &recorded), Lookups::from([withheld]));
}

/// What `/v1/health/ready` says: its status, and which needs are not met.
async fn readiness(house: &House) -> (u16, Vec<String>) {
    let answer = house.http().get(house.url("/v1/health/ready")).send().await.unwrap();
    let status = answer.status().as_u16();
    let told: Value = answer.json().await.unwrap();
    let report = told.get("report").unwrap_or(&told);
    let needs = report["needs"].as_array().unwrap().iter().filter(|need| need["answers"] == false);
    (status, needs.map(|need| need["name"].as_str().unwrap().to_owned()).collect())
}

/// Neither a lookup nor a refusal goes out, through either door.
async fn assert_nothing_is_answered(asking: &Asking<'_>, name: &str) {
    let Asking { house, numbers, .. } = asking;
    for (door, code) in [(Door::Rest, 503), (Door::Grpc, 14)] {
        for (actor, mut question, what) in [
            (zsm(), at_zsm(&numbers[0]), "hit"),
            (zsm(), at_zsm(&numbers[KNOWN]), "miss"),
            (partner(), at_zsm(&numbers[0]), "wrong-purpose"),
            (reporter(), as_partner(&numbers[0]), "wrong-role"),
        ] {
            question["reference"] = format!("{name}-{what}-{code}").into();
            let asked = Instant::now();
            let trouble = house.call(door, &actor, "LookUpPerson", question).await.unwrap_err();
            assert_eq!((trouble.slug.as_str(), trouble.code), ("unavailable", code), "{what}: {trouble:?}");
            assert!(asked.elapsed() < REFUSED_WITHIN, "{what}: {:?}", asked.elapsed());
            assert!(!trouble.told.contains(&numbers[0]) && trouble.allowed_roles.is_empty());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_without_its_record_after_postgresql_was_killed_and_the_service_is_back_soon() {
    let mut cluster = Cluster::start().await;
    let house = cluster.open_house(BUSY).await;
    let asking = Asking::at(&house).await;
    let killer = async {
        asking.has_answered(BEFORE).await;
        cluster.kill().await;
    };
    let ((mut answered, troubles), ()) = tokio::join!(asking.many("before", usize::MAX), killer);
    assert!(answered.len() >= BEFORE && troubles.len() == CLIENTS, "{} {}", answered.len(), troubles.len());
    assert!(troubles.iter().all(is_for_now), "{troubles:?}");
    assert_nothing_is_answered(&asking, "down").await;
    eventually("the service to be not ready", async || readiness(&house).await.0 == 503).await;

    cluster.restart().await;
    let back = Instant::now();
    answered.extend(asking.until_answered("back").await);
    assert!(back.elapsed() < BACK_WITHIN, "{:?} after PostgreSQL", back.elapsed());
    let (after, troubles) = asking.many("after", 20).await;
    assert!(after.len() == CLIENTS * 20 && troubles.is_empty(), "{troubles:?}");
    answered.extend(after);
    eventually("the service to be ready", async || readiness(&house).await == (200, vec![])).await;
    assert_all_on_record(&house, &answered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_without_its_record_after_the_service_was_killed() {
    let mut house = House::open_with(BUSY).await;
    let asking = Asking::at(&house).await;
    let killer = async {
        asking.has_answered(BEFORE).await;
        signal(house.server().pid(), "KILL");
    };
    let ((mut answered, troubles), ()) = tokio::join!(asking.many("before", usize::MAX), killer);
    assert!(answered.len() >= BEFORE && troubles.len() == CLIENTS, "{} {}", answered.len(), troubles.len());
    let numbers = asking.numbers;
    house.kill();
    house.start().await;
    let asking = Asking { house: &house, numbers, answered: AtomicUsize::new(0) };
    let (after, troubles) = asking.many("after", 20).await;
    assert!(after.len() == CLIENTS * 20 && troubles.is_empty(), "{troubles:?}");
    answered.extend(after);
    assert_all_on_record(&house, &answered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_answered_while_the_log_cannot_be_written_and_everything_again_afterwards() {
    // Such a lock is a transaction that holds back the logs of every House of this PostgreSQL.
    let cluster = Cluster::start().await;
    let house = cluster.open_house(BUSY).await;
    let asking = Asking::at(&house).await;
    let (mut answered, _) = asking.many("before", 5).await;
    let mut lock = house.pool().begin().await.unwrap();
    lock.execute("lock table access_log.record in access exclusive mode").await.unwrap();
    assert_nothing_is_answered(&asking, "locked").await;
    let asked = Instant::now();
    let (none, troubles) = asking.many("locked", 1).await;
    assert!(asked.elapsed() < REFUSED_WITHIN, "{:?}", asked.elapsed());
    assert_eq!((none, troubles.len()), (Lookups::new(), CLIENTS));
    assert!(troubles.iter().all(is_for_now), "{troubles:?}");
    lock.rollback().await.unwrap();

    answered.extend(asking.until_answered("back").await);
    let denied =
        async || house.call(Door::Rest, &partner(), "LookUpPerson", at_zsm(&bsn(0))).await.unwrap_err();
    eventually("a refusal to be told again", async || denied().await.slug == "forbidden").await;
    answered.extend(asking.many("after", 5).await.0);
    assert_eq!(answered.iter().filter(|(reference, _)| reference.starts_with("after")).count(), CLIENTS * 5);
    assert_all_on_record(&house, &answered).await;
}

const FULL_DISK_TEST: &str =
    "faults::nothing_is_answered_while_the_disk_of_the_log_is_full_and_everything_again_afterwards";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_answered_while_the_disk_of_the_log_is_full_and_everything_again_afterwards() {
    match std::env::var_os(SMALL_DISK) {
        Some(disk) => while_the_disk_is_full(Path::new(&disk)).await,
        None => tokio::task::spawn_blocking(|| again_with_a_small_disk(FULL_DISK_TEST)).await.unwrap(),
    }
}

fn again_with_a_small_disk(test: &str) {
    let folder = tempfile::tempdir().unwrap();
    let output = again(test, folder.path(), 16).output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
    assert!(output.status.success() && said.contains("1 passed"), "in a name space of its own: {said}");
}

/// The tables of the access log are on that disk; all else, the log of what PostgreSQL wrote too, is not.
async fn while_the_disk_is_full(disk: &Path) {
    let cluster = Cluster::start().await;
    let house = cluster.open_house(BUSY).await;
    move_log_to(&house, disk).await;
    let asking = Asking::at(&house).await;
    let (mut answered, troubles) = asking.many("before", 5).await;
    assert!(troubles.is_empty(), "{troubles:?}");

    let filling = fill(disk);
    // What is left of the pages that there are may still be used.
    let (last, troubles) = asking.many("filling", usize::MAX).await;
    assert!(troubles.iter().all(is_for_now), "{troubles:?}");
    answered.extend(last);
    eventually("the service to tell what is missing", async || {
        readiness(&house).await == (503, vec!["access_log".to_owned()])
    })
    .await;
    let recorded = on_record(&house).await;
    assert_nothing_is_answered(&asking, "full").await;
    let (none, troubles) = asking.many("full", 1).await;
    assert_eq!((none, troubles.len()), (Lookups::new(), CLIENTS));
    assert_eq!(on_record(&house).await, recorded, "nor was anything recorded");

    fs::remove_file(filling).unwrap();
    answered.extend(asking.until_answered("back").await);
    let (after, troubles) = asking.many("after", 20).await;
    assert!(after.len() == CLIENTS * 20 && troubles.is_empty(), "{troubles:?}");
    answered.extend(after);
    eventually("the service to be ready", async || readiness(&house).await == (200, vec![])).await;
    assert_all_on_record(&house, &answered).await;
}

async fn move_log_to(house: &House, disk: &Path) {
    let place = disk.join("tables");
    fs::create_dir(&place).unwrap();
    let data: String = sqlx::query_scalar("show data_directory").fetch_one(house.pool()).await.unwrap();
    let owner = fs::metadata(data).unwrap();
    chown(&place, Some(owner.uid()), Some(owner.gid())).unwrap();
    let tablespace = format!("create tablespace small location '{}'", place.display());
    sqlx::query(&tablespace).execute(house.pool()).await.unwrap();
    let moves = "select format('alter %s %s set tablespace small',
                               case relkind when 'i' then 'index' else 'table' end, oid::regclass)
                 from pg_class where relnamespace = 'access_log'::regnamespace and relkind in ('r', 'i')";
    let moves: Vec<String> = sqlx::query_scalar(moves).fetch_all(house.pool()).await.unwrap();
    for one in moves {
        sqlx::query(&one).execute(house.pool()).await.unwrap();
    }
}
