//! Days off by year: the official notice as data, or what the law lets us expect.
//! For the calendar, and for the administrator who enters a new notice.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use super::hours::OfficeHours;
use crate::lunar;

/// One year's days off and swapped days, as announced (or as somebody expects them).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The year that it is for.
    pub year: i16,
    /// Its number, as one would cite it.
    pub source: String,
    /// Whether it is the official notice; otherwise the year stays "dự kiến".
    pub official: bool,
    /// How sure these rows are: "V" checked, "WK" well known, "M" from memory, "D" ours.
    pub confidence: String,
    /// The days.
    pub days: Vec<NoticeDay>,
}

/// One declared day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeDay {
    /// The date.
    pub date: Date,
    /// Off or worked, and on what ground.
    pub kind: DayOffKind,
    /// Its name for people, such as "Tết Nguyên đán".
    pub name_vi: String,
    /// Its own source, where another document than the notice declares it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// On what ground a day is off, or worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOffKind {
    /// A public holiday (NGHI_LE).
    Holiday,
    /// Off for a holiday that fell on a day of rest (NGHI_BU).
    Compensation,
    /// A working day off, worked on another day (HOAN_DOI_NGHI).
    SwapOff,
    /// A day of rest worked for another (LAM_BU).
    SwapWork,
}

impl Notice {
    /// What a year without official notice will probably be (ruling 20), to be offered to whoever
    /// enters the notice.
    pub fn proposed(year: i16, hours: &OfficeHours) -> Self {
        propose(year, hours)
    }

    /// Refuses what no notice would say.
    ///
    /// # Errors
    /// A sentence in Vietnamese.
    pub fn check(&self) -> Result<(), String> {
        check(self.year, &[self])
    }
}

impl DayOffKind {
    /// As officers say it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Holiday => "Nghỉ lễ",
            Self::Compensation => "Nghỉ bù",
            Self::SwapOff => "Nghỉ hoán đổi",
            Self::SwapWork => "Làm bù",
        }
    }

    /// Whether people work on such a day.
    pub const fn works(self) -> bool {
        matches!(self, Self::SwapWork)
    }
}

/// Reads the calendar's files: notices, and at most one file of office hours.
///
/// # Errors
/// A sentence in Vietnamese with the file's place, its year and the reason.
pub(super) fn read(texts: &[&str]) -> Result<(OfficeHours, Vec<Notice>), String> {
    let mut hours = None;
    let mut notices: Vec<Notice> = Vec::new();
    for (place, text) in (1..).zip(texts) {
        let refuse = |why: String| format!("tệp lịch thứ {place}: {why}");
        let shape: serde_json::Value =
            serde_json::from_str(text).map_err(|e| refuse(syntax(&e)))?;
        if shape.get("week").is_some() {
            if hours.is_some() {
                return Err(refuse("giờ làm việc đã khai ở một tệp trước".to_owned()));
            }
            let read = serde_json::from_str(text)
                .map_err(|e| refuse(format!("giờ làm việc: {}", syntax(&e))))?;
            hours = Some(read);
        } else if let Some(year) = shape.get("year") {
            let refuse = |why: String| format!("tệp lịch thứ {place} (năm {year}): {why}");
            notices.push(serde_json::from_str(text).map_err(|e| refuse(syntax(&e)))?);
        } else {
            return Err(refuse(
                "thiếu «year» (thông báo lịch nghỉ) hoặc «week» (giờ làm việc)".to_owned(),
            ));
        }
    }
    let mut by_year: BTreeMap<i16, Vec<&Notice>> = BTreeMap::new();
    for notice in &notices {
        by_year.entry(notice.year).or_default().push(notice);
    }
    for (year, of_year) in by_year {
        check(year, &of_year).map_err(|why| format!("lịch nghỉ năm {year}: {why}"))?;
    }
    Ok((hours.unwrap_or_default(), notices))
}

fn syntax(error: &serde_json::Error) -> String {
    format!("không đọc được ({error})")
}

