//! Bringing a database up to date, never without a way back: what it held before is kept first.
//! For `serve`, `migrate` and every command that changes something.

use std::path::{Path, PathBuf};

use domain::moment::Moment;
use kit::Clock;
use store::upkeep::Work;
use store::{Db, Entropy, State, StoreError};

use crate::backup::{not_copied, note};
use crate::config::Settings;
use crate::wiring::{self, newer};

/// Whether the program itself keeps what PostgreSQL holds before it changes tables. A SQLite file is
/// kept in any case: that costs a moment and some room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// It makes a copy as `motcua backup` does.
    Copy,
    /// The administrator says that there is one (`--without-backup`).
    Nothing,
}

impl Before {
    /// As the option says.
    pub const fn of(without_backup: bool) -> Self {
        if without_backup {
            Self::Nothing
        } else {
            Self::Copy
        }
    }
}

/// Opens the database and brings it up to date; names what was applied. What is not kept is not
/// upgraded.
pub fn open(
    settings: &Settings,
    entropy: Entropy,
    before: Before,
) -> Result<(Db, Vec<String>), String> {
    let db = wiring::open(settings, entropy)?;
    let state = db.state().map_err(|error| error.to_string())?;
    let at = Clock::real().real_now();
    let mut copied = None;
    if let State::Older(_) = state {
        match (settings.file(), before) {
            (Some(file), _) => keep_file(&db, file, at)?,
            (None, Before::Copy) => copied = Some(keep_copy(&db, settings, at)?),
            (None, Before::Nothing) => {
                println!("Nâng cấp mà không tự sao lưu trước, như đã yêu cầu.");
            }
        }
    }
    let applied = db.migrate().map_err(|error| not_upgraded(&error))?;
    db.provide_files().map_err(|error| {
        let folder = settings.files_folder();
        format!(
            "Không tạo được thư mục tệp đính kèm {}: {error}. Hãy chọn nơi ghi được bằng --files.",
            folder.display()
        )
    })?;
    if let Some(copy) = copied {
        note(&db, Work::Backup, &copy.display().to_string());
    }
    Ok((db, applied))
}

fn stamp(at: Moment) -> String {
    at.local().strftime("%Y%m%d-%H%M%S").to_string()
}

fn keep_file(db: &Db, file: &Path, at: Moment) -> Result<(), String> {
    let kept = beside(file, &format!(".truoc-{}", stamp(at)));
    db.copy_file(&kept).map_err(|error| {
        format!(
            "Chưa nâng cấp vì không giữ được bản cũ ở {}: {error}",
            kept.display()
        )
    })?;
    println!(
        "Trước khi nâng cấp đã giữ bản cũ ở {}. Muốn quay lại: dừng chương trình, chép tệp này đè lên {} (xóa các tệp -wal và -shm cạnh nó), chạy bản motcua cũ.",
        kept.display(),
        file.display()
    );
    Ok(())
}

/// A copy of rows and files on a shelf beside the files, which the program may write anyway.
fn keep_copy(db: &Db, settings: &Settings, at: Moment) -> Result<PathBuf, String> {
    let shelf = beside(&settings.files_folder(), ".truoc-nang-cap");
    println!("Trước khi nâng cấp, đang sao lưu vào {} …", shelf.display());
    let made = db.back_up(&shelf, &stamp(at), at, &mut |_, _| {});
    let (copy, manifest) = made.map_err(|error| {
        format!(
            "Chưa nâng cấp, chưa có gì bị thay đổi, vì chưa sao lưu được vào {}. {} Nếu tệp đính kèm ở thư mục khác, hãy ghi --files hoặc --config như khi chạy serve. Nếu vừa tự sao lưu bằng cách khác, hãy chạy lại với --without-backup.",
            shelf.display(),
            not_copied(&error)
        )
    })?;
    println!(
        "Đã sao lưu {} dòng và {} tệp đính kèm vào {}. Muốn quay lại: dừng chương trình, rồi dùng bản motcua cũ: motcua restore --from {} --database (một cơ sở dữ liệu PostgreSQL trống) --files (một thư mục trống).",
        manifest.rows(),
        manifest.files,
        copy.display(),
        copy.display()
    );
    Ok(copy)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn not_upgraded(error: &StoreError) -> String {
    match error {
        StoreError::Newer(names) => newer(names),
        StoreError::Sql(why) if why.contains("42501") => format!(
            "Tài khoản này không được đổi bảng trong cơ sở dữ liệu. Hãy chạy `motcua migrate` bằng tài khoản chủ sở hữu, rồi `motcua grants` ({why})"
        ),
        error => format!("Không nâng cấp được cơ sở dữ liệu: {error}"),
    }
}
