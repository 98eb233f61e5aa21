//! Dossiers: lists with the worklist's own filters, and one dossier with all that its page tells.
//! For programs that follow the work and choose the next act.

mod answers;
mod shapes;

pub(crate) use shapes::done_shape;

use domain::access::{Act, may as may_do};
use domain::dossier::{Channel, State};
use domain::text::slug;
use dossier::rows::{self, Listed};
use dossier::{Desk, DossierRow, Party, files, offers, parties, receive, row, supplement};
use kit::{Error, Result};
use store::{Reader, Sql as _};

use crate::answer::{Answer, At, Json};
use crate::call::Call;
use crate::endpoint::{Door, Endpoint, Gives, Param, param};
use crate::procedures::{beside, step_name};
use crate::scope::Scope;
use crate::shape::{Shape, page_of};
use shapes::{dossier_shape, listed_shape};

const GROUP: &str = "Hồ sơ";
const LIMIT_MAX: i64 = 200;

/// Names of the worklist's views, for programs and in addresses of pages.
const VIEWS: [(&str, &str); 12] = [
    ("today", "hom-nay"),
    ("mine", "cua-toi"),
    ("my_opinion", "cho-y-kien"),
    ("to_sign", "cho-toi-ky"),
    ("overdue", "qua-han"),
    ("submitted", "cho-nhan"),
    ("not_handed_over", "chua-ban-giao"),
    ("at_approval", "cho-ky"),
    ("awaiting_supplement", "cho-bo-sung"),
    ("paused", "tam-dung"),
    ("collectable", "cho-tra"),
    ("void", "da-huy"),
];
const DUES: [(&str, &str); 5] = [
    ("overdue", "qua-han"),
    ("today", "hom-nay"),
    ("next_day", "ngay-toi"),
    ("five_days", "nam-ngay"),
    ("without", "khong-han"),
];
const SORTS: [(&str, &str); 6] = [
    ("due", "han"),
    ("-due", "-han"),
    ("received", "nhan"),
    ("-received", "-nhan"),
    ("name", "ten"),
    ("-name", "-ten"),
];

pub(crate) fn endpoints() -> Vec<Endpoint> {
    let list = Endpoint::get(
        "/api/v1/dossiers",
        (
            "dossiers.list",
            GROUP,
            "Danh sách hồ sơ, cùng bộ lọc với trang «Hồ sơ»",
        ),
        Door::Right(Act::ListDossiers, Scope::Read),
        Gives::Json(200, page_of(listed_shape())),
        list,
    )
    .with(filters(vec![
        param("limit", "Số hồ sơ mỗi trang", Shape::between(1, LIMIT_MAX)),
        param("after", "Trang sau, lấy từ next", Shape::text(2_200)),
        param("before", "Trang trước, lấy từ prev", Shape::text(2_200)),
    ]));
    let one = Endpoint::get(
        "/api/v1/dossiers/{code}",
        ("dossiers.one", GROUP, "Một hồ sơ, với các việc làm được bây giờ (acts)"),
        Door::Right(Act::OpenDossier, Scope::Read),
        Gives::Json(200, dossier_shape()),
        one,
    )
    .about("code là mã hồ sơ, hoặc mã tra cứu khi chưa có mã. ETag là version. Lần đọc này được ghi nhật ký.");
    vec![list, one]
}

