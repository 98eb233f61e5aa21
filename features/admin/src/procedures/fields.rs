//! A version as the form shows it: name, limits, papers, steps, and what each may be chosen from.
//! For the page of a new version; `reading` beside it reads it back.

use domain::deadline::Term;
use domain::post::Posts;
use domain::procedure::{Handling, PaperItem, Procedure, ProcessStep, StepKind, Sure, hours_vi};
use jiff::civil::Date;
use kit::{Choice, Fields};

use super::rows::{self, Row};
use super::{said, short};
use crate::form::typed_day;

const UNITS: [(&str, &str); 5] = [
    ("ngay_lam_viec", "ngày làm việc"),
    ("ngay", "ngày, kể cả ngày nghỉ"),
    ("gio_lam_viec", "giờ làm việc"),
    ("gio", "giờ, kể cả ngoài giờ"),
    ("trong_ngay", "ngay trong ngày"),
];

/// What the form says of the papers as a whole.
const PAPERS: [(&str, &str, &str); 3] = [
    ("danh_sach", "Theo danh sách dưới đây", ""),
    (
        "khong",
        "Không yêu cầu giấy tờ nào",
        "Văn bản nói rõ là không cần",
    ),
    (
        "chua_ro",
        "Chưa có danh sách",
        "Người dân được mời hỏi tại quầy trước khi đi",
    ),
];

/// The fields in the order in which they stand on the page; of rows what each begins with.
pub(crate) const ON_PAGE: [&str; 30] = [
    "tu_ngay",
    "so_van_ban",
    "ngay_van_ban",
    "nguoi_ky",
    "ly_do",
    "ma",
    "linh_vuc",
    "ten",
    "cap",
    "viet_tat",
    "han_so",
    "han_dv",
    "ck_so",
    "ck_dv",
    "dai_so",
    "dai_dv",
    "dai_khi",
    "luu_y",
    "lam_ngay",
    "can_cu",
    "ket_qua",
    "doi_tuong",
    "thu",
    "thu_muc",
    "thu_dv",
    "giay",
    "g_ten-",
    "quy_trinh",
    "b_viec-",
    "quy_trinh_luu_y",
];

/// Where a field stands on the page, and in which row.
pub(crate) fn place(field: &str) -> (usize, usize) {
    let (named, row) = match field.rsplit_once('-') {
        Some((column, nth)) => (&field[..=column.len()], nth.parse().unwrap_or(0)),
        None => (field, 0),
    };
    let at = ON_PAGE.iter().position(|known| *known == named);
    (at.unwrap_or(ON_PAGE.len()), row)
}

/// The form of a version, to begin on a day.
pub(crate) fn of(version: &Procedure, first: Option<Date>) -> Fields {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let longer = version.limit.longer.as_ref();
    let mut pairs: Vec<(&str, String)> = vec![
        ("ten", version.name_vi.clone()),
        ("cap", version.decision_level_vi.clone()),
        ("viet_tat", short::typed(version)),
        ("luu_y", text(&version.limit.note_vi)),
        (
            "dai_khi",
            longer.map_or_else(String::new, |one| one.when_vi.clone()),
        ),
        ("can_cu", version.legal_bases.join("\n")),
        ("quy_trinh_luu_y", text(&version.process.note_vi)),
        ("tu_ngay", typed_day(first)),
        ("giay", papers_said(version).to_owned()),
        ("ket_qua", version.results.join("\n")),
    ];
    if version.on_the_spot {
        pairs.push(("lam_ngay", "co".to_owned()));
    }
    let audience = version.audience.iter();
    pairs.extend(audience.map(|who| ("doi_tuong", who.clone())));
    let terms = [
        (["han_so", "han_dv"], version.limit.term),
        (["dai_so", "dai_dv"], longer.map(|one| one.term)),
        (["ck_so", "ck_dv"], version.process.promise_term),
    ];
    for ([number, unit], term) in terms {
        let (how_many, which) = typed_term(term);
        pairs.extend([(number, how_many), (unit, which.to_owned())]);
    }
    for paper in &version.papers {
        pairs.extend(rows::PAPER.into_iter().zip(paper_row(paper)));
    }
    for (at, step) in version.process.steps.iter().enumerate() {
        let minutes = version.process.longer_minutes.as_ref();
        let minutes = minutes.and_then(|all| all.get(at)).copied();
        pairs.extend(rows::STEP.into_iter().zip(step_row(step, minutes)));
    }
    Fields::of(pairs.iter().map(|(name, value)| (*name, value.as_str())))
}

