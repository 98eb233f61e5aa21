//! The derivation of a due moment in sentences: each names the rule it rests on.
//! For the receipt's back page, the tracking page and `motcua deadline`.

use std::borrow::Cow;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::counting::Run;
use super::{Because, Due, Term};
use crate::calendar::{Calendar, DayNote, DayOffKind, YEARS, weekday_vi};
use crate::moment::Moment;
use crate::text::time_vi;

const TERM: &str = "Thời hạn của thủ tục";
const FIRST_DAY: &str = "BLDS 2015 Điều 147 khoản 2";
const FIRST_HOUR: &str = "BLDS 2015 Điều 147 khoản 1";
const ROLL_FORWARD: &str = "BLDS 2015 Điều 148 khoản 5";
/// A procedure for which the catalogue names no law: nothing is cited that was not read.
const SAME_DAY_UNNAMED: &str = "Cài đặt của xã, danh mục chưa nêu luật";
const WEEKLY_REST: &str = "BLLĐ 2019 Điều 111 khoản 1";
const COMPENSATION: &str = "BLLĐ 2019 Điều 111 khoản 3";
const HOLIDAY: &str = "BLLĐ 2019 Điều 112";
const SWAP: &str = "Thông báo lịch nghỉ hằng năm";
const OFFICE_HOURS: &str = "Giờ làm việc của cơ quan";
const EXTEND: &str = "Tạm dừng: cộng thêm thời gian";
const RESTART: &str = "NĐ 61/2018/NĐ-CP Điều 19";
const PROVISIONAL: &str = "Theo lịch dự kiến";
const CALENDAR_END: &str = "Lịch làm việc";

/// A due moment and its derivation, for machines.
pub fn explain_json(due: &Due) -> Value {
    json!({ "due": due.at.iso_minute(), "provisional": due.provisional, "because": due.because })
}

/// The reasons gathered while a term is counted.
pub(super) struct Derivation {
    because: Vec<Because>,
    /// The law of "ngay trong ngày", as the procedure's version names it.
    same_day_law: Option<String>,
}

impl Derivation {
    pub(super) fn begin(run: &Run, same_day_law: Option<&str>) -> Self {
        let mut derivation = Self {
            because: Vec::with_capacity(8),
            same_day_law: same_day_law.map(str::to_owned),
        };
        derivation.say(
            TERM,
            format!("Thời hạn là {}.", run.term.vietnamese().to_lowercase()),
        );
        derivation.start(run, "Nhận");
        derivation
    }

    pub(super) fn extended(
        &mut self,
        run: &Run,
        pause: (Moment, Moment),
        time: i64,
        before: Moment,
    ) {
        let stretch = stretch(pause);
        let text = if time == 0 {
            format!("Tạm dừng {stretch}: không cộng thêm thời gian, hạn giữ nguyên.")
        } else {
            let added = amount(run.term, time);
            format!(
                "Tạm dừng {stretch}: cộng thêm {added}; hạn từ {} chuyển đến {}.",
                when(before),
                when(run.due())
            )
        };
        self.say(EXTEND, text);
    }

    pub(super) fn restarted(&mut self, run: &Run, pause: (Moment, Moment)) {
        self.say(
            RESTART,
            format!("Tạm dừng {}: thời hạn tính lại từ đầu.", stretch(pause)),
        );
        self.start(run, "Tính lại");
    }

    pub(super) fn end(
        mut self,
        run: &Run,
        received: Moment,
        at: Moment,
        standing: Option<Moment>,
    ) -> Due {
        let calendar = run.calendar;
        let last = self.days_between(run, received, at);
        if matches!(
            run.term,
            Term::WorkingDays(_) | Term::CalendarDays(_) | Term::SameDay
        ) {
            self.say(
                OFFICE_HOURS,
                format!("Hết hạn khi hết giờ làm việc, {}.", when(at)),
            );
        } else {
            self.say(TERM, format!("Hết hạn lúc {}.", when(at)));
        }
        if let Some(from) = standing {
            self.say(
                EXTEND,
                format!(
                    "Hồ sơ đang tạm dừng từ {}: ngày hẹn sẽ tính lại khi hết tạm dừng.",
                    when(from)
                ),
            );
        }
        let proposed = self.proposed_years(calendar, received.date(), last);
        if at >= calendar.end() {
            self.say(
                CALENDAR_END,
                format!(
                    "Lịch chỉ có đến hết năm {}; thời hạn có thể dài hơn.",
                    YEARS.end()
                ),
            );
        }
        Due {
            at,
            because: self.because,
            provisional: proposed,
        }
    }

