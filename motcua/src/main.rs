//! The program: its command line, and which part of it each command starts.
//! For the commune's administrator; every command explains itself with `--help`.

use std::process::ExitCode;

use clap::Parser;

use motcua::cli::{Cli, Command};
use motcua::{deadline, demo, migrate, serve, user, verify};

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
