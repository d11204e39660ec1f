//! The one binary of Schakel.

use std::process::ExitCode;

use clap::Parser;
use schakel::commands::Command;

#[derive(Parser)]
#[command(version, about = "Schakel: case direction for Safety Houses")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    Arguments::parse().command.run()
}
