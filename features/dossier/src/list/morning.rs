//! `GET /cb/sang-nay`: what the day begins with, for one's own posts; for the leaders the whole commune.
//! For every officer, on the screen and printed.

use askama::Template;
use axum::extract::State as FromState;
use domain::access::{Act, Actor, Role};
use domain::moment::Moment;
use domain::text::{date_long_vi, date_vi};
use kit::{App, Ctx, Law, Officer, Page, Result, html};
use store::{Reader, Sql as _, StoreError, params};

use super::conditions::Asker;
use super::count;
use super::filter::{Due, Filter};
use super::menu::can;
use super::view::View;

/// Where it is.
pub(super) const PATH: &str = "/cb/sang-nay";

/// One line of the summary.
struct Line {
    label: &'static str,
    number: u64,
    href: String,
}

/// How the work of one field, or of one officer, stands.
struct Share {
    name: String,
    open: i64,
    today: i64,
    late: i64,
}

#[derive(Template)]
#[template(path = "list/morning.html")]
struct Morning {
    page: Page,
    day: String,
    own: Vec<Line>,
    office: Vec<Line>,
    fields: Vec<Share>,
    people: Vec<Share>,
    covers: Vec<String>,
}

/// The page.
pub(super) async fn page(
    FromState(app): FromState<App>,
    ctx: Ctx,
    Officer(actor): Officer,
) -> Result {
    let (law, now) = (app.law(), app.law_now());
    let page = app.page(&ctx, "Sáng nay");
    let morning = app
        .read(move |reader: &mut Reader<'_>| read(reader, page, &law, &actor, now))
        .await?;
    html(morning)
}

/// What concerns the officer's own posts.
fn own(actor: &Actor) -> Vec<(&'static str, Filter)> {
    let mine = |due: Due| Filter {
        due: Some(due),
        ..Filter::of(View::Mine)
    };
    let mut own = vec![
        ("Quá hạn, ở bước của tôi", mine(Due::Overdue)),
        ("Hôm nay đến hạn, ở bước của tôi", mine(Due::Today)),
        ("Đang ở bước của tôi", Filter::of(View::Mine)),
    ];
    let views = [View::Covered, View::ToSign, View::MyOpinion];
    let concerning = views.into_iter().filter(|view| view.is_for(actor));
    own.extend(concerning.map(|view| (view.label(), Filter::of(view))));
    own
}

/// What concerns the office as a whole, as far as the officer may read it.
fn office(actor: &Actor) -> Vec<(&'static str, Filter)> {
    let due = |due: Due| Filter {
        due: Some(due),
        ..Filter::default()
    };
    let mut office = vec![
        ("Đến từ chiều qua", Filter::of(View::Overnight)),
        ("Hôm nay đến hạn", due(Due::Today)),
        ("Quá hạn", Filter::of(View::Overdue)),
        ("Dân đã nhắc", Filter::of(View::Urged)),
        ("Chờ dân bổ sung", Filter::of(View::AwaitingSupplement)),
        ("Kết quả chờ trả", Filter::of(View::Collectable)),
    ];
    if actor.is(Role::OneStop) {
        office.insert(1, ("Mới nộp, chờ nhận", Filter::of(View::Submitted)));
        office.insert(2, ("Chưa bàn giao", Filter::of(View::NotHandedOver)));
    }
    let views = [View::Uncollected, View::Stuck];
    let concerning = views.into_iter().filter(|view| view.is_for(actor));
    office.extend(concerning.map(|view| (view.label(), Filter::of(view))));
    office
}

fn read(
    reader: &mut Reader<'_>,
    page: Page,
    law: &Law,
    actor: &Actor,
    now: Moment,
) -> Result<Morning> {
    let asker = Asker {
        actor,
        now,
        calendar: Some(&law.calendar),
    };
    let (own, office) = match can(actor, Act::ListDossiers) {
        true => (own(actor), office(actor)),
        false => (Vec::new(), Vec::new()),
    };
    let filters: Vec<Filter> = own
        .iter()
        .chain(&office)
        .map(|(_, one)| one.clone())
        .collect();
    let mut numbers = count::count(reader, &filters, &asker)?.into_iter();
    let mut told = |lines: Vec<(&'static str, Filter)>| -> Vec<Line> {
        let line = |(label, filter): (&'static str, Filter)| Line {
            label,
            number: numbers.next().unwrap_or_default(),
            href: filter.href(),
        };
        lines.into_iter().map(line).collect()
    };
    let (own, office) = (told(own), told(office));
    let oversees = can(actor, Act::Oversee);
    let (fields, people) = match oversees {
        true => shares(reader, &asker)?,
        false => (Vec::new(), Vec::new()),
    };
    let covers = people::cover::covers(reader, &actor.agency, now.date())?;
    let today = covers.iter().filter(|one| one.cover.is_on(now.date()));
    let concerning = today.filter(|one| oversees || one.concerns(&actor.user));
    Ok(Morning {
        page,
        day: date_long_vi(now.date()),
        own,
        office,
        fields,
        people,
        covers: concerning
            .map(|one| {
                let until = date_vi(one.cover.to);
                format!(
                    "{} làm thay {}, đến hết {until}",
                    one.by_name, one.absent_name
                )
            })
            .collect(),
    })
}

/// By field and by officer, the most late first.
fn shares(
    reader: &mut Reader<'_>,
    asker: &Asker<'_>,
) -> Result<(Vec<Share>, Vec<Share>), StoreError> {
    let mut asked = |name: &str, beside: &str| -> Result<Vec<Share>, StoreError> {
        let text = format!(
            "SELECT {name} AS name, COUNT(*) AS open,
                COUNT(CASE WHEN dossier.due_sort < $2 THEN 1 END) AS late,
                COUNT(CASE WHEN dossier.due_sort >= $2 AND dossier.due_sort <= $3 THEN 1 END) AS today
            FROM dossier{beside} WHERE dossier.agency = $1 AND dossier.state IN ('received', 'processing')
            GROUP BY {name} ORDER BY late DESC, open DESC, name LIMIT 40"
        );
        let end = asker.end_of_day(0);
        let rows = reader.rows(&text, params![&asker.actor.agency, asker.now, end])?;
        rows.iter()
            .map(|row| {
                Ok(Share {
                    name: row.get("name")?,
                    open: row.get("open")?,
                    today: row.get("today")?,
                    late: row.get("late")?,
                })
            })
            .collect()
    };
    let fields = asked("dossier.field", "")?;
    let holder = "COALESCE(account.name, 'Chưa ai giữ riêng')";
    let beside = " LEFT JOIN account ON account.id = dossier.holder";
    Ok((fields, asked(holder, beside)?))
}
