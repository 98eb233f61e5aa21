//! What refusals and happenings are called in Vietnamese: one exhaustive match each.
//! For every page that says no, and for the timeline.

use domain::dossier::Refusal;
use domain::money::Dong;
use domain::procedure::StepKind;
use domain::text::moment_vi;

/// The sentence that says what is wrong and what to do next.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotFrom { state, act } => format!(
            "Hồ sơ đang ở trạng thái «{}» nên chưa thể {}. Hãy quay lại trang hồ sơ để xem việc nào làm được.",
            state.vietnamese(),
            act.vietnamese()
        ),
        Refusal::WrongStep { at, act } => format!(
            "Hồ sơ đang ở bước {}, chưa đến lúc {}. Hoàn thành bước hiện tại trước.",
            at.map_or("chưa bàn giao", step),
            act.vietnamese()
        ),
        Refusal::ReasonMissing => "Hãy ghi lý do, để người dân và lãnh đạo đọc được.".into(),
        Refusal::PapersMissing { names } => format!(
            "Còn thiếu: {}. Đánh dấu khi đã có, hoặc lập phiếu yêu cầu bổ sung.",
            names.join("; ")
        ),
        Refusal::FeeUnpaid { due_dong } => {
            format!("Còn phải thu {}. Thu tiền hoặc ghi lý do miễn trước.", Dong(*due_dong).vi())
        }
        Refusal::FeeUnknown => {
            "Mức thu chưa xác định. Nhập số tiền kèm căn cứ, hoặc chọn không thu với lý do.".into()
        }
        Refusal::DateMissing => {
            "Thủ tục này chưa có thời hạn trong danh mục. Hãy ghi ngày hẹn trả và lý do.".into()
        }
        Refusal::DateTooEarly { after } => format!("Ngày hẹn phải sau {}. Chọn một ngày muộn hơn.", moment_vi(*after)),
        Refusal::NothingAskedFor => {
            "Phiếu yêu cầu bổ sung phải liệt kê ít nhất một giấy tờ còn thiếu, ghi đủ trong một lần.".into()
        }
        Refusal::SecondSupplementNeedsLeader => {
            "Hồ sơ đã được yêu cầu bổ sung một lần. Lần thứ hai cần lãnh đạo cho phép: nhờ Chủ tịch hoặc Phó Chủ tịch lập phiếu này.".into()
        }
        Refusal::AlreadyReappointed => {
            "Hồ sơ này đã được xin lỗi và hẹn lại một lần; pháp luật chỉ cho hẹn lại một lần. Hãy giải quyết sớm nhất và giải thích với người dân.".into()
        }
        Refusal::NoLongerBranch => {
            "Thủ tục này không có nhánh «cần xác minh», hoặc nhánh đó đã được chọn.".into()
        }
        Refusal::StepsOpen { action } => format!("Còn bước chưa xong: {action}. Hoàn thành bước đó trước."),
        Refusal::NotApproved => "Hồ sơ chưa được ký duyệt. Trình lãnh đạo ký trước.".into(),
        Refusal::NotSealed => "Kết quả chưa lấy số và đóng dấu. Chuyển văn thư trước.".into(),
        Refusal::OnlyNotGranted { state } => format!(
            "Hồ sơ đang «{}» nên chỉ có thể kết thúc bằng văn bản trả lời không giải quyết.",
            state.vietnamese()
        ),
        Refusal::NoEarlierStep => "Đây là bước đầu, không có bước nào trước để trả lại.".into(),
        Refusal::NotOnTheSpot => {
            "Thủ tục này không thuộc loại làm ngay tại quầy. Hãy tiếp nhận và in giấy hẹn.".into()
        }
        Refusal::BeforeLast { last } => format!(
            "Thời điểm này nằm trước việc gần nhất ({}). Kiểm tra lại ngày giờ.",
            moment_vi(*last)
        ),
        Refusal::NotAsked => "Không có yêu cầu xin ý kiến nào gửi đến ông, bà cho hồ sơ này.".into(),
        Refusal::OutsideMismatch { is_outside } => outside(*is_outside).into(),
        Refusal::NothingCorrected => "Chưa có gì được sửa. Hãy sửa ít nhất một mục rồi gửi.".into(),
        Refusal::NoReceiptYet => {
            "Hồ sơ chưa có giấy tiếp nhận nên chưa cần giấy thay thế. Hãy sửa ngay khi tiếp nhận.".into()
        }
        Refusal::HandedOverAlready => {
            "Hồ sơ đã bàn giao nên không đổi thủ tục được nữa. Hãy mời người dân rút hồ sơ này và nộp lại theo thủ tục đúng.".into()
        }
        Refusal::UrgedToday { at } => format!(
            "Hôm nay đã ghi nhận lời nhắc lúc {}. Nếu cần gấp, hãy gọi số điện thoại của Một cửa.",
            moment_vi(*at)
        ),
    }
}

