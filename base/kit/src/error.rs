//! Why a request was not done; each reason is one status and one page that says what to do next.
//! For every handler: `?` carries a reason to the edge, which renders and logs it once.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::access::Denied;
use store::StoreError;

use crate::field_errors::FieldErrors;

/// What a handler answers.
pub type Result<T = Response, E = Error> = std::result::Result<T, E>;

/// A reason why not.
#[derive(Clone, Debug)]
pub enum Error {
    /// It is not there, or belongs to somebody else, which must look the same: 404.
    Missing,
    /// The page exists but not for this method: 405.
    WrongMethod,
    /// The officer's posts do not give this right: 403.
    Denied(Denied),
    /// The request came from another site: 403.
    CrossSite,
    /// The rules say no, and say what to do next: 422.
    Refused(String),
    /// What was typed cannot be taken as it is: 422.
    Invalid(FieldErrors),
    /// Somebody else was first: 409.
    Conflict(Conflict),
    /// More than we take in one request: 413.
    TooLarge(String),
    /// Too many attempts: 429.
    TooMany {
        /// How long to wait.
        wait_seconds: u64,
    },
    /// The page is for signed-in officers and a script asked for it: 401.
    SignedOut,
    /// The request itself does not fit, as only programs make it: 400, 403, 415 …
    Misfit {
        /// The status that says which.
        status: StatusCode,
        /// What to do.
        sentence: String,
    },
    /// It is not known whether the act was kept; the form's token tells on sending again: 503.
    Uncertain(String),
    /// The database does not answer: 503.
    Unavailable(String),
    /// Something broke that must not break: 500. The text is for the log only.
    Fault(String),
}

/// Who changed what, and when, before the officer's own change arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflict {
    /// The colleague's name.
    pub who: String,
    /// What they did, as the rest of "… đã ": `chuyển hồ sơ sang bước ký duyệt`.
    pub what: String,
    /// When, already in words: `9:20, 23/11/2023`.
    pub when: String,
    /// Where it now stands; empty where there is no page of it.
    pub place: String,
    /// What the officer had typed and cannot send any more, to be read and copied.
    pub typed: Vec<String>,
}

impl Conflict {
    /// The conflict as one sentence.
    pub fn sentence(&self) -> String {
        format!("{} đã {} lúc {}.", self.who, self.what, self.when)
    }
}

impl Error {
    /// A fault, from whatever went wrong; the text goes to the log only.
    pub fn fault(why: impl std::fmt::Display) -> Self {
        Self::Fault(why.to_string())
    }

    /// A refusal in one sentence, which says what to do next.
    pub fn refused(sentence: impl Into<String>) -> Self {
        Self::Refused(sentence.into())
    }

    /// A request that does not fit, with what to do.
    pub fn misfit(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self::Misfit {
            status,
            sentence: sentence.into(),
        }
    }

    /// The status that this reason answers with.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Missing | Self::Denied(Denied::OtherAgency) => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Denied(_) | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Refused(_) | Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Misfit { status, .. } => *status,
            Self::Uncertain(_) | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Marks a response that the edge still has to turn into a page.
#[derive(Clone, Debug)]
pub(crate) struct Unrendered(pub(crate) Error);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Unrendered(self));
        response
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(why) => Self::Unavailable(why),
            StoreError::Uncertain(why) => Self::Uncertain(why),
            // A file that the disk did not take: nothing is broken, and trying again later may work.
            StoreError::File(why) if why.contains("No space left") => Self::Unavailable(why),
            // Two programs took the same form at once; the other one has done it.
            StoreError::Unique { constraint } if constraint.starts_with("once(") => {
                Self::refused("Nội dung này vừa được gửi. Hãy mở lại danh sách để xem kết quả.")
            }
            // Forms lose that character on the way in; only an address that nobody gave out still holds it.
            StoreError::Nul => Self::Missing,
            other => Self::fault(other),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::fault(error)
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<Conflict> for Error {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}
