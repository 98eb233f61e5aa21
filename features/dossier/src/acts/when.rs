//! A date and an hour as officers type them: `5/2/2024`, `05022024`, `16:30`, `16h30`.
//! For acts that appoint a date.

use domain::citizen::{BirthDate, Unreadable};
use domain::moment::Moment;
use domain::text::{date_vi, time_vi};
use jiff::civil::Time;
use kit::{FieldErrors, Fields};

use super::sheet::{Input, Typed};
use crate::desk::Desk;

/// The fields of a moment, proposed or as typed.
pub(super) fn inputs(typed: &Typed, proposed: Option<Moment>) -> [Input; 2] {
    let date = proposed.map(|at| date_vi(at.date())).unwrap_or_default();
    let hour = proposed
        .map(|at| time_vi(at.local().time()))
        .unwrap_or_default();
    [
        Input::line("ngay", "Ngày hẹn trả", typed.or("ngay", date))
            .digits("8")
            .hint("Ví dụ 05/02/2024"),
        Input::line("gio", "Giờ hẹn trả", typed.or("gio", hour))
            .digits("4")
            .hint("Ví dụ 16:30. Để trống là hết giờ làm việc của ngày đó."),
    ]
}

/// The moment, or sentences about what was typed. It must be a working day.
pub(super) fn read(fields: &Fields, errors: &mut FieldErrors, desk: &Desk) -> Option<Moment> {
    let typed = fields.get("ngay");
    if typed.is_empty() {
        errors.add("ngay", "Hãy ghi ngày hẹn trả, ví dụ 05/02/2024");
        return None;
    }
    // The citizen's dates of birth are typed in the same ways.
    let date = match BirthDate::parse(typed) {
        Ok(BirthDate::Full(date)) => date,
        Ok(BirthDate::Year(_)) => {
            errors.add(
                "ngay",
                format!("«{typed}» chỉ có năm. Hãy ghi đủ ngày, tháng, năm, ví dụ 05/02/2024"),
            );
            return None;
        }
        Err(why) => {
            errors.add("ngay", unread(typed, &why));
            return None;
        }
    };
    if !desk.law.calendar.is_working_day(date) {
        errors.add(
            "ngay",
            format!("{} là ngày nghỉ. Hãy chọn một ngày làm việc", date_vi(date)),
        );
        return None;
    }
    let hour = fields.get("gio");
    if hour.is_empty() {
        return Some(desk.law.calendar.closing(date));
    }
    let Some(time) = hour_of(hour) else {
        errors.add(
            "gio",
            format!("«{hour}» không phải là giờ trong ngày. Hãy ghi như 16:30"),
        );
        return None;
    };
    Some(Moment::from_local(date.to_datetime(time)))
}

/// An appointment is nobody's birth: the sentence speaks of the day appointed.
fn unread(typed: &str, why: &Unreadable) -> String {
    match why {
        Unreadable::DateNotInCalendar { day, month, year } => {
            format!("Không có ngày {day} tháng {month} năm {year}. Hãy xem lại ngày hẹn trả")
        }
        _ => format!("Ngày «{typed}» chưa đọc được. Hãy ghi đủ ngày/tháng/năm như 05/02/2024"),
    }
}

fn hour_of(typed: &str) -> Option<Time> {
    let mut parts = typed.split([':', 'h', 'H', 'g', '.']).map(str::trim);
    let hour = parts.next()?.parse().ok()?;
    let minute = match parts.next() {
        None | Some("") => 0,
        Some(minute) => minute.parse().ok()?,
    };
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    #[test]
    fn a_day_appointed_is_nobodys_birth() {
        let told = |typed: &str| unread(typed, &BirthDate::parse(typed).expect_err("no day"));
        for typed in ["31/02/2027", "xx", "1/2/92"] {
            let said = told(typed);
            assert!(
                !said.contains("ngày sinh") && !said.contains("chỉ năm"),
                "{said}"
            );
        }
        assert!(
            told("31/02/2027").contains("Không có ngày 31 tháng 2 năm 2027. Hãy xem lại ngày hẹn")
        );
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (typed, read) in [
            ("16:30", time(16, 30, 0, 0)),
            ("8h", time(8, 0, 0, 0)),
            ("9h05", time(9, 5, 0, 0)),
        ] {
            assert_eq!(hour_of(typed), Some(read), "{typed}");
        }
        for typed in ["25:00", "mai", "8:61", "1:2:3"] {
            assert_eq!(hour_of(typed), None, "{typed}");
        }
    }
}
