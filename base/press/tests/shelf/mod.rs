//! Every paper, once as it usually is and once with more than one expects: names of five hundred
//! letters, forty papers, long names in every cell. For the tests of this crate.

#![allow(dead_code, reason = "each test file uses a part")]

use jiff::civil::{DateTime, date};
use paper::{
    CollectionSlip, Component, ControlSlip, Copies, FeeReceipt, HandOverList, HandedDossier,
    Handing, Letter, Office, Paper, Receipt, Register, RegisterRow, Says, Slip, collection_slip,
    control_slip, fee_receipt, hand_over_list, letter, receipt, register, slip,
};

/// As usual, or more than expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    Short,
    Long,
}

impl Length {
    fn count(self) -> usize {
        if self == Self::Short { 3 } else { 40 }
    }

    fn name(self) -> String {
        match self {
            Self::Short => "Nguyễn Minh Khôi".into(),
            Self::Long => "Công Tằng Tôn Nữ Quỳnh "
                .chars()
                .cycle()
                .take(100)
                .collect(),
        }
    }

    /// Where it stands in no table: a cell so long flows over the page, and its words come in two parts.
    fn whole_name(self) -> String {
        match self {
            Self::Short => self.name(),
            Self::Long => [self.name().as_str(); 5].join(" "),
        }
    }

    fn sentence(self, said: &str) -> String {
        match self {
            Self::Short => said.to_owned(),
            Self::Long => [said; 12].join(" "),
        }
    }
}

fn at() -> DateTime {
    date(2023, 11, 23).at(9, 12, 0, 0)
}

/// The shop of 2023, and the centre that it has been since July 2025.
fn office(length: Length) -> Office {
    Office {
        commune: "xã Quang Khải".into(),
        place: "Quang Khải".into(),
        counter: match length {
            Length::Short => "Bộ phận Tiếp nhận và Trả kết quả".into(),
            Length::Long => "Trung tâm Phục vụ hành chính công".into(),
        },
        phone: "0220 000 0000".into(),
    }
}

fn derivation() -> Vec<(String, String)> {
    vec![
        (
            "Thời hạn là 03 ngày làm việc.".into(),
            "Thời hạn của thủ tục".into(),
        ),
        (
            "Hết hạn khi hết giờ làm việc, 17:00 thứ Ba 28/11/2023.".into(),
            "Giờ làm việc của cơ quan".into(),
        ),
    ]
}

/// All of them, each with its name.
pub fn shelf() -> Vec<(String, Paper)> {
    let mut all = Vec::new();
    for length in [Length::Short, Length::Long] {
        let mut put = |name: &str, paper: Paper| all.push((format!("{name}-{length:?}"), paper));
        put("receipt", receipt_of(length, Copies::Both));
        put("receipt-a4", receipt_of(length, Copies::BothOnA4));
        put("supplement", supplement(length));
        put("refusal", refusal(length));
        put(
            "apology",
            letter_of(length, "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"),
        );
        put("stop", letter_of(length, "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ"));
        put("control", control(length));
        put("register", register_of(length.count(), length));
        put("hand-over", hand_over(length));
        put("collection", collection(length));
        put("fee-receipt", fees(length));
    }
    all
}

fn receipt_of(length: Length, copies: Copies) -> Paper {
    let usual = crate::sample::receipt();
    let one = match length {
        Length::Short => Receipt { copies, ..usual },
        Length::Long => Receipt {
            owner: length.whole_name(),
            submitter: Some(length.whole_name()),
            officer: length.whole_name(),
            address: length.sentence("Thôn 3, xã Quang Khải"),
            request: length.sentence("Đăng ký khai sinh (1.001193)"),
            components: (0..30).map(|_| long_component()).collect(),
            copies,
            ..usual
        },
    };
    receipt(&one)
}

fn long_component() -> Component {
    Component {
        name: ["Giấy tờ chứng minh nơi cư trú"; 4].join(", "),
        originals: 1,
        certified: 0,
        photocopies: 2,
    }
}

