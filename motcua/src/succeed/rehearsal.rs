//! The copy on which a merger is rehearsed, and which is gone afterwards whatever came of it.
//! For `motcua succeed --rehearse`, on a SQLite file and on PostgreSQL.

use std::path::{Path, PathBuf};

use kit::Clock;
use store::{Db, Entropy};

use crate::cli::{Place, Reach};
use crate::config::Settings;
use crate::{progress, wiring};

/// Rehearses on a copy of the file beside it; attachments are only read.
pub(super) fn on_copied_file<T>(
    db: &Db,
    settings: &Settings,
    file: &Path,
    rehearse: impl FnOnce(&Db) -> Result<T, String>,
) -> Result<T, String> {
    let copy = beside(file);
    db.copy_file(&copy)
        .map_err(|error| format!("Không chép được bản tập dượt ở {}: {error}", copy.display()))?;
    let rehearsed = open(&copy, settings.files_folder()).and_then(|copy| rehearse(&copy));
    for end in ["", "-wal", "-shm"] {
        let mut part = copy.as_os_str().to_owned();
        part.push(end);
        // Why the result is dropped: the side files are there only while the database is open.
        let _ = std::fs::remove_file(part);
    }
    rehearsed
}

/// Rehearses on a SQLite file into which a backup of PostgreSQL was restored: no second server, no
/// right to make databases is needed.
pub(super) fn on_restored_backup<T>(
    db: &Db,
    settings: &Settings,
    rehearse: impl FnOnce(&Db) -> Result<T, String>,
) -> Result<T, String> {
    let shelf = beside(&settings.files_folder());
    let rehearsed = restored(db, &shelf).and_then(|copy| rehearse(&copy));
    let removed = std::fs::remove_dir_all(&shelf);
    let done = rehearsed?;
    // The copy holds personal data: whoever runs this must know that it is still there.
    removed.map_err(|error| {
        format!(
            "Đã tập dượt xong nhưng chưa xóa được bản sao ở {}: {error}. Hãy xóa thư mục đó.",
            shelf.display()
        )
    })?;
    Ok(done)
}

fn restored(db: &Db, shelf: &Path) -> Result<Db, String> {
    let fault = |error: store::StoreError| {
        format!(
            "Không dựng được bản tập dượt ở {}: {error}",
            shelf.display()
        )
    };
    std::fs::create_dir_all(shelf)
        .map_err(|error| format!("Không tạo được thư mục {}: {error}", shelf.display()))?;
    let bar = progress::bar("Chép bản tập dượt");
    let (backup, _) = db
        .back_up(
            shelf,
            "ban-sao",
            Clock::real().real_now(),
            &mut |done, total| {
                bar.set_length(total);
                bar.set_position(done);
            },
        )
        .map_err(fault)?;
    let copy = open(&shelf.join("tap-duot.sqlite"), shelf.join("tep"))?;
    copy.restore(&backup, &mut |_, _| {}).map_err(fault)?;
    bar.finish_and_clear();
    Ok(copy)
}

/// `motcua.sqlite.tap-duot`.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".tap-duot");
    PathBuf::from(name)
}

fn open(file: &Path, files: PathBuf) -> Result<Db, String> {
    let place = Place {
        database: Some(format!("sqlite:{}", file.display())),
        files: Some(files),
        config: None,
    };
    let apart = Settings::read(&place, &Reach::default(), None)?;
    wiring::open(&apart, Entropy::Os)
}