/// Refuses what no notice would say; several notices of one year are read as one.
fn check(year: i16, notices: &[&Notice]) -> Result<(), String> {
    if !super::YEARS.contains(&year) {
        return Err(format!(
            "chỉ nhận năm từ {} đến {}",
            super::YEARS.start(),
            super::YEARS.end()
        ));
    }
    let mut off = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for notice in notices {
        if notice.source.trim().is_empty() {
            return Err("thiếu «source», số hiệu thông báo".to_owned());
        }
        for day in &notice.days {
            let shown = day.date.strftime("%d/%m/%Y");
            if day.date.year() != year {
                return Err(format!("ngày {shown} không thuộc năm {year}"));
            }
            if day.name_vi.trim().is_empty() {
                return Err(format!("ngày {shown} thiếu «name_vi»"));
            }
            if !seen.insert(day.date) {
                return Err(format!("ngày {shown} được khai hai lần"));
            }
            if !day.kind.works() {
                off.insert(day.date);
            }
        }
    }
    if notices.iter().any(|notice| notice.official) {
        // Days that the law itself fixes: a notice without one has lost a row.
        for (day, name) in fixed_days(year) {
            if !off.contains(&day) {
                return Err(format!(
                    "thiếu ngày nghỉ {} ({name})",
                    day.strftime("%d/%m/%Y")
                ));
            }
        }
    }
    Ok(())
}

/// The days that BLLĐ 2019 Điều 112 names itself, without the yearly choice.
fn fixed_days(year: i16) -> Vec<(Date, &'static str)> {
    let mut days = vec![
        (date(year, 1, 1), "Tết Dương lịch"),
        (lunar::lunar_new_year(year), "Tết Nguyên đán"),
        (lunar::hung_kings_day(year), "Giỗ Tổ Hùng Vương"),
        (date(year, 4, 30), "Ngày Chiến thắng"),
        (date(year, 5, 1), "Ngày Quốc tế lao động"),
        (date(year, 9, 2), "Quốc khánh"),
    ];
    // NQ 28/2026/QH16, in force from 1 July 2026.
    if year >= 2026 {
        days.push((date(year, 11, 24), "Ngày Văn hóa Việt Nam"));
    }
    days
}

/// What a year without official notice will probably be.
///
/// BLLĐ 2019 Điều 112 with the usual choice: Tết from two days before to the third
/// day, Quốc khánh with the day before; Điều 111 khoản 3 for days of rest.
pub(super) fn propose(year: i16, hours: &OfficeHours) -> Notice {
    let mut days: BTreeMap<Date, (DayOffKind, String)> = BTreeMap::new();
    for (day, name) in fixed_days(year) {
        days.insert(day, (DayOffKind::Holiday, name.to_owned()));
    }
    let tet = lunar::lunar_new_year(year);
    for offset in [-2, -1, 1, 2] {
        let day = tet.saturating_add(jiff::Span::new().days(offset));
        days.insert(day, (DayOffKind::Holiday, "Tết Nguyên đán".to_owned()));
    }
    days.insert(
        date(year, 9, 1),
        (DayOffKind::Holiday, "Quốc khánh".to_owned()),
    );

    let on_rest: Vec<(Date, String)> = days
        .iter()
        .filter(|(day, _)| hours.rests(day.weekday()))
        .map(|(day, (_, name))| (*day, name.clone()))
        .collect();
    for (holiday, name) in on_rest {
        let mut day = holiday;
        while hours.rests(day.weekday()) || days.contains_key(&day) {
            day = day
                .tomorrow()
                .expect("the calendar ends long before the last date");
        }
        days.insert(day, (DayOffKind::Compensation, format!("Nghỉ bù {name}")));
    }
    Notice {
        year,
        source: "dự kiến theo Điều 111, 112 BLLĐ 2019".to_owned(),
        official: false,
        confidence: "D".to_owned(),
        days: days
            .into_iter()
            .map(|(date, (kind, name_vi))| NoticeDay {
                date,
                kind,
                name_vi,
                source: None,
            })
            .collect(),
    }
}
