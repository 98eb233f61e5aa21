//! The real router over a real temporary database, asked as a browser asks.
//! For the tests of every feature; runs on PostgreSQL too where one is named.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::{Html, IntoResponse};
use domain::access::{Actor, Role};
use domain::moment::Moment;
use http_body_util::BodyExt;
use store::testing::Effects;
use store::{Db, Reader, StoreError};
use tower::ServiceExt;

use crate::app::{App, NavItem, Setup, Supplied};
use crate::clock::Clock;
use crate::commune::Commune;
use crate::error::Result;
use crate::form::Fields;
use crate::law::Law;
use crate::resend::{BODY_FIELD, SignInPage, TO_FIELD};
use crate::routes::Routes;
use crate::session::{COOKIE, Needs};

/// The commune of all tests.
pub const AGENCY: &str = "xa_quang_khai";
/// When tests begin: a Thursday morning.
pub const MORNING: &str = "2023-11-23T09:12";

/// A program under test: one browser, one clock that stands still.
pub struct TestApp {
    /// The program.
    pub app: App,
    /// Its clock; both times move together.
    pub clock: Clock,
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// What the program answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, when it is text; see `bytes` otherwise.
    pub body: String,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// A header, or `""`.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where a redirect leads, or `""`.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The value of a hidden or filled field of the page, unescaped enough for tokens.
    pub fn field(&self, name: &str) -> Option<&str> {
        let at = self.body.find(&format!("name=\"{name}\""))?;
        let (_, after) = self.body[at..].split_once("value=\"")?;
        after.split_once('"').map(|(value, _)| value)
    }
}

impl TestApp {
    /// The program over each engine, with routes and what features supply.
    pub fn on_each_engine(
        effects: Effects,
        routes: fn() -> Routes,
        supplied: Supplied,
    ) -> Vec<Self> {
        store::testing::engines_with(effects)
            .into_iter()
            .map(|db| Self::over(db, routes(), supplied))
            .collect()
    }

    /// The program over one database.
    pub fn over(db: Db, routes: Routes, supplied: Supplied) -> Self {
        Self::made_of(setup(db, supplied), routes)
    }

    /// The program made of a changed set-up, see [`setup`].
    pub fn made_of(setup: Setup, routes: Routes) -> Self {
        let clock = setup.clock.clone();
        let app = App::new(setup);
        Self {
            router: routes.into_router(app.clone()),
            app,
            clock,
            cookies: Mutex::default(),
        }
    }

    /// Signs the browser in as an account, without a password.
    pub async fn sign_in(&self, user: &str) {
        self.begin(user, Needs::Nothing).await;
    }

    /// Begins a session that may still need something.
    pub async fn begin(&self, user: &str, needs: Needs) {
        let ctx = crate::edge::stranger("/");
        let cookie = self
            .app
            .begin_session(&ctx, user, needs)
            .await
            .expect("the test database takes sessions");
        self.keep_cookies((cookie, ()).into_response().headers());
    }

    /// Forgets all cookies, as another browser.
    pub fn forget_cookies(&self) {
        self.cookies().clear();
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path), Body::empty())
            .await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = Fields::of(fields.iter().copied()).encoded();
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.into()).await
    }

    /// Sends a form with files: field, file name, bytes.
    pub async fn post_files(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const EDGE: &str = "----motcua-test-boundary";
        let mut body = Vec::new();
        for (name, value) in fields {
            let head =
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, kind);
        self.send(request, body.into()).await
    }

    /// A request as this browser makes it, to be changed before `send`.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<String> = self
            .cookies()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "motcua.test")
            .header("sec-fetch-dest", "document");
        if cookies.is_empty() {
            request
        } else {
            request.header(header::COOKIE, cookies.join("; "))
        }
    }

    /// Sends a request and keeps the cookies of the answer.
    pub async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request
            .body(body)
            .expect("the test's request is well formed");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        self.keep_cookies(&parts.headers);
        let bytes = body
            .collect()
            .await
            .expect("the body arrives")
            .to_bytes()
            .to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("our cookies are ASCII");
            let pair = text.split(';').next().unwrap_or_default();
            let (name, value) = pair
                .split_once('=')
                .expect("a cookie has a name and a value");
            if text.contains("Max-Age=0") {
                self.cookies().remove(name);
            } else {
                self.cookies().insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn cookies(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token in this browser's session cookie.
    pub fn token(&self) -> Option<String> {
        self.cookies().get(COOKIE).cloned()
    }
}

/// A set-up for tests: the embedded law, a held clock.
pub fn setup(db: Db, supplied: Supplied) -> Setup {
    let morning = Moment::parse_local(MORNING).expect("a valid time");
    Setup {
        db,
        clock: Clock::held_at(morning),
        press: None,
        public_url: "https://motcua.test".to_owned(),
        demo: None,
        agency: AGENCY.to_owned(),
        commune: Arc::new(Commune {
            name: "xã Quang Khải".to_owned(),
            parent: "huyện Tứ Kỳ, tỉnh Hải Dương".to_owned(),
            place: "Quang Khải".to_owned(),
            phone: "0220 000 0000".to_owned(),
            address: "Thôn Quang Tiền, xã Quang Khải".to_owned(),
            hours: "Thứ Hai đến thứ Sáu".to_owned(),
            code_part: "000.21.49.H23".to_owned(),
            is_code_unverified: true,
            house: "https://motcua.test".to_owned(),
        }),
        law: Law::embedded().expect("the embedded data is checked by tests"),
        supplied,
    }
}

/// Supplies officers whose account says what they are: `chair`, `one_stop+clerk`,
/// `specialist@tu_phap_ho_tich` (roles, then posts). No menu, a bare sign-in page.
pub const SUPPLIED: Supplied = Supplied {
    actor_of,
    bearer_of: |_, _, _| Ok(None),
    public_nav: &[NavItem {
        key: "procedures",
        href: "/thu-tuc",
        label: "Thủ tục",
    }],
    nav: |_, _, _| Vec::new(),
    counts: |_, _, _| Ok(Vec::new()),
    end_tokens: |_, _, _| Ok(Vec::new()),
    sign_in_page,
    sign_in_path: "/cb/dang-nhap",
    needs_path: |_| "/cb/dang-nhap/xac-thuc",
};

fn actor_of(_: &mut Reader<'_>, user: &str, _: Moment) -> Result<Option<Actor>, StoreError> {
    Ok(officer(user))
}

/// The officer of an account named as [`SUPPLIED`] says; none when a role is unknown.
pub fn officer(user: &str) -> Option<Actor> {
    let (roles, posts) = user.split_once('@').unwrap_or((user, ""));
    Some(Actor {
        user: user.to_owned(),
        agency: AGENCY.to_owned(),
        name: format!("Cán bộ {user}"),
        posts: posts
            .split('+')
            .filter(|post| !post.is_empty())
            .map(str::to_owned)
            .collect(),
        roles: roles
            .split('+')
            .map(Role::from_name)
            .collect::<Option<_>>()?,
        covers: Vec::new(),
    })
}

fn sign_in_page(page: &SignInPage<'_>) -> Result {
    let hidden = format!(
        "<p>{}</p><input name=\"{TO_FIELD}\" value=\"{}\"><input name=\"{BODY_FIELD}\" value=\"{}\">",
        page.sentence, page.kept.to, page.kept.body
    );
    Ok(Html(hidden).into_response())
}
