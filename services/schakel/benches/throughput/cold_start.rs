//! From the start of the process until it says that it is ready.

use sqlx::{Connection, Executor, PgConnection};

use crate::house::House;
use crate::report::{Aim, Report};
use crate::{Result, asked};

/// By what it is asked for.
pub const NAME: &str = "cold start";
/// Of so many the middle counts, and the worst is told.
const TIMES: usize = 5;
/// Seconds.
const BOUND: f64 = 1.0;
/// Events of a log that has grown for long.
const MANY_EVENTS: usize = 10_000_000;
/// So many in one transaction.
const AT_ONCE: usize = 1_000_000;

/// Measures it on the databases as they are.
pub async fn measure(house: &mut House, what: &str, report: &mut Report) -> Result<()> {
    if !asked::for_name(NAME) {
        return Ok(());
    }
    println!("{NAME}, {what}");
    let mut took = Vec::new();
    for _ in 0..TIMES {
        house.halt();
        took.push(house.start().await?.as_secs_f64());
    }
    took.sort_by(f64::total_cmp);
    report.goal(format!("cold start to ready, {what}, s"), took[TIMES / 2], Aim::AtMost(BOUND));
    report.fact(format!("the slowest of {TIMES}, {what}"), took[TIMES - 1]);
    Ok(())
}

/// Measures it with ten million events in the log, all of them read by the read models.
pub async fn with_many_events(house: &mut House, report: &mut Report) -> Result<()> {
    if !asked::for_name(NAME) {
        return Ok(());
    }
    house.halt();
    let mut admin = PgConnection::connect_with(&house.databases.postgres.options("schakel")).await?;
    let there: i64 = sqlx::query_scalar("select count(*) from journal.events").fetch_one(&mut admin).await?;
    let many = asked::size(MANY_EVENTS);
    for from in (usize::try_from(there)?..many).step_by(AT_ONCE) {
        println!("{from} events");
        let insert = include_str!("sql/more_events.sql")
            .replace("$1", &from.to_string())
            .replace("$2", &AT_ONCE.min(many - from).to_string());
        admin.execute(insert.as_str()).await?;
    }
    admin.execute(include_str!("sql/all_read.sql")).await?;
    admin.execute("vacuum analyze journal.events").await?;
    admin.close().await?;
    house.start().await?;
    measure(house, &format!("{many} events"), report).await
}
