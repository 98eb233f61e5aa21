//! A procedure in plain words: how long, for whom, which papers, which steps.
//! For citizens' pages and the printed guide; the terms of law stand in the details.

use domain::deadline::Term;
use domain::procedure::{Handling, PaperItem, Procedure, StepKind, Sure};

/// A value with a smaller line, and whether it is less than verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// `5 ngày làm việc`.
    pub(crate) value: String,
    /// What else must be known; empty for nothing.
    pub(crate) note: String,
    /// No public source confirms it.
    pub(crate) is_doubtful: bool,
}

impl Said {
    /// A value that may be doubtful.
    pub(crate) fn doubted(value: String, note: String, is_doubtful: bool) -> Self {
        Self {
            value,
            note,
            is_doubtful,
        }
    }

    /// The smaller line, with the doubt told plainly (ruling 28).
    pub(crate) fn note_with_doubt(&self) -> String {
        let doubt = if self.is_doubtful {
            "Chưa kiểm chứng, hỏi lại khi nộp"
        } else {
            ""
        };
        let parts: Vec<&str> = [self.note.as_str(), doubt]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(". ")
    }
}

/// How long it takes: the commune's promise where it made one, else the law's limit.
pub(crate) fn time(procedure: &Procedure) -> Said {
    let is_doubtful = procedure.confidence.time_limit != Sure::Verified;
    let Some(limit) = procedure.limit.term else {
        let note = "Cán bộ hẹn ngày cụ thể khi nhận hồ sơ";
        return Said::doubted("Chưa có thời hạn".to_owned(), note.to_owned(), false);
    };
    if procedure.on_the_spot {
        return Said::doubted(
            "Làm ngay tại quầy".to_owned(),
            after_three(limit).to_owned(),
            is_doubtful,
        );
    }
    match procedure
        .process
        .promise_term
        .filter(|promise| *promise != limit)
    {
        Some(promise) => {
            let note = format!("Luật cho phép đến {}", lower(term(limit)));
            Said::doubted(term(promise), note, is_doubtful)
        }
        None => Said::doubted(term(limit), after_three(limit).to_owned(), is_doubtful),
    }
}

/// NĐ 23/2015 Điều 7 and the like: what comes after 15:00 may wait for the next working day.
const fn after_three(limit: Term) -> &'static str {
    match limit {
        Term::SameDay => "Nộp sau 15 giờ: chậm nhất ngày làm việc tiếp theo",
        Term::WorkingDays(_)
        | Term::CalendarDays(_)
        | Term::WorkingHours(_)
        | Term::ClockHours(_) => "",
    }
}

/// A term as one says it.
pub(crate) fn term(term: Term) -> String {
    match term {
        Term::WorkingDays(days) => format!("{days} ngày làm việc"),
        Term::CalendarDays(days) => format!("{days} ngày"),
        Term::WorkingHours(hours) => format!("{hours} giờ làm việc"),
        Term::ClockHours(hours) => format!("{hours} giờ"),
        Term::SameDay => "Trong ngày làm việc".to_owned(),
    }
}

fn lower(text: String) -> String {
    text.to_lowercase()
}

/// Who may ask.
pub(crate) fn audience(procedure: &Procedure) -> String {
    let said: Vec<&str> = procedure
        .audience
        .iter()
        .map(|who| one_of_audience(who))
        .collect();
    if said.is_empty() {
        "Người có nhu cầu".to_owned()
    } else {
        said.join(", ")
    }
}

fn one_of_audience(who: &str) -> &str {
    match who {
        "ca_nhan" => "Người dân",
        "to_chuc" => "tổ chức",
        "doanh_nghiep" => "doanh nghiệp",
        "hop_tac_xa" => "hợp tác xã",
        "nguoi_viet_o_nuoc_ngoai" => "người Việt Nam ở nước ngoài",
        "nguoi_nuoc_ngoai" => "người nước ngoài",
        "to_chuc_nuoc_ngoai" => "tổ chức nước ngoài",
        "can_bo" => "cán bộ, công chức",
        "dang_vien" => "đảng viên",
        "to_chuc_dang" => "tổ chức đảng",
        other => other,
    }
}

/// One paper as the page shows it.
pub(crate) struct Paper {
    /// What it is.
    pub(crate) name: String,
    /// `Nộp 1 bản chính`, `Xuất trình`.
    pub(crate) how: String,
    /// When it is needed and which form; empty for nothing.
    pub(crate) note: String,
}

/// The papers: what everybody brings first, then what depends.
pub(crate) fn papers(procedure: &Procedure) -> Vec<Paper> {
    let mut items: Vec<&PaperItem> = procedure.papers.iter().collect();
    items.sort_by_key(|item| (item.condition_vi.is_some(), item.seq));
    items.into_iter().map(paper).collect()
}

fn paper(item: &PaperItem) -> Paper {
    let condition = item.condition_vi.as_deref().map(condition);
    let form = item.form_number.as_ref().map(|form| format!("Mẫu: {form}"));
    let notes: Vec<String> = condition.into_iter().chain(form).collect();
    Paper {
        name: item.name_vi.clone(),
        how: how(item),
        note: notes.join(". "),
    }
}

