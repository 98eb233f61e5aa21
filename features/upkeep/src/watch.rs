//! Where this program's data lies and since when it runs: what only the binary knows.
//! For the page and the figures, as an extension of every request.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

/// What the binary tells about the running program; clones share it.
#[derive(Clone, Debug)]
pub struct Watch(pub(crate) Arc<Watched>);

#[derive(Debug)]
pub(crate) struct Watched {
    pub started: SystemTime,
    pub counted_from: Instant,
    pub database: Option<PathBuf>,
    pub files: PathBuf,
    pub anchors: PathBuf,
    pub token: Option<String>,
}

impl Watch {
    /// Begins to watch: the file of an embedded database, the folder of attachments, the file of
    /// anchors, and the token by which the figures may be read from elsewhere.
    pub fn new(
        database: Option<PathBuf>,
        files: PathBuf,
        anchors: PathBuf,
        token: Option<String>,
    ) -> Self {
        Self(Arc::new(Watched {
            started: SystemTime::now(),
            counted_from: Instant::now(),
            database,
            files,
            anchors,
            token,
        }))
    }
}
