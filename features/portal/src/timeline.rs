//! What happened to a dossier, in the words of its citizen: dates and doings, never a person.
//! For the tracking page; exhaustive, so that a new kind of event must be worded here.

use domain::dossier::{Dossier, DossierEvent, Outcome, State};
use domain::moment::Moment;
use domain::procedure::StepKind;
use domain::text::moment_vi;

/// One point on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// `done`, `now`, `late`, `paused` or `ahead`.
    pub(crate) state: &'static str,
    /// What happened.
    pub(crate) title: String,
    /// When, for people; empty when it lies ahead.
    pub(crate) when: String,
    /// When, for machines.
    pub(crate) moment: String,
    /// A sentence more; empty for none.
    pub(crate) text: String,
}

/// The way so far, in order. What only concerns the office is left out.
pub(crate) fn points(events: &[(Moment, DossierEvent)], dossier: &Dossier) -> Vec<Point> {
    events
        .iter()
        .filter_map(|(at, event)| told(*at, event, dossier))
        .collect()
}

fn told(at: Moment, event: &DossierEvent, dossier: &Dossier) -> Option<Point> {
    use DossierEvent as E;
    let (title, text) = match event {
        E::Submitted => ("Nộp hồ sơ", "Chờ xã tiếp nhận."),
        E::Received(receipt) if receipt.late_entry => {
            return Some(point(
                receipt.received_at,
                "Tiếp nhận hồ sơ",
                "Ghi vào hệ thống sau, vì lúc nhận bị mất điện hoặc mất mạng.",
            ));
        }
        E::Received(_) => ("Tiếp nhận hồ sơ", "Đủ giấy tờ, đã có giấy hẹn."),
        E::IntakeRefused => ("Không tiếp nhận", "Lý do ghi trong phiếu từ chối."),
        E::SupplementRequested { .. } => {
            ("Đề nghị bổ sung giấy tờ", "Thời gian giải quyết tạm dừng.")
        }
        E::SupplementReceived { .. } => {
            ("Nhận đủ giấy tờ bổ sung", "Thời gian giải quyết chạy tiếp.")
        }
        E::SupplementExpired { .. } => ("Hết thời gian chờ bổ sung", "Xã chưa nhận được giấy tờ."),
        E::HandedOver { step } | E::Forwarded { step, .. } | E::CameBack { step } => {
            (at_step(step.index, dossier), "")
        }
        E::SentBack { .. } => ("Đưa lại để sửa trước khi ký", ""),
        E::Assigned { .. } | E::OpinionAsked { .. } | E::OpinionGiven { .. } => return None,
        E::PaymentRequested { .. } => ("Đề nghị nộp tiền", "Thời gian giải quyết tạm dừng."),
        E::PaymentSettled { .. } => ("Đã nộp đủ tiền", "Thời gian giải quyết chạy tiếp."),
        E::Stopped => ("Dừng giải quyết", "Lý do ghi trong văn bản của xã."),
        E::Resumed { .. } => ("Giải quyết tiếp", ""),
        E::Apologised { promised, .. } => {
            return Some(point(
                at,
                "Xin lỗi và hẹn lại",
                &format!("Ngày hẹn mới: {}.", moment_vi(*promised)),
            ));
        }
        E::Withdrawn => ("Rút hồ sơ", "Theo yêu cầu của người nộp."),
        E::BranchedLonger { .. } => (
            "Cần xác minh",
            "Thời hạn dài hơn, theo quy định của thủ tục.",
        ),
        E::SentOutside => ("Gửi cơ quan khác", "Xã chờ kết quả gửi về."),
        E::Approved { .. } => ("Lãnh đạo xã đã ký", ""),
        E::Sealed { .. } => ("Đã lấy số, đóng dấu", ""),
        E::Finished {
            outcome: Outcome::Granted,
            ..
        } => ("Đã có kết quả", ""),
        E::Finished {
            outcome: Outcome::NotGranted,
            ..
        } => (
            "Có văn bản trả lời",
            "Không giải quyết được như đề nghị; lý do ghi trong văn bản.",
        ),
        E::Returned { on_the_spot: true } => ("Làm xong và trả ngay tại quầy", ""),
        E::Returned { on_the_spot: false } => ("Đã trả kết quả", ""),
        E::Voided { .. } => ("Hủy giấy tiếp nhận", "Giấy này lập nhầm."),
        E::Corrected { .. } => (
            "Sửa giấy hẹn",
            "Giấy hẹn mới thay giấy cũ; mã tra cứu không đổi.",
        ),
        E::Urged { by_citizen: true } => ("Đã nhắc xã giải quyết", "Nhắc từ trang này."),
        E::Urged { by_citizen: false } => ("Đã nhắc xã giải quyết", ""),
        E::PassedOn { .. } => (
            "Chuyển sang đơn vị kế tục",
            "Mã hồ sơ, giấy hẹn và ngày hẹn trả giữ nguyên.",
        ),
        E::TakenOver { .. } => (
            "Nhận từ xã trước khi sáp nhập",
            "Mã hồ sơ, giấy hẹn và ngày hẹn trả giữ nguyên.",
        ),
        E::Reopened { .. } => (
            "Mở lại hồ sơ",
            "Xã giải quyết lại theo quyết định của lãnh đạo.",
        ),
    };
    Some(point(at, title, text))
}

