//! Lists as CSV and XLSX, streamed page by page: for officers in the browser and for programs.
//! Same filters, same rights and same log of readings as the lists themselves.

mod sources;
mod stream;

use axum::extract::{RawQuery, State};
use domain::access::Act;
use kit::{App, Ctx, Officer, Result, Routes};

use crate::answer::Answer;
use crate::call::Call;
use crate::dossiers::{filters, worklist_query};
use crate::endpoint::{Door, Endpoint, Gives, param};
use crate::facts::{Wanted, wanted, wanted_params};
use crate::scope::Scope;
use crate::shape::Shape;
use sources::Source;
use stream::Form;

const GROUP: &str = "Xuất bảng";
const CSV: &[&str] = &["text/csv"];
const XLSX: &[&str] = &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];
/// Who searches or lists all is logged; each row of a list is not (ruling 6).
const WHY: &str = "xuất danh sách";
/// Whoever looks after the readers is a reader too.
const WHY_LOG: &str = "xuất nhật ký đọc";

/// The exports for browsers.
pub(crate) fn routes() -> Routes {
    let (list, every, log) = (Act::ListDossiers, Act::ReadEveryDossier, Act::SeeAudit);
    Routes::new()
        .get("/cb/ho-so/xuat.csv", list, |s, c, o, q| {
            dossiers(s, c, o, q, Form::Csv)
        })
        .get("/cb/ho-so/xuat.xlsx", list, |s, c, o, q| {
            dossiers(s, c, o, q, Form::Xlsx)
        })
        .get("/cb/so-theo-doi/xuat.csv", every, |s, c, o, q| {
            register(s, c, o, q, Form::Csv)
        })
        .get("/cb/so-theo-doi/xuat.xlsx", every, |s, c, o, q| {
            register(s, c, o, q, Form::Xlsx)
        })
        .get("/cb/so-lieu/xuat.csv", list, |s, q| facts(s, q, Form::Csv))
        .get("/cb/so-lieu/xuat.xlsx", list, |s, q| {
            facts(s, q, Form::Xlsx)
        })
        .get("/cb/nhat-ky-doc/xuat.csv", log, |s, c| {
            readings(s, c, Form::Csv)
        })
        .get("/cb/nhat-ky-doc/xuat.xlsx", log, |s, c| {
            readings(s, c, Form::Xlsx)
        })
}

async fn dossiers(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    RawQuery(query): RawQuery,
    form: Form,
) -> Result {
    app.note_reading_of(&ctx, "dossier", WHY);
    let source = Source::dossiers(actor, query.unwrap_or_default());
    Ok(stream::answer(&app, source, form))
}

async fn register(
    State(app): State<App>,
    ctx: Ctx,
    Officer(_): Officer,
    RawQuery(query): RawQuery,
    form: Form,
) -> Result {
    app.note_reading_of(&ctx, "register", WHY);
    let asked = value(query.as_deref(), "nam").parse().ok();
    let year = asked.unwrap_or_else(|| app.law_now().date().year());
    Ok(stream::answer(&app, Source::register(year), form))
}

async fn facts(State(app): State<App>, RawQuery(query): RawQuery, form: Form) -> Result {
    let day = |name| {
        let typed = value(query.as_deref(), name);
        typed
            .parse::<jiff::civil::Date>()
            .map_or_else(|_| String::new(), |day| day.to_string())
    };
    let wanted = Wanted {
        from: day("tu"),
        to: day("den"),
        ..Wanted::default()
    };
    Ok(stream::answer(&app, Source::facts(wanted), form))
}

async fn readings(State(app): State<App>, ctx: Ctx, form: Form) -> Result {
    app.note_reading_of(&ctx, "reading", WHY_LOG);
    Ok(stream::answer(&app, Source::readings(), form))
}

fn value(query: Option<&str>, name: &str) -> String {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.replace('\0', ""))
        .unwrap_or_default()
}

/// The exports for programs.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let mut all = Vec::new();
    for form in [Form::Csv, Form::Xlsx] {
        all.extend(of_form(form));
    }
    all
}

fn of_form(form: Form) -> Vec<Endpoint> {
    let is_csv = form == Form::Csv;
    let pick = |csv: &'static str, xlsx: &'static str| if is_csv { csv } else { xlsx };
    let gives = || Gives::Bytes(if is_csv { CSV } else { XLSX });
    let list = |scope| Door::Right(Act::ListDossiers, scope);
    vec![
        Endpoint::get(
            pick("/api/v1/dossiers.csv", "/api/v1/dossiers.xlsx"),
            (
                pick("dossiers.csv", "dossiers.xlsx"),
                GROUP,
                "Danh sách hồ sơ, cả danh sách trong một tệp",
            ),
            list(Scope::Read),
            gives(),
            move |call: Call| async move {
                call.app.note_reading_of(&call.ctx, "dossier", WHY);
                let source = Source::dossiers(call.actor()?, worklist_query(&call));
                Ok(Answer::Raw(stream::answer(&call.app, source, form)))
            },
        )
        .with(filters(Vec::new())),
        Endpoint::get(
            pick("/api/v1/register.csv", "/api/v1/register.xlsx"),
            (
                pick("register.csv", "register.xlsx"),
                GROUP,
                "Sổ theo dõi hồ sơ của một năm (Mẫu 06)",
            ),
            Door::Right(Act::ReadEveryDossier, Scope::Read),
            gives(),
            move |call: Call| async move {
                call.app.note_reading_of(&call.ctx, "register", WHY);
                let this = call.app.law_now().date().year();
                let year = i16::try_from(call.number("year", i64::from(this))).unwrap_or(this);
                Ok(Answer::Raw(stream::answer(
                    &call.app,
                    Source::register(year),
                    form,
                )))
            },
        )
        .with(vec![param(
            "year",
            "Năm; bỏ trống là năm nay",
            Shape::between(2000, 2100),
        )]),
        Endpoint::get(
            pick("/api/v1/facts.csv", "/api/v1/facts.xlsx"),
            (
                pick("facts.csv", "facts.xlsx"),
                GROUP,
                "Các số đếm, cả danh sách trong một tệp",
            ),
            list(Scope::Figures),
            gives(),
            move |call: Call| async move {
                let source = Source::facts(wanted(&call));
                Ok(Answer::Raw(stream::answer(&call.app, source, form)))
            },
        )
        .with(wanted_params(Vec::new())),
        Endpoint::get(
            pick("/api/v1/readings.csv", "/api/v1/readings.xlsx"),
            (
                pick("readings.csv", "readings.xlsx"),
                GROUP,
                "Nhật ký đọc dữ liệu cá nhân",
            ),
            Door::Right(Act::SeeAudit, Scope::Log),
            gives(),
            move |call: Call| async move {
                call.app.note_reading_of(&call.ctx, "reading", WHY_LOG);
                Ok(Answer::Raw(stream::answer(
                    &call.app,
                    Source::readings(),
                    form,
                )))
            },
        ),
    ]
}
