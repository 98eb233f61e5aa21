//! `/cb/quan-tri/don-vi/{id}` and `/moi`: one unit said anew, ended with its heirs, or founded.
//! For the administrator; a unit is never deleted, because old dossiers bear its code.

use askama::Template;
use axum::extract::{Path, State};
use domain::agency::Agency;
use domain::text::date_vi;
use kit::law::ChangeKind;
use kit::{
    App, Choice, Ctx, Error, FieldErrors, Fields, Labelled, Law, Page, Result, html, html_with,
};

use super::fields::{self, HEIRS};
use super::tree::PATH;
use crate::form::{Asked, Basis, Carried, Confirm, Sent};
use crate::history::{Past, so_far};

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
    let (law, subject) = (app.law(), (ChangeKind::Agency, id.unwrap_or_default()));
    let said = |_: &_| "ghi lại đơn vị này".to_owned();
    let (history, version) = so_far(app, &form, subject, said).await?;
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
            version,
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
pub(crate) async fn new_submit(sent: Sent) -> Result {
    submitted(sent, None).await
}

/// `POST /cb/quan-tri/don-vi/{id}`
pub(crate) async fn submit(Path(id): Path<String>, sent: Sent) -> Result {
    sent.app.law().agencies.get(&id).ok_or(Error::Missing)?;
    submitted(sent, Some(&id)).await
}

async fn submitted(sent: Sent, id: Option<&str>) -> Result {
    let law = sent.app.law();
    let known = id.and_then(|id| law.agencies.get(id));
    let carried = sent.carry(|typed, errors| read(typed, errors, known, &law));
    match carried.await? {
        Carried::Tried(asked, next) => preview(&sent, (id, known), &asked, &next),
        Carried::Kept(onward) => Ok(onward),
        Carried::Back(errors) => show(&sent.app, &sent.ctx, id, sent.typed, errors).await,
    }
}

/// The unit as the form says it, and the document it rests on.
fn read(
    typed: &Fields,
    errors: &mut FieldErrors,
    known: Option<&Agency>,
    law: &Law,
) -> Result<Option<Asked<(Agency, Basis)>>> {
    let seen = typed.seen()?;
    let basis = Basis::read(typed, errors, true);
    let Some((unit, day)) = fields::read(typed, errors, known, law)
        .zip(basis.day)
        .filter(|_| errors.is_empty())
    else {
        return Ok(None);
    };
    let (subject, body) = (unit.id.0.clone(), serde_json::to_value(&unit));
    let change = basis.change((ChangeKind::Agency, subject), (seen, day), body)?;
    Ok(Some(Asked {
        changes: vec![change],
        place: PATH.to_owned(),
        told: format!("Đã lưu {}.", unit.name_vi),
        shown: (unit, basis),
    }))
}

fn preview(
    sent: &Sent,
    (id, before): (Option<&str>, Option<&Agency>),
    (unit, basis): &(Agency, Basis),
    next: &Law,
) -> Result {
    let mut facts = basis.facts();
    facts.extend(facts_of(before, unit, next));
    let mut confirm = Confirm::new(address(id), &sent.typed, facts);
    confirm.warnings = warnings(unit, next, sent.app.agency());
    if before == Some(unit) {
        confirm.warnings.push(crate::form::UNCHANGED.to_owned());
    }
    let title = format!("{}: xem trước", unit.name_vi);
    html(UnitConfirm {
        page: sent.app.page(&sent.ctx, title),
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
