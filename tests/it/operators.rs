//! What operators see and do: configuration, migrations, rebuilds, stopped read models, shutdown,
//! metrics, logs, keys.

use std::collections::BTreeSet;
use std::fs;
use std::net::UdpSocket;

use serde_json::{Value, json};
use sqlx::Executor;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::actors::{coordinator, director, reporter, support, zsm};
use crate::cluster::Cluster;
use crate::doors::{Door, Envelope};
use crate::house::{House, PATIENCE, PROGRAM, eventually, free_address, secrets_file, signal};
use crate::stages::{Stage, at_zsm, bsn, person};

/// The read models that follow the log, with a question that each answers.
const FOLLOWING: [(&str, &str); 3] =
    [("notices", "ListNotices"), ("overview", "ListCases"), ("worklist", "ListWorkItems")];

#[tokio::test(flavor = "multi_thread")]
async fn serve_lists_every_mistake_of_the_configuration_at_once_and_repeats_no_value() {
    let house = House::open().await;
    let mut serve = house.command(&["serve"]);
    for (name, value) in [
        ("LISTEN", "geheim-a"),
        ("METRICS_LISTEN", "0.0.0.0:9464"),
        ("PUBLIC_URL", "http://geheim-b.example"),
        ("DATABASE_URL", "geheim-c"),
        ("KEYS_DATABASE_CONNECTIONS", "0"),
        ("TOKEN_KEY_SET", "http://geheim-d.example/keys"),
        ("MAX_BODY_BYTES", "geheim-e"),
        ("COLOUR", "geheim-f"),
    ] {
        serve.env(format!("SCHAKEL_{name}"), value);
    }
    let output = serve.env_remove("SCHAKEL_CONTACT_EMAIL").output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("geheim"), "{said}");
    insta::assert_snapshot!(said, @r"
    schakel: the configuration is wrong:
      SCHAKEL_COLOUR: there is no such setting
      listen: must be an address and port
      metrics_listen: must be a loopback address
      public_url: must be https, or http on this machine
      contact_email: must be given
      database_url: must begin with postgres://
      keys_database_connections: must be a whole number from 1 to 1000
      token_key_set: must be https, or http on this machine
      max_body_bytes: must be a whole number from 1024 to 16777216
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_says_what_to_do_about_a_database_that_is_not_migrated() {
    let house = House::open().await;
    let (empty, empty_keys) = (format!("{}_empty", house.database), format!("{}_empty", house.keys_database));
    for database in [&empty, &empty_keys] {
        house.postgres.create_database(database).await.unwrap();
    }
    let data = ("DATABASE_URL", house.postgres.url(&empty, "schakel_service"));
    let keys = ("KEYS_DATABASE_URL", house.postgres.url(&empty_keys, "schakel_service"));
    for (name, url) in [data, keys] {
        let mut serve = tokio::process::Command::from(house.command(&["serve"]));
        serve.env(format!("SCHAKEL_{name}"), url).kill_on_drop(true);
        serve.env("SCHAKEL_LISTEN", free_address()).env("SCHAKEL_METRICS_LISTEN", free_address());
        let output = timeout(PATIENCE, serve.output()).await.unwrap().unwrap();
        assert!(!output.status.success(), "{name}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            said, "schakel: the database has not been migrated: run `schakel migrate` first\n",
            "{name}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_certificates_of_authorities_a_key_set_is_read_from_a_file_and_serve_says_why_from_nowhere_else()
 {
    let mut house = House::closed(&[]).await;
    let nowhere = ["SSL_CERT_FILE", "SSL_CERT_DIR"].map(|name| (name.to_owned(), "/nowhere".to_owned()));
    house.environment.extend(nowhere.clone());
    house.start().await;
    house.done(Door::Rest, &director(), "ListCases", json!({})).await;
    let mut serve = tokio::process::Command::from(house.command(&["serve"]));
    serve.envs(nowhere).env("SCHAKEL_TOKEN_KEY_SET", "https://login.example.nl/keys").kill_on_drop(true);
    serve.env("SCHAKEL_LISTEN", free_address()).env("SCHAKEL_METRICS_LISTEN", free_address());
    let output = timeout(PATIENCE, serve.output()).await.unwrap().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "schakel: no key set can be fetched from here: are there certificates of authorities?\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn migrating_twice_changes_nothing() {
    let house = House::open().await;
    let case = Stage { house: &house, door: Door::Rest }.planned(&bsn(0)).await;
    let before = Stage { house: &house, door: Door::Rest }.case(&case).await;
    for _ in 0..2 {
        let said = succeeds(&house, &["migrate"]).await;
        assert!(said.contains("migrated") && !said.contains("rebuilt"), "{said}");
    }
    assert_eq!(Stage { house: &house, door: Door::Grpc }.case(&case).await, before);
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn read_models_are_rebuilt_while_commands_go_on_and_no_answer_is_empty_meanwhile() {
    let house = House::open().await;
    let known = bsn(0);
    let case = Stage { house: &house, door: Door::Rest }.planned(&known).await;
    eventually("the read models to be in step", async || {
        let page =
            house.done(Door::Rest, &director(), "ListCases", json!({"caseHolder": "case-holder-1"})).await;
        let work = house.done(Door::Rest, &director(), "ListWorkItems", json!({})).await;
        page.json["cases"][0]["id"] == case.as_str() && work.json["workItems"][0].is_object()
    })
    .await;
    let finished = CancellationToken::new();
    let rebuilds = async {
        for _ in 0..3 {
            let said = succeeds(&house, &["rebuild"]).await;
            for name in ["lookup", "notices", "overview", "worklist"] {
                assert!(said.contains(&format!("{name}: rebuilt and swapped in")), "{said}");
                let progress = said.lines().filter(|line| line.starts_with(&format!("{name}: ")));
                assert!(progress.into_iter().any(|line| line.ends_with(" events")), "{said}");
            }
        }
        finished.cancel();
    };
    let (asked, given, ()) =
        tokio::join!(ask_until(&house, &known, &case, &finished), report_until(&house, &finished), rebuilds);
    assert!(asked > 0 && given > 0, "asked {asked} times, gave {given} commands");
    house.rebuild_equals_live().await;
}

/// Asks what has an answer; how often it was asked.
async fn ask_until(house: &House, known: &str, case: &str, finished: &CancellationToken) -> usize {
    let mut asked = 0;
    while !finished.is_cancelled() {
        for door in Door::BOTH {
            let answer = house.done(door, &zsm(), "LookUpPerson", at_zsm(known)).await.json;
            assert_eq!(answer["cases"][0]["details"]["caseId"], case, "{door:?}");
            let question = json!({"caseHolder": "case-holder-1"});
            let page = house.done(door, &director(), "ListCases", question).await.json;
            assert_eq!(page["cases"][0]["id"], case, "{door:?}");
            let work = house.done(door, &director(), "ListWorkItems", json!({"limit": 100})).await.json;
            assert!(!work["workItems"].as_array().unwrap().is_empty(), "{door:?}");
        }
        asked += 1;
    }
    asked
}

/// Reports cases; how many.
async fn report_until(house: &House, finished: &CancellationToken) -> usize {
    let mut given = 0;
    while !finished.is_cancelled() {
        let door = Door::BOTH[given % 2];
        let input = json!({
            "reason": "Overlast.", "trigger": "arrest", "municipality": "gouda",
            "subject": person(&bsn(given % 50 + 1))
        });
        let reply = house.done(door, &reporter(), "ReportCase", input).await;
        // Seen at once, whatever is being swapped.
        let at = Envelope::at_position(reply.position());
        let page = house.client(door).call(&director(), "ListCases", json!({"limit": 1}), at).await.unwrap();
        assert_eq!(page.json["cases"][0]["id"], reply.id().as_str());
        given += 1;
    }
    given
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_event_stops_the_read_models_that_need_it_and_nothing_else_until_an_operator_mends_it()
{
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    // What a readable one looks like.
    stage.weighed(&bsn(0)).await;
    let case = weighed_without_feedback(&stage, &bsn(1)).await;
    let place = poison(&house, &case).await;
    eventually("all that need the event to stop", async || stopped(&house).await == following()).await;

    let health = health(&house).await;
    assert_eq!(health["ready"], true);
    let metrics = metrics(&house).await;
    assert!(metrics.contains("projection_stopped{projection=\"lookup\"} 0"), "{metrics}");
    for (name, question) in FOLLOWING {
        assert!(metrics.contains(&format!("projection_stopped{{projection=\"{name}\"}} 1")), "{metrics}");
        for door in Door::BOTH {
            let trouble = house.call(door, &director(), question, json!({})).await.unwrap_err();
            assert_eq!(trouble.slug, "read-model-stopped", "{door:?}");
        }
    }
    // Commands, the lookup and cases go on.
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let other = Stage { house: &house, door }.weighed(&bsn(number + 2)).await;
        let answer = house.done(door, &zsm(), "LookUpPerson", at_zsm(&bsn(number + 2))).await.json;
        assert_eq!(answer["cases"][0]["details"]["caseId"], other.as_str());
        assert_eq!(Stage { house: &house, door }.case(&other).await["state"], "weighed");
    }
    let status = succeeds(&house, &["projections", "status"]).await;
    assert!(status.contains(&format!("notices: STOPPED at {place} (FeedbackGiven): ")), "{status}");
    assert!(status.contains("lookup: live, 0 events behind"), "{status}");

    mend(&house, &case).await;
    for (name, _) in FOLLOWING {
        succeeds(&house, &["projections", "retry", name]).await;
    }
    eventually("all read models to go on", async || goes_on(&house).await).await;
    let question = json!({"limit": 100});
    let page = house.done(Door::Grpc, &director(), "ListCases", question).await.json;
    let row = page["cases"].as_array().unwrap().iter().find(|row| row["id"] == case.as_str()).unwrap();
    assert_eq!(row["feedbackOwed"], false);
    let not_stopped = house.run(&["projections", "retry", "overview"]).await;
    assert!(!not_stopped.status.success());
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_leaves_an_unreadable_event_out_with_a_reason_on_record() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Grpc };
    stage.weighed(&bsn(0)).await;
    let case = weighed_without_feedback(&stage, &bsn(1)).await;
    let place = poison(&house, &case).await;
    eventually("all that need the event to stop", async || stopped(&house).await == following()).await;

    let without_reason = house.run(&["projections", "skip", "overview", "--operator", "beheer-1"]).await;
    assert!(!without_reason.status.success());
    for (name, _) in FOLLOWING {
        let skip = ["projections", "skip", name, "--reason", "onleesbaar", "--operator", "beheer-1"];
        succeeds(&house, &skip).await;
    }
    eventually("all read models to go on", async || goes_on(&house).await).await;
    let skipped: Vec<(String, String, String, String)> =
        sqlx::query_as("select projection, place, reason, operator from journal.projection_skip order by 1")
            .fetch_all(house.pool())
            .await
            .unwrap();
    let expected =
        FOLLOWING.map(|(name, _)| (name.into(), place.clone(), "onleesbaar".into(), "beheer-1".into()));
    assert_eq!(skipped, expected);
    for door in Door::BOTH {
        let page = house.done(door, &director(), "ListCases", json!({"limit": 100})).await.json;
        assert_eq!(page["cases"].as_array().unwrap().len(), 2);
    }
    house.rebuild_equals_live().await;
}

async fn weighed_without_feedback(stage: &Stage<'_>, bsn: &str) -> String {
    let case = stage.reported(bsn).await;
    let weighing = json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"});
    let reply = stage.order(&support(), "WeighCase", &case, weighing).await;
    // In all read models before the poison comes.
    let at = Envelope::at_position(reply.position());
    for (_, question) in FOLLOWING {
        let client = stage.house.client(stage.door);
        client.call(&director(), question, json!({}), at.clone()).await.unwrap();
    }
    case
}

/// Appends an event of which the payload cannot be read to this case; answers its place.
async fn poison(house: &House, case: &str) -> String {
    sqlx::query_scalar(
        "insert into journal.events
                (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
         select aggregate_type, $1, (select max(sequence) + 1 from journal.events where aggregate_id = $1),
                event_type, event_version, '{\"FeedbackGiven\": \"poison\"}', metadata
         from journal.events where event_type = 'FeedbackGiven'
         returning epoch || '.' || tx_id::text || '.' || position",
    )
    .bind(case)
    .fetch_one(house.pool())
    .await
    .unwrap()
}

/// Gives the unreadable event the payload of a readable one.
async fn mend(house: &House, case: &str) {
    let mut work = house.pool().begin().await.unwrap();
    work.execute("alter table journal.events disable trigger append_only").await.unwrap();
    let mend = "update journal.events set payload =
                    (select payload from journal.events
                     where event_type = 'FeedbackGiven' and aggregate_id <> $1 limit 1)
                where event_type = 'FeedbackGiven' and aggregate_id = $1";
    assert_eq!(sqlx::query(mend).bind(case).execute(&mut *work).await.unwrap().rows_affected(), 1);
    work.execute("alter table journal.events enable always trigger append_only").await.unwrap();
    work.commit().await.unwrap();
}

fn following() -> BTreeSet<String> {
    FOLLOWING.iter().map(|(name, _)| (*name).to_owned()).collect()
}

/// The read models that are stopped, as the health page tells.
async fn stopped(house: &House) -> BTreeSet<String> {
    let health = health(house).await;
    let projections = health["projections"].as_array().unwrap().iter();
    let stopped = projections.filter(|projection| projection["stopped"] == true);
    stopped.map(|projection| projection["name"].as_str().unwrap().to_owned()).collect()
}

/// Nothing is stopped, nothing is behind.
async fn goes_on(house: &House) -> bool {
    let health = health(house).await;
    let mut projections = health["projections"].as_array().unwrap().iter();
    projections.all(|projection| projection["stopped"] == false && projection["lag"] == 0)
}

async fn health(house: &House) -> Value {
    house.http().get(house.url("/v1/health/ready")).send().await.unwrap().json().await.unwrap()
}

async fn metrics(house: &House) -> String {
    let metrics = format!("http://{}/metrics", house.server().metrics);
    house.http().get(metrics).send().await.unwrap().text().await.unwrap()
}

/// Runs a command of the program that must succeed; answers what it said.
async fn succeeds(house: &House, arguments: &[&str]) -> String {
    let output = house.run(arguments).await;
    let (said, complained) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {said}{complained}");
    said.into_owned()
}

/// The value of a metric without labels, once it is there.
async fn metric(house: &House, name: &str) -> Option<f64> {
    let metrics = metrics(house).await;
    let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map(|value| value.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_holds_back_the_log_shows_and_so_does_what_is_overdue() {
    // It would hold back those of every House of this PostgreSQL.
    let cluster = Cluster::start().await;
    let house = cluster.open_house(&[]).await;
    let stage = Stage { house: &house, door: Door::Rest };
    let age = async || metric(&house, "journal_horizon_age_seconds").await;
    let mut old = house.pool().begin().await.unwrap();
    old.execute("select pg_current_xact_id()").await.unwrap();
    stage.reported(&bsn(0)).await;
    eventually("an event that nobody may read yet", async || age().await.is_some_and(|age| age > 1.0)).await;
    old.rollback().await.unwrap();
    eventually("the log to go on", async || age().await.is_some_and(|age| age < 1.0)).await;
    let told = async |name: &str| metric(&house, name).await;
    // The last that a sweep tells.
    eventually("the first sweep", async || told("sweep_failures").await == Some(0.0)).await;
    assert_eq!(told("work_overdue_cases").await, Some(0.0));
    assert!(told("issuer_keys_read_timestamp_seconds").await.is_some_and(|at| at > 1.7e9));
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_under_way_are_finished_when_the_server_is_asked_to_stop() {
    let mut house = House::open().await;
    let mut lock = house.pool().begin().await.unwrap();
    lock.execute("lock table journal.events in share row exclusive mode").await.unwrap();
    let report = async |door| {
        let input = json!({"reason": "Overlast."});
        house.call(door, &reporter(), "ReportCase", input).await
    };
    let stop = async {
        let waiting = "select count(*) from pg_stat_activity
                       where datname = current_database() and wait_event_type = 'Lock'";
        eventually("both to be under way", async || house.count(waiting).await == 2).await;
        signal(house.server().pid(), "TERM");
        let address = house.address();
        eventually("nobody new to be let in", async || TcpStream::connect(address).await.is_err()).await;
        lock.rollback().await.unwrap();
    };
    let (first, second, ()) = tokio::join!(report(Door::Rest), report(Door::Grpc), stop);
    assert_ne!(first.unwrap().id(), second.unwrap().id());
    assert!(house.stop().await.success(), "{}", house.log());
    assert_eq!(house.events().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_shown_on_their_own_loopback_address_alone() {
    let house = House::open().await;
    house.done(Door::Rest, &director(), "ListCases", json!({})).await;
    house.done(Door::Grpc, &director(), "ListCases", json!({})).await;
    let shown = metrics(&house).await;
    for line in [
        r#"http_requests_total{route="/v1/cases",status="200"} 1"#,
        r#"grpc_requests_total{route="/schakel.v1.CaseService/ListCases",status="0"} 1"#,
        "http_request_duration_seconds_bucket",
        "projection_lag_events",
    ] {
        assert!(shown.contains(line), "{line} is not in\n{shown}");
    }
    let at_the_doors = house.http().get(house.url("/metrics")).send().await.unwrap();
    assert_eq!(at_the_doors.status(), 404);
    let elsewhere = format!("http://{}/v1/cases", house.server().metrics);
    assert_eq!(house.http().get(elsewhere).send().await.unwrap().status(), 404);
    if let Some(own) = own_address() {
        let port = house.server().metrics.rsplit(':').next().unwrap();
        assert!(TcpStream::connect(format!("{own}:{port}")).await.is_err(), "{own} shows metrics");
    }
}

/// The address of this machine on its network, if it has one. Nothing is sent.
fn own_address() -> Option<String> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_loopback() && !own.is_unspecified()).then(|| own.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_are_lines_of_json_without_accounts_tokens_or_what_was_said() {
    // More than is usual: what is kept out here is kept out of less.
    let mut house = House::open_with(&[("LOG", "debug")]).await;
    let number = bsn(7);
    for door in Door::BOTH {
        let stage = Stage { house: &house, door };
        let case = stage.planned(&number).await;
        house.done(door, &zsm(), "LookUpPerson", at_zsm(&number)).await;
        // What is refused, wrong, forbidden, unknown.
        let again = json!({"caseId": case, "channel": "mail", "message": "Geheime terugkoppeling."});
        house.call(door, &support(), "GiveFeedback", again).await.unwrap_err();
        let identity = json!({"givenNames": "Jan", "bsn": "999912345", "birthDate": "1990-02-31"});
        let wrong = json!({"identity": identity});
        house.call(door, &coordinator(), "RegisterPerson", wrong).await.unwrap_err();
        house.call(door, &reporter(), "ListCases", json!({})).await.unwrap_err();
        let client = house.client(door);
        let forged =
            client.call_as(Some("Bearer geheim.token.tje"), "ListCases", json!({}), Envelope::default());
        forged.await.unwrap_err();
    }
    let body = r#"{"bsn": "999900006", Jan van der Proef"#;
    let no_json = house.http().post(house.url("/v1/lookups")).bearer_auth(house.token(&zsm()));
    let no_json = no_json.header("content-type", "application/json").body(body).send().await.unwrap();
    assert_eq!(no_json.status(), 400);
    let token = house.token(&director());
    assert!(house.stop().await.success());

    let log = house.log();
    let answered = log.lines().filter(|line| {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        line["message"] == "answered"
    });
    assert!(answered.count() > 20, "{log}");
    for word in [
        "director-1",
        "reporter-1",
        "holder-1",
        "coordinator-1",
        "support-1",
        "Proef",
        "Voorbeeld",
        "1990-04-12",
        "1990-02-31",
        &number,
        "999912345",
        "999900006",
        "aanhouding",
        "Geheime",
        "geheim",
        "dagritme",
        "example.nl",
        "+31",
        &token,
    ] {
        assert!(!log.contains(word), "{word} is in the log:\n{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn data_opens_after_the_keys_were_wrapped_anew_and_the_old_key_was_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secrets.toml");
    // The first are those with which the keys of every House's template were wrapped.
    let first = toml::from_str(&fs::read_to_string(secrets_file()).unwrap()).unwrap();
    let (first, second): (toml::Table, _) = (first, generated_secrets().await);
    fs::write(&file, first.to_string()).unwrap();
    let mut house = House::open_with(&[("SECRETS_FILE", file.to_str().unwrap())]).await;
    let number = bsn(0);
    let case = Stage { house: &house, door: Door::Rest }.planned(&number).await;
    let before = Stage { house: &house, door: Door::Rest }.case(&case).await;

    let mut newer = second["key_encryption_keys"][0].clone();
    newer.as_table_mut().unwrap().insert("generation".into(), 2.into());
    let mut both = first.clone();
    both["key_encryption_keys"].as_array_mut().unwrap().push(newer.clone());
    fs::write(&file, both.to_string()).unwrap();
    house.restart().await;
    let said = succeeds(&house, &["rewrap-keys"]).await;
    let keys = "select count(*) from data_keys where generation = 2";
    let keys: i64 = sqlx::query_scalar(keys).fetch_one(house.keys_pool()).await.unwrap();
    let old = "select count(*) from data_keys where generation <> 2";
    let old: i64 = sqlx::query_scalar(old).fetch_one(house.keys_pool()).await.unwrap();
    assert_eq!((said.trim(), old), (format!("{keys} keys wrapped anew").as_str(), 0));
    assert!(keys > 0);
    assert_eq!(succeeds(&house, &["rewrap-keys"]).await.trim(), "0 keys wrapped anew");

    both["key_encryption_keys"] = vec![newer].into();
    fs::write(&file, both.to_string()).unwrap();
    house.restart().await;
    for door in Door::BOTH {
        assert_eq!(Stage { house: &house, door }.case(&case).await, before);
        let answer = house.done(door, &zsm(), "LookUpPerson", at_zsm(&number)).await.json;
        assert_eq!(answer["cases"][0]["details"]["caseId"], case.as_str());
        Stage { house: &house, door }.planned(&bsn(if door == Door::Rest { 1 } else { 2 })).await;
    }
    house.rebuild_equals_live().await;

    // The old key is of no use any more: this is no accident of a cache.
    fs::write(&file, first.to_string()).unwrap();
    house.restart().await;
    house.call(Door::Rest, &director(), "GetCase", json!({"caseId": case})).await.unwrap_err();
}

async fn generated_secrets() -> toml::Table {
    let house = tokio::process::Command::new(PROGRAM).arg("generate-secrets").output();
    String::from_utf8(house.await.unwrap().stdout).unwrap().parse().unwrap()
}
