//! Lists as CSV and XLSX, streamed page by page: for officers in the browser and for programs.
//! Same filters, same rights and same log of readings as the lists themselves.

mod programs;
mod sources;
mod stream;

use axum::extract::{RawQuery, State};
use domain::access::Act;
use kit::{App, Ctx, Officer, Result, Routes};

use crate::facts::Wanted;
pub(crate) use programs::endpoints;
use sources::Source;
use stream::Form;

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
