//! Money of a dossier: what is owed and paid, taking it, giving it back.
//! For programs of the till and of the accountant.

use domain::access::Act;
use domain::money::Dong;
use dossier::row;
use kit::{Error, Result};
use payment::Method;
use serde::Serialize;
use serde_json::json;
use store::{Reader, Sql, StoreError};

use crate::answer::{Answer, At, Json};
use crate::call::Call;
use crate::dossiers::{done, done_shape};
use crate::endpoint::{Door, Endpoint, Gives, Takes};
use crate::intake::{at_their_places, shaped};
use crate::repeat;
use crate::scope::Scope;
use crate::shape::{Shape, may, must, to_fields};

const GROUP: &str = "Tiền";
const COLLECT: &str = "/api/v1/dossiers/{code}/acts/collect";

pub(crate) fn endpoints() -> Vec<Endpoint> {
    let collect = Shape::object(vec![
        must(
            "version",
            "Phiên bản hồ sơ đã đọc; khác bản hiện tại là 409",
            Shape::number(1),
        ),
        must(
            "method",
            "Tiền mặt hay chuyển khoản",
            Shape::one_of(Method::ALL.map(Method::name)),
        )
        .fills("method"),
        may(
            "entered_dong",
            "Số tiền, khi mức thu chưa xác định; không thu thì 0",
            Shape::between(0, 1_000_000_000),
        )
        .fills("entered_dong"),
        may("entered_basis", "Căn cứ của số tiền đó", Shape::text(200)).fills("entered_basis"),
    ]);
    let refund = Shape::object(vec![
        must("dong", "Số tiền hoàn", Shape::between(1, 1_000_000_000)).fills("dong"),
        must("reason", "Lý do hoàn", Shape::words(500)).fills("reason"),
    ]);
    let refunded = Shape::object(vec![
        must("payment", "Mã lần thu", Shape::text(60)),
        must("refunded_dong", "Số tiền vừa hoàn", Shape::number(1)),
    ]);
    vec![
        Endpoint::post(
            COLLECT,
            (
                "acts.collect",
                GROUP,
                "Thu đủ số còn phải thu; hồ sơ chờ nộp tiền được giải quyết tiếp",
            ),
            Door::Right(Act::Collect, Scope::Money),
            (Takes::Json(collect), Gives::Json(200, done_shape())),
            take,
        ),
        Endpoint::post(
            "/api/v1/payments/{id}/refund",
            ("payments.refund", GROUP, "Hoàn tiền của một lần thu"),
            Door::Right(Act::Refund, Scope::Money),
            (Takes::Json(refund), Gives::Json(200, refunded)),
            give_back,
        ),
    ]
}

/// The address behind an act that the dossier's page offers.
pub(crate) fn path_of(slug: &str) -> Option<&'static str> {
    (slug == "thu-tien").then_some(COLLECT)
}

pub(crate) fn money_shape() -> Shape {
    let line = Shape::object(vec![
        must("name", "Khoản thu", Shape::text(1_000)),
        must(
            "dong",
            "Phải thu; null là chưa xác định",
            Shape::number(0).or_null(),
        ),
        must("text", "Bằng lời", Shape::text(200)),
    ]);
    let payment = Shape::object(vec![
        must("id", "Mã lần thu", Shape::text(60)),
        must(
            "dong",
            "Số tiền; âm là hoàn",
            Shape::number(-1_000_000_000_000),
        ),
        must(
            "method",
            "Cách thu",
            Shape::one_of(Method::ALL.map(Method::name)),
        ),
        must("at", "Lúc", Shape::moment()),
    ]);
    Shape::object(vec![
        must("total_dong", "Tổng các khoản đã rõ mức", Shape::number(0)),
        must("paid_dong", "Đã thu", Shape::number(-1_000_000_000_000)),
        must("unpaid_dong", "Còn phải thu", Shape::number(0)),
        must("is_unknown", "Có khoản chưa xác định mức", Shape::flag()),
        must("lines", "Từng khoản", Shape::all(line)),
        must("payments", "Từng lần thu, hoàn", Shape::all(payment)),
    ])
    .named("Money")
}

/// The money of one dossier.
#[derive(Serialize)]
pub(crate) struct Money {
    total_dong: i64,
    paid_dong: i64,
    unpaid_dong: i64,
    is_unknown: bool,
    lines: Vec<Owed>,
    payments: Vec<Taken>,
}

#[derive(Serialize)]
struct Owed {
    name: String,
    dong: Option<i64>,
    text: String,
}

#[derive(Serialize)]
struct Taken {
    id: String,
    dong: i64,
    method: &'static str,
    at: At,
}

pub(crate) fn told(sql: &mut impl Sql, dossier: &str) -> Result<Money, StoreError> {
    let money = payment::summary(sql, dossier)?;
    let payments = payment::payments_of(sql, dossier)?.into_iter();
    Ok(Money {
        total_dong: money.total.0,
        paid_dong: money.paid.0,
        unpaid_dong: money.unpaid.0,
        is_unknown: money.unknown,
        lines: money
            .lines
            .iter()
            .map(|line| Owed {
                name: line.name.clone(),
                dong: line.dong.map(|dong| dong.0),
                text: line.amount_vi(),
            })
            .collect(),
        payments: payments
            .map(|one| Taken {
                id: one.id,
                dong: one.dong.0,
                method: one.method.name(),
                at: At(one.taken_at),
            })
            .collect(),
    })
}

async fn take(call: Call) -> Result<Answer> {
    let (code, (shape, body)) = (call.part("code"), shaped(&call)?);
    repeat::once(&call, move |tx, desk, actor| {
        let version = body["version"].as_i64().unwrap_or_default();
        let fields = to_fields(&shape, &body);
        let (address, events) =
            counter::program::collect(tx, desk, actor, (&code, version), &fields)
                .map_err(|why| at_their_places(why, &shape, &body))?;
        let row = row::find(tx, &desk.agency, &address)?;
        let answer = Json::of(done(&row, "Đã ghi thu tiền.")).version(row.version);
        Ok((answer, events))
    })
    .await
}

async fn give_back(call: Call) -> Result<Answer> {
    let (id, (shape, body)) = (call.part("id"), shaped(&call)?);
    let agency = call.app.agency().to_owned();
    let wanted = id.clone();
    // Why before the act: whoever may not see the dossier learns nothing of its money.
    let known: bool = call
        .app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let found = reader.row(
                "SELECT 1 AS known FROM payment JOIN dossier ON dossier.id = payment.dossier_id
                WHERE payment.id = $1 AND dossier.agency = $2",
                store::params![wanted, agency],
            )?;
            Ok(found.is_some())
        })
        .await?;
    if !known {
        return Err(Error::Missing);
    }
    repeat::once(&call, move |tx, desk, actor| {
        let dong = body["dong"].as_i64().unwrap_or_default();
        let reason = body["reason"].as_str().unwrap_or_default();
        let agency = &desk.agency;
        let events = payment::refund(tx, agency, actor, desk.at, &id, Dong(dong), reason)
            .map_err(|why| at_their_places(why, &shape, &body))?;
        Ok((
            Json::of(json!({ "payment": id, "refunded_dong": dong })),
            events,
        ))
    })
    .await
}
