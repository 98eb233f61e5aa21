//! What a form about a procedure asks for: a new version of one, or one that is new, with its fee.
//! For `version`, which previews it or saves it; with a fault there is nothing to ask for.

use std::sync::Arc;

use domain::procedure::{Procedure, ProcedureEdit};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::law::{ChangeKind, NewChange};
use kit::{FieldErrors, Fields, Law, Result};

use super::differs::{Group, differences, is_different};
use super::version::{address, current};
use super::{first, reading, short, show};
use crate::form::{Asked, Basis, required_day};

/// The version that the form asks for, as its preview shows it.
pub(super) struct NewVersion {
    pub(super) code: String,
    /// Where the form goes.
    pub(super) action: String,
    pub(super) from: Date,
    pub(super) basis: Basis,
    /// The version that holds on that day as the law is now; none of a procedure that is new.
    pub(super) old: Option<Arc<Procedure>>,
    /// Where the new one differs from it.
    pub(super) groups: Vec<Group>,
}

/// The first day, with a sentence when it has passed.
fn first_day(typed: &Fields, errors: &mut FieldErrors, today: Date) -> Option<Date> {
    let from = required_day(typed, errors, "tu_ngay", "Áp dụng từ ngày")?;
    if from < today {
        let why = format!(
            "Ngày có hiệu lực {} đã qua. Hãy chọn từ ngày {} trở đi: hồ sơ đã nhận giữ quy định lúc nhận",
            date_vi(from),
            date_vi(today)
        );
        errors.add("tu_ngay", why);
        return None;
    }
    Some(from)
}

pub(super) fn read(
    typed: &Fields,
    errors: &mut FieldErrors,
    (law, code): (&Law, &str),
    today: Date,
) -> Result<Option<Asked<NewVersion>>> {
    let seen = typed.seen()?;
    let basis = Basis::read(typed, errors, true);
    let from = first_day(typed, errors, today);
    // Even without a day all other fields are looked at: one round of mending is enough.
    let held = from.and_then(|from| law.catalogue.in_force(code, from));
    if let (Some(from), None) = (from, held) {
        errors.add(
            "tu_ngay",
            format!(
                "Ngày {} thủ tục này không có bản nào có hiệu lực để sửa. Hãy chọn ngày khác",
                date_vi(from)
            ),
        );
    }
    let base = held.map_or_else(|| current(law, code, today), Ok)?;
    let begins = from.unwrap_or(today);
    let document = basis.document();
    let next = reading::read(typed, errors, (base, &law.posts), (begins, &document));
    short::refuse_taken(&law.catalogue, &next, errors);
    if !errors.is_empty() {
        return Ok(None);
    }
    let groups = differences(Some(base), &next, &law.posts);
    if !is_different(&groups) {
        errors.add(
            "ten",
            format!(
                "Bản này giống hệt bản áp dụng ngày {}. Hãy sửa ít nhất một chỗ",
                date_vi(begins)
            ),
        );
        return Ok(None);
    }
    let changes = vec![version_change(&basis, code, (seen, begins), next)?];
    let version = NewVersion {
        code: code.to_owned(),
        action: address(code),
        from: begins,
        basis,
        old: Some(Arc::clone(base)),
        groups,
    };
    Ok(Some(kept_as("bản mới", changes, version)))
}

fn version_change(
    basis: &Basis,
    code: &str,
    seen_from: (i64, Date),
    version: Procedure,
) -> Result<NewChange> {
    let edit = serde_json::to_value(ProcedureEdit::Version(Box::new(version)));
    let subject = (ChangeKind::ProcedureVersion, code.to_owned());
    basis.change(subject, seen_from, edit)
}

/// What is asked for, with where the officer goes on once it is kept and what is said of it.
fn kept_as(what: &str, changes: Vec<NewChange>, version: NewVersion) -> Asked<NewVersion> {
    let from = date_vi(version.from);
    Asked {
        changes,
        place: show::address(&version.code),
        told: format!("Đã lưu {what}, áp dụng cho hồ sơ nhận từ {from}."),
        shown: version,
    }
}

/// The same of a procedure that the catalogue does not know, with its fee.
pub(super) fn read_first(
    typed: &Fields,
    errors: &mut FieldErrors,
    law: &Law,
    today: Date,
) -> Result<Option<Asked<NewVersion>>> {
    let basis = Basis::read(typed, errors, true);
    let from = first_day(typed, errors, today).unwrap_or(today);
    let document = basis.document();
    let blank = first::blank(from);
    let mut next = reading::read(typed, errors, (&blank, &law.posts), (from, &document));
    let fee = first::read(typed, errors, &mut next, (law, &document));
    short::refuse_taken(&law.catalogue, &next, errors);
    if !errors.is_empty() {
        return Ok(None);
    }
    let groups = differences(None, &next, &law.posts);
    let code = next.code.clone();
    let mut changes = vec![version_change(&basis, &code, (0, from), next)?];
    if let Some(rule) = fee {
        let subject = (ChangeKind::Fee, first::fee_subject(&code));
        changes.push(basis.change(subject, (0, from), serde_json::to_value(rule))?);
    }
    let version = NewVersion {
        code,
        action: first::NEW.to_owned(),
        from,
        basis,
        old: None,
        groups,
    };
    Ok(Some(kept_as("thủ tục mới", changes, version)))
}
