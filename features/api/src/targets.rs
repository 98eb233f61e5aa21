//! The targets of the commune's plan as they stand: figure, exact parts, verdict; names nobody.
//! For programs of the district and the province that gather figures.

use domain::access::Act;
use domain::plan::{ReportingPeriod, Unit, Verdict};
use kit::{Error, FieldErrors, Result};
use plan::{Figure, Standing};
use serde_json::{Value, json};
use store::{Reader, StoreError};

use crate::answer::{Answer, Json, at};
use crate::call::Call;
use crate::endpoint::{Door, Endpoint, Gives, param};
use crate::scope::Scope;
use crate::shape::{Shape, must};

const GROUP: &str = "Số liệu";

pub(crate) fn endpoints() -> Vec<Endpoint> {
    let period = || {
        param(
            "period",
            "Kỳ: nam, 6-thang-dau, 6-thang-cuoi, 9-thang, quy-1, thang-1 …; bỏ trống là cả năm",
            Shape::text(20),
        )
    };
    vec![
        Endpoint::get(
            "/api/v1/targets",
            (
                "targets.list",
                GROUP,
                "Mọi chỉ tiêu của kế hoạch, số liệu đến lúc này",
            ),
            Door::Right(Act::SeePlan, Scope::Figures),
            Gives::Json(200, list_shape()),
            list,
        )
        .with(vec![period()]),
        Endpoint::get(
            "/api/v1/targets/{id}",
            ("targets.one", GROUP, "Một chỉ tiêu, ví dụ T-10"),
            Door::Right(Act::SeePlan, Scope::Figures),
            Gives::Json(200, target_shape()),
            one,
        )
        .with(vec![period()]),
    ]
}

fn list_shape() -> Shape {
    Shape::object(vec![
        must("plan", "Kế hoạch", Shape::text(1_000)),
        must("year", "Năm", Shape::between(2000, 2100)),
        must("period", "Kỳ", Shape::text(40)),
        must("at", "Số liệu lúc", Shape::moment()),
        must("items", "Các chỉ tiêu", Shape::all(target_shape())),
    ])
}

fn target_shape() -> Shape {
    let verdict = || Shape::one_of(Verdict::ALL.map(Verdict::name)).or_null();
    let count = || Shape::number(-9_007_199_254_740_991).or_null();
    let figure = Shape::object(vec![
        must("code", "Mã cách tính", Shape::text(40)),
        must("rule", "Văn bản quy định cách tính", Shape::text(500)),
        must("formula", "Công thức", Shape::text(2_000)),
        must("numerator", "Tử số", count()),
        must("denominator", "Mẫu số", count()),
        must("value_numerator", "Giá trị chính xác, phần trên", count()),
        must("value_denominator", "Giá trị chính xác, phần dưới", count()),
        must("verdict", "Kết luận theo cách tính này", verdict()),
    ]);
    Shape::object(vec![
        must("id", "Mã chỉ tiêu", Shape::text(20)),
        must("name", "Chỉ tiêu", Shape::text(2_000)),
        must("section", "Mục của kế hoạch", Shape::text(40)),
        must(
            "unit",
            "Đơn vị",
            Shape::one_of(["percent", "points", "minutes", "count", "yes_no"]),
        ),
        must("level", "Mức phải đạt", count()),
        must("deadline", "Hạn", Shape::day().or_null()),
        must(
            "owners",
            "Vị trí chịu trách nhiệm",
            Shape::all(Shape::text(60)),
        ),
        must(
            "figures",
            "Số liệu theo từng cách tính; rỗng khi chưa có sổ nào chứng minh",
            Shape::all(figure),
        ),
        must("record", "Sổ hoặc việc sẽ chứng minh", Shape::text(2_000)),
        must(
            "verdict",
            "Kết luận; null khi kế hoạch không đặt mức",
            verdict(),
        ),
    ])
    .named("Target")
}

async fn standings(call: &Call) -> Result<(ReportingPeriod, Vec<Standing>)> {
    let plan = plan::of(call.app.agency()).ok_or(Error::Missing)?;
    let period = match call.param("period") {
        "" => ReportingPeriod::Year,
        name => ReportingPeriod::from_name(name)
            .ok_or_else(|| FieldErrors::one("period", "Không có kỳ này. Ví dụ: quy-1, thang-11"))?,
    };
    let (law, now) = (call.app.law(), call.app.law_now());
    let found = call
        .app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            plan::standings(reader, plan, &law, period, now)
        })
        .await?;
    Ok((period, found))
}

async fn list(call: Call) -> Result<Answer> {
    let plan = plan::of(call.app.agency()).ok_or(Error::Missing)?;
    let (period, found) = standings(&call).await?;
    Ok(Json::of(json!({
        "plan": plan.title_vi,
        "year": plan.year,
        "period": period.name(),
        "at": at(call.app.law_now()),
        "items": found.iter().map(told).collect::<Vec<_>>(),
    }))
    .into())
}

async fn one(call: Call) -> Result<Answer> {
    let id = call.part("id");
    let (_, found) = standings(&call).await?;
    let standing = found
        .iter()
        .find(|standing| standing.target.id == id)
        .ok_or(Error::Missing)?;
    Ok(Json::of(told(standing)).into())
}

fn told(standing: &Standing) -> Value {
    let target = standing.target;
    json!({
        "id": target.id,
        "name": target.name_vi,
        "section": target.section,
        "unit": unit(target.unit),
        "level": target.floor,
        "deadline": target.deadline.map(|day| day.to_string()),
        "owners": target.owners,
        "figures": standing.figures.iter().map(figure).collect::<Vec<_>>(),
        "record": target.record_vi,
        "verdict": standing.verdict.map(Verdict::name),
    })
}

fn figure(figure: &Figure) -> Value {
    json!({
        "code": figure.indicator.code,
        "rule": figure.indicator.law_vi,
        "formula": figure.indicator.formula_vi,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value_numerator": figure.value.map(domain::indicator::Ratio::numerator),
        "value_denominator": figure.value.map(domain::indicator::Ratio::denominator),
        "verdict": figure.verdict.map(Verdict::name),
    })
}

const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "percent",
        Unit::Points => "points",
        Unit::Minutes => "minutes",
        Unit::Count => "count",
        Unit::YesNo => "yes_no",
    }
}
