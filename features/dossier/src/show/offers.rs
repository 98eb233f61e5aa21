//! The acts that this officer may do on this dossier now: state table, step, access and rules asked.
//! For the buttons of the dossier's page; pure, so that it can be tested without one.

use domain::access::{Act, Actor, may};
use domain::dossier::{Command, Outcome, State};

use crate::desk::Desk;
use crate::row::DossierRow;

/// The slips that stand in for a receipt, or ask for more (Mẫu 02, Mẫu 03).
const ASKED_SLIP: &str = "in/phieu-bo-sung";
const REFUSED_SLIP: &str = "in/phieu-tu-choi";

/// Acts beside the machine: a call to the citizen, a leader's word on what stands still.
const CALLED: &str = "da-goi";
const ALARM: &str = "da-nam";

/// An act that may be done, as a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The right it needs.
    pub act: Act,
    /// What its address ends with: `/cb/ho-so/{code}/{slug}`.
    pub slug: &'static str,
    /// What the button says.
    pub label: &'static str,
    /// `""` for the next thing to do, `secondary`, or `danger` for what ends the matter.
    pub tone: &'static str,
    /// The icon's name.
    pub icon: &'static str,
    /// The key that presses it; `""` for none.
    pub key: &'static str,
}

impl Offer {
    /// Where the act is done.
    pub fn href(&self, address: &str) -> String {
        format!("/cb/ho-so/{address}/{}", self.slug)
    }

    /// Whether it stands apart from the daily acts.
    pub fn is_grave(&self) -> bool {
        self.tone == "danger"
    }
}

const fn main(act: Act, slug: &'static str, label: &'static str, icon: &'static str) -> Offer {
    Offer {
        act,
        slug,
        label,
        tone: "",
        icon,
        key: "",
    }
}

const fn side(act: Act, slug: &'static str, label: &'static str, icon: &'static str) -> Offer {
    Offer {
        act,
        slug,
        label,
        tone: "secondary",
        icon,
        key: "",
    }
}

const fn grave(act: Act, slug: &'static str, label: &'static str, icon: &'static str) -> Offer {
    Offer {
        act,
        slug,
        label,
        tone: "danger",
        icon,
        key: "",
    }
}

const fn keyed(offer: Offer, key: &'static str) -> Offer {
    Offer { key, ..offer }
}

/// Every act of a dossier's page: what carries it on first, what ends it last.
const ALL: [Offer; 33] = [
    main(Act::Receive, "tiep-nhan", "Tiếp nhận", "check"),
    main(
        Act::ReceiveSupplement,
        "nhan-bo-sung",
        "Nhận giấy tờ bổ sung",
        "inbox",
    ),
    main(Act::Collect, "thu-tien", "Thu tiền", "hand-coins"),
    main(
        Act::GiveOpinion,
        "cho-y-kien",
        "Cho ý kiến",
        "message-square",
    ),
    main(Act::HandOver, "ban-giao", "Bàn giao", "send"),
    main(Act::Approve, "ky", "Ký duyệt", "pen-line"),
    main(Act::NumberAndSeal, "lay-so", "Lấy số, đóng dấu", "stamp"),
    keyed(main(Act::Forward, "chuyen", "Chuyển bước", "send"), "C"),
    main(Act::Resume, "tiep-tuc", "Giải quyết tiếp", "play"),
    keyed(
        main(Act::Return, "tra", "Trả kết quả", "package-check"),
        "T",
    ),
    main(
        Act::Finish,
        "ket-thuc",
        "Kết thúc, ghi kết quả",
        "circle-check",
    ),
    main(
        Act::RecordOutside,
        "lien-thong",
        "Ghi nhận liên thông",
        "external-link",
    ),
    keyed(
        side(
            Act::RequestSupplement,
            "bo-sung",
            "Yêu cầu bổ sung",
            "file-text",
        ),
        "B",
    ),
    side(Act::SendBack, "tra-lai", "Trả lại bước trước", "undo-2"),
    side(
        Act::AskOpinion,
        "xin-y-kien",
        "Xin ý kiến",
        "message-square",
    ),
    side(Act::Assign, "phan-cong", "Phân công", "users"),
    side(Act::Verify, "xac-minh", "Cần xác minh", "split"),
    side(
        Act::RequestPayment,
        "yeu-cau-nop-tien",
        "Yêu cầu nộp tiền",
        "banknote",
    ),
    side(
        Act::Apologise,
        "xin-loi",
        "Xin lỗi và hẹn lại",
        "calendar-clock",
    ),
    side(Act::Return, CALLED, "Đã gọi báo", "phone"),
    side(Act::Urge, "nhac", "Ghi nhận dân nhắc", "bell"),
    side(Act::Correct, "sua", "Sửa giấy tiếp nhận", "pen-line"),
    side(Act::Oversee, ALARM, "Đã nắm, chỉ đạo", "eye"),
    side(Act::Attach, "tep", "Thêm giấy tờ", "paperclip"),
    grave(Act::RefuseIntake, "tu-choi", "Từ chối tiếp nhận", "ban"),
    grave(Act::Stop, "dung", "Dừng giải quyết", "pause"),
    grave(
        Act::ExpireSupplement,
        "het-han-bo-sung",
        "Kết thúc chờ bổ sung",
        "hourglass",
    ),
    grave(Act::Withdraw, "rut", "Người dân rút hồ sơ", "undo-2"),
    grave(Act::Reopen, "mo-lai", "Mở lại hồ sơ", "rotate-ccw"),
    grave(Act::VoidReceipt, "huy-giay", "Hủy giấy tiếp nhận", "ban"),
    keyed(
        side(
            Act::Print,
            "in/giay-tiep-nhan",
            "In giấy tiếp nhận",
            "printer",
        ),
        "F9",
    ),
    side(Act::Print, ASKED_SLIP, "In phiếu bổ sung", "printer"),
    side(Act::Print, REFUSED_SLIP, "In phiếu từ chối", "printer"),
];

