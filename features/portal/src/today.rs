//! Whether the counter is open now, and when it opens next, in one sentence.
//! For the front page, the hours and whoever waits for a result.

use domain::calendar::{Calendar, weekday_vi};
use domain::moment::Moment;
use domain::text::{date_vi, time_vi};
use jiff::civil::Date;
use kit::{Tag, Tone};

/// How the counter stands at a moment.
pub(crate) struct Today {
    /// Open or closed.
    pub(crate) state: Tag,
    /// `Thứ Năm, 23/11/2023`.
    pub(crate) day: String,
    /// Today's hours, or why there are none and when it opens next.
    pub(crate) hours: String,
}

/// How the counter stands now.
pub(crate) fn at(calendar: &Calendar, now: Moment) -> Today {
    let day = now.date();
    let state = if calendar.receives(now) {
        Tag::new(Tone::Ok, "Đang mở cửa")
    } else {
        Tag {
            icon: "clock",
            ..Tag::new(Tone::Warning, "Đang đóng cửa")
        }
    };
    Today {
        state,
        day: day_vi(day),
        hours: hours(calendar, now),
    }
}

fn hours(calendar: &Calendar, now: Moment) -> String {
    let sessions = sessions(calendar, now.date());
    let is_over = calendar.next_opening(now).date() != now.date();
    let next = if is_over && !calendar.receives(now) {
        format!("Mở lại lúc {}.", when(calendar.next_opening(now)))
    } else {
        String::new()
    };
    let today = match (sessions.is_empty(), calendar.day_note(now.date())) {
        (false, _) => format!("Hôm nay: {}.", sessions.join(" và ")),
        (true, Some(note)) => format!("Hôm nay nghỉ ({}).", note.name),
        (true, None) => "Hôm nay nghỉ.".to_owned(),
    };
    format!("{today} {next}").trim_end().to_owned()
}

/// The stretches in which the counter is open on a day.
pub(crate) fn sessions(calendar: &Calendar, day: Date) -> Vec<String> {
    let office = calendar.office_hours_on(day);
    let sessions = match (calendar.is_working_day(day), office.rests(day.weekday())) {
        (true, false) => office.on(day.weekday()),
        (true, true) => office.swapped(),
        (false, _)
            if calendar
                .declared_between(day.yesterday().unwrap_or(day), day)
                .next()
                .is_none() =>
        {
            office.reception_only(day.weekday())
        }
        (false, _) => &[],
    };
    sessions.iter().map(ToString::to_string).collect()
}

/// `Thứ Năm, 23/11/2023`.
pub(crate) fn day_vi(day: Date) -> String {
    format!(
        "{}, {}",
        upper_first(weekday_vi(day.weekday())),
        date_vi(day)
    )
}

/// `17:00 thứ Năm, 23/11/2023`.
pub(crate) fn when(at: Moment) -> String {
    format!(
        "{} {}, {}",
        time_vi(at.local().time()),
        weekday_vi(at.date().weekday()),
        date_vi(at.date())
    )
}

/// The same sentence with a capital.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use kit::Law;

    use super::*;

    fn told(at_text: &str) -> (String, String) {
        let law = Law::embedded().expect("the embedded law is sound");
        let today = at(
            &law.calendar,
            Moment::parse_local(at_text).expect("a valid time"),
        );
        (today.state.text, today.hours)
    }

    #[test]
    fn open_hours_noon_evening_and_holidays_are_told_apart() {
        assert_eq!(
            told("2023-11-23T09:12"),
            (
                "Đang mở cửa".into(),
                "Hôm nay: 7:30–11:30 và 13:00–17:00.".into()
            )
        );
        assert_eq!(told("2023-11-23T12:00").0, "Đang đóng cửa");
        assert_eq!(
            told("2023-11-24T18:00").1,
            "Hôm nay: 7:30–11:30 và 13:00–17:00. Mở lại lúc 7:30 thứ Hai, 27/11/2023."
        );
        let holiday = told("2023-09-01T09:00");
        assert_eq!(holiday.0, "Đang đóng cửa");
        assert!(
            holiday
                .1
                .starts_with("Hôm nay nghỉ (Quốc khánh). Mở lại lúc 7:30 thứ Ba, 05/09/2023."),
            "{}",
            holiday.1
        );
    }
}
