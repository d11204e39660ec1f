//! Building each read model anew from the log, beside the live one.

use std::time::Instant;

use schakel_read_models::projections;

use crate::fill::{Journals, with_all_cores};
use crate::house::House;
use crate::report::{Aim, Report};
use crate::{Result, asked};

/// By what it is asked for.
pub const NAME: &str = "rebuild";
/// Events in a second.
const SPEED: f64 = 50_000.0;

/// Events of the log per second, for each read model and for all of them one after the other.
pub async fn measure(house: &House, report: &mut Report) -> Result<()> {
    if !asked::for_name(NAME) {
        return Ok(());
    }
    let journals = Journals::of(&house.databases)?;
    let owner = house.databases.postgres.options("schakel");
    let rebuilt = with_all_cores(async move {
        let journal = journals.open().await?;
        let mut rebuilt = Vec::new();
        for projection in projections() {
            println!("rebuild of {}", projection.name());
            let (began, mut events) = (Instant::now(), 0);
            journal.rebuild(&owner, projection.name(), |done, _| events = done).await?;
            rebuilt.push((projection.name(), events, began.elapsed().as_secs_f64()));
        }
        Ok(rebuilt)
    })
    .await?;
    for (name, events, seconds) in &rebuilt {
        report.fact(format!("rebuild of {name}, events per second"), *events as f64 / seconds);
    }
    let events: u64 = rebuilt.iter().map(|(_, events, _)| events).sum();
    let seconds: f64 = rebuilt.iter().map(|(_, _, seconds)| seconds).sum();
    report.goal("rebuild of all, events per second", events as f64 / seconds, Aim::AtLeast(SPEED));
    Ok(())
}