/// How a dossier that waits for payment or stands stopped may end (C1): refused in writing, which
/// is never the next thing to do.
const REFUSED: Offer = grave(Act::Finish, "ket-thuc", "Kết thúc, không giải quyết", "ban");

/// What `actor` may do on the dossier now, in the order of the buttons; one is red at most.
pub fn offers(row: &DossierRow, actor: &Actor, desk: &Desk) -> Vec<Offer> {
    let subject = row.access_subject();
    let is_allowed = |offer: &Offer| may(actor, right(row, offer.act), &subject).is_ok();
    let mut offered: Vec<Offer> = ALL
        .into_iter()
        .filter(|offer| is_allowed(offer) && is_lawful(row, actor, desk, offer))
        .collect();
    let mut is_first = true;
    for offer in &mut offered {
        if offer.act == Act::Finish && row.machine.state.is_paused() {
            *offer = REFUSED;
        }
        if offer.tone.is_empty() && !std::mem::take(&mut is_first) {
            offer.tone = "secondary";
        }
    }
    offered
}

/// The right that an act needs on this dossier.
fn right(row: &DossierRow, act: Act) -> Act {
    // A second request for papers is the leader's act, whoever asked first.
    if act == Act::RequestSupplement && row.machine.supplements > 0 {
        Act::AllowSecondSupplement
    } else {
        act
    }
}

/// Whether the rules would take the act, given whatever its form asks for.
fn is_lawful(row: &DossierRow, actor: &Actor, desk: &Desk, offer: &Offer) -> bool {
    let (act, machine) = (offer.act, &row.machine);
    match (act, offer.slug) {
        (Act::Return, CALLED) => return machine.state == State::Finished,
        (Act::Oversee, ALARM) => {
            let is_late = |due: domain::moment::Moment| due < desk.at;
            return machine
                .step
                .as_ref()
                .and_then(|step| step.due)
                .is_some_and(is_late)
                && machine.state == State::Processing;
        }
        (Act::Attach, _) => return !machine.state.is_terminal(),
        (Act::Print, ASKED_SLIP) => return machine.supplements > 0,
        // Without an answer to a request it ends in the same state, and nobody wrote a refusal.
        (Act::Print, REFUSED_SLIP) => {
            return machine.state == State::NotAccepted && machine.supplements == 0;
        }
        (Act::Print, _) => return machine.received_at.is_some() && machine.state != State::Void,
        _ => {}
    }
    let Ok(procedure) = desk.procedure(&row.procedure_id) else {
        return false;
    };
    let with = desk.context(actor, procedure);
    tries(row, actor, desk, act)
        .iter()
        .any(|command| row.machine.decide(command, with).is_ok())
}

/// The act with what its form would be filled in with; each way it can be meant.
fn tries<'a>(row: &DossierRow, actor: &'a Actor, desk: &Desk, act: Act) -> Vec<Command<'a>> {
    const REASON: &str = "…";
    vec![match act {
        Act::Receive => Command::Receive(domain::dossier::Intake {
            code: REASON.to_owned(),
            appointed: Some(desk.at.plus_minutes(60 * 24 * 365)),
            reason: REASON.to_owned(),
            ..domain::dossier::Intake::default()
        }),
        Act::RefuseIntake => Command::RefuseIntake { reason: REASON },
        Act::RequestSupplement => Command::RequestSupplement {
            items: 1,
            allowed_by: Some(&actor.user),
        },
        Act::ReceiveSupplement => Command::ReceiveSupplement,
        Act::ExpireSupplement => Command::ExpireSupplement { reason: REASON },
        Act::HandOver => Command::HandOver { holder: None },
        Act::Forward => Command::Forward { holder: None },
        Act::SendBack => Command::SendBack { reason: REASON },
        Act::Assign => Command::Assign {
            holder: &actor.user,
        },
        Act::AskOpinion => Command::AskOpinion { of: &actor.user },
        Act::GiveOpinion => Command::GiveOpinion { text: REASON },
        Act::RequestPayment => Command::RequestPayment { dong: 1 },
        Act::Collect => Command::SettlePayment { unpaid_dong: 0 },
        Act::Stop => Command::Stop { reason: REASON },
        Act::Resume => Command::Resume { reason: REASON },
        Act::Apologise => {
            let due = row
                .machine
                .due
                .as_ref()
                .and_then(|due| due.at)
                .unwrap_or(desk.at);
            Command::Apologise {
                promised: due.max(desk.at).plus_minutes(1),
                reason: REASON,
            }
        }
        Act::Urge => Command::Urge { by_citizen: false },
        Act::Correct => Command::Correct {
            parts: &domain::dossier::CorrectedPart::ALL,
            wrong: None,
            reason: REASON,
        },
        Act::Withdraw => Command::Withdraw { reason: REASON },
        Act::Verify => Command::Verify { reason: REASON },
        Act::RecordOutside => return vec![Command::SendOutside, Command::ComeBack],
        Act::Approve => Command::Approve,
        Act::NumberAndSeal => Command::Seal { number: REASON },
        Act::Finish => {
            return [Outcome::Granted, Outcome::NotGranted]
                .map(|outcome| Command::Finish { outcome })
                .into();
        }
        Act::Return => Command::Return { unpaid_dong: 0 },
        Act::VoidReceipt => Command::Void { reason: REASON },
        Act::Reopen => Command::Reopen { reason: REASON },
        _ => return Vec::new(),
    }]
}
