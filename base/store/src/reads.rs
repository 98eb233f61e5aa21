//! Where readings are done: beside the embedded file on the caller's own thread, before a server on
//! threads that wait for its answer. For `Db::read`, which does not see the difference.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{
    error::StoreError,
    link::Link,
    queue::Lanes,
    sqlite::{Place, SqliteLink},
};

/// A caller's closure that reads, without its types.
pub(crate) type Read = Box<dyn FnOnce(&mut dyn Link) + Send>;

/// Where readings are done.
pub(crate) enum Reads {
    /// At once, by the thread that asks.
    Here(Pool),
    /// By threads of their own, in order of arrival.
    There(Arc<Lanes<Read>>),
}

impl Reads {
    /// Does the reading, or puts it in line.
    ///
    /// # Errors
    /// If no connection can be opened, or too many wait.
    pub(crate) fn ask(&self, read: Read) -> Result<(), StoreError> {
        match self {
            Self::Here(pool) => pool.lend(read),
            Self::There(lanes) => lanes.push("", read).map_err(|_| {
                let why = "too many readings are waiting, or the database is closing";
                StoreError::Unavailable(why.to_owned())
            }),
        }
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        match self {
            Self::Here(_) => 0,
            Self::There(lanes) => lanes.waiting(),
        }
    }

    /// Lets what waits be done, and nothing new in.
    pub(crate) fn close(&self) {
        if let Self::There(lanes) = self {
            lanes.close();
        }
    }
}

/// Reading connections to the embedded file. As many are open as threads read at the same time; the
/// one used last is lent first, because its pages are still warm.
///
/// Why on the caller's thread: a page reads two or three times for a tenth of a millisecond each, and
/// waking another thread and being woken again costs as much.
pub(crate) struct Pool {
    place: Place,
    keep: usize,
    idle: Mutex<Vec<SqliteLink>>,
}

impl Pool {
    /// Opens a first connection, so that a file which cannot be read is told at the start.
    pub(crate) fn open(place: &Place, keep: usize) -> Result<Self, StoreError> {
        Ok(Self {
            place: place.clone(),
            keep: keep.max(1),
            idle: Mutex::new(vec![place.reader()?]),
        })
    }

    fn lend(&self, read: Read) -> Result<(), StoreError> {
        let idle = self.held().pop();
        let mut link = match idle {
            Some(link) => link,
            None => self.place.reader()?,
        };
        read(&mut link);
        let mut idle = self.held();
        if idle.len() < self.keep {
            idle.push(link);
        }
        Ok(())
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Vec<SqliteLink>> {
        // No closure of a caller runs under this lock, so a poisoned one is still consistent.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
