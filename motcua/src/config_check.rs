//! `motcua check`: every mistake of a settings file with its line and what to write instead, and
//! every stored change that makes no law; and `motcua grants`. For the administrator before a restart, and for `serve`, which refuses the same.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use store::DatabaseUrl;
use toml::{Table, Value};

use crate::cli::{CheckOptions, GrantsOptions, Place, Reach};
use crate::config::Settings;
use crate::{law_check, wiring};

/// What the file may say: the name, and an example of its value.
const KEYS: [(&str, &str); 9] = [
    ("database", "\"sqlite:/var/lib/motcua/motcua.sqlite\""),
    ("files", "\"/var/lib/motcua/motcua.files\""),
    ("listen", "\"127.0.0.1:8080\""),
    ("public_url", "\"https://motcua.example.vn\""),
    ("agency", "\"xa_quang_khai\""),
    ("phone", "\"0220 000 0000\""),
    ("address", "\"Thôn 1, xã Quang Khải\""),
    ("log", "\"json\" hoặc \"text\""),
    ("metrics_token", "\"một chuỗi bí mật từ 16 ký tự\""),
];

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong and what to write instead.
    pub sentence: String,
}

/// Checks a file and says so.
pub fn run(options: &CheckOptions) -> Result<ExitCode, String> {
    let path = &options.config;
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("Không đọc được tệp cấu hình {}: {error}", path.display()))?;
    let faults = faults(&text);
    if faults.is_empty() {
        println!("Tệp cấu hình {} đúng.", path.display());
        return stored_law(options);
    }
    for fault in &faults {
        println!("{} dòng {}: {}", path.display(), fault.line, fault.sentence);
    }
    println!("{} chỗ cần sửa.", faults.len());
    Ok(ExitCode::from(1))
}

/// Lays what each commune changed in the browser over the law of this program, as `serve` will.
fn stored_law(options: &CheckOptions) -> Result<ExitCode, String> {
    let place = Place {
        config: Some(options.config.clone()),
        ..Place::default()
    };
    let settings = Settings::read(&place, &Reach::default(), None)?;
    // Why no fault: before the first start there is nothing to try.
    let nothing = |why: String| {
        println!("Chưa thử được các thay đổi về luật đã lưu: {why}");
        Ok(ExitCode::SUCCESS)
    };
    let db = match wiring::open_there(&settings) {
        Ok(db) => db,
        Err(why) => return nothing(why),
    };
    let (law, mut wrong) = (wiring::law()?, 0);
    for (_, one) in settings.each() {
        let faults = match law_check::faults(&db, &law, &one.agency) {
            Ok(faults) => faults,
            Err(why) => return nothing(why),
        };
        for fault in faults {
            println!("{}: {fault}", one.agency);
            wrong += 1;
        }
    }
    if wrong == 0 {
        println!(
            "Các thay đổi về lịch, phí, đơn vị, thủ tục đã lưu ghép được với bản chương trình này."
        );
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "{wrong} thay đổi đã lưu không ghép được với bản chương trình này. Hãy dùng lại bản motcua trước và báo cho nơi cung cấp kèm các dòng trên."
    );
    Ok(ExitCode::from(1))
}

/// Prints what the program's role on PostgreSQL needs.
pub fn grants(options: &GrantsOptions) -> Result<ExitCode, String> {
    let text = store::grants(&options.role).map_err(|_| {
        format!(
            "«{}» không dùng được làm tên vai trò. Chỉ dùng chữ thường a-z, chữ số và dấu gạch dưới, ví dụ motcua_app.",
            options.role
        )
    })?;
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}

/// Every mistake, by line.
pub fn faults(text: &str) -> Vec<Fault> {
    let table: Table = match toml::from_str(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let line = text[..at.min(text.len())].matches('\n').count() + 1;
            let sentence = format!(
                "không đọc được ({}). Mỗi dòng viết như: listen = \"127.0.0.1:8080\"",
                error.message().replace('\n', " ")
            );
            return vec![Fault { line, sentence }];
        }
    };
    let mut faults: Vec<Fault> = table
        .iter()
        .filter(|(key, value)| key.as_str() != "commune" || !value.is_array())
        .filter_map(|(key, value)| {
            wrong(key, value).map(|sentence| Fault {
                line: line_of(text, key),
                sentence,
            })
        })
        .collect();
    faults.extend(communes(text, &table));
    faults.sort();
    faults
}

