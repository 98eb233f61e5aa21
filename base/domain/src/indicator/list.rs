//! Every indicator that dossiers and the catalogue can prove, one block each.
//! To measure another target, add a block here and name its measure in `fact.rs`.

use super::{Count, Indicator, Part, ProcedureSet, When, share};
use crate::dossier::Channel;
use crate::plan::{Direction, Unit};

/// Dossiers with one of these measures in the period asked for.
const fn of(measures: &'static [&'static str]) -> Count {
    Count::Dossiers {
        measures,
        channel: None,
        when: When::Now,
    }
}

const fn part(text_vi: &'static str, of: Count) -> Part {
    Part { text_vi, of }
}

const RECEIVED: Count = of(&["received"]);
const RECEIVED_ONLINE: Count = Count::Dossiers {
    measures: &["received"],
    channel: Some(Channel::Online),
    when: When::Now,
};

const NOTHING_ENDED: &str = "Trong kỳ chưa có hồ sơ nào giải quyết xong.";
const NO_YEAR_BEFORE: &str =
    "Phần mềm chưa có số liệu cùng kỳ năm trước để so. Sẽ tính được sau khi dùng đủ một năm.";

/// All of them, in the order of their targets.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        code: "T-08",
        target: "T-08",
        name_vi: "Thủ tục được công khai đúng phiên bản đang hiệu lực",
        rule_vi: "",
        law_vi: "Nghị định 63/2010/NĐ-CP và Nghị định 92/2017/NĐ-CP về kiểm soát thủ tục hành chính",
        unit: Unit::Percent,
        direction: Direction::Eq,
        formula_vi: "Số thủ tục công khai trên trang này, chia cho số thủ tục thuộc thẩm quyền của xã đang hiệu lực",
        numerator: part(
            "Thủ tục đã công khai trên trang này",
            Count::Procedures(ProcedureSet::Published),
        ),
        denominator: part(
            "Thủ tục của xã đang hiệu lực",
            Count::Procedures(ProcedureSet::InForce),
        ),
        ratio: share,
        lacking_vi: Some(
            "Chưa có sổ niêm yết tại trụ sở; mới đếm được phần công khai trên trang này.",
        ),
        empty_vi: "Danh mục chưa có thủ tục nào.",
        beside: &[],
    },
    Indicator {
        code: "T-10.766",
        target: "T-10",
        name_vi: "Đúng hạn theo giờ hẹn (Quyết định 766)",
        rule_vi: "theo giờ hẹn",
        law_vi: "Quyết định 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ",
        unit: Unit::Percent,
        direction: Direction::Ge,
        formula_vi: "Hồ sơ giải quyết xong không muộn hơn giờ hẹn gốc, chia cho hồ sơ giải quyết xong có thời hạn. \
                     Chỉ trừ lần bổ sung thứ nhất; yêu cầu bổ sung từ hai lần là quá hạn; xin lỗi và hẹn lại không đổi cách tính. \
                     Hồ sơ không có hạn, rút, từ chối không tính ở cả hai số.",
        numerator: part(
            "Giải quyết xong đúng hoặc trước giờ hẹn",
            of(&["index_on_time"]),
        ),
        denominator: part(
            "Giải quyết xong, có thời hạn",
            of(&["index_on_time", "index_late"]),
        ),
        ratio: share,
        lacking_vi: None,
        empty_vi: NOTHING_ENDED,
        beside: &[
            part("Quá hạn theo cách này", of(&["index_late"])),
            part("Đã trả tận tay người dân trong kỳ", of(&["returned"])),
        ],
    },
    Indicator {
        code: "T-10.tt01",
        target: "T-10",
        name_vi: "Đúng và trước hạn theo ngày (biểu thống kê)",
        rule_vi: "theo ngày hẹn",
        law_vi: "Thông tư 01/2020/TT-VPCP ngày 21/10/2020, biểu II.06",
        unit: Unit::Percent,
        direction: Direction::Ge,
        formula_vi: "Hồ sơ giải quyết xong trước hoặc trong ngày hẹn, chia cho hồ sơ giải quyết xong có thời hạn. \
                     Chỉ so ngày, không so giờ; ngày hẹn chỉ dời khi dừng đúng luật. \
                     Hồ sơ không có hạn, rút, từ chối không tính ở cả hai số.",
        numerator: part(
            "Giải quyết xong trước hạn hoặc trong ngày hẹn",
            of(&["finished_early", "finished_on_time"]),
        ),
        denominator: part(
            "Giải quyết xong, có thời hạn",
            of(&["finished_early", "finished_on_time", "finished_late"]),
        ),
        ratio: share,
        lacking_vi: None,
        empty_vi: NOTHING_ENDED,
        beside: &[
            part("Quá hạn theo cách này", of(&["finished_late"])),
            part("Không có hạn nên không tính", of(&["finished_no_due"])),
            part("Người dân rút, không tính", of(&["withdrawn"])),
            part("Có giấy xin lỗi và hẹn lại", of(&["apologised"])),
        ],
    },
    Indicator {
        code: "T-13",
        target: "T-13",
        name_vi: "Kết quả có bản điện tử",
        rule_vi: "",
        law_vi: "Nghị định 107/2021/NĐ-CP và Thông tư 01/2023/TT-VPCP về số hóa hồ sơ, giấy tờ, kết quả",
        unit: Unit::Percent,
        direction: Direction::Ge,
        formula_vi: "Kết quả đã cấp trong kỳ có tệp kết quả đính kèm hồ sơ, chia cho kết quả đã cấp trong kỳ. \
                     Mỗi tệp có người số hóa, thời điểm và dấu kiểm SHA-256; chữ ký số trên tệp chưa được kiểm. \
                     Kết quả cấp trước khi dùng phần mềm chưa tính.",
        numerator: part("Kết quả có tệp đính kèm", of(&["result_digitised"])),
        denominator: part("Kết quả đã cấp", of(&["result_issued"])),
        ratio: share,
        lacking_vi: None,
        empty_vi: "Trong kỳ chưa cấp kết quả nào.",
        beside: &[],
    },
    Indicator {
        code: "T-15",
        target: "T-15",
        name_vi: "Thủ tục có thu phí thanh toán được trực tuyến",
        rule_vi: "",
        law_vi: "Nghị định 61/2018/NĐ-CP, Nghị định 107/2021/NĐ-CP",
        unit: Unit::Percent,
        direction: Direction::Ge,
        formula_vi: "Thủ tục có thu phí, lệ phí thanh toán được trực tuyến, chia cho thủ tục có thu phí, lệ phí",
        numerator: part("Thủ tục thanh toán được trực tuyến", Count::NotRecorded),
        denominator: part(
            "Thủ tục có thu phí, lệ phí",
            Count::Procedures(ProcedureSet::Charged),
        ),
        ratio: share,
        lacking_vi: Some("Chưa thanh toán trực tuyến được thủ tục nào, nên chưa có số để đo."),
        empty_vi: "Danh mục chưa có thủ tục nào thu phí.",
        beside: &[],
    },
    Indicator {
        code: "T-16",
        target: "T-16",
        name_vi: "Giao dịch thanh toán trực tuyến",
        rule_vi: "",
        law_vi: "Quyết định 766/QĐ-TTg ngày 23/6/2022, nhóm thanh toán trực tuyến",
        unit: Unit::Percent,
        direction: Direction::Ge,
        formula_vi: "Số hồ sơ nộp tiền trực tuyến, chia cho số hồ sơ có nộp tiền",
        numerator: part("Lần nộp tiền trực tuyến", Count::NotRecorded),
        denominator: part("Lần thu tiền trong kỳ", of(&["paid"])),
        ratio: share,
        lacking_vi: Some(
            "Chưa nộp tiền trực tuyến được, nên chưa có số để đo; mới đếm được số lần thu tại quầy.",
        ),
        empty_vi: "Trong kỳ chưa thu tiền lần nào.",
        beside: &[],
    },
    Indicator {
        code: "T-17",
        target: "T-17",
        name_vi: "Hồ sơ luân chuyển nội bộ bằng phương thức điện tử",
        rule_vi: "",
        law_vi: "Nghị định 45/2020/NĐ-CP; Nghị định 107/2021/NĐ-CP",
        unit: Unit::Percent,
        direction: Direction::Ge,
        formula_vi: "Hồ sơ giải quyết xong mà mọi lần chuyển trong xã đều qua phần mềm đúng lúc, chia cho hồ sơ giải quyết xong có luân chuyển. \
                     Hồ sơ nhập bù sau sự cố không tính là điện tử; hồ sơ làm ngay tại quầy không luân chuyển nên không tính ở cả hai số.",
        numerator: part(
            "Mọi lần chuyển đều qua phần mềm",
            of(&["moved_electronically"]),
        ),
        denominator: part(
            "Giải quyết xong, có luân chuyển",
            of(&["moved_electronically", "moved_otherwise"]),
        ),
        ratio: share,
        lacking_vi: None,
        empty_vi: NOTHING_ENDED,
        beside: &[part("Nhập bù sau sự cố", of(&["moved_otherwise"]))],
    },
    Indicator {
        code: "T-23",
        target: "T-23",
        name_vi: "Hồ sơ nộp trực tuyến",
        rule_vi: "",
        law_vi: "Nghị định 42/2022/NĐ-CP ngày 24/6/2022",
        unit: Unit::Percent,
        direction: Direction::Ge,
        formula_vi: "Hồ sơ nộp trực tuyến, chia cho hồ sơ tiếp nhận trong kỳ. Giấy tiếp nhận đã hủy không tính.",
        numerator: part("Hồ sơ nộp trực tuyến", RECEIVED_ONLINE),
        denominator: part("Hồ sơ tiếp nhận", RECEIVED),
        ratio: share,
        lacking_vi: None,
        empty_vi: "Trong kỳ chưa tiếp nhận hồ sơ nào.",
        beside: &[],
    },
    Indicator {
        code: "T-36",
        target: "T-36",
        name_vi: "Dịch vụ công mức độ 4 dùng được trên điện thoại",
        rule_vi: "",
        law_vi: "Nghị định 42/2022/NĐ-CP ngày 24/6/2022",
        unit: Unit::Percent,
        direction: Direction::Ge,
        formula_vi: "Dịch vụ công mức độ 4 (toàn trình) dùng được trên điện thoại, chia cho dịch vụ công trực tuyến của xã",
        numerator: part(
            "Dịch vụ mức độ 4 dùng được trên điện thoại",
            Count::NotRecorded,
        ),
        denominator: part("Dịch vụ công trực tuyến của xã", Count::NotRecorded),
        ratio: share,
        lacking_vi: Some(
            "Danh mục thủ tục chưa ghi mức độ dịch vụ công trực tuyến của từng thủ tục.",
        ),
        empty_vi: "Xã chưa có dịch vụ công trực tuyến.",
        beside: &[],
    },
    Indicator {
        code: "T-50",
        target: "T-50",
        name_vi: "Hồ sơ tiếp nhận so với cùng kỳ năm trước",
        rule_vi: "",
        law_vi: "Kế hoạch của xã, mục 2.7",
        unit: Unit::Percent,
        direction: Direction::Gt,
        formula_vi: "Hồ sơ tiếp nhận trong kỳ, chia cho hồ sơ tiếp nhận cùng những ngày ấy của năm trước; trên 100% là tăng",
        numerator: part("Hồ sơ tiếp nhận trong kỳ", RECEIVED),
        denominator: part(
            "Hồ sơ tiếp nhận cùng kỳ năm trước",
            Count::Dossiers {
                measures: &["received"],
                channel: None,
                when: When::YearBefore,
            },
        ),
        ratio: share,
        lacking_vi: None,
        empty_vi: NO_YEAR_BEFORE,
        beside: &[],
    },
    Indicator {
        code: "T-51",
        target: "T-51",
        name_vi: "Hồ sơ gửi hoặc nhận qua bưu chính công ích",
        rule_vi: "",
        law_vi: "Quyết định 45/2016/QĐ-TTg về dịch vụ bưu chính công ích",
        unit: Unit::Percent,
        direction: Direction::Qualitative,
        formula_vi: "Hồ sơ đã trả kết quả mà giấy tờ đến hoặc kết quả đi qua bưu chính, chia cho hồ sơ đã trả kết quả trong kỳ",
        numerator: part("Gửi hoặc nhận qua bưu chính", of(&["returned_by_post"])),
        denominator: part("Đã trả kết quả", of(&["returned"])),
        ratio: share,
        lacking_vi: None,
        empty_vi: "Trong kỳ chưa trả kết quả nào.",
        beside: &[],
    },
    Indicator {
        code: "T-64",
        target: "T-64",
        name_vi: "Hồ sơ nộp trực tuyến so với cùng kỳ năm trước",
        rule_vi: "",
        law_vi: "Kế hoạch của xã, mục tiêu chung",
        unit: Unit::Percent,
        direction: Direction::Gt,
        formula_vi: "Hồ sơ nộp trực tuyến trong kỳ, chia cho hồ sơ nộp trực tuyến cùng những ngày ấy của năm trước. \
                     Số dịch vụ theo mức độ chưa tính được vì danh mục chưa ghi mức độ.",
        numerator: part("Hồ sơ nộp trực tuyến trong kỳ", RECEIVED_ONLINE),
        denominator: part(
            "Hồ sơ nộp trực tuyến cùng kỳ năm trước",
            Count::Dossiers {
                measures: &["received"],
                channel: Some(Channel::Online),
                when: When::YearBefore,
            },
        ),
        ratio: share,
        lacking_vi: None,
        empty_vi: NO_YEAR_BEFORE,
        beside: &[],
    },
];
