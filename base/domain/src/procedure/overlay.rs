//! Later versions laid over the catalogue: a whole version, another process, or the commune's choice.
//! For the law of a commune, which administrators change by new versions and never by editing.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Catalogue, Procedure, Process};

/// What changes of a procedure from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcedureEdit {
    /// A whole version; also the first one of a procedure that is new.
    Version(Box<Procedure>),
    /// Another process, all else as it was.
    Process(Box<Process>),
    /// Whether this commune takes the procedure in, and why not.
    Choice {
        /// Whether citizens may file it here.
        is_offered: bool,
        /// Why not, or where to go instead.
        note_vi: Option<String>,
    },
}

/// An edit with its procedure and its first day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaterProcedure {
    /// The procedure's code.
    pub code: String,
    /// First day.
    pub from: Date,
    /// What changes.
    pub edit: ProcedureEdit,
}

impl Catalogue {
    /// This catalogue with later versions laid over it. Each takes the place of the version in
    /// force on its first day, which ends the day before; a version that begins later still takes
    /// over on its own day. No version is ever lost: a dossier finds the one it was received under.
    ///
    /// # Errors
    /// The place in the list of the edit at fault, and what is wrong with it.
    pub fn with(&self, later: Vec<LaterProcedure>) -> Result<Self, (usize, String)> {
        let mut versions: Vec<Arc<Procedure>> = self.versions().cloned().collect();
        let mut edits: Vec<(usize, LaterProcedure)> = later.into_iter().enumerate().collect();
        edits.sort_by_key(|(_, one)| one.from);
        let (known, choices) = (versions.len(), choices(&edits));
        for (place, one) in edits {
            lay(&mut versions, one).map_err(|reason| (place, reason))?;
        }
        for (at, version) in versions.iter_mut().enumerate() {
            let chosen = choices
                .iter()
                .rev()
                .find(|choice| choice.code == version.code && choice.from <= version.valid_from);
            if let Some(choice) = chosen {
                choice.settle(version, at < known);
            }
        }
        Ok(Self::of_shared(versions))
    }
}

/// What the commune chose of a procedure from a day on.
struct Choice {
    code: String,
    from: Date,
    is_offered: bool,
    note_vi: Option<String>,
}

/// The choices among edits, in their order.
fn choices(edits: &[(usize, LaterProcedure)]) -> Vec<Choice> {
    let chosen = edits.iter().filter_map(|(_, one)| match &one.edit {
        ProcedureEdit::Choice {
            is_offered,
            note_vi,
        } => Some(Choice {
            code: one.code.clone(),
            from: one.from,
            is_offered: *is_offered,
            note_vi: note_vi.clone(),
        }),
        ProcedureEdit::Version(_) | ProcedureEdit::Process(_) => None,
    });
    chosen.collect()
}

impl Choice {
    /// A version that came with the program may say that no such commune takes it in any more:
    /// the law outranks an earlier choice to take it.
    fn settle(&self, version: &mut Arc<Procedure>, is_known: bool) {
        let is_offered = self.is_offered && (!is_known || version.applicable_locally);
        if version.applicable_locally == is_offered {
            return;
        }
        let mut settled = Procedure::clone(version);
        settled.applicable_locally = is_offered;
        settled.applicability_note_vi.clone_from(&self.note_vi);
        *version = Arc::new(settled);
    }
}

fn lay(versions: &mut Vec<Arc<Procedure>>, one: LaterProcedure) -> Result<(), String> {
    let LaterProcedure { code, from, edit } = one;
    let before = from
        .yesterday()
        .map_err(|_| "ngày hiệu lực ngoài lịch".to_owned())?;
    let held = versions
        .iter()
        .position(|version| version.code == code && version.holds_on(from));
    let next_begins = versions
        .iter()
        .filter(|version| version.code == code && version.valid_from > from)
        .map(|version| version.valid_from)
        .min();
    let mut next = edited(held.map(|at| &*versions[at]), &code, from, edit)?;
    if let Some(last) = next_begins.and_then(|day| day.yesterday().ok()) {
        next.valid_to = Some(next.valid_to.map_or(last, |to| to.min(last)));
    }
    next.valid_from = from;
    next.id = new_id(versions, &code, from);
    if let Some(at) = held {
        let mut ended = Procedure::clone(&versions[at]);
        // One that began on the same day then holds on no day, but dossiers still find it.
        ended.valid_to = Some(before);
        versions[at] = Arc::new(ended);
    }
    versions.push(Arc::new(next));
    Ok(())
}

fn edited(
    held: Option<&Procedure>,
    code: &str,
    from: Date,
    edit: ProcedureEdit,
) -> Result<Procedure, String> {
    let held = |what: &str| {
        held.cloned().ok_or_else(|| {
            format!(
                "thủ tục {code} chưa có bản nào có hiệu lực ngày {} để {what}",
                crate::text::date_vi(from)
            )
        })
    };
    match edit {
        ProcedureEdit::Version(version) if version.code != code => Err(format!(
            "bản của thủ tục {} không thay được thủ tục {code}",
            version.code
        )),
        ProcedureEdit::Version(version) => Ok(*version),
        ProcedureEdit::Process(process) => {
            if process.steps.is_empty() {
                return Err("quy trình không có bước nào".to_owned());
            }
            Ok(Procedure {
                process: *process,
                ..held("đổi quy trình")?
            })
        }
        ProcedureEdit::Choice {
            is_offered,
            note_vi,
        } => Ok(Procedure {
            applicable_locally: is_offered,
            applicability_note_vi: note_vi,
            ..held("chọn nhận hay không")?
        }),
    }
}

/// `1.001193@2023-12-01`, and `1.001193@2023-12-01.2` for a second version of one day.
fn new_id(versions: &[Arc<Procedure>], code: &str, from: Date) -> String {
    let first = format!("{code}@{from}");
    let is_taken = |id: &str| versions.iter().any(|version| version.id == id);
    if !is_taken(&first) {
        return first;
    }
    (2..)
        .map(|nth| format!("{first}.{nth}"))
        .find(|id| !is_taken(id))
        .expect("numbers do not end")
}
