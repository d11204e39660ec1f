//! The one binary of Schakel.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use schakel::commands::Command;

/// A fifth of a lookup's processor time was the system's allocator: calls make many small values, and
/// free them on another thread.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Parser)]
#[command(version, about = "Schakel: case direction for Safety Houses")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    Arguments::parse().command.run()
}
