//! Mẫu 01 of one dossier, gathered from its row, people, papers, procedure and due date.
//! For the page, the PDF and the golden test, which all show this one tree.

use domain::code::TrackingCode;
use domain::dossier::Channel;
use domain::procedure::{Procedure, Sure};
use domain::regime::form_set_at;
use domain::text::moment_vi;
use domain::wording::{PaperKind, Worded};
use jiff::civil::Date;
use kit::{Commune, Error, Result};
use paper::{Component, Copies, Fees, Filing, Hint, OwnWords, Paper, Receipt};
use store::Sql;

use crate::conflict;
use crate::desk::Desk;
use crate::parties::{self, Party};
use crate::receive::{self, PaperGiven};
use crate::row::DossierRow;

/// What a receipt says beside the dossier itself.
#[derive(Clone, Debug)]
pub struct Printed<'a> {
    /// The commune that issues it.
    pub commune: &'a Commune,
    /// The address that citizens reach us by, without a final slash.
    pub public_url: &'a str,
    /// The short form of the ledger's head (ruling 5).
    pub chain_head: Option<String>,
    /// Which copies.
    pub copies: Copies,
}

/// The receipt of a dossier.
///
/// # Errors
/// Refused while it was not received: there is no receipt before.
pub fn paper_of(
    sql: &mut impl Sql,
    desk: &Desk,
    row: &DossierRow,
    printed: &Printed<'_>,
) -> Result<Paper> {
    let receipt = receipt(sql, desk, row, printed)?;
    let said = desk
        .law
        .wording
        .of(PaperKind::Receipt, receipt.received.date());
    Ok(paper::worded(paper::receipt(&receipt), own_words(&said)))
}

fn receipt(
    sql: &mut impl Sql,
    desk: &Desk,
    row: &DossierRow,
    printed: &Printed<'_>,
) -> Result<Receipt> {
    let (Some(code), Some(received)) = (&row.machine.code, row.machine.received_at) else {
        let text =
            "Hồ sơ chưa được tiếp nhận nên chưa có giấy tiếp nhận. Hãy tiếp nhận hồ sơ trước.";
        return Err(Error::refused(text));
    };
    let procedure = desk.procedure(&row.procedure_id)?;
    let (owner, filer) = parties::of(sql, &row.id)?;
    let papers = receive::papers_of(sql, &row.id)?;
    let officer = match &row.received_by {
        Some(user) => conflict::name_of(sql, &format!("user:{user}"))?,
        None => String::new(),
    };
    let (book, book_no) = row
        .book
        .clone()
        .map_or_else(Default::default, |(book, n)| (book, n.to_string()));
    let machine = &row.machine;
    let due = machine.due.as_ref();
    Ok(Receipt {
        form_no: papers::model(papers::Kind::Receipt, form_set_at(received.date()))
            .and_then(|model| model.form_no.clone()),
        agency: vec![
            format!("UBND {}", printed.commune.name).to_uppercase(),
            papers::counter_name(received.date()).to_uppercase(),
        ],
        place: printed.commune.place.clone(),
        counter: format!("UBND {}", printed.commune.name),
        code: code.clone(),
        tracking: TrackingCode::parse(&row.tracking)
            .map_or_else(|_| row.tracking.clone(), |code| code.shown()),
        link: format!("{}/t/{}", printed.public_url, row.tracking),
        phone: Some(printed.commune.phone.clone()).filter(|phone| !phone.is_empty()),
        book,
        book_no,
        owner: owner.name.clone(),
        submitter: filer.as_ref().map(|filer| filer.name.clone()),
        address: owner.address.clone(),
        owner_phone: reached(&owner, filer.as_ref(), |one| &one.phone),
        email: reached(&owner, filer.as_ref(), |one| &one.email),
        identity: identity(&owner),
        request: format!("{} ({})", procedure.name_vi, procedure.code),
        components: papers.iter().map(component).collect(),
        sets: u32::try_from(row.sets).unwrap_or(1),
        term: term(procedure, machine.longer),
        received: received.local(),
        due: due
            .and_then(|due| due.at)
            .map(domain::moment::Moment::local),
        second_phase: None,
        return_at: return_at(row, received.date(), &printed.commune.name),
        fees: fees(&payment::summary(sql, &row.id)?),
        filing: if machine.channel == Channel::Online {
            Filing::Online
        } else {
            Filing::Counter
        },
        officer,
        late_entry: machine.late_entry,
        hints: hints(row, procedure, filer.as_ref()),
        chain_head: printed.chain_head.clone(),
        derivation: due.map_or_else(Vec::new, |due| {
            due.because
                .iter()
                .map(|ground| (ground.text.clone(), ground.rule.clone()))
                .collect()
        }),
        copies: printed.copies,
    })
}

