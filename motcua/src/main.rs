//! The program: its command line, and which part of it each command starts.
//! For the commune's administrator; every command explains itself with `--help`.

use std::process::ExitCode;

use motcua::cli::Command;
use motcua::{
    backup, bench, config_check, coverage, deadline, demo, migrate, serve, succeed, usage, user,
    verify,
};

fn main() -> ExitCode {
    let cli = match usage::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => {
            let asked = std::env::args().nth(1);
            let command = asked.filter(|word| usage::command().find_subcommand(word).is_some());
            let Some(sentence) = usage::sentence(&error, command.as_deref()) else {
                error.exit();
            };
            eprintln!("Lỗi: {sentence}");
            return ExitCode::from(2);
        }
    };
    let done = match cli.command {
        Command::Serve(options) => serve::run(&options),
        Command::Demo(options) => demo::run(&options),
        Command::Migrate(options) => migrate::run(&options),
        Command::Verify(options) => verify::run(&options),
        Command::Backup(options) => backup::run(&options),
        Command::Restore(options) => backup::restore(&options),
        Command::Check(options) => config_check::run(&options),
        Command::Grants(options) => config_check::grants(&options),
        Command::User(options) => user::run(&options),
        Command::Deadline(options) => deadline::run(&options),
        Command::Coverage(options) => coverage::run(&options),
        Command::Succeed(options) => succeed::run(&options),
        Command::Bench(options) => bench::run(&options),
    };
    match done {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("Lỗi: {sentence}");
            ExitCode::from(2)
        }
    }
}
