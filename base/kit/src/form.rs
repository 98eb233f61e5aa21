//! What was typed into a form: an ordered multimap of normalised texts.
//! For handlers that take `Fields`; a form sent as multipart reads the same.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use domain::text;
use http_body_util::BodyExt;

use crate::app::App;
use crate::error::{Error, Result};
use crate::field_errors::FieldErrors;
use crate::parts::{Parts, text_of};
use crate::words;

/// All texts of one form together.
pub const FORM_BYTES_MAX: usize = 1024 * 1024;
/// What is read and thrown away before a refusal, so that the browser hears it
/// instead of a broken connection.
pub(crate) const DRAIN_BYTES_MAX: usize = 256 * 1024 * 1024;
/// No form of ours has so many fields.
const FIELDS_MAX: usize = 2_000;
/// The hidden field with the token of the page.
pub const ONCE_FIELD: &str = "_once";

/// The fields of a form in the order sent. Texts are NFC, without U+0000, lines end in `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Fields from pairs, for tests and for forms filled in by the program.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self(pairs.into_iter().map(owned).collect())
    }

    pub(crate) fn parse(body: &[u8]) -> Result<Self> {
        let mut fields = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            fields.push(&name, &value)?;
        }
        Ok(fields)
    }

    pub(crate) fn push(&mut self, name: &str, value: &str) -> Result<()> {
        if text::has_nul(name) || text::has_nul(value) {
            let field = name.replace('\0', "");
            return Err(Error::Invalid(FieldErrors::one(field, words::has_nul())));
        }
        if self.0.len() >= FIELDS_MAX {
            return Err(Error::TooLarge(words::form_too_large(
                FORM_BYTES_MAX / 1024,
            )));
        }
        let value = visible(&text::nfc(value).replace("\r\n", "\n"));
        self.0.push((name.to_owned(), value));
        Ok(())
    }

    /// The first value of a field, trimmed; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// All values of a field, trimmed, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.trim())
    }

    /// Whether the field was sent and is not empty: a box that is ticked, a button pressed.
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// A single line, inner spaces joined. Too long a text is noted against the
    /// field and returned whole, so that the form shows again what was typed.
    pub fn text(&self, errors: &mut FieldErrors, name: &str, label: &str, max: usize) -> String {
        let words: Vec<&str> = self.get(name).split_whitespace().collect();
        checked(errors, name, label, max, words.join(" "))
    }

    /// The same for a line that must not be empty.
    pub fn required(
        &self,
        errors: &mut FieldErrors,
        name: &str,
        label: &str,
        max: usize,
    ) -> String {
        let line = self.text(errors, name, label, max);
        if line.is_empty() {
            errors.add(name, words::fill_in(label));
        }
        line
    }

    /// A text of several lines.
    pub fn lines(&self, errors: &mut FieldErrors, name: &str, label: &str, max: usize) -> String {
        checked(errors, name, label, max, self.get(name).to_owned())
    }

    /// A count as an officer types it (`2`, `1.200`), or the usual one where nothing was typed.
    pub fn count(
        &self,
        errors: &mut FieldErrors,
        name: &str,
        label: &str,
        (usual, most): (u32, u32),
    ) -> u32 {
        let typed = self.get(name);
        if typed.is_empty() {
            return usual;
        }
        let why = match typed.replace(['.', ' '], "").parse::<u32>() {
            Ok(number) if number <= most => return number,
            Ok(number) => {
                format!("{label} là {number}, nhiều nhất {most}. Hãy xem lại số vừa gõ")
            }
            Err(_) => {
                format!("{label} phải là số, đang là «{typed}». Hãy viết bằng chữ số, ví dụ 2")
            }
        };
        errors.add(name, why);
        usual
    }

    /// The token of the page the form stood on, for `store::once`.
    ///
    /// # Errors
    /// A refusal when the form carries none: it was not made by one of our pages.
    pub fn once(&self) -> Result<String> {
        let token = self.get(ONCE_FIELD);
        let is_ours = token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_ours {
            return Ok(token.to_owned());
        }
        Err(stale())
    }

    /// The version of the thing that the page showed, for the check that nobody was quicker.
    ///
    /// # Errors
    /// A refusal when the form carries none: it was not made by one of our pages.
    pub fn seen(&self) -> Result<i64> {
        self.get("version").parse().map_err(|_| stale())
    }

    /// The fields in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The fields as a browser sends them.
    pub fn encoded(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.extend_pairs(self.iter());
        out.finish()
    }
}

fn stale() -> Error {
    Error::refused("Trang này mở đã lâu hoặc chưa tải xong. Hãy tải lại trang rồi gửi lại.")
}

/// Without control characters, which scanners send, and without the marks that turn the direction
/// of writing, by which one name is made to look like another.
pub(crate) fn visible(text: &str) -> String {
    let is_unseen = |c: char| {
        let turns = matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || (c.is_control() && c != '\n' && c != '\t')
    };
    text.chars().filter(|&c| !is_unseen(c)).collect()
}

fn checked(errors: &mut FieldErrors, name: &str, label: &str, max: usize, value: String) -> String {
    let length = value.chars().count();
    if length > max {
        errors.add(name, words::too_long(label, max, length));
    }
    value
}

impl FromRequest<App> for Fields {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self> {
        read_fields(request, FORM_BYTES_MAX).await
    }
}

/// A long form of which nothing typed may be lost: what cannot be kept is left out and told at its
/// field, so that the page is shown again with all the rest.
#[derive(Clone, Debug, Default)]
pub struct FieldsKept {
    /// What was typed, less what cannot be kept.
    pub fields: Fields,
    /// Where something was left out.
    pub errors: FieldErrors,
}

