//! How people keep their hours: working time passes, leaders sign in rounds, some are slow.

use domain::calendar::Calendar;
use domain::moment::Moment;
use domain::procedure::{Procedure, StepKind};
use jiff::civil::Date;

use crate::chance::Chance;

/// When leaders sit down to sign, in minutes of the day, and how long the round lasts.
const ROUNDS: [i64; 2] = [10 * 60 + 20, 15 * 60 + 45];
const ROUND_MINUTES: i64 = 50;

/// So many working minutes later, at an uneven second, within office hours.
pub(crate) fn later(
    calendar: &Calendar,
    from: Moment,
    minutes: i64,
    chance: &mut Chance,
) -> Moment {
    let at = calendar.add_working_minutes(from, minutes.max(2));
    let uneven = Moment::from_millis(at.millis() - chance.between(1, 59) * 1_000);
    // Just after opening, some seconds earlier the door was still shut.
    if calendar.is_open(uneven) { uneven } else { at }
}

/// A minute of a day.
pub(crate) fn on(day: Date, minute: i64) -> Moment {
    Moment::from_local(day.to_datetime(jiff::civil::Time::midnight())).plus_minutes(minute)
}

/// A moment of the next round of signatures.
pub(crate) fn next_round(calendar: &Calendar, from: Moment, chance: &mut Chance) -> Moment {
    let mut day = calendar.roll_forward(from.date());
    let offset = chance.between(0, ROUND_MINUTES);
    loop {
        for minute in ROUNDS {
            let round = on(day, minute + offset);
            if round > from {
                return Moment::from_millis(round.millis() + chance.between(0, 59) * 1_000);
            }
        }
        day = next_day(calendar, day);
    }
}

/// The working day after this one.
pub(crate) fn next_day(calendar: &Calendar, day: Date) -> Date {
    let next = day.tomorrow().expect("2023 has a tomorrow");
    calendar.roll_forward(next)
}

/// How many working days a dossier received on a day comes late; none for most.
///
/// Social affairs had two hard months in summer; conciliations wait for the parties; cards wait for
/// the insurance. Everybody else is late once in a while.
pub(crate) fn days_late(procedure: &Procedure, received: Date, chance: &mut Chance) -> Option<i64> {
    let is_summer = matches!(received.month(), 7 | 8);
    let waits_outside = procedure
        .process
        .steps
        .iter()
        .any(|step| step.kind == StepKind::Outside);
    let per_mille = match procedure.handling_post.as_str() {
        "vhxh_ldtbxh" if is_summer => 420,
        _ if procedure.code == "2.001023" => 110,
        "dia_chinh" if procedure.code == "1.003554" => 220,
        _ if waits_outside => 60,
        _ => 24,
    };
    chance
        .happens(per_mille)
        .then(|| *chance.pick(&[1, 1, 1, 2, 2, 3, 5]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn rounds_of_signatures_fall_into_office_hours_of_working_days() {
        let law = kit::Law::embedded().expect("the embedded data is checked by tests");
        let mut chance = Chance::of(&[1]);
        for minute in 0..(24 * 60) {
            let from = on(date(2023, 4, 28), minute);
            let round = next_round(&law.calendar, from, &mut chance);
            assert!(
                round > from && law.calendar.is_open(round),
                "{} {}",
                from.iso_minute(),
                round.iso_minute()
            );
        }
    }

    #[test]
    fn working_time_passes_only_while_the_office_is_open() {
        let law = kit::Law::embedded().expect("the embedded data is checked by tests");
        let mut chance = Chance::of(&[2]);
        let mut at = on(date(2023, 1, 19), 16 * 60);
        for _ in 0..500 {
            let next = later(&law.calendar, at, 37, &mut chance);
            assert!(
                next > at && law.calendar.is_working_day(next.date()),
                "{}",
                next.iso_minute()
            );
            at = next;
        }
    }
}
