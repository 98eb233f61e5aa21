//! What an address answers when all is well; what goes wrong is a `kit::Error`, told by the edge.
//! For every handler.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::moment::Moment;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Says that the answer is that of the first call with the same key.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// An answer.
pub(crate) enum Answer {
    /// JSON, to be held against its shape.
    Json(Json),
    /// Bytes, already an answer of their own.
    Raw(Response),
}

/// JSON with what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Json {
    pub(crate) status: StatusCode,
    /// Written out at once: a list goes from rows to bytes without a tree in between.
    pub(crate) body: String,
    /// Where what was made now stands; empty for nowhere.
    pub(crate) location: String,
    /// The version, as an entity tag.
    pub(crate) version: Option<i64>,
    /// Addresses of the pages before and after.
    pub(crate) links: String,
    pub(crate) is_replayed: bool,
    /// Whether some shared cache may keep it a while.
    pub(crate) is_public: bool,
}

impl Json {
    /// What serialises to JSON.
    pub(crate) fn of(body: impl Serialize) -> Self {
        let text = serde_json::to_string(&body).expect("every key of an answer is text");
        Self::written(text)
    }

    /// JSON that was written before.
    pub(crate) fn written(body: String) -> Self {
        Self {
            status: StatusCode::OK,
            body,
            location: String::new(),
            version: None,
            links: String::new(),
            is_replayed: false,
            is_public: false,
        }
    }

    /// Something made, and where it stands.
    pub(crate) fn made(body: impl Serialize, location: String) -> Self {
        Self {
            status: StatusCode::CREATED,
            location,
            ..Self::of(body)
        }
    }

    /// With the version of what is told.
    pub(crate) fn version(self, version: i64) -> Self {
        Self {
            version: Some(version),
            ..self
        }
    }

    /// For everybody, who may keep it a minute.
    pub(crate) fn public(self) -> Self {
        Self {
            is_public: true,
            ..self
        }
    }

    /// One page of a list, with the addresses beside it.
    pub(crate) fn page<T: Serialize>(
        items: &[T],
        prev: Option<String>,
        next: Option<String>,
    ) -> Self {
        let link =
            |at: &Option<String>, rel: &str| at.as_ref().map(|at| format!("<{at}>; rel=\"{rel}\""));
        let links: Vec<String> = [link(&prev, "prev"), link(&next, "next")]
            .into_iter()
            .flatten()
            .collect();
        Self {
            links: links.join(", "),
            ..Self::of(Page { items, prev, next })
        }
    }
}

#[derive(Serialize)]
struct Page<'a, T> {
    items: &'a [T],
    prev: Option<String>,
    next: Option<String>,
}

impl From<Json> for Answer {
    fn from(json: Json) -> Self {
        Self::Json(json)
    }
}

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        let keep = if self.is_public {
            "public, max-age=60"
        } else {
            "no-store"
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        let tag = self
            .version
            .map(|version| format!("\"{version}\""))
            .unwrap_or_default();
        let more = [
            (header::LOCATION, self.location),
            (header::LINK, self.links),
            (header::ETAG, tag),
        ];
        for (name, text) in more {
            if let Some(value) = HeaderValue::try_from(text)
                .ok()
                .filter(|value| !value.is_empty())
            {
                headers.insert(name, value);
            }
        }
        if self.is_replayed {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

/// A moment as programs read it, with Vietnam's offset.
pub(crate) struct At(pub(crate) Moment);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0.rfc3339())
    }
}

/// A moment as programs read it, as a value.
pub(crate) fn at(moment: Moment) -> Value {
    Value::from(moment.rfc3339().to_string())
}

/// A moment or null.
pub(crate) fn maybe_at(moment: Option<Moment>) -> Value {
    moment.map_or(Value::Null, at)
}
