//! Dates, times and shares as people in Vietnam read them.
//! For pages, slips and letters.

use jiff::civil::{Date, Time};

use crate::moment::Moment;

/// `23/11/2023`.
pub fn date_vi(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `9:12`: the hour without a leading zero.
pub fn time_vi(time: Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// `17:00, 23/11/2023`.
pub fn moment_vi(moment: Moment) -> String {
    let local = moment.local();
    format!("{}, {}", time_vi(local.time()), date_vi(local.date()))
}

/// `9 giờ 12 phút, ngày 23/11/2023`, as the receipt of TT 01/2018 writes it.
pub fn moment_long_vi(moment: Moment) -> String {
    let local = moment.local();
    let (hour, minute) = (local.hour(), local.minute());
    format!(
        "{hour} giờ {minute:02} phút, ngày {}",
        date_vi(local.date())
    )
}

/// `ngày 05 tháng 01 năm 2023`.
pub fn date_long_vi(date: Date) -> String {
    // NĐ 30/2020, Phụ lục I: days below 10 and months 1 and 2 take a leading zero, other months none.
    let month = match date.month() {
        month @ 1..=2 => format!("0{month}"),
        month => month.to_string(),
    };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// `95,3%` rounded half up to one decimal; `chưa có số liệu` where there is nothing to divide by.
pub fn percent_vi(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "chưa có số liệu".to_owned();
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    let tenths = (part * 2000 + whole).div_euclid(2 * whole);
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (percent, 0) => format!("{sign}{percent}%"),
        (percent, tenth) => format!("{sign}{percent},{tenth}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn moments_are_said_as_at_the_counter() {
        let morning = Moment::parse_local("2023-11-23T09:12").expect("a valid time");
        assert_eq!(moment_vi(morning), "9:12, 23/11/2023");
        assert_eq!(moment_long_vi(morning), "9 giờ 12 phút, ngày 23/11/2023");
        let noon = Moment::parse_local("2023-01-05T12:05").expect("a valid time");
        assert_eq!(moment_long_vi(noon), "12 giờ 05 phút, ngày 05/01/2023");
    }

    #[test]
    fn only_small_days_and_the_first_two_months_take_a_zero() {
        assert_eq!(date_long_vi(date(2023, 1, 5)), "ngày 05 tháng 01 năm 2023");
        assert_eq!(date_long_vi(date(2023, 2, 28)), "ngày 28 tháng 02 năm 2023");
        assert_eq!(date_long_vi(date(2023, 3, 9)), "ngày 09 tháng 3 năm 2023");
        assert_eq!(
            date_long_vi(date(2023, 12, 10)),
            "ngày 10 tháng 12 năm 2023"
        );
        assert_eq!(date_vi(date(2023, 3, 9)), "09/03/2023");
    }

    #[test]
    fn shares_use_a_comma_and_nothing_over_nothing_is_no_figure() {
        assert_eq!(percent_vi(1, 3), "33,3%");
        assert_eq!(percent_vi(2, 3), "66,7%");
        assert_eq!(percent_vi(1, 2000), "0,1%");
        assert_eq!(percent_vi(95, 100), "95%");
        assert_eq!(percent_vi(-1, 8), "-12,5%");
        assert_eq!(percent_vi(0, 0), "chưa có số liệu");
    }
}
