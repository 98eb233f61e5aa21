//! Databases for tests: a fresh one each, gone afterwards.
//! For every crate's tests; the same test runs on both engines.

mod seen;

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
    migrate,
    sqlite::Place,
};

pub use seen::{plan, record, recorded, sqlite_path, tables};

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
    /// Events that are counted as in the program, and cause nothing.
    pub const COUNTED: Self = Self {
        facts: |event| domain::fact::facts(&event.kind, event.at, &event.data),
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

/// A database that lies in this file, with its files beside it.
pub fn at(file: &Path) -> Db {
    let folder = file.with_extension("files");
    let options = options(DatabaseUrl::sqlite(file), &folder, Effects::NONE);
    Db::open(Options {
        files: folder,
        ..options
    })
    .expect("the file opens")
}

/// The address of a database, with its password.
pub fn address(db: &Db) -> String {
    match &db.0.url.0 {
        Kind::Sqlite(place) => format!("sqlite:{}", place.path.display()),
        Kind::Postgres(config) => {
            let text = |bytes: Option<&[u8]>| {
                String::from_utf8(bytes.unwrap_or_default().to_vec())
                    .expect("test passwords are text")
            };
            let host = match config.get_hosts().first() {
                Some(::postgres::config::Host::Tcp(host)) => host.clone(),
                _ => "127.0.0.1".to_owned(),
            };
            format!(
                "postgres://{}:{}@{host}:{}/{}",
                config.get_user().unwrap_or_default(),
                text(config.get_password()),
                config.get_ports().first().copied().unwrap_or(5432),
                config.get_dbname().unwrap_or_default()
            )
        }
    }
}

/// The same database of PostgreSQL under a new role that has the program's rights; none on SQLite.
pub fn under_role(db: &Db) -> Option<Db> {
    let Kind::Postgres(config) = &db.0.url.0 else {
        return None;
    };
    let role = format!("motcua_test_{}", Source::new(Entropy::Os).id());
    let rights = crate::grants(&role).expect("the name is plain");
    let made = format!("CREATE ROLE {role} LOGIN PASSWORD '{role}'; {rights}");
    admin(config, &made).expect("the test server lets us make roles");
    let mut config = config.clone();
    config.user(&role).password(&role);
    let scratch = Scratch::new(None);
    let url = DatabaseUrl(Kind::Postgres(config));
    let options = options(url, &scratch.folder, Effects::NONE);
    Some(
        Db::open_with(
            Options {
                facts: db.0.facts,
                jobs: db.0.jobs,
                ..options
            },
            Some(scratch),
        )
        .expect("the role may connect"),
    )
}

/// A fresh database on each engine, as it is before anything is in it.
pub fn unmigrated() -> Vec<Db> {
    let mut databases = vec![fresh_sqlite(Effects::NONE)];
    databases.extend(fresh_postgres(Effects::NONE));
    databases
}

/// A temporary folder, gone with the value.
pub struct Folder(Scratch);

impl Folder {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0.folder
    }
}

/// Makes a temporary folder.
pub fn folder() -> Folder {
    Folder(Scratch::new(None))
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
        .filter(|(name, _)| *name < "0005")
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
    crate::ran::begin();
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

/// Lets the connection that writes take no more pages than it holds now, as a full disk would, or
/// again as many as it wants; SQLite only.
///
/// # Errors
/// Whatever the database refuses.
pub fn fill_disk(db: &Db, is_full: bool) -> Result<(), StoreError> {
    // SQLite takes a limit below what there is as what there is.
    let pages = if is_full { 1 } else { 4_294_967_294_u32 };
    db.write_blocking("", move |tx| {
        tx.link
            .control(&format!("PRAGMA max_page_count = {pages}"))?;
        tx.commit_silently("a test sets its scene", ())
    })
}