/// The filters of the list, and more parameters after them.
pub(crate) fn filters(more: Vec<Param>) -> Vec<Param> {
    let words = |all: &[(&'static str, &str)]| {
        Shape::one_of(all.iter().map(|(name, _)| *name).collect::<Vec<_>>())
    };
    let states = State::ALL.into_iter().map(State::name).chain(["all"]);
    let mut all = vec![
        param("view", "Mảng việc", words(&VIEWS)),
        param(
            "q",
            "Tìm mã, họ tên, số giấy tờ, điện thoại",
            Shape::text(100),
        ),
        param("field", "Lĩnh vực", Shape::text(200)),
        param("due", "Hạn trả", words(&DUES)),
        param(
            "holder",
            "Người xử lý: «me», «nobody» hoặc mã tài khoản",
            Shape::text(60),
        ),
        param(
            "channel",
            "Cách nộp",
            Shape::one_of(
                Channel::ALL
                    .into_iter()
                    .map(Channel::name)
                    .collect::<Vec<_>>(),
            ),
        ),
        param(
            "state",
            "Trạng thái; bỏ trống là hồ sơ đang xử lý, «all» là tất cả",
            Shape::one_of(states.collect::<Vec<_>>()),
        ),
        param("sort", "Thứ tự; dấu trừ là ngược lại", words(&SORTS)),
    ];
    all.extend(more);
    all
}

/// The same filter as the worklist's own address says it.
pub(crate) fn worklist_query(call: &Call) -> String {
    let of = |table: &[(&str, &'static str)], name: &str| {
        let found = table.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| *value).to_owned()
    };
    let state = match call.param("state") {
        "all" => "tat-ca".to_owned(),
        name => State::from_name(name).map_or_else(String::new, |state| slug(state.vietnamese())),
    };
    let channel = Channel::from_name(call.param("channel"));
    let holder = match call.param("holder") {
        "me" => "toi",
        "nobody" => "chua-ai",
        id => id,
    };
    let pairs = [
        ("xem", of(&VIEWS, call.param("view"))),
        ("q", call.param("q").to_owned()),
        ("linh-vuc", call.param("field").to_owned()),
        ("han", of(&DUES, call.param("due"))),
        ("nguoi", holder.to_owned()),
        (
            "cach",
            channel.map_or_else(String::new, |channel| slug(channel.vietnamese())),
        ),
        ("trang-thai", state),
        ("sap", of(&SORTS, call.param("sort"))),
        ("sau", call.param("after").to_owned()),
        ("truoc", call.param("before").to_owned()),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        if !value.is_empty() {
            query.append_pair(name, &value);
        }
    }
    query.finish()
}

async fn list(call: Call) -> Result<Answer> {
    let (actor, query) = (call.actor()?, worklist_query(&call));
    if rows::is_lost(&query) {
        let name = if call.param("after").is_empty() {
            "before"
        } else {
            "after"
        };
        let sentence = "Chỗ này không có trong danh sách. Gọi đúng địa chỉ next hoặc prev đã nhận, giữ nguyên bộ lọc";
        return Err(kit::FieldErrors::one(name, sentence).into());
    }
    if rows::searches(&query) {
        call.app
            .note_reading_of(&call.ctx, "dossier", "tìm hồ sơ theo người hoặc mã");
    }
    let (law, now) = (call.app.law(), call.app.law_now());
    let limit = usize::try_from(call.number("limit", 50)).unwrap_or(50);
    let page = call
        .app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            Ok(rows::page(
                reader,
                (&actor, now, &law.calendar),
                &query,
                limit,
            )?)
        })
        .await?;
    let law = call.app.law();
    let items: Vec<_> = page.rows.iter().map(|row| listed(row, &law)).collect();
    let beside = |place, at: Option<String>| at.map(|at| beside(&call, place, &at));
    let (before, after) = (beside("before", page.before), beside("after", page.after));
    Ok(Json::page(&items, before, after).into())
}

fn listed<'a>(row: &'a Listed, law: &'a kit::Law) -> answers::Listed<'a> {
    let procedure = law.catalogue.version(&row.procedure_id);
    answers::Listed {
        code: &row.address,
        procedure: procedure.map_or(&row.procedure_id, |found| &found.code),
        procedure_name: procedure.map(|found| found.name_vi.as_str()),
        owner: row.owner.as_deref(),
        channel: row.channel.name(),
        state: row.state.name(),
        state_text: row.state.vietnamese(),
        filed_at: At(row.filed_at),
        received_at: row.received_at.map(At),
        due_at: row.due_at.map(At),
        finished_at: row.finished_at.map(At),
        step: row.step_kind.as_deref(),
        post: row.step_post.as_deref(),
        step_due_at: row.step_due.map(At),
        holder: row.holder.as_deref(),
        href: format!("/api/v1/dossiers/{}", row.address),
    }
}

