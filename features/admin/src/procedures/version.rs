//! `/cb/quan-tri/thu-tuc/{code}/ban-moi`: a new version of a procedure, made of the one in force.
//! For the administrator; dossiers already received keep the version they were received under.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use domain::procedure::{Procedure, ProcedureEdit};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::law::{ChangeKind, NewChange};
use kit::{App, Choice, Ctx, Error, FieldErrors, Fields, Law, Officer, Page, Result, html_with};
use store::{Reader, StoreError};

use super::differs::{Group, differences, is_different};
use super::rows::{self, Row};
use super::{fields, preview, reading, said, show};
use crate::form::{Basis, Carried, Step, carry, known, required_day};

/// The button that gives more rows and puts them in order.
const MORE_ROWS: &str = "xep";

#[derive(Template)]
#[template(path = "procedures/version.html")]
struct VersionPage {
    page: Page,
    heading: String,
    back: String,
    action: String,
    errors: FieldErrors,
    form: Fields,
    basis_hint: &'static str,
    version: i64,
    now: String,
    limit_units: Vec<Choice>,
    longer_units: Vec<Choice>,
    promise_units: Vec<Choice>,
    papers_said: Vec<Choice>,
    papers: Vec<PaperRow>,
    has_longer: bool,
    steps: Vec<StepRow>,
}

/// A paper of the form, with what is wrong with it.
struct PaperRow {
    nth: usize,
    cells: Row,
    handlings: Vec<Choice>,
    needs: Vec<Choice>,
    error: String,
    is_spare: bool,
}

/// A step of the form, with what is wrong with it.
struct StepRow {
    nth: usize,
    cells: Row,
    posts: Vec<Choice>,
    kinds: Vec<Choice>,
    error: String,
    is_spare: bool,
}

pub(super) fn address(code: &str) -> String {
    format!("{}/{code}/ban-moi", super::list::PATH)
}

/// The version to begin with: the one in force, else the first that will be.
pub(super) fn current<'a>(law: &'a Law, code: &str, today: Date) -> Result<&'a Arc<Procedure>> {
    let later = || {
        let versions = law.catalogue.versions();
        let coming =
            versions.filter(|one| one.code == code && one.published && one.valid_from > today);
        coming.min_by_key(|one| one.valid_from)
    };
    let found = law.catalogue.in_force(code, today).or_else(later);
    found.ok_or(Error::Missing)
}

/// `GET /cb/quan-tri/thu-tuc/{code}/ban-moi`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(code): Path<String>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let base = current(&law, &code, today)?;
    let first = base.valid_from.max(today.tomorrow().unwrap_or(today));
    let form = fields::of(base, Some(first));
    show_form(&app, &ctx, &code, form, FieldErrors::new()).await
}

async fn show_form(app: &App, ctx: &Ctx, code: &str, form: Fields, errors: FieldErrors) -> Result {
    let (law, today, agency) = (app.law(), app.law_now().date(), app.agency().to_owned());
    let base = current(&law, code, today)?;
    let subject = code.to_owned();
    let version = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            Ok(known(reader, &agency, ChangeKind::ProcedureVersion, &subject)?.1)
        })
        .await?;
    let from = crate::form::day(form.get("tu_ngay")).ok().flatten();
    let steps = rows::steps(&form);
    html_with(
        errors.status(),
        VersionPage {
            page: app
                .page(ctx, format!("{}: bản mới", base.name_vi))
                .with_errors(&errors),
            heading: base.name_vi.clone(),
            back: show::address(code),
            action: address(code),
            basis_hint: "Như QĐ 1234/QĐ-UBND công bố thủ tục",
            version: form.get("version").parse().unwrap_or(version),
            now: said::days(base).to_lowercase(),
            limit_units: fields::units("Chưa có thời hạn", form.get("han_dv")),
            longer_units: fields::units("Không có", form.get("dai_dv")),
            promise_units: fields::units("Không cam kết", form.get("ck_dv")),
            papers_said: fields::papers_choices(form.get("giay")),
            papers: paper_rows(&form, &errors),
            has_longer: form.has("dai_dv") || steps.iter().any(|row| !row[5].is_empty()),
            steps: step_rows(steps, &law, from.unwrap_or(today).max(today), &errors),
            errors,
            form,
        },
    )
}

fn paper_rows(form: &Fields, errors: &FieldErrors) -> Vec<PaperRow> {
    let typed = rows::papers(form);
    let filled = typed.len();
    rows::with_spare(typed, &fields::usual_paper())
        .into_iter()
        .map(|(nth, cells)| PaperRow {
            nth,
            handlings: fields::handlings(&cells[4]),
            needs: fields::needs(&cells[7]),
            error: sentences(errors, &format!("g_ten-{nth}")),
            is_spare: nth > filled,
            cells: numbered(cells, nth, filled),
        })
        .collect()
}

