//! The guide (tờ hướng dẫn) of a procedure as a paper: what the counter hands to whoever asks.
//! For its page that prints and its PDF, which say the same.

use domain::procedure::{Procedure, Sure};
use domain::text::date_vi;
use jiff::civil::DateTime;
use kit::{Commune, Law};
use paper::{Align, Block, Column, Field, PageNumbers, Paper, Qr, Run, Size, Table};

use crate::{charge, words};

/// The guide of a procedure as it stands at `at`; `url` is its page, told as a QR code.
pub(crate) fn paper(
    procedure: &Procedure,
    law: &Law,
    commune: &Commune,
    url: &str,
    at: DateTime,
) -> Paper {
    let mut parts = vec![
        Block::Title {
            lines: vec!["HƯỚNG DẪN THỦ TỤC".to_owned(), procedure.name_vi.clone()],
            subtitle: Some(format!("Bộ phận Một cửa, UBND {}", commune.name)),
        },
        key_facts(procedure, law, url, at),
        Block::heading("1. Giấy tờ cần có"),
    ];
    parts.extend(papers(procedure));
    parts.push(Block::heading("2. Các bước"));
    parts.push(Block::List {
        ordered: true,
        items: words::steps(procedure).iter().map(step).collect(),
    });
    if let Some(longer) = &procedure.limit.longer {
        parts.push(Block::note(format!(
            "{}: nhiều nhất {}.",
            longer.when_vi.trim_end_matches('.'),
            words::term(longer.term)
        )));
    }
    parts.push(Block::heading("3. Phí, lệ phí"));
    parts.extend(fees(procedure, law, at));
    if !procedure.results.is_empty() {
        parts.push(Block::heading("4. Kết quả"));
        let items = procedure
            .results
            .iter()
            .map(|result| vec![Run::plain(result)])
            .collect();
        parts.push(Block::List {
            ordered: false,
            items,
        });
    }
    parts.push(Block::Rule);
    parts.push(foot(procedure, commune, at));
    Paper {
        title: format!("Hướng dẫn: {}", procedure.name_vi),
        form_no: None,
        issued: at,
        size: Size::A4Portrait,
        two_up: false,
        page_numbers: PageNumbers::Foot,
        parts,
    }
}

fn key_facts(procedure: &Procedure, law: &Law, url: &str, at: DateTime) -> Block {
    let (time, fee) = (
        words::time(procedure),
        charge::said(procedure, law, at.date()),
    );
    let (time_note, fee_note) = (time.note_with_doubt(), fee.note_with_doubt());
    let mut fields = vec![Field::strong("Thời gian", time.value)];
    fields.extend((!time_note.is_empty()).then(|| Field::new("Lưu ý", time_note)));
    fields.push(Field::strong("Phí, lệ phí", fee.value));
    fields.extend((!fee_note.is_empty()).then(|| Field::new("Lưu ý", fee_note)));
    fields.push(Field::new("Nộp và nhận", "Tại Bộ phận Một cửa của xã"));
    fields.push(Field::new(
        "Dành cho",
        words::audience(procedure).to_lowercase(),
    ));
    Block::Boxed {
        fields,
        qr: Some(Qr {
            text: url.to_owned(),
            label: "Trang của thủ tục này".to_owned(),
        }),
    }
}

fn papers(procedure: &Procedure) -> Vec<Block> {
    let papers = words::papers(procedure);
    if papers.is_empty() {
        let none_asked_for = procedure.confidence.documents == Sure::Verified;
        return vec![Block::paragraph(if none_asked_for {
            "Không phải nộp giấy tờ nào."
        } else {
            "Danh sách giấy tờ chưa được nhập: xin hỏi Bộ phận Một cửa trước khi đi."
        })];
    }
    let rows = papers.into_iter().map(|paper| {
        let name = if paper.note.is_empty() {
            paper.name
        } else {
            format!("{}. {}", paper.name, paper.note)
        };
        vec![name, paper.how]
    });
    let columns = vec![
        Column::new("Giấy tờ", 0, Align::Start),
        Column::new("Cách nộp", 25, Align::Start),
    ];
    let mut parts = vec![Block::Table(Table {
        columns,
        rows: rows.collect(),
        total: false,
    })];
    if procedure.sets > 1 {
        parts.push(Block::field("Số bộ", procedure.sets.to_string()));
    }
    parts
}

fn step(step: &words::Step) -> Vec<Run> {
    vec![
        Run::bold(format!("{}. ", step.title)),
        Run::plain(&step.text),
    ]
}

fn fees(procedure: &Procedure, law: &Law, at: DateTime) -> Vec<Block> {
    let rows = charge::table(procedure, law, at.date())
        .into_iter()
        .map(|charge| {
            let name = if charge.note.is_empty() {
                charge.name
            } else {
                format!("{}. {}", charge.name, charge.note)
            };
            vec![name, charge.amount]
        });
    let columns = vec![
        Column::new("Khoản thu", 0, Align::Start),
        Column::new("Mức thu", 35, Align::Start),
    ];
    let mut parts = vec![Block::Table(Table {
        columns,
        rows: rows.collect(),
        total: false,
    })];
    let exempt = charge::exempt(procedure, law, at.date());
    if !exempt.is_empty() {
        let items = exempt.into_iter().map(|one| {
            vec![Run::plain(format!(
                "Miễn: {}. Căn cứ: {}.",
                one.who, one.bring
            ))]
        });
        parts.push(Block::List {
            ordered: false,
            items: items.collect(),
        });
    }
    parts
}

fn foot(procedure: &Procedure, commune: &Commune, at: DateTime) -> Block {
    let phone = if commune.phone.is_empty() {
        String::new()
    } else {
        format!(" Điện thoại: {}.", commune.phone)
    };
    Block::note(format!(
        "Giờ làm việc: {}.{phone} Địa chỉ: {}. Mã thủ tục {}. In ngày {}.",
        commune.hours.trim_end_matches('.'),
        commune.address,
        procedure.code,
        date_vi(at.date())
    ))
}
