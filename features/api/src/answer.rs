//! What an address answers when all is well; what goes wrong is a `kit::Error`, told by the edge.
//! For every handler.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::moment::Moment;
use serde_json::{Value, json};

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
    pub(crate) body: Value,
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
    /// A value.
    pub(crate) fn of(body: Value) -> Self {
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
    pub(crate) fn made(body: Value, location: String) -> Self {
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
    pub(crate) fn page(items: Vec<Value>, prev: Option<String>, next: Option<String>) -> Self {
        let link =
            |at: &Option<String>, rel: &str| at.as_ref().map(|at| format!("<{at}>; rel=\"{rel}\""));
        let links: Vec<String> = [link(&prev, "prev"), link(&next, "next")]
            .into_iter()
            .flatten()
            .collect();
        Self {
            links: links.join(", "),
            ..Self::of(json!({ "items": items, "prev": prev, "next": next }))
        }
    }
}

impl From<Json> for Answer {
    fn from(json: Json) -> Self {
        Self::Json(json)
    }
}

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body.to_string()).into_response();
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
pub(crate) fn at(moment: Moment) -> Value {
    json!(
        moment
            .local()
            .strftime("%Y-%m-%dT%H:%M:%S+07:00")
            .to_string()
    )
}

/// A moment or null.
pub(crate) fn maybe_at(moment: Option<Moment>) -> Value {
    moment.map_or(Value::Null, at)
}
