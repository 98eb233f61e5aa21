//! The exports at their addresses under `/api/v1`.
//! For programs; the same sources, and the same log of readings, as for officers.

use domain::access::Act;
use kit::Result;

use super::sources::Source;
use super::stream::{self, Form};
use super::{WHY, WHY_LOG};
use crate::answer::Answer;
use crate::call::Call;
use crate::dossiers::{filters, worklist_query};
use crate::endpoint::{Door, Endpoint, Gives, Param, param};
use crate::facts::{wanted, wanted_params};
use crate::scope::Scope;
use crate::shape::Shape;

const GROUP: &str = "Xuất bảng";
const CSV: &[&str] = &["text/csv"];
pub(super) const XLSX: &[&str] =
    &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

/// A list that programs take away as a table.
struct Table {
    /// Where it is CSV, and where XLSX.
    paths: [&'static str; 2],
    title: &'static str,
    door: Door,
    query: Vec<Param>,
    source: fn(&Call) -> Result<Source>,
}

/// Every export, as CSV and as XLSX.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let tables = tables();
    [Form::Csv, Form::Xlsx]
        .into_iter()
        .flat_map(|form| tables.iter().map(move |table| table.written(form)))
        .collect()
}

impl Table {
    fn written(&self, form: Form) -> Endpoint {
        let [csv, xlsx] = self.paths;
        let (path, media) = match form {
            Form::Csv => (csv, CSV),
            Form::Xlsx => (xlsx, XLSX),
        };
        let (id, source) = (path.trim_start_matches("/api/v1/"), self.source);
        Endpoint::get(
            path,
            (id, GROUP, self.title),
            self.door,
            Gives::Bytes(media),
            move |call: Call| async move {
                let source = source(&call)?;
                Ok(Answer::Raw(stream::answer(&call.app, source, form)))
            },
        )
        .with(self.query.clone())
    }
}

fn tables() -> [Table; 4] {
    let dossiers = Table {
        paths: ["/api/v1/dossiers.csv", "/api/v1/dossiers.xlsx"],
        title: "Danh sách hồ sơ, cả danh sách trong một tệp",
        door: Door::Right(Act::ListDossiers, Scope::Read),
        query: filters(Vec::new()),
        source: |call| {
            call.app.note_reading_of(&call.ctx, "dossier", WHY);
            Ok(Source::dossiers(call.actor()?, worklist_query(call)))
        },
    };
    let year = Shape::between(2000, 2100);
    let register = Table {
        paths: ["/api/v1/register.csv", "/api/v1/register.xlsx"],
        title: "Sổ theo dõi hồ sơ của một năm (Mẫu 06)",
        door: Door::Right(Act::ReadEveryDossier, Scope::Read),
        query: vec![param("year", "Năm; bỏ trống là năm nay", year)],
        source: |call| {
            call.app.note_reading_of(&call.ctx, "register", WHY);
            let this = call.app.law_now().date().year();
            let year = i16::try_from(call.number("year", i64::from(this))).unwrap_or(this);
            Ok(Source::register(year))
        },
    };
    let facts = Table {
        paths: ["/api/v1/facts.csv", "/api/v1/facts.xlsx"],
        title: "Các số đếm, cả danh sách trong một tệp",
        door: Door::Right(Act::ListDossiers, Scope::Figures),
        query: wanted_params(Vec::new()),
        source: |call| Ok(Source::facts(wanted(call))),
    };
    let readings = Table {
        paths: ["/api/v1/readings.csv", "/api/v1/readings.xlsx"],
        title: "Nhật ký đọc dữ liệu cá nhân",
        door: Door::Right(Act::SeeAudit, Scope::Log),
        query: Vec::new(),
        source: |call| {
            call.app.note_reading_of(&call.ctx, "reading", WHY_LOG);
            Ok(Source::readings())
        },
    };
    [dossiers, register, facts, readings]
}
