//! `/cb/quan-tri/chuc-danh/{post}/quyen`: which roles a post gives here, from a day on.
//! For the administrator; whoever would gain rights by it only asks, and somebody else agrees.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use domain::access::Role;
use domain::post::{MOVABLE, Post, PostRoles, Posts};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::law::{Change, ChangeKind, NewChange, PostProposal, of_subject};
use kit::{
    App, Ctx, Error, FieldErrors, Fields, Labelled, Law, Officer, Page, Result, Tone, html,
    html_with, see,
};
use people::POSTS_PATH;
use people::rights::{Effect, effects, in_words};
use store::{Reader, StoreError};

use crate::form::{Basis, Confirm, Step, known, required_day, version};
use crate::history::{Past, past};

/// What is said to whoever would gain by it.
const PROPOSED: &str = "Đã ghi đề nghị. Thay đổi này thêm quyền cho chính bạn nên chưa có hiệu lực: một quản trị khác hoặc Chủ tịch xác nhận ở mục Đề nghị về quyền.";

#[derive(Template)]
#[template(path = "post_roles.html")]
struct FormPage {
    page: Page,
    errors: FieldErrors,
    form: Fields,
    basis_hint: &'static str,
    version: i64,
    action: String,
    post: String,
    name: String,
    own: String,
    now: String,
    boxes: Vec<RoleBox>,
    history: Vec<Past>,
}

struct RoleBox {
    id: String,
    value: &'static str,
    label: String,
    is_ticked: bool,
}

#[derive(Template)]
#[template(path = "post_roles_confirm.html")]
struct RolesConfirm {
    page: Page,
    confirm: Confirm,
    people: Vec<PersonRow>,
}

struct PersonRow {
    name: String,
    gains: String,
    loses: String,
}

/// The post of an address, if a commune may choose its roles.
fn of<'a>(law: &'a Law, id: &str) -> Result<&'a Post> {
    let post = law.posts.resolve(id);
    let post = post.filter(|post| post.id.as_str() == id && post.takes_roles());
    post.ok_or(Error::Missing)
}

fn address(post: &str) -> String {
    format!("{POSTS_PATH}/{post}/quyen")
}

fn words(roles: impl IntoIterator<Item = Role>) -> String {
    let words: Vec<&str> = roles.into_iter().map(Role::vietnamese).collect();
    words.join(", ")
}

/// `GET /cb/quan-tri/chuc-danh/{post}/quyen`
pub(crate) async fn form(State(app): State<App>, ctx: Ctx, Path(id): Path<String>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let first = date_vi(today.tomorrow().unwrap_or(today));
    let now = law.posts.roles(of(&law, &id)?.id.as_str(), today);
    let mut typed: Vec<(&str, &str)> = now.iter().map(|role| ("vai", role.name())).collect();
    typed.push(("tu_ngay", first.as_str()));
    show(&app, &ctx, &id, Fields::of(typed), FieldErrors::new()).await
}

async fn show(app: &App, ctx: &Ctx, id: &str, form: Fields, errors: FieldErrors) -> Result {
    let (law, agency, today) = (app.law(), app.agency().to_owned(), app.law_now().date());
    let post = of(&law, id)?;
    let subject = id.to_owned();
    let (history, version) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let (mut changes, version) = known(reader, &agency, ChangeKind::Post, &subject)?;
            changes.extend(of_subject(
                reader,
                &agency,
                ChangeKind::PostProposal,
                &subject,
            )?);
            changes.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
            let what = |change: &_| said(change);
            Ok((past(reader, &changes, what)?, version))
        })
        .await?;
    let own = post.own_roles();
    let boxes = MOVABLE
        .into_iter()
        .filter(|role| !own.contains(role))
        .map(|role| RoleBox {
            id: format!("vai-{}", role.name()),
            value: role.name(),
            label: role.vietnamese().to_owned(),
            is_ticked: form.all("vai").any(|ticked| ticked == role.name()),
        });
    let boxes = boxes.collect();
    html_with(
        errors.status(),
        FormPage {
            page: app
                .page(ctx, format!("Vai trò của {}", post.name_vi))
                .with_errors(&errors),
            basis_hint: "Quyết định phân công của xã, nếu có",
            version: form.get("version").parse().unwrap_or(version),
            action: address(id),
            post: format!("{POSTS_PATH}/{id}"),
            name: post.name_vi.clone(),
            own: words(own.iter().copied()),
            now: words(law.posts.roles(id, today)),
            boxes,
            errors,
            form,
            history,
        },
    )
}

/// A stored change in words.
fn said(change: &kit::law::LawChange) -> String {
    match change.read() {
        Ok(Change::Post(said)) => format!("vai trò: {}", words(said.roles)),
        Ok(Change::PostProposal(PostProposal { asked: Some(said) })) => {
            format!("đề nghị vai trò: {}", words(said.roles))
        }
        Ok(Change::PostProposal(PostProposal { asked: None })) => "khép lại đề nghị".to_owned(),
        _ => change.kind.vietnamese().to_owned(),
    }
}

struct Asked {
    change: NewChange,
    from: Date,
    basis: Basis,
    roles: BTreeSet<Role>,
}