/// The commune's own sentences, as the paper crate takes them.
pub(super) fn own_words(said: &Worded) -> OwnWords<'_> {
    OwnWords {
        header: &said.header,
        contact: &said.contact,
        closing: &said.closing,
    }
}

/// Where one is reached: the owner's own, else that of whoever filed for them.
pub(super) fn reached(
    owner: &Party,
    filer: Option<&Party>,
    of: impl Fn(&Party) -> &Option<String>,
) -> String {
    of(owner)
        .clone()
        .or_else(|| filer.and_then(|filer| of(filer).clone()))
        .unwrap_or_default()
}

fn identity(owner: &Party) -> String {
    let kind = match owner.document_kind.as_str() {
        "cccd" => "Căn cước",
        "cmnd" => "CMND",
        "passport" => "Hộ chiếu",
        _ => "",
    };
    match &owner.document_number {
        Some(number) => format!("{kind} {number}").trim().to_owned(),
        None => "chưa có".to_owned(),
    }
}

fn component(paper: &PaperGiven) -> Component {
    let count = |n: i64| u32::try_from(n).unwrap_or_default();
    let name = if paper.shown_only {
        format!("{} (xuất trình, đã trả lại)", paper.name)
    } else {
        paper.name.clone()
    };
    Component {
        name,
        originals: count(paper.originals),
        certified: count(paper.certified),
        photocopies: count(paper.copies),
    }
}

fn term(procedure: &Procedure, is_longer: bool) -> String {
    match &procedure.limit.longer {
        Some(longer) if is_longer => longer.text_vi.clone(),
        _ => procedure.limit.text_vi.clone(),
    }
}

fn return_at(row: &DossierRow, received: Date, commune: &str) -> String {
    match row.return_by.as_str() {
        "post" => "Địa chỉ nêu trên, qua bưu chính công ích".to_owned(),
        "online" => "Tài khoản dịch vụ công, bản điện tử".to_owned(),
        _ => format!("{} {commune}", papers::counter_name(received)),
    }
}

fn fees(money: &payment::Summary) -> Fees {
    if money.unknown || money.lines.is_empty() {
        return Fees::Unknown;
    }
    let lines = money
        .lines
        .iter()
        .map(|line| (line.name.clone(), line.dong.map_or(0, |dong| dong.0)));
    let paid = match (money.total.0, money.unpaid.0) {
        (0, _) => String::new(),
        (_, 0) => "Đã thu đủ".to_owned(),
        (_, _) if money.paid.0 > 0 => {
            format!("Đã thu {}, còn {}", money.paid.vi(), money.unpaid.vi())
        }
        _ => "Chưa thu".to_owned(),
    };
    Fees::Known {
        lines: lines.collect(),
        paid,
    }
}

/// What the citizen should know beside the form's own lines.
fn hints(row: &DossierRow, procedure: &Procedure, filer: Option<&Party>) -> Vec<Hint> {
    let mut hints = Vec::new();
    let mut hint = |text: String| hints.push(Hint(text));
    let machine = &row.machine;
    let due = machine.due.as_ref();
    if machine.corrections > 0 {
        hint(format!(
            "Bản thay thế lần {} của giấy tiếp nhận {}.",
            machine.corrections,
            row.address()
        ));
    }
    if let Some(authority) = filer
        .and_then(|filer| filer.authority.as_ref())
        .filter(|text| !text.is_empty())
    {
        hint(format!("Nộp thay chủ hồ sơ theo: {authority}."));
    }
    if procedure.limit.term.is_none() {
        hint("Thủ tục chưa có thời hạn công bố; ngày trả do người tiếp nhận hẹn.".into());
    } else if procedure.confidence.time_limit != Sure::Verified {
        hint("Thời hạn chưa đối chiếu được với bản công bố chính thức.".into());
    }
    if due.is_some_and(|due| due.provisional) {
        hint("Ngày trả tính theo lịch nghỉ dự kiến.".into());
    }
    match machine.original_due.zip(due.and_then(|due| due.at)) {
        Some((first, now)) if first != now => {
            hint(format!(
                "Ngày hẹn lúc tiếp nhận: {}; đã đổi theo quy định.",
                moment_vi(first)
            ));
        }
        _ => {}
    }
    if let Some(promised) = machine.promised {
        hint(format!("Đã xin lỗi và hẹn lại: {}.", moment_vi(promised)));
    }
    hints
}
