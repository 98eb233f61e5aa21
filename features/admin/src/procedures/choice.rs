//! `/cb/quan-tri/thu-tuc/{code}/nhan`: whether the commune takes a procedure in, from a day on.
//! For the administrator; dossiers under way are finished whatever is chosen.

use askama::Template;
use axum::extract::{Path, State};
use domain::procedure::ProcedureEdit;
use domain::text::date_vi;
use jiff::civil::Date;
use kit::law::ChangeKind;
use kit::{App, Choice, Ctx, FieldErrors, Fields, Labelled, Law, Page, Result, html, html_with};
use store::Reader;

use super::version::current;
use super::{said, show};
use crate::form::{Asked, Basis, Carried, Confirm, Sent, required_day, typed_day, version};

const NOTE_MAX: usize = 300;

#[derive(Template)]
#[template(path = "procedures/choice.html")]
struct ChoicePage {
    page: Page,
    heading: String,
    back: String,
    action: String,
    errors: FieldErrors,
    form: Fields,
    basis_hint: &'static str,
    version: i64,
    now: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "plain_confirm.html")]
struct ChoiceConfirm {
    page: Page,
    confirm: Confirm,
}

fn address(code: &str) -> String {
    format!("{}/nhan", show::address(code))
}

/// `GET /cb/quan-tri/thu-tuc/{code}/nhan`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(code): Path<String>) -> Result {
    let (law, today) = (app.law(), app.law_now().date());
    let known = current(&law, &code, today)?;
    let first = typed_day(today.tomorrow().ok());
    // The form proposes the other choice: that is why it was opened.
    let offer = if known.applicable_locally {
        "khong"
    } else {
        "co"
    };
    let form = Fields::of([("nhan", offer), ("tu_ngay", first.as_str())]);
    show_form(&app, &ctx, &code, form, FieldErrors::new()).await
}

async fn show_form(app: &App, ctx: &Ctx, code: &str, form: Fields, errors: FieldErrors) -> Result {
    let law = app.law();
    let known = current(&law, code, app.law_now().date())?;
    let seen = version(app, ChangeKind::ProcedureChoice, code).await?;
    html_with(
        errors.status(),
        ChoicePage {
            page: app
                .page(ctx, format!("{}: nhận tại xã", known.name_vi))
                .with_errors(&errors),
            heading: known.name_vi.clone(),
            back: show::address(code),
            action: address(code),
            basis_hint: "Không bắt buộc: đây là việc của xã",
            version: form.get("version").parse().unwrap_or(seen),
            now: said::offered(known),
            choices: vec![
                Choice::new("co", "Nhận hồ sơ tại xã", form.get("nhan")),
                Choice::new("khong", "Không nhận hồ sơ tại xã", form.get("nhan")),
            ],
            errors,
            form,
        },
    )
}

struct Chosen {
    is_offered: bool,
    note: String,
    from: Date,
    basis: Basis,
}

fn read(
    typed: &Fields,
    errors: &mut FieldErrors,
    (law, code): (&Law, &str),
) -> Result<Option<Asked<Chosen>>> {
    let seen = typed.seen()?;
    let basis = Basis::read(typed, errors, false);
    let from = required_day(typed, errors, "tu_ngay", "Áp dụng từ ngày");
    let note = typed.text(errors, "ghi_chu", "Nơi nhận thay xã", NOTE_MAX);
    let is_offered = match typed.get("nhan") {
        "co" => true,
        "khong" => {
            if note.is_empty() {
                errors.add(
                    "ghi_chu",
                    "Hãy ghi vì sao không nhận, hoặc người dân nộp ở đâu",
                );
            }
            false
        }
        _ => {
            errors.add("nhan", kit::words::choose("Nhận hay không nhận"));
            false
        }
    };
    let Some(from) = from.filter(|_| errors.is_empty()) else {
        return Ok(None);
    };
    let chosen = Chosen {
        is_offered,
        note,
        from,
        basis,
    };
    if let Some(same) = nothing_new(law, code, &chosen) {
        errors.add("nhan", same);
        return Ok(None);
    }
    let edit = ProcedureEdit::Choice {
        is_offered,
        note_vi: Some(chosen.note.clone()).filter(|note| !note.is_empty()),
    };
    let (kind, subject) = (ChangeKind::ProcedureChoice, code.to_owned());
    let edit = serde_json::to_value(edit);
    let change = chosen.basis.change((kind, subject), (seen, from), edit)?;
    Ok(Some(Asked {
        changes: vec![change],
        place: show::address(code),
        told: format!("Đã lưu, áp dụng từ {}.", date_vi(from)),
        shown: chosen,
    }))
}

/// `POST /cb/quan-tri/thu-tuc/{code}/nhan`
pub(crate) async fn submit(Path(code): Path<String>, sent: Sent) -> Result {
    let law = sent.app.law();
    current(&law, &code, sent.app.law_now().date())?;
    if let Some(onward) = sent.led_before().await? {
        return Ok(onward);
    }
    let carried = sent.carry(|typed, errors| read(typed, errors, (&law, &code)));
    match carried.await? {
        Carried::Tried(asked, _) => preview(&sent, &code, &asked).await,
        Carried::Kept(onward) => Ok(onward),
        Carried::Back(errors) => {
            show_form(&sent.app, &sent.ctx, &code, sent.typed, at_day(&errors)).await
        }
    }
}

/// Why there is nothing to save: it is so on that day already.
fn nothing_new(law: &Law, code: &str, asked: &Chosen) -> Option<String> {
    let held = law.catalogue.in_force(code, asked.from)?;
    let note = held.applicability_note_vi.as_deref().unwrap_or_default();
    (held.applicable_locally == asked.is_offered && note == asked.note).then(|| {
        format!(
            "Ngày {} đã là «{}» rồi. Hãy chọn khác đi, hoặc bỏ qua",
            date_vi(asked.from),
            said::offered(held)
        )
    })
}

/// What the law says against a choice, about no field, is said about its day.
fn at_day(errors: &FieldErrors) -> FieldErrors {
    let mut placed = FieldErrors::new();
    for error in errors {
        let field = match error.field.as_str() {
            "" => "tu_ngay",
            known => known,
        };
        placed.add(field, error.text.clone());
    }
    placed
}

async fn preview(sent: &Sent, code: &str, asked: &Chosen) -> Result {
    let app = &sent.app;
    let (law, agency, subject) = (app.law(), app.agency().to_owned(), code.to_owned());
    let under_way = app
        .read(move |reader: &mut Reader<'_>| dossier::row::under_way(reader, &agency, &subject))
        .await?;
    let known = current(&law, code, app.law_now().date())?;
    let what = if asked.is_offered {
        "Nhận hồ sơ tại xã"
    } else {
        "Không nhận hồ sơ tại xã"
    };
    let mut facts = vec![
        Labelled::new("Thủ tục", format!("{} ({code})", known.name_vi)),
        Labelled::new("Đang áp dụng", said::offered(known)),
        Labelled::new("Sẽ áp dụng", format!("{what}, từ {}", date_vi(asked.from))),
    ];
    if !asked.note.is_empty() {
        facts.push(Labelled::new("Người dân đọc", &asked.note));
    }
    facts.push(Labelled::new(
        "Hồ sơ đang giải quyết",
        format!("{under_way} hồ sơ, vẫn giải quyết tiếp và trả kết quả như đã hẹn"),
    ));
    facts.extend(asked.basis.facts());
    html(ChoiceConfirm {
        page: app.page(&sent.ctx, "Nhận tại xã: xem trước"),
        confirm: Confirm::new(address(code), &sent.typed, facts),
    })
}
