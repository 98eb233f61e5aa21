//! Every act on one dossier, one address each, with the body that its form asks for.
//! To open a new act to programs, add its line to the table; a test compares with the forms.

mod bodies;
mod correct;

use dossier::program::{self, Asking, ProgramAct};
use dossier::{Desk, Offer};
use kit::{Fields, Result};
use serde::Serialize;
use serde_json::Value;
use store::{NewEvent, Tx};

use crate::answer::{Answer, Json};
use crate::call::Call;
use crate::dossiers::{done, done_shape};
use crate::endpoint::{Door, Endpoint, Gives, Takes};
use crate::intake::{at_their_places, shaped};
use crate::repeat;
use crate::scope::Scope;
use crate::shape::{Member, Shape, must, to_fields};

const GROUP: &str = "Việc trên hồ sơ";

/// An act: its address, its name in the document, the last part of its page's address, how far a
/// token must reach, and what its body holds beside the version.
struct Line {
    path: &'static str,
    id: &'static str,
    page: &'static str,
    scope: Scope,
    members: fn() -> Vec<Member>,
    /// The body as the fields of the form.
    fields: fn(&Shape, &Value) -> Fields,
}

macro_rules! fields_by {
    () => {
        to_fields
    };
    ($own:path) => {
        $own
    };
}

macro_rules! lines {
    ($($name:literal $page:literal $scope:ident $members:path $(, $fields:path)?;)*) => {
        const LINES: &[Line] = &[$(Line {
            path: concat!("/api/v1/dossiers/{code}/acts/", $name),
            id: concat!("acts.", $name),
            page: concat!("/cb/ho-so/{code}/", $page),
            scope: Scope::$scope,
            members: $members,
            fields: fields_by!($($fields)?),
        }),*];
    };
}

lines! {
    "accept" "tiep-nhan" Intake bodies::accept;
    "refuse-intake" "tu-choi" Intake bodies::reason;
    "request-supplement" "bo-sung" Act bodies::asked;
    "receive-supplement" "nhan-bo-sung" Intake bodies::came;
    "expire-supplement" "het-han-bo-sung" Act bodies::reason;
    "hand-over" "ban-giao" Act bodies::holder;
    "record-outside" "lien-thong" Act bodies::note;
    "withdraw" "rut" Act bodies::reason;
    "void-receipt" "huy-giay" Act bodies::reason;
    "return" "tra" Act bodies::collector;
    "forward" "chuyen" Act bodies::holder;
    "send-back" "tra-lai" Act bodies::reason;
    "ask-opinion" "xin-y-kien" Act bodies::question;
    "give-opinion" "cho-y-kien" Act bodies::opinion;
    "request-payment" "yeu-cau-nop-tien" Money bodies::payment;
    "verify" "xac-minh" Act bodies::reason;
    "number-and-seal" "lay-so" Sign bodies::number;
    "finish" "ket-thuc" Act bodies::result;
    "approve" "ky" Sign bodies::note;
    "assign" "phan-cong" Act bodies::assigned;
    "stop" "dung" Sign bodies::reason;
    "resume" "tiep-tuc" Sign bodies::reason;
    "apologise" "xin-loi" Sign bodies::apology;
    "reopen" "mo-lai" Sign bodies::reason;
    "correct" "sua" Intake correct::body, correct::fields;
    "urge" "nhac" Act bodies::note;
    "called" "da-goi" Act bodies::note;
    "alarm-seen" "da-nam" Sign bodies::instruction;
}

pub(crate) fn endpoints() -> Vec<Endpoint> {
    LINES
        .iter()
        .filter_map(|line| Some(endpoint(line, *of_page(line.page)?)))
        .collect()
}

fn of_page(page: &str) -> Option<&'static ProgramAct> {
    program::ALL.iter().find(|act| act.path == page)
}

fn endpoint(line: &'static Line, act: ProgramAct) -> Endpoint {
    let mut members = vec![must(
        "version",
        "Phiên bản hồ sơ đã đọc; khác bản hiện tại là 409",
        Shape::number(1),
    )];
    members.extend((line.members)());
    let gives = (
        Takes::Json(Shape::object(members)),
        Gives::Json(200, done_shape()),
    );
    Endpoint::post(
        line.path,
        (line.id, GROUP, act.title),
        Door::Right(act.door, line.scope),
        gives,
        move |call| acted(call, act, line.fields),
    )
}

async fn acted(
    call: Call,
    act: ProgramAct,
    fields: fn(&Shape, &Value) -> Fields,
) -> Result<Answer> {
    let (code, (shape, body)) = (call.part("code"), shaped(&call)?);
    repeat::once(&call, move |tx: &mut Tx<'_>, desk: &Desk, actor| {
        let asking = Asking {
            fields: fields(&shape, &body),
            files: Vec::new(),
            version: body["version"].as_i64().unwrap_or_default(),
        };
        let (acted, told) = (act.perform)(tx, desk.clone(), actor.clone(), &code, asking)
            .map_err(|why| at_their_places(why, &shape, &body))?;
        let events: Vec<NewEvent> = acted.events;
        let answer = Json::of(done(&acted.row, &told)).version(acted.row.version);
        Ok((answer, events))
    })
    .await
}

/// Where the forms of acts stand.
const PAGES: &str = "/cb/ho-so/{code}/";

/// An act that may be done now.
#[derive(Serialize)]
pub(crate) struct Offered {
    act: &'static str,
    label: &'static str,
    href: String,
}

/// The acts that the dossier's page offers, as far as programs can do them.
pub(crate) fn offered(offers: &[Offer], address: &str) -> Vec<Offered> {
    let known = |offer: &Offer| {
        let path = LINES
            .iter()
            .find(|line| line.page.strip_prefix(PAGES) == Some(offer.slug))
            .map(|line| line.path)
            .or_else(|| crate::money::path_of(offer.slug))?;
        Some(Offered {
            act: path.rsplit('/').next().unwrap_or(path),
            label: offer.label,
            href: path.replace("{code}", address),
        })
    };
    offers.iter().filter_map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_with_a_form_has_its_address() {
        assert_eq!(endpoints().len(), LINES.len(), "a line names no form");
        for act in &program::ALL {
            assert!(
                LINES.iter().any(|line| line.page == act.path),
                "{} is for people only",
                act.path
            );
        }
    }
}
