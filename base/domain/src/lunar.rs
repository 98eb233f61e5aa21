//! The Vietnamese lunar calendar: new moons and solar terms as seen at UTC+7.
//! For the calendar of public holidays: Tết and the day of the Hùng kings.
//!
//! The method is that of Hồ Ngọc Đức, after Jean Meeus: a month begins on the day
//! of the new moon; the month that holds the winter solstice is the eleventh; of
//! thirteen months between two of these, the first without a major solar term is
//! the leap month. At UTC+8 some years differ (Tết 1985, 2007, 2030).

use std::f64::consts::{PI, TAU};

use jiff::Span;
use jiff::civil::{Date, date};

/// Vietnam's distance from Greenwich in days.
const ZONE_DAYS: f64 = 7.0 / 24.0;
/// Mean time between two new moons, in days.
const SYNODIC_MONTH: f64 = 29.530_588_853;
/// The new moon of 1 January 1900, from which the others are numbered.
const FIRST_NEW_MOON: f64 = 2_415_021.076_998_695;
/// The Julian day number of 1 January 1970.
const EPOCH_JULIAN_DAY: i64 = 2_440_588;
const EPOCH: Date = date(1970, 1, 1);

/// The first day of the lunar year that begins in `year` (mùng 1 Tết).
pub fn lunar_new_year(year: i16) -> Date {
    from_lunar(year, 1, 1)
}

/// The day on which the Hùng kings are remembered: the tenth of the third lunar month.
pub fn hung_kings_day(year: i16) -> Date {
    from_lunar(year, 3, 10)
}

/// The date of a day in an ordinary (not leap) lunar month of the lunar year `year`.
fn from_lunar(year: i16, month: u8, day: u8) -> Date {
    let year_after_solstice = if month < 11 { year - 1 } else { year };
    let first = eleventh_month(year_after_solstice);
    let next = eleventh_month(year_after_solstice + 1);
    let mut offset = (i64::from(month) + 1) % 12;
    if next - first > 365 {
        let leap = leap_month_offset(first);
        if offset >= leap {
            offset += 1;
        }
    }
    let number = lunation_of(first + 15) + offset;
    civil(new_moon_day(number) + i64::from(day) - 1)
}

fn civil(julian_day: i64) -> Date {
    EPOCH.saturating_add(Span::new().days(julian_day - EPOCH_JULIAN_DAY))
}

fn julian_day(date: Date) -> i64 {
    EPOCH_JULIAN_DAY + date.duration_since(EPOCH).as_hours() / 24
}

/// The number of the lunation that is current around a day in the middle of a month.
fn lunation_of(julian_day: i64) -> i64 {
    ((julian_day as f64 - FIRST_NEW_MOON) / SYNODIC_MONTH).floor() as i64
}

/// The day in Vietnam on which the lunar month with the winter solstice of `year` begins.
fn eleventh_month(year: i16) -> i64 {
    let last_of_year = julian_day(date(year, 12, 31));
    let number = ((last_of_year as f64 - 2_415_021.0) / SYNODIC_MONTH).floor() as i64;
    let begins = new_moon_day(number);
    // Sector 9 opens at 270°, the winter solstice: a month that begins in it began too late.
    if sun_sector(begins) >= 9 {
        new_moon_day(number - 1)
    } else {
        begins
    }
}

/// How many months after an eleventh month the leap month stands.
fn leap_month_offset(eleventh_begins: i64) -> i64 {
    let number = ((eleventh_begins as f64 - FIRST_NEW_MOON) / SYNODIC_MONTH + 0.5).floor() as i64;
    let sector = |months: i64| sun_sector(new_moon_day(number + months));
    (1..14)
        .find(|&months| sector(months) == sector(months + 1))
        .unwrap_or(13)
}

/// The day in Vietnam that holds the new moon with this number.
fn new_moon_day(number: i64) -> i64 {
    (new_moon(number as f64) + 0.5 + ZONE_DAYS).floor() as i64
}

/// The twelfth part of its yearly way in which the sun stands at midnight in Vietnam.
fn sun_sector(julian_day: i64) -> i64 {
    (sun_longitude(julian_day as f64 - 0.5 - ZONE_DAYS) / PI * 6.0).floor() as i64
}

