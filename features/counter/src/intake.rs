//! One filing as typed: read once, checked field by field, ready to be taken in.
//! For saving, and for the steps that end without a receipt.

use std::sync::Arc;

use domain::dossier::Channel;
use domain::moment::Moment;
use domain::procedure::Procedure;
use dossier::Desk;
use dossier::receive::{Filing, Terms};
use kit::{FieldErrors, Fields};
use payment::Method;
use payment::asked::{self, Fee};

use crate::choose::{Chosen, choose};
use crate::{paper, person, promise};

/// How the fee is to be settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pay {
    Now(Method),
    Later,
}

/// How results go out: stored name and label.
pub(crate) const RETURNS: [(&str, &str); 3] = [
    ("counter", "Tại quầy"),
    ("post", "Qua bưu điện"),
    ("online", "Bản điện tử"),
];
const SETS_MAX: u32 = 20;

/// What the page knows whatever else is wrong: the procedure meant and the moment it counts from.
#[derive(Clone, Debug)]
pub(crate) struct Basis {
    pub chosen: Chosen,
    /// When it came in: now, or as a late entry says.
    pub at: Moment,
    pub channel: Channel,
}

impl Basis {
    pub fn of(desk: &Desk, fields: &Fields) -> Self {
        let mut unheard = FieldErrors::new();
        let at = promise::came_in(fields, desk.at, &mut unheard)
            .0
            .unwrap_or(desk.at);
        Self {
            chosen: choose(&desk.law.catalogue, fields.get("procedure"), at.date()),
            at,
            channel: Channel::from_name(fields.get("channel")).unwrap_or(Channel::Counter),
        }
    }

    pub const fn procedure(&self) -> Option<&Arc<Procedure>> {
        match &self.chosen {
            Chosen::One(procedure) => Some(procedure),
            Chosen::Empty | Chosen::Nothing | Chosen::Several(_) => None,
        }
    }
}

/// A filing that may be taken in.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    pub procedure: Arc<Procedure>,
    pub filing: Filing,
    pub terms: Terms,
    pub fee: Fee,
    pub pay: Pay,
    /// Fields and names of the papers that everybody must bring and nobody did.
    pub missing: Vec<(String, String)>,
}

/// Reads the whole form. What is wrong is noted; the caller goes on only when nothing is.
pub(crate) fn read(desk: &Desk, fields: &Fields, errors: &mut FieldErrors) -> Option<Ready> {
    let basis = Basis::of(desk, fields);
    unclear(&basis.chosen, fields, errors);
    let (received_at, late_reason) = promise::came_in(fields, desk.at, errors);
    let people = person::read(fields, desk.at.date(), errors);
    let procedure = Arc::clone(basis.procedure()?);
    let (papers, missing) = paper::read(&procedure, fields, errors);
    let fee = asked::read(
        &desk.law,
        &procedure,
        basis.at.date(),
        basis.channel,
        fields,
        errors,
    );
    let sets = fields
        .count(
            errors,
            "sets",
            "Số bộ hồ sơ",
            (procedure.sets.max(1), SETS_MAX),
        )
        .max(1);
    let mut reasons = people.remarks.clone();
    if received_at.is_some() {
        reasons.insert(0, late_reason);
    }
    let mut appointed = None;
    if procedure.limit.term.is_none() && takes_in(fields) {
        let (at, reason) = promise::appointed(&desk.law, fields, basis.at, errors);
        appointed = at;
        reasons.insert(0, reason);
    }
    let filing = Filing {
        tracking: Some(fields.get("tracking").to_owned()).filter(|code| !code.is_empty()),
        procedure_id: procedure.id.clone(),
        channel: basis.channel,
        return_by: return_by(fields).to_owned(),
        sets: i64::from(sets),
        owner: people.owner,
        filer: people.filer,
        papers,
        linked_from: None,
    };
    let terms = Terms {
        received_at,
        appointed,
        reason: reasons.join("; "),
        ..Terms::default()
    };
    Some(Ready {
        procedure,
        filing,
        terms,
        fee,
        pay: pay(fields),
        missing,
    })
}

/// Whether the button pressed takes the filing in, so that a date must be appointed.
fn takes_in(fields: &Fields) -> bool {
    matches!(fields.get("viec"), "luu" | "lam-ngay")
}

/// What is wrong with the procedure field.
fn unclear(chosen: &Chosen, fields: &Fields, errors: &mut FieldErrors) {
    match chosen {
        Chosen::One(_) => {}
        Chosen::Empty => errors.add(
            "procedure",
            "Hãy chọn thủ tục: gõ tên, mã, hoặc tên tắt như «ks»",
        ),
        Chosen::Nothing => errors.add(
            "procedure",
            format!(
                "Không có thủ tục nào khớp «{}». Hãy gõ tên khác, mã thủ tục hoặc tên tắt",
                fields.get("procedure")
            ),
        ),
        Chosen::Several(offered) => errors.add(
            "procedure",
            format!(
                "Có {} thủ tục khớp «{}». Hãy chọn một trong danh sách bên dưới",
                offered.len(),
                fields.get("procedure")
            ),
        ),
    }
}

fn return_by(fields: &Fields) -> &'static str {
    let sent = fields.get("return_by");
    RETURNS
        .iter()
        .find(|(name, _)| *name == sent)
        .map_or("counter", |(name, _)| name)
}

fn pay(fields: &Fields) -> Pay {
    match fields.get("pay") {
        "later" => Pay::Later,
        sent => Pay::Now(Method::from_name(sent).unwrap_or(Method::Cash)),
    }
}
