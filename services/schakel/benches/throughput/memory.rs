//! How much memory a process has.

use std::fs;

use crate::Result;
use crate::sample::children_of;

/// In MiB.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// Now (`VmRSS`).
    pub resident: f64,
    /// At most until now (`VmHWM`).
    pub peak: f64,
}

impl Memory {
    /// Of this process.
    pub fn of(pid: u32) -> Result<Self> {
        let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
        Ok(Self { resident: mebibytes(&status, "VmRSS:")?, peak: mebibytes(&status, "VmHWM:")? })
    }

    /// Of the machine, in MiB.
    pub fn of_machine() -> Result<f64> {
        mebibytes(&fs::read_to_string("/proc/meminfo")?, "MemTotal:")
    }

    /// Of a process and those that it started, in MiB; what they share is counted once (`Pss`).
    pub fn of_family(pid: u32) -> Result<f64> {
        let own = proportional(pid)?;
        // One that has ended meanwhile has none.
        Ok(children_of(pid)?.into_iter().filter_map(|child| proportional(child).ok()).sum::<f64>() + own)
    }
}

fn proportional(pid: u32) -> Result<f64> {
    mebibytes(&fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?, "Pss:")
}

fn mebibytes(status: &str, name: &str) -> Result<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes / 1024.0)
}
