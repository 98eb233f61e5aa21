//! The open stock on the day the program opens: everything after that moment has not happened yet,
//! and of what happened shortly before, a little was left undone, as on every desk.

use std::collections::BTreeSet;

use domain::calendar::Calendar;
use domain::moment::Moment;

use crate::deed::What;
use crate::life::Life;

/// So many lie overdue at least.
const OVERDUE: usize = 2;
/// So many are due on the day itself.
const DUE_TODAY: usize = 3;
/// So many lie with their officers, beside those that would anyway.
const AT_WORK: usize = 4;
/// So many wait for a signature.
const TO_SIGN: usize = 4;
/// So many wait for the citizen's papers.
const AWAITING_PAPERS: usize = 3;
/// So many results wait to be collected, beside those that nobody comes for.
const TO_RETURN: usize = 5;
/// So many came by portal or post and are not accepted yet.
const TO_ACCEPT: usize = 2;
/// So many are received and not handed over yet.
const TO_HAND_OVER: usize = 2;

/// The desks at one moment.
struct Desks<'a> {
    lives: &'a mut Vec<Life>,
    until: Moment,
    calendar: &'a Calendar,
    left: BTreeSet<usize>,
}

/// Takes away what has not happened by `until`, and leaves some of the latest work undone.
pub(crate) fn stand_still(lives: &mut Vec<Life>, until: Moment, calendar: &Calendar) {
    for life in lives.iter_mut() {
        life.deeds.retain(|deed| deed.at < until);
    }
    lives.retain(|life| !life.deeds.is_empty());
    let mut desks = Desks {
        lives,
        until,
        calendar,
        left: BTreeSet::new(),
    };
    let overdue = desks
        .lives
        .iter()
        .filter(|life| is_open(life) && life.due.is_some_and(|due| due < until))
        .count();
    desks.leave(
        OVERDUE.saturating_sub(overdue),
        |life, desks| desks.was_due_lately(life),
        is_forward,
    );
    let today = until.date();
    let due_today = |life: &Life| life.due.is_some_and(|due| due.date() == today);
    let lying = desks
        .lives
        .iter()
        .filter(|life| is_open(life) && due_today(life))
        .count();
    desks.leave(
        DUE_TODAY.saturating_sub(lying),
        |life, _| due_today(life),
        |what| matches!(what, What::Approve),
    );
    desks.leave(
        TO_SIGN,
        |life, desks| desks.in_time(life, 10, is_approve),
        is_approve,
    );
    desks.leave(
        AWAITING_PAPERS,
        |life, desks| desks.lately(life, 15, is_papers),
        is_papers,
    );
    desks.leave(
        TO_ACCEPT,
        |life, desks| desks.lately(life, 2, is_accept),
        is_accept,
    );
    desks.leave(
        AT_WORK,
        |life, desks| desks.in_time(life, 3, is_forward),
        is_forward,
    );
    desks.leave(
        TO_HAND_OVER,
        |life, desks| desks.in_time(life, 1, is_hand_over),
        is_hand_over,
    );
    desks.leave(
        TO_RETURN,
        |life, desks| desks.lately(life, 12, is_return),
        is_return,
    );
}

fn is_forward(what: &What) -> bool {
    matches!(what, What::Forward(_))
}

fn is_approve(what: &What) -> bool {
    matches!(what, What::Approve)
}

fn is_papers(what: &What) -> bool {
    matches!(what, What::PapersCame)
}

fn is_accept(what: &What) -> bool {
    matches!(what, What::Accept(_))
}

fn is_hand_over(what: &What) -> bool {
    matches!(what, What::HandOver(_))
}

fn is_return(what: &What) -> bool {
    matches!(what, What::Return(_))
}

/// Whether the commune still owes work, under a date that counts and a clock that runs.
fn is_open(life: &Life) -> bool {
    let over = |what: &What| {
        matches!(
            what,
            What::Finish(_)
                | What::Withdraw(_)
                | What::Void(_)
                | What::OnTheSpot(_)
                | What::Refuse(_)
        )
    };
    let stands = matches!(
        life.deeds.last().map(|deed| &deed.what),
        Some(What::AskMore(_) | What::AskPayment | What::Stop(_) | What::NobodyAnswered(_))
    );
    life.received_at().is_some()
        && life.procedure.limit.term.is_some()
        && life.when(over).is_none()
        && !stands
}

impl Desks<'_> {
    /// Leaves undone, in the latest lives that fit, the deed that `undone` names.
    fn leave(
        &mut self,
        how_many: usize,
        fits: impl Fn(&Life, &Self) -> bool,
        undone: fn(&What) -> bool,
    ) {
        let mut left = 0;
        for place in (0..self.lives.len()).rev() {
            if left == how_many {
                break;
            }
            if !self.left.contains(&place) && fits(&self.lives[place], self) {
                self.lives[place].stop_before(undone);
                self.left.insert(place);
                left += 1;
            }
        }
    }

    fn days_ago(&self, at: Moment) -> u32 {
        self.calendar
            .working_days_between(at.date(), self.until.date())
    }

    /// Finished, and due within the last three working days after more than a day's work.
    fn was_due_lately(&self, life: &Life) -> bool {
        let (Some(received), Some(due)) = (life.received_at(), life.due) else {
            return false;
        };
        let finished = life.when(|what| matches!(what, What::Finish(_))).is_some();
        let is_lately = due < self.until && (1..=3).contains(&self.days_ago(due));
        let took_days = due.date() > received.date() && life.procedure.limit.term.is_some();
        finished && is_lately && took_days && life.when(is_forward).is_some()
    }

    /// The deed was done within so many working days.
    fn lately(&self, life: &Life, days: u32, is: fn(&What) -> bool) -> bool {
        life.when(is).is_some_and(|at| self.days_ago(at) <= days)
    }

    /// As [`Desks::lately`], and leaving it undone makes nothing overdue.
    fn in_time(&self, life: &Life, days: u32, is: fn(&What) -> bool) -> bool {
        self.lately(life, days, is) && life.due.is_some_and(|due| due > self.until)
    }
}
