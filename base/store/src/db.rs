//! An open database: acts go in, reads come back, on either engine.
//! For the program's start, and for every handler that holds a clone.

use std::{
    io::Read,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread::JoinHandle,
};

use domain::fact::Fact;
use tokio::sync::oneshot;

use crate::{
    address::{DatabaseUrl, Kind},
    batch::{Act, Closure},
    dialect,
    entropy::{Entropy, Source},
    error::StoreError,
    files::{Files, StoredFile},
    jobs::Job,
    ledger::Event,
    link::{Engine, Link},
    meter::Meter,
    migrate::{self, State},
    postgres, sources,
    sql::{Reader, Sql as _},
    sqlite::{self, Threads},
    testing::Scratch,
    tx::{Committed, Rules, Tx},
};

/// How to open a database.
pub struct Options {
    /// Which one.
    pub url: DatabaseUrl,
    /// Folder of the files.
    pub files: PathBuf,
    /// Where identifiers come from.
    pub entropy: Entropy,
    /// What an event counts. Pure; `verify` calls it again on every event.
    pub facts: fn(&Event) -> Vec<Fact>,
    /// What an event causes. Pure.
    pub jobs: fn(&Event) -> Vec<Job>,
    /// Connections that read: kept open beside the embedded file, waiting threads before a server.
    pub readers: usize,
}

/// An open database. Clones share it; the last one to go waits for what is under way.
#[derive(Clone)]
pub struct Db(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub url: DatabaseUrl,
    pub files: Files,
    pub facts: fn(&Event) -> Vec<Fact>,
    pub jobs: fn(&Event) -> Vec<Job>,
    pub meter: Arc<Meter>,
    pub threads: Threads,
    /// What a test leaves behind goes last.
    _scratch: Option<Scratch>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.threads.acts.close();
        self.threads.reads.close();
        let own = std::thread::current().id();
        let handles: Vec<JoinHandle<()>> = self.threads.handles.drain(..).collect();
        for handle in handles
            .into_iter()
            .filter(|handle| handle.thread().id() != own)
        {
            // Closures' panics are caught inside; a thread that died anyway has nothing to add.
            let _ = handle.join();
        }
    }
}

/// Runs work on a thread of its own: PostgreSQL's client must not be called from an async thread.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| match scope.spawn(work).join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

impl Db {
    /// Opens the database, refusing settings under which acknowledged acts could be lost.
    ///
    /// # Errors
    /// [`StoreError::Unsuitable`] or [`StoreError::Unavailable`].
    pub fn open(options: Options) -> Result<Self, StoreError> {
        Self::open_with(options, None)
    }

    pub(crate) fn open_with(
        options: Options,
        scratch: Option<Scratch>,
    ) -> Result<Self, StoreError> {
        let meter = Arc::new(Meter::default());
        let rules = Arc::new(Rules {
            meter: Arc::clone(&meter),
            facts: options.facts,
            jobs: options.jobs,
            source: Source::new(options.entropy),
        });
        let files = Files::of(&options.files);
        let threads = match &options.url.0 {
            Kind::Sqlite(place) => {
                sqlite::make_room(place)?;
                sqlite::start(place, rules, options.readers)?
            }
            Kind::Postgres(config) => apart(|| postgres::start(config, &rules, options.readers))?,
        };
        Ok(Self(Arc::new(Inner {
            url: options.url,
            files,
            facts: options.facts,
            jobs: options.jobs,
            meter,
            threads,
            _scratch: scratch,
        })))
    }