    fn start(&mut self, run: &Run, verb: &str) {
        let (received, starts) = (run.received, run.starts);
        match run.term {
            Term::WorkingDays(0) | Term::CalendarDays(0) => {
                self.say(
                    FIRST_DAY,
                    format!(
                        "{verb} lúc {}; hạn trong chính ngày làm việc đó.",
                        when(received)
                    ),
                );
            }
            Term::WorkingDays(_) => {
                let first = run.calendar.next_working_day(received.date());
                self.say(FIRST_DAY, first_day(verb, received, first));
            }
            Term::CalendarDays(_) => {
                let first = received.date().tomorrow().unwrap_or(Date::MAX);
                self.say(FIRST_DAY, first_day(verb, received, first));
            }
            Term::WorkingHours(_) | Term::ClockHours(_) => {
                if starts == received {
                    self.say(
                        FIRST_HOUR,
                        format!("{verb} ngay từ lúc {}, trong giờ làm việc.", when(received)),
                    );
                } else {
                    self.outside_hours(verb, received, starts);
                }
            }
            Term::SameDay => {
                if starts != received {
                    self.outside_hours(verb, received, starts);
                }
                let counted = if starts.date() == received.date() {
                    received
                } else {
                    starts
                };
                let shown = counted.local().strftime("%-H:%M:%S").to_string();
                let text = if run.came_after_15() {
                    let next = run.calendar.next_working_day(starts.date());
                    format!(
                        "Lúc {shown} là sau 15 giờ: trả kết quả trong ngày làm việc tiếp theo, {}.",
                        day_vi(next)
                    )
                } else {
                    format!(
                        "Lúc {shown} chưa quá 15 giờ: trả kết quả trong {}.",
                        day_vi(starts.date())
                    )
                };
                let rule = match &self.same_day_law {
                    Some(law) => Cow::Owned(law.clone()),
                    None => SAME_DAY_UNNAMED.into(),
                };
                self.say(rule, text);
            }
        }
    }

    fn outside_hours(&mut self, verb: &str, received: Moment, starts: Moment) {
        let text = format!(
            "{verb} lúc {}, ngoài giờ làm việc: bắt đầu tính từ {}.",
            when(received),
            when(starts)
        );
        self.say(OFFICE_HOURS, text);
    }

    /// The days that the term leapt over or ran on; gives the last day that was asked about.
    fn days_between(&mut self, run: &Run, received: Moment, at: Moment) -> Date {
        let day_before = received.date().yesterday().unwrap_or(Date::MIN);
        match run.term {
            Term::ClockHours(_) => {
                self.skipped(run.calendar, day_before, run.starts.date());
                return run.starts.date();
            }
            Term::CalendarDays(_) => {
                let last_day = run.last_day();
                self.days_off_counted(run, last_day);
                if at.date() > last_day {
                    self.rolled_over(run.calendar, last_day, at.date());
                    let text = format!(
                        "Ngày cuối {} là ngày nghỉ: lùi đến ngày làm việc tiếp theo, {}.",
                        day_vi(last_day),
                        day_vi(at.date())
                    );
                    self.say(ROLL_FORWARD, text);
                }
            }
            Term::WorkingDays(0) | Term::WorkingHours(_) | Term::SameDay => {
                self.skipped(run.calendar, day_before, at.date());
            }
            Term::WorkingDays(_) => self.skipped(run.calendar, received.date(), at.date()),
        }
        at.date()
    }

    /// A term in days of the calendar runs through days off: none of those in between is left out.
    fn days_off_counted(&mut self, run: &Run, last_day: Date) {
        let from = run.received.date();
        let before = last_day.yesterday().unwrap_or(Date::MIN);
        if before <= from || !run.calendar.covers(from) || !run.calendar.covers(last_day) {
            return;
        }
        let days = before.duration_since(from).as_hours() / 24;
        if days > i64::from(run.calendar.working_days_between(from, before)) {
            let text = "Tính theo ngày thường, không phải ngày làm việc: ngày nghỉ hằng tuần, ngày lễ ở giữa vẫn tính.";
            self.say(TERM, text.to_owned());
        }
    }

    /// Each declared day that a last day off rolls over; days of rest are told with the last day.
    fn rolled_over(&mut self, calendar: &Calendar, last_day: Date, through: Date) {
        let before = last_day.yesterday().unwrap_or(Date::MIN);
        for block in blocks(calendar, before, through) {
            self.declared(&block, ("Nghỉ", "Làm việc"));
        }
    }