fn point(at: Moment, title: &str, text: &str) -> Point {
    Point {
        state: "done",
        title: title.to_owned(),
        when: moment_vi(at),
        moment: at.iso_minute(),
        text: text.to_owned(),
    }
}

/// What goes on at a step, as the citizen sees it.
fn at_step(index: usize, dossier: &Dossier) -> &'static str {
    dossier
        .steps
        .get(index)
        .map_or("Chuyển bước", |step| doing(step.kind))
}

const fn doing(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Receive => "Tiếp nhận",
        StepKind::Handle => "Chuyển đến người giải quyết",
        StepKind::Approve => "Trình lãnh đạo ký",
        StepKind::Seal => "Chuyển lấy số, đóng dấu",
        StepKind::Committee => "Họp xét, lấy ý kiến",
        StepKind::Wait => "Niêm yết, chờ theo luật định",
        StepKind::Outside => "Chuyển cơ quan khác giải quyết",
        StepKind::Deliver => "Chuyển về Bộ phận Một cửa",
    }
}

/// What the dossier waits for now, and what lies ahead.
pub(crate) fn now_and_ahead(dossier: &Dossier, is_late: bool) -> Vec<Point> {
    let due = dossier
        .promised
        .or(dossier.due.as_ref().and_then(|due| due.at));
    let ahead = Point {
        state: "ahead",
        title: "Trả kết quả".to_owned(),
        when: due
            .map(|due| format!("Hẹn: {}", moment_vi(due)))
            .unwrap_or_default(),
        moment: due.map(Moment::iso_minute).unwrap_or_default(),
        text: String::new(),
    };
    let now = |state, title: &str| Point {
        state,
        title: title.to_owned(),
        when: String::new(),
        moment: String::new(),
        text: String::new(),
    };
    let working = if is_late { "late" } else { "now" };
    match dossier.state {
        State::Draft => vec![now("ahead", "Nộp hồ sơ tại quầy")],
        State::Submitted => vec![now("now", "Chờ xã tiếp nhận"), ahead],
        State::Received => vec![now(working, "Chờ chuyển đến người giải quyết"), ahead],
        State::Processing => vec![now(working, "Xã đang giải quyết"), ahead],
        State::AwaitingSupplement => vec![now("paused", "Chờ ông, bà bổ sung giấy tờ"), ahead],
        State::AwaitingPayment => vec![now("paused", "Chờ ông, bà nộp tiền"), ahead],
        State::Stopped => vec![now("paused", "Đang dừng giải quyết")],
        State::Finished => vec![now("now", "Chờ ông, bà đến nhận")],
        State::PassedOn => vec![now("now", "Đơn vị kế tục giải quyết tiếp")],
        State::NotAccepted | State::Withdrawn | State::Returned | State::Void => Vec::new(),
    }
}