fn slip_of(length: Length, title: &str, number: &str, says: Says) -> Paper {
    let is_asked = matches!(says, Says::Supplement(_));
    slip(&Slip {
        form_no: "Mẫu số 02 (TT 01/2018/TT-VPCP)".into(),
        title: vec![title.into()],
        number: Some(number.into()),
        office: office(length),
        issued: at(),
        code: Some("000.21.49.H23-231123-0007".into()),
        tracking: "7KQ2-M9XA".into(),
        link: "https://motcua.example.vn/t/7KQ2M9XA".into(),
        owner: length.name(),
        submitter: Some("Nguyễn Thị Ánh".into()),
        address: length.sentence("Thôn 3, xã Quang Khải"),
        contact_phone: "0912345678".into(),
        email: String::new(),
        request: length.sentence("Đăng ký khai sinh (1.001193)"),
        officer: "Vũ Thị Lan".into(),
        derivation: if is_asked { derivation() } else { Vec::new() },
        says,
    })
}

fn supplement(length: Length) -> Paper {
    let items = (1..=length.count()).map(|n| {
        [
            format!("Giấy tờ thứ {n}"),
            "Bản nộp bị mờ, không đọc được ngày cấp và nơi cấp".to_owned(),
            "Nộp lại bản chụp rõ".to_owned(),
        ]
    });
    let says = Says::Supplement(items.collect());
    slip_of(
        length,
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "01/HDHS",
        says,
    )
}

fn refusal(length: Length) -> Paper {
    let says = Says::Refusal(vec![
        length.sentence("Không thuộc thẩm quyền của xã.");
        length.count()
    ]);
    slip_of(
        length,
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "02/PTC",
        says,
    )
}

fn letter_of(length: Length, title: &str) -> Paper {
    letter(&Letter {
        form_no: "Mẫu số 04 (TT 01/2018/TT-VPCP)".into(),
        office: office(length),
        number: "01/PXL".into(),
        title: vec![title.into()],
        subtitle: None,
        issued: at(),
        to: length.name(),
        address: "Thôn 3, xã Quang Khải".into(),
        code: "000.21.49.H23-231123-0007".into(),
        body: vec![
            "Ngày 23 tháng 11 năm 2023, Bộ phận Tiếp nhận và Trả kết quả xã Quang Khải tiếp nhận hồ sơ của Ông/Bà.".into(),
            length.sentence("Tuy nhiên đến nay, Ủy ban nhân dân xã Quang Khải chưa trả kết quả đúng thời hạn. Lý do: chờ xác minh ở nơi cư trú cũ."),
            length.sentence("Sự chậm trễ này đã gây phiền hà, tốn kém về thời gian, công sức của Ông/Bà."),
            "Mong nhận được sự thông cảm của Ông/Bà.".into(),
        ],
        recipients: vec!["Như trên".into(), "Lưu: VT, Một cửa".into()],
        signs_as: vec!["KT. CHỦ TỊCH".into(), "PHÓ CHỦ TỊCH".into()],
        signer: length.name(),
        derivation: derivation(),
    })
}

fn control(length: Length) -> Paper {
    let handing = Handing {
        from: ("Một cửa".into(), "Vũ Thị Lan".into()),
        to: ("Tư pháp - Hộ tịch".into(), length.name()),
        at: at(),
        verdict: "Trước hạn".into(),
        note: "Bàn giao".into(),
    };
    control_slip(&ControlSlip {
        form_no: "Mẫu số 05 (TT 01/2018/TT-VPCP)".into(),
        title: vec![
            "PHIẾU KIỂM SOÁT QUÁ TRÌNH".into(),
            "GIẢI QUYẾT HỒ SƠ".into(),
        ],
        office: office(length),
        issued: at(),
        book: "01/2023".into(),
        book_no: "143".into(),
        owner: length.name(),
        code: "000.21.49.H23-231123-0007".into(),
        request: "Đăng ký khai sinh (1.001193)".into(),
        received: at(),
        due: Some(date(2023, 11, 28).at(17, 0, 0, 0)),
        in_charge: "Tư pháp - Hộ tịch".into(),
        partners: String::new(),
        handings: vec![handing; length.count()],
    })
}

