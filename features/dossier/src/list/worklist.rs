//! `GET /cb/ho-so`: the worklist, with its views, filters, order and pages in the address.
//! For every officer; the default order is always the deadline, and updates never change it.

use askama::Template;
use axum::extract::{RawQuery, State as FromState};
use domain::access::{Act, Actor};
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::{App, Choice, Ctx, Law, Link, Officer, Page, Pager, Result, html};
use store::{Reader, Sql, StoreError, params};

use super::bounds::Total;
use super::conditions::Asker;
use super::filter::{Filter, Place, Sort, SortKey, States};
use super::item::{Item, Telling};
use super::links::{Age, Head, SideLink, ages, head, side};
use super::menu::can;
use super::saved::{self, SavedView, Tab};
use super::ticks::Ticks;
use super::view::View;
use super::{choices, count, find};

/// Where the worklist is.
pub(super) const PATH: &str = "/cb/ho-so";

#[derive(Template)]
#[template(path = "list/worklist.html")]
struct Worklist {
    page: Page,
    title: String,
    when: String,
    filter: Filter,
    own: Vec<SideLink>,
    office: Vec<SideLink>,
    fields: Vec<Choice>,
    dues: Vec<Choice>,
    holders: Vec<Choice>,
    channels: Vec<Choice>,
    states: Vec<Choice>,
    chips: Vec<Link>,
    total: String,
    order: String,
    heads: [Head; 3],
    items: Vec<Item>,
    pager: Pager,
    nothing: Nothing,
    can_receive: bool,
    has_register: bool,
    ticks: Ticks,
    tabs: Vec<Tab>,
    /// For whom this filter can be kept; empty where there is nothing to keep.
    takers: Vec<Choice>,
    /// The same view with other numbers of days; empty where it asks for none.
    ages: Vec<Age>,
}

/// What an empty list means, and the next step.
struct Nothing {
    title: String,
    text: String,
    href: String,
    link: &'static str,
}

struct Read {
    items: Vec<Item>,
    before: Option<Place>,
    after: Option<Place>,
    total: Total,
    /// Whether not all were looked at for this page.
    stopped: bool,
    in_views: Vec<u64>,
    saved: Vec<(SavedView, Total)>,
    colleagues: Vec<(String, String)>,
}

/// The page.
pub(super) async fn page(
    FromState(app): FromState<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    RawQuery(query): RawQuery,
) -> Result {
    let query = query.unwrap_or_default();
    let (filter, place) = Filter::read(&query);
    if !filter.q.is_empty() {
        app.note_reading(&actor, "dossier", "tìm hồ sơ theo người hoặc mã");
    }
    let (law, now) = (app.law(), app.law_now());
    let views: Vec<View> = View::ALL
        .into_iter()
        .filter(|view| view.is_for(&actor))
        .collect();
    let read = {
        let (law, actor, filter, views) =
            (law.clone(), actor.clone(), filter.clone(), views.clone());
        app.read(move |reader| read(reader, &law, &actor, now, &filter, &place, &views))
            .await?
    };
    let (own, office) = side(&views, &read.in_views, &filter);
    let tabs: Vec<Tab> = read
        .saved
        .iter()
        .map(|(view, number)| Tab {
            current: view.filter == filter,
            number: number.short(),
            view: view.clone(),
        })
        .collect();
    let is_kept = filter.query().is_empty() || tabs.iter().any(|tab| tab.current);
    html(Worklist {
        ticks: Ticks::of(&actor, &read.items, &filter, &query),
        takers: if is_kept {
            Vec::new()
        } else {
            saved::takers(&law, &actor)
        },
        ages: ages(&filter),
        tabs,
        page: app.page(&ctx, title(&filter)),
        title: title(&filter),
        when: moment_vi(now),
        own,
        office,
        fields: choices::fields(&law, now, &filter),
        dues: choices::dues(&filter),
        holders: choices::holders(&read.colleagues, &actor, &filter),
        channels: choices::channels(&filter),
        states: choices::states(&filter),
        chips: choices::chips(&filter, &read.colleagues),
        total: read.total.words(),
        order: order(filter.sort),
        heads: [
            head("Còn lại", SortKey::Due, &filter),
            head("Người nộp", SortKey::Name, &filter),
            head("Nhận", SortKey::Received, &filter),
        ],
        pager: pager(&filter, &read),
        nothing: nothing(&filter, &read),
        can_receive: can(&actor, Act::Receive),
        has_register: can(&actor, Act::ReadEveryDossier),
        items: read.items,
        filter,
    })
}

fn read(
    reader: &mut Reader<'_>,
    law: &Law,
    actor: &Actor,
    now: Moment,
    filter: &Filter,
    place: &Place,
    views: &[View],
) -> Result<Read> {
    let asker = Asker {
        actor,
        now,
        calendar: Some(&law.calendar),
    };
    let found = find::page(reader, filter, place, &asker, find::PAGE)?;
    let saved = saved::of(reader, actor)?;
    let of_views = views.iter().map(|view| Filter::of(*view));
    let of_saved = saved.iter().map(|view| view.filter.clone());
    let together: Vec<Filter> = of_views.chain(of_saved).collect();
    // Why apart: a list of all states would make the others be counted among all of them, too.
    let total = total(reader, filter, &found, &asker)?;
    let numbers = count::totals(reader, &together, &asker)?;
    let (in_views, in_saved) = numbers.split_at(views.len());
    let telling = Telling { law, now, filter };
    Ok(Read {
        items: found
            .rows
            .iter()
            .map(|row| Item::read(row, telling))
            .collect::<Result<_, StoreError>>()?,
        before: found.before,
        after: found.after,
        total,
        stopped: found.stopped,
        in_views: in_views.iter().map(|total| total.n).collect(),
        saved: saved.into_iter().zip(in_saved.iter().copied()).collect(),
        colleagues: colleagues(reader, actor)?,
    })
}

