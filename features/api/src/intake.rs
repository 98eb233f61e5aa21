//! Taking filings in: drafts, receipt, receipt and return on the spot, refusal, supplement request.
//! The body fills the counter's form; the same rules read it.

use axum::http::StatusCode;
use domain::access::{Act, Actor};
use dossier::{Desk, row};
use kit::{Error, Fields, Result};
use serde_json::{Value, json};
use store::{NewEvent, Tx};

use crate::answer::{Answer, Json};
use crate::call::Call;
use crate::dossiers::{self, done};
use crate::endpoint::{Door, Endpoint, Gives, Takes};
use crate::repeat;
use crate::scope::Scope;
use crate::shape::{Member, Shape, may, must, to_fields, told_in_json};

const GROUP: &str = "Tiếp nhận";

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::post(
            "/api/v1/intake/drafts",
            ("intake.draft", GROUP, "Giữ bản nháp, chưa phải là nộp hồ sơ"),
            Door::Right(Act::Receive, Scope::Intake),
            (Takes::Json(draft_body()), Gives::Json(201, draft_kept())),
            draft,
        )
        .about("Trả mã tra cứu; gửi mã này ở trường tracking khi tiếp nhận. Bản nháp giữ 30 ngày và hiện trong «Bản nháp của tôi» của tài khoản."),
        act(
            "/api/v1/intake/receive",
            ("intake.receive", GROUP, "Tiếp nhận: cấp mã hồ sơ, vào sổ, tính hạn và phí"),
            (Act::Receive, filing_body(Vec::new())),
            |tx, desk, by, fields| counter::program::receive(tx, desk, by, fields, false),
        ),
        act(
            "/api/v1/intake/receive-and-return",
            ("intake.receive_and_return", GROUP, "Tiếp nhận và trả ngay tại quầy"),
            (Act::ReceiveAndReturn, filing_body(Vec::new())),
            |tx, desk, by, fields| counter::program::receive(tx, desk, by, fields, true),
        ),
        act(
            "/api/v1/intake/refuse",
            ("intake.refuse", GROUP, "Từ chối tiếp nhận, có lý do và căn cứ (Mẫu 03)"),
            (Act::RefuseIntake, filing_body(refusal_members())),
            counter::program::refuse,
        ),
        act(
            "/api/v1/intake/request-supplement",
            ("intake.request_supplement", GROUP, "Yêu cầu bổ sung trước khi tiếp nhận (Mẫu 02)"),
            (Act::RequestSupplement, filing_body(vec![asked_member()])),
            |tx, desk, by, fields| {
                let rows = fields.iter().filter(|(name, _)| name.starts_with("item_name-")).count();
                let counted = with(fields, &[("item_rows", rows.to_string())]);
                counter::program::ask_for_papers(tx, desk, by, &counted)
            },
        ),
    ]
}

