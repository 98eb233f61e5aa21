//! The result goes to the citizen (C2): to the owner, or to another person with proof.
//! For the one-stop officer; what is owed is paid first.

use domain::access::Act;
use domain::dossier::Command;
use kit::{Choice, Error, FieldErrors, Fields, Labelled, Result, words as say};
use store::{Reader, Tx};

use super::form::{ActForm, words};
use super::seen::Seen;
use super::sheet::{Input, Sent, Sheet, Typed, note, note_input};
use crate::act::Acted;
use crate::result::{self, Collector};

const NAME_MAX: usize = 100;
const DOCUMENT_MAX: usize = 40;
const PROOF_MAX: usize = 300;
const UNKNOWN_FEE: &str = "Mức thu chưa xác định. Trước khi trả, mở hồ sơ, bấm «Thu tiền» và ghi số tiền kèm căn cứ (không thu thì ghi 0).";
const OWNER: &str = "owner";
const FILER: &str = "filer";
const OTHER: &str = "other";

/// Trả kết quả.
pub(crate) struct GiveBack;

impl ActForm for GiveBack {
    const PATH: &'static str = "/cb/ho-so/{code}/tra";
    const ACT: Act = Act::Return;
    const TITLE: &'static str = "Trả kết quả";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Return { unpaid_dong: 0 })
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let money = payment::summary(reader, &seen.row.id)?;
        let mut facts = Vec::new();
        if let Some((paper, _)) = result::of(reader, &seen.row.id)? {
            let number = paper
                .number
                .map(|number| format!(", số {number}"))
                .unwrap_or_default();
            facts.push(Labelled::new(
                "Giấy tờ trả",
                format!("{}{number}", paper.name),
            ));
        }
        facts.push(Labelled::new("Phí, lệ phí", money.total_vi()));
        let mut consequences = vec![
            "Hồ sơ kết thúc, không mở lại được. Hãy đưa giấy tờ cho người nhận trước khi bấm."
                .to_owned(),
        ];
        if money.unpaid.0 > 0 {
            consequences.insert(
                0,
                format!(
                    "Còn phải thu {}. Thu tiền trước, rồi mới trả kết quả.",
                    money.unpaid.vi()
                ),
            );
        }
        if money.unknown {
            consequences.insert(0, UNKNOWN_FEE.to_owned());
        }
        Ok(Sheet {
            facts,
            consequences,
            inputs: inputs(seen, typed),
            button: "Đã trả kết quả",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let collector = collector(seen, &sent.fields, &mut errors);
        let note = note(&sent.fields, &mut errors);
        let money = payment::summary(tx, &seen.row.id)?;
        if money.unknown {
            return Err(Error::refused(UNKNOWN_FEE));
        }
        errors.settled()?;
        let (desk, actor, id) = (&seen.desk, &seen.actor, &seen.row.id);
        let acted = result::hand_over(
            tx,
            desk,
            actor,
            id,
            money.unpaid.0,
            &collector,
            words(sent, &note),
        )?;
        Ok((acted, "Đã trả kết quả cho người dân.".into()))
    }
}

fn inputs(seen: &Seen, typed: &Typed) -> Vec<Input> {
    let who = typed.or("ai_nhan", OWNER);
    let how = typed.or("cach", seen.row.return_by.clone());
    let document = seen.owner.document_number.clone().unwrap_or_default();
    vec![
        Input::radios("ai_nhan", "Ai nhận kết quả", people_choices(seen, &who)),
        Input::line(
            "nguoi_nhan",
            "Họ và tên người nhận",
            typed.or("nguoi_nhan", seen.owner.name.clone()),
        )
        .wide("20"),
        Input::line(
            "giay_to",
            "Số giấy tờ của người nhận",
            typed.or("giay_to", document),
        )
        .wide("12")
        .hint("Căn cước, hộ chiếu… đã đối chiếu."),
        Input::line("chung_minh", "Nhận thay theo", typed.or("chung_minh", ""))
            .hint("Chỉ cần khi người khác nhận: giấy ủy quyền số …, quan hệ với chủ hồ sơ …"),
        Input::radios(
            "cach",
            "Trả bằng cách",
            vec![
                Choice::new("counter", "Tại quầy", &how),
                Choice::new("post", "Qua bưu chính", &how),
                Choice::new("online", "Trực tuyến", &how),
            ],
        ),
        note_input(typed).hint("Ví dụ: số vận đơn bưu chính. Có thể để trống."),
    ]
}

fn people_choices(seen: &Seen, who: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new(
        OWNER,
        format!("Chủ hồ sơ: {}", seen.owner.name),
        who,
    )];
    if let Some(filer) = &seen.filer {
        choices.push(Choice::new(
            FILER,
            format!("Người nộp hồ sơ: {}", filer.name),
            who,
        ));
    }
    choices.push(Choice::new(
        OTHER,
        "Người khác nhận thay, có giấy tờ chứng minh",
        who,
    ));
    choices
}

fn collector(seen: &Seen, fields: &Fields, errors: &mut FieldErrors) -> Collector {
    let collector = who(seen, fields, errors);
    if !["counter", "post", "online"].contains(&collector.how.as_str()) {
        errors.add("cach", say::choose("Cách trả kết quả"));
    }
    collector
}

fn who(seen: &Seen, fields: &Fields, errors: &mut FieldErrors) -> Collector {
    let how = fields.get("cach").to_owned();
    let document = fields.text(errors, "giay_to", "Số giấy tờ", DOCUMENT_MAX);
    match (fields.get("ai_nhan"), &seen.filer) {
        (OWNER, _) => {
            return Collector {
                name: seen.owner.name.clone(),
                document,
                proof: String::new(),
                how,
            };
        }
        (FILER, Some(filer)) => {
            let proof = filer
                .authority
                .clone()
                .unwrap_or_else(|| "Người nộp hồ sơ".to_owned());
            return Collector {
                name: filer.name.clone(),
                document,
                proof,
                how,
            };
        }
        (OTHER, _) => {}
        _ => errors.add("ai_nhan", say::choose("Người nhận kết quả")),
    }
    let name = fields.required(errors, "nguoi_nhan", "Họ và tên người nhận", NAME_MAX);
    if document.is_empty() {
        errors.add(
            "giay_to",
            "Người khác nhận thay thì phải ghi số giấy tờ đã đối chiếu",
        );
    }
    let proof = fields.text(errors, "chung_minh", "Nhận thay theo", PROOF_MAX);
    if proof.is_empty() {
        errors.add(
            "chung_minh",
            "Hãy ghi giấy ủy quyền hoặc quan hệ với chủ hồ sơ",
        );
    }
    Collector {
        name,
        document,
        proof,
        how,
    }
}
