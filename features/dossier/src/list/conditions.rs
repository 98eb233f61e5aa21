//! What each view and each filter means, as SQL: the one place that lists and counts share.
//! To change what a view of the worklist holds, change it here.

use domain::access::{Actor, Hat, Role};
use domain::calendar::Calendar;
use domain::dossier::State;
use domain::moment::Moment;
use jiff::civil::{Date, time};
use store::Value;

use super::filter::{Due, Filter, Holder};
use super::search::{Reach, of_search};
use super::view::View;
use crate::readers;

/// Who asks, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) now: Moment,
    /// Without it, days ahead are counted by the almanac.
    pub(crate) calendar: Option<&'a Calendar>,
}

impl Asker<'_> {
    /// The last moment of the day that lies so many working days ahead.
    pub(super) fn end_of_day(&self, days_ahead: u32) -> Moment {
        let today = self.now.date();
        let day = match self.calendar {
            Some(calendar) => calendar.add_working_days(today, days_ahead),
            None => today
                .checked_add(jiff::Span::new().days(i64::from(days_ahead)))
                .unwrap_or(Date::MAX),
        };
        Moment::from_local(day.to_datetime(time(23, 59, 59, 999_000_000)))
    }

    /// The same hour so many working days ago.
    fn working_days_ago(&self, days: u32) -> Moment {
        let (mut day, mut left) = (self.now.date(), days);
        while left > 0
            && let Ok(before) = day.yesterday()
        {
            day = before;
            left -= u32::from(self.works_on(day));
        }
        Moment::from_local(day.to_datetime(self.now.local().time()))
    }

    /// When the office closed before today.
    fn last_closing(&self) -> Moment {
        let day = self.working_days_ago(1).date();
        match self.calendar {
            Some(calendar) => calendar.closing(day),
            None => Moment::from_local(day.to_datetime(time(17, 0, 0, 0))),
        }
    }

    fn works_on(&self, day: Date) -> bool {
        self.calendar
            .is_none_or(|calendar| calendar.is_working_day(day))
    }
}

/// Parameters in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Bound(pub(super) Vec<Value>);

impl Bound {
    /// Takes a value and answers its number, `$3`.
    pub(super) fn take(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    fn all<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) -> String {
        values
            .into_iter()
            .map(|value| self.take(value))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// States as a list of SQL words.
pub(super) fn listed(states: &[State]) -> String {
    let names: Vec<String> = states
        .iter()
        .map(|state| format!("'{}'", state.name()))
        .collect();
    // Nothing is in a list that holds only the empty word.
    if names.is_empty() {
        "''".to_owned()
    } else {
        names.join(", ")
    }
}

/// The states that dossiers of a view can be in.
pub(super) fn states_of(view: View, actor: &Actor) -> &'static [State] {
    use State as S;
    let is_desk = |hat: Hat<'_>| hat.is(Role::OneStop);
    match view {
        View::Today | View::Mine if actor.hats().any(is_desk) => {
            &[S::Submitted, S::Received, S::Processing]
        }
        View::Covered if actor.hats().skip(1).any(is_desk) => {
            &[S::Submitted, S::Received, S::Processing]
        }
        View::Today
        | View::Mine
        | View::MyOpinion
        | View::ToSign
        | View::AtApproval
        | View::Covered => &[S::Processing],
        View::Urged => &[S::Submitted, S::Received, S::Processing, S::Stopped],
        View::Overnight | View::Stuck => &[S::Submitted, S::Received, S::Processing],
        View::Overdue => &[S::Received, S::Processing],
        View::Submitted => &[S::Submitted],
        View::NotHandedOver => &[S::Received],
        View::AwaitingSupplement => &[S::AwaitingSupplement],
        View::Paused => &[S::AwaitingPayment, S::Stopped],
        View::Collectable | View::Uncollected => &[S::Finished],
        View::Void => &[S::Void],
    }
}

/// The condition of a filter; the commune is asked for beside it.
pub(super) fn of(filter: &Filter, reach: &Reach, asker: &Asker<'_>, bound: &mut Bound) -> String {
    format!(
        "dossier.state IN ({}){}",
        listed(&filter.wanted_states(asker.actor)),
        beyond_states(filter, reach, asker, bound)
    )
}

/// What a filter asks beside the states, each part behind an `AND`.
pub(super) fn beyond_states(
    filter: &Filter,
    reach: &Reach,
    asker: &Asker<'_>,
    bound: &mut Bound,
) -> String {
    let mut all = Vec::new();
    all.extend(readable(asker, bound));
    all.extend(
        filter
            .view
            .and_then(|view| of_view(view, filter, asker, bound)),
    );
    all.extend(filter.due.map(|due| of_due(due, asker, bound)));
    all.extend(of_holder(&filter.holder, asker, bound));
    if !filter.field.is_empty() {
        all.push(format!("dossier.field = {}", bound.take(&filter.field)));
    }
    if let Some(channel) = filter.channel {
        all.push(format!("dossier.channel = {}", bound.take(channel.name())));
    }
    all.extend(of_search(filter, reach, asker, bound));
    all.iter().map(|one| format!(" AND {one}")).collect()
}

/// What `access::may` would let the officer open. Rows older than their readers show by their step.
fn readable(asker: &Asker<'_>, bound: &mut Bound) -> Option<String> {
    const READERS: &str =
        "COALESCE(dossier.readers, ' p:' || COALESCE(dossier.step_post, '') || ' u:' ||
        COALESCE(dossier.holder, '') || ' ')";
    let marks = readers::marks(asker.actor)?;
    let ways: Vec<String> = marks
        .iter()
        .map(|mark| format!("{READERS} LIKE {}", bound.take(format!("% {mark} %"))))
        .collect();
    Some(format!("({})", ways.join(" OR ")))
}