/// A list that one page shows whole needs no counting.
fn total(
    reader: &mut Reader<'_>,
    filter: &Filter,
    found: &find::Found,
    asker: &Asker<'_>,
) -> Result<Total, StoreError> {
    let shown = u64::try_from(found.rows.len()).unwrap_or(u64::MAX);
    if found.before.is_none() && found.after.is_none() {
        return Ok(Total::exactly(shown));
    }
    let counted = count::totals(reader, std::slice::from_ref(filter), asker)?;
    let total = counted.first().copied().unwrap_or_default();
    Ok(Total {
        n: total.n.max(shown),
        ..total
    })
}

fn colleagues(reader: &mut Reader<'_>, actor: &Actor) -> Result<Vec<(String, String)>, StoreError> {
    let rows = reader.rows(
        "SELECT id, name FROM account WHERE agency = $1 AND ended_at IS NULL ORDER BY name_key, id",
        params![&actor.agency],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("name")?)))
        .collect()
}

fn title(filter: &Filter) -> String {
    match (filter.view, filter.states) {
        (Some(view), _) => view.label().to_owned(),
        (None, States::Usual) => "Hồ sơ đang xử lý".to_owned(),
        (None, States::All) => "Tất cả hồ sơ".to_owned(),
        (None, States::One(state)) => format!("Hồ sơ: {}", state.vietnamese().to_lowercase()),
    }
}

fn order(sort: Sort) -> String {
    let words = match sort.key {
        SortKey::Due => "hạn trả",
        SortKey::Received => "ngày nhận",
        SortKey::Name => "tên người nộp",
    };
    let direction = match (sort.key, sort.descending) {
        (SortKey::Name, false) => "từ A đến Y",
        (SortKey::Name, true) => "từ Y đến A",
        (_, false) => "sớm nhất trước",
        (_, true) => "muộn nhất trước",
    };
    format!("sắp theo {words}, {direction}")
}

fn pager(filter: &Filter, read: &Read) -> Pager {
    let href = |place: &Option<Place>| {
        place
            .as_ref()
            .map(|place| filter.href_at(place))
            .unwrap_or_default()
    };
    let (shown, total) = (read.items.len(), read.total.words());
    let summary = match (read.stopped, read.total.or_more) {
        (true, _) => format!("{shown} hồ sơ trong phần đã tìm. Bấm Sau để tìm tiếp phần còn lại."),
        (false, true) => format!("{shown} hồ sơ trên trang này, cả danh sách {total}"),
        (false, false) => format!("{shown} trong {total}"),
    };
    Pager {
        prev: href(&read.before),
        next: href(&read.after),
        summary,
    }
}

fn nothing(filter: &Filter, read: &Read) -> Nothing {
    if let Some(further) = &read.after {
        return Nothing {
            title: "Chưa thấy hồ sơ nào khớp trong phần đã tìm.".to_owned(),
            text: "Danh sách dài nên máy tìm từng phần. Gõ thêm họ tên đủ, số căn cước hoặc mã hồ sơ để tìm nhanh hơn.".to_owned(),
            href: filter.href_at(further),
            link: "Tìm tiếp phần còn lại",
        };
    }
    let is_plain = *filter
        == Filter {
            view: filter.view,
            sort: filter.sort,
            ..Filter::default()
        };
    if is_plain {
        let title = filter
            .view
            .map_or("Không còn hồ sơ nào đang xử lý.", View::nothing);
        let (href, link) = if filter.view.is_some() {
            (PATH.to_owned(), "Xem hồ sơ đang xử lý")
        } else {
            (
                Filter {
                    states: States::All,
                    ..Filter::default()
                }
                .href(),
                "Xem tất cả hồ sơ",
            )
        };
        return Nothing {
            title: title.to_owned(),
            text: "Chọn mục khác ở bên, hoặc xem danh sách chung.".into(),
            href,
            link,
        };
    }
    let title = "Chưa có hồ sơ nào khớp.".to_owned();
    if !filter.q.is_empty() && filter.states == States::Usual {
        let wider = Filter {
            q: filter.q.clone(),
            states: States::All,
            ..Filter::default()
        };
        let text =
            "Bỏ bớt lọc, tìm theo số điện thoại, hoặc tìm cả trong hồ sơ đã xong.".to_owned();
        return Nothing {
            title,
            text,
            href: wider.href(),
            link: "Tìm trong tất cả hồ sơ",
        };
    }
    let text = "Bỏ bớt lọc hoặc tìm theo số điện thoại.".to_owned();
    Nothing {
        title,
        text,
        href: PATH.to_owned(),
        link: "Bỏ mọi lọc",
    }
}
