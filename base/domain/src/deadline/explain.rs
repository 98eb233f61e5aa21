//! The derivation of a due moment in sentences: each names the rule it rests on.
//! For the receipt's back page, the tracking page and `motcua deadline`.

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
const SAME_DAY: &str = "NĐ 23/2015/NĐ-CP Điều 7";
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
}

impl Derivation {
    pub(super) fn begin(run: &Run) -> Self {
        let mut derivation = Self {
            because: Vec::with_capacity(8),
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
                self.say(SAME_DAY, text);
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
                if at.date() > last_day {
                    self.skipped(
                        run.calendar,
                        last_day.yesterday().unwrap_or(Date::MIN),
                        at.date(),
                    );
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

    /// Each declared day with `after` < day ≤ `through`, and how many days of rest.
    fn skipped(&mut self, calendar: &Calendar, after: Date, through: Date) {
        let mut block: Option<(Date, Date, DayNote)> = None;
        let mut off = 0;
        for (day, note) in calendar.declared_between(after, through) {
            off += i64::from(!note.works);
            match &mut block {
                Some((_, last, of))
                    if *of == note && last.tomorrow().is_ok_and(|next| next == day) =>
                {
                    *last = day
                }
                _ => {
                    self.declared(block.take());
                    block = Some((day, day, note));
                }
            }
        }
        self.declared(block);
        let days = through.duration_since(after).as_hours() / 24;
        let rest = days - off - i64::from(calendar.working_days_between(after, through));
        if rest > 0 && calendar.covers(through) && calendar.covers(after) {
            self.say(
                WEEKLY_REST,
                format!("Không tính {rest} ngày nghỉ hằng tuần ở giữa."),
            );
        }
    }

    fn declared(&mut self, block: Option<(Date, Date, DayNote)>) {
        let Some((first, last, note)) = block else {
            return;
        };
        let days = if first == last {
            day_vi(first)
        } else {
            format!("{} đến {}", day_vi(first), day_vi(last))
        };
        let (rule, verb) = match note.kind {
            Some(DayOffKind::Holiday) => (HOLIDAY, "Không tính"),
            Some(DayOffKind::Compensation) => (COMPENSATION, "Không tính"),
            Some(DayOffKind::SwapOff) => (SWAP, "Không tính"),
            Some(DayOffKind::SwapWork) => (SWAP, "Có tính"),
            None => (WEEKLY_REST, "Không tính"),
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

    fn say(&mut self, rule: &'static str, text: String) {
        self.because.push(Because {
            rule: rule.into(),
            text,
        });
    }
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
