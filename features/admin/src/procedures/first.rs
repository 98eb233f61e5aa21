//! A procedure that the catalogue does not know: what its form begins with, and what it alone is asked.
//! For the administrator who enters one from its document; `version` shows, previews and saves it.

use domain::deadline::PausePolicy;
use domain::fee::{Amount, FeeKind as Kind, FeeRule, Online, Per};
use domain::money::Dong;
use domain::procedure::{
    Confidence, FeeKind, FeeNote, Procedure, Process, ProcessSource, StepKind, Sure, TimeLimit,
    unfit_as_first, usual_steps,
};
use domain::regime;
use domain::text::slug;
use jiff::civil::Date;
use kit::{Choice, FieldErrors, Fields, Law};

use super::{fields, reading, said};

/// Where a procedure is entered.
pub(crate) const NEW: &str = "/cb/quan-tri/thu-tuc/moi";

const FIELD_MAX: usize = 200;
const UNIT_MAX: usize = 60;
/// Longest name in an address.
const SLUG_MAX: usize = 88;

/// What may be said of money: value, label, hint.
const CHARGES: [(&str, &str, &str); 4] = [
    ("khong", "Không thu", "Văn bản nói rõ là không thu"),
    ("le_phi", "Lệ phí", ""),
    ("phi", "Phí", ""),
    (
        "chua_ro",
        "Chưa rõ",
        "Khi nhận hồ sơ, cán bộ ghi mức thu và văn bản quy định",
    ),
];

/// A version that says nothing yet, of the most usual kind.
pub(super) fn blank(from: Date) -> Procedure {
    Procedure {
        id: String::new(),
        code: String::new(),
        name_vi: String::new(),
        slug: String::new(),
        field_vi: String::new(),
        abbreviations: Vec::new(),
        handling_post: String::new(),
        decision_level_vi: "UBND cấp xã".to_owned(),
        inter_agency: Vec::new(),
        internal_only: false,
        applicable_locally: true,
        applicability_note_vi: None,
        limit: TimeLimit {
            term: None,
            text_vi: said::term(None),
            note_vi: None,
            longer: None,
            same_day_law_vi: None,
        },
        fee: FeeNote {
            kind: FeeKind::Unknown,
            dong: None,
            unit_vi: None,
            notes_vi: None,
        },
        papers: Vec::new(),
        sets: 1,
        results: Vec::new(),
        audience: Vec::new(),
        legal_bases: Vec::new(),
        valid_from: from,
        valid_to: None,
        confidence: Confidence {
            identity: Sure::Verified,
            time_limit: Sure::Verified,
            fee: Sure::Unknown,
            documents: Sure::Memory,
            // Until some are named.
            legal_bases: Sure::Unknown,
            process: Sure::Verified,
        },
        grade: 'A',
        published: true,
        source_note: None,
        // As every procedure of the catalogue: a supplement stops the clock, it does not set it back.
        pause_policy: PausePolicy::Extend,
        process: Process {
            steps: Vec::new(),
            longer_minutes: None,
            calendar_days: false,
            source: ProcessSource::Published,
            total_minutes: 0,
            promise_term: None,
            source_note: None,
            note_vi: None,
        },
        on_the_spot: false,
        replaced_note_vi: None,
    }
}

/// The form before anything is typed: the usual steps without their times, a list of papers to fill in.
pub(super) fn form(first: Date) -> Fields {
    let mut begun = blank(first);
    begun.process.steps = usual_steps();
    let form = fields::of(&begun, Some(first));
    let pairs = form.iter().map(|(name, value)| match name {
        "b_gio" => (name, ""),
        "giay" => (name, "danh_sach"),
        "han_dv" => (name, "ngay_lam_viec"),
        _ => (name, value),
    });
    Fields::of(pairs.chain([("doi_tuong", "ca_nhan")]))
}

pub(super) fn charges(chosen: &str) -> Vec<Choice> {
    CHARGES
        .map(|(value, label, hint)| Choice {
            hint: hint.to_owned(),
            ..Choice::new(value, label, chosen)
        })
        .into()
}

/// The fields of the catalogue, to be proposed while typing.
pub(super) fn known_fields(law: &Law, today: Date) -> Vec<String> {
    let fields = law.catalogue.fields(today).into_iter();
    let mut names: Vec<String> = fields.map(|field| field.field_vi).collect();
    names.sort_by_cached_key(|name| domain::text::sort_key(name));
    names
}

