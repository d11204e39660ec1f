//! What the command line asks for: `cargo bench -p schakel -- lookup` for what has that in its name, nothing for
//! everything; `--large` for a million cases too; `--quick` to see whether all of it runs.

use std::time::Duration;

/// Whether a measurement of that name is asked for.
pub fn for_name(name: &str) -> bool {
    let mut parts = std::env::args().skip(1).filter(|part| !part.starts_with('-')).peekable();
    parts.peek().is_none() || parts.any(|part| name.contains(&part))
}

/// Whether one of these is.
pub fn for_any(names: &[&str]) -> bool {
    names.iter().any(|name| for_name(name))
}

/// Whether there are to be a million cases, too.
pub fn for_large() -> bool {
    std::env::args().any(|argument| argument == "--large")
}

/// Time before anything is counted.
pub fn warm_up() -> Duration {
    Duration::from_secs(if is_quick() { 1 } else { 2 })
}

/// Time in which it is.
pub fn measured() -> Duration {
    Duration::from_secs(if is_quick() { 1 } else { 6 })
}

/// Of this only a fiftieth, where it is to be quick.
pub fn size(full: usize) -> usize {
    if is_quick() { full / 50 } else { full }
}

fn is_quick() -> bool {
    std::env::args().any(|argument| argument == "--quick")
}
