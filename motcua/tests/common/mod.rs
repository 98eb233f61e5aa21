//! The program as it is started from a terminal, untouched by the caller's settings.
//! For the tests of its commands.

use std::process::{Command, Output};

/// Runs it to its end.
pub fn motcua(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(args)
        .env_remove("MOTCUA_DATABASE")
        .output()
        .expect("the program starts")
}

/// All that it printed.
pub fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
