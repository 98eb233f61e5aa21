//! Whether the changes of the law that a commune stored still make a law with this program.
//! For `motcua check` before an upgrade is trusted, and for `serve`, which does not start otherwise.

use domain::text::date_vi;
use kit::Law;
use kit::law::{LawChange, LawFault, assemble, every};
use store::{Db, StoreError};

/// Every change of a commune that cannot be part of the law, as sentences.
pub fn faults(db: &Db, law: &Law, agency: &str) -> Result<Vec<String>, String> {
    let asked = agency.to_owned();
    let read: Result<Vec<LawChange>, StoreError> =
        db.read_blocking(move |reader| every(reader, &asked));
    let changes = match read {
        Ok(changes) => changes,
        Err(StoreError::Corrupt(why)) => {
            return Ok(vec![format!(
                "bảng law_change có dòng bản chương trình này không đọc được ({why})"
            )]);
        }
        Err(error) => return Err(error.to_string()),
    };
    Ok(match assemble(law, &changes) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(|fault| said(fault, &changes)).collect(),
    })
}

fn said(fault: &LawFault, changes: &[LawChange]) -> String {
    match changes.iter().find(|one| one.id == fault.change) {
        Some(one) => format!(
            "{} (có hiệu lực từ {}, lần sửa thứ {}, mã {})",
            fault.sentence,
            date_vi(one.valid_from),
            one.seq,
            one.id
        ),
        None => fault.sentence.clone(),
    }
}
