//! Puts a receipt's fields in the order of Mẫu 01 (TT 01/2018/TT-VPCP).
//! For `receipt`; change the wording of the paper here.

use super::copies::{CITIZEN, in_copies};
use super::{Component, Fees, Filing, Hint, Receipt};
use crate::office::derived;
use crate::tree::*;
use crate::words::{dong, moment, place_date};

/// The receipt as a paper.
pub fn receipt(receipt: &Receipt) -> Paper {
    let mut parts = front(receipt);
    parts.extend(derived(&receipt.code, &receipt.derivation));
    let kept = Paper {
        title: format!("Giấy tiếp nhận hồ sơ và hẹn trả kết quả {}", receipt.code),
        form_no: receipt.form_no.clone(),
        issued: receipt.received,
        size: Size::A5Portrait,
        two_up: false,
        page_numbers: PageNumbers::Foot,
        parts,
    };
    in_copies(kept, receipt.copies)
}

fn front(receipt: &Receipt) -> Vec<Block> {
    let mut parts = vec![header(receipt), title(receipt), code_box(receipt)];
    parts.extend(people(receipt));
    parts.push(Block::heading(
        "1. Thành phần hồ sơ, số lượng mỗi loại giấy tờ",
    ));
    parts.push(components(&receipt.components));
    parts.push(Block::Row {
        fields: vec![
            Field::new("2. Số lượng hồ sơ", format!("{:02} (bộ)", receipt.sets)),
            Field::new(
                "3. Thời gian giải quyết hồ sơ theo quy định là",
                &receipt.term,
            ),
        ],
    });
    let mut end = times(receipt);
    end.extend(fees(&receipt.fees));
    end.push(signatures(receipt));
    // Nobody signs on a page that says nothing of what is signed.
    parts.push(Block::KeepTogether { parts: end });
    parts.extend(notes(receipt));
    parts
}

fn header(receipt: &Receipt) -> Block {
    let mut left: Vec<Line> = receipt
        .agency
        .iter()
        .map(|line| Line::new(LineKind::Parent, line))
        .collect();
    if let Some(last) = left.last_mut() {
        last.kind = LineKind::AgencyRuled;
    }
    let day = place_date(&receipt.place, receipt.received.date());
    Block::Header(Header::national(left, Some(day)))
}

fn title(receipt: &Receipt) -> Block {
    let mut subtitle = CITIZEN.to_owned();
    if receipt.late_entry {
        subtitle.push_str(" (nhập bù sau sự cố)");
    }
    Block::Title {
        lines: vec!["GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ".into()],
        subtitle: Some(subtitle),
    }
}

fn code_box(receipt: &Receipt) -> Block {
    let mut fields = vec![
        Field::strong("Mã hồ sơ", &receipt.code),
        Field::new(
            "Quyển số",
            format!("{}, Số thứ tự: {}", receipt.book, receipt.book_no),
        ),
        Field::new("Bộ phận tiếp nhận và trả kết quả", &receipt.counter),
        Field::strong("Mã tra cứu", &receipt.tracking),
        Field::new("Tra cứu tại", &receipt.link),
    ];
    if let Some(phone) = &receipt.phone {
        fields.push(Field::new("Điện thoại hỗ trợ", phone));
    }
    let qr = Qr {
        text: receipt.link.clone(),
        label: "Mã QR để tra cứu hồ sơ".into(),
    };
    Block::Boxed {
        fields,
        qr: Some(qr),
    }
}

fn people(receipt: &Receipt) -> Vec<Block> {
    let mut parts = vec![Block::Field(Field::strong(
        "Tiếp nhận hồ sơ của",
        &receipt.owner,
    ))];
    if let Some(submitter) = &receipt.submitter {
        parts.push(Block::field("Người nộp", submitter));
    }
    parts.extend([
        Block::field("Địa chỉ", &receipt.address),
        Block::Row {
            fields: vec![
                Field::new("Số điện thoại", &receipt.owner_phone),
                Field::new("Email", &receipt.email),
                Field::new("Số giấy tờ", &receipt.identity),
            ],
        },
        Block::Field(Field::strong(
            "Nội dung yêu cầu giải quyết",
            &receipt.request,
        )),
    ]);
    parts
}