    /// Makes the folder of the files, so that a place that cannot be written is told before it is needed.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn provide_files(&self) -> Result<(), StoreError> {
        self.0.files.provide()
    }

    /// Applies the migrations not yet applied, and names them.
    ///
    /// # Errors
    /// If one fails (then none is applied) or an applied one has changed since.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        self.migrate_with(migrate::EMBEDDED)
    }

    /// How the database stands to the migrations of this program; changes nothing.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn state(&self) -> Result<State, StoreError> {
        apart(|| migrate::state(self.0.url.link()?.as_mut(), migrate::EMBEDDED))
    }

    pub(crate) fn migrate_with(&self, files: &[(&str, &str)]) -> Result<Vec<String>, StoreError> {
        apart(|| {
            let mut link = self.0.url.link()?;
            let applied = migrate::apply(link.as_mut(), files)?;
            // Only the store's own tests have databases without these tables.
            if files.iter().any(|(name, _)| *name == sources::MIGRATION) {
                match applied.is_empty() {
                    true => sources::fill_if_missing(link.as_mut(), self.0.facts)?,
                    false => sources::recount(link.as_mut(), self.0.facts)?,
                }
            }
            Ok(applied)
        })
    }

    /// Copies the embedded database as it is into a file of its own, whole and on the disk; false on
    /// PostgreSQL, which has no file.
    ///
    /// # Errors
    /// If the file exists, or what the disk refuses.
    pub fn copy_file(&self, to: &Path) -> Result<bool, StoreError> {
        match &self.0.url.0 {
            Kind::Sqlite(place) => place.copy(to).map(|()| true),
            Kind::Postgres(_) => Ok(false),
        }
    }

    /// Which engine answers.
    pub fn engine(&self) -> Engine {
        self.0.url.engine()
    }

    /// Runs an act of an agency and returns when it is on the disk.
    ///
    /// # Errors
    /// What the act refused, or what kept it from being stored.
    pub async fn write<T, E>(
        &self,
        agency: &str,
        act: impl FnOnce(&mut Tx<'_>) -> Result<Committed<T>, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        self.submit(agency, act, move |outcome| {
            // A caller that hung up does not need to be told.
            let _ = tell.send(outcome);
        })?;
        told.await.unwrap_or_else(|_| Err(E::from(ended())))
    }

    /// As [`Db::write`], for threads that may wait.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_blocking<T, E>(
        &self,
        agency: &str,
        act: impl FnOnce(&mut Tx<'_>) -> Result<Committed<T>, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (tell, told) = mpsc::sync_channel(1);
        self.submit(agency, act, move |outcome| {
            let _ = tell.send(outcome);
        })?;
        told.recv().unwrap_or_else(|_| Err(E::from(ended())))
    }

    fn submit<T, E>(
        &self,
        agency: &str,
        act: impl FnOnce(&mut Tx<'_>) -> Result<Committed<T>, E> + Send + 'static,
        reply: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> Result<(), E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let lane = match self.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => agency,
        };
        let closure: Box<dyn Act> = Box::new(Closure {
            agency: agency.to_owned(),
            act: Some(act),
            outcome: None,
            reply,
        });
        self.0
            .threads
            .acts
            .push(lane, closure)
            .map_err(|_| E::from(overload()))
    }

    /// Reads: everything the closure sees is one state of the database.
    ///
    /// # Errors
    /// What the closure or the database refused.
    pub async fn read<T, E>(
        &self,
        look: impl FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        self.look(look, move |outcome| {
            let _ = tell.send(outcome);
        })?;
        told.await.unwrap_or_else(|_| Err(E::from(ended())))
    }

    /// As [`Db::read`], for threads that may wait.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_blocking<T, E>(
        &self,
        look: impl FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (tell, told) = mpsc::sync_channel(1);
        self.look(look, move |outcome| {
            let _ = tell.send(outcome);
        })?;
        told.recv().unwrap_or_else(|_| Err(E::from(ended())))
    }

    fn look<T, E>(
        &self,
        look: impl FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
        reply: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> Result<(), E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let read = Box::new(move |link: &mut dyn Link| {
            let seen = link
                .control(dialect::begin_reading(link.engine()))
                .map_err(E::from)
                .and_then(|()| {
                    let seen = catch_unwind(AssertUnwindSafe(|| look(&mut Reader::new(link))));
                    link.end_reading();
                    seen.unwrap_or_else(|_| Err(E::from(StoreError::Panicked)))
                });
            reply(seen);
        });
        self.0.threads.reads.ask(read).map_err(E::from)
    }

    /// Head of each chain: agency, number and hash of its last event. To be published as anchors.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn heads(&self) -> Result<Vec<(String, i64, String)>, StoreError> {
        self.read_blocking(|reader| {
            let rows = reader.rows(
                "SELECT agency, seq, hash FROM chain WHERE seq > 0 ORDER BY agency",
                vec![],
            )?;
            rows.iter()
                .map(|row| Ok((row.get("agency")?, row.get("seq")?, row.get("hash")?)))
                .collect()
        })
    }

    /// Keeps a file of at most `limit` bytes under its hash; a byte slice is a source too.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`], or what the disk refuses.
    pub fn put_file(&self, mut source: impl Read, limit: u64) -> Result<StoredFile, StoreError> {
        self.0.files.put(&mut source, limit)
    }

    /// Where a file lies.
    ///
    /// # Errors
    /// If this is no SHA-256 in lower-case hexadecimal.
    pub fn file_path(&self, sha256: &str) -> Result<PathBuf, StoreError> {
        self.0.files.path(sha256)
    }

    /// The bytes of a file, proved against its hash.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if they are not what was put there.
    pub fn read_file(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        self.0.files.read(sha256)
    }

    /// Deletes a file, once the last row that named it was erased as the law allows.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn remove_file(&self, sha256: &str) -> Result<(), StoreError> {
        self.0.files.remove(sha256)
    }
}

fn ended() -> StoreError {
    StoreError::Unavailable("the database was closed".to_owned())
}

fn overload() -> StoreError {
    StoreError::Unavailable("too many acts are waiting, or the database is closing".to_owned())
}
