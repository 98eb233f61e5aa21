//! Where a database is: `sqlite:FILE` or `postgres://…`.
//! For the command line, and for whoever opens one.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use crate::{
    error::StoreError,
    link::{Engine, Link},
    postgres,
    sqlite::Place,
};

/// Which database: `sqlite:FILE` or `postgres://…`.
#[derive(Clone, Debug)]
pub struct DatabaseUrl(pub(crate) Kind);

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Sqlite(Place),
    Postgres(Box<::postgres::Config>),
}

impl DatabaseUrl {
    /// The embedded database in this file.
    pub fn sqlite(path: impl Into<PathBuf>) -> Self {
        Self(Kind::Sqlite(Place {
            path: path.into(),
            vfs: None,
            durable: true,
        }))
    }

    /// Which engine answers there.
    pub const fn engine(&self) -> Engine {
        match self.0 {
            Kind::Sqlite(_) => Engine::Sqlite,
            Kind::Postgres(_) => Engine::Postgres,
        }
    }

    /// The file, if it is the embedded database.
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            Kind::Sqlite(place) => Some(&place.path),
            Kind::Postgres(_) => None,
        }
    }

    pub(crate) fn link(&self) -> Result<Box<dyn Link>, StoreError> {
        Ok(match &self.0 {
            Kind::Sqlite(place) => Box::new(place.link()?),
            Kind::Postgres(config) => Box::new(postgres::PostgresLink::connect(config)?),
        })
    }
}

impl FromStr for DatabaseUrl {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        if let Some(file) = text.strip_prefix("sqlite:").filter(|file| !file.is_empty()) {
            return Ok(Self::sqlite(file));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let config = text
                .parse()
                .map_err(|error| StoreError::Unsuitable(format!("address: {error}")))?;
            return Ok(Self(Kind::Postgres(Box::new(config))));
        }
        Err(StoreError::Unsuitable(
            "a database is written sqlite:FILE or postgres://…".to_owned(),
        ))
    }
}

/// Without the password.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Sqlite(place) => write!(out, "sqlite:{}", place.path.display()),
            Kind::Postgres(config) => {
                write!(
                    out,
                    "postgres://{}@…/{}",
                    config.get_user().unwrap_or(""),
                    config.get_dbname().unwrap_or("")
                )
            }
        }
    }
}
