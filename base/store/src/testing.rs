//! Databases for tests: a fresh one each, gone afterwards.
//! For every crate's tests; the same test runs on both engines.

use std::path::{Path, PathBuf};

use domain::fact::Fact;

use crate::{
    address::{DatabaseUrl, Kind},
    db::{Db, Options},
    dialect,
    entropy::{Entropy, Source},
    error::StoreError,
    jobs::Job,
    ledger::Event,
    link::Engine,
    migrate, params,
    sql::Sql as _,
    sqlite::Place,
};

/// Names the server on which tests may create databases: `postgres://user@host/postgres`.
pub const POSTGRES: &str = "MOTCUA_TEST_POSTGRES";

/// What events count and cause, as in [`Options`].
#[derive(Clone, Copy)]
pub struct Effects {
    /// As [`Options::facts`].
    pub facts: fn(&Event) -> Vec<Fact>,
    /// As [`Options::jobs`].
    pub jobs: fn(&Event) -> Vec<Job>,
}

impl Effects {
    /// Events that count and cause nothing.
    pub const NONE: Self = Self {
        facts: |_| Vec::new(),
        jobs: |_| Vec::new(),
    };
}

/// A fresh, migrated SQLite database in a temporary file.
pub fn sqlite() -> Db {
    sqlite_with(Effects::NONE)
}

/// As [`sqlite`], with effects.
pub fn sqlite_with(effects: Effects) -> Db {
    let db = fresh_sqlite(effects);
    db.migrate().expect("the migrations apply to SQLite");
    db
}

/// A fresh, migrated database on each engine: SQLite, and PostgreSQL where [`POSTGRES`] names one.
pub fn engines() -> Vec<Db> {
    engines_with(Effects::NONE)
}

/// As [`engines`], with effects.
pub fn engines_with(effects: Effects) -> Vec<Db> {
    let mut databases = vec![fresh_sqlite(effects)];
    databases.extend(fresh_postgres(effects));
    for db in &databases {
        db.migrate()
            .unwrap_or_else(|error| panic!("the migrations apply to {:?}: {error}", db.engine()));
    }
    databases
}

/// As [`engines_with`], with the store's own tables and those given instead of the whole folder.
pub fn engines_over(migrations: &[(&str, &str)], effects: Effects) -> Vec<Db> {
    let mut databases = vec![fresh_sqlite(effects)];
    databases.extend(fresh_postgres(effects));
    for db in &databases {
        migrate_over(db, migrations)
            .unwrap_or_else(|error| panic!("the migrations apply to {:?}: {error}", db.engine()));
    }
    databases
}

/// Applies the store's own tables and those given.
///
/// # Errors
/// As [`Db::migrate`].
pub fn migrate_over(db: &Db, migrations: &[(&str, &str)]) -> Result<Vec<String>, StoreError> {
    let own = migrate::EMBEDDED
        .iter()
        .filter(|(name, _)| *name < "0003")
        .copied();
    let all: Vec<(&str, &str)> = own.chain(migrations.iter().copied()).collect();
    db.migrate_with(&all)
}

/// The embedded database over a file system of the test's own; `durable` false gives up waiting for
/// the disk, to show what would be lost.
pub fn sqlite_over(path: impl Into<PathBuf>, vfs: Option<&str>, durable: bool) -> DatabaseUrl {
    DatabaseUrl(Kind::Sqlite(Place {
        path: path.into(),
        vfs: vfs.map(str::to_owned),
        durable,
    }))
}

fn options(url: DatabaseUrl, folder: &Path, effects: Effects) -> Options {
    Options {
        url,
        files: folder.join("files"),
        entropy: Entropy::Os,
        facts: effects.facts,
        jobs: effects.jobs,
        readers: 2,
    }
}

fn fresh_sqlite(effects: Effects) -> Db {
    let scratch = Scratch::new(None);
    let folder = scratch.folder.clone();
    let url = DatabaseUrl::sqlite(folder.join("test.db"));
    Db::open_with(options(url, &folder, effects), Some(scratch))
        .expect("a temporary file can be opened")
}

fn fresh_postgres(effects: Effects) -> Option<Db> {
    let server = std::env::var(POSTGRES)
        .ok()
        .filter(|text| !text.is_empty())?;
    let mut config: ::postgres::Config = server
        .parse()
        .expect("the address of the test server is valid");
    let name = format!("motcua_test_{}", Source::new(Entropy::Os).id());
    admin(
        &config,
        &format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        ),
    )
    .expect("the test server lets us create databases");
    let scratch = Scratch::new(Some((config.clone(), name.clone())));
    let folder = scratch.folder.clone();
    config.dbname(&name);
    let url = DatabaseUrl(Kind::Postgres(Box::new(config)));
    Some(
        Db::open_with(options(url, &folder, effects), Some(scratch))
            .expect("a fresh database can be opened"),
    )
}

fn admin(config: &::postgres::Config, sql: &str) -> Result<(), StoreError> {
    crate::db::apart(|| {
        let mut client = crate::postgres::open(config)?;
        client
            .batch_execute(sql)
            .map_err(|error| crate::postgres::failure(&error, sql))
    })
}

/// Changes the database behind the store's back, as someone with the file in hands could.
///
/// # Errors
/// Whatever the database refuses.
pub fn tamper(db: &Db, sql: &str) -> Result<(), StoreError> {
    let unprotect = dialect::unprotect(db.engine(), "event");
    match db.engine() {
        Engine::Sqlite => raw(
            db,
            &format!("PRAGMA foreign_keys = OFF; {unprotect}; {sql}"),
        ),
        Engine::Postgres => raw(db, &format!("{unprotect}; {sql}")),
    }
}

/// A temporary folder, and perhaps a database on a server, that vanish with their last user.
pub(crate) struct Scratch {
    folder: PathBuf,
    database: Option<(::postgres::Config, String)>,
}

impl Scratch {
    fn new(database: Option<(::postgres::Config, String)>) -> Self {
        let name = format!("motcua-test-{}", Source::new(Entropy::Os).id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
        Self { folder, database }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Rests of a test are no reason to fail it.
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Some((config, name)) = &self.database {
            let _ = admin(
                config,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }
}

/// Runs SQL past the store, with the database's own protections in place.
///
/// # Errors
/// Whatever the database refuses.
pub fn raw(db: &Db, sql: &str) -> Result<(), StoreError> {
    match &db.0.url.0 {
        Kind::Sqlite(place) => place
            .raw()?
            .execute_batch(sql)
            .map_err(|error| StoreError::Sql(format!("{error}: {sql}"))),
        Kind::Postgres(config) => admin(config, sql),
    }
}

/// All tables with their columns.
///
/// # Errors
/// Whatever the database refuses.
pub fn tables(db: &Db) -> Result<Vec<(String, Vec<String>)>, StoreError> {
    let engine = db.engine();
    db.read_blocking(move |reader| {
        let mut found = Vec::new();
        for table in reader.rows(dialect::table_names(engine), params![])? {
            let name: String = table.get("name")?;
            let columns = reader.rows(dialect::column_names(engine), params![&name])?;
            found.push((
                name,
                columns
                    .iter()
                    .map(|row| row.get("name"))
                    .collect::<Result<Vec<_>, _>>()?,
            ));
        }
        Ok(found)
    })
}

/// The file of an embedded database.
pub fn sqlite_path(db: &Db) -> Option<PathBuf> {
    db.0.url.path().map(Path::to_owned)
}
