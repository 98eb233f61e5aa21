//! Formatting, clippy, and the house rules that no compiler knows.
//! For everyone, before a change is shown to others.
use std::path::{Path, PathBuf};

use crate::command::{cargo, run};
use crate::report::Report;

/// Words that a citizen must never read, and what the page says instead (UI brief, part 9).
const BANNED: &[(&str, &str)] = &[
    ("không hợp lệ", "say what is wrong and how to mend it"),
    (
        "vui lòng liên hệ quản trị viên",
        "give the telephone number",
    ),
    ("mức độ 3/4", "say what can be done online"),
    ("...", "write …"),
];

/// What the content security policy forbids in a page.
const INLINE: &[(&str, &str)] = &[
    (" style=\"", "inline style: use a class"),
    ("<style", "inline style: use the stylesheets"),
    (" onclick=", "inline script"),
    (" onsubmit=", "inline script"),
    (" onchange=", "inline script"),
    ("javascript:", "inline script"),
];

/// Runs the three kinds of lint as stages of their own.
pub(crate) fn stages(report: &mut Report) {
    report.stage("fmt", |_| run(&mut cargo(&["fmt", "--all", "--check"])));
    report.stage("clippy", |_| {
        run(&mut cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    });
    report.stage("house rules", |_| house());
}

/// Reads all templates and sources, and names every line that breaks a rule.
fn house() -> Result<(), String> {
    let mut faults = Vec::new();
    for file in files(&crate::root())? {
        let text = std::fs::read_to_string(&file).map_err(|error| error.to_string())?;
        let found = match file.extension().and_then(|word| word.to_str()) {
            Some("html") => template(&text),
            Some("rs") => source(&text),
            _ => Vec::new(),
        };
        let name = file
            .strip_prefix(crate::root())
            .unwrap_or(&file)
            .display()
            .to_string();
        faults.extend(
            found
                .into_iter()
                .map(|(line, what)| format!("{name}:{line}: {what}")),
        );
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.join("\n"))
    }
}

/// Faults of a template, by line: banned words, inline code, letters in pieces.
fn template(text: &str) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    let text = without_comments(text);
    for (number, line) in (1..).zip(text.lines()) {
        let low = line.to_lowercase();
        for (word, instead) in BANNED.iter().chain(INLINE) {
            if low.contains(word) {
                faults.push((number, format!("`{}`: {instead}", word.trim())));
            }
        }
        if low.contains("<script") && !low.contains("src=") {
            faults.push((number, "`<script`: inline script".to_owned()));
        }
        if line
            .chars()
            .any(|letter| ('\u{300}'..='\u{36f}').contains(&letter))
        {
            faults.push((number, "a letter with a loose mark: write NFC".to_owned()));
        }
    }
    faults
}

/// The template without its `{# … #}`, which no reader receives; lines keep their numbers.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{#") {
        kept.push_str(before);
        let (comment, next) = after.split_once("#}").unwrap_or((after, ""));
        kept.extend(comment.chars().filter(|letter| *letter == '\n'));
        rest = next;
    }
    kept.push_str(rest);
    kept
}

/// Faults of a Rust source: it opens by saying what it is and for whom.
fn source(text: &str) -> Vec<(usize, String)> {
    if text.starts_with("//!") {
        Vec::new()
    } else {
        vec![(1, "open with `//!`: what this is, and for whom".to_owned())]
    }
}

/// All files of the project's own folders, in order.
fn files(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut open: Vec<PathBuf> = ["base", "data", "features", "motcua", "simulator", "xtask"]
        .iter()
        .map(|name| root.join(name))
        .collect();
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|word| word == "html" || word == "rs")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banned_words_and_inline_code_are_found_with_their_line() {
        let page = "<p>Số điện thoại\n<b style=\"color:red\">KHÔNG HỢP LỆ</b>\n<p>Đang gửi...\n<script>alert(1)</script>";
        let lines: Vec<usize> = template(page).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [2, 2, 3, 4]);
    }

    #[test]
    fn a_decent_page_has_no_fault() {
        let page = "<script src=\"{{ page.asset(\"app.js\") }}\" defer></script>\n<p>Hồ sơ đã quá hạn 2 ngày làm việc…</p>";
        assert_eq!(template(page), []);
    }

    #[test]
    fn what_a_comment_says_is_not_the_page() {
        let page = "{#- say `...` here\nand here ... -#}\n<p>Đang gửi...";
        assert_eq!(
            template(page)
                .into_iter()
                .map(|(line, _)| line)
                .collect::<Vec<_>>(),
            [3]
        );
    }

    #[test]
    fn loose_marks_are_found() {
        assert_eq!(template("<p>Hồ sơ</p>"), []);
        assert_eq!(template("<p>Ho\u{302}\u{300} sơ</p>").len(), 1);
    }

    #[test]
    fn a_source_says_what_it_is() {
        assert_eq!(source("//! Fees.\n"), []);
        assert_eq!(source("use std::fs;\n").len(), 1);
    }
}
