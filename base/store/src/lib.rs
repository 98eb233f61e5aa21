//! The only crate that speaks to a database: acts, events, seals, facts, jobs and files.
//! For every feature; they write closures over [`Tx`] and never see an engine.
//!
//! Rules for tables (migrations/NNNN_name.sql, types written BIGINT, TEXT and BYTES):
//! - Every table has `id TEXT PRIMARY KEY` and is sealed, unless [`tables::EXEMPT`] names it with a reason.
//! - Every row written in an act is sealed in it ([`Tx::seal`]); rows go only by [`Tx::erase`].
//! - Rows with personal values have `salt TEXT NOT NULL`, filled from [`Tx::salt`].
//! - A column named `sha256` or ending in `_sha256` names a file of the file store; `verify` looks for it.
//! - Columns added later are nullable without a default: the seal of an older row leaves NULL out.
//! - `APPEND ONLY name;` in a migration forbids UPDATE and DELETE on a table.

mod address;
mod append;
pub mod backup;
mod batch;
mod db;
mod dialect;
mod entropy;
mod error;
mod files;
mod grants;
mod jobs;
mod ledger;
mod link;
mod meter;
mod migrate;
pub mod once;
mod postgres;
mod private;
mod queue;
mod ran;
mod reads;
mod rebuild;
mod scan;
mod sources;
mod sql;
mod sqlite;
mod statement;
mod sweep;
pub mod tables;
pub mod testing;
mod trace;
mod tx;
pub mod upkeep;
mod value;
mod verify;

pub use address::DatabaseUrl;
pub use db::{Db, Options};
pub use domain::fact::Fact;
pub use entropy::Entropy;
pub use error::StoreError;
pub use files::StoredFile;
pub use grants::grants;
pub use jobs::{Job, TakenJob};
pub use ledger::{Event, NewEvent};
pub use link::Engine;
pub use meter::Figures;
pub use migrate::State;
pub use sql::{Happening, Reader, Sql};
pub use tx::{Committed, Tx};
pub use value::{FromValue, Row, Value};
pub use verify::{Difference, Report};