type Doing = fn(&mut Tx<'_>, &Desk, &Actor, &Fields) -> Result<(String, Vec<NewEvent>)>;

/// An act that makes a dossier.
fn act(
    path: &'static str,
    names: (&'static str, &'static str, &'static str),
    (right, body): (Act, Shape),
    doing: Doing,
) -> Endpoint {
    let gives = (Takes::Json(body), Gives::Json(201, dossiers::done_shape()));
    Endpoint::post(
        path,
        names,
        Door::Right(right, Scope::Intake),
        gives,
        move |call| taken_in(call, doing),
    )
}

async fn taken_in(call: Call, doing: Doing) -> Result<Answer> {
    let (shape, body) = shaped(&call)?;
    repeat::once(&call, move |tx, desk, actor| {
        let fields = filing_fields(&shape, &body);
        let (address, events) =
            doing(tx, desk, actor, &fields).map_err(|why| at_their_places(why, &shape, &body))?;
        let row = row::find(tx, &desk.agency, &address)?;
        let told = format!("{}: {}.", row.machine.state.vietnamese(), row.address());
        let location = format!("/api/v1/dossiers/{}", row.address());
        let answer = Json::made(done(&row, &told), location).version(row.version);
        Ok((answer, events))
    })
    .await
}

/// The body with its shape, as every address that takes JSON has them.
pub(crate) fn shaped(call: &Call) -> Result<(Shape, Value)> {
    let shape = call
        .shape
        .clone()
        .ok_or_else(|| Error::fault("this address takes no JSON"))?;
    Ok((shape, call.body.clone()))
}

/// What the form says wrongly, at the places of the body.
pub(crate) fn at_their_places(why: Error, shape: &Shape, body: &Value) -> Error {
    match why {
        Error::Invalid(errors) => Error::Invalid(told_in_json(shape, body, &errors)),
        other => other,
    }
}

fn filing_fields(shape: &Shape, body: &Value) -> Fields {
    let fields = to_fields(shape, body);
    if body.get("late").is_some() {
        return with(&fields, &[("late", "1".to_owned())]);
    }
    fields
}

fn with(fields: &Fields, more: &[(&str, String)]) -> Fields {
    let more = more.iter().map(|(name, value)| (*name, value.as_str()));
    Fields::of(fields.iter().chain(more).collect::<Vec<_>>())
}

async fn draft(call: Call) -> Result<Answer> {
    let (shape, body) = shaped(&call)?;
    repeat::once(&call, move |tx, desk, actor| {
        let fields = filing_fields(&shape, &body);
        let tracking = counter::program::keep_draft(tx, desk, actor, &fields)
            .map_err(|why| at_their_places(why, &shape, &body))?;
        let told = Json {
            status: StatusCode::CREATED,
            ..Json::of(json!({ "tracking": tracking, "page": format!("/cb/quay?nhap={tracking}") }))
        };
        Ok((told, Vec::new()))
    })
    .await
}

fn draft_kept() -> Shape {
    Shape::object(vec![
        must("tracking", "Mã tra cứu mà hồ sơ sẽ mang", Shape::text(8)),
        must("page", "Trang mở bản nháp tại quầy", Shape::text(100)),
    ])
    .named("Draft")
}

/// Drafts may lack anything.
fn draft_body() -> Shape {
    let members = filing_members().into_iter().map(|member| Member {
        required: false,
        ..member
    });
    Shape::object(members.collect()).named("DraftFiling")
}

fn filing_body(more: Vec<Member>) -> Shape {
    let name = match more.first().map(|member| member.name) {
        None => "Filing",
        Some("asked") => "FilingWithRequest",
        Some(_) => "FilingRefused",
    };
    Shape::object(filing_members().into_iter().chain(more).collect()).named(name)
}

fn filing_members() -> Vec<Member> {
    let mut members = matter_members();
    members.extend(paper_members());
    members.extend(fee_members());
    members.extend([
        may("late", "Nhập bù việc đã làm trên giấy", late()),
        may(
            "appointed",
            "Ngày hẹn, khi danh mục chưa có thời hạn",
            appointed(),
        ),
        may(
            "not_duplicate",
            "Đã kiểm tra: không trùng hồ sơ đang có",
            Shape::flag(),
        )
        .fills("not_duplicate"),
    ]);
    members
}

/// What is asked for, by whom and how.
fn matter_members() -> Vec<Member> {
    vec![
        must(
            "procedure",
            "Mã thủ tục, như trong danh mục",
            Shape::words(40).such_as("1.001193"),
        )
        .fills("procedure"),
        must("filer", "Người nộp", filer()),
        may("owner", "Chủ hồ sơ, khi người nộp làm thay", owner()),
        may(
            "channel",
            "Cách nộp",
            Shape::one_of(["counter", "online", "post"]),
        )
        .fills("channel"),
        may(
            "return_by",
            "Cách nhận kết quả",
            Shape::one_of(["counter", "post", "online"]),
        )
        .fills("return_by"),
        may("tracking", "Mã của bản nháp, nếu có", Shape::words(9)).fills("tracking"),
        may("sets", "Số bộ hồ sơ", Shape::between(1, 20)).fills("sets"),
    ]
}

/// The papers handed in.
fn paper_members() -> Vec<Member> {
    let extra = Shape::object(vec![
        must("name", "Tên giấy tờ", Shape::words(250)).fills("paper-{n}"),
        may("form", "Hình thức", paper_forms()).fills("kind-{n}"),
        may("count", "Số bản", Shape::between(1, 500)).fills("count-{n}"),
    ]);
    let paper = Shape::object(vec![
        must("seq", "Số thứ tự trong danh mục", Shape::between(1, 899)).fills("paper-{n}"),
        may("form", "Hình thức; bỏ trống là như danh mục", paper_forms()).fills("kind-{n}"),
        may("count", "Số bản", Shape::between(1, 500)).fills("count-{n}"),
    ]);
    vec![
        may(
            "all_papers",
            "Đủ mọi giấy tờ bắt buộc, đã kiểm tra",
            Shape::flag(),
        )
        .fills("all_papers"),
        may("papers", "Giấy tờ đã kiểm tra", Shape::list(paper, 200)),
        may(
            "extra_papers",
            "Giấy tờ ngoài danh mục",
            Shape::list(extra, 2),
        )
        .fills("901"),
    ]
}

/// What the fee depends on, and how it is paid.
fn fee_members() -> Vec<Member> {
    vec![
        may("pages", "Số trang", Shape::between(0, 2_000)).fills("pages"),
        may("copies", "Số bản", Shape::between(0, 2_000)).fills("copies"),
        may(
            "extra_copies",
            "Số bản sao trích lục xin thêm",
            Shape::between(0, 2_000),
        )
        .fills("extra_copies"),
        may("cases", "Số việc", Shape::between(0, 2_000)).fills("cases"),
        may("exemption", "Diện miễn, lấy từ quote", Shape::text(100)).fills("exemption"),
        may("evidence", "Giấy tờ chứng minh được miễn", Shape::text(200)).fills("evidence"),
        may(
            "entered_dong",
            "Số tiền, khi mức thu chưa xác định",
            Shape::between(0, 1_000_000_000),
        )
        .fills("entered_dong"),
        may("entered_basis", "Căn cứ của số tiền đó", Shape::text(200)).fills("entered_basis"),
        may(
            "payment",
            "Thu tiền mặt, chuyển khoản, hay thu sau",
            Shape::one_of(["cash", "transfer", "later"]),
        )
        .fills("pay"),
    ]
}

fn paper_forms() -> Shape {
    Shape::one_of(["original", "certified", "copy", "shown"])
}

fn filer() -> Shape {
    Shape::object(vec![
        must(
            "name",
            "Họ và tên",
            Shape::words(150).such_as("Nguyễn Thị Ánh"),
        )
        .fills("name"),
        may(
            "number",
            "Số định danh cá nhân, CMND hoặc hộ chiếu",
            Shape::text(20).such_as("030192004217"),
        )
        .fills("number"),
        may(
            "no_document",
            "Lý do không có giấy tờ tùy thân",
            Shape::text(200),
        )
        .fills("no_paper"),
        may(
            "birth",
            "Ngày sinh, hoặc năm sinh",
            Shape::text(10).such_as("05/02/1992"),
        )
        .fills("birth"),
        may("gender", "Giới tính", Shape::one_of(["nam", "nu"])).fills("gender"),
        must("address", "Nơi cư trú", Shape::words(250)).fills("address"),
        may("phone", "Số điện thoại", Shape::text(20)).fills("phone"),
        may("email", "Thư điện tử", Shape::text(120)).fills("email"),
    ])
    .named("Filer")
}

fn owner() -> Shape {
    Shape::object(vec![
        must("name", "Họ và tên chủ hồ sơ", Shape::words(150)).fills("owner_name"),
        must(
            "authority",
            "Quan hệ hoặc giấy ủy quyền của người nộp",
            Shape::words(200),
        )
        .fills("authority"),
        may("birth", "Ngày sinh, hoặc năm sinh", Shape::text(10)).fills("owner_birth"),
        may("gender", "Giới tính", Shape::one_of(["nam", "nu"])).fills("owner_gender"),
        may("number", "Số giấy tờ tùy thân", Shape::text(20)).fills("owner_number"),
    ])
    .named("Owner")
}

fn late() -> Shape {
    Shape::object(vec![
        must("day", "Ngày nhận thật", Shape::day()).fills("late_day"),
        must("time", "Giờ nhận thật, như 09:30", Shape::words(5)).fills("late_time"),
        must("reason", "Lý do nhập bù", Shape::words(300)).fills("late_reason"),
    ])
}

fn appointed() -> Shape {
    Shape::object(vec![
        must("day", "Ngày hẹn trả", Shape::day()).fills("appointed"),
        must("reason", "Lý do của ngày hẹn", Shape::words(300)).fills("appointed_reason"),
    ])
}

fn refusal_members() -> Vec<Member> {
    vec![
        must(
            "reason",
            "Lý do từ chối, để người dân đọc",
            Shape::words(1_000),
        )
        .fills("refusal_reason"),
        must("ground", "Căn cứ pháp lý", Shape::words(300)).fills("refusal_ground"),
    ]
}

fn asked_member() -> Member {
    let item = Shape::object(vec![
        must("name", "Giấy tờ cần bổ sung", Shape::words(300)).fills("item_name-{n}"),
        must("why", "Vì sao cần", Shape::words(300)).fills("item_why-{n}"),
        may("how", "Cách hoàn thiện", Shape::text(300)).fills("item_how-{n}"),
    ]);
    must(
        "asked",
        "Mọi giấy tờ còn thiếu, ghi đủ trong một lần",
        Shape::list(item, 40),
    )
}
