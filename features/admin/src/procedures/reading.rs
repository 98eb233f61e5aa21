//! A new version read from its form, each fault a sentence at its field.
//! For the page of a new version; what the form does not ask stays as in the version before.

use domain::deadline::Term;
use domain::post::Posts;
use domain::procedure::{
    Handling, Longer, PaperItem, Part, Procedure, Process, ProcessSource, ProcessStep, StepKind,
    Sure, TimeLimit, unsound,
};
use jiff::civil::Date;
use kit::{FieldErrors, Fields};

use super::fields::kind_name;
use super::rows::{self, Row};
use super::said::AUDIENCES;
use super::short;

const NAME_MAX: usize = 400;
const TEXT_MAX: usize = 600;
const LINES_MAX: usize = 4_000;

/// The version that the form says, made of the one that holds until then; faults stand at their
/// fields, and with a fault the version is of no use.
pub(crate) fn read(
    fields: &Fields,
    errors: &mut FieldErrors,
    (base, posts): (&Procedure, &Posts),
    (from, document): (Date, &str),
) -> Procedure {
    let mut next = Procedure {
        name_vi: fields.text(errors, "ten", "Tên thủ tục", NAME_MAX),
        decision_level_vi: fields.text(errors, "cap", "Cấp quyết định", NAME_MAX),
        legal_bases: own_lines(fields, errors, "can_cu", "Căn cứ pháp lý"),
        results: own_lines(fields, errors, "ket_qua", "Kết quả"),
        audience: audience(fields, errors, base),
        limit: limit(fields, errors, &base.limit),
        abbreviations: short::read(fields, errors),
        on_the_spot: fields.has("lam_ngay"),
        valid_from: from,
        source_note: Some(document.to_owned()),
        ..base.clone()
    };
    papers(fields, errors, &mut next);
    next.process = process(fields, errors, (base, &next.limit), document);
    settle_confidence(base, &mut next);
    for fault in unsound(&next, posts) {
        let field = field_of(fault.part);
        // What stands beside a limit that could not be read is not wrong by itself.
        let follows = matches!(fault.part, Part::Longer | Part::Promise | Part::OnTheSpot)
            && errors.has("han_so");
        if !follows && !errors.has(&field) {
            errors.add(field, fault.sentence);
        }
    }
    next
}

/// The field of a part: its id on the page.
pub(super) fn field_of(part: Part) -> String {
    match part {
        Part::Code => "ma".to_owned(),
        Part::Field => "linh_vuc".to_owned(),
        Part::Audience => "doi_tuong".to_owned(),
        Part::Results => "ket_qua".to_owned(),
        Part::Name => "ten".to_owned(),
        Part::Limit => "han_so".to_owned(),
        Part::Longer => "dai_so".to_owned(),
        Part::Promise => "ck_so".to_owned(),
        Part::OnTheSpot => "lam_ngay".to_owned(),
        Part::Papers => "giay".to_owned(),
        Part::Paper(at) => format!("g_ten-{}", at + 1),
        Part::Steps => "quy_trinh".to_owned(),
        Part::Step(at) => format!("b_viec-{}", at + 1),
    }
}

