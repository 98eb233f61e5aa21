//! What is said of a database that does not open: what is wrong, and what to do.
//! For every command that opens one.

use store::StoreError;

/// How a database is written on the command line and in the settings.
pub const WRITTEN: &str =
    "Cơ sở dữ liệu viết là sqlite:TỆP hoặc postgres://người:mật-khẩu@máy/tên. Hãy sửa --database.";

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
