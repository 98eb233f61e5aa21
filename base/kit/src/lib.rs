//! What every page shares: routes, sessions, forms, errors, frames of pages and their assets.
//! For all features and the binary; it knows none of them, they supply what it asks (`Supplied`).
//!
//! A request passes, from outside in: headers → compression → who asks ([`Ctx`]) → same site →
//! size → time → panics → the route's role check → the handler. Whatever fails becomes an
//! [`Error`], and the edge makes its page.

mod app;
mod assets;
mod bearer;
mod clock;
mod commune;
mod ctx;
mod deed;
mod edge;
mod error;
mod field_errors;
pub mod filters;
mod form;
mod headers;
mod health;
mod later;
pub mod law;
mod message;
pub mod meter;
mod page;
mod parts;
mod patience;
mod peer;
mod problem;
pub mod resend;
mod routes;
mod serve;
pub mod session;
mod shown;
pub mod testing;
mod throttle;
mod unread;
mod uploads;
pub mod words;

pub use app::{App, DemoAccount, DemoInfo, EndTokens, NavCount, NavItem, Press, Setup, Supplied};
pub use assets::{address as asset_address, names as asset_names};
pub use bearer::Bearer;
pub use clock::Clock;
pub use commune::{Commune, SET_CODE};
pub use ctx::{Ctx, Officer};
pub use deed::Deed;
pub use error::{Conflict, Error, Result};
pub use field_errors::{FieldError, FieldErrors};
pub use form::{FORM_BYTES_MAX, Fields, FieldsKept, ONCE_FIELD};
pub use law::Law;
pub use page::{Page, PageNavItem, PageNotice, Who, html, html_refused, html_with, see};
pub use resend::{Kept, SignInPage};
pub use routes::{Access, RouteSpec, Routes};
pub use serve::{serve, serve_until};
pub use session::{Needs, NextPage, Notice, Session, SetCookie};
pub use shown::{Choice, DeadlineTag, Labelled, Link, Pager, Tag, Tone};
pub use throttle::{Attempt, Throttle};
pub use uploads::{FILE_MB_MAX, FILES_MAX, FileKind, Upload, Uploads, file_answer};
