//! What the first version of a procedure must say beside what every version must (see `sound`).
//! For administrators who enter a procedure that the catalogue does not know, from its document.

use super::sound::{Part, Unsound};
use super::{Catalogue, Procedure};
use crate::code::ProcedureCode;
use crate::text::date_vi;

/// Everything wrong in a first version that a later one need not be asked, in the order of its parts.
pub fn unfit_as_first(version: &Procedure, known: &Catalogue) -> Vec<Unsound> {
    let mut faults = Vec::new();
    let mut fault = |part, sentence: String| faults.push(Unsound { part, sentence });
    if let Err(sentence) = unknown_code(version, known) {
        fault(Part::Code, sentence);
    }
    if version.field_vi.trim().is_empty() {
        fault(
            Part::Field,
            "Hãy điền lĩnh vực như trong quyết định công bố, ví dụ Hộ tịch".to_owned(),
        );
    }
    if version.audience.is_empty() {
        fault(
            Part::Audience,
            "Hãy chọn ít nhất một đối tượng được làm thủ tục này".to_owned(),
        );
    }
    if version.results.is_empty() {
        fault(
            Part::Results,
            "Hãy ghi kết quả mà người dân nhận, mỗi kết quả một dòng".to_owned(),
        );
    }
    faults
}

/// A code of the national pattern that no version bears: an old code never names another procedure.
fn unknown_code(new: &Procedure, known: &Catalogue) -> Result<(), String> {
    if new.code.trim().is_empty() {
        return Err("Hãy điền mã thủ tục như trong quyết định công bố, ví dụ 1.001193".to_owned());
    }
    let code = ProcedureCode::parse(&new.code)?;
    let same = known
        .versions()
        .filter(|version| version.code == code.national());
    let Some(last) = same.max_by_key(|version| version.valid_from) else {
        return Ok(());
    };
    Err(match last.valid_to.filter(|to| *to < new.valid_from) {
        Some(to) => format!(
            "Mã {} là của «{}», hết hiệu lực ngày {}. Mã cũ không đặt cho thủ tục khác: hãy xem lại mã",
            code.national(),
            last.name_vi,
            date_vi(to)
        ),
        None => format!(
            "Mã {} đã có: «{}». Hãy mở thủ tục đó rồi chọn «Sửa thành bản mới»",
            code.national(),
            last.name_vi
        ),
    })
}