/// Why nothing more is done with a dossier that went to the commune's successor.
pub fn passed_on(law: &kit::Law, to: &str) -> String {
    let heir = law.agencies.get(to);
    let name = heir.map_or("đơn vị kế tục", |agency| agency.name_vi.as_str());
    format!(
        "Hồ sơ này đã chuyển sang đơn vị kế tục: {name}. Mọi việc tiếp theo làm ở đó, với cùng mã hồ sơ."
    )
}

const fn outside(is_outside: bool) -> &'static str {
    if is_outside {
        "Hồ sơ đang ở cơ quan ngoài xã. Ghi nhận ngày nhận lại trước."
    } else {
        "Hồ sơ chưa được gửi ra cơ quan ngoài xã. Ghi nhận ngày gửi trước."
    }
}

/// A step's kind as officers say it.
pub const fn step(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Receive => "tiếp nhận",
        StepKind::Handle => "xử lý",
        StepKind::Approve => "chờ ký",
        StepKind::Seal => "lấy số, đóng dấu",
        StepKind::Committee => "họp, lấy ý kiến",
        StepKind::Wait => "chờ theo luật định",
        StepKind::Outside => "cơ quan ngoài xã",
        StepKind::Deliver => "chờ trả kết quả",
    }
}

/// What an event is called on the timeline and in a conflict.
pub fn happening(kind: &str) -> &'static str {
    match kind {
        "dossier.submitted" => "Nộp hồ sơ, chờ tiếp nhận",
        "dossier.received" => "Tiếp nhận hồ sơ",
        "dossier.intake_refused" => "Từ chối tiếp nhận",
        "dossier.supplement_requested" => "Yêu cầu bổ sung giấy tờ",
        "dossier.supplement_received" => "Nhận giấy tờ bổ sung",
        "dossier.supplement_expired" => "Kết thúc chờ bổ sung vì quá hạn",
        "dossier.handed_over" => "Bàn giao cho người giải quyết",
        "dossier.forwarded" => "Chuyển bước",
        "dossier.sent_back" => "Trả lại bước trước",
        "dossier.assigned" => "Phân công người xử lý",
        "dossier.opinion_asked" => "Xin ý kiến",
        "dossier.opinion_given" => "Cho ý kiến",
        "dossier.payment_requested" => "Yêu cầu nộp tiền",
        "dossier.payment_settled" => "Nhận đủ tiền, giải quyết tiếp",
        "dossier.stopped" => "Dừng giải quyết",
        "dossier.resumed" => "Giải quyết tiếp",
        "dossier.apologised" => "Xin lỗi và hẹn lại",
        "dossier.withdrawn" => "Người dân rút hồ sơ",
        "dossier.branched_longer" => "Chuyển sang nhánh cần xác minh",
        "dossier.sent_outside" => "Gửi cơ quan ngoài xã",
        "dossier.came_back" => "Nhận lại từ cơ quan ngoài xã",
        "dossier.approved" => "Ký duyệt",
        "dossier.sealed" => "Lấy số, đóng dấu",
        "dossier.finished" => "Có kết quả",
        "dossier.returned" => "Trả kết quả cho người dân",
        "dossier.voided" => "Hủy giấy tiếp nhận lập nhầm",
        "dossier.reopened" => "Mở lại hồ sơ",
        "dossier.corrected" => "Sửa, cấp giấy tiếp nhận thay giấy trước",
        "dossier.urged" => "Người dân nhắc",
        "dossier.passed_on" => "Chuyển sang đơn vị kế tục",
        "dossier.taken_over" => "Nhận từ đơn vị trước khi sáp nhập",
        crate::mark::CALLED => "Gọi báo người dân đến nhận kết quả",
        crate::mark::ALARM_SEEN => "Lãnh đạo đã nắm hồ sơ đứng yên",
        "dossier.printed" => "In giấy tờ",
        "dossier.attached" => "Thêm giấy tờ",
        "dossier.file_removed" => "Gỡ giấy tờ đính kèm",
        "payment.charged" => "Tính phí, lệ phí",
        "payment.collected" => "Thu tiền",
        "payment.refunded" => "Hoàn tiền",
        _ => "Cập nhật hồ sơ",
    }
}

/// A word or a sentence with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The short name of a post; its id when the table no longer knows it.
pub fn post<'a>(law: &'a kit::Law, id: &'a str) -> &'a str {
    law.posts.resolve(id).map_or(id, |post| &post.short_vi)
}