fn of_view(view: View, filter: &Filter, asker: &Asker<'_>, bound: &mut Bound) -> Option<String> {
    let days = || filter.days.or(view.usual_days()).unwrap_or_default();
    Some(match view {
        View::Mine => mine(asker.actor.hats(), bound),
        View::Covered => mine(asker.actor.hats().skip(1), bound),
        View::Today => {
            let mine = mine(asker.actor.hats(), bound);
            let end = bound.take(asker.end_of_day(0));
            format!(
                "{mine} AND (dossier.state <> 'processing' OR dossier.due_sort <= {end} OR dossier.step_due <= {end})"
            )
        }
        // Why spaces: the column holds " id id ", so that no id is found inside another.
        View::MyOpinion => any(asker.actor.hats().map(|hat| {
            format!(
                "dossier.asked LIKE {}",
                bound.take(format!("% {} %", hat.user))
            )
        })),
        View::ToSign => any(asker
            .actor
            .hats()
            .map(|hat| to_sign(hat, &asker.actor.user, bound))),
        View::AtApproval => "dossier.step_kind = 'approve'".to_owned(),
        View::Overdue => format!("dossier.due_sort < {}", bound.take(asker.now)),
        View::Urged => "dossier.urged_at IS NOT NULL".to_owned(),
        View::Overnight => format!("dossier.filed_at >= {}", bound.take(asker.last_closing())),
        View::Uncollected => {
            let since = asker.now.plus_minutes(-i64::from(days()) * 24 * 60);
            format!("dossier.finished_at <= {}", bound.take(since))
        }
        View::Stuck => stuck(days(), asker, bound),
        View::Submitted
        | View::NotHandedOver
        | View::AwaitingSupplement
        | View::Paused
        | View::Collectable
        | View::Void => return None,
    })
}

/// One of several; nothing where there is none.
fn any(ways: impl Iterator<Item = String>) -> String {
    let ways: Vec<String> = ways.collect();
    if ways.is_empty() {
        return "dossier.id = ''".to_owned();
    }
    format!("({})", ways.join(" OR "))
}

/// Past the limit of its step, or without any event for so many working days; what a leader has
/// noted comes again when as many days have passed once more.
fn stuck(days: u32, asker: &Asker<'_>, bound: &mut Bound) -> String {
    let (now, since) = (
        bound.take(asker.now),
        bound.take(asker.working_days_ago(days)),
    );
    format!(
        "(dossier.step_due < {now} OR NOT EXISTS (SELECT 1 FROM event
            WHERE event.subject = 'dossier:' || dossier.id AND event.at > {since}))
        AND (dossier.alarm_seen_at IS NULL OR dossier.alarm_seen_at <= {since})"
    )
}