fn read(fields: &Fields, errors: &mut FieldErrors, post: &Post) -> Result<Option<Asked>> {
    let seen = fields.seen()?;
    let basis = Basis::read(fields, errors, false);
    let from = required_day(fields, errors, "tu_ngay", "Áp dụng từ ngày");
    let mut roles: BTreeSet<Role> = post.own_roles().iter().copied().collect();
    for ticked in fields.all("vai") {
        match Role::from_name(ticked) {
            Some(role) => {
                roles.insert(role);
            }
            None => errors.add("vai", "Không có vai trò này. Hãy chọn lại trong danh sách"),
        }
    }
    let Some(from) = from.filter(|_| errors.is_empty()) else {
        return Ok(None);
    };
    let body = serde_json::to_value(PostRoles {
        roles: roles.clone(),
    });
    let subject = (ChangeKind::Post, post.id.0.clone());
    let change = basis.change(subject, (seen, from), body)?;
    Ok(Some(Asked {
        change,
        from,
        basis,
        roles,
    }))
}

/// `POST /cb/quan-tri/chuc-danh/{post}/quyen`
pub(crate) async fn submit(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
    fields: Fields,
) -> Result {
    // Why now: another process may have changed a post a second ago, and what somebody gains is
    // counted from what holds.
    app.refresh_law().await?;
    let law = app.law();
    let post = of(&law, &id)?;
    let step = Step::of(&fields);
    let mut errors = FieldErrors::new();
    if step == Step::Edit {
        return show(&app, &ctx, &id, fields, errors).await;
    }
    let Some(asked) = read(&fields, &mut errors, post)? else {
        return show(&app, &ctx, &id, fields, errors).await;
    };
    let next = match app.try_law(std::slice::from_ref(&asked.change)).await {
        Ok(next) => next,
        Err(Error::Invalid(errors)) => return show(&app, &ctx, &id, fields, errors).await,
        Err(other) => return Err(other),
    };
    let effects = effects_of(&app, &law.posts, &next.posts, asked.from).await?;
    let widens_own = effects
        .iter()
        .any(|one| one.user == actor.user && !one.gains.is_empty());
    if step == Step::Preview {
        return preview(&app, &ctx, &fields, (post, &asked), (&effects, widens_own));
    }
    let place = format!("{POSTS_PATH}/{id}");
    let (change, told) = if widens_own {
        (proposal(&app, asked).await?, PROPOSED.to_owned())
    } else {
        let from = date_vi(asked.from);
        let told = format!(
            "Đã lưu vai trò, áp dụng từ ngày {from}. Người đang đăng nhập theo ngay, không phải đăng nhập lại."
        );
        (asked.change, told)
    };
    let token = fields.once()?;
    match app.save_law(&actor, token, vec![change], &place).await {
        Ok(_) => {
            app.tell(&ctx, Tone::Ok, told).await?;
            Ok(see(&place))
        }
        Err(Error::Invalid(errors)) => show(&app, &ctx, &id, fields, errors).await,
        Err(other) => Err(other),
    }
}

async fn effects_of(app: &App, before: &Posts, after: &Posts, from: Date) -> Result<Vec<Effect>> {
    let agency = app.agency().to_owned();
    let people: Result<_, StoreError> = app
        .read(move |reader: &mut Reader<'_>| people::list(reader, &agency))
        .await;
    Ok(effects(&people?, before, after, from))
}

/// The same change as a proposal: it gives nothing before somebody else has agreed.
async fn proposal(app: &App, asked: Asked) -> Result<NewChange> {
    let seen = version(app, ChangeKind::PostProposal, &asked.change.subject).await?;
    let body = PostProposal {
        asked: Some(PostRoles { roles: asked.roles }),
    };
    Ok(NewChange {
        kind: ChangeKind::PostProposal,
        seen,
        body: serde_json::to_value(body).map_err(Error::fault)?,
        ..asked.change
    })
}

fn preview(
    app: &App,
    ctx: &Ctx,
    fields: &Fields,
    (post, asked): (&Post, &Asked),
    (effects, widens_own): (&[Effect], bool),
) -> Result {
    let mut facts = vec![
        Labelled::new("Vị trí", &post.name_vi),
        Labelled::new("Vai trò", words(asked.roles.iter().copied())),
        Labelled::new("Áp dụng từ ngày", date_vi(asked.from)),
    ];
    facts.extend(asked.basis.facts());
    let mut confirm = Confirm::new(address(post.id.as_str()), fields, facts);
    if widens_own {
        confirm.warnings.push("Thay đổi này thêm quyền cho chính bạn. Không ai tự mở rộng quyền của mình: bấm Lưu là gửi đề nghị, có hiệu lực khi một quản trị khác hoặc Chủ tịch xác nhận.".to_owned());
    }
    if asked.roles.contains(&Role::OneStop) && asked.roles.contains(&Role::Accountant) {
        confirm.warnings.push(
            "Một người sẽ vừa thu tiền vừa nhận bàn giao tiền. Nên để hai người làm hai việc này."
                .to_owned(),
        );
    }
    html(RolesConfirm {
        page: app.page(ctx, "Vai trò của vị trí: xem trước"),
        confirm,
        people: effects
            .iter()
            .map(|one| PersonRow {
                name: one.name.clone(),
                gains: in_words(&one.gains),
                loses: in_words(&one.loses),
            })
            .collect(),
    })
}