fn condition(when: &str) -> String {
    if when.starts_with("Chỉ ") {
        when.to_owned()
    } else {
        format!("Chỉ khi: {when}")
    }
}

fn how(item: &PaperItem) -> String {
    let counts = match (item.originals, item.copies) {
        (0, 0) => String::new(),
        (originals, 0) => format!(" {originals} bản chính"),
        (0, copies) => format!(" {copies} bản sao"),
        (originals, copies) => format!(" {originals} bản chính, {copies} bản sao"),
    };
    match item.handling {
        Handling::Submit => format!("Nộp{counts}"),
        Handling::Show => "Xuất trình, cầm về".to_owned(),
    }
}

/// One step as the citizen lives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// In bold.
    pub(crate) title: String,
    /// The rest of the sentence.
    pub(crate) text: String,
}

/// The steps in plain words, made of the kinds of the internal process.
pub(crate) fn steps(procedure: &Procedure) -> Vec<Step> {
    if procedure.on_the_spot {
        return vec![
            step(
                "Mang giấy tờ đến quầy",
                "Bộ phận Một cửa kiểm tra ngay trước mặt ông, bà.",
            ),
            step(
                "Xã ký, đóng dấu",
                "Trong lúc ông, bà chờ; nhiều giấy tờ thì được hẹn giờ trả.",
            ),
            step("Nhận kết quả và nộp tiền", "Có biên lai."),
        ];
    }
    let mut steps: Vec<Step> = Vec::new();
    for plan in &procedure.process.steps {
        let next = of_kind(
            plan.kind,
            plan.outside_vi.as_deref(),
            &procedure.decision_level_vi,
        );
        if steps.last().is_none_or(|last| last.title != next.title) {
            steps.push(next);
        }
    }
    steps
}

fn of_kind(kind: StepKind, outside: Option<&str>, decides: &str) -> Step {
    match kind {
        StepKind::Receive => step(
            "Nộp giấy tờ tại Bộ phận Một cửa",
            "Cán bộ xem ngay tại chỗ. Đủ thì ông, bà nhận giấy hẹn có mã tra cứu; thiếu thì được báo một lần, đủ các mục.",
        ),
        StepKind::Handle => step(
            "Xã kiểm tra, giải quyết",
            "Có thể hỏi thêm hoặc xác minh khi cần.",
        ),
        StepKind::Approve => step("Lãnh đạo xã ký", "Sau khi kết quả đã được kiểm tra."),
        StepKind::Seal => step("Lấy số, đóng dấu", "Kết quả chuyển về Bộ phận Một cửa."),
        StepKind::Committee => step("Họp xét", "Tại thôn hoặc hội đồng của xã."),
        StepKind::Wait => step("Niêm yết, chờ ý kiến", "Trong thời gian luật định."),
        StepKind::Outside => {
            let agency = outside.unwrap_or(decides);
            step(
                &format!("{agency} xem xét, quyết định"),
                "Xã gửi hồ sơ đi và nhận kết quả về, ông, bà không phải đi.",
            )
        }
        StepKind::Deliver => step(
            "Nhận kết quả tại Bộ phận Một cửa",
            "Mang theo giấy hẹn và căn cước.",
        ),
    }
}

fn step(title: &str, text: &str) -> Step {
    Step {
        title: title.to_owned(),
        text: text.to_owned(),
    }
}

/// How sure we are, as the administrator reads it.
pub(crate) const fn sure(sure: Sure) -> &'static str {
    match sure {
        Sure::Verified => "đã kiểm chứng",
        Sure::Memory => "theo trí nhớ",
        Sure::Unknown => "chưa rõ",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kit::Law;

    use super::*;

    #[test]
    fn every_procedure_can_be_said() {
        let law = Law::embedded().expect("the embedded law is sound");
        for procedure in law.catalogue.versions() {
            assert!(
                !time(procedure).value.is_empty() && !audience(procedure).contains('_'),
                "{}",
                procedure.id
            );
            assert!(steps(procedure).len() >= 2, "{}", procedure.id);
            assert_eq!(papers(procedure).len(), procedure.papers.len());
        }
    }

    #[test]
    fn a_birth_is_said_as_at_the_counter() {
        let law = Law::embedded().expect("the embedded law is sound");
        let birth = law
            .catalogue
            .in_force("1.001193", date(2023, 11, 23))
            .expect("in force")
            .clone();
        assert_eq!(time(&birth).value, "Trong ngày làm việc");
        assert_eq!(audience(&birth), "Người dân");
        let papers = papers(&birth);
        assert_eq!(papers[1].how, "Nộp 1 bản chính");
        assert!(
            papers
                .iter()
                .any(|paper| paper.how == "Xuất trình, cầm về" && paper.note.is_empty())
        );
        assert!(
            papers
                .last()
                .is_some_and(|paper| paper.note.starts_with("Chỉ khi "))
        );
    }

    #[test]
    fn without_a_limit_nothing_is_promised() {
        let law = Law::embedded().expect("the embedded law is sound");
        let open = law
            .catalogue
            .versions()
            .find(|procedure| procedure.limit.term.is_none())
            .expect("there are some");
        assert_eq!(time(open).value, "Chưa có thời hạn");
    }
}