fn components(components: &[Component]) -> Block {
    let number = |n: u32| {
        if n == 0 {
            String::new()
        } else {
            format!("{n:02}")
        }
    };
    let rows = components.iter().enumerate().map(|(i, one)| {
        vec![
            (i + 1).to_string(),
            one.name.clone(),
            number(one.originals),
            number(one.certified),
            number(one.photocopies),
        ]
    });
    Block::Table(Table {
        columns: vec![
            Column::new("TT", 5, Align::Center),
            Column::new("Tên giấy tờ", 0, Align::Start),
            Column::new("Bản chính", 10, Align::Center),
            Column::new("Bản chứng thực", 15, Align::Center),
            Column::new("Bản photo", 10, Align::Center),
        ],
        rows: rows.collect(),
        total: false,
    })
}

fn times(receipt: &Receipt) -> Vec<Block> {
    let due = receipt
        .due
        .map_or_else(|| "chưa có thời hạn".into(), moment);
    let mut parts = vec![
        Block::field("4. Thời gian nhận hồ sơ", moment(receipt.received)),
        Block::Field(Field::strong("5. Thời gian trả kết quả", due)),
    ];
    if let Some((received, due)) = receipt.second_phase {
        parts.push(Block::field(
            "6. Thời gian nhận hồ sơ giai đoạn 2",
            moment(received),
        ));
        parts.push(Block::field(
            "7. Thời gian trả kết quả giai đoạn 2",
            moment(due),
        ));
    }
    parts.push(Block::field("Đăng ký nhận kết quả tại", &receipt.return_at));
    parts
}

fn fees(fees: &Fees) -> Vec<Block> {
    let Fees::Known { lines, paid } = fees else {
        return vec![Block::field("Phí, lệ phí", "chưa xác định")];
    };
    let amount = |dong_: i64| {
        if dong_ == 0 {
            "không thu".into()
        } else {
            dong(dong_)
        }
    };
    if let [(name, only)] = lines.as_slice() {
        // Where the rule is named so already, it is said once.
        let said = if *only == 0 && name.starts_with("Không thu") {
            name.clone()
        } else {
            format!("{name}: {}", amount(*only))
        };
        return vec![Block::field("Phí, lệ phí", with_paid(&said, paid))];
    }
    let sum = lines.iter().map(|(_, line)| line).sum();
    let mut rows: Vec<_> = lines
        .iter()
        .map(|(name, line)| vec![name.clone(), amount(*line)])
        .collect();
    rows.push(vec![with_paid("Cộng phí, lệ phí", paid), amount(sum)]);
    vec![Block::Table(Table {
        columns: vec![
            Column::new("", 0, Align::Start),
            Column::new("", 25, Align::End),
        ],
        rows,
        total: true,
    })]
}

fn with_paid(said: &str, paid: &str) -> String {
    if paid.is_empty() {
        said.to_owned()
    } else {
        format!("{said}. {paid}")
    }
}

fn signatures(receipt: &Receipt) -> Block {
    let sign = |role: &str, name: &str| Signature {
        role: vec![role.into()],
        hint: Some("(Ký và ghi rõ họ tên)".into()),
        name: Some(name.into()),
    };
    let submitter = receipt.submitter.as_ref().unwrap_or(&receipt.owner);
    Block::Signatures {
        left: match receipt.filing {
            Filing::Counter => Some(sign("NGƯỜI NỘP HỒ SƠ", submitter)),
            Filing::Online => None,
        },
        right: Some(sign("NGƯỜI TIẾP NHẬN HỒ SƠ", &receipt.officer)),
    }
}

fn notes(receipt: &Receipt) -> Vec<Block> {
    let mut runs: Vec<String> = receipt
        .hints
        .iter()
        .map(|Hint(hint)| hint.clone())
        .collect();
    if receipt.filing == Filing::Online {
        runs.push("Hồ sơ nộp trực tuyến, người nộp không phải ký.".into());
    }
    if let Some(head) = &receipt.chain_head {
        runs.push(format!("Dấu sổ: {head}"));
    }
    if runs.is_empty() {
        Vec::new()
    } else {
        vec![Block::note(runs.join(" "))]
    }
}
