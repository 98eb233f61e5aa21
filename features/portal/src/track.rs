//! `GET /t/{code}`: where a dossier is, its dates and what to do next; the QR code leads here.
//! For whoever holds the code: no name, no officer, no download (ruling 29).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use domain::code::TrackingCode;
use domain::dossier::{DossierEvent, State as Stands};
use domain::moment::Moment;
use domain::money::Dong;
use domain::procedure::Procedure;
use domain::text::{date_vi, fold};
use dossier::{DossierRow, parties, row, supplement};
use kit::{App, Ctx, Error, Link, Page, Result, html};
use paper::Qr;
use store::{Reader, Sql as _};

use crate::dates::{self, Promise};
use crate::find;
use crate::outcome::{self, Known, Panel};
use crate::timeline::{self, Point};
use crate::urge::{self, Urging};

#[derive(Template)]
#[template(path = "track.html")]
struct Track {
    page: Page,
    crumbs: Vec<Link>,
    /// `7KQ2-M9XA`.
    shown: String,
    /// The procedure's whole name, where the title is what people call it; otherwise empty.
    whole_name: String,
    number: String,
    filed: String,
    procedure_href: String,
    panel: Panel,
    promises: Vec<Promise>,
    points: Vec<Point>,
    urging: Urging,
    tracking: String,
    qr_side: usize,
    qr_path: String,
}

/// What is read of a dossier.
pub(crate) struct Read {
    pub(crate) row: DossierRow,
    pub(crate) events: Vec<(Moment, DossierEvent)>,
    asked: Vec<String>,
    unpaid: Dong,
    paid: Dong,
    refunded: Dong,
    fee_unknown: bool,
}

/// `GET /t/{code}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(typed): Path<String>) -> Result {
    let code = match TrackingCode::parse(&typed) {
        Ok(code) => code,
        Err(sentence) => return find::unknown(&app, &ctx, &typed, sentence).map(private),
    };
    let attempt = ctx.attempt(&format!("track-code:{code}"));
    app.throttle()
        .check(&attempt)
        .map_err(|wait_seconds| Error::TooMany { wait_seconds })?;
    let found = read(&app, code.clone()).await?;
    // Why once more: many guesses at the same time have all passed the first question.
    app.throttle()
        .check(&attempt)
        .map_err(|wait_seconds| Error::TooMany { wait_seconds })?;
    let Some(read) = found else {
        app.throttle().failed(&attempt);
        let sentence = format!(
            "Không có hồ sơ nào mang mã {}. Xem lại từng ký tự trên giấy hẹn",
            code.shown()
        );
        return find::unknown(&app, &ctx, &typed, sentence).map(private);
    };
    html(shown(&app, &ctx, &code, &read)).map(private)
}

/// Neither search engines nor shared computers keep the page.
pub(crate) fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

pub(crate) async fn read(app: &App, code: TrackingCode) -> Result<Option<Read>> {
    let communes = communes(app);
    app.read(move |reader: &mut Reader<'_>| -> Result<_> {
        let mut found = None;
        for agency in &communes {
            found = row::find_tracked(reader, agency, code.as_str())?;
            if found.is_some() {
                break;
            }
        }
        let Some(row) = found else {
            return Ok(None);
        };
        let events = reader.events(&row.subject())?;
        let told = |event: &store::Event| {
            DossierEvent::read(&event.kind, &event.data).map(|told| (event.at, told))
        };
        let events = events.iter().filter_map(told).collect();
        let names = match parties::of(reader, &row.id) {
            Err(Error::Missing) => Vec::new(),
            people => {
                let (owner, filer) = people?;
                std::iter::once(owner.name)
                    .chain(filer.map(|filer| filer.name))
                    .collect()
            }
        };
        let asked = supplement::latest(reader, &row.id)?
            .into_iter()
            .map(|item| item.name)
            .collect();
        let money = payment::summary(reader, &row.id)?;
        Ok(Some(Read {
            asked: unnamed(asked, &names),
            row,
            events,
            unpaid: money.unpaid,
            paid: money.paid,
            refunded: money.refunded,
            fee_unknown: money.unknown,
        }))
    })
    .await
}

/// Whose dossiers citizens follow here: this commune's, and those of communes that it took over from.
pub(crate) fn communes(app: &App) -> Vec<String> {
    let (law, today) = (app.law(), app.law_now().date());
    let ours = |id: &str| {
        let in_charge = law.agencies.in_charge(id, today);
        id != app.agency() && in_charge.is_some_and(|unit| unit.id.as_str() == app.agency())
    };
    let former = law.agencies.all().iter().map(|unit| unit.id.as_str());
    std::iter::once(app.agency())
        .chain(former.filter(|id| ours(id)))
        .map(str::to_owned)
        .collect()
}

/// Papers asked for, without those whose name an officer wrote together with a person's.
fn unnamed(papers: Vec<String>, names: &[String]) -> Vec<String> {
    let names: Vec<String> = names
        .iter()
        .map(|name| fold(name))
        .filter(|name| !name.is_empty())
        .collect();
    let safe = |(place, paper): (usize, String)| {
        let folded = fold(&paper);
        let is_named = names.iter().any(|name| folded.contains(name.as_str()));
        if is_named {
            format!("Giấy tờ số {} trong phiếu yêu cầu bổ sung", place + 1)
        } else {
            paper
        }
    };
    papers.into_iter().enumerate().map(safe).collect()
}