/// Reads what only a first version is asked, into a version read as any other. Answers the fee that
/// is charged for it, where the document says one.
pub(super) fn read(
    typed: &Fields,
    errors: &mut FieldErrors,
    next: &mut Procedure,
    (law, document): (&Law, &str),
) -> Option<FeeRule> {
    let code = typed.get("ma").to_uppercase();
    next.field_vi = typed.text(errors, "linh_vuc", "Lĩnh vực", FIELD_MAX);
    next.code = code;
    for fault in unfit_as_first(next, &law.catalogue) {
        errors.add(reading::field_of(fault.part), fault.sentence);
    }
    if let Ok(code) = domain::code::ProcedureCode::parse(&next.code) {
        code.national().clone_into(&mut next.code);
    }
    next.slug = free_slug(law, next);
    next.handling_post = post_in_charge(next);
    next.process.source_note = Some(document.to_owned());
    charge(typed, errors, next, document)
}

/// The post that examines; where nobody here does, the first that gets it from the counter.
fn post_in_charge(version: &Procedure) -> String {
    let steps = &version.process.steps;
    let examines = steps.iter().find(|step| step.kind == StepKind::Handle);
    let next = || steps.iter().find(|step| step.kind != StepKind::Receive);
    examines
        .or_else(next)
        .map_or_else(String::new, |step| step.post.clone())
}

/// The name as an address, with the code behind it where another procedure bears the same.
fn free_slug(law: &Law, version: &Procedure) -> String {
    let whole = slug(&version.name_vi);
    let mut short = String::new();
    for word in whole.split('-').filter(|word| !word.is_empty()) {
        if short.len() + word.len() >= SLUG_MAX {
            break;
        }
        if !short.is_empty() {
            short.push('-');
        }
        short.push_str(word);
    }
    let is_taken = law.catalogue.versions().any(|one| one.slug == short);
    if is_taken || short.is_empty() {
        let number = version.code.replace('.', "-");
        short = format!("{short}-{number}")
            .trim_start_matches('-')
            .to_owned();
    }
    short
}

fn charge(
    typed: &Fields,
    errors: &mut FieldErrors,
    next: &mut Procedure,
    document: &str,
) -> Option<FeeRule> {
    let (kind, amount, note) = match typed.get("thu") {
        "khong" => (Kind::None, Amount::Free, (FeeKind::None, Some(0), None)),
        way @ ("le_phi" | "phi") => {
            let (kind, noted) = if way == "phi" {
                (Kind::Phi, FeeKind::Phi)
            } else {
                (Kind::LePhi, FeeKind::LePhi)
            };
            let unit_vi = typed.required(errors, "thu_dv", "Đơn vị tính", UNIT_MAX);
            let dong = errors.check("thu_muc", Dong::parse(typed.get("thu_muc")))?;
            let note = (noted, Some(dong.0), Some(format!("đồng/{unit_vi}")));
            let per = Per::Case;
            (kind, Amount::Flat { dong, unit_vi, per }, note)
        }
        "chua_ro" => return None,
        _ => {
            errors.add("thu", kit::words::choose("Phí, lệ phí"));
            return None;
        }
    };
    next.confidence.fee = Sure::Verified;
    next.fee = FeeNote {
        kind: note.0,
        dong: note.1,
        unit_vi: note.2,
        notes_vi: None,
    };
    let called = match kind {
        Kind::Phi => "Phí",
        Kind::LePhi => "Lệ phí",
        Kind::None => "Không thu",
    };
    let name_vi = format!("{called}: thủ tục {}", next.code);
    Some(FeeRule {
        id: format!("{}@{}", fee_subject(&next.code), next.valid_from),
        name_vi,
        procedure_codes: vec![next.code.clone()],
        kind,
        basis: document.to_owned(),
        amount,
        online: Online::Same,
        exemptions: Vec::new(),
        usual_exemption: None,
        valid_from: Some(next.valid_from),
        valid_to: None,
        confidence: regime::Confidence::Verified,
        source: document.to_owned(),
        note_vi: None,
    })
}

/// What the fee of a new procedure is called among changes of fees: no other begins so.
pub(super) fn fee_subject(code: &str) -> String {
    format!("thu_tuc_{}", code.replace('.', "_"))
}