/// A text of which each line says something by itself.
fn own_lines(fields: &Fields, errors: &mut FieldErrors, name: &str, label: &str) -> Vec<String> {
    let typed = fields.lines(errors, name, label, LINES_MAX);
    let lines = typed.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Who is ticked, in the order of the version before where it named the same.
fn audience(fields: &Fields, errors: &mut FieldErrors, base: &Procedure) -> Vec<String> {
    let ticked: Vec<&str> = fields.all("doi_tuong").collect();
    let known = AUDIENCES.iter().map(|(value, _)| *value);
    let wanted: Vec<&str> = known.filter(|value| ticked.contains(value)).collect();
    let is_same = wanted.len() == base.audience.len()
        && base
            .audience
            .iter()
            .all(|who| wanted.contains(&who.as_str()));
    if is_same {
        return base.audience.clone();
    }
    if wanted.is_empty() {
        errors.add("doi_tuong", kit::words::choose("Ít nhất một đối tượng"));
    }
    wanted.into_iter().map(str::to_owned).collect()
}

fn term(
    fields: &Fields,
    errors: &mut FieldErrors,
    [number, unit]: [&str; 2],
    label: &str,
) -> Option<Term> {
    let chosen = fields.get(unit);
    let make: fn(u32) -> Term = match chosen {
        "ngay_lam_viec" => Term::WorkingDays,
        "ngay" => Term::CalendarDays,
        "gio_lam_viec" => Term::WorkingHours,
        "gio" => Term::ClockHours,
        "trong_ngay" => return Some(Term::SameDay),
        _ => {
            if fields.has(number) {
                errors.add(
                    number,
                    format!("{label} có số mà chưa có đơn vị. Hãy chọn ngày hay giờ ở ô bên cạnh"),
                );
            }
            return None;
        }
    };
    if !fields.has(number) {
        errors.add(number, kit::words::fill_in(label));
        return None;
    }
    let before = errors.len();
    let count = fields.count(errors, number, label, (0, 100_000));
    (errors.len() == before).then(|| make(count))
}

fn limit(fields: &Fields, errors: &mut FieldErrors, base: &TimeLimit) -> TimeLimit {
    let own = term(fields, errors, ["han_so", "han_dv"], "Thời hạn");
    let longer_term = term(
        fields,
        errors,
        ["dai_so", "dai_dv"],
        "Thời hạn khi cần xác minh",
    );
    let when_vi = fields.text(errors, "dai_khi", "Khi nào cần xác minh", TEXT_MAX);
    let note = fields.text(errors, "luu_y", "Lưu ý về thời hạn", TEXT_MAX);
    if longer_term.is_some() && when_vi.is_empty() {
        errors.add("dai_khi", kit::words::fill_in("Khi nào cần xác minh"));
    }
    let longer = longer_term.map(|term| {
        let known = base.longer.as_ref().filter(|known| known.term == term);
        Longer {
            term,
            text_vi: known.map_or_else(|| term.vietnamese(), |known| known.text_vi.clone()),
            when_vi,
        }
    });
    TimeLimit {
        term: own,
        // As published, as long as it says the same.
        text_vi: if own == base.term {
            base.text_vi.clone()
        } else {
            super::said::term(own)
        },
        note_vi: Some(note).filter(|note| !note.is_empty()),
        longer,
        same_day_law_vi: base.same_day_law_vi.clone().filter(|_| own == base.term),
    }
}

fn papers(fields: &Fields, errors: &mut FieldErrors, next: &mut Procedure) {
    let typed = rows::papers(fields);
    let listed = match fields.get("giay") {
        "danh_sach" => true,
        "khong" | "chua_ro" if typed.is_empty() => false,
        "khong" | "chua_ro" => {
            errors.add(
                "giay",
                format!(
                    "Bên dưới còn {} giấy tờ. Hãy chọn «Theo danh sách dưới đây», hoặc bỏ các dòng đó",
                    typed.len()
                ),
            );
            false
        }
        _ => {
            errors.add("giay", kit::words::choose("Giấy tờ của hồ sơ"));
            true
        }
    };
    let mut papers = Vec::new();
    for (seq, row) in (1..).zip(&typed) {
        papers.push(one_paper(errors, seq, row));
    }
    if listed {
        next.confidence.documents = match papers == next.papers {
            true if !papers.is_empty() => next.confidence.documents,
            // An empty list of which nothing is said is a list forgotten.
            _ if papers.is_empty() => Sure::Memory,
            _ => Sure::Verified,
        };
        next.papers = papers;
    } else {
        next.papers = Vec::new();
        next.confidence.documents = if fields.get("giay") == "khong" {
            Sure::Verified
        } else {
            Sure::Unknown
        };
    }
}

fn one_paper(errors: &mut FieldErrors, seq: u32, row: &Row) -> PaperItem {
    let [order, name, originals, copies, handling, form, when, needed] = row;
    let field = format!("g_ten-{seq}");
    let mut told = Told {
        errors,
        field: &field,
    };
    told.place(order);
    told.length("Tên giấy tờ", name, NAME_MAX);
    told.length("Mẫu", form, NAME_MAX);
    told.length("Khi nào cần", when, TEXT_MAX);
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    PaperItem {
        seq,
        name_vi: name.clone(),
        originals: told.copies("Số bản chính", originals),
        copies: told.copies("Số bản sao", copies),
        form_number: some(form),
        handling: if handling == "xuat_trinh" {
            Handling::Show
        } else {
            Handling::Submit
        },
        condition_vi: some(when),
        required: needed != "khong",
    }
}

fn process(
    fields: &Fields,
    errors: &mut FieldErrors,
    (base, limit): (&Procedure, &TimeLimit),
    document: &str,
) -> Process {
    let promise_term = term(fields, errors, ["ck_so", "ck_dv"], "Cam kết của xã");
    let note = fields.text(errors, "quy_trinh_luu_y", "Ghi chú quy trình", TEXT_MAX);
    let typed = rows::steps(fields);
    let (mut steps, mut longer) = (Vec::new(), Vec::new());
    for (seq, row) in (1..).zip(&typed) {
        let (step, minutes) = one_step(errors, seq, row);
        longer.extend(minutes);
        steps.push(step);
    }
    let note_vi = Some(note).filter(|note| !note.is_empty());
    let longer_minutes = Some(longer).filter(|minutes| !minutes.is_empty());
    let known = &base.process;
    if steps == known.steps
        && longer_minutes == known.longer_minutes
        && promise_term == known.promise_term
        && limit.term == base.limit.term
    {
        return Process {
            note_vi,
            ..known.clone()
        };
    }
    Process {
        total_minutes: steps
            .iter()
            .fold(0, |sum: i64, step| sum.saturating_add(step.minutes)),
        steps,
        longer_minutes,
        calendar_days: matches!(limit.term, Some(Term::CalendarDays(_))),
        source: ProcessSource::Published,
        promise_term,
        source_note: Some(document.to_owned()),
        note_vi,
    }
}

fn one_step(errors: &mut FieldErrors, seq: u32, row: &Row) -> (ProcessStep, Option<i64>) {
    let [order, work, post, kind, hours, longer, agency, output] = row;
    let field = format!("b_viec-{seq}");
    let mut told = Told {
        errors,
        field: &field,
    };
    told.place(order);
    told.length("Việc", work, TEXT_MAX);
    told.length("Cơ quan ngoài xã", agency, NAME_MAX);
    told.length("Kết quả của bước", output, TEXT_MAX);
    let known = StepKind::ALL
        .into_iter()
        .find(|one| kind_name(*one) == kind);
    if known.is_none() {
        told.say(format!("Bước {seq} chưa chọn loại việc. Hãy chọn"));
    }
    if post.is_empty() {
        told.say(format!("Bước {seq} chưa có người làm. Hãy chọn chức danh"));
    }
    let minutes = told.check(rows::minutes(hours)).unwrap_or(0);
    let longer = if longer.is_empty() {
        None
    } else {
        Some(told.check(rows::minutes(longer)).unwrap_or(0))
    };
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let step = ProcessStep {
        seq,
        post: post.clone(),
        kind: known.unwrap_or(StepKind::Handle),
        action_vi: work.clone(),
        minutes,
        output_vi: some(output),
        outside_vi: some(agency),
    };
    (step, longer)
}

/// What is wrong with one row, told at its first field.
struct Told<'a> {
    errors: &'a mut FieldErrors,
    field: &'a str,
}

