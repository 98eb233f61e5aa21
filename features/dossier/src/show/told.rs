//! Small things of the dossier's page put into words: people, files, results, names.
//! For the page of one dossier alone.

use std::collections::BTreeMap;

use domain::text::moment_vi;
use kit::Labelled;

use super::loaded::{Attached, Given};
use crate::parties::Party;

/// Names of accounts.
pub(super) struct Names<'a>(pub(super) &'a BTreeMap<String, String>);

impl Names<'_> {
    /// The name of an account.
    pub(super) fn of(&self, id: &str) -> String {
        self.0
            .get(id)
            .cloned()
            .unwrap_or_else(|| "Một đồng nghiệp".to_owned())
    }

    /// The name of who acted, as events say it.
    pub(super) fn by(&self, by: &str) -> String {
        match by.strip_prefix("user:") {
            Some(id) => self.of(id),
            None if by == "citizen" => "Người dân".to_owned(),
            None => "Hệ thống".to_owned(),
        }
    }
}

/// What is known of a person.
pub(super) fn person(party: &Party) -> Vec<Labelled> {
    let document = match party.document_kind.as_str() {
        "cccd" => "Số căn cước",
        "cmnd" => "Số chứng minh nhân dân",
        "passport" => "Số hộ chiếu",
        _ => "Giấy tờ tùy thân",
    };
    let known = |label: &str, value: &Option<String>| {
        value
            .as_deref()
            .filter(|value| !value.is_empty())
            .map(|value| Labelled::new(label, value))
    };
    let number = party
        .document_number
        .clone()
        .filter(|number| !number.is_empty());
    let mut rows = vec![Labelled::new("Họ và tên", &party.name)];
    rows.push(Labelled::new(
        document,
        number.unwrap_or_else(|| "Không có".to_owned()),
    ));
    rows.extend(known("Ngày sinh", &party.birth));
    rows.extend(known("Giới tính", &party.gender));
    if !party.address.is_empty() {
        rows.push(Labelled::new("Nơi ở", &party.address));
    }
    rows.extend(known("Điện thoại", &party.phone));
    rows.extend(known("Thư điện tử", &party.email));
    rows.extend(known("Được ủy quyền theo", &party.authority));
    rows
}

/// An attachment as a line.
#[derive(Clone, Debug)]
pub(super) struct FileLine {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) size: String,
    pub(super) added: String,
    pub(super) is_image: bool,
    pub(super) is_shown: bool,
}

/// The attachments, of which one is shown beside: the chosen one, else the first.
pub(super) fn files(files: &[Attached], chosen: &str, names: &Names<'_>) -> Vec<FileLine> {
    let shown = files.iter().position(|file| file.id == chosen).unwrap_or(0);
    let line = |(place, file): (usize, &Attached)| FileLine {
        id: file.id.clone(),
        name: file.name.clone(),
        size: size(file.size),
        added: format!("{}, {}", names.of(&file.added_by), moment_vi(file.added_at)),
        is_image: file.mime.starts_with("image/"),
        is_shown: place == shown,
    };
    files.iter().enumerate().map(line).collect()
}

/// `240 KB`, `1,5 MB`.
fn size(bytes: i64) -> String {
    const KB: i64 = 1024;
    if bytes < KB * KB {
        return format!("{} KB", (bytes + KB - 1) / KB);
    }
    let tenths = bytes * 10 / (KB * KB);
    format!("{},{} MB", tenths / 10, tenths % 10)
}

/// The results as rows; what was finished before a reopening no longer holds.
pub(super) fn results(given: &[Given], is_finished: bool) -> Vec<Vec<Labelled>> {
    let holding = given.len().checked_sub(1).filter(|_| is_finished);
    let told = |(place, given): (usize, &Given)| {
        let mut rows = result(given);
        if Some(place) != holding {
            let text = "Không còn hiệu lực: hồ sơ đã được mở lại";
            rows.insert(0, Labelled::new("Tình trạng", text));
        }
        rows
    };
    given.iter().enumerate().map(told).collect()
}

fn result(given: &Given) -> Vec<Labelled> {
    let mut rows = vec![Labelled::new("Kết quả", &given.name)];
    rows.extend(
        given
            .number
            .as_ref()
            .map(|number| Labelled::new("Số", number)),
    );
    let outcome = if given.outcome == "granted" {
        "Giải quyết theo đề nghị"
    } else {
        "Văn bản trả lời không giải quyết"
    };
    rows.push(Labelled::new("Nội dung", outcome));
    if let Some(name) = given.collected_by.as_ref().filter(|name| !name.is_empty()) {
        rows.push(Labelled::new("Người nhận", name));
    }
    for (label, value) in [
        ("Giấy tờ của người nhận", &given.document),
        ("Căn cứ nhận thay", &given.proof),
    ] {
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            rows.push(Labelled::new(label, value));
        }
    }
    if let Some(how) = &given.how {
        rows.push(Labelled::new("Cách nhận", return_by(how)));
    }
    rows
}

/// How a result goes out, in words.
pub(super) fn return_by(name: &str) -> &'static str {
    match name {
        "post" => "Qua bưu chính",
        "online" => "Trực tuyến",
        _ => "Tại quầy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_with_a_comma() {
        assert_eq!(size(1), "1 KB");
        assert_eq!(size(240 * 1024), "240 KB");
        assert_eq!(size(1_572_864), "1,5 MB");
    }
}
