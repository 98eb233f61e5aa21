//! A paper with made-up values, to show how the commune's sentences stand on it.
//! For the preview of wording; nobody's data is in it.

use domain::wording::{PaperKind, Worded};
use jiff::civil::{Date, DateTime, time};
use kit::Commune;
use paper::{
    Component, Copies, Fees, Filing, Office, OwnWords, Paper, Receipt, Says, Slip, receipt, slip,
    worded,
};

const NAME: &str = "Nguyễn Văn Mẫu";
const REQUEST: &str = "Đăng ký khai sinh (1.001193)";
const TRACKING: &str = "7KQ2-M9XA";

/// The paper of a kind as it would look on a day.
pub(crate) fn of(kind: PaperKind, commune: &Commune, day: Date, said: &Worded) -> Paper {
    let at = day.to_datetime(time(9, 0, 0, 0));
    let plain = match kind {
        PaperKind::Every | PaperKind::Receipt => receipt(&of_receipt(commune, at)),
        PaperKind::Supplement => {
            let item = [
                "Giấy chứng sinh",
                "Bản nộp bị mờ",
                "Nộp bản khác tại bộ phận một cửa",
            ];
            let says = Says::Supplement(vec![item.map(str::to_owned)]);
            slip(&of_slip(commune, at, says))
        }
        PaperKind::Refusal => {
            let reason = "Việc này thuộc thẩm quyền của cơ quan khác.".to_owned();
            slip(&of_slip(commune, at, Says::Refusal(vec![reason])))
        }
    };
    let words = OwnWords {
        header: &said.header,
        contact: &said.contact,
        closing: &said.closing,
    };
    worded(plain, words)
}

fn of_receipt(commune: &Commune, at: DateTime) -> Receipt {
    Receipt {
        form_no: Some("Mẫu số 01".to_owned()),
        agency: vec![
            format!("UBND {}", commune.name).to_uppercase(),
            "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ".to_owned(),
        ],
        place: commune.place.clone(),
        counter: format!("UBND {}", commune.name),
        code: format!("{}-{}-0001", commune.code_part, at.strftime("%y%m%d")),
        tracking: TRACKING.to_owned(),
        link: "https://…/t/7KQ2M9XA".to_owned(),
        phone: Some(commune.phone.clone()).filter(|phone| !phone.is_empty()),
        book: at.year().to_string(),
        book_no: "1".to_owned(),
        owner: NAME.to_owned(),
        submitter: None,
        address: format!("{}, {}", commune.name, commune.parent),
        owner_phone: "09xx xxx xxx".to_owned(),
        email: String::new(),
        identity: "Căn cước 0xx xxx xxx xxx".to_owned(),
        request: REQUEST.to_owned(),
        components: vec![Component {
            name: "Giấy chứng sinh".to_owned(),
            originals: 1,
            certified: 0,
            photocopies: 0,
        }],
        sets: 1,
        term: "Trong ngày làm việc".to_owned(),
        received: at,
        due: Some(at.date().to_datetime(time(17, 0, 0, 0))),
        second_phase: None,
        return_at: format!("Bộ phận Tiếp nhận và Trả kết quả {}", commune.name),
        fees: Fees::Known {
            lines: vec![("Lệ phí".to_owned(), 0)],
            paid: String::new(),
        },
        filing: Filing::Counter,
        officer: "Cán bộ tiếp nhận".to_owned(),
        late_entry: false,
        hints: Vec::new(),
        chain_head: None,
        derivation: Vec::new(),
        copies: Copies::Citizen,
    }
}

fn of_slip(commune: &Commune, at: DateTime, says: Says) -> Slip {
    let (number, title) = match says {
        Says::Supplement(_) => (2, "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"),
        Says::Refusal(_) => (3, "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"),
    };
    Slip {
        form_no: format!("Mẫu số {number:02}"),
        title: vec![title.to_owned()],
        number: None,
        office: Office {
            commune: commune.name.clone(),
            place: commune.place.clone(),
            counter: "Bộ phận Tiếp nhận và Trả kết quả".to_owned(),
            phone: commune.phone.clone(),
        },
        issued: at,
        code: None,
        tracking: TRACKING.to_owned(),
        link: "https://…/t/7KQ2M9XA".to_owned(),
        owner: NAME.to_owned(),
        submitter: None,
        address: format!("{}, {}", commune.name, commune.parent),
        contact_phone: "09xx xxx xxx".to_owned(),
        email: String::new(),
        request: REQUEST.to_owned(),
        officer: "Cán bộ tiếp nhận".to_owned(),
        derivation: Vec::new(),
        says,
    }
}
