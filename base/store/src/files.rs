//! Files kept byte for byte under their SHA-256, in a folder.
//! For attachments and results: put first, then name the hash in a sealed row.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

use sha2::{Digest as _, Sha256};

use domain::text::hex;

use crate::{error::StoreError, private};

const CHUNK: usize = 64 * 1024;

/// A file that is on the disk for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its SHA-256 in lower-case hexadecimal: its name.
    pub sha256: String,
    /// Its length in bytes.
    pub size: u64,
}

pub(crate) struct Files {
    folder: PathBuf,
    turn: AtomicU64,
}

impl Files {
    /// The files of a folder, which need not be there yet: whoever only reads leaves no trace.
    pub(crate) fn of(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            turn: AtomicU64::new(0),
        }
    }

    /// Makes the folder, if it is not there.
    pub(crate) fn provide(&self) -> Result<(), StoreError> {
        Ok(private::folder(&self.folder.join(INCOMING))?)
    }

    /// Takes in a stream. The file has its final name only when all of it is on the disk.
    pub(crate) fn put(&self, source: &mut dyn Read, limit: u64) -> Result<StoredFile, StoreError> {
        self.provide()?;
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let incoming = self
            .folder
            .join(INCOMING)
            .join(format!("{}-{turn}", std::process::id()));
        let put = self.put_by(&incoming, source, limit);
        if put.is_err() {
            // What did not become a file is of no use; a rest left by a crash is harmless.
            let _ = fs::remove_file(&incoming);
        }
        put
    }

    fn put_by(
        &self,
        incoming: &Path,
        source: &mut dyn Read,
        limit: u64,
    ) -> Result<StoredFile, StoreError> {
        let mut file = private::create(incoming)?;
        let mut hasher = Sha256::new();
        let mut size = 0_u64;
        let mut chunk = vec![0_u8; CHUNK];
        loop {
            let length = match source.read(&mut chunk) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            size += length as u64;
            if size > limit {
                return Err(StoreError::TooLarge { limit });
            }
            hasher.update(&chunk[..length]);
            file.write_all(&chunk[..length])?;
        }
        file.sync_all()?;
        let sha256 = hex(&hasher.finalize());
        let target = self.path(&sha256)?;
        let shelf = target.parent().expect("a file's path has its shelf");
        if !shelf.exists() {
            private::folder(shelf)?;
            File::open(&self.folder)?.sync_all()?;
        }
        fs::rename(incoming, &target)?;
        File::open(shelf)?.sync_all()?;
        Ok(StoredFile { sha256, size })
    }

    pub(crate) fn path(&self, sha256: &str) -> Result<PathBuf, StoreError> {
        if !is_hash(sha256) {
            return Err(StoreError::File(format!(
                "{sha256:?} is not the SHA-256 of a file"
            )));
        }
        Ok(self.folder.join(&sha256[..2]).join(&sha256[2..]))
    }

    /// The bytes, proved against the name.
    pub(crate) fn read(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let bytes = fs::read(self.path(sha256)?)?;
        if hex(&Sha256::digest(&bytes)) == sha256 {
            Ok(bytes)
        } else {
            Err(StoreError::Corrupt(format!(
                "file {sha256} is not what was put there"
            )))
        }
    }

    /// The hash of what is there now, without holding it in memory.
    pub(crate) fn hash_now(&self, sha256: &str) -> Result<String, StoreError> {
        let mut file = File::open(self.path(sha256)?)?;
        let mut hasher = Sha256::new();
        let mut chunk = vec![0_u8; CHUNK];
        loop {
            let length = file.read(&mut chunk)?;
            if length == 0 {
                return Ok(hex(&hasher.finalize()));
            }
            hasher.update(&chunk[..length]);
        }
    }

    /// Names of all files there are.
    pub(crate) fn all(&self) -> Result<BTreeSet<String>, StoreError> {
        let mut names = BTreeSet::new();
        for shelf in entries(&self.folder)? {
            let shelf = shelf?;
            let start = shelf.file_name().to_string_lossy().into_owned();
            if start == INCOMING || !shelf.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(shelf.path())? {
                let name = format!("{start}{}", file?.file_name().to_string_lossy());
                if is_hash(&name) {
                    names.insert(name);
                }
            }
        }
        Ok(names)
    }

    /// Names of the files that came in before a moment.
    pub(crate) fn older_than(&self, before: SystemTime) -> Result<BTreeSet<String>, StoreError> {
        let mut names = BTreeSet::new();
        for name in self.all()? {
            if came_in(&self.path(&name)?)? < before {
                names.insert(name);
            }
        }
        Ok(names)
    }

    /// Deletes a file unless it came in again since; answers whether it did.
    pub(crate) fn forget(&self, sha256: &str, before: SystemTime) -> Result<bool, StoreError> {
        let (path, aside) = (self.path(sha256)?, self.folder.join(INCOMING).join(sha256));
        self.provide()?;
        match fs::rename(&path, &aside) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            moved => moved?,
        }
        // Why looked at once more, set aside: the same bytes may have been sent a moment ago, and
        // whoever sends them now finds the place free.
        if came_in(&aside)? < before {
            fs::remove_file(&aside)?;
            return Ok(true);
        }
        fs::rename(&aside, &path)?;
        Ok(false)
    }

    /// Deletes what a crash left half taken in.
    pub(crate) fn forget_broken_off(&self, before: SystemTime) -> Result<(), StoreError> {
        for rest in entries(&self.folder.join(INCOMING))? {
            let rest = rest?.path();
            if came_in(&rest)? < before {
                fs::remove_file(rest)?;
            }
        }
        Ok(())
    }

    pub(crate) fn remove(&self, sha256: &str) -> Result<(), StoreError> {
        let path = self.path(sha256)?;
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// What lies in a folder; nothing where there is none.
fn entries(folder: &Path) -> Result<impl Iterator<Item = io::Result<fs::DirEntry>>, StoreError> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None.into_iter().flatten()),
        read => Ok(Some(read?).into_iter().flatten()),
    }
}

fn came_in(path: &Path) -> Result<SystemTime, StoreError> {
    Ok(fs::metadata(path)?.modified()?)
}

/// Folder of files still being taken in; no hash begins so.
const INCOMING: &str = "incoming";

pub(crate) fn is_hash(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}