const COMMUNE: &str =
    "[[commune]] với agency = \"xa_quang_khai\" và host = \"quang-khai.example.vn\"";

/// Each `[[commune]]`: a known unit and a host of its own, no two alike.
fn communes(text: &str, table: &Table) -> Vec<Fault> {
    let Some(Value::Array(all)) = table.get("commune") else {
        return Vec::new();
    };
    let heads: Vec<usize> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.trim_start().starts_with("[[commune]]"))
        .map(|(place, _)| place + 1)
        .collect();
    let (mut faults, mut seen) = (Vec::new(), Vec::new());
    for (place, one) in all.iter().enumerate() {
        let line = heads.get(place).copied().unwrap_or(1);
        let mut tell = |sentence: String| faults.push(Fault { line, sentence });
        let Value::Table(one) = one else {
            tell(format!("viết như: {COMMUNE}"));
            continue;
        };
        for (key, value) in one {
            let known = ["agency", "host", "phone", "address"].contains(&key.as_str());
            if !known || !value.is_str() {
                tell(format!(
                    "trong [[commune]] chỉ có agency, host, phone, address, mỗi mục là chữ trong dấu nháy kép (đang có «{key}»)"
                ));
            }
        }
        let said = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
        if let Some(why) = agency(said("agency")) {
            tell(format!("agency: {why}. Viết như: {COMMUNE}"));
        }
        let host = said("host");
        if host.is_empty() || host.contains(['/', ' ', '@', '?', '#']) {
            tell(format!("host: chỉ ghi tên máy. Viết như: {COMMUNE}"));
        }
        for said in [said("agency").to_owned(), crate::hosts::bare(host)] {
            if !said.is_empty() && seen.contains(&said) {
                tell(format!(
                    "«{said}» đã dùng cho xã khác ở trên; mỗi xã một đơn vị và một tên máy"
                ));
            }
            seen.push(said);
        }
    }
    faults
}

fn line_of(text: &str, key: &str) -> usize {
    let is_it = |line: &str| {
        let line = line.trim_start().trim_start_matches(['[', '"', '\'']);
        line.strip_prefix(key)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    text.lines().position(is_it).unwrap_or(0) + 1
}

fn wrong(key: &str, value: &Value) -> Option<String> {
    let Some((_, example)) = KEYS.iter().find(|(name, _)| *name == key) else {
        return Some(unknown(key));
    };
    let Value::String(text) = value else {
        return Some(format!(
            "{key} phải là chữ trong dấu nháy kép, ví dụ: {key} = {example}"
        ));
    };
    let why = match key {
        "database" => database(text),
        "files" => folder(text),
        "listen" => text
            .parse::<SocketAddr>()
            .is_err()
            .then(|| "phải có địa chỉ IP và cổng".to_owned()),
        "public_url" => public_url(text),
        "agency" => agency(text),
        "log" => {
            (!matches!(text.as_str(), "text" | "json")).then(|| "chỉ nhận hai cách ghi".to_owned())
        }
        "metrics_token" => {
            (text.chars().count() < 16).then(|| "quá ngắn, ai cũng đoán được".to_owned())
        }
        _ => text
            .trim()
            .is_empty()
            .then(|| "đang để trống; hãy điền hoặc xóa dòng này".to_owned()),
    };
    why.map(|why| format!("{key}: {why}. Viết như: {key} = {example}"))
}

fn unknown(key: &str) -> String {
    let near = KEYS
        .iter()
        .map(|(name, _)| *name)
        .min_by_key(|name| distance(name, key))
        // Why half: three letters of three make any word any other.
        .filter(|name| distance(name, key) <= 3.min(key.chars().count() / 2));
    let known: Vec<&str> = KEYS.iter().map(|(name, _)| *name).collect();
    match near {
        Some(near) => format!("không có mục «{key}». Có phải muốn viết «{near}»?"),
        None => format!(
            "không có mục «{key}». Các mục được dùng: {}",
            known.join(", ")
        ),
    }
}

fn database(text: &str) -> Option<String> {
    if text.parse::<DatabaseUrl>().is_err() {
        return Some(
            "không phải địa chỉ cơ sở dữ liệu (sqlite:TỆP hoặc postgres://người:mật-khẩu@máy/tên)"
                .to_owned(),
        );
    }
    text.strip_prefix("sqlite:").and_then(folder)
}

/// The folder in which something is to lie must be there, or be one that can be made.
fn folder(path: &str) -> Option<String> {
    let folder = Path::new(path).parent()?;
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return None;
    }
    Some(format!(
        "chưa có thư mục {}; hãy tạo nó và giao cho tài khoản chạy chương trình",
        folder.display()
    ))
}