/// The instant of a new moon as a Julian day in universal time.
fn new_moon(number: f64) -> f64 {
    let t = number / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let mean = 2_415_020.759_33 + 29.530_588_68 * number + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * (166.56 + 132.87 * t - 0.009_173 * t2).to_radians().sin();
    let sun =
        (359.2242 + 29.105_356_08 * number - 0.000_033_3 * t2 - 0.000_003_47 * t3).to_radians();
    let moon =
        (306.0253 + 385.816_918_06 * number + 0.010_730_6 * t2 + 0.000_012_36 * t3).to_radians();
    let node =
        (21.2964 + 390.670_506_46 * number - 0.001_652_8 * t2 - 0.000_002_39 * t3).to_radians();
    let correction = (0.1734 - 0.000_393 * t) * sun.sin() + 0.0021 * (2.0 * sun).sin()
        - 0.4068 * moon.sin()
        + 0.0161 * (2.0 * moon).sin()
        - 0.0004 * (3.0 * moon).sin()
        + 0.0104 * (2.0 * node).sin()
        - 0.0051 * (sun + moon).sin()
        - 0.0074 * (sun - moon).sin()
        + 0.0004 * (2.0 * node + sun).sin()
        - 0.0004 * (2.0 * node - sun).sin()
        - 0.0006 * (2.0 * node + moon).sin()
        + 0.0010 * (2.0 * node - moon).sin()
        + 0.0005 * (2.0 * moon + sun).sin();
    // Earth's rotation lags behind even time; this form holds from 1900 on.
    let delta = -0.000_278 + 0.000_265 * t + 0.000_262 * t2;
    mean + correction - delta
}

/// The sun's longitude in radians, from 0 to 2π, at an instant given as a Julian day.
fn sun_longitude(instant: f64) -> f64 {
    let t = (instant - 2_451_545.0) / 36_525.0;
    let t2 = t * t;
    let anomaly =
        (357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2).to_radians();
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_290 * (3.0 * anomaly).sin();
    (mean + centre).to_radians().rem_euclid(TAU)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tet_and_the_hung_kings_day_fall_as_published() {
        let table = [
            (2023, (1, 22), (4, 29)),
            (2024, (2, 10), (4, 18)),
            (2025, (1, 29), (4, 7)),
            (2026, (2, 17), (4, 26)),
            (2027, (2, 6), (4, 16)),
            (2028, (1, 26), (4, 4)),
            (2029, (2, 13), (4, 23)),
            (2030, (2, 2), (4, 12)),
            (2031, (1, 23), (4, 1)),
            (2032, (2, 11), (4, 19)),
        ];
        for (year, tet, kings) in table {
            assert_eq!(lunar_new_year(year), date(year, tet.0, tet.1), "Tết {year}");
            assert_eq!(
                hung_kings_day(year),
                date(year, kings.0, kings.1),
                "Giỗ Tổ {year}"
            );
        }
    }

    #[test]
    fn tet_differs_from_beijing_where_the_time_zone_decides() {
        assert_eq!(lunar_new_year(1985), date(1985, 1, 21));
        assert_eq!(lunar_new_year(2007), date(2007, 2, 17));
        assert_eq!(lunar_new_year(2030), date(2030, 2, 2));
    }

    #[test]
    fn a_leap_month_pushes_later_months_on() {
        // 2023 repeats the second month, 2025 the sixth, 2033 the eleventh.
        assert_eq!(from_lunar(2023, 2, 1), date(2023, 2, 20));
        assert_eq!(from_lunar(2023, 3, 1), date(2023, 4, 20));
        assert_eq!(from_lunar(2025, 8, 15), date(2025, 10, 6));
        assert_eq!(lunar_new_year(2034), date(2034, 2, 19));
    }

    #[test]
    fn tet_always_lies_between_20_january_and_21_february() {
        for year in 1990..=2100 {
            let tet = lunar_new_year(year);
            assert!(
                tet >= date(year, 1, 20) && tet <= date(year, 2, 21),
                "{tet}"
            );
            let months = hung_kings_day(year).duration_since(tet).as_hours() / 24;
            assert!((66..=99).contains(&months), "{year}: {months} days");
        }
    }
}
