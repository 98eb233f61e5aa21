//! Adding papers, several at once; each is kept when it is sent, whatever happens to the others.
//! For officers; the preview stands beside the form.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::{self, Act, Actor};
use domain::text::moment_vi;
use kit::{
    App, Choice, Ctx, Error, FieldErrors, FileKind, Officer, Page, Result, Tone, Upload, Uploads,
    html_with, see, words as say,
};
use store::{NewEvent, Reader, StoreError, Tx};

use super::{File, Kind, ending, keep};
use crate::desk::Desk;
use crate::receive;
use crate::row::{self, DossierRow};

#[derive(Template)]
#[template(path = "files/attach.html")]
struct AttachPage {
    page: Page,
    errors: FieldErrors,
    code: String,
    files: Vec<Shown>,
    first: Option<Shown>,
    kinds: Vec<Choice>,
    papers: Vec<Choice>,
    may_add: bool,
    may_remove: bool,
}

#[derive(Clone)]
struct Shown {
    file: File,
    about: String,
}

/// `GET /cb/ho-so/{code}/tep`, with `?xem=` for the one to preview.
pub(super) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    show(&app, &ctx, &actor, code, FieldErrors::new(), "", "").await
}

async fn show(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    code: String,
    errors: FieldErrors,
    kind: &str,
    paper: &str,
) -> Result {
    let (agency, asks) = (app.agency().to_owned(), actor.clone());
    let (row, files, papers) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_> {
            let row = row::find(reader, &agency, &code)?;
            access::may(&asks, Act::OpenDossier, &row.access_subject())?;
            let files = super::of(reader, &row.id)?;
            let papers = receive::papers_of(reader, &row.id)?;
            Ok((row, files, papers))
        })
        .await?;
    app.note_reading(actor, &row.subject(), "xem tệp đính kèm");
    let about = |file: &File| {
        let of = file
            .paper_seq
            .and_then(|seq| papers.get(usize::try_from(seq).ok()?.checked_sub(1)?));
        let what = of.map_or(file.kind.vietnamese(), |paper| paper.name.as_str());
        format!("{what} · {} · {}", file.size_vi(), moment_vi(file.added_at))
    };
    let files: Vec<Shown> = files
        .into_iter()
        .map(|file| Shown {
            about: about(&file),
            file,
        })
        .collect();
    let wanted = ctx.target().split_once("?xem=").map_or("", |(_, id)| id);
    let first = files
        .iter()
        .find(|shown| shown.file.id == wanted)
        .or(files.last())
        .cloned();
    let none = Choice::new("", "Không có trong danh sách", paper);
    let listed = (1_i64..)
        .zip(&papers)
        .map(|(seq, one)| Choice::new(seq.to_string(), one.name.clone(), paper));
    let status = errors.status();
    let may_attach = access::may(actor, Act::Attach, &row.access_subject()).is_ok();
    html_with(
        status,
        AttachPage {
            page: app.page(ctx, "Tệp đính kèm").with_errors(&errors),
            errors,
            code: row.address().to_owned(),
            first,
            files,
            kinds: Kind::ALL
                .iter()
                .map(|one| Choice::new(one.name(), one.vietnamese(), kind))
                .collect(),
            papers: std::iter::once(none).chain(listed).collect(),
            may_add: may_attach && !row.machine.state.is_terminal(),
            may_remove: may_attach && row.machine.state.is_open(),
        },
    )
}

/// `POST /cb/ho-so/{code}/tep`
pub(super) async fn submit(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
    uploads: Uploads,
) -> Result {
    let Uploads {
        fields,
        files,
        mut errors,
        ..
    } = uploads;
    let kind = Kind::from_name(fields.get("loai")).unwrap_or(Kind::Citizen);
    let paper = fields.get("giay_to").to_owned();
    let (files, unfinished) = whole(&app, files).await?;
    errors.append(unfinished);
    let count = files.len();
    if files.is_empty() && errors.is_empty() {
        errors.add("tep", say::choose("Tệp cần thêm"));
    }
    let address = format!("/cb/ho-so/{code}/tep");
    if count > 0 {
        let token = fields.once()?;
        let about = (kind, paper.parse().ok());
        let (desk, actor) = (Desk::now(&app), actor.clone());
        let (code, place, by_at) = (code.clone(), address.clone(), (actor.by(), desk.at));
        let act = move |tx: &mut Tx<'_>| {
            let (_, events) = attach(tx, &desk, &actor, &code, &files, about)?;
            Ok((events, place))
        };
        app.once_untold(token, by_at, act).await?;
    }
    if errors.is_empty() {
        app.tell(&ctx, Tone::Ok, format!("Đã thêm {count} tệp."))
            .await?;
        return Ok(see(&address));
    }
    // What was taken is kept; only the rest must be chosen again.
    show(&app, &ctx, &actor, code, errors, kind.name(), &paper).await
}

/// Binds files to a dossier that still takes papers; answers the events for the caller to commit.
///
/// # Errors
/// Missing, denied, or the rule that says no.
pub fn attach(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    code: &str,
    files: &[Upload],
    (kind, paper_seq): (Kind, Option<i64>),
) -> Result<(DossierRow, Vec<NewEvent>)> {
    let row = row::find(tx, &desk.agency, code)?;
    access::may(actor, Act::Attach, &row.access_subject())?;
    takes_more(&row)?;
    let events = files
        .iter()
        .map(|file| keep(tx, desk, actor, &row, file, kind, paper_seq))
        .collect::<Result<_, StoreError>>()?;
    Ok((row, events))
}

fn takes_more(row: &DossierRow) -> Result<()> {
    if row.machine.state.is_terminal() {
        let text = format!(
            "Hồ sơ đã kết thúc («{}») nên không thêm giấy tờ. Hãy lập hồ sơ mới nếu cần.",
            row.machine.state.vietnamese()
        );
        return Err(Error::refused(text));
    }
    Ok(())
}

/// The files whose end is there too, and sentences about those that broke off.
///
/// # Errors
/// What the store answers.
pub async fn whole(app: &App, files: Vec<Upload>) -> Result<(Vec<Upload>, FieldErrors)> {
    let db = app.db().clone();
    let checked = tokio::task::spawn_blocking(move || {
        let (mut good, mut errors) = (Vec::new(), FieldErrors::new());
        for file in files {
            if !ending::is_there(file.kind, &db.file_path(&file.sha256)?)? {
                let text = match file.kind {
                    FileKind::Pdf => format!(
                        "Tệp «{}» mang tên PDF nhưng không đọc được trọn vẹn. Hãy quét lại, hoặc chụp thành ảnh JPG",
                        file.name
                    ),
                    FileKind::Jpeg | FileKind::Png => format!(
                        "Ảnh «{}» bị thiếu phần cuối nên không mở được. Hãy chép lại từ máy chụp, hoặc chụp lại",
                        file.name
                    ),
                };
                errors.add("tep", text);
            } else {
                good.push(file);
            }
        }
        Ok::<_, StoreError>((good, errors))
    });
    Ok(checked.await.map_err(Error::fault)??)
}
