//! The program: its command line, and which part of it each command starts.
//! For the commune's administrator; every command explains itself with `--help`.

mod anchors;
mod check;
mod cli;
mod config;
mod deadline;
mod demo;
mod migrate;
mod progress;
mod reactions;
mod routes;
mod serve;
mod user;
mod verify;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Serve(options) => serve::run(&options),
        Command::Demo(options) => demo::run(&options),
        Command::Migrate(options) => migrate::run(&options),
        Command::Verify(options) => verify::run(&options),
        Command::User(options) => user::run(&options),
        Command::Deadline(options) => deadline::run(&options),
    };
    match done {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("Lỗi: {sentence}");
            ExitCode::from(2)
        }
    }
}
