//! A small program with one route of each kind.
//! For all tests of the kit.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::access::{Act, Denied};
use domain::moment::Moment;
use domain::money::Dong;
use kit::filters;
use kit::testing::{SUPPLIED, TestApp};
use kit::{
    App, Conflict, Ctx, Error, FieldErrors, Fields, Kept, NavCount, NavItem, Needs, Officer, Page,
    Result, Routes, Supplied, Tone, Uploads, html, html_refused, resend, see,
};
use store::testing::{Effects, engines_over};
use store::{NewEvent, once};

/// The program on each engine, over the kit's own tables.
pub fn apps() -> Vec<TestApp> {
    let own = include_str!("../../../store/migrations/0005_kit.sql");
    let tokens = include_str!("../../../store/migrations/0091_reading_by_token.sql");
    let upkeep = include_str!("../../../store/migrations/0006_upkeep.sql");
    let tables = [
        ("0005_kit.sql", own),
        ("0006_upkeep.sql", upkeep),
        ("0091_reading_by_token.sql", tokens),
    ];
    engines_over(&tables, Effects::NONE)
        .into_iter()
        .map(|db| TestApp::over(db, routes(), supplied()))
        .collect()
}

/// Each engine with an officer signed in, and the token of an open form.
pub async fn signed_in() -> Vec<(TestApp, String)> {
    let mut ready = Vec::new();
    for test in apps() {
        test.sign_in("one_stop").await;
        let token = test
            .get("/cb/viec")
            .await
            .field("_once")
            .unwrap()
            .to_owned();
        ready.push((test, token));
    }
    ready
}

pub fn supplied() -> Supplied {
    Supplied {
        nav: |_, _, _| {
            vec![NavItem {
                key: "work",
                href: "/cb/viec",
                label: "Việc của tôi",
            }]
        },
        counts: |_, _, _| {
            Ok(vec![NavCount {
                key: "work",
                n: 2,
                urgent: true,
            }])
        },
        ..SUPPLIED
    }
}

pub fn routes() -> Routes {
    Routes::new()
        .public_get("/", front)
        .public_get("/panic", async || -> Response { panic!("secret detail") })
        .public_get("/fault", async || Error::fault("secret detail"))
        .public_get("/loi/{n}", fails)
        .public_get("/dinh-dang", formats)
        .public_get("/cb/dang-nhap/xac-thuc", async || "needs more")
        .public_post("/cb/dang-nhap", sign_in)
        .signed_get("/cb/viec", work)
        .signed_post("/cb/dang-xuat", sign_out)
        .get("/cb/ky", Act::Approve, work)
        .get("/qt/nguoi-dung", Act::ManagePeople, work)
        .post("/cb/luu", Act::Receive, save)
        .post("/cb/tep", Act::Attach, attach)
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout-citizen.html" %}{% block main %}<h1>{{ page.title }}</h1>{% endblock %}"#
)]
struct FrontPage {
    page: Page,
}

async fn front(State(app): State<App>, ctx: Ctx) -> Result {
    html(FrontPage {
        page: app.page(&ctx, "Trang chủ"),
    })
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout-officer.html" %}{% import "components.html" as ui %}
{% block main %}<h1>{{ page.title }}</h1>{{ ui::error_summary(errors) }}
<form method="post" action="/cb/luu">{{ ui::once() }}{{ ui::field("ho_ten", "Họ và tên", typed, error=errors.of("ho_ten")) }}</form>{% endblock %}"#
)]
struct WorkPage {
    page: Page,
    typed: String,
    errors: FieldErrors,
}

async fn work(State(app): State<App>, ctx: Ctx, Officer(actor): Officer) -> Result {
    app.note_reading(&actor, "dossier:d1", "mở trang việc");
    let page = app.page(&ctx, "Việc của tôi");
    html(WorkPage {
        page,
        typed: String::new(),
        errors: FieldErrors::new(),
    })
}

