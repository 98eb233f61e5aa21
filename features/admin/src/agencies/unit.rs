//! `/cb/quan-tri/don-vi/{id}` and `/moi`: one unit said anew, ended with its heirs, or founded.
//! For the administrator; a unit is never deleted, because old dossiers bear its code.

use askama::Template;
use axum::extract::{Path, State};
use domain::agency::Agency;
use domain::text::date_vi;
use kit::law::ChangeKind;
use kit::{
    App, Choice, Ctx, Error, FieldErrors, Fields, Labelled, Law, Officer, Page, Result, html,
    html_with,
};
use store::{Reader, StoreError};

use super::fields::{self, HEIRS};
use super::tree::PATH;
use crate::form::{Basis, Carried, Confirm, Step, carry, known};
use crate::history::{Past, past};

/// Where a unit is added.
pub(crate) const NEW: &str = "/cb/quan-tri/don-vi/moi";

#[derive(Template)]
#[template(path = "agencies/unit.html")]
struct UnitPage {
    page: Page,
    heading: String,
    errors: FieldErrors,
    form: Fields,
    basis_hint: &'static str,
    action: String,
    version: i64,
    kinds: Vec<Choice>,
    parents: Vec<Choice>,
    heirs: Vec<Heir>,
    history: Vec<Past>,
}

struct Heir {
    field: &'static str,
    label: String,
    units: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "plain_confirm.html")]
struct UnitConfirm {
    page: Page,
    confirm: Confirm,
}

fn address(id: Option<&str>) -> String {
    id.map_or_else(|| NEW.to_owned(), |id| format!("{PATH}/{id}"))
}

/// `GET /cb/quan-tri/don-vi/moi`
pub(crate) async fn new_page(State(app): State<App>, ctx: Ctx) -> Result {
    show(&app, &ctx, None, Fields::default(), FieldErrors::new()).await
}

/// `GET /cb/quan-tri/don-vi/{id}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(id): Path<String>) -> Result {
    let form = fields::of(app.law().agencies.get(&id).ok_or(Error::Missing)?);
    show(&app, &ctx, Some(&id), form, FieldErrors::new()).await
}

async fn show(app: &App, ctx: &Ctx, id: Option<&str>, form: Fields, errors: FieldErrors) -> Result {
    let (law, agency) = (app.law(), app.agency().to_owned());
    let subject = id.unwrap_or_default().to_owned();
    let (history, version) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let (changes, version) = known(reader, &agency, ChangeKind::Agency, &subject)?;
            let lines = past(reader, &changes, |_| "ghi lại đơn vị này".to_owned())?;
            Ok((lines, version))
        })
        .await?;
    let title = id
        .and_then(|id| law.agencies.get(id))
        .map_or_else(|| "Thêm đơn vị".to_owned(), |unit| unit.name_vi.clone());
    let heirs = (1..).zip(HEIRS).map(|(nth, field)| Heir {
        field,
        label: format!("Đơn vị kế tục {nth}"),
        units: fields::units(&law, "Không có", form.get(field), id.unwrap_or_default()),
    });
    html_with(
        errors.status(),
        UnitPage {
            page: app.page(ctx, title.clone()).with_errors(&errors),
            heading: title,
            basis_hint: "Nghị quyết, quyết định lập, sáp nhập hoặc giải thể",
            action: address(id),
            version: form.get("version").parse().unwrap_or(version),
            kinds: fields::kinds(form.get("loai")),
            parents: fields::units(
                &law,
                "Không có cấp trên",
                form.get("cap_tren"),
                id.unwrap_or_default(),
            ),
            heirs: heirs.collect(),
            errors,
            form,
            history,
        },
    )
}

/// `POST /cb/quan-tri/don-vi/moi`
pub(crate) async fn new_submit(
    State(app): State<App>,
    ctx: Ctx,
    officer: Officer,
    fields: Fields,
) -> Result {
    submitted(app, ctx, officer, None, fields).await
}

/// `POST /cb/quan-tri/don-vi/{id}`
pub(crate) async fn submit(
    State(app): State<App>,
    ctx: Ctx,
    officer: Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    app.law().agencies.get(&id).ok_or(Error::Missing)?;
    submitted(app, ctx, officer, Some(&id), fields).await
}

