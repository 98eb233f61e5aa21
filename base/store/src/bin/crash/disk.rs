//! What a disk does when the power goes: synced bytes stay, the rest is lost or torn.
//! For the file system beside it, which is SQLite's view of this disk.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    os::unix::fs::FileExt as _,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What a disk writes whole or not at all.
pub const SECTOR: usize = 512;

static DISK: Mutex<Disk> = Mutex::new(Disk {
    files: BTreeMap::new(),
    steps_left: u64::MAX,
    random: 1,
});

/// The whole disk.
pub struct Disk {
    pub files: BTreeMap<String, Content>,
    pub steps_left: u64,
    pub random: u64,
}

/// One file: what the disk holds, what the program sees, and the way from one to the other.
pub struct Content {
    pub file: File,
    pub now: Vec<u8>,
    pub unsynced: Vec<Change>,
}

pub enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Resize(usize),
}

pub fn disk() -> MutexGuard<'static, Disk> {
    DISK.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Disk {
    fn draw(&mut self, below: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % below
    }

    /// Every write, resize and sync is a step; at the chosen one the power goes.
    pub fn step(&mut self) {
        self.steps_left -= 1;
        if self.steps_left == 0 {
            self.power_cut();
        }
    }

    /// Of what was not synced, all is lost, or any part of it reached the disk, in whole sectors.
    fn power_cut(&mut self) -> ! {
        let all_lost = self.draw(3) == 0;
        let mut files = std::mem::take(&mut self.files);
        for content in files.values_mut() {
            for change in std::mem::take(&mut content.unsynced) {
                match self.draw(if all_lost { 1 } else { 4 }) {
                    0 => {}
                    1 | 2 => content.store(&change),
                    _ => self.tear(content, &change),
                }
            }
        }
        std::process::abort();
    }

    fn tear(&mut self, content: &Content, change: &Change) {
        let Change::Write { at, bytes } = change else {
            return;
        };
        let mut start = 0;
        while start < bytes.len() {
            let end = bytes.len().min((((at + start) / SECTOR) + 1) * SECTOR - at);
            if self.draw(2) == 0 {
                content.store(&Change::Write {
                    at: at + start,
                    bytes: bytes[start..end].to_vec(),
                });
            }
            start = end;
        }
    }
}

impl Content {
    pub fn open(path: &str) -> std::io::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        let mut now =
            vec![0; usize::try_from(file.metadata()?.len()).expect("a test's file fits in memory")];
        file.read_exact_at(&mut now, 0)?;
        Ok(Self {
            file,
            now,
            unsynced: Vec::new(),
        })
    }

    fn store(&self, change: &Change) {
        let stored = match change {
            Change::Write { at, bytes } => self.file.write_all_at(bytes, *at as u64),
            Change::Resize(size) => self.file.set_len(*size as u64),
        };
        stored.expect("the test's disk takes what it is given");
    }

    pub fn write(&mut self, at: usize, bytes: &[u8]) {
        if self.now.len() < at + bytes.len() {
            self.now.resize(at + bytes.len(), 0);
        }
        self.now[at..at + bytes.len()].copy_from_slice(bytes);
        self.unsynced.push(Change::Write {
            at,
            bytes: bytes.to_vec(),
        });
    }

    pub fn sync(&mut self) {
        for change in std::mem::take(&mut self.unsynced) {
            self.store(&change);
        }
    }
}
