//! `/cb/quan-tri/phi/{id}` and `/moi`: a new version of a fee, its quote tried before it is saved.
//! For the administrator; dossiers already received keep what they were charged.

use askama::Template;
use axum::extract::{Path, State};
use domain::fee::{ExemptionClaim, FeeInput, FeeQuote, FeeRule, Quantity};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::law::{ChangeKind, LawChange, amount_vi};
use kit::{
    App, Choice, Ctx, Error, FieldErrors, Fields, Labelled, Law, Page, Result, html, html_with,
};

use super::fields::{self, TIERS};
use super::list::{PATH, kind_vi};
use crate::form::{Asked, Basis, Carried, Confirm, Sent, UNCHANGED};
use crate::history::{Past, so_far};

/// Where a fee is added.
pub(crate) const NEW: &str = "/cb/quan-tri/phi/moi";

#[derive(Template)]
#[template(path = "fees/version.html")]
struct VersionPage {
    page: Page,
    heading: String,
    errors: FieldErrors,
    form: Fields,
    basis_hint: &'static str,
    action: String,
    version: i64,
    is_new: bool,
    now: String,
    ways: Vec<Choice>,
    kinds: Vec<Choice>,
    per: Vec<Choice>,
    tiers: Vec<TierRow>,
    exemptions: Vec<ExemptionRow>,
    usual: Vec<Choice>,
    claims: Vec<Choice>,
    history: Vec<Past>,
}

struct TierRow {
    from: &'static str,
    price: &'static str,
    from_value: String,
    price_value: String,
    error: String,
}

struct ExemptionRow {
    id: String,
    name: String,
    basis: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "fees/confirm.html")]
struct FeeConfirm {
    page: Page,
    confirm: Confirm,
    tried: Vec<Labelled>,
    quotes: Vec<Quote>,
}

/// What would be charged on a day, line by line.
struct Quote {
    title: String,
    lines: Vec<(String, String)>,
    total: String,
}

fn address(id: Option<&str>) -> String {
    id.map_or_else(|| NEW.to_owned(), |id| format!("{PATH}/{id}"))
}

fn rule_of<'a>(law: &'a Law, id: &str) -> Result<&'a FeeRule> {
    let rules = law.fees.as_slice();
    rules
        .iter()
        .find(|rule| rule.id == id)
        .ok_or(Error::Missing)
}

/// `GET /cb/quan-tri/phi/moi`
pub(crate) async fn new_page(State(app): State<App>, ctx: Ctx) -> Result {
    show(&app, &ctx, None, Fields::default(), FieldErrors::new()).await
}

/// `GET /cb/quan-tri/phi/{id}`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Path(id): Path<String>) -> Result {
    let law = app.law();
    let form = fields::of(rule_of(&law, &id)?, app.law_now().date().tomorrow().ok());
    show(&app, &ctx, Some(&id), form, FieldErrors::new()).await
}

async fn show(app: &App, ctx: &Ctx, id: Option<&str>, form: Fields, errors: FieldErrors) -> Result {
    let law = app.law();
    let rule = id.map(|id| rule_of(&law, id)).transpose()?;
    let root = rule.map_or_else(String::new, |rule| fields::root(Some(rule), ""));
    let said = |change: &LawChange| {
        let rule: Option<FeeRule> = serde_json::from_value(change.body.clone()).ok();
        rule.map_or_else(String::new, |rule| amount_vi(&rule))
    };
    let (history, version) = so_far(app, &form, (ChangeKind::Fee, &root), said).await?;
    let title = rule.map_or_else(|| "Thêm khoản thu".to_owned(), |rule| rule.name_vi.clone());
    html_with(
        errors.status(),
        VersionPage {
            page: app.page(ctx, title.clone()).with_errors(&errors),
            heading: title,
            basis_hint: "Như 226/2016/TT-BTC hoặc nghị quyết của HĐND tỉnh",
            action: address(id),
            version,
            is_new: rule.is_none(),
            now: rule.map_or_else(String::new, |rule| {
                format!(
                    "{}: {}, theo {}",
                    kind_vi(rule.kind),
                    amount_vi(rule),
                    rule.basis
                )
            }),
            ways: fields::ways(form.get("cach")),
            kinds: fields::kinds(form.get("loai_thu")),
            per: fields::per(form.get("moi")),
            tiers: tiers(&form, &errors),
            exemptions: exemptions(&form, &law),
            usual: named(&law, "Không có", form.get("mien_thuong")),
            claims: named(&law, "Không xin miễn", form.get("thu_mien")),
            errors,
            form,
            history,
        },
    )
}

