//! Files and folders that only their owner reads: people's data, whatever the machine's umask is.
//! For the database, its copies and the attachments; what is there already keeps its rights.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::Result,
    path::Path,
};

/// A file that is written from its beginning.
pub(crate) fn create(path: &Path) -> Result<File> {
    owners(OpenOptions::new().write(true).create(true).truncate(true)).open(path)
}

/// Makes an empty file where none is, for whoever opens it by its name later.
pub(crate) fn provide(path: &Path) -> Result<()> {
    // Why for appending: what is in a file that is there stays in it.
    owners(OpenOptions::new().append(true).create(true))
        .open(path)
        .map(drop)
}

/// A folder, with those above it that are missing.
pub(crate) fn folder(path: &Path) -> Result<()> {
    let mut folders = DirBuilder::new();
    folders.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
    folders.create(path)
}

fn owners(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
