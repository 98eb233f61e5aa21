//! `/cb/ho-so/{code}/thu-tien`: collecting what was left unpaid; a dossier that waits for it goes on.
//! For the officer who takes money after the receipt, also where the fee was not known then.

use askama::Template;
use axum::extract::{Path, State};
use domain::access::{Act, Actor, may};
use domain::dossier::{Command, State as DossierState};
use domain::fee::{Entered, FeeKind, FeeLine, FeeQuote};
use domain::money::Dong;
use dossier::{Desk, DossierRow, Words, act, row};
use kit::{
    App, Choice, Ctx, Error, FieldErrors, Fields, Officer, Page, Result, Tone, filters, html_with,
    see,
};
use payment::{Line, Method, Payment, Summary};
use store::{NewEvent, Tx};

#[derive(Template)]
#[template(path = "collect.html")]
struct CollectPage {
    page: Page,
    errors: FieldErrors,
    row: DossierRow,
    procedure: String,
    money: Summary,
    payments: Vec<Payment>,
    methods: Vec<Choice>,
    entered_dong: String,
    entered_basis: String,
}

impl CollectPage {
    /// Whether something is to be taken, or its amount is still to be entered.
    fn is_open(&self) -> bool {
        let owes = self.money.unpaid > Dong::ZERO || self.money.unknown || self.waits();
        owes && !self.row.machine.state.is_terminal()
    }

    fn waits(&self) -> bool {
        self.row.machine.state == DossierState::AwaitingPayment
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    render(
        &app,
        &ctx,
        &actor,
        code,
        &Fields::default(),
        FieldErrors::new(),
    )
    .await
}

async fn render(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    code: String,
    typed: &Fields,
    errors: FieldErrors,
) -> Result {
    let desk = Desk::now(app);
    let agency = desk.agency.clone();
    let (row, money, payments) = app
        .read(move |reader| {
            let row = row::find(reader, &agency, &code)?;
            let money = payment::summary(reader, &row.id)?;
            let payments = payment::payments_of(reader, &row.id)?;
            Ok::<_, Error>((row, money, payments))
        })
        .await?;
    may(actor, Act::Collect, &row.access_subject())?;
    // Why: reasons of refunds and exemptions are an officer's words, and may name the citizen.
    app.note_reading(actor, &row.subject(), "xem tiền của hồ sơ");
    let chosen = if typed.has("method") {
        typed.get("method")
    } else {
        Method::Cash.name()
    };
    let shown = CollectPage {
        page: app.page(ctx, "Thu tiền").with_errors(&errors),
        procedure: crate::choose::label(desk.procedure(&row.procedure_id)?),
        methods: Method::ALL
            .into_iter()
            .map(|one| Choice::new(one.name(), one.vietnamese(), chosen))
            .collect(),
        entered_dong: typed.get("entered_dong").to_owned(),
        entered_basis: typed.get("entered_basis").to_owned(),
        row,
        money,
        payments,
        errors,
    };
    html_with(shown.errors.status(), shown)
}

/// Takes the money; the act that waited for it is settled in the same transaction.
pub(crate) async fn collect(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
    fields: Fields,
) -> Result {
    let token = fields.once()?;
    let mut errors = FieldErrors::new();
    let Some(method) = Method::from_name(fields.get("method")) else {
        errors.add("method", "Hãy chọn cách thu: tiền mặt hoặc chuyển khoản");
        return render(&app, &ctx, &actor, code, &fields, errors).await;
    };
    let entered = payment::asked::entered(&fields, &mut errors);
    if !errors.is_empty() {
        return render(&app, &ctx, &actor, code, &fields, errors).await;
    }
    let desk = Desk::now(&app);
    let (by, address) = (actor.clone(), code.clone());
    let by_at = (actor.by(), desk.at);
    let done = app
        .once_untold(token, by_at, move |tx| {
            let row = row::find(tx, &desk.agency, &address)?;
            takes_money(&by, &row)?;
            let events = take(tx, &desk, &by, &row, method, entered.as_ref())?;
            Ok((events, format!("/cb/ho-so/{}", row.address())))
        })
        .await;
    match done {
        Ok(place) => {
            app.tell(&ctx, Tone::Ok, "Đã ghi thu tiền.").await?;
            Ok(see(&place))
        }
        Err(Error::Refused(sentence)) => {
            render(
                &app,
                &ctx,
                &actor,
                code,
                &fields,
                FieldErrors::one("", sentence),
            )
            .await
        }
        Err(other) => Err(other),
    }
}

/// Whether money of this dossier is this officer's to take, and it is still to be taken.
pub(crate) fn takes_money(actor: &Actor, row: &DossierRow) -> Result<()> {
    may(actor, Act::Collect, &row.access_subject())?;
    let state = row.machine.state;
    if !state.is_terminal() {
        return Ok(());
    }
    Err(Error::refused(format!(
        "Hồ sơ đã kết thúc («{}») nên không thu thêm. Thu nhầm trước đó thì bấm «Hoàn tiền» ở lần thu.",
        state.vietnamese()
    )))
}

pub(crate) fn take(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    row: &DossierRow,
    method: Method,
    entered: Option<&Entered>,
) -> Result<Vec<NewEvent>, Error> {
    let mut events = Vec::new();
    let mut money = payment::summary(tx, &row.id)?;
    if let Some(entered) = entered.filter(|_| money.unknown) {
        let quote = quote_with(&money, entered);
        events.extend(payment::charge_entered(
            tx,
            &desk.agency,
            actor,
            desk.at,
            &row.id,
            &quote,
            Some(entered),
        )?);
        money = payment::summary(tx, &row.id)?;
    }
    let waits = row.machine.state == DossierState::AwaitingPayment;
    if money.unpaid > Dong::ZERO || (!waits && events.is_empty()) {
        events.extend(payment::collect(
            tx,
            (&desk.agency, &desk.commune),
            actor,
            desk.at,
            &row.id,
            method,
        )?);
    }
    if waits {
        let command = Command::SettlePayment {
            unpaid_dong: payment::unpaid(tx, &row.id)?,
        };
        events.extend(act::act(tx, desk, actor, &row.id, &command, Words::default())?.events);
    }
    Ok(events)
}

/// The standing lines with the unknown one replaced by what the officer entered.
fn quote_with(money: &Summary, entered: &Entered) -> FeeQuote {
    let mut is_open = true;
    let lines: Vec<FeeLine> = money
        .lines
        .iter()
        .map(|line| {
            let is_entered = line.dong.is_none() && std::mem::take(&mut is_open);
            as_fee_line(line, is_entered.then_some(entered))
        })
        .collect();
    FeeQuote {
        unverified: true,
        ..FeeQuote::of(lines)
    }
}

fn as_fee_line(line: &Line, entered: Option<&Entered>) -> FeeLine {
    FeeLine {
        name_vi: line.name.clone(),
        kind: match line.kind.as_str() {
            "phi" => FeeKind::Phi,
            "le_phi" => FeeKind::LePhi,
            _ => FeeKind::None,
        },
        basis: entered.map_or_else(|| line.basis.clone(), |entered| entered.basis.clone()),
        unit_dong: entered.map_or(line.unit_dong, |entered| Some(entered.dong)),
        unit_vi: line.unit_vi.clone(),
        quantity: u32::try_from(line.quantity).unwrap_or(1),
        dong: entered.map_or(line.dong, |entered| Some(entered.dong)),
        exempted_by: line.exempted_by.clone(),
        note_vi: None,
    }
}
