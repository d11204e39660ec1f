//! A list of fifty costs as many statements as a list of one: lists filter in the database, and open what they
//! show together (DESIGN §5).

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sqlx::Executor;

use crate::actors::{Actor, director, manager, partner, reporter, support};
use crate::cluster::Cluster;
use crate::doors::{Door, Envelope};
use crate::house::House;
use crate::stages::{Stage, bsn};

/// Cases in the House, each with something to do.
const CASES: usize = 50;

/// Each statement that a question ran, and how often. What the House does by itself meanwhile reads neither of
/// these.
type Statements = BTreeMap<String, i64>;

async fn statements(house: &House, actor: &Actor, list: &str, limit: u32, at: &str) -> (usize, Statements) {
    house.pool().execute("select pg_stat_statements_reset()").await.unwrap();
    let client = house.client(Door::Rest);
    let page =
        client.call(actor, list, json!({"limit": limit}), Envelope::at_position(at)).await.unwrap().json;
    let rows = page.as_object().unwrap().values().find_map(Value::as_array).unwrap().len();
    let ran = "select query, sum(calls)::bigint from pg_stat_statements
               where query ~ 'aggregate_id = |access_log[.]record|wrapped|from (overview|work_item|involve|notice)'
                 and query !~ 'pg_stat_statements'
               group by query";
    let ran: Vec<(String, i64)> = sqlx::query_as(ran).fetch_all(house.pool()).await.unwrap();
    (rows, ran.into_iter().collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_fifty_costs_as_many_statements_as_a_list_of_one() {
    // Functions run statements, too.
    let settings = [("shared_preload_libraries", "pg_stat_statements"), ("pg_stat_statements.track", "all")];
    let cluster = Cluster::start_with(&settings).await;
    let mut house = cluster.open_house(&[]).await;
    house.pool().execute("create extension pg_stat_statements").await.unwrap();
    let mut at = String::new();
    for n in 0..CASES {
        let stage = Stage { house: &house, door: Door::Rest };
        let case = stage.reported(&bsn(n)).await;
        let weighing = json!({"criteria": ["d"], "decision": "schedule_focus"});
        at = stage.order(&support(), "WeighCase", &case, weighing).await.position().to_owned();
    }
    let lists = [
        (manager(), "ListCases"),
        (director(), "ListWorkItems"),
        (reporter(), "ListInvolvedCases"),
        (partner(), "ListOrganisationCases"),
    ];
    for (actor, list) in lists {
        // What a process has read once it keeps for a while: both begin with nothing.
        house.restart().await;
        let (_, of_one) = statements(&house, &actor, list, 1, &at).await;
        house.restart().await;
        let (rows, of_fifty) = statements(&house, &actor, list, 50, &at).await;
        assert_eq!(rows, CASES, "{list}");
        assert!(of_one.len() > 1, "{list}: {of_one:?}");
        assert_eq!(of_fifty, of_one, "{list}");
    }
}
