//! A version in words: its days, limit, papers and steps, and how sure each part is.
//! For the page of a procedure, and for both sides of a preview.

use domain::deadline::Term;
use domain::post::Posts;
use domain::procedure::{FeeKind, Handling, PaperItem, Procedure, ProcessStep, Sure, hours_vi};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{Tag, Tone};

/// Who may ask, as procedures name them and as officers say it.
pub(crate) const AUDIENCES: [(&str, &str); 10] = [
    ("ca_nhan", "Người dân"),
    ("to_chuc", "Tổ chức"),
    ("doanh_nghiep", "Doanh nghiệp"),
    ("hop_tac_xa", "Hợp tác xã"),
    ("nguoi_viet_o_nuoc_ngoai", "Người Việt Nam ở nước ngoài"),
    ("nguoi_nuoc_ngoai", "Người nước ngoài"),
    ("to_chuc_nuoc_ngoai", "Tổ chức nước ngoài"),
    ("can_bo", "Cán bộ, công chức"),
    ("dang_vien", "Đảng viên"),
    ("to_chuc_dang", "Tổ chức đảng"),
];

/// Where a version stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    InForce,
    Future,
    Ended,
    /// Replaced on the very day it would have begun.
    Never,
    Draft,
}

impl Standing {
    pub(crate) fn of(version: &Procedure, today: Date) -> Self {
        if !version.published {
            Self::Draft
        } else if version.valid_to.is_some_and(|to| to < version.valid_from) {
            Self::Never
        } else if version.holds_on(today) {
            Self::InForce
        } else if today < version.valid_from {
            Self::Future
        } else {
            Self::Ended
        }
    }

    pub(crate) fn tag(self) -> Tag {
        match self {
            Self::InForce => Tag::new(Tone::Ok, "Đang áp dụng"),
            Self::Future => Tag::new(Tone::Info, "Sắp áp dụng"),
            Self::Ended => Tag::plain("Đã hết"),
            Self::Never => Tag::plain("Không áp dụng ngày nào"),
            Self::Draft => Tag::new(Tone::Warning, "Nháp, thiếu mã"),
        }
    }
}

/// `Từ 01/12/2023 đến 30/06/2025`.
pub(crate) fn days(version: &Procedure) -> String {
    let from = date_vi(version.valid_from);
    match version.valid_to {
        None => format!("Từ {from}"),
        Some(to) => format!("Từ {from} đến {}", date_vi(to)),
    }
}

pub(crate) fn term(term: Option<Term>) -> String {
    term.map_or_else(|| "Chưa có thời hạn".to_owned(), |term| term.vietnamese())
}

pub(crate) fn longer(version: &Procedure) -> String {
    version.limit.longer.as_ref().map_or_else(
        || "Không có".to_owned(),
        |longer| format!("{}, khi: {}", longer.term.vietnamese(), longer.when_vi),
    )
}

pub(crate) fn promise(version: &Procedure) -> String {
    let promise = version.process.promise_term;
    promise.map_or_else(|| "Không".to_owned(), |term| term.vietnamese())
}

/// Whether it is received and returned in one act.
pub(crate) fn on_the_spot(version: &Procedure) -> String {
    let said = if version.on_the_spot { "Có" } else { "Không" };
    said.to_owned()
}

/// `Người dân, Tổ chức`.
pub(crate) fn audience(version: &Procedure) -> String {
    let named = version.audience.iter().map(|who| {
        let known = AUDIENCES.iter().find(|(value, _)| value == who);
        known.map_or(who.as_str(), |(_, label)| *label)
    });
    named.collect::<Vec<_>>().join(", ")
}

/// `Lệ phí 20.000 đồng/giấy`, as the document of a version says it.
pub(crate) fn fee(version: &Procedure) -> String {
    let kind = match version.fee.kind {
        FeeKind::None => return "Không thu".to_owned(),
        FeeKind::Unknown => return "Chưa rõ".to_owned(),
        FeeKind::Phi => "Phí",
        FeeKind::LePhi => "Lệ phí",
    };
    let unit = version.fee.unit_vi.as_deref().unwrap_or("đồng");
    match version.fee.dong {
        Some(dong) => format!("{kind} {} {unit}", domain::money::grouped(dong)),
        None => format!("{kind}, chưa rõ mức"),
    }
}