fn papers_said(version: &Procedure) -> &'static str {
    match (version.papers.is_empty(), version.confidence.documents) {
        (false, _) => "danh_sach",
        (true, Sure::Verified) => "khong",
        (true, _) => "chua_ro",
    }
}

fn paper_row(paper: &PaperItem) -> Row {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        paper.seq.to_string(),
        paper.name_vi.clone(),
        paper.originals.to_string(),
        paper.copies.to_string(),
        handling_name(paper.handling).to_owned(),
        text(&paper.form_number),
        text(&paper.condition_vi),
        if paper.required { "co" } else { "khong" }.to_owned(),
    ]
}

fn step_row(step: &ProcessStep, longer: Option<i64>) -> Row {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        step.seq.to_string(),
        step.action_vi.clone(),
        step.post.clone(),
        kind_name(step.kind).to_owned(),
        hours_vi(step.minutes),
        longer.map_or_else(String::new, hours_vi),
        text(&step.outside_vi),
        text(&step.output_vi),
    ]
}

/// What a spare row of papers begins with.
pub(crate) fn usual_paper() -> Row {
    ["", "", "1", "0", "nop", "", "", "co"].map(str::to_owned)
}

const fn handling_name(handling: Handling) -> &'static str {
    match handling {
        Handling::Submit => "nop",
        Handling::Show => "xuat_trinh",
    }
}

pub(super) const fn kind_name(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Receive => "tiep_nhan",
        StepKind::Handle => "tham_tra",
        StepKind::Approve => "ky",
        StepKind::Seal => "dong_dau",
        StepKind::Committee => "hop",
        StepKind::Wait => "cho",
        StepKind::Outside => "ngoai",
        StepKind::Deliver => "tra",
    }
}

fn typed_term(term: Option<Term>) -> (String, &'static str) {
    let (number, unit) = match term {
        None => return (String::new(), ""),
        Some(Term::SameDay) => return (String::new(), "trong_ngay"),
        Some(Term::WorkingDays(number)) => (number, "ngay_lam_viec"),
        Some(Term::CalendarDays(number)) => (number, "ngay"),
        Some(Term::WorkingHours(number)) => (number, "gio_lam_viec"),
        Some(Term::ClockHours(number)) => (number, "gio"),
    };
    (number.to_string(), unit)
}

/// The units of a term; `none` is what stands for no term.
pub(crate) fn units(none: &str, chosen: &str) -> Vec<Choice> {
    let every = UNITS.map(|(value, label)| Choice::new(value, label, chosen));
    std::iter::once(Choice::new("", none, chosen))
        .chain(every)
        .collect()
}

pub(crate) fn papers_choices(chosen: &str) -> Vec<Choice> {
    let every = PAPERS.map(|(value, label, hint)| Choice {
        hint: hint.to_owned(),
        ..Choice::new(value, label, chosen)
    });
    every.into()
}

/// Who may ask, each to be ticked.
pub(crate) fn audiences(form: &Fields) -> Vec<Choice> {
    let is_ticked = |value: &str| form.all("doi_tuong").any(|ticked| ticked == value);
    let every = said::AUDIENCES.map(|(value, label)| Choice {
        selected: is_ticked(value),
        ..Choice::new(value, label, "")
    });
    every.into()
}

pub(crate) fn handlings(chosen: &str) -> Vec<Choice> {
    [("nop", "Nộp"), ("xuat_trinh", "Xuất trình")]
        .map(|(value, label)| Choice::new(value, label, chosen))
        .into()
}

pub(crate) fn needs(chosen: &str) -> Vec<Choice> {
    [("co", "Bắt buộc"), ("khong", "Tùy trường hợp")]
        .map(|(value, label)| Choice::new(value, label, chosen))
        .into()
}

pub(crate) fn kinds(chosen: &str) -> Vec<Choice> {
    let every = StepKind::ALL.map(|kind| Choice::new(kind_name(kind), kind.vietnamese(), chosen));
    std::iter::once(Choice::new("", "Chọn", chosen))
        .chain(every)
        .collect()
}

/// The posts of a day; one that is chosen stays even when it has ended, so that nothing typed is lost.
pub(crate) fn posts(posts: &Posts, day: Date, chosen: &str) -> Vec<Choice> {
    let known = posts.all().iter();
    let offered = known.filter(|post| post.is_valid_on(day) || post.id.as_str() == chosen);
    let every = offered.map(|post| Choice::new(post.id.as_str(), &post.short_vi, chosen));
    std::iter::once(Choice::new("", "Chọn", chosen))
        .chain(every)
        .collect()
}
