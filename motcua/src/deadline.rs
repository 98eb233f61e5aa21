//! `motcua deadline`: a date and its derivation, from the same rule that dates every receipt.
//! For whoever doubts a date, and for scripts (`--json`).

use std::process::ExitCode;

use domain::calendar::YEARS;
use domain::deadline::{Pause, PausePolicy, Term, due, explain_json};
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::Law;

use crate::cli::{DeadlineOptions, PolicyOption};

/// Prints the due moment and why.
pub fn run(options: &DeadlineOptions) -> Result<ExitCode, String> {
    let received = within_calendar(&options.received)?;
    let pauses = options
        .pauses
        .iter()
        .map(|text| pause(text))
        .collect::<Result<Vec<_>, _>>()?;
    let policy = match options.policy {
        PolicyOption::Extend => PausePolicy::Extend,
        PolicyOption::Restart => PausePolicy::Restart,
    };
    let calendar = Law::embedded()
        .map_err(|faults| faults.join("; "))?
        .calendar;
    let due = due(received, term(options)?, &pauses, policy, &calendar);
    if options.json {
        println!("{}", explain_json(&due));
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "Hạn trả: {}{}",
        moment_vi(due.at),
        if due.provisional {
            " (theo lịch dự kiến)"
        } else {
            ""
        }
    );
    for because in &due.because {
        println!("  - {} [{}]", because.text, because.rule);
    }
    Ok(ExitCode::SUCCESS)
}

fn term(options: &DeadlineOptions) -> Result<Term, String> {
    let terms = [
        options.working_days.map(Term::WorkingDays),
        options.calendar_days.map(Term::CalendarDays),
        options.hours.map(Term::WorkingHours),
        options.clock_hours.map(Term::ClockHours),
        options.same_day.then_some(Term::SameDay),
    ];
    let term = terms
        .into_iter()
        .flatten()
        .next()
        .ok_or("Hãy cho biết thời hạn, ví dụ --working-days 5")?;
    const LONGEST: u32 = 3650;
    let amount = match term {
        Term::WorkingDays(n) | Term::CalendarDays(n) => n,
        Term::WorkingHours(n) | Term::ClockHours(n) => n / 8,
        Term::SameDay => 0,
    };
    if amount > LONGEST {
        Err(format!("Thời hạn dài nhất tính được là {LONGEST} ngày."))
    } else {
        Ok(term)
    }
}

/// A moment in a year that has a calendar: before and after, no holiday is known.
fn within_calendar(text: &str) -> Result<Moment, String> {
    let moment = Moment::parse_local(text)?;
    let year = moment.local().year();
    if YEARS.contains(&year) {
        Ok(moment)
    } else {
        Err(format!(
            "Lịch chỉ có từ năm {} đến hết năm {}, «{text}» ở ngoài. Hãy xem lại năm.",
            YEARS.start(),
            YEARS.end()
        ))
    }
}

/// The same, where a bare date says too little: whether a day counts as paused hangs on the hour.
fn hour_said(text: &str) -> Result<Moment, String> {
    if text.contains(['T', 't', ' ']) {
        within_calendar(text)
    } else {
        Err(format!(
            "«{text}» chưa có giờ. Hãy viết như 2023-06-15T09:00"
        ))
    }
}

fn pause(text: &str) -> Result<Pause, String> {
    let (from, to) = text.split_once("..").ok_or_else(|| {
        format!("«{text}» không phải khoảng dừng. Hãy viết như 2023-06-15T09:00..2023-06-19T16:00")
    })?;
    let pause = Pause {
        from: hour_said(from)?,
        to: Some(hour_said(to)?),
    };
    if pause.to < Some(pause.from) {
        return Err(format!(
            "Khoảng dừng «{text}» kết thúc trước khi bắt đầu. Hãy đổi hai đầu."
        ));
    }
    Ok(pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_without_two_ends_is_told_how_to_be_written() {
        assert!(
            pause("2023-06-15T09:00")
                .expect_err("one end")
                .contains("2023-06-15T09:00..2023-06-19T16:00")
        );
        assert!(
            pause("2023-06-19T16:00..2023-06-15T09:00")
                .expect_err("reversed")
                .contains("đổi hai đầu")
        );
        assert!(pause("2023-06-15T09:00..2023-06-19T16:00").is_ok());
        assert!(
            pause("2023-06-15..2023-06-19T16:00")
                .expect_err("a bare date")
                .contains("chưa có giờ")
        );
    }

    #[test]
    fn a_year_without_a_calendar_is_refused() {
        for text in ["0001-01-01T00:00", "9999-12-31T23:59"] {
            let why = within_calendar(text).expect_err("no calendar");
            assert!(why.contains("từ năm 1990 đến hết năm 2100"), "{why}");
        }
        assert!(within_calendar("2028-01-20T15:30").is_ok());
    }
}
