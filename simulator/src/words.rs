//! What officers write: reasons, lists of missing papers, opinions. Invented, and naming nobody.

use dossier::supplement::Asked;

use crate::chance::Chance;

pub(crate) const REFUSED: &[&str] = &[
    "Việc này thuộc thẩm quyền nơi cư trú khác; đã hướng dẫn công dân nộp tại xã nơi thường trú.",
    "Bản chính bị tẩy xóa, không được dùng làm cơ sở chứng thực (Điều 22 NĐ 23/2015/NĐ-CP).",
    "Đối tượng đang hưởng chế độ khác, không thuộc diện giải quyết của thủ tục này.",
];
pub(crate) const VOIDED: &[&str] = &[
    "Chọn nhầm thủ tục khi tiếp nhận; đã lập lại giấy đúng cho công dân.",
    "Ghi nhầm họ tên chủ hồ sơ; đã lập lại giấy đúng cho công dân.",
];
pub(crate) const WITHDRAWN: &[&str] = &[
    "Công dân đề nghị rút hồ sơ vì không còn nhu cầu.",
    "Công dân xin rút để nộp tại nơi thường trú.",
];
pub(crate) const STOPPED: &[&str] = &[
    "Có đơn đề nghị tạm dừng của người có quyền lợi liên quan, chờ làm rõ.",
    "Phát hiện giấy tờ có thông tin chưa thống nhất, chờ cơ quan cấp giấy trả lời.",
];
pub(crate) const RESUMED: &[&str] = &["Đã có văn bản trả lời, đủ căn cứ giải quyết tiếp."];
pub(crate) const VERIFIED: &[&str] = &[
    "Công dân từng cư trú ở nhiều nơi, cần gửi văn bản xác minh nơi cư trú trước.",
    "Thông tin trong sổ hộ tịch và giấy tờ nộp chưa khớp, cần xác minh.",
];
pub(crate) const SENT_BACK: &[&str] = &[
    "Bổ sung căn cứ pháp lý vào dự thảo rồi trình lại.",
    "Sửa lỗi chính tả tên đệm trong dự thảo.",
    "Kiểm tra lại ngày, tháng, năm sinh với sổ gốc.",
];
pub(crate) const APOLOGIES: &[&str] = &[
    "Cơ quan phối hợp gửi kết quả chậm; xin lỗi ông, bà và hẹn lại ngày trả.",
    "Công chức phụ trách phải tập trung đợt chi trả chế độ; xin lỗi ông, bà và hẹn lại ngày trả.",
    "Các bên chưa dự họp đầy đủ, phải mời lại; xin lỗi ông, bà và hẹn lại ngày trả.",
];
pub(crate) const OPINIONS: &[&str] = &[
    "Nhất trí với đề xuất; hồ sơ đủ căn cứ.",
    "Đề nghị đối chiếu thêm sổ mục kê trước khi trình.",
    "Đối tượng có tên trong danh sách đang quản lý, nhất trí.",
];
pub(crate) const WRONG_PHONE: &str =
    "Công dân xem lại giấy hẹn tại quầy, báo ghi nhầm số điện thoại.";
pub(crate) const WRONG_VILLAGE: &str =
    "Công dân xem lại giấy hẹn tại quầy, báo ghi nhầm thôn nơi ở.";
pub(crate) const WRONG_PROCEDURE: &str =
    "Chọn nhầm thủ tục khi tiếp nhận, phát hiện khi soát lại giấy hẹn trước lúc bàn giao.";
pub(crate) const URGED: &[&str] = &[
    "Gọi điện hỏi, cần giấy tờ để nộp cho cơ quan trong tuần.",
    "Đến quầy hỏi, đề nghị báo ngay khi có kết quả.",
    "Gọi điện hỏi hồ sơ đang ở đâu; đã giải thích.",
];
pub(crate) const INSTRUCTIONS: &[&str] = &[
    "Công chức phụ trách báo cáo lý do và trình ký trong ngày mai.",
    "Ưu tiên giải quyết trước các việc khác; một cửa báo lại cho công dân.",
    "Đôn đốc cơ quan phối hợp bằng điện thoại trong sáng nay.",
];
pub(crate) const CALLED: &[&str] = &[
    "Đã gọi, công dân hẹn đến lấy trong tuần.",
    "Đã gọi, người nhà nghe máy và hẹn báo lại.",
    "Gọi hai lần không ai nghe máy, sẽ gọi lại.",
];
pub(crate) const UNANSWERED: &str = "Quá thời hạn ghi trong phiếu, công dân không bổ sung giấy tờ.";
pub(crate) const LATE_ENTRY: &str =
    "Mất điện cả buổi chiều ngày 01/6/2023, tiếp nhận trên giấy và nhập bù.";
pub(crate) const APPOINTED: &str =
    "Thủ tục chưa có thời hạn công bố; hẹn theo lịch làm việc của công chức phụ trách.";
pub(crate) const TILL_SHORT: &str = "Thiếu 1.000 đồng do thối lại tiền lẻ, người thu đã bù.";

/// Where the clerk took the amount of a fee that the catalogue does not know.
pub(crate) const FEE_BASIS: &str =
    "Nghị quyết của HĐND tỉnh Hải Dương về lệ phí hộ tịch (mức giả định của bản trình diễn)";

const MISSING: &[(&str, &str, &str)] = &[
    (
        "Giấy tờ chứng minh nơi cư trú",
        "Không khai thác được thông tin cư trú từ cơ sở dữ liệu về dân cư",
        "Nộp giấy xác nhận thông tin về cư trú do Công an xã cấp",
    ),
    (
        "Tờ khai",
        "Chưa ký và chưa ghi đủ các mục bắt buộc",
        "Ghi đủ các mục, ký và ghi rõ họ tên",
    ),
    (
        "Văn bản ủy quyền",
        "Người nộp không phải chủ hồ sơ",
        "Nộp bản ủy quyền có chứng thực",
    ),
    (
        "Bản sao có chứng thực giấy tờ kèm theo",
        "Bản chụp mờ, không đọc được số",
        "Nộp bản sao có chứng thực, rõ nét",
    ),
    (
        "Trích lục ghi chú ly hôn",
        "Có thông tin đã từng kết hôn",
        "Nộp bản án, quyết định ly hôn hoặc trích lục ghi chú",
    ),
];

/// One complete list of what is missing.
pub(crate) fn missing(chance: &mut Chance) -> Vec<Asked> {
    let first = chance.between(0, 4);
    let many = chance.between(1, 2);
    (first..first + many)
        .map(|place| {
            let place = usize::try_from(place).expect("not below zero") % MISSING.len();
            let (name, why, how) = MISSING[place];
            Asked {
                name: name.to_owned(),
                why: why.to_owned(),
                how: how.to_owned(),
            }
        })
        .collect()
}
