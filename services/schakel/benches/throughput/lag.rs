//! How far the following read models are behind: looked at over and over while events arrive.

use std::time::{Duration, Instant};

use sqlx::{Connection, PgConnection, Row};

use crate::Result;
use crate::asked::{measured, warm_up};
use crate::house::House;
use crate::sample::{Sample, Spent};

/// Where the slowest of them is.
const SLOWEST: &str = "
    select epoch, tx_id::text as tx_id, position from journal.projection where mode = 'following'
    order by projection.epoch, projection.tx_id, projection.position limit 1";
/// For how long the first event after that place has been there; the moment of an event is that of its insert, before
/// its commit.
const WAITS: &str = "
    select extract(epoch from clock_timestamp() - recorded_at)::float8 from journal.events
    where (epoch, tx_id, position) > ($1, $2::text::xid8, $3)
    order by events.epoch, events.tx_id, events.position limit 1";
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(2);

/// How long the oldest event that the slowest has not read had been there, at each look of the measured time.
pub async fn watch(house: &House, name: &'static str) -> Result<Sample> {
    let mut admin = PgConnection::connect_with(&house.databases.postgres.options("schakel")).await?;
    let begin = Instant::now();
    let mut behind = Vec::new();
    while begin.elapsed() < warm_up() + measured() {
        let slowest = sqlx::query(SLOWEST).fetch_one(&mut admin).await?;
        let waits: Option<f64> = sqlx::query_scalar(WAITS)
            .bind(slowest.try_get::<i32, _>("epoch")?)
            .bind(slowest.try_get::<String, _>("tx_id")?)
            .bind(slowest.try_get::<i64, _>("position")?)
            .fetch_optional(&mut admin)
            .await?;
        if begin.elapsed() >= warm_up() {
            behind.push(Duration::from_secs_f64(waits.unwrap_or_default().max(0.0)));
        }
        tokio::time::sleep(PAUSE).await;
    }
    admin.close().await?;
    Ok(Sample::new(name, 1, behind, Spent::default()))
}
