//! Row-level security: whoever asks in the reader's role gets the rows of the actor for whom they ask, also
//! by a query that forgets to ask for no others, and none where it forgets the actor.

use std::collections::BTreeSet;
use std::str::FromStr;

use schakel_access::Role;
use schakel_domain::code::Code;
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Executor};
use uuid::Uuid;

use crate::actors::{
    Actor, another_director, another_holder, director, holder, manager, partner, privacy_officer, reporter,
    support, zsm,
};
use crate::doors::{Door, Envelope, spec};
use crate::house::House;
use crate::stages::{Stage, bsn};

/// Every table in which rows are an actor's or not.
const GUARDED: [&str; 18] = [
    "agenda_item",
    "agenda_meeting",
    "overview",
    "worklist_case",
    "work_item",
    "notice",
    "notice_left",
    "retention",
    "subject_request",
    "involvement",
    "involved_case",
    "involved_meeting",
    "involved_statement",
    "inquiry",
    "trajectory",
    "bottleneck",
    "figure_fact",
    "figure_withdrawn",
];

/// As the service asks: it connects as itself, and becomes the reader.
async fn reader(house: &House) -> PgConnection {
    let options = PgConnectOptions::from_str(house.setting("DATABASE_URL")).unwrap();
    let path = "rm_agenda,rm_overview,rm_worklist,rm_notices,rm_retention,rm_subject_requests,rm_involved,rm_inquiries,\
                rm_lookup,rm_trajectories,rm_bottlenecks,rm_figures";
    let options = options.options([("role", "schakel_service_reader"), ("search_path", path)]);
    PgConnection::connect_with(&options).await.unwrap()
}

/// For an actor who is these parties of a case, until the transaction ends.
async fn be(connection: &mut PgConnection, actor: &Actor, parties: &[String]) {
    let roles: Vec<_> = actor.roles.iter().map(|role| role.code()).collect();
    sqlx::query(
        "select set_config('schakel.account', $1, true), set_config('schakel.roles', $2, true),
                set_config('schakel.parties', $3::text[]::text, true)",
    )
    .bind(&actor.account)
    .bind(roles.join(","))
    .bind(parties)
    .execute(connection)
    .await
    .unwrap();
}

async fn rows(connection: &mut PgConnection, table: &str) -> i64 {
    let count = format!("select count(*) from {table}");
    sqlx::query_scalar(&count).fetch_one(connection).await.unwrap()
}

async fn cases(connection: &mut PgConnection, table: &str) -> BTreeSet<String> {
    let all = format!("select distinct case_id from {table}");
    let ids: Vec<Uuid> = sqlx::query_scalar(&all).fetch_all(connection).await.unwrap();
    ids.iter().map(ToString::to_string).collect()
}

/// A case of either director, one that nobody directs yet, a closed one, and a request of a subject; every
/// guarded table has rows, and every read model has got there.
struct Busy {
    own: String,
    of_another: String,
    undirected: String,
    closed: String,
}

