//! What was measured, and what it cost.

use std::fs;
use std::iter::Sum;
use std::ops::Sub;
use std::time::Duration;

use crate::Result;
use crate::asked::measured;

/// One measurement.
#[derive(Clone)]
pub struct Sample {
    /// What.
    pub name: &'static str,
    /// How many clients there were.
    pub clients: usize,
    /// How many were told that the service has too much to do.
    pub turned_away: usize,
    /// Sorted.
    took: Vec<Duration>,
    /// Processor time in the measured time, of each party.
    spent: Spent,
}

/// Processor time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spent {
    /// The clients: this program, or pgbench.
    pub clients: Duration,
    /// The service.
    pub service: Duration,
    /// PostgreSQL.
    pub postgres: Duration,
}

impl Sample {
    /// From all that was answered in the measured time.
    pub fn new(name: &'static str, clients: usize, mut took: Vec<Duration>, spent: Spent) -> Self {
        took.sort_unstable();
        Self { name, clients, turned_away: 0, took, spent }
    }

    /// Answers per second.
    pub fn per_second(&self) -> f64 {
        self.took.len() as f64 / measured().as_secs_f64()
    }

    /// Milliseconds within which this share (0 to 1) was answered, by nearest rank.
    pub fn within(&self, share: f64) -> f64 {
        let rank = (share * self.took.len() as f64).ceil() as usize;
        let took = self.took.get(rank.saturating_sub(1)).copied().unwrap_or_default();
        took.as_secs_f64() * 1000.0
    }

    /// Processor time per answer.
    pub fn spent(&self) -> Spent {
        let each = |spent: Duration| spent / (self.took.len().max(1) as u32);
        Spent {
            clients: each(self.spent.clients),
            service: each(self.spent.service),
            postgres: each(self.spent.postgres),
        }
    }
}

impl Sub for Spent {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            clients: self.clients.saturating_sub(earlier.clients),
            service: self.service.saturating_sub(earlier.service),
            postgres: self.postgres.saturating_sub(earlier.postgres),
        }
    }
}

/// Processor time that a process has had until now, and `with_children` also those that it started.
pub fn spent_by(pid: u32, with_children: bool) -> Result<Duration> {
    let process = Process::read(&pid.to_string())?;
    if !with_children {
        return Ok(in_time(process.own));
    }
    let children = children_of(pid)?;
    let children = children.iter().filter_map(|child| Process::read(&child.to_string()).ok());
    let children: Ticks = children.map(|child| child.own).sum();
    // Those that have ended are counted by their parent.
    Ok(in_time(Ticks(process.own.0 + process.ended.0 + children.0)))
}

/// Processes that this one has started and that go on.
pub fn children_of(pid: u32) -> Result<Vec<u32>> {
    let all = fs::read_dir("/proc")?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let is_child = |other: &u32| Process::read(&other.to_string()).is_ok_and(|other| other.parent == pid);
    Ok(all.filter(is_child).collect())
}

#[derive(Clone, Copy)]
struct Ticks(u64);

impl Sum for Ticks {
    fn sum<I: Iterator<Item = Self>>(ticks: I) -> Self {
        Self(ticks.map(|ticks| ticks.0).sum())
    }
}

/// Linux counts a hundred to the second for programs, whatever the kernel itself does.
fn in_time(Ticks(ticks): Ticks) -> Duration {
    Duration::from_millis(ticks * 10)
}

struct Process {
    parent: u32,
    own: Ticks,
    ended: Ticks,
}

impl Process {
    fn read(pid: &str) -> Result<Self> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
        let (_, after_name) = text.rsplit_once(") ").ok_or("a process without a name")?;
        let fields: Vec<_> = after_name.split(' ').collect();
        let number = |index: usize| -> Result<u64> { Ok(fields.get(index).ok_or("a short line")?.parse()?) };
        Ok(Self {
            parent: u32::try_from(number(1)?)?,
            own: Ticks(number(11)? + number(12)?),
            ended: Ticks(number(13)? + number(14)?),
        })
    }
}
