//! How much memory a process has.

use std::fs;

use crate::Result;

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
}

fn mebibytes(status: &str, name: &str) -> Result<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes / 1024.0)
}