/// Whether the commune takes it in, and what else the citizen is told.
pub(crate) fn offered(version: &Procedure) -> String {
    let note = version.applicability_note_vi.as_deref().unwrap_or_default();
    let said = if version.applicable_locally {
        "Nhận tại xã"
    } else {
        "Không nhận tại xã"
    };
    if note.is_empty() {
        said.to_owned()
    } else {
        format!("{said}: {note}")
    }
}

/// `Nộp 1 bản chính, 1 bản sao; mẫu 01; bắt buộc`.
pub(crate) fn paper(item: &PaperItem) -> String {
    let how = match item.handling {
        Handling::Submit => "Nộp",
        Handling::Show => "Xuất trình",
    };
    let mut said = format!(
        "{how} {} bản chính, {} bản sao",
        item.originals, item.copies
    );
    // Published texts sometimes say «Mẫu …» and «Chỉ khi …» themselves.
    if let Some(form) = &item.form_number {
        let is_said = form.to_lowercase().starts_with("mẫu");
        said.push_str(if is_said { "; " } else { "; mẫu " });
        said.push_str(form);
    }
    if let Some(when) = &item.condition_vi {
        let is_said = when.starts_with("Chỉ ") || when.starts_with("Khi ");
        said.push_str(if is_said { "; " } else { "; khi: " });
        said.push_str(when);
    }
    said.push_str(if item.required {
        "; bắt buộc"
    } else {
        "; tùy trường hợp"
    });
    said
}

pub(crate) fn post<'a>(posts: &'a Posts, id: &'a str) -> &'a str {
    posts.resolve(id).map_or(id, |post| post.short_vi.as_str())
}

/// `Ký duyệt, Chủ tịch, 4 giờ`; the longer branch beside it where it has times of its own.
pub(crate) fn step(step: &ProcessStep, longer: Option<i64>, posts: &Posts) -> String {
    let mut said = format!(
        "{}, {}, {} giờ",
        step.kind.vietnamese(),
        post(posts, &step.post),
        hours_vi(step.minutes)
    );
    if let Some(minutes) = longer {
        said.push_str(&format!(" (khi xác minh {} giờ)", hours_vi(minutes)));
    }
    if let Some(agency) = &step.outside_vi {
        said.push_str(&format!("; gửi {agency}"));
    }
    if let Some(output) = &step.output_vi {
        said.push_str(&format!("; ra: {output}"));
    }
    said
}

/// Why the list of papers is empty, where it is.
pub(crate) fn no_papers(version: &Procedure) -> &'static str {
    if !version.papers.is_empty() {
        ""
    } else if version.confidence.documents == Sure::Verified {
        "Không yêu cầu giấy tờ nào"
    } else {
        "Chưa có danh sách"
    }
}

/// Each part of a version with how sure it is.
pub(crate) fn sure(version: &Procedure) -> Vec<(&'static str, Tag)> {
    let sure = &version.confidence;
    [
        ("Mã, tên", sure.identity),
        ("Thời hạn", sure.time_limit),
        ("Phí, lệ phí", sure.fee),
        ("Thành phần hồ sơ", sure.documents),
        ("Căn cứ pháp lý", sure.legal_bases),
        ("Quy trình nội bộ", sure.process),
    ]
    .map(|(part, sure)| (part, sure_tag(sure)))
    .into()
}

/// How many parts of a version are not verified.
pub(crate) fn doubtful(version: &Procedure) -> usize {
    let sure = &version.confidence;
    [
        sure.identity,
        sure.time_limit,
        sure.fee,
        sure.documents,
        sure.legal_bases,
        sure.process,
    ]
    .iter()
    .filter(|sure| **sure != Sure::Verified)
    .count()
}

fn sure_tag(sure: Sure) -> Tag {
    match sure {
        Sure::Verified => Tag::new(Tone::Ok, "đã kiểm chứng"),
        Sure::Memory => Tag::new(Tone::Warning, "theo trí nhớ"),
        Sure::Unknown => Tag::new(Tone::Error, "chưa rõ"),
    }
}
