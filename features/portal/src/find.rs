//! `GET /tra-cuu`: by the code on the receipt, or by the dossier's number with a second proof.
//! The number is sequential, so alone it opens nothing (ruling 29); guessing is slowed.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use domain::code::{DossierCode, TrackingCode};
use dossier::{parties, row};
use kit::{App, Ctx, Error, FieldErrors, Fields, Link, Page, Result, html, html_with, see};
use store::Reader;

use crate::track;

/// Longer than any code or number.
const LENGTH_MAX: usize = 60;

/// The page with both forms, and what was typed.
#[derive(Template)]
#[template(path = "find.html")]
struct Find {
    page: Page,
    crumbs: Vec<Link>,
    code: String,
    number: String,
    four: String,
    errors: FieldErrors,
    is_lost: bool,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    code: String,
    number: String,
    four: String,
}

/// `GET /tra-cuu`, also with `?ma=` from the front page.
pub(crate) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result {
    let code: String = asked
        .get("ma")
        .map(|code| code.trim().chars().take(LENGTH_MAX).collect())
        .unwrap_or_default();
    let typed = Typed {
        code: code.clone(),
        ..Typed::default()
    };
    if !asked.contains_key("ma") {
        return html(form(&app, &ctx, typed, FieldErrors::new(), false));
    }
    if code.is_empty() {
        let errors = FieldErrors::one("ma", "Hãy điền mã tra cứu in trên giấy hẹn");
        return refused(&app, &ctx, typed, errors);
    }
    match TrackingCode::parse(&code) {
        Ok(code) => Ok(see(&format!("/t/{code}"))),
        Err(sentence) => match number(&code, &app.commune().code_part) {
            Some(number) => {
                let sentence =
                    "Đây là số hồ sơ. Hãy điền thêm 4 số cuối của điện thoại đã ghi khi nộp";
                let typed = Typed {
                    number,
                    ..Typed::default()
                };
                refused(&app, &ctx, typed, FieldErrors::one("bon-so", sentence))
            }
            None => refused(&app, &ctx, typed, FieldErrors::one("ma", sentence)),
        },
    }
}

/// `POST /tra-cuu/so`: the number and the last four digits of the telephone.
pub(crate) async fn by_number(State(app): State<App>, ctx: Ctx, fields: Fields) -> Result {
    let mut errors = FieldErrors::new();
    let typed = Typed {
        code: String::new(),
        number: fields.required(&mut errors, "so", "Số hồ sơ", LENGTH_MAX),
        four: fields.required(&mut errors, "bon-so", "4 số cuối điện thoại", LENGTH_MAX),
    };
    let read = number(&typed.number, &app.commune().code_part);
    if read.is_none() && !errors.has("so") {
        errors.add(
            "so",
            "Số hồ sơ có dạng 000.21.49.H23-231123-0007. Xem dòng «Mã hồ sơ» ở đầu giấy hẹn",
        );
    }
    let four: String = typed
        .four
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    if !errors.has("bon-so") && (four.len() != 4 || !four.bytes().all(|byte| byte.is_ascii_digit()))
    {
        errors.add(
            "bon-so",
            "Hãy điền đúng 4 chữ số cuối của số điện thoại, ví dụ 5678",
        );
    }
    let (Some(number), true) = (read, errors.is_empty()) else {
        return refused(&app, &ctx, typed, errors);
    };
    let attempt = ctx.attempt(&format!("track-number:{number}"));
    app.throttle()
        .check(&attempt)
        .map_err(|wait_seconds| Error::TooMany { wait_seconds })?;
    let found = proven(&app, number, four).await?;
    // Why once more: four digits are soon guessed by whoever sends thousands of forms at once, which
    // have all passed the first question.
    app.throttle()
        .check(&attempt)
        .map_err(|wait_seconds| Error::TooMany { wait_seconds })?;
    match found {
        Some(tracking) => {
            app.throttle().succeeded(&attempt);
            Ok(see(&format!("/t/{tracking}")))
        }
        None => {
            app.throttle().failed(&attempt);
            // The same sentence whether the number exists or not: nobody learns numbers here.
            let sentence = "Không có hồ sơ nào khớp cả số hồ sơ và số điện thoại này. Xem lại hai số; nếu khi nộp không ghi điện thoại, hãy dùng mã tra cứu hoặc mang căn cước đến quầy";
            refused(&app, &ctx, typed, FieldErrors::one("so", sentence))
        }
    }
}

/// The tracking code of the dossier, if a person of it has a telephone that ends so.
async fn proven(app: &App, number: String, four: String) -> Result<Option<String>> {
    let communes = track::communes(app);
    app.read(move |reader: &mut Reader<'_>| -> Result<_> {
        let mut found = Err(Error::Missing);
        for agency in &communes {
            found = row::find(reader, agency, &number);
            if !matches!(found, Err(Error::Missing)) {
                break;
            }
        }
        let row = match found {
            Err(Error::Missing) => return Ok(None),
            found => found?,
        };
        let (owner, filer) = parties::of(reader, &row.id)?;
        let phones = [owner.phone, filer.and_then(|filer| filer.phone)];
        let is_theirs = phones.iter().flatten().any(|phone| phone.ends_with(&four));
        Ok(is_theirs.then_some(row.tracking))
    })
    .await
}

/// A dossier's number as stored; its first part may be left out.
fn number(typed: &str, code_part: &str) -> Option<String> {
    let whole = DossierCode::parse(typed)
        .or_else(|_| DossierCode::parse(&format!("{code_part}-{}", typed.trim())));
    whole.ok().map(|code| code.as_str().to_owned())
}

/// The page that a code without a dossier leads to: what to do when the code is lost.
///
/// # Errors
/// A fault when the template cannot be rendered.
pub(crate) fn unknown(app: &App, ctx: &Ctx, code: &str, sentence: String) -> Result {
    let typed = Typed {
        code: code.chars().take(LENGTH_MAX).collect(),
        ..Typed::default()
    };
    html_with(
        StatusCode::NOT_FOUND,
        form(app, ctx, typed, FieldErrors::one("ma", sentence), true),
    )
}

fn refused(app: &App, ctx: &Ctx, typed: Typed, errors: FieldErrors) -> Result {
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        form(app, ctx, typed, errors, true),
    )
}

fn form(app: &App, ctx: &Ctx, typed: Typed, errors: FieldErrors, is_lost: bool) -> Find {
    Find {
        page: app.page(ctx, "Tra cứu hồ sơ").with_errors(&errors),
        crumbs: vec![Link::new("/", "Trang chủ")],
        code: typed.code,
        number: typed.number,
        four: typed.four,
        errors,
        is_lost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_whole_or_without_the_agency() {
        let part = "000.21.49.H23";
        let whole = Some("000.21.49.H23-231123-0007".to_owned());
        assert_eq!(number("000.21.49.h23-231123-0007 ", part), whole);
        assert_eq!(number(" 231123-0007", part), whole);
        assert_eq!(number("7KQ2M9XA", part), None);
    }
}