async fn save(State(app): State<App>, ctx: Ctx, Officer(actor): Officer, fields: Fields) -> Result {
    let mut errors = FieldErrors::new();
    let name = fields.required(&mut errors, "ho_ten", "Họ và tên", 100);
    if !errors.is_empty() {
        let page = app.page(&ctx, "Việc của tôi").with_errors(&errors);
        return html_refused(WorkPage {
            page,
            typed: name,
            errors,
        });
    }
    let (token, at, by) = (fields.once()?, app.law_now(), actor.by());
    let location = app
        .write(move |tx| {
            if let Some(location) = once::claimed(tx, &token)? {
                return Ok::<_, Error>(tx.commit_silently("sent before", location)?);
            }
            let location = format!("/cb/viec?ten={}", tx.new_id());
            once::settle(tx, &token, &location)?;
            let saved = NewEvent {
                kind: "saved",
                subject: "test:1".to_owned(),
                data: serde_json::json!({ "length": name.chars().count() }),
            };
            Ok(tx.commit(&by, at, vec![saved], location)?)
        })
        .await?;
    app.tell(&ctx, Tone::Ok, "Đã lưu").await?;
    Ok(see(&location))
}

async fn attach(uploads: Uploads) -> Result {
    let files: Vec<String> = uploads
        .files
        .iter()
        .map(|file| format!("{}:{}:{}", file.name, file.size, file.sha256))
        .collect();
    let told: Vec<&str> = uploads
        .errors
        .iter()
        .map(|error| error.text.as_str())
        .collect();
    let note = uploads.fields.get("ghi_chu");
    Ok(format!(
        "note={note}\nfiles={}\nerrors={}",
        files.join(","),
        told.join(",")
    )
    .into_response())
}

async fn sign_in(State(app): State<App>, ctx: Ctx, fields: Fields) -> Result {
    let kept = Kept::from_fields(&fields);
    let cookie = app
        .begin_session(&ctx, fields.get("user"), Needs::Nothing)
        .await?;
    let next = resend::after_sign_in(&app, &ctx, "Phạm Thị Hà", &kept)?;
    Ok((cookie, next).into_response())
}

async fn sign_out(State(app): State<App>, ctx: Ctx) -> Result {
    let cookie = app.end_session(&ctx).await?;
    Ok((cookie, see("/")).into_response())
}

/// One of each reason why not.
pub fn reasons() -> Vec<Error> {
    vec![
        Error::Missing,
        Error::WrongMethod,
        Error::Denied(Denied::OtherAgency),
        Error::Denied(Denied::OwnWork),
        Error::CrossSite,
        Error::refused("Hồ sơ đã trả kết quả. Hãy lập hồ sơ mới."),
        Error::Invalid(FieldErrors::one("so", "Hãy điền số")),
        Error::Conflict(Conflict {
            who: "Trần Đức Hòa".to_owned(),
            what: "chuyển hồ sơ sang bước ký duyệt".to_owned(),
            when: "9:20, 23/11/2023".to_owned(),
            place: "/cb/ho-so/1".to_owned(),
            typed: vec!["Đã gõ <b>".to_owned()],
        }),
        Error::TooLarge("Tệp lớn hơn 20 MB. Hãy chụp lại".to_owned()),
        Error::TooMany { wait_seconds: 64 },
        Error::SignedOut,
        Error::Uncertain("secret detail".to_owned()),
        Error::Unavailable("secret detail".to_owned()),
        Error::fault("secret detail"),
    ]
}

async fn fails(Path(n): Path<usize>) -> Error {
    reasons().swap_remove(n)
}

#[derive(Template)]
#[template(
    ext = "html",
    source = "{{ at|moment }}|{{ none|moment_or_dash }}|{{ at|iso }}|{{ date|date }}|{{ at|day }}|{{ at|time }}|{{ fee|dong }}|{{ n|number }}|{{ id|mask }}|{{ text|mask }}"
)]
struct FormatsPage {
    at: Moment,
    none: Option<Moment>,
    date: jiff::civil::Date,
    fee: Dong,
    n: u64,
    id: &'static str,
    text: String,
}

async fn formats() -> Result {
    let at = Moment::parse_local("2023-11-23T17:00").map_err(Error::fault)?;
    html(FormatsPage {
        at,
        none: None,
        date: at.date(),
        fee: Dong(8_000),
        n: 1_204,
        id: "030192004217",
        text: "030192004217".to_owned(),
    })
}
