//! What each view and each filter means, as SQL: the one place that lists and counts share.
//! To change what a view of the worklist holds, change it here.

use domain::access::{Actor, Role};
use domain::calendar::Calendar;
use domain::code::TrackingCode;
use domain::dossier::State;
use domain::moment::Moment;
use domain::text::Query;
use jiff::civil::{Date, time};
use store::Value;

use super::filter::{Due, Filter, Holder};
use super::view::View;

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
    fn end_of_day(&self, days_ahead: u32) -> Moment {
        let today = self.now.date();
        let day = match self.calendar {
            Some(calendar) => calendar.add_working_days(today, days_ahead),
            None => today
                .checked_add(jiff::Span::new().days(i64::from(days_ahead)))
                .unwrap_or(Date::MAX),
        };
        Moment::from_local(day.to_datetime(time(23, 59, 59, 999_000_000)))
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
    match view {
        View::Today | View::Mine if actor.is(Role::OneStop) => {
            &[S::Submitted, S::Received, S::Processing]
        }
        View::Today | View::Mine | View::MyOpinion | View::ToSign | View::AtApproval => {
            &[S::Processing]
        }
        View::Overdue => &[S::Received, S::Processing],
        View::Submitted => &[S::Submitted],
        View::NotHandedOver => &[S::Received],
        View::AwaitingSupplement => &[S::AwaitingSupplement],
        View::Paused => &[S::AwaitingPayment, S::Stopped],
        View::Collectable => &[S::Finished],
        View::Void => &[S::Void],
    }
}

/// The condition of a filter; the commune is asked for beside it.
pub(super) fn of(filter: &Filter, asker: &Asker<'_>, bound: &mut Bound) -> String {
    let mut all = vec![format!(
        "dossier.state IN ({})",
        listed(&filter.wanted_states(asker.actor))
    )];
    all.extend(filter.view.and_then(|view| of_view(view, asker, bound)));
    all.extend(filter.due.map(|due| of_due(due, asker, bound)));
    all.extend(of_holder(&filter.holder, asker, bound));
    if !filter.field.is_empty() {
        all.push(format!("dossier.field = {}", bound.take(&filter.field)));
    }
    if let Some(channel) = filter.channel {
        all.push(format!("dossier.channel = {}", bound.take(channel.name())));
    }
    all.extend(of_search(&filter.q, asker, bound));
    all.join(" AND ")
}

fn of_view(view: View, asker: &Asker<'_>, bound: &mut Bound) -> Option<String> {
    let me = asker.actor.user.as_str();
    Some(match view {
        View::Mine => mine(asker, bound),
        View::Today => {
            let mine = mine(asker, bound);
            let end = bound.take(asker.end_of_day(0));
            format!(
                "{mine} AND (dossier.state <> 'processing' OR dossier.due_sort <= {end} OR dossier.step_due <= {end})"
            )
        }
        // Why spaces: the column holds " id id ", so that no id is found inside another.
        View::MyOpinion => format!("dossier.asked LIKE {}", bound.take(format!("% {me} %"))),
        View::ToSign => to_sign(asker, bound),
        View::AtApproval => "dossier.step_kind = 'approve'".to_owned(),
        View::Overdue => format!("dossier.due_sort < {}", bound.take(asker.now)),
        View::Submitted
        | View::NotHandedOver
        | View::AwaitingSupplement
        | View::Paused
        | View::Collectable
        | View::Void => return None,
    })
}

/// At the officer's step: in the officer's hands, or in nobody's at a post the officer holds. The
/// one-stop desk also owes acceptance, hand-over, and what goes to agencies outside.
fn mine(asker: &Asker<'_>, bound: &mut Bound) -> String {
    let me = bound.take(&asker.actor.user);
    let posts = posts(asker.actor);
    let unheld = if posts.is_empty() {
        String::new()
    } else {
        format!(
            " OR (dossier.holder IS NULL AND dossier.step_post IN ({}))",
            bound.all(posts)
        )
    };
    let desk = if asker.actor.is(Role::OneStop) {
        " OR dossier.state <> 'processing' OR dossier.step_kind = 'outside'"
    } else {
        ""
    };
    format!("(dossier.holder = {me}{unheld}{desk})")
}

/// What `access::may` would let the officer sign.
fn to_sign(asker: &Asker<'_>, bound: &mut Bound) -> String {
    let posts = posts(asker.actor);
    if posts.is_empty() {
        return "dossier.step_kind = ''".to_owned();
    }
    let posts = bound.all(posts);
    let me = bound.take(&asker.actor.user);
    let holder = if asker.actor.is(Role::Chair) {
        String::new()
    } else {
        format!(" AND (dossier.holder IS NULL OR dossier.holder = {me})")
    };
    format!(
        "(dossier.step_kind = 'approve' AND dossier.step_post IN ({posts}){holder} AND
        (dossier.prepared_by IS NULL OR dossier.prepared_by <> {me}))"
    )
}

/// The posts whose steps the officer works on, as `Actor::holds` says it.
fn posts(actor: &Actor) -> Vec<&str> {
    let mut posts: Vec<&str> = actor.posts.iter().map(String::as_str).collect();
    for post in ["chu_tich", "pho_chu_tich"] {
        if actor.holds(post) && !posts.contains(&post) {
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

/// Every word begins a word of the dossier's search text; a number may be typed in groups.
fn of_search(q: &str, asker: &Asker<'_>, bound: &mut Bound) -> Option<String> {
    let query = Query::new(q);
    if query.is_empty() {
        return (!q.is_empty()).then(|| "dossier.id = ''".to_owned());
    }
    let agency = bound.take(&asker.actor.agency);
    let words: Vec<String> = query
        .words()
        .map(|word| format!("found.text LIKE {}", bound.take(format!("% {word}%"))))
        .collect();
    let mut ways = vec![format!("({})", words.join(" AND "))];
    if let Some(whole) = in_groups(q) {
        ways.push(format!(
            "found.text LIKE {}",
            bound.take(format!("% {whole}%"))
        ));
    }
    Some(format!(
        "dossier.id IN (SELECT found.dossier_id FROM dossier_search found WHERE found.agency = {agency} AND ({}))",
        ways.join(" OR ")
    ))
}

/// `0912 345 678` or `7KQ2-M9XA` as they are stored: without what parts the groups.
fn in_groups(q: &str) -> Option<String> {
    if let Ok(code) = TrackingCode::parse(q) {
        return Some(domain::text::fold(code.as_str()));
    }
    let digits: String = q.chars().filter(char::is_ascii_digit).collect();
    let only_groups = q.chars().all(|c| c.is_ascii_digit() || " .-".contains(c));
    (only_groups && digits.len() >= 9).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_typed_in_groups_are_put_together() {
        assert_eq!(in_groups("0912 345 678").as_deref(), Some("0912345678"));
        assert_eq!(
            in_groups("030.192.004.217").as_deref(),
            Some("030192004217")
        );
        assert_eq!(in_groups("Nguyễn 0912"), None);
        assert_eq!(in_groups("231123"), None);
    }

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
