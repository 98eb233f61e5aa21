//! Office hours: the stretches of each weekday in which the office works.
//! For the calendar, which counts in them, and for the page that tells citizens.

use jiff::civil::{Time, Weekday, time};
use serde::{Deserialize, Serialize};

/// One stretch of office time, such as 7:30–11:30. Its end is no longer inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Session {
    from: Time,
    to: Time,
}

impl Session {
    /// A stretch from one minute of the day to a later one.
    ///
    /// # Errors
    /// A sentence in Vietnamese when it is empty or not in whole minutes.
    pub fn new(from: Time, to: Time) -> Result<Self, String> {
        let whole = |t: Time| t.second() == 0 && t.subsec_nanosecond() == 0;
        if !whole(from) || !whole(to) {
            return Err(format!("buổi {from}-{to}: giờ phải tròn phút"));
        }
        if from >= to {
            return Err(format!(
                "buổi {from}-{to}: giờ kết thúc phải sau giờ bắt đầu"
            ));
        }
        Ok(Self { from, to })
    }

    /// Reads `07:30-11:30`.
    fn parse(text: &str) -> Result<Self, String> {
        let refuse = || format!("«{text}» không phải là một buổi; hãy viết như 07:30-11:30");
        let (from, to) = text.split_once(['-', '–']).ok_or_else(refuse)?;
        let read = |part: &str| part.trim().parse::<Time>().map_err(|_| refuse());
        Self::new(read(from)?, read(to)?)
    }

    /// As data files write it: `07:30-11:30`.
    fn written(self) -> String {
        let (from, to) = (self.from, self.to);
        let (h1, m1, h2, m2) = (from.hour(), from.minute(), to.hour(), to.minute());
        format!("{h1:02}:{m1:02}-{h2:02}:{m2:02}")
    }

    /// Start and end as minutes after midnight.
    pub(super) fn minutes(self) -> (u32, u32) {
        let of = |t: Time| {
            u32::from(t.hour().unsigned_abs()) * 60 + u32::from(t.minute().unsigned_abs())
        };
        (of(self.from), of(self.to))
    }
}

impl std::fmt::Display for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (from, to) = self.minutes();
        let (opens, closes) = ((from / 60, from % 60), (to / 60, to % 60));
        write!(f, "{}:{:02}–{}:{:02}", opens.0, opens.1, closes.0, closes.1)
    }
}

/// The week of an office. A weekday without sessions is the weekly day of rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct OfficeHours {
    /// Monday first.
    week: [Vec<Session>; 7],
    swapped: Vec<Session>,
    reception_only: [Vec<Session>; 7],
    source: String,
}

impl OfficeHours {
    /// Hours by weekday (Monday first), those of a swapped day, and the hours in
    /// which dossiers are only received, on days on which no term runs.
    ///
    /// # Errors
    /// A sentence in Vietnamese naming the day and what is wrong with it.
    pub fn new(
        week: [Vec<Session>; 7],
        swapped: Vec<Session>,
        reception_only: [Vec<Session>; 7],
        source: String,
    ) -> Result<Self, String> {
        for (day, sessions) in week.iter().enumerate() {
            in_order(sessions).map_err(|why| format!("{}: {why}", DAYS_VI[day]))?;
            in_order(&reception_only[day])
                .map_err(|why| format!("{} (chỉ tiếp nhận): {why}", DAYS_VI[day]))?;
            if !sessions.is_empty() && !reception_only[day].is_empty() {
                return Err(format!(
                    "{}: đã là ngày làm việc thì không khai buổi chỉ tiếp nhận",
                    DAYS_VI[day]
                ));
            }
        }
        in_order(&swapped).map_err(|why| format!("ngày làm bù: {why}"))?;
        if swapped.is_empty() {
            return Err("ngày làm bù phải có giờ làm việc".to_owned());
        }
        if week.iter().all(Vec::is_empty) {
            return Err("phải có ít nhất một ngày làm việc trong tuần".to_owned());
        }
        Ok(Self {
            week,
            swapped,
            reception_only,
            source,
        })
    }

    /// The sessions of an ordinary weekday; none on the day of rest.
    pub fn on(&self, weekday: Weekday) -> &[Session] {
        &self.week[index(weekday)]
    }

    /// The sessions of a day of rest that is worked for another.
    pub fn swapped(&self) -> &[Session] {
        &self.swapped
    }

    /// Stretches of a day of rest in which dossiers are received; they are no working time.
    pub fn reception_only(&self, weekday: Weekday) -> &[Session] {
        &self.reception_only[index(weekday)]
    }

    /// Whether the weekday is a weekly day of rest.
    pub fn rests(&self, weekday: Weekday) -> bool {
        self.on(weekday).is_empty()
    }