/// Where it stands and what to do next.
pub(crate) fn panel(app: &App, read: &Read) -> Panel {
    let (law, dossier) = (app.law(), &read.row.machine);
    let mut panel = outcome::panel(&Known {
        dossier,
        filed_at: read.row.filed_at,
        return_by: &read.row.return_by,
        result: law
            .catalogue
            .version(&read.row.procedure_id)
            .and_then(|found| found.results.first())
            .map_or("Kết quả", String::as_str),
        asked: if dossier.state == Stands::AwaitingSupplement {
            read.asked.clone()
        } else {
            Vec::new()
        },
        unpaid: read.unpaid,
        fee_unknown: read.fee_unknown,
        payment: read.events.iter().rev().find_map(|(_, event)| owed(event)),
        commune: &app.commune(),
        calendar: &law.calendar,
        now: app.law_now(),
    });
    if matches!(dossier.state, Stands::Withdrawn | Stands::Void) {
        panel.lines.extend(money_back(read));
    }
    if read.row.agency != app.agency() {
        let of = law.agencies.get(&read.row.agency);
        let of = of.map_or_else(String::new, |unit| unit.committee_vi());
        let line = format!(
            "Hồ sơ của {of} trước khi sáp nhập; nay UBND {} giữ hồ sơ lưu và trả lời.",
            app.commune().name
        );
        panel.lines.insert(0, line);
    }
    if let Some(passed) = &dossier.passed_on {
        let heir = law.agencies.get(&passed.to);
        let name = heir.map_or_else(|| "Đơn vị kế tục".to_owned(), |heir| heir.committee_vi());
        panel
            .lines
            .insert(0, format!("{name} giải quyết tiếp hồ sơ này."));
        if let Some(url) = app.address_of(&passed.to) {
            let line = format!("Xem tiếp tại {url}/t/{}", read.row.tracking);
            panel.lines.push(line);
        }
    }
    panel
}

/// What becomes of the money where the work will not be done.
fn money_back(read: &Read) -> Vec<String> {
    let mut lines = Vec::new();
    if read.refunded != Dong::ZERO {
        lines.push(format!("Xã đã hoàn lại {}.", read.refunded.vi()));
    }
    if read.paid != Dong::ZERO {
        lines.push(format!(
            "Tiền đã nộp còn ở xã: {}. Được hoàn theo quy định; mang biên lai đến Bộ phận Một cửa để hỏi và nhận lại.",
            read.paid.vi()
        ));
    }
    lines
}

/// The way so far, where it is, and what lies ahead.
pub(crate) fn points(read: &Read, panel: &Panel) -> Vec<Point> {
    let dossier = &read.row.machine;
    let mut points = timeline::points(&read.events, dossier);
    points.extend(timeline::now_and_ahead(dossier, panel.tone == "late"));
    points
}

fn shown(app: &App, ctx: &Ctx, code: &TrackingCode, read: &Read) -> Track {
    let (law, now) = (app.law(), app.law_now());
    let (row, dossier) = (&read.row, &read.row.machine);
    let procedure = law.catalogue.version(&row.procedure_id);
    let panel = panel(app, read);
    let points = points(read, &panel);
    let (title, whole_name) = procedure.map_or(("Hồ sơ", ""), |found| titles(found));
    let open =
        procedure.filter(|found| catalogue::is_for_citizens(found) && found.holds_on(now.date()));
    let qr = Qr {
        text: format!("{}/t/{code}", app.public_url()),
        label: String::new(),
    };
    let (qr_side, qr_path) = qr.path().unwrap_or_default();
    let mut page = app.page(ctx, title);
    for item in &mut page.nav {
        item.current = item.href == "/tra-cuu";
    }
    Track {
        page,
        crumbs: vec![
            Link::new("/", "Trang chủ"),
            Link::new("/tra-cuu", "Tra cứu"),
        ],
        shown: code.shown(),
        whole_name: whole_name.to_owned(),
        number: dossier.code.clone().unwrap_or_default(),
        filed: filed(row),
        procedure_href: open
            .map(|found| format!("/thu-tuc/{}", found.slug))
            .unwrap_or_default(),
        promises: dates::promises(&read.events, dossier),
        // What is archived can only be read.
        urging: if row.agency == app.agency() {
            urge::of(dossier, now)
        } else {
            Urging::default()
        },
        tracking: code.to_string(),
        panel,
        points,
        qr_side,
        qr_path,
    }
}

/// A name longer than this fills a telephone before it says anything.
const TITLE_CHARS: usize = 60;

/// What the page is called, and the legal name where that is another.
fn titles(procedure: &Procedure) -> (&str, &str) {
    let whole = procedure.name_vi.as_str();
    if whole.chars().count() <= TITLE_CHARS {
        return (whole, "");
    }
    catalogue::life_events::everyday_name(&procedure.code)
        .map_or((whole, ""), |everyday| (everyday, whole))
}

fn owed(event: &DossierEvent) -> Option<Dong> {
    match event {
        DossierEvent::PaymentRequested { dong } => Some(Dong(*dong)),
        _ => None,
    }
}

/// `nộp tại quầy ngày 23/11/2023`.
fn filed(row: &DossierRow) -> String {
    use domain::dossier::Channel;
    let how = match row.machine.channel {
        Channel::Counter => "nộp tại quầy",
        Channel::Online => "nộp trên mạng",
        Channel::Post => "gửi qua bưu điện",
    };
    format!(
        "{how} ngày {}",
        date_vi(row.machine.received_at.unwrap_or(row.filed_at).date())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_that_bears_a_name_is_told_by_its_number() {
        let papers = vec![
            "Giấy chứng sinh của cháu Nguyễn Văn An".to_owned(),
            "Sổ hộ khẩu".to_owned(),
        ];
        let told = unnamed(papers, &["NGUYỄN VĂN AN".to_owned()]);
        assert_eq!(
            told,
            ["Giấy tờ số 1 trong phiếu yêu cầu bổ sung", "Sổ hộ khẩu"]
        );
    }
}