/// At the step of a capacity: in its hands, or in nobody's at a post it holds. The one-stop desk
/// also owes acceptance, hand-over, and what goes to agencies outside.
fn mine<'a>(hats: impl Iterator<Item = Hat<'a>>, bound: &mut Bound) -> String {
    any(hats.map(|hat| {
        let me = bound.take(hat.user);
        let posts = posts(hat);
        let unheld = if posts.is_empty() {
            String::new()
        } else {
            format!(
                " OR (dossier.holder IS NULL AND dossier.step_post IN ({}))",
                bound.all(posts)
            )
        };
        let desk = if hat.is(Role::OneStop) {
            " OR dossier.state <> 'processing' OR dossier.step_kind = 'outside'"
        } else {
            ""
        };
        format!("(dossier.holder = {me}{unheld}{desk})")
    }))
}

/// What `access::may` would let the officer sign in a capacity; own work binds in every one.
fn to_sign(hat: Hat<'_>, user: &str, bound: &mut Bound) -> String {
    let posts = posts(hat);
    if posts.is_empty() {
        return "dossier.step_kind = ''".to_owned();
    }
    let posts = bound.all(posts);
    let me = bound.take(hat.user);
    let holder = if hat.is(Role::Chair) {
        String::new()
    } else {
        format!(" AND (dossier.holder IS NULL OR dossier.holder = {me})")
    };
    let own = if hat.user == user {
        String::new()
    } else {
        format!(" AND dossier.prepared_by <> {}", bound.take(user))
    };
    format!(
        "(dossier.step_kind = 'approve' AND dossier.step_post IN ({posts}){holder} AND
        (dossier.prepared_by IS NULL OR (dossier.prepared_by <> {me}{own})))"
    )
}

/// The posts whose steps a capacity works on, as `Hat::holds` says it.
fn posts<'a>(hat: Hat<'a>) -> Vec<&'a str> {
    let mut posts: Vec<&str> = hat.posts.iter().map(String::as_str).collect();
    for post in ["chu_tich", "pho_chu_tich"] {
        if hat.holds(post) && !posts.contains(&post) {
            posts.push(post);
        }
    }
    posts
}

fn of_due(due: Due, asker: &Asker<'_>, bound: &mut Bound) -> String {
    const RUNNING: &str = "dossier.state IN ('received', 'processing')";
    let between = |after: Moment, until: Moment, bound: &mut Bound| {
        format!(
            "{RUNNING} AND dossier.due_sort > {} AND dossier.due_sort <= {}",
            bound.take(after),
            bound.take(until)
        )
    };
    let today = asker.end_of_day(0);
    match due {
        Due::Overdue => format!("{RUNNING} AND dossier.due_sort < {}", bound.take(asker.now)),
        Due::Today => format!(
            "{RUNNING} AND dossier.due_sort >= {} AND dossier.due_sort <= {}",
            bound.take(asker.now),
            bound.take(today)
        ),
        Due::NextDay => between(today, asker.end_of_day(1), bound),
        Due::FiveDays => between(today, asker.end_of_day(5), bound),
        Due::Without => "dossier.due_at IS NULL".to_owned(),
    }
}

fn of_holder(holder: &Holder, asker: &Asker<'_>, bound: &mut Bound) -> Option<String> {
    Some(match holder {
        Holder::Anybody => return None,
        Holder::Me => format!("dossier.holder = {}", bound.take(&asker.actor.user)),
        Holder::Nobody => "(dossier.holder IS NULL AND dossier.state = 'processing')".to_owned(),
        Holder::Account(id) => format!("dossier.holder = {}", bound.take(id)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_as_they_come() {
        let mut bound = Bound::default();
        assert_eq!(
            (bound.take("a").as_str(), bound.take(2_i64).as_str()),
            ("$1", "$2")
        );
        assert_eq!(bound.all(["x", "y"]), "$3, $4");
        assert_eq!(listed(&[]), "''");
    }
}