    /// Each declared day with `after` < day ≤ `through`, and how many days of rest.
    fn skipped(&mut self, calendar: &Calendar, after: Date, through: Date) {
        let blocks = blocks(calendar, after, through);
        let off: i64 = blocks.iter().map(Block::days_off).sum();
        for block in &blocks {
            self.declared(block, ("Không tính", "Có tính"));
        }
        let days = through.duration_since(after).as_hours() / 24;
        let rest = days - off - i64::from(calendar.working_days_between(after, through));
        if rest > 0 && calendar.covers(through) && calendar.covers(after) {
            self.say(
                WEEKLY_REST,
                format!("Không tính {rest} ngày nghỉ hằng tuần ở giữa."),
            );
        }
    }

    fn declared(&mut self, block: &Block<'_>, (off, works): (&str, &str)) {
        let Block { first, last, note } = block;
        let days = if first == last {
            day_vi(*first)
        } else {
            format!("{} đến {}", day_vi(*first), day_vi(*last))
        };
        let (rule, verb) = match note.kind {
            Some(DayOffKind::Holiday) => (HOLIDAY, off),
            Some(DayOffKind::Compensation) => (COMPENSATION, off),
            Some(DayOffKind::SwapOff) => (SWAP, off),
            Some(DayOffKind::SwapWork) => (SWAP, works),
            None => (WEEKLY_REST, off),
        };
        self.say(
            rule,
            format!("{verb} {days}: {} ({}).", note.name, note.source),
        );
    }

    fn proposed_years(&mut self, calendar: &Calendar, from: Date, to: Date) -> bool {
        let mut years = (from.year()..=to.year()).filter(|year| calendar.is_proposed(*year));
        let Some(first) = years.next() else {
            return false;
        };
        let text = match years.next_back() {
            None => format!(
                "Năm {first} chưa có thông báo lịch nghỉ chính thức: tính theo lịch dự kiến."
            ),
            Some(last) => {
                format!(
                    "Từ năm {first} đến năm {last} chưa đủ thông báo lịch nghỉ chính thức: tính theo lịch dự kiến."
                )
            }
        };
        self.say(PROVISIONAL, text);
        true
    }

    fn say(&mut self, rule: impl Into<Cow<'static, str>>, text: String) {
        self.because.push(Because {
            rule: rule.into(),
            text,
        });
    }
}

/// Days one after another that one notice declares alike.
struct Block<'a> {
    first: Date,
    last: Date,
    note: DayNote<'a>,
}

impl Block<'_> {
    fn days_off(&self) -> i64 {
        if self.note.works {
            return 0;
        }
        self.last.duration_since(self.first).as_hours() / 24 + 1
    }
}

fn blocks(calendar: &Calendar, after: Date, through: Date) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for (day, note) in calendar.declared_between(after, through) {
        match blocks.last_mut() {
            Some(block)
                if block.note == note && block.last.tomorrow().is_ok_and(|next| next == day) =>
            {
                block.last = day;
            }
            _ => blocks.push(Block {
                first: day,
                last: day,
                note,
            }),
        }
    }
    blocks
}

fn first_day(verb: &str, received: Moment, first: Date) -> String {
    format!(
        "{verb} lúc {}: ngày này không tính, ngày thứ nhất là {}.",
        when(received),
        day_vi(first)
    )
}

/// "thứ Năm 03/02/2028".
fn day_vi(day: Date) -> String {
    format!("{} {}", weekday_vi(day.weekday()), day.strftime("%d/%m/%Y"))
}

/// "17:00 thứ Năm 03/02/2028".
fn when(at: Moment) -> String {
    format!("{} {}", time_vi(at.local().time()), day_vi(at.date()))
}

fn stretch((from, to): (Moment, Moment)) -> String {
    format!("từ {} đến {}", when(from), when(to))
}

/// The time that a pause adds, in the term's own unit.
fn amount(term: Term, time: i64) -> String {
    let hours = |kind: &str| match (time / 3_600_000, time % 3_600_000 / 60_000) {
        (0, minutes) => format!("{minutes} phút{kind}"),
        (hours, 0) => format!("{hours} giờ{kind}"),
        (hours, minutes) => format!("{hours} giờ {minutes} phút{kind}"),
    };
    match term {
        Term::WorkingDays(_) | Term::SameDay => format!("{time} ngày làm việc"),
        Term::CalendarDays(_) => format!("{time} ngày"),
        Term::WorkingHours(_) => hours(" làm việc"),
        Term::ClockHours(_) => hours(""),
    }
}