fn tiers(form: &Fields, errors: &FieldErrors) -> Vec<TierRow> {
    let rows = TIERS.iter().map(|(from, price)| TierRow {
        from,
        price,
        from_value: form.get(from).to_owned(),
        price_value: form.get(price).to_owned(),
        error: [errors.of(from), errors.of(price)].concat(),
    });
    rows.collect()
}

fn exemptions(form: &Fields, law: &Law) -> Vec<ExemptionRow> {
    let every = law.fees.known_exemptions().iter().map(|one| ExemptionRow {
        is_chosen: form.all("mien").any(|id| id == one.id),
        id: one.id.clone(),
        name: one.name_vi.clone(),
        basis: one.basis.clone(),
    });
    every.collect()
}

fn named(law: &Law, none: &str, chosen: &str) -> Vec<Choice> {
    let every = law.fees.known_exemptions().iter();
    let every = every.map(|one| Choice::new(&one.id, &one.name_vi, chosen));
    std::iter::once(Choice::new("", none, chosen))
        .chain(every)
        .collect()
}

/// `POST /cb/quan-tri/phi/moi`
pub(crate) async fn new_submit(sent: Sent) -> Result {
    submitted(sent, None).await
}

/// `POST /cb/quan-tri/phi/{id}`
pub(crate) async fn submit(Path(id): Path<String>, sent: Sent) -> Result {
    rule_of(&sent.app.law(), &id)?;
    submitted(sent, Some(&id)).await
}

async fn submitted(sent: Sent, id: Option<&str>) -> Result {
    let law = sent.app.law();
    let known = id.map(|id| rule_of(&law, id)).transpose()?;
    let carried = sent.carry(|typed, errors| read(typed, errors, known, &law));
    match carried.await? {
        Carried::Tried(fee, next) => preview(&sent, (id, known), &fee, &next),
        Carried::Kept(onward) => Ok(onward),
        Carried::Back(errors) => show(&sent.app, &sent.ctx, id, sent.typed, errors).await,
    }
}

/// The rule as the form says it, from when, and what it is tried with.
struct NewFee {
    rule: FeeRule,
    from: Date,
    tried: FeeInput,
    basis: Basis,
}

fn read(
    typed: &Fields,
    errors: &mut FieldErrors,
    known: Option<&FeeRule>,
    law: &Law,
) -> Result<Option<Asked<NewFee>>> {
    let seen = typed.seen()?;
    let basis = Basis::read(typed, errors, true);
    let rule = fields::read(typed, errors, known, (law, basis.document()));
    let tried = tried(typed, errors);
    let Some((rule, from)) = rule
        .and_then(|rule| Some((rule.clone(), rule.valid_from?)))
        .filter(|_| errors.is_empty())
    else {
        return Ok(None);
    };
    let subject = fields::root(known, &rule.name_vi);
    let body = serde_json::to_value(&rule);
    let change = basis.change((ChangeKind::Fee, subject), (seen, from), body)?;
    Ok(Some(Asked {
        changes: vec![change],
        place: PATH.to_owned(),
        told: format!("Đã lưu «{}», thu từ {}.", rule.name_vi, date_vi(from)),
        shown: NewFee {
            rule,
            from,
            tried,
            basis,
        },
    }))
}

