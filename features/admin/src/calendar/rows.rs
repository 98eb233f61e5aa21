//! The rows of a notice as typed: date, kind and name of each declared day.
//! For the form of a year; a row left without a date is no row.

use domain::calendar::{Calendar, DayOffKind, Notice, NoticeDay, weekday_vi};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{Choice, FieldErrors, Fields};

use crate::form::day;

/// Empty rows after those that are filled.
const SPARE: usize = 6;
/// No notice names more days.
const ROWS_MAX: usize = 80;
const NAME_MAX: usize = 80;

const KINDS: [(DayOffKind, &str); 4] = [
    (DayOffKind::Holiday, "le"),
    (DayOffKind::Compensation, "bu"),
    (DayOffKind::SwapOff, "hoan_doi"),
    (DayOffKind::SwapWork, "lam_bu"),
];

/// One row of the form.
pub(crate) struct DayRow {
    pub(crate) nth: usize,
    pub(crate) date: String,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) name: String,
    pub(crate) error: String,
}

/// What the form of a notice begins with, as fields.
pub(crate) fn fields_of(notice: &Notice) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    for one in &notice.days {
        fields.push(("ngay", date_vi(one.date)));
        fields.push(("loai", name_of(one.kind).to_owned()));
        fields.push(("ten", one.name_vi.clone()));
    }
    fields
}

fn name_of(kind: DayOffKind) -> &'static str {
    KINDS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or("le", |(_, name)| name)
}

/// The rows as typed, with spare ones.
pub(crate) fn rows(fields: &Fields, errors: &FieldErrors) -> Vec<DayRow> {
    let mut typed: Vec<(String, String, String)> = triples(fields)
        .map(|(date, kind, name)| (date.to_owned(), kind.to_owned(), name.to_owned()))
        .collect();
    typed.extend(std::iter::repeat_n(Default::default(), SPARE));
    (1..)
        .zip(typed)
        .map(|(nth, (date, kind, name))| DayRow {
            nth,
            date,
            kinds: KINDS
                .iter()
                .map(|(known, value)| Choice::new(*value, known.vietnamese(), &kind))
                .collect(),
            name,
            error: errors.of(&field(nth)).to_owned(),
        })
        .collect()
}

/// The rows that are filled; their number is that of the form's page.
fn triples(fields: &Fields) -> impl Iterator<Item = (&str, &str, &str)> {
    let rest = fields.all("loai").zip(fields.all("ten"));
    fields
        .all("ngay")
        .zip(rest)
        .map(|(date, (kind, name))| (date, kind, name))
        .filter(|(date, _, name)| !date.is_empty() || !name.is_empty())
}

fn field(nth: usize) -> String {
    format!("ngay-{nth}")
}

/// The days that the rows declare.
pub(crate) fn read(
    fields: &Fields,
    errors: &mut FieldErrors,
    year: i16,
    calendar: &Calendar,
) -> Vec<NoticeDay> {
    let mut days: Vec<NoticeDay> = Vec::new();
    for (nth, (date, kind, name)) in (1..=ROWS_MAX).zip(triples(fields)) {
        match one(date, kind, name, year, calendar) {
            Ok(read) if days.iter().any(|known| known.date == read.date) => errors.add(
                field(nth),
                format!(
                    "Ngày {} được khai hai lần. Hãy xóa một dòng",
                    date_vi(read.date)
                ),
            ),
            Ok(read) => days.push(read),
            Err(sentence) => errors.add(field(nth), sentence),
        }
    }
    days.sort_by_key(|one| one.date);
    days
}

