//! One call of a program, read and checked against what its address takes.
//! For every handler, which finds path, query, body and key ready.

use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest as _, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use domain::access::Actor;
use domain::text::{hex, nfc};
use kit::{App, Ctx, Error, FORM_BYTES_MAX, FieldErrors, Result, Uploads, words};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::endpoint::{Door, Endpoint, Takes};
use crate::shape::{Kind, Shape, matches};

/// The header by which a repeated call is known.
pub(crate) const KEY: &str = "idempotency-key";
/// How it is written.
pub(crate) const KEY_PATTERN: &str = "^[0-9A-Za-z._-]{1,100}$";

/// A call that fits its address.
pub(crate) struct Call {
    pub(crate) app: App,
    pub(crate) ctx: Ctx,
    /// Parts of the path, by name.
    pub(crate) path: BTreeMap<String, String>,
    /// The query as sent, checked; only parameters that the address knows.
    pub(crate) query: BTreeMap<String, String>,
    /// The body, checked; null without one.
    pub(crate) body: Value,
    /// Its shape.
    pub(crate) shape: Option<Shape>,
    /// Files that came along.
    pub(crate) uploads: Uploads,
    /// The key of a call that changes something.
    pub(crate) key: String,
    /// A digest of method, path and body of a call that changes something.
    pub(crate) asked: String,
}

impl Call {
    /// Reads a request.
    ///
    /// # Errors
    /// What does not fit.
    pub(crate) async fn read(
        endpoint: &Endpoint,
        (app, ctx): (App, Ctx),
        path: BTreeMap<String, String>,
        request: Request,
    ) -> Result<Self> {
        let query = query(endpoint, ctx.target())?;
        let is_post = endpoint.method == Method::POST;
        let key = if is_post {
            key(request.headers())?
        } else {
            String::new()
        };
        let mut digest = Sha256::new();
        digest.update(format!("{} {}\n", endpoint.method, ctx.target()));
        let mut call = Self {
            app,
            ctx,
            path,
            query,
            body: Value::Null,
            shape: None,
            uploads: Uploads::default(),
            key,
            asked: String::new(),
        };
        match &endpoint.takes {
            Takes::Nothing => {}
            Takes::Json(shape) => {
                let bytes = json_bytes(request).await?;
                digest.update(&bytes);
                call.body = parsed(&bytes)?;
                let mut errors = FieldErrors::new();
                shape.check(&call.body, "", &mut errors);
                errors.settled()?;
                call.shape = Some(shape.clone());
            }
            Takes::Files => {
                call.uploads = files(&call.app, request).await?;
                for file in &call.uploads.files {
                    digest.update(format!("{} {}\n", file.name, file.sha256));
                }
                for (name, value) in call.uploads.fields.iter() {
                    digest.update(format!("{name}={value}\n"));
                }
            }
        }
        if is_post {
            call.asked = hex(&digest.finalize());
        }
        Ok(call)
    }

    /// Whose rights are used.
    ///
    /// # Errors
    /// Signed out, on a public address.
    pub(crate) fn actor(&self) -> Result<Actor> {
        self.ctx.actor().cloned().ok_or(Error::SignedOut)
    }

    /// Who calls, as answers are kept by: the token, or the account in a browser.
    pub(crate) fn caller(&self) -> Result<String> {
        Ok(match self.ctx.bearer() {
            Some(bearer) => format!("token:{}", bearer.token),
            None => self.actor()?.by(),
        })
    }

    /// A part of the path.
    pub(crate) fn part(&self, name: &str) -> String {
        self.path.get(name).cloned().unwrap_or_default()
    }

    /// A parameter of the query; empty where it was not sent.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    /// A number of the query.
    pub(crate) fn number(&self, name: &str, usual: i64) -> i64 {
        self.param(name).parse().unwrap_or(usual)
    }
}

/// The call may be made here: the token reaches so far.
pub(crate) fn reaches(endpoint: &Endpoint, ctx: &Ctx) -> Result<()> {
    let (Door::Right(_, scope), Some(bearer)) = (endpoint.door, ctx.bearer()) else {
        return Ok(());
    };
    if bearer.reaches(scope.name()) {
        return Ok(());
    }
    Err(Error::misfit(
        StatusCode::FORBIDDEN,
        format!(
            "Khóa «{}» không có phạm vi «{}». Nhờ quản trị cấp khóa khác có phạm vi này.",
            bearer.name,
            scope.name()
        ),
    ))
}

fn query(endpoint: &Endpoint, target: &str) -> Result<BTreeMap<String, String>> {
    let sent = target.split_once('?').map_or("", |(_, query)| query);
    let (mut known, mut errors) = (BTreeMap::new(), FieldErrors::new());
    for (name, value) in form_urlencoded::parse(sent.as_bytes()) {
        let Some(param) = endpoint.query.iter().find(|param| param.name == name) else {
            let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            errors.add(name, "Không có tham số này. Xem /api/v1/openapi.json");
            continue;
        };
        let value = nfc(&value);
        let read = match param.shape.kind {
            Kind::Number { .. } => value
                .parse::<i64>()
                .map_or(Value::from(value.as_str()), Value::from),
            Kind::Flag => Value::from(value == "true"),
            _ => Value::from(value.as_str()),
        };
        if known.contains_key(param.name) {
            errors.add(param.name, "Gửi hai lần. Chỉ gửi một lần");
        }
        param.shape.check(&read, param.name, &mut errors);
        known.insert(param.name.to_owned(), value);
    }
    errors.settled()?;
    Ok(known)
}

/// The key of a call that changes something: without it a lost answer would mean a second act.
fn key(headers: &HeaderMap) -> Result<String> {
    let key = headers
        .get(KEY)
        .and_then(|value| value.to_str().ok())
        .map(str::trim)
        .unwrap_or_default();
    if !matches(KEY_PATTERN, key) {
        return Err(Error::misfit(
            StatusCode::BAD_REQUEST,
            "Gửi tiêu đề Idempotency-Key gồm 1 đến 100 chữ, số, dấu chấm, gạch; mỗi việc một giá trị mới, gửi lại thì giữ nguyên giá trị cũ.",
        ));
    }
    Ok(key.to_owned())
}

/// The body, if it says that it is JSON.
async fn json_bytes(request: Request) -> Result<Vec<u8>> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if kind != "application/json" {
        return Err(unfit_kind("application/json"));
    }
    bytes_of(request.into_body()).await
}

async fn bytes_of(body: Body) -> Result<Vec<u8>> {
    match to_bytes(body, FORM_BYTES_MAX).await {
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(_) => Err(Error::TooLarge(words::form_too_large(
            FORM_BYTES_MAX / 1024,
        ))),
    }
}

fn parsed(bytes: &[u8]) -> Result<Value> {
    serde_json::from_slice(bytes).map_err(|why| {
        Error::misfit(
            StatusCode::BAD_REQUEST,
            format!(
                "Nội dung chưa phải JSON đọc được (UTF-8): xem dòng {}, cột {}.",
                why.line(),
                why.column()
            ),
        )
    })
}

async fn files(app: &App, request: Request) -> Result<Uploads> {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"));
    if !is_form {
        return Err(unfit_kind("multipart/form-data"));
    }
    Uploads::from_request(request, app).await
}

fn unfit_kind(wanted: &str) -> Error {
    Error::misfit(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        format!("Địa chỉ này nhận nội dung kiểu {wanted}. Ghi đúng kiểu ở tiêu đề Content-Type."),
    )
}