impl FieldsKept {
    fn parse(body: &[u8]) -> Result<Self> {
        let mut kept = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            if text::has_nul(&value) {
                kept.errors.add(&*name, words::has_nul());
            }
            kept.fields.push(&name, &value.replace('\0', ""))?;
        }
        Ok(kept)
    }
}

impl FromRequest<App> for FieldsKept {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        if is_multipart(request.headers()) {
            let fields = Fields::from_request(request, app).await?;
            return Ok(Self {
                fields,
                errors: FieldErrors::new(),
            });
        }
        Self::parse(&collect(request.into_body(), FORM_BYTES_MAX).await?)
    }
}

/// The texts of a form, however it was encoded; files are passed over.
pub(crate) async fn read_fields(request: Request, max: usize) -> Result<Fields> {
    if !is_multipart(request.headers()) {
        return Fields::parse(&collect(request.into_body(), max).await?);
    }
    let mut parts = Parts::of(request).await?;
    let (mut fields, mut left) = (Fields::default(), max);
    while let Some(mut part) = parts.next().await? {
        if part.file_name().is_some() {
            while part.chunk().await.map_err(broken)?.is_some() {}
            continue;
        }
        let (name, value) = text_of(&mut part, &mut left, max).await?;
        fields.push(&name, &value)?;
    }
    Ok(fields)
}

pub(crate) fn is_multipart(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value
                .to_ascii_lowercase()
                .starts_with("multipart/form-data")
        })
}

/// A body that ended early or is not what its header says.
pub(crate) fn broken(why: impl std::fmt::Display) -> Error {
    tracing::info!(%why, "a request could not be read");
    Error::refused("Dữ liệu gửi lên bị đứt giữa chừng. Hãy quay lại trang trước và gửi lại.")
}

/// The whole body, or a refusal once all of it has been heard.
pub(crate) async fn collect(mut body: Body, max: usize) -> Result<Bytes> {
    let (mut kept, mut heard) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(broken)?.into_data() else {
            continue;
        };
        heard += data.len();
        if heard <= max {
            kept.extend_from_slice(&data);
        } else if heard > DRAIN_BYTES_MAX {
            break;
        }
    }
    if heard > max {
        return Err(Error::TooLarge(words::form_too_large(max / 1024)));
    }
    Ok(kept.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_kept_and_told() {
        let name = "Nguyễn ".repeat(100);
        let fields = Fields::of([("ho_ten", name.as_str())]);
        let mut errors = FieldErrors::new();
        let typed = fields.required(&mut errors, "ho_ten", "Họ và tên", 100);
        assert_eq!(typed, name.trim());
        assert_eq!(
            errors.of("ho_ten"),
            "Họ và tên dài 699 ký tự, tối đa 100. Hãy viết ngắn lại"
        );
    }

    #[test]
    fn nul_is_refused_and_the_field_named() {
        let refused = Fields::parse(b"ho_ten=Nguy%00n").expect_err("NUL is refused");
        let Error::Invalid(errors) = refused else {
            panic!("the refusal concerns a field");
        };
        assert!(errors.has("ho_ten"));
    }

    #[test]
    fn a_long_form_is_kept_less_its_nul() {
        let kept = FieldsKept::parse(b"ho_ten=Nguy%00n&noi_o=Thon+1").expect("kept");
        assert!(kept.errors.has("ho_ten") && !kept.errors.has("noi_o"));
        let both = (kept.fields.get("ho_ten"), kept.fields.get("noi_o"));
        assert_eq!(both, ("Nguyn", "Thon 1"));
    }

    #[test]
    fn what_nobody_can_see_is_not_kept() {
        let typed = "a=Ng\u{202e}An\u{2066}\u{200f}\u{7}\u{1b}[0m\tB";
        let fields = Fields::parse(typed.as_bytes()).expect("good");
        assert_eq!(fields.get("a"), "NgAn[0m\tB");
    }

    #[test]
    fn texts_are_precomposed_and_single_lines_joined() {
        let fields = Fields::parse("a=Nguye%CC%82%CC%83n++An%0D%0AB".as_bytes()).expect("good");
        let mut errors = FieldErrors::new();
        assert_eq!(fields.text(&mut errors, "a", "Tên", 50), "Nguyễn An B");
        assert_eq!(fields.lines(&mut errors, "a", "Tên", 50), "Nguyễn  An\nB");
        assert!(errors.is_empty());
    }

    #[test]
    fn order_and_repetition_survive_encoding() {
        let fields = Fields::of([("b", "1"), ("a", "x y&z"), ("b", "2")]);
        let again = Fields::parse(fields.encoded().as_bytes()).expect("good");
        assert_eq!(again, fields);
        assert_eq!(again.all("b").collect::<Vec<_>>(), ["1", "2"]);
    }

    #[test]
    fn a_form_without_our_token_is_refused() {
        assert!(Fields::of([("_once", "1")]).once().is_err());
        assert!(
            Fields::of([("_once", "0123456789abcdef0123456789abcdef")])
                .once()
                .is_ok()
        );
    }

    #[test]
    fn counts_beyond_belief_are_asked_again() {
        let fields = Fields::of([("pages", "30000"), ("copies", "hai"), ("cases", "1.2")]);
        let mut errors = FieldErrors::new();
        let mut count =
            |name: &str, usual: u32| fields.count(&mut errors, name, "Số bản", (usual, 2_000));
        assert_eq!(
            [
                count("pages", 1),
                count("copies", 1),
                count("cases", 1),
                count("none", 7)
            ],
            [1, 1, 12, 7]
        );
        assert_eq!(errors.len(), 2);
    }
}
