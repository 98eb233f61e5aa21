//! `GET /cb/ho-so`: the worklist, with its views, filters, order and pages in the address.
//! For every officer; the default order is always the deadline, and updates never change it.

use askama::Template;
use axum::extract::{RawQuery, State as FromState};
use domain::access::{Act, Actor};
use domain::moment::Moment;
use domain::money::grouped;
use domain::text::moment_vi;
use kit::{App, Choice, Ctx, Law, Link, Officer, Page, Pager, Result, html};
use store::{Reader, Sql, StoreError, params};

use super::conditions::Asker;
use super::filter::{Filter, Place, Sort, SortKey, States};
use super::item::{Item, Telling};
use super::menu::can;
use super::view::View;
use super::{choices, find};

/// Where the worklist is.
pub(super) const PATH: &str = "/cb/ho-so";

/// One view in the side navigation.
pub(super) struct SideLink {
    href: String,
    label: &'static str,
    number: u64,
    urgent: bool,
    today: bool,
    current: bool,
}

/// A head of the table: a link where one can sort by it.
struct Head {
    label: &'static str,
    href: String,
    /// `ascending`, `descending` or `""`.
    sorted: &'static str,
}

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
    total: u64,
    in_views: Vec<u64>,
    colleagues: Vec<(String, String)>,
}

/// The page.
pub(super) async fn page(
    FromState(app): FromState<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    RawQuery(query): RawQuery,
) -> Result {
    let (filter, place) = Filter::read(query.as_deref().unwrap_or_default());
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
    html(Worklist {
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
        total: grouped(i64::try_from(read.total).unwrap_or(i64::MAX)),
        order: order(filter.sort),
        heads: [
            head("Còn lại", SortKey::Due, &filter),
            head("Người nộp", SortKey::Name, &filter),
            head("Nhận", SortKey::Received, &filter),
        ],
        pager: pager(&filter, &read),
        nothing: nothing(&filter),
        can_receive: can(&actor, Act::Receive),
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
    let counted = find::count(reader, std::slice::from_ref(filter), &asker)?;
    let of_views: Vec<Filter> = views.iter().map(|view| Filter::of(*view)).collect();
    let telling = Telling { law, now, filter };
    Ok(Read {
        items: found
            .rows
            .iter()
            .map(|row| Item::read(row, telling))
            .collect::<Result<_, StoreError>>()?,
        before: found.before,
        after: found.after,
        total: counted.first().copied().unwrap_or_default(),
        in_views: find::count(reader, &of_views, &asker)?,
        colleagues: colleagues(reader, actor)?,
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

/// The views with their numbers: the officer's own, and the office's.
pub(super) fn side(
    views: &[View],
    numbers: &[u64],
    filter: &Filter,
) -> (Vec<SideLink>, Vec<SideLink>) {
    let link = |(view, number): (&View, &u64)| SideLink {
        href: Filter::of(*view).href(),
        label: view.label(),
        number: *number,
        urgent: *view == View::Overdue && *number > 0,
        today: *view == View::Today && *number > 0,
        current: filter.view == Some(*view),
    };
    let (own, office): (Vec<_>, Vec<_>) = views
        .iter()
        .zip(numbers)
        .partition(|(view, _)| view.is_own());
    (
        own.into_iter().map(link).collect(),
        office.into_iter().map(link).collect(),
    )
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

fn head(label: &'static str, key: SortKey, filter: &Filter) -> Head {
    let is_current = filter.sort.key == key;
    let sort = Sort {
        key,
        descending: is_current && !filter.sort.descending,
    };
    let sorted = match (is_current, filter.sort.descending) {
        (false, _) => "",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    Head {
        label,
        href: Filter {
            sort,
            ..filter.clone()
        }
        .href(),
        sorted,
    }
}

fn pager(filter: &Filter, read: &Read) -> Pager {
    let href = |place: &Option<Place>| {
        place
            .as_ref()
            .map(|place| filter.href_at(place))
            .unwrap_or_default()
    };
    let total = grouped(i64::try_from(read.total).unwrap_or(i64::MAX));
    Pager {
        prev: href(&read.before),
        next: href(&read.after),
        summary: format!("{} trong {total} hồ sơ", read.items.len()),
    }
}

fn nothing(filter: &Filter) -> Nothing {
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
