//! Schakel with a promise broken, which `SABOTAGE` names: the negative controls of `make faults`. It is built
//! only with the feature of that name, and never delivered.

use std::process::ExitCode;

use clap::Parser;
use schakel::commands::Command;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    Arguments::parse().command.run()
}