fn stands(row: &DossierRow) -> answers::Stands<'_> {
    let machine = &row.machine;
    answers::Stands {
        code: row.address(),
        tracking: &row.tracking,
        version: row.version,
        state: machine.state.name(),
        state_text: machine.state.vietnamese(),
        step: machine.current_step().map(|step| step_name(step.kind)),
        post: row::step_post(machine),
        due_at: machine.due.as_ref().and_then(|due| due.at).map(At),
        href: format!("/api/v1/dossiers/{}", row.address()),
    }
}

/// Where a dossier stands after an act.
pub(crate) fn done<'a>(row: &'a DossierRow, message: &'a str) -> answers::Done<'a> {
    answers::Done {
        stands: stands(row),
        message,
    }
}

fn person(party: &Party) -> answers::Person<'_> {
    answers::Person {
        name: &party.name,
        birth: party.birth.as_deref(),
        gender: party.gender.as_deref(),
        document_kind: &party.document_kind,
        document_number: party.document_number.as_deref(),
        address: &party.address,
        phone: party.phone.as_deref(),
        email: party.email.as_deref(),
        authority: party.authority.as_deref(),
    }
}

async fn one(call: Call) -> Result<Answer> {
    let (actor, code, desk) = (call.actor()?, call.part("code"), Desk::now(&call.app));
    let (subject, told) = call
        .app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &desk.agency, &code)?;
            may_do(&actor, Act::OpenDossier, &row.access_subject())?;
            let told = whole(reader, &desk, &actor, &row)?;
            Ok((row.subject(), told))
        })
        .await?;
    call.app.note_reading_of(&call.ctx, &subject, "đọc hồ sơ");
    Ok(told.into())
}

fn whole(
    reader: &mut Reader<'_>,
    desk: &Desk,
    actor: &domain::access::Actor,
    row: &DossierRow,
) -> Result<Json> {
    let (owner, filer) = match parties::of(reader, &row.id) {
        Ok((owner, filer)) => (Some(owner), filer),
        Err(Error::Missing) => (None, None),
        Err(other) => return Err(other),
    };
    let papers = receive::papers_of(reader, &row.id)?;
    let asked = match row.machine.supplements {
        0 => Vec::new(),
        _ => supplement::latest(reader, &row.id)?,
    };
    let attached = files::of(reader, &row.id)?;
    let history = reader.happenings(&row.subject())?;
    let machine = &row.machine;
    let told = answers::Whole {
        stands: stands(row),
        procedure: &row.procedure_code,
        procedure_id: &row.procedure_id,
        channel: machine.channel.name(),
        return_by: &row.return_by,
        filed_at: At(row.filed_at),
        received_at: machine.received_at.map(At),
        original_due_at: machine.original_due.map(At),
        promised_at: machine.promised.map(At),
        finished_at: machine.finished_at.map(At),
        returned_at: machine.returned_at.map(At),
        holder: machine
            .step
            .as_ref()
            .and_then(|step| step.holder.as_deref()),
        number: machine.number.as_deref(),
        owner: owner.as_ref().map(person),
        filer: filer.as_ref().map(person),
        papers: papers.iter().map(answers::Paper::of).collect(),
        asked: asked.iter().map(answers::Asked::of).collect(),
        files: attached
            .iter()
            .map(|file| crate::files::told(file, row.address()))
            .collect(),
        money: crate::money::told(reader, &row.id)?,
        acts: crate::acts::offered(&offers(row, actor, desk), row.address()),
        history: history.iter().map(answers::Happened::of).collect(),
    };
    Ok(Json::of(told).version(row.version))
}
