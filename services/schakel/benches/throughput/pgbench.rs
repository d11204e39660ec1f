//! Running `pgbench`.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::sleep;

use crate::Result;
use crate::asked::{measured, warm_up};
use crate::house::{House, ROLE};
use crate::sample::Sample;

/// The search path of the service's connections, as far as it matters here.
const SESSION: &str = "-c search_path=journal,rm_lookup,rm_involved,public -c synchronous_commit=on";
/// pgbench goes on for so long after the measured time: the processor time of connections that have just
/// ended is nobody's for a moment.
const COOL_DOWN: Duration = Duration::from_secs(1);

/// Lets that many clients run the script over and over in the database `bare`, as the service's role.
pub async fn measure(
    house: &House,
    name: &'static str,
    clients: usize,
    script: &str,
    variables: &[(&str, String)],
) -> Result<Sample> {
    println!("{name} × {clients}");
    let folder = house.databases.folder.join("pgbench");
    fs::create_dir_all(&folder)?;
    let file = folder.join("script.sql");
    fs::write(&file, script)?;
    let postgres = &house.databases.postgres;
    let mut pgbench = Command::new(postgres.bin_dir().join("pgbench"));
    pgbench
        .args(["--no-vacuum", "--protocol=prepared", "--log"])
        .arg(format!("--log-prefix={}", folder.join("log").display()))
        .arg(format!("--client={clients}"))
        .arg(format!("--jobs={}", clients.min(2)))
        .arg(format!("--time={}", (warm_up() + measured() + COOL_DOWN).as_secs()))
        .arg(format!("--file={}", file.display()))
        .args(variables.iter().map(|(name, value)| format!("--define={name}={value}")))
        .arg(postgres.url("bare", ROLE))
        .env("PGOPTIONS", SESSION);
    house.checkpoint().await?;
    let pgbench = pgbench.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    sleep(warm_up()).await;
    let before = house.spent(house.pid())?;
    sleep(measured()).await;
    let spent = house.spent(house.pid())? - before;
    let output = pgbench.wait_with_output().await?;
    if !output.status.success() {
        return Err(format!("pgbench: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let mut took = Vec::new();
    for log in fs::read_dir(&folder)? {
        let log = log?.path();
        if log != file {
            read_log(&fs::read_to_string(&log)?, &mut took)?;
            fs::remove_file(log)?;
        }
    }
    Ok(Sample::new(name, clients, in_time(took), spent))
}

/// `client number microseconds script seconds microseconds`: how long it took, and when it ended.
fn read_log(text: &str, took: &mut Vec<(Duration, Duration)>) -> Result<()> {
    for line in text.lines() {
        let mut fields = line.split(' ').skip(2);
        let mut next = || -> Result<u64> { Ok(fields.next().ok_or("a short line of pgbench")?.parse()?) };
        let (microseconds, _script, second, part) = (next()?, next()?, next()?, next()?);
        let ended = Duration::from_secs(second) + Duration::from_micros(part);
        took.push((ended, Duration::from_micros(microseconds)));
    }
    Ok(())
}

/// Those that ended in the measured time.
fn in_time(took: Vec<(Duration, Duration)>) -> Vec<Duration> {
    let last = took.iter().map(|(ended, _)| *ended).max().unwrap_or_default();
    let end = last.saturating_sub(COOL_DOWN);
    let from = end.saturating_sub(measured());
    let measured = took.into_iter().filter(|(ended, _)| from < *ended && *ended <= end);
    measured.map(|(_, took)| took).collect()
}
