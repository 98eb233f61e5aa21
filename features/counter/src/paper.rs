//! Papers checked off at the counter, each with its kind and number (Mẫu 01, part 1).
//! For the intake form, which shows the list, and for the receipt, which counts what was given.

use domain::procedure::{Handling, PaperItem, Procedure};
use dossier::receive::PaperGiven;
use kit::{Choice, FieldErrors, Fields};

/// Papers beside the list, which an officer names.
const EXTRA_ROWS: usize = 2;
/// Where the catalogue has no list, the officer writes the whole one.
const EXTRA_ROWS_WITHOUT_LIST: usize = 4;
const NAME_MAX: usize = 250;
/// No dossier has more sheets of one paper.
const COUNT_MAX: u32 = 500;

/// In which form a paper is handed in.
const KINDS: [(&str, &str); 4] = [
    ("original", "Bản chính"),
    ("certified", "Bản chứng thực"),
    ("copy", "Bản photo"),
    ("shown", "Xuất trình"),
];

/// One line of the check-off list, as the page shows it.
#[derive(Clone, Debug)]
pub(crate) struct PaperLine {
    pub seq: u32,
    /// The name up to its first condition; the whole stands in `rest`.
    pub name: String,
    pub rest: String,
    pub condition: String,
    pub checked: bool,
    pub kinds: Vec<Choice>,
    pub count: String,
    pub error: String,
}

impl PaperLine {
    /// The name of its box on the form, which is also its id.
    pub fn field(&self) -> String {
        format!("paper-{}", self.seq)
    }

    pub fn kind_field(&self) -> String {
        format!("kind-{}", self.seq)
    }

    pub fn count_field(&self) -> String {
        format!("count-{}", self.seq)
    }
}

/// Whether a paper is asked of everybody.
fn is_always_needed(item: &PaperItem) -> bool {
    item.required && item.condition_vi.is_none()
}

/// The list of a procedure: what everybody brings, then what only some must bring.
pub(crate) fn lines(
    procedure: &Procedure,
    fields: &Fields,
    errors: &FieldErrors,
) -> (Vec<PaperLine>, Vec<PaperLine>) {
    let line = |item: &PaperItem| {
        let field = |name: &str| format!("{name}-{}", item.seq);
        let chosen = match fields.get(&field("kind")) {
            "" => usual_kind(item),
            sent => sent,
        };
        let cut = item
            .name_vi
            .find([';', '(', ':'])
            .unwrap_or(item.name_vi.len());
        let (name, rest) = item.name_vi.split_at(cut);
        PaperLine {
            seq: item.seq,
            name: name.trim().to_owned(),
            rest: rest.trim().to_owned(),
            condition: item.condition_vi.clone().unwrap_or_default(),
            checked: fields.has(&field("paper")),
            kinds: KINDS
                .iter()
                .map(|(value, label)| Choice::new(*value, *label, chosen))
                .collect(),
            count: match fields.get(&field("count")) {
                "" => usual_count(item).to_string(),
                sent => sent.to_owned(),
            },
            error: errors.of(&field("paper")).to_owned() + errors.of(&field("count")),
        }
    };
    let (always, sometimes): (Vec<_>, Vec<_>) = procedure
        .papers
        .iter()
        .partition(|item| is_always_needed(item));
    (
        always.into_iter().map(line).collect(),
        sometimes.into_iter().map(line).collect(),
    )
}

/// Lines that the officer fills in by name.
pub(crate) fn extra_lines(
    procedure: &Procedure,
    fields: &Fields,
    errors: &FieldErrors,
) -> Vec<PaperLine> {
    let rows = if procedure.papers.is_empty() {
        EXTRA_ROWS_WITHOUT_LIST
    } else {
        EXTRA_ROWS
    };
    let line = |row: usize| {
        let seq = u32::try_from(900 + row).unwrap_or(u32::MAX);
        let kind = fields.get(&format!("kind-{seq}"));
        PaperLine {
            seq,
            name: fields.get(&format!("paper-{seq}")).to_owned(),
            rest: String::new(),
            condition: String::new(),
            checked: false,
            kinds: KINDS
                .iter()
                .map(|(value, label)| {
                    Choice::new(
                        *value,
                        *label,
                        if kind.is_empty() { "original" } else { kind },
                    )
                })
                .collect(),
            count: match fields.get(&format!("count-{seq}")) {
                "" => "1".to_owned(),
                sent => sent.to_owned(),
            },
            error: errors.of(&format!("paper-{seq}")).to_owned(),
        }
    };
    (1..=rows).map(line).collect()
}