async fn submitted(
    app: App,
    ctx: Ctx,
    Officer(actor): Officer,
    id: Option<&str>,
    typed: Fields,
) -> Result {
    let law = app.law();
    let mut errors = FieldErrors::new();
    if Step::of(&typed) == Step::Edit {
        return show(&app, &ctx, id, typed, errors).await;
    }
    let known = id.and_then(|id| law.agencies.get(id));
    let seen = typed.seen()?;
    let basis = Basis::read(&typed, &mut errors, true);
    let Some((unit, day)) = fields::read(&typed, &mut errors, known, &law)
        .zip(basis.day)
        .filter(|_| errors.is_empty())
    else {
        return show(&app, &ctx, id, typed, errors).await;
    };
    let (subject, body) = (unit.id.0.clone(), serde_json::to_value(&unit));
    let change = basis.change((ChangeKind::Agency, subject), (seen, day), body)?;
    let kept = (PATH, format!("Đã lưu {}.", unit.name_vi));
    match carry(&app, &ctx, (&actor, &typed), change, kept).await? {
        Carried::Tried(next) => preview(&app, &ctx, &typed, (id, known, &unit, &basis), &next),
        Carried::Kept(onward) => Ok(onward),
        Carried::Refused(errors) => show(&app, &ctx, id, typed, errors).await,
    }
}

fn preview(
    app: &App,
    ctx: &Ctx,
    typed: &Fields,
    (id, before, unit, basis): (Option<&str>, Option<&Agency>, &Agency, &Basis),
    next: &Law,
) -> Result {
    let mut facts = basis.facts();
    facts.extend(facts_of(before, unit, next));
    let mut confirm = Confirm::new(address(id), typed, facts);
    confirm.warnings = warnings(unit, next, app.agency());
    if before == Some(unit) {
        confirm.warnings.push(crate::form::UNCHANGED.to_owned());
    }
    html(UnitConfirm {
        page: app.page(ctx, format!("{}: xem trước", unit.name_vi)),
        confirm,
    })
}

/// Each value as it will be, and as it was where it differs.
fn facts_of(before: Option<&Agency>, unit: &Agency, law: &Law) -> Vec<Labelled> {
    let now = values(unit, law);
    let was = before.map(|before| values(before, law));
    let facts = now.into_iter().enumerate().map(|(place, (label, value))| {
        let old = was.as_ref().map_or("", |was| was[place].1.as_str());
        let shown = |value: &str| {
            if value.is_empty() {
                "không có".to_owned()
            } else {
                value.to_owned()
            }
        };
        let said = if before.is_some() && old != value {
            format!("{} (trước: {})", shown(&value), shown(old))
        } else {
            shown(&value)
        };
        Labelled::new(label, said)
    });
    facts.collect()
}

fn values(unit: &Agency, law: &Law) -> Vec<(&'static str, String)> {
    let name = |id: &str| {
        law.agencies
            .get(id)
            .map_or_else(|| id.to_owned(), |one| one.name_vi.clone())
    };
    let heirs: Vec<String> = unit
        .successors
        .iter()
        .map(|heir| name(heir.as_str()))
        .collect();
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, date_vi);
    let code = unit.code_part.as_ref().map_or_else(String::new, |code| {
        let doubt = if unit.code_unverified {
            ", chưa kiểm chứng"
        } else {
            ""
        };
        format!("{}{doubt}", code.old_order())
    });
    vec![
        ("Tên", unit.name_vi.clone()),
        (
            "Cấp trên",
            unit.parent
                .as_ref()
                .map_or_else(String::new, |id| name(id.as_str())),
        ),
        ("Mã thống kê", unit.gso_code.clone().unwrap_or_default()),
        ("Phần đầu mã hồ sơ", code),
        ("Điện thoại", unit.phone.clone().unwrap_or_default()),
        ("Địa chỉ", unit.address.clone().unwrap_or_default()),
        ("Ngày bắt đầu", day(unit.valid_from)),
        ("Ngày cuối cùng", day(unit.valid_to)),
        ("Kế tục", heirs.join(", ")),
    ]
}

fn warnings(unit: &Agency, law: &Law, ours: &str) -> Vec<String> {
    let mut warnings = Vec::new();
    if unit.id.as_str() == ours {
        warnings.push("Đây là xã đang dùng chương trình: tên, mã và liên hệ in trên giấy tờ từ bây giờ sẽ theo bản này.".to_owned());
    }
    let below = law
        .agencies
        .all()
        .iter()
        .filter(|one| one.parent.as_ref() == Some(&unit.id))
        .filter(|one| {
            unit.valid_to.is_some() && one.valid_to.is_none_or(|to| Some(to) > unit.valid_to)
        })
        .count();
    if below > 0 {
        warnings.push(format!(
            "Còn {below} đơn vị trực thuộc tồn tại sau ngày kết thúc. Hãy kết thúc hoặc chuyển chúng sang cấp trên mới."
        ));
    }
    if unit.valid_to.is_some() && unit.successors.is_empty() {
        warnings.push("Chưa chọn đơn vị kế tục: hồ sơ còn lại sẽ không có ai nhận.".to_owned());
    }
    warnings
}
