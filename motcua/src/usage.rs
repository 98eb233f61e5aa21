//! How the command line is read, and what it says: its help, and what a wrong one is answered.
//! For an administrator at a terminal, who reads Vietnamese and is told what to write instead.

use std::ffi::OsString;

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};

use crate::cli::Cli;

/// Over the options of every command.
const OPTIONS: &str = "Tùy chọn";

/// Reads a command line, the program's name first.
///
/// # Errors
/// What clap finds wrong; also help and version, which it answers itself.
pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut words: Vec<OsString> = words.into_iter().collect();
    // `motcua help backup`, as other programs are asked.
    if words.get(1).is_some_and(|word| word == "help") {
        words.remove(1);
        words.push("--help".into());
    }
    let mut command = command();
    let mut matches = command.try_get_matches_from_mut(words)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// The commands as they explain themselves. Why not as derived: clap's own words are English.
pub fn command() -> Command {
    let derived = Cli::command();
    let mut built = derived.clone();
    built.build();
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help("In số phiên bản của chương trình")
        .help_heading(OPTIONS);
    vietnamese(derived, built)
        .disable_version_flag(true)
        .arg(version)
}

/// A command with those below it; `built` is the same with all that clap adds, its whole name too.
fn vietnamese(command: Command, mut built: Command) -> Command {
    let bold = *command.get_styles().get_usage();
    let template = format!(
        "{{before-help}}{{about-with-newline}}\n{bold}Cách viết:{bold:#} {{usage}}\n\n{{all-args}}{{after-help}}"
    );
    let usage = built.render_usage().to_string();
    let usage = usage
        .trim_start_matches("Usage: ")
        .replace("[OPTIONS]", "[TÙY CHỌN]")
        .replace("<COMMAND>", "<LỆNH>");
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("Giải thích cách dùng")
        .help_heading(OPTIONS);
    command
        .help_template(template)
        .override_usage(usage)
        .subcommand_help_heading("Lệnh")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .mut_args(explained)
        .arg(help)
        .mut_subcommands(|one| {
            let same = built.find_subcommand(one.get_name());
            let same = same.expect("building drops no command").clone();
            vietnamese(one, same)
        })
}

/// What clap would add in English behind an option's own words: choices, usual value, environment.
fn explained(arg: Arg) -> Arg {
    let heading = if arg.is_positional() {
        "Giá trị"
    } else {
        OPTIONS
    };
    let arg = arg.help_heading(heading);
    if !arg.get_action().takes_values() {
        return arg;
    }
    let mut more = String::new();
    let choices = arg.get_possible_values().into_iter();
    let choices: Vec<String> = choices
        .map(|choice| match choice.get_help() {
            Some(meaning) => format!("{} ({meaning})", choice.get_name()),
            None => choice.get_name().to_owned(),
        })
        .collect();
    if !choices.is_empty() {
        more.push_str(&format!(" [chọn một: {}]", choices.join(", ")));
    }
    let usual = arg.get_default_values().iter();
    let usual: Vec<_> = usual.map(|value| value.to_string_lossy()).collect();
    if !usual.is_empty() {
        more.push_str(&format!(" [mặc định: {}]", usual.join(",")));
    }
    if let Some(name) = arg.get_env() {
        let name = name.to_string_lossy();
        more.push_str(&format!(" [biến môi trường: {name}]"));
    }
    let own = arg.get_help().map(ToString::to_string);
    let own = own.unwrap_or_default();
    arg.help(own + &more)
        .hide_possible_values(true)
        .hide_default_value(true)
        .hide_env(true)
}

/// The sentence for a wrong command line; none for what clap answers itself, help and version.
pub fn sentence(error: &clap::Error, command: Option<&str>) -> Option<String> {
    let of = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (option, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let said = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::MissingRequiredArgument => format!("Còn thiếu {option}."),
        ErrorKind::UnknownArgument => match of(ContextKind::SuggestedArg) {
            near if near.is_empty() => format!("Không có tùy chọn {option}."),
            near => format!("Không có tùy chọn {option}. Có phải {near}?"),
        },
        ErrorKind::InvalidSubcommand => {
            format!("Không có lệnh {}.", of(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => "Còn thiếu việc cần làm.".to_owned(),
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg);
            format!("{option} và {other} không dùng cùng lúc. Hãy bỏ một.")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{option} cần một giá trị."),
        ErrorKind::InvalidValue => {
            let known = of(ContextKind::ValidValue);
            format!("{option} không nhận «{value}». Chọn một trong: {known}.")
        }
        ErrorKind::ValueValidation => format!("{option} không nhận «{value}»."),
        _ => error.to_string(),
    };
    let of_command = command.map_or_else(String::new, |name| format!("{name} "));
    Some(format!("{said} Cách viết: motcua {of_command}--help"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(command: &Command, seen: &mut dyn FnMut(&Command)) {
        seen(command);
        for one in command.get_subcommands() {
            each(one, seen);
        }
    }

    #[test]
    fn every_command_explains_itself_without_an_english_word_of_claps() {
        let mut whole = command();
        whole.build();
        let mut count = 0;
        each(&whole, &mut |one| {
            count += 1;
            let mut one = one.clone();
            for help in [one.render_help(), one.render_long_help()] {
                let help = help.to_string();
                for english in [
                    "Usage",
                    "OPTIONS",
                    "Options",
                    "COMMAND>",
                    "Commands",
                    "Arguments",
                    "Print ",
                    "ossible values",
                    "default",
                    "env:",
                    "alias",
                ] {
                    assert!(!help.contains(english), "«{english}»: {help}");
                }
                assert!(help.contains("Cách viết: motcua"), "{help}");
                assert!(help.contains("-h, --help"), "{help}");
            }
        });
        assert!(count >= 20, "{count} commands");
    }

    #[test]
    fn every_value_bears_a_name_of_its_own() {
        let mut whole = command();
        whole.build();
        each(&whole, &mut |one| {
            let shown = one.get_arguments().filter(|arg| !arg.is_hide_set());
            for arg in shown.filter(|arg| arg.get_action().takes_values()) {
                let name = arg.get_value_names().unwrap_or_default().first();
                let by_itself = arg.get_id().as_str().to_uppercase();
                assert!(
                    name.is_some_and(|name| name.as_str() != by_itself),
                    "{} --{}",
                    one.get_name(),
                    arg.get_id()
                );
            }
        });
    }

    #[test]
    fn what_is_usual_and_what_may_be_chosen_is_told_and_still_holds() {
        let mut whole = command();
        let deadline = whole.find_subcommand_mut("deadline").expect("a command");
        let help = deadline.render_help().to_string();
        for words in [
            "extend (Cộng thêm thời gian đã dừng)",
            "[mặc định: extend]",
            "[TÙY CHỌN]",
        ] {
            assert!(help.contains(words), "«{words}»: {help}");
        }
        let words = ["motcua", "deadline", "--received", "x", "--hours", "4"];
        let read = read(words.map(OsString::from)).expect("as the help says");
        let crate::cli::Command::Deadline(options) = read.command else {
            panic!("another command was read");
        };
        assert_eq!(options.policy, crate::cli::PolicyOption::Extend);
    }

    #[test]
    fn help_may_be_asked_in_three_ways() {
        for words in [
            &["motcua", "help", "user"][..],
            &["motcua", "user", "--help"],
            &["motcua", "user", "-h"],
        ] {
            let words = words.iter().map(OsString::from);
            let told = read(words).expect_err("help is no command to do");
            assert_eq!(told.kind(), ErrorKind::DisplayHelp);
            assert!(told.to_string().contains("motcua user"), "{told}");
        }
    }
}