/// What the quote is tried with.
fn tried(fields: &Fields, errors: &mut FieldErrors) -> FeeInput {
    let mut count =
        |name: &str, label: &str, usual: u32| fields.count(errors, name, label, (usual, 1_000));
    let quantity = Quantity {
        cases: count("thu_viec", "Số việc", 1),
        pages: count("thu_trang", "Số trang", 1),
        copies: count("thu_ban", "Số bản", 1),
        extra_copies: count("thu_ban_them", "Số bản xin thêm", 0),
    };
    let claim = fields.get("thu_mien");
    FeeInput {
        quantity,
        exemption: (!claim.is_empty()).then(|| ExemptionClaim {
            id: claim.to_owned(),
            evidence: String::new(),
        }),
        ..FeeInput::default()
    }
}

fn preview(
    sent: &Sent,
    (id, known): (Option<&str>, Option<&FeeRule>),
    fee: &NewFee,
    next: &Law,
) -> Result {
    let law = sent.app.law();
    let (rule, from, tried) = (&fee.rule, fee.from, &fee.tried);
    let mut facts = fee.basis.facts();
    let exempt: Vec<&str> = rule
        .exemptions
        .iter()
        .map(|one| one.name_vi.as_str())
        .collect();
    facts.extend([
        Labelled::new(
            "Khoản thu",
            format!("{} ({})", rule.name_vi, kind_vi(rule.kind)),
        ),
        Labelled::new("Mức thu", amount_vi(rule)),
        Labelled::new("Thủ tục", rule.procedure_codes.join(", ")),
        Labelled::new("Thu từ ngày", date_vi(from)),
        Labelled::new(
            "Diện miễn",
            if exempt.is_empty() {
                "không có".to_owned()
            } else {
                exempt.join("; ")
            },
        ),
    ]);
    let mut quotes = Vec::new();
    for code in rule.procedure_codes.iter().take(3) {
        let name = next.catalogue.in_force(code, from).map_or_else(
            || code.clone(),
            |found| format!("{} ({code})", found.name_vi),
        );
        let quote = |law: &Law| law.fees.quote(code, from, tried);
        quotes.push(said(
            format!("{name}: nay tính cho ngày {}", date_vi(from)),
            &quote(&law),
        ));
        quotes.push(said(format!("{name}: theo mức mới"), &quote(next)));
    }
    let quantity = &tried.quantity;
    let tried = vec![Labelled::new(
        "Thử với",
        format!(
            "{} việc, {} trang, {} bản, {} bản xin thêm{}",
            quantity.cases,
            quantity.pages,
            quantity.copies,
            quantity.extra_copies,
            if tried.exemption.is_some() {
                ", có xin miễn"
            } else {
                ""
            }
        ),
    )];
    let mut confirm = Confirm::new(address(id), &sent.typed, facts);
    if known.is_some_and(|known| says_the_same(known, rule)) {
        confirm.warnings.push(UNCHANGED.to_owned());
    }
    let title = format!("{}: xem trước", rule.name_vi);
    html(FeeConfirm {
        page: sent.app.page(&sent.ctx, title),
        confirm,
        tried,
        quotes,
    })
}

/// Whether a rule charges whom, for what and how much as another does, on whatever document and days.
fn says_the_same(known: &FeeRule, rule: &FeeRule) -> bool {
    let same = FeeRule {
        id: known.id.clone(),
        basis: known.basis.clone(),
        source: known.source.clone(),
        valid_from: known.valid_from,
        valid_to: known.valid_to,
        confidence: known.confidence,
        ..rule.clone()
    };
    same == *known
}

fn said(title: String, quote: &FeeQuote) -> Quote {
    let lines = quote.lines.iter().map(|line| {
        let amount = match (&line.exempted_by, line.dong) {
            (Some(why), _) => format!("miễn ({why})"),
            (None, Some(dong)) => dong.vi(),
            (None, None) => "chưa xác định".to_owned(),
        };
        (line.name_vi.clone(), amount)
    });
    Quote {
        title,
        lines: lines.collect(),
        total: quote.total_vi(),
    }
}