/// A register of so many rows.
pub fn register_of(rows: usize, length: Length) -> Paper {
    let row = |n: usize| RegisterRow {
        number: i64::try_from(n).unwrap(),
        code: format!("000.21.49.H23-231123-{n:04}"),
        procedure: "Cấp Giấy xác nhận tình trạng hôn nhân".into(),
        sets: 1,
        owner: length.name(),
        reached: "Thôn Quang Tiền, 0912345678".into(),
        in_charge: "Tư pháp - Hộ tịch".into(),
        received: "23/11/2023".into(),
        due: "28/11/2023".into(),
        returned: "27/11/2023".into(),
        return_by: "Tại quầy".into(),
        signed: "Nguyễn Minh Khôi".into(),
        note: "Nhập bù".into(),
    };
    register(&Register {
        form_no: "Mẫu số 06 (TT 01/2018/TT-VPCP)".into(),
        title: vec!["SỔ THEO DÕI HỒ SƠ".into()],
        office: office(length),
        field: None,
        book: "01/2023".into(),
        year: 2023,
        part: Some((1, 2)),
        issued: at(),
        rows: (1..=rows).map(row).collect(),
    })
}

fn hand_over(length: Length) -> Paper {
    let one = HandedDossier {
        code: "000.21.49.H23-231123-0007".into(),
        request: "Đăng ký khai sinh (1.001193)".into(),
        owner: length.name(),
        received: "9:12 thứ Năm 23/11/2023".into(),
        due: "17:00 thứ Ba 28/11/2023".into(),
        sets: 1,
        taker: "Đỗ Văn Hùng".into(),
    };
    hand_over_list(&HandOverList {
        office: office(length),
        number: "01/PBG".into(),
        title: vec!["PHIẾU BÀN GIAO HỒ SƠ".into()],
        issued: at(),
        handed: at(),
        from: ("Một cửa".into(), "Vũ Thị Lan".into()),
        to: ("Tư pháp - Hộ tịch".into(), "Đỗ Văn Hùng".into()),
        dossiers: vec![one; length.count()],
    })
}

fn collection(length: Length) -> Paper {
    collection_slip(&CollectionSlip {
        office: office(length),
        number: "01/GBN".into(),
        title: vec!["GIẤY BIÊN NHẬN TRẢ KẾT QUẢ".into()],
        issued: at(),
        given: at(),
        code: "000.21.49.H23-231123-0007".into(),
        procedure: "Đăng ký khai sinh (1.001193)".into(),
        owner: length.whole_name(),
        giver: "Vũ Thị Lan".into(),
        taker: length.whole_name(),
        taker_document: "030192004217".into(),
        taker_proof: length.sentence("Giấy ủy quyền số 07/2023."),
        taker_phone: String::new(),
        result: "Giấy khai sinh".into(),
        result_number: "12/2023".into(),
        how: "Tại quầy".into(),
    })
}

fn fees(length: Length) -> Paper {
    let count = i64::try_from(length.count()).unwrap();
    let line = |n: i64| (format!("Bản sao trích lục {n}"), "Lệ phí".to_owned(), 8_000);
    fee_receipt(&FeeReceipt {
        office: office(length),
        tax_code: String::new(),
        form: "01BLP0-001".into(),
        symbol: "BI-23T".into(),
        number: "0000001".into(),
        title: vec!["BIÊN LAI THU TIỀN PHÍ, LỆ PHÍ".into()],
        issued: at(),
        paid: at(),
        payer: length.name(),
        address: length.sentence("Thôn 3, xã Quang Khải"),
        code: "000.21.49.H23-231123-0007".into(),
        lines: (1..=count).map(line).collect(),
        total: count * 8_000,
        words: "Hai mươi tư nghìn đồng".into(),
        method: "Tiền mặt".into(),
        given_back: String::new(),
        officer: "Vũ Thị Lan".into(),
        remark: "Giấy này ghi nhận khoản đã thu, chưa phải biên lai điện tử của cơ quan thuế."
            .into(),
    })
}
