//! The exports at their addresses under `/api/v1`.
//! For programs; the same sources, and the same log of readings, as for officers.

use domain::access::Act;

use super::sources::Source;
use super::stream::{self, Form};
use super::{WHY, WHY_LOG};
use crate::answer::Answer;
use crate::call::Call;
use crate::dossiers::{filters, worklist_query};
use crate::endpoint::{Door, Endpoint, Gives, param};
use crate::facts::{wanted, wanted_params};
use crate::scope::Scope;
use crate::shape::Shape;

const GROUP: &str = "Xuất bảng";
const CSV: &[&str] = &["text/csv"];
pub(super) const XLSX: &[&str] =
    &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

/// Every export, as CSV and as XLSX.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    [Form::Csv, Form::Xlsx]
        .into_iter()
        .flat_map(|form| [dossiers(form), register(form), facts(form), readings(form)])
        .collect()
}

impl Form {
    const fn pick(self, csv: &'static str, xlsx: &'static str) -> &'static str {
        match self {
            Self::Csv => csv,
            Self::Xlsx => xlsx,
        }
    }

    const fn gives(self) -> Gives {
        match self {
            Self::Csv => Gives::Bytes(CSV),
            Self::Xlsx => Gives::Bytes(XLSX),
        }
    }
}

fn dossiers(form: Form) -> Endpoint {
    Endpoint::get(
        form.pick("/api/v1/dossiers.csv", "/api/v1/dossiers.xlsx"),
        (
            form.pick("dossiers.csv", "dossiers.xlsx"),
            GROUP,
            "Danh sách hồ sơ, cả danh sách trong một tệp",
        ),
        Door::Right(Act::ListDossiers, Scope::Read),
        form.gives(),
        move |call: Call| async move {
            call.app.note_reading_of(&call.ctx, "dossier", WHY);
            let source = Source::dossiers(call.actor()?, worklist_query(&call));
            Ok(Answer::Raw(stream::answer(&call.app, source, form)))
        },
    )
    .with(filters(Vec::new()))
}

fn register(form: Form) -> Endpoint {
    Endpoint::get(
        form.pick("/api/v1/register.csv", "/api/v1/register.xlsx"),
        (
            form.pick("register.csv", "register.xlsx"),
            GROUP,
            "Sổ theo dõi hồ sơ của một năm (Mẫu 06)",
        ),
        Door::Right(Act::ReadEveryDossier, Scope::Read),
        form.gives(),
        move |call: Call| async move {
            call.app.note_reading_of(&call.ctx, "register", WHY);
            let this = call.app.law_now().date().year();
            let year = i16::try_from(call.number("year", i64::from(this))).unwrap_or(this);
            let source = Source::register(year);
            Ok(Answer::Raw(stream::answer(&call.app, source, form)))
        },
    )
    .with(vec![param(
        "year",
        "Năm; bỏ trống là năm nay",
        Shape::between(2000, 2100),
    )])
}

fn facts(form: Form) -> Endpoint {
    Endpoint::get(
        form.pick("/api/v1/facts.csv", "/api/v1/facts.xlsx"),
        (
            form.pick("facts.csv", "facts.xlsx"),
            GROUP,
            "Các số đếm, cả danh sách trong một tệp",
        ),
        Door::Right(Act::ListDossiers, Scope::Figures),
        form.gives(),
        move |call: Call| async move {
            let source = Source::facts(wanted(&call));
            Ok(Answer::Raw(stream::answer(&call.app, source, form)))
        },
    )
    .with(wanted_params(Vec::new()))
}

fn readings(form: Form) -> Endpoint {
    Endpoint::get(
        form.pick("/api/v1/readings.csv", "/api/v1/readings.xlsx"),
        (
            form.pick("readings.csv", "readings.xlsx"),
            GROUP,
            "Nhật ký đọc dữ liệu cá nhân",
        ),
        Door::Right(Act::SeeAudit, Scope::Log),
        form.gives(),
        move |call: Call| async move {
            call.app.note_reading_of(&call.ctx, "reading", WHY_LOG);
            Ok(Answer::Raw(stream::answer(
                &call.app,
                Source::readings(),
                form,
            )))
        },
    )
}
