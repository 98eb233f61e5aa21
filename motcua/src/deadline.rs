//! `motcua deadline`: a date and its derivation, from the same rule that dates every receipt.
//! For whoever doubts a date, and for scripts (`--json`).

use std::process::ExitCode;

use domain::deadline::{Pause, PausePolicy, Term, due, explain_json};
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::Law;

use crate::cli::{DeadlineOptions, PolicyOption};

/// Prints the due moment and why.
pub fn run(options: &DeadlineOptions) -> Result<ExitCode, String> {
    let received = Moment::parse_local(&options.received)?;
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

fn pause(text: &str) -> Result<Pause, String> {
    let (from, to) = text.split_once("..").ok_or_else(|| {
        format!("«{text}» không phải khoảng dừng. Hãy viết như 2023-06-15T09:00..2023-06-19T16:00")
    })?;
    let pause = Pause {
        from: Moment::parse_local(from)?,
        to: Some(Moment::parse_local(to)?),
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
    }
}