async fn busy(house: &House) -> Busy {
    let stage = Stage { house, door: Door::Rest };
    let own = stage.planned(&bsn(1)).await;
    let holder_before = json!({"caseHolder": another_holder().card()});
    stage.order(&director(), "ReplaceCaseHolder", &own, holder_before).await;
    stage.order(&director(), "ReplaceCaseHolder", &own, json!({"caseHolder": holder().card()})).await;
    let of_another = stage.weighed(&bsn(2)).await;
    let meeting = stage.meeting("focus", 7).await;
    let input = json!({
        "meetingType": "focus", "meetingId": meeting, "processDirector": another_director().card()
    });
    stage.order(&support(), "ScheduleCase", &of_another, input).await;
    let undirected = stage.reported(&bsn(3)).await;
    let closed = stage.closed(&bsn(4)).await;
    let incidental = Actor::with(Role::IncidentalParticipant);
    let statement = json!({"meetingId": stage.meeting("focus", 7).await, "participant": incidental.card()});
    house.done(Door::Rest, &incidental, "SignNonDisclosure", statement).await;
    let person = stage.identified(&own).await;
    let request = json!({
        "kind": "access", "personId": person, "receivedDate": house.day(0).await, "controllers": ["politie"]
    });
    house.done(Door::Rest, &privacy_officer(), "RegisterRequest", request).await;
    let mut trajectory = (spec("StartTrajectory").example)();
    trajectory["caseId"] = own.as_str().into();
    let trajectory = house.done(Door::Rest, &director(), "StartTrajectory", trajectory).await.id();
    let cost = json!({"trajectoryId": trajectory, "amountCents": 500});
    house.done(Door::Rest, &director(), "RecordCost", cost).await;
    let bottleneck = (spec("RaiseBottleneck").example)();
    house.done(Door::Rest, &director(), "RaiseBottleneck", bottleneck).await;
    let done = house.done(Door::Rest, &support(), "RegisterInquiry", json!({"kind": "advice"})).await;
    // Each waits until its read model has got there.
    let lists = [
        "ListCases",
        "ListWorkItems",
        "ListNotices",
        "ListRetention",
        "ListRequests",
        "ListMeetings",
        "ListInquiries",
        "ListTrajectories",
        "ListBottlenecks",
    ];
    for list in lists {
        let there = Envelope::at_position(done.position());
        house.client(Door::Rest).call(&manager(), list, json!({}), there).await.unwrap();
    }
    Busy { own, of_another, undirected, closed }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_forgets_its_filter_gives_the_actors_rows_and_none_without_an_actor() {
    let house = House::open().await;
    let busy = busy(&house).await;
    for table in GUARDED {
        let there = house.count(&format!("select count(*) from {}", qualified(table))).await;
        assert!(there > 0, "{table} has rows to be seen");
    }
    let mut connection = reader(&house).await;
    for table in GUARDED {
        assert_eq!(rows(&mut connection, table).await, 0, "{table}: nobody asks");
    }

    let mut asking = connection.begin().await.unwrap();
    be(&mut asking, &director(), &[]).await;
    let overview = cases(&mut asking, "overview").await;
    assert_eq!(overview, [&busy.own, &busy.undirected, &busy.closed].map(String::clone).into());
    assert!(!cases(&mut asking, "work_item").await.contains(&busy.of_another));
    assert!(!cases(&mut asking, "agenda_item").await.contains(&busy.of_another));
    assert!(!cases(&mut asking, "worklist_case").await.contains(&busy.of_another));
    for table in [
        "retention",
        "subject_request",
        "involvement",
        "involved_case",
        "involved_meeting",
        "involved_statement",
    ] {
        assert_eq!(rows(&mut asking, table).await, 0, "{table}: no director's");
    }
    let recipients: Vec<String> =
        sqlx::query_scalar("select distinct recipient from notice").fetch_all(&mut *asking).await.unwrap();
    assert_eq!(recipients, [director().account]);
    asking.rollback().await.unwrap();
    for table in GUARDED {
        assert_eq!(rows(&mut connection, table).await, 0, "{table}: the actor ends with the transaction");
    }

    let mut asking = connection.begin().await.unwrap();
    be(&mut asking, &manager(), &[]).await;
    assert_eq!(cases(&mut asking, "overview").await.len(), 4);
    assert!(rows(&mut asking, "retention").await > 0);
    assert!(rows(&mut asking, "subject_request").await > 0);
    asking.rollback().await.unwrap();

    for actor in [partner(), zsm(), reporter(), holder()] {
        let mut asking = connection.begin().await.unwrap();
        be(&mut asking, &actor, &[]).await;
        let of_staff = ["overview", "worklist_case", "work_item", "retention", "subject_request"];
        for table in of_staff.into_iter().chain(["trajectory", "bottleneck", "figure_fact"]) {
            assert_eq!(rows(&mut asking, table).await, 0, "{table}: not for {:?}", actor.roles);
        }
        asking.rollback().await.unwrap();
    }

    let mut asking = connection.begin().await.unwrap();
    let held = format!("professional/{}/{}", holder().organisation, holder().account);
    be(&mut asking, &holder(), std::slice::from_ref(&held)).await;
    for table in ["involvement", "involved_case"] {
        assert_eq!(cases(&mut asking, table).await, [busy.own.clone()].into(), "{table}: what they hold");
    }
    let kinds: Vec<String> =
        sqlx::query_scalar("select distinct party from involvement").fetch_all(&mut *asking).await.unwrap();
    assert_eq!(kinds, [held]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reader_reads_nothing_but_what_is_guarded_and_writes_nothing() {
    let house = House::open().await;
    let mut connection = reader(&house).await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select oid::regclass::text from pg_class
         where relkind in ('r', 'p', 'v', 'm')
           and relnamespace in (select oid from pg_namespace where nspname !~ '^pg_|^information_schema$')
           and has_table_privilege('schakel_service_reader', oid, 'select')",
    )
    .fetch_all(house.pool())
    .await
    .unwrap();
    let readable: BTreeSet<_> = tables.iter().map(|table| table.rsplit('.').next().unwrap()).collect();
    assert_eq!(readable, GUARDED.into(), "what is not guarded is not granted");
    for forbidden in [
        "select * from journal.events",
        "select * from journal.audit",
        "select * from access_log.record",
        "select * from lookup_token",
        "select * from lookup_case",
        "select * from rm_standing.authorisation",
        "delete from overview",
        "update notice set recipient = 'somebody'",
        "insert into involvement (case_id, kind, party, since) select gen_random_uuid(), 'reporter', 'x', now()",
    ] {
        let refused = connection.execute(forbidden).await.unwrap_err();
        let code = refused.as_database_error().and_then(|error| error.code()).unwrap().into_owned();
        assert_eq!(code, "42501", "{forbidden}");
    }
    // Going back to where the connection began is going nowhere.
    connection.execute("reset role").await.unwrap();
    let role: String =
        sqlx::query_scalar("select current_user::text").fetch_one(&mut connection).await.unwrap();
    assert_eq!(role, "schakel_service_reader");
}

fn qualified(table: &str) -> String {
    let schema = match table {
        "agenda_item" | "agenda_meeting" => "rm_agenda",
        "overview" => "rm_overview",
        "worklist_case" | "work_item" => "rm_worklist",
        "notice" | "notice_left" => "rm_notices",
        "retention" => "rm_retention",
        "subject_request" => "rm_subject_requests",
        "inquiry" => "rm_inquiries",
        "trajectory" => "rm_trajectories",
        "bottleneck" => "rm_bottlenecks",
        "figure_fact" | "figure_withdrawn" => "rm_figures",
        _ => "rm_involved",
    };
    format!("{schema}.{table}")
}
