//! What a command line that cannot be read is answered, in the language of its help.
//! For an administrator at a terminal, who is told what to write instead.

use clap::error::{ContextKind, ErrorKind};

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