    /// Where these hours are laid down.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// "Thứ Hai đến thứ Sáu: 7:30–11:30 và 13:00–17:00", for citizens.
    pub fn vietnamese(&self) -> String {
        let working = runs(&self.week)
            .into_iter()
            .map(|(days, hours)| format!("{days}: {hours}"));
        let receiving = runs(&self.reception_only)
            .into_iter()
            .map(|(days, hours)| format!("{days}: {hours} (chỉ tiếp nhận hồ sơ)"));
        let mut text = working.chain(receiving).collect::<Vec<_>>().join("; ");
        let closed: Vec<&str> = (0..7)
            .filter(|&day| self.week[day].is_empty() && self.reception_only[day].is_empty())
            .map(|day| DAYS_VI[day])
            .collect();
        text.push_str(if closed.is_empty() {
            ". Nghỉ ngày lễ, Tết"
        } else {
            ". Nghỉ "
        });
        if !closed.is_empty() {
            text.push_str(&closed.join(", "));
            text.push_str(" và ngày lễ, Tết");
        }
        text
    }
}

impl Default for OfficeHours {
    /// 7:30–11:30 and 13:00–17:00 from Monday to Friday.
    fn default() -> Self {
        let day = vec![
            Session {
                from: time(7, 30, 0, 0),
                to: time(11, 30, 0, 0),
            },
            Session {
                from: time(13, 0, 0, 0),
                to: time(17, 0, 0, 0),
            },
        ];
        let week =
            std::array::from_fn(|weekday| if weekday < 5 { day.clone() } else { Vec::new() });
        Self {
            week,
            swapped: day,
            reception_only: Default::default(),
            source: "giờ làm việc mặc định".to_owned(),
        }
    }
}

const DAYS_VI: [&str; 7] = [
    "thứ Hai",
    "thứ Ba",
    "thứ Tư",
    "thứ Năm",
    "thứ Sáu",
    "thứ Bảy",
    "Chủ nhật",
];

/// The weekday's name inside a sentence.
pub fn weekday_vi(weekday: Weekday) -> &'static str {
    DAYS_VI[index(weekday)]
}

fn index(weekday: Weekday) -> usize {
    usize::from(weekday.to_monday_zero_offset().unsigned_abs())
}

fn in_order(sessions: &[Session]) -> Result<(), String> {
    match sessions.windows(2).find(|pair| pair[0].to > pair[1].from) {
        None => Ok(()),
        Some(pair) => Err(format!(
            "buổi {} và {} chồng nhau hoặc sai thứ tự",
            pair[0], pair[1]
        )),
    }
}

/// Neighbouring weekdays with the same hours, put together.
fn runs(week: &[Vec<Session>; 7]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut day = 0;
    while day < 7 {
        let last = (day..7)
            .take_while(|&d| week[d] == week[day])
            .last()
            .unwrap_or(day);
        if !week[day].is_empty() {
            let mut days = capital(DAYS_VI[day]);
            if last > day {
                days.push_str(if last == day + 1 { " và " } else { " đến " });
                days.push_str(DAYS_VI[last]);
            }
            let hours = week[day]
                .iter()
                .map(Session::to_string)
                .collect::<Vec<_>>()
                .join(" và ");
            found.push((days, hours));
        }
        day = last + 1;
    }
    found
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Office hours as the data file spells them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    source: String,
    week: WrittenWeek,
    swapped: Vec<String>,
    #[serde(default)]
    reception_only: WrittenWeek,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenWeek {
    monday: Vec<String>,
    tuesday: Vec<String>,
    wednesday: Vec<String>,
    thursday: Vec<String>,
    friday: Vec<String>,
    saturday: Vec<String>,
    sunday: Vec<String>,
}

impl TryFrom<Written> for OfficeHours {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let read = |texts: &Vec<String>| {
            texts
                .iter()
                .map(|text| Session::parse(text))
                .collect::<Result<Vec<_>, _>>()
        };
        let week = |w: &WrittenWeek| -> Result<[Vec<Session>; 7], String> {
            Ok([
                read(&w.monday)?,
                read(&w.tuesday)?,
                read(&w.wednesday)?,
                read(&w.thursday)?,
                read(&w.friday)?,
                read(&w.saturday)?,
                read(&w.sunday)?,
            ])
        };
        Self::new(
            week(&written.week)?,
            read(&written.swapped)?,
            week(&written.reception_only)?,
            written.source,
        )
    }
}

impl From<OfficeHours> for Written {
    fn from(hours: OfficeHours) -> Self {
        let write = |sessions: &Vec<Session>| sessions.iter().map(|s| s.written()).collect();
        let week = |w: &[Vec<Session>; 7]| WrittenWeek {
            monday: write(&w[0]),
            tuesday: write(&w[1]),
            wednesday: write(&w[2]),
            thursday: write(&w[3]),
            friday: write(&w[4]),
            saturday: write(&w[5]),
            sunday: write(&w[6]),
        };
        Self {
            week: week(&hours.week),
            swapped: write(&hours.swapped),
            reception_only: week(&hours.reception_only),
            source: hours.source,
        }
    }
}