fn one(
    date: &str,
    kind: &str,
    name: &str,
    year: i16,
    calendar: &Calendar,
) -> Result<NoticeDay, String> {
    let date = day(date)?.ok_or_else(|| format!("Dòng «{name}» chưa có ngày. Hãy điền ngày"))?;
    let shown = date_vi(date);
    if date.year() != year {
        return Err(format!(
            "Ngày {shown} không thuộc năm {year}. Hãy sửa lại ngày"
        ));
    }
    let kind = KINDS
        .iter()
        .find(|(_, value)| *value == kind)
        .map(|(kind, _)| *kind)
        .ok_or_else(|| {
            format!("Ngày {shown} chưa chọn loại. Hãy chọn nghỉ lễ, nghỉ bù hay hoán đổi")
        })?;
    if name.is_empty() {
        return Err(format!(
            "Ngày {shown} chưa có tên. Hãy ghi như «Tết Nguyên đán»"
        ));
    }
    if name.chars().count() > NAME_MAX {
        return Err(format!(
            "Tên của ngày {shown} dài quá {NAME_MAX} ký tự. Hãy viết ngắn lại"
        ));
    }
    let rests = calendar.office_hours_on(date).rests(date.weekday());
    match kind {
        DayOffKind::SwapOff if rests => Err(format!(
            "Ngày {shown} là {}, vốn đã nghỉ, nên không hoán đổi được. Hãy xem lại ngày",
            weekday_vi(date.weekday())
        )),
        DayOffKind::SwapWork if !rests => Err(format!(
            "Ngày {shown} là {}, vốn đã làm việc, nên không làm bù được. Hãy xem lại ngày",
            weekday_vi(date.weekday())
        )),
        _ => Ok(NoticeDay {
            date,
            kind,
            name_vi: name.to_owned(),
            source: None,
        }),
    }
}

/// What a reader should be told before saving, though it is no error.
pub(crate) fn warnings(notice: &Notice, before: &Notice, today: Date) -> Vec<String> {
    let count = |kind| notice.days.iter().filter(|one| one.kind == kind).count();
    let (off, work) = (count(DayOffKind::SwapOff), count(DayOffKind::SwapWork));
    let mut warnings = Vec::new();
    if off != work {
        warnings.push(format!(
            "Có {off} ngày nghỉ hoán đổi nhưng {work} ngày làm bù. Hãy đối chiếu lại thông báo."
        ));
    }
    let is_in = |of: &Notice, one: &NoticeDay| {
        let mut days = of.days.iter();
        days.any(|known| known.date == one.date && known.kind == one.kind)
    };
    let added = notice.days.iter().filter(|one| !is_in(before, one));
    let dropped = before.days.iter().filter(|one| !is_in(notice, one));
    if added.chain(dropped).any(|one| one.date <= today) {
        warnings.push(
            "Có thay đổi ở ngày đã qua hoặc hôm nay. Ngày hẹn đã in giữ nguyên; chỉ ngày hẹn tính từ nay theo lịch mới."
                .to_owned(),
        );
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::OfficeHours;

    fn read_of(rows: &[(&str, &str, &str)]) -> (Vec<NoticeDay>, FieldErrors) {
        let pairs = rows
            .iter()
            .flat_map(|(date, kind, name)| [("ngay", *date), ("loai", *kind), ("ten", *name)]);
        let fields = Fields::of(pairs);
        let mut errors = FieldErrors::new();
        let calendar = Calendar::new(OfficeHours::default(), Vec::new());
        let days = read(&fields, &mut errors, 2024, &calendar);
        (days, errors)
    }

    #[test]
    fn empty_rows_are_passed_over_and_days_come_in_order() {
        let (days, errors) = read_of(&[
            ("2/9/2024", "le", "Quốc khánh"),
            ("", "le", ""),
            ("1/1/2024", "le", "Tết Dương lịch"),
        ]);
        assert!(errors.is_empty(), "{errors:?}");
        let dates: Vec<String> = days.iter().map(|one| one.date.to_string()).collect();
        assert_eq!(dates, ["2024-01-01", "2024-09-02"]);
    }

    #[test]
    fn what_no_notice_would_say_is_told_at_its_row() {
        let (_, errors) = read_of(&[
            ("1/1/2023", "le", "Tết Dương lịch"),
            ("31/2/2024", "le", "x"),
            ("4/5/2024", "hoan_doi", "Nghỉ hoán đổi"),
            ("29/4/2024", "lam_bu", "Làm bù"),
            ("2/9/2024", "le", ""),
            ("3/9/2024", "le", "Quốc khánh"),
            ("3/9/2024", "bu", "Nghỉ bù"),
        ]);
        let said = |nth: usize| errors.of(&field(nth)).to_owned();
        assert!(said(1).contains("không thuộc năm 2024"), "{}", said(1));
        assert!(said(2).contains("chưa đọc được"), "{}", said(2));
        assert!(said(3).contains("thứ Bảy, vốn đã nghỉ"), "{}", said(3));
        assert!(said(4).contains("thứ Hai, vốn đã làm việc"), "{}", said(4));
        assert!(said(5).contains("chưa có tên"), "{}", said(5));
        assert!(
            said(6).is_empty() && said(7).contains("hai lần"),
            "{}",
            said(7)
        );
    }
}