fn public_url(text: &str) -> Option<String> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    match rest.map(|rest| rest.trim_end_matches('/')) {
        None => Some("phải bắt đầu bằng https://".to_owned()),
        Some(rest) if rest.is_empty() || rest.contains(['/', '?', '#', ' ', '@']) => {
            Some("chỉ ghi tên máy, không kèm đường dẫn".to_owned())
        }
        Some(_) => None,
    }
}

fn agency(id: &str) -> Option<String> {
    let law = wiring::law().ok()?;
    law.agencies
        .get(id)
        .is_none()
        .then(|| format!("không có đơn vị «{id}» trong danh mục đơn vị (data/agencies.json)"))
}

/// How many letters differ (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], place + 1);
        for (column, with) in other.iter().enumerate() {
            let changed = corner + usize::from(letter != *with);
            corner = row[column + 1];
            row[column + 1] = changed.min(corner + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        faults(text)
            .iter()
            .map(|fault| format!("{}: {}\n", fault.line, fault.sentence))
            .collect()
    }

    #[test]
    fn every_mistake_is_told_with_its_line_and_what_to_write() {
        let text = "# xã\ndatabse = \"sqlite:x\"\nlisten = \"8080\"\nphone = 220\n\npublic_url = \"motcua.vn\"\nagency = \"xa_nao_do\"\nlog = \"xml\"\nmetrics_token = \"abc\"\ndatabase = \"mysql://x\"\nfiles = \"/khong/co/dau/x\"\nmau = \"đỏ\"\n";
        let said = said(text);
        for words in [
            "2: không có mục «databse». Có phải muốn viết «database»?",
            "3: listen: phải có địa chỉ IP và cổng. Viết như: listen = \"127.0.0.1:8080\"",
            "4: phone phải là chữ trong dấu nháy kép",
            "6: public_url: phải bắt đầu bằng https://",
            "7: agency: không có đơn vị «xa_nao_do»",
            "8: log: chỉ nhận hai cách ghi",
            "9: metrics_token: quá ngắn",
            "10: database: không phải địa chỉ",
            "11: files: chưa có thư mục /khong/co/dau",
            "12: không có mục «mau». Các mục được dùng: database",
        ] {
            assert!(said.contains(words), "{words} is not in\n{said}");
        }
        assert_eq!(faults(text).len(), 10);
    }

    #[test]
    fn what_is_no_settings_file_at_all_is_told_with_its_line() {
        assert!(said("log = \"json\"\nlisten 127\n").starts_with("2: không đọc được"));
    }

    #[test]
    fn several_communes_need_a_unit_and_a_host_each() {
        let right = "[[commune]]\nagency = \"xa_quang_khai\"\nhost = \"a.example.vn\"\n[[commune]]\nagency = \"xa_quang_phuc\"\nhost = \"b.example.vn\"\nphone = \"1\"\n";
        assert_eq!(faults(right), []);
        let wrong = right
            .replace("xa_quang_phuc", "xa_quang_khai")
            .replace("b.example.vn", "A.example.vn:80")
            .replace("phone", "fone");
        let said = said(&wrong);
        for words in [
            "4: «xa_quang_khai» đã dùng",
            "4: «a.example.vn» đã dùng",
            "đang có «fone»",
        ] {
            assert!(said.contains(words), "{words} is not in\n{said}");
        }
    }

    #[test]
    fn the_documented_file_is_right() {
        let text = "database = \"sqlite:motcua.sqlite\"\nlisten = \"127.0.0.1:8080\"\npublic_url = \"https://motcua.example.vn\"\nagency = \"xa_quang_khai\"\nphone = \"0220 000 0000\"\naddress = \"Thôn 1\"\nlog = \"json\"\nmetrics_token = \"0123456789abcdef\"\n";
        assert_eq!(faults(text), []);
    }
}
