//! What is said of a database that does not open: what is wrong, and what to do.
//! For every command that opens one.

use std::io::Read as _;
use std::path::Path;

use store::StoreError;

/// How a database is written on the command line and in the settings.
pub const WRITTEN: &str =
    "Cơ sở dữ liệu viết là sqlite:TỆP hoặc postgres://người:mật-khẩu@máy/tên. Hãy sửa --database.";

/// What every SQLite file begins with.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Refuses a file that is something else before anything is written into it or beside it. One that is
/// missing or empty may become a database, and one that cannot be read is the database's to tell.
pub fn may_be_database(file: &Path) -> Result<(), String> {
    if file.is_dir() {
        return Err(format!(
            "{} là thư mục, không phải tệp cơ sở dữ liệu. Hãy ghi đúng tệp bằng --database sqlite:TỆP.",
            file.display()
        ));
    }
    let mut head = Vec::new();
    let read = std::fs::File::open(file)
        .and_then(|file| file.take(SQLITE.len() as u64).read_to_end(&mut head));
    if read.is_err() || head.is_empty() || head == SQLITE {
        return Ok(());
    }
    Err(format!(
        "Tệp {} không phải cơ sở dữ liệu SQLite, hoặc đã hỏng; tệp giữ nguyên. Hãy ghi đúng tệp bằng --database sqlite:TỆP, hoặc phục hồi bản sao lưu.",
        file.display()
    ))
}

/// The sentence; what the database itself said stands behind, for whoever searches for it.
pub fn sentence(error: &StoreError) -> String {
    match error {
        StoreError::Unavailable(why) => format!(
            "Cơ sở dữ liệu không trả lời. Hãy xem nó đã chạy chưa, địa chỉ và mật khẩu đúng chưa ({why})"
        ),
        StoreError::Corrupt(why) => format!(
            "Tệp này không phải cơ sở dữ liệu, hoặc đã hỏng. Hãy ghi đúng tệp, hoặc phục hồi bản sao lưu ({why})"
        ),
        StoreError::Unsuitable(why) => format!(
            "Cơ sở dữ liệu đặt chưa đúng cách nên có thể mất dữ liệu. Hãy đặt lại theo docs/operations.md ({why})"
        ),
        error => format!("Không mở được cơ sở dữ liệu: {error}"),
    }
}
