//! Facts: what was counted, by measure, procedure, channel and day; names nobody.
//! For programs that make statistics.

use domain::access::Act;
use kit::Result;
use serde_json::{Value, json};
use store::{Reader, Sql, StoreError, params};

use crate::answer::{Answer, Json};
use crate::call::Call;
use crate::endpoint::{Door, Endpoint, Gives, Param, param};
use crate::procedures::beside;
use crate::scope::Scope;
use crate::shape::{Shape, must, page_of};

const LIMIT_MAX: i64 = 1_000;

/// One count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) measure: String,
    pub(crate) procedure: String,
    pub(crate) channel: String,
    pub(crate) day: String,
    pub(crate) n: i64,
}

/// What counts are asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) measure: String,
    pub(crate) procedure: String,
    pub(crate) from: String,
    pub(crate) to: String,
}

pub(crate) fn endpoints() -> Vec<Endpoint> {
    let item = Shape::object(vec![
        must("measure", "Đếm gì", Shape::text(60)),
        must(
            "procedure",
            "Mã thủ tục; rỗng khi không thuộc thủ tục nào",
            Shape::text(80),
        ),
        must("channel", "Cách nộp; rỗng khi không có", Shape::text(20)),
        must("day", "Ngày", Shape::day()),
        must(
            "n",
            "Bao nhiêu; âm khi có đính chính",
            Shape::number(-9_007_199_254_740_991),
        ),
    ])
    .named("Fact");
    vec![
        Endpoint::get(
            "/api/v1/facts",
            (
                "facts.list",
                "Số liệu",
                "Các số đếm từ nhật ký, theo việc, thủ tục, cách nộp và ngày",
            ),
            Door::Right(Act::ListDossiers, Scope::Figures),
            Gives::Json(200, page_of(item)),
            list,
        )
        .with(wanted_params(vec![
            param("limit", "Số dòng mỗi trang", Shape::between(1, LIMIT_MAX)),
            param("after", "Trang sau, lấy từ next", Shape::text(300)),
        ])),
    ]
}

pub(crate) fn wanted_params(more: Vec<Param>) -> Vec<Param> {
    let mut all = vec![
        param(
            "measure",
            "Đếm gì: received, finished, finished_late, returned, paid_dong …",
            Shape::text(60),
        ),
        param("procedure", "Mã thủ tục", Shape::text(80)),
        param("from", "Từ ngày", Shape::day()),
        param("to", "Đến hết ngày", Shape::day()),
    ];
    all.extend(more);
    all
}

pub(crate) fn wanted(call: &Call) -> Wanted {
    Wanted {
        measure: call.param("measure").to_owned(),
        procedure: call.param("procedure").to_owned(),
        from: call.param("from").to_owned(),
        to: call.param("to").to_owned(),
    }
}

/// Counts after a place, in the order of the table's own key, so that no page is slower than another.
///
/// # Errors
/// What the store answers.
pub(crate) fn page(
    sql: &mut impl Sql,
    agency: &str,
    wanted: &Wanted,
    after: &[String; 4],
    limit: i64,
) -> Result<Vec<Counted>, StoreError> {
    let to = if wanted.to.is_empty() {
        "9999-12-31"
    } else {
        &wanted.to
    };
    let [measure, procedure, channel, day] = after;
    let rows = sql.rows(
        "SELECT measure, procedure, channel, day, n FROM fact
        WHERE agency = $1 AND day >= $2 AND day <= $3
            AND ($4 = '' OR measure = $4) AND ($5 = '' OR procedure = $5)
            AND (measure, procedure, channel, day) > ($6, $7, $8, $9)
        ORDER BY measure, procedure, channel, day LIMIT $10",
        params![
            agency,
            &wanted.from,
            to,
            &wanted.measure,
            &wanted.procedure,
            measure,
            procedure,
            channel,
            day,
            limit
        ],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Counted {
                measure: row.get("measure")?,
                procedure: row.get("procedure")?,
                channel: row.get("channel")?,
                day: row.get("day")?,
                n: row.get("n")?,
            })
        })
        .collect()
}

impl Counted {
    /// Where a page that ends with this one goes on.
    pub(crate) fn place(&self) -> [String; 4] {
        [&self.measure, &self.procedure, &self.channel, &self.day].map(Clone::clone)
    }
}

async fn list(call: Call) -> Result<Answer> {
    let (agency, wanted) = (call.app.agency().to_owned(), wanted(&call));
    let limit = call.number("limit", 200);
    let mut after: [String; 4] = Default::default();
    for (place, part) in after.iter_mut().zip(call.param("after").split('~')) {
        part.clone_into(place);
    }
    let mut found = call
        .app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            page(reader, &agency, &wanted, &after, limit + 1)
        })
        .await?;
    let limit = usize::try_from(limit).unwrap_or(200);
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found
        .last()
        .filter(|_| has_more)
        .map(|last| beside(&call, "after", &last.place().join("~")));
    let items: Vec<_> = found.iter().map(told).collect();
    Ok(Json::page(&items, None, next).into())
}

fn told(one: &Counted) -> Value {
    json!({
        "measure": one.measure,
        "procedure": one.procedure,
        "channel": one.channel,
        "day": one.day,
        "n": one.n,
    })
}
