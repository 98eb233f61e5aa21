//! A session that ended while somebody typed: they sign in, and nothing typed is lost.
//! For the role check, which meets the ended session, and for `people`, which signs in.

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::form::{Fields, is_multipart, read_fields};
use crate::page::{Page, html, see};
use crate::session::Needs;

/// What is typed is carried through signing in up to this size.
pub const KEPT_BYTES_MAX: usize = 256 * 1024;
/// The hidden field with the address to return to; also the query of the sign-in page.
pub const TO_FIELD: &str = "ve";
/// The hidden field with what was typed.
pub const BODY_FIELD: &str = "giu";
/// Where officers land when they came from nowhere.
const HOME: &str = "/cb/viec";

/// Where somebody was going, and what they had typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The address, always on this site; empty for none.
    pub to: String,
    /// What was typed, as browsers send it; empty for none.
    pub body: String,
}

impl Kept {
    /// Reads it back from the sign-in form, or from the query of its address.
    pub fn from_fields(fields: &Fields) -> Self {
        let (to, body) = (fields.get(TO_FIELD), fields.get(BODY_FIELD));
        if is_local(to) {
            Self {
                to: to.to_owned(),
                body: body.to_owned(),
            }
        } else {
            Self::default()
        }
    }

    /// The address alone, from a query string: `ve=%2Fcb%2Fho-so`. What was typed comes only in forms
    /// of our own: a link of a stranger must not put words into an officer's form.
    pub fn from_query(query: Option<&str>) -> Self {
        let fields = Fields::parse(query.unwrap_or_default().as_bytes());
        let found = fields.map(|fields| Self::from_fields(&fields));
        Self {
            body: String::new(),
            ..found.unwrap_or_default()
        }
    }

    /// Whether something typed is carried along.
    pub fn has_body(&self) -> bool {
        !self.body.is_empty()
    }
}

/// Whether an address leads to this site and nowhere else, however a browser reads it; browsers
/// send addresses in plain ASCII, and a header takes nothing else.
fn is_local(to: &str) -> bool {
    to.starts_with('/')
        && !to.starts_with("//")
        && !to.contains('\\')
        && to.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What the sign-in page is made of.
pub struct SignInPage<'a> {
    /// The program.
    pub app: &'a App,
    /// The request.
    pub ctx: &'a Ctx,
    /// What to carry along in hidden fields `ve` and `giu`.
    pub kept: Kept,
    /// A sentence on top; empty for none.
    pub sentence: &'static str,
}

const KEPT_SENTENCE: &str = "Phiên làm việc đã hết. Hãy đăng nhập lại, phần vừa nhập vẫn còn.";
const FILES_SENTENCE: &str =
    "Phiên làm việc đã hết. Hãy đăng nhập lại, phần chữ vừa nhập vẫn còn; riêng tệp cần chọn lại.";
const TOO_LONG_SENTENCE: &str = "Phiên làm việc đã hết và phần vừa nhập quá dài để giữ. Hãy mở trang đăng nhập ở thẻ khác, rồi quay lại đây bấm gửi lại.";

/// Asks whoever is not signed in (completely) to do so, keeping what they sent.
pub(crate) async fn ask_to_sign_in(app: &App, ctx: &Ctx, request: Request) -> Response {
    if is_script(request.headers()) {
        return Error::SignedOut.into_response();
    }
    let is_reading = request.method() == Method::GET || request.method() == Method::HEAD;
    if let Some(needs) = ctx
        .session()
        .map(|s| s.needs)
        .filter(|n| *n != Needs::Nothing)
        && is_reading
    {
        return see(&asking((app.supplied().needs_path)(needs), ctx.target()));
    }
    if is_reading {
        return see(&asking(app.supplied().sign_in_path, ctx.target()));
    }
    let has_files = is_multipart(request.headers());
    let (kept, sentence) = match read_fields(request, KEPT_BYTES_MAX).await {
        Ok(fields) => {
            let body = fields.encoded();
            let sentence = if has_files {
                FILES_SENTENCE
            } else {
                KEPT_SENTENCE
            };
            (
                Kept {
                    to: ctx.target().to_owned(),
                    body,
                },
                sentence,
            )
        }
        Err(_) => (Kept::default(), TOO_LONG_SENTENCE),
    };
    let page = SignInPage {
        app,
        ctx,
        kept,
        sentence,
    };
    match (app.supplied().sign_in_page)(&page) {
        Ok(shown) => (StatusCode::UNAUTHORIZED, shown).into_response(),
        Err(error) => error.into_response(),
    }
}

fn asking(path: &str, target: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(TO_FIELD, target);
    format!("{path}?{}", query.finish())
}

/// A script's `fetch` must not be answered by a whole sign-in page.
fn is_script(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-dest")
        .is_some_and(|value| value == "empty")
}

#[derive(Template)]
#[template(path = "resend.html")]
struct ResendPage<'a> {
    page: Page,
    to: &'a str,
    name: &'a str,
    fields: Fields,
}

/// Where signing in leads: to the page asked for, or to "Gửi lại" with what was typed.
///
/// # Errors
/// A fault when the page cannot be rendered.
pub fn after_sign_in(app: &App, ctx: &Ctx, name: &str, kept: &Kept) -> Result {
    if kept.to.is_empty() || !kept.has_body() {
        let to = if kept.to.is_empty() { HOME } else { &kept.to };
        return Ok(see(to));
    }
    html(ResendPage {
        page: app.page(ctx, "Gửi lại phần vừa nhập"),
        to: &kept.to,
        name,
        fields: Fields::parse(kept.body.as_bytes())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_site_are_returned_to() {
        for good in ["/cb/ho-so?han=qua", "/", "/cb/quay#k2"] {
            assert!(is_local(good), "{good}");
        }
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
            "/hồ-sơ",
            "/a b",
            "cb",
        ] {
            assert!(!is_local(bad), "{bad}");
            assert_eq!(
                Kept::from_fields(&Fields::of([("ve", bad), ("giu", "a=1")])),
                Kept::default()
            );
        }
    }

    #[test]
    fn the_query_of_the_sign_in_page_leads_back() {
        let address = asking("/cb/dang-nhap", "/cb/ho-so?a=1&b=2");
        let query = address.split_once('?').map(|(_, query)| query);
        assert_eq!(Kept::from_query(query).to, "/cb/ho-so?a=1&b=2");
    }

    #[test]
    fn a_link_brings_no_words_into_an_officers_form() {
        let link = "ve=%2Fcb%2Fho-so%2F1%2Frut&giu=ly_do%3Dx%26_once%3D0123";
        let kept = Kept::from_query(Some(link));
        assert_eq!(kept.to, "/cb/ho-so/1/rut");
        assert!(!kept.has_body(), "{}", kept.body);
    }
}
