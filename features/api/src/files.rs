//! Attachments: their list, their bytes, and adding more.
//! For programs that scan, and those that archive.

use domain::access::{Act, may as may_do};
use dossier::files::{self, File, Kind};
use dossier::row;
use kit::{Error, FieldErrors, FileKind, Result, file_answer};
use serde_json::{Value, json};
use store::Reader;

use crate::answer::{Answer, Json, at};
use crate::call::Call;
use crate::endpoint::{Door, Endpoint, Gives, Takes};
use crate::repeat;
use crate::scope::Scope;
use crate::shape::{Shape, must};

const GROUP: &str = "Tệp đính kèm";

pub(crate) fn endpoints() -> Vec<Endpoint> {
    let list = Shape::object(vec![must("items", "Các tệp", Shape::all(file_shape()))]);
    vec![
        Endpoint::get(
            "/api/v1/dossiers/{code}/files",
            ("files.list", GROUP, "Các tệp của hồ sơ"),
            Door::Right(Act::OpenDossier, Scope::Read),
            Gives::Json(200, list.clone()),
            list_files,
        ),
        Endpoint::get(
            "/api/v1/dossiers/{code}/files/{id}",
            ("files.one", GROUP, "Nội dung một tệp"),
            Door::Right(Act::OpenDossier, Scope::Read),
            Gives::Bytes(&["application/pdf", "image/jpeg", "image/png"]),
            one,
        ),
        Endpoint::post(
            "/api/v1/dossiers/{code}/files",
            ("files.add", GROUP, "Thêm tệp: PDF, JPG, PNG"),
            Door::Right(Act::Attach, Scope::Files),
            (Takes::Files, Gives::Json(201, list)),
            add,
        ),
    ]
}

pub(crate) fn file_shape() -> Shape {
    Shape::object(vec![
        must("id", "Mã tệp", Shape::text(60)),
        must("name", "Tên tệp", Shape::text(300)),
        must("kind", "Loại", Shape::one_of(Kind::ALL.map(Kind::name))),
        must("media_type", "Kiểu nội dung", Shape::text(60)),
        must("size", "Số byte", Shape::number(0)),
        must("sha256", "Dấu SHA-256 của nội dung", Shape::text(64)),
        must(
            "paper_seq",
            "Là bản chụp của giấy tờ thứ mấy",
            Shape::number(0).or_null(),
        ),
        must("added_at", "Thêm lúc", Shape::moment()),
        must("href", "Địa chỉ nội dung", Shape::text(300)),
    ])
    .named("File")
}

pub(crate) fn told(file: &File, address: &str) -> Value {
    json!({
        "id": file.id,
        "name": file.name,
        "kind": file.kind.name(),
        "media_type": file.mime,
        "size": file.size,
        "sha256": file.sha256,
        "paper_seq": file.paper_seq,
        "added_at": at(file.added_at),
        "href": format!("/api/v1/dossiers/{address}/files/{}", file.id),
    })
}

async fn list_files(call: Call) -> Result<Answer> {
    let (actor, code, agency) = (
        call.actor()?,
        call.part("code"),
        call.app.agency().to_owned(),
    );
    let (row, found) = call
        .app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &agency, &code)?;
            may_do(&actor, Act::OpenDossier, &row.access_subject())?;
            let found = files::of(reader, &row.id)?;
            Ok((row, found))
        })
        .await?;
    call.app
        .note_reading_of(&call.ctx, &row.subject(), "xem tệp đính kèm");
    let items: Vec<Value> = found.iter().map(|file| told(file, row.address())).collect();
    Ok(Json::of(json!({ "items": items })).into())
}

async fn one(call: Call) -> Result<Answer> {
    let (actor, agency) = (call.actor()?, call.app.agency().to_owned());
    let (code, id) = (call.part("code"), call.part("id"));
    let (subject, file) = call
        .app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &agency, &code)?;
            may_do(&actor, Act::OpenDossier, &row.access_subject())?;
            let file = files::one(reader, &row.id, &id)?.ok_or(Error::Missing)?;
            Ok((row.subject(), file))
        })
        .await?;
    call.app
        .note_reading_of(&call.ctx, &subject, "mở tệp đính kèm");
    let kind = FileKind::from_media_type(&file.mime)
        .ok_or_else(|| Error::fault(format!("file {} has media type {}", file.id, file.mime)))?;
    let (db, sha256) = (call.app.db().clone(), file.sha256);
    let bytes = tokio::task::spawn_blocking(move || db.read_file(&sha256))
        .await
        .map_err(Error::fault)??;
    Ok(Answer::Raw(file_answer(
        bytes,
        kind.media_type(),
        &file.name,
    )))
}

async fn add(call: Call) -> Result<Answer> {
    let code = call.part("code");
    let (good, broken) = files::whole(&call.app, call.uploads.files.clone()).await?;
    let mut errors = FieldErrors::new();
    for error in call.uploads.errors.iter().chain(broken.iter()) {
        errors.add("/file", error.text.clone());
    }
    if good.is_empty() && errors.is_empty() {
        errors.add("/file", "Hãy gửi ít nhất một tệp ở trường file");
    }
    let fields = &call.uploads.fields;
    let kind = match fields.get("kind") {
        "" => Some(Kind::Citizen),
        name => Kind::from_name(name),
    };
    if kind.is_none() {
        errors.add("/kind", "Phải là một trong: citizen, work, result");
    }
    let paper_seq = match fields.get("paper_seq") {
        "" => None,
        typed => match typed.parse::<i64>() {
            Ok(seq) if (1..=10_000).contains(&seq) => Some(seq),
            _ => {
                errors.add("/paper_seq", "Phải là số nguyên từ 1");
                None
            }
        },
    };
    errors.settled()?;
    let about = (kind.unwrap_or(Kind::Citizen), paper_seq);
    repeat::once(&call, move |tx, desk, actor| {
        let (row, events) = files::attach(tx, desk, actor, &code, &good, about)?;
        let address = row.address();
        let items: Vec<Value> = files::of(tx, &row.id)?
            .iter()
            .filter(|file| good.iter().any(|sent| sent.sha256 == file.sha256))
            .map(|file| told(file, address))
            .collect();
        let location = format!("/api/v1/dossiers/{address}/files");
        Ok((Json::made(json!({ "items": items }), location), events))
    })
    .await
}
