//! Dates, moments and amounts as official papers write them.
//! For all papers; the leading zeros are those of NĐ 30/2020, Phụ lục I.

use jiff::civil::{Date, DateTime};

/// "ngày 05 tháng 01 năm 2023": zeros before days under 10 and months 1 and 2.
pub fn date(day: Date) -> String {
    let month = match day.month() {
        short @ 1..=2 => format!("0{short}"),
        month => month.to_string(),
    };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// "09 giờ 12 phút, ngày 23 tháng 11 năm 2023".
pub fn moment(at: DateTime) -> String {
    format!(
        "{:02} giờ {:02} phút, {}",
        at.hour(),
        at.minute(),
        date(at.date())
    )
}

/// "Quang Khải, ngày 05 tháng 01 năm 2023".
pub fn place_date(place: &str, day: Date) -> String {
    format!("{place}, {}", date(day))
}

/// "1.234.567 đồng".
pub fn dong(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{} đồng", grouped_u64(amount.unsigned_abs()))
}

/// "1.234".
pub(crate) fn grouped(count: usize) -> String {
    grouped_u64(u64::try_from(count).unwrap_or(u64::MAX))
}

fn grouped_u64(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn only_the_first_two_months_and_nine_days_get_a_zero() {
        assert_eq!(date(day(2023, 1, 5)), "ngày 05 tháng 01 năm 2023");
        assert_eq!(date(day(2023, 3, 10)), "ngày 10 tháng 3 năm 2023");
        assert_eq!(date(day(2023, 12, 31)), "ngày 31 tháng 12 năm 2023");
        assert_eq!(
            place_date("Quang Khải", day(2023, 2, 1)),
            "Quang Khải, ngày 01 tháng 02 năm 2023"
        );
    }

    #[test]
    fn a_moment_says_hours_and_minutes_with_two_digits() {
        assert_eq!(
            moment(day(2023, 11, 23).at(9, 2, 59, 0)),
            "09 giờ 02 phút, ngày 23 tháng 11 năm 2023"
        );
    }

    #[test]
    fn amounts_are_grouped_by_dots() {
        assert_eq!(dong(0), "0 đồng");
        assert_eq!(dong(999), "999 đồng");
        assert_eq!(dong(16_000), "16.000 đồng");
        assert_eq!(dong(1_234_567), "1.234.567 đồng");
        assert_eq!(dong(-500_000), "-500.000 đồng");
    }
}