fn step_rows(typed: Vec<Row>, law: &Law, day: Date, errors: &FieldErrors) -> Vec<StepRow> {
    let filled = typed.len();
    rows::with_spare(typed, &Row::default())
        .into_iter()
        .map(|(nth, cells)| StepRow {
            nth,
            posts: fields::posts(&law.posts, day, &cells[2]),
            kinds: fields::kinds(&cells[3]),
            error: sentences(errors, &format!("b_viec-{nth}")),
            is_spare: nth > filled,
            cells: numbered(cells, nth, filled),
        })
        .collect()
}

/// Rows shown again stand in their order and bear its numbers; what is no number stays to be mended.
fn numbered(mut cells: Row, nth: usize, filled: usize) -> Row {
    let is_number = cells[0].is_empty() || rows::place(&cells[0]).is_some();
    if nth <= filled && is_number {
        cells[0] = nth.to_string();
    }
    cells
}

fn sentences(errors: &FieldErrors, field: &str) -> String {
    let of_field = errors.iter().filter(|error| error.field == field);
    let said: Vec<&str> = of_field.map(|error| error.text.as_str()).collect();
    said.join(". ")
}

/// What the form asks for.
pub(super) struct Asked {
    pub(super) change: NewChange,
    pub(super) from: Date,
    pub(super) basis: Basis,
    /// The version that holds on that day as the law is now.
    pub(super) old: Arc<Procedure>,
    /// Where the new one differs from it.
    pub(super) groups: Vec<Group>,
}

/// The first day, with a sentence when it has passed or when nothing holds on it.
fn first_day(
    typed: &Fields,
    errors: &mut FieldErrors,
    (law, code): (&Law, &str),
    today: Date,
) -> Option<Date> {
    let from = required_day(typed, errors, "tu_ngay", "Áp dụng từ ngày")?;
    let why = if from < today {
        format!(
            "Ngày có hiệu lực {} đã qua. Hãy chọn từ ngày {} trở đi: hồ sơ đã nhận giữ quy định lúc nhận",
            date_vi(from),
            date_vi(today)
        )
    } else if law.catalogue.in_force(code, from).is_none() {
        format!(
            "Ngày {} thủ tục này không có bản nào có hiệu lực để sửa. Hãy chọn ngày khác",
            date_vi(from)
        )
    } else {
        return Some(from);
    };
    errors.add("tu_ngay", why);
    None
}

fn read(
    typed: &Fields,
    errors: &mut FieldErrors,
    (law, code): (&Law, &str),
    today: Date,
) -> Result<Option<Asked>> {
    let seen = typed.seen()?;
    let basis = Basis::read(typed, errors, true);
    let from = first_day(typed, errors, (law, code), today);
    // Even without a day all other fields are looked at: one round of mending is enough.
    let held = from.and_then(|from| law.catalogue.in_force(code, from));
    let base = held.map_or_else(|| current(law, code, today), Ok)?;
    let begins = from.unwrap_or(today);
    let document = basis.document();
    let next = reading::read(typed, errors, (base, &law.posts), (begins, &document));
    if !errors.is_empty() {
        return Ok(None);
    }
    let groups = differences(base, &next, &law.posts);
    if !is_different(&groups) {
        errors.add(
            "ten",
            format!(
                "Bản này giống hệt bản áp dụng ngày {}. Hãy sửa ít nhất một chỗ",
                date_vi(begins)
            ),
        );
        return Ok(None);
    }
    let (subject, edit) = (code.to_owned(), ProcedureEdit::Version(Box::new(next)));
    let kind = ChangeKind::ProcedureVersion;
    let change = basis.change((kind, subject), (seen, begins), serde_json::to_value(edit))?;
    Ok(Some(Asked {
        change,
        from: begins,
        basis,
        old: Arc::clone(base),
        groups,
    }))
}

/// `POST /cb/quan-tri/thu-tuc/{code}/ban-moi`
pub(crate) async fn submit(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
    typed: Fields,
) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    current(&law, &code, today)?;
    let mut errors = FieldErrors::new();
    if Step::of(&typed) == Step::Edit || typed.get("buoc") == MORE_ROWS {
        return show_form(&app, &ctx, &code, typed, errors).await;
    }
    let Some(asked) = read(&typed, &mut errors, (&law, &code), today)? else {
        return show_form(&app, &ctx, &code, typed, errors).await;
    };
    let place = show::address(&code);
    let told = format!(
        "Đã lưu bản mới, áp dụng cho hồ sơ nhận từ {}.",
        date_vi(asked.from)
    );
    let change = asked.change.clone();
    match carry(&app, &ctx, (&actor, &typed), change, (&place, told)).await? {
        Carried::Tried(next) => {
            preview::page(&app, &ctx, (&typed, &code), asked, Arc::new(*next)).await
        }
        Carried::Kept(onward) => Ok(onward),
        Carried::Refused(errors) => show_form(&app, &ctx, &code, typed, errors).await,
    }
}