impl Told<'_> {
    fn say(&mut self, sentence: String) {
        self.errors.add(self.field, sentence);
    }

    fn check<T>(&mut self, read: Result<T, String>) -> Option<T> {
        self.errors.check(self.field, read)
    }

    fn place(&mut self, typed: &str) {
        if !typed.is_empty() && rows::place(typed).is_none() {
            self.say(format!(
                "Thứ tự «{typed}» phải là số, như 2, hoặc 2,5 để chèn giữa dòng 2 và 3"
            ));
        }
    }

    fn length(&mut self, label: &str, text: &str, max: usize) {
        let is = text.chars().count();
        if is > max {
            self.say(kit::words::too_long(label, max, is));
        }
    }

    fn copies(&mut self, label: &str, typed: &str) -> u32 {
        if typed.is_empty() {
            return 0;
        }
        let read = typed.parse::<u32>().ok().filter(|number| *number <= 99);
        let sentence = || format!("{label} «{typed}» phải là số từ 0 đến 99");
        self.check(read.ok_or_else(sentence)).unwrap_or(0)
    }
}

/// What was changed was read in the document: from then on it is sure; the rest stays as sure as it was.
fn settle_confidence(base: &Procedure, next: &mut Procedure) {
    let sure = &mut next.confidence;
    if next.name_vi != base.name_vi {
        sure.identity = Sure::Verified;
    }
    if next.limit.term != base.limit.term || next.limit.longer != base.limit.longer {
        sure.time_limit = Sure::Verified;
    }
    if next.legal_bases != base.legal_bases {
        sure.legal_bases = Sure::Verified;
    }
    if next.process != base.process {
        sure.process = Sure::Verified;
    }
}

#[cfg(test)]
mod tests;