/// The papers as checked off, and the names of those that everybody must bring and nobody did.
pub(crate) fn read(
    procedure: &Procedure,
    fields: &Fields,
    errors: &mut FieldErrors,
) -> (Vec<PaperGiven>, Vec<(String, String)>) {
    let (mut given, mut missing) = (Vec::new(), Vec::new());
    let all = fields.has("all_papers");
    for item in &procedure.papers {
        let field = format!("paper-{}", item.seq);
        if fields.has(&field) || (all && is_always_needed(item)) {
            let kind = match fields.get(&format!("kind-{}", item.seq)) {
                "" => usual_kind(item),
                sent => sent,
            };
            let sheets = fields.count(
                errors,
                &format!("count-{}", item.seq),
                "Số bản",
                (usual_count(item), COUNT_MAX),
            );
            given.push(paper(&item.name_vi, kind, sheets));
        } else if is_always_needed(item) {
            missing.push((field, item.name_vi.clone()));
        }
    }
    for line in extra_lines(procedure, fields, errors) {
        let name = fields.text(errors, &line.field(), "Tên giấy tờ", NAME_MAX);
        if !name.is_empty() {
            let sheets = fields.count(errors, &line.count_field(), "Số bản", (1, COUNT_MAX));
            let kind = line
                .kinds
                .iter()
                .find(|kind| kind.selected)
                .map_or("original", |kind| kind.value.as_str());
            given.push(paper(&name, kind, sheets));
        }
    }
    (given, missing)
}

fn paper(name: &str, kind: &str, sheets: u32) -> PaperGiven {
    let of = |wanted: &str| {
        if kind == wanted {
            i64::from(sheets.max(1))
        } else {
            0
        }
    };
    PaperGiven {
        name: name.to_owned(),
        originals: of("original"),
        certified: of("certified"),
        copies: of("copy"),
        shown_only: kind == "shown",
    }
}

fn usual_kind(item: &PaperItem) -> &'static str {
    match (item.handling, item.originals, item.copies) {
        (Handling::Show, _, _) => "shown",
        (Handling::Submit, 0, 1..) => "copy",
        (Handling::Submit, _, _) => "original",
    }
}

fn usual_count(item: &PaperItem) -> u32 {
    item.originals.max(item.copies).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn birth() -> std::sync::Arc<Procedure> {
        let law = kit::Law::embedded().expect("the embedded law");
        std::sync::Arc::clone(
            law.catalogue
                .in_force("1.001193", date(2023, 11, 23))
                .expect("in force"),
        )
    }

    #[test]
    fn a_paper_is_given_in_the_form_and_number_checked_off() {
        let fields = Fields::of([
            ("paper-1", "1"),
            ("paper-2", "1"),
            ("kind-2", "certified"),
            ("count-2", "2"),
            ("paper-6", "1"),
            ("paper-901", "Đơn xin xác nhận"),
            ("kind-901", "copy"),
        ]);
        let mut errors = FieldErrors::new();
        let (given, missing) = read(&birth(), &fields, &mut errors);
        assert!(
            errors.is_empty() && missing.is_empty(),
            "{errors:?} {missing:?}"
        );
        assert_eq!(given.len(), 4);
        assert_eq!(
            (given[0].originals, given[1].certified, given[3].copies),
            (1, 2, 1)
        );
        assert!(given[2].shown_only && given[2].name.starts_with("Giấy tờ tùy thân"));
    }

    #[test]
    fn what_everybody_must_bring_is_missed_and_one_tick_gives_it_all() {
        let mut errors = FieldErrors::new();
        let (given, missing) = read(&birth(), &Fields::default(), &mut errors);
        assert_eq!((given.len(), missing.len()), (0, 3));
        let (given, missing) = read(&birth(), &Fields::of([("all_papers", "1")]), &mut errors);
        assert_eq!((given.len(), missing.len()), (3, 0));
    }
}
