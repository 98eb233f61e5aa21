//! `POST /cb/quay`: what the pressed button asks for; receipt and money in one act.
//! For the officer at the counter; every button of the intake form comes here.

use axum::extract::State;
use domain::access::Actor;
use domain::money::Dong;
use dossier::Desk;
use dossier::receive::{receive, receive_and_return};
use kit::{App, Ctx, Error, FieldErrors, Fields, FieldsKept, Officer, Result, SET_CODE, see};
use store::{Sql as _, StoreError, Tx, params};

use crate::intake::{self, Pay, Ready};
use crate::{draft, duplicate, officer_pages, refuse, supplement, typed};

pub(crate) async fn save(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    FieldsKept { fields, mut errors }: FieldsKept,
) -> Result {
    let fields = picked(fields);
    if !errors.is_empty() {
        return officer_pages::render(&app, &ctx, &actor, fields, errors, false).await;
    }
    let scanned = fields.has("number");
    let (fields, card_read) = typed::spread_card(fields, &mut errors);
    match fields.get("viec") {
        "luu" | "lam-ngay" => take_in(&app, &ctx, &actor, fields, errors).await,
        "bo-sung" => supplement::open(&app, &ctx, &actor, fields, errors).await,
        "tu-choi" => refuse::open(&app, &ctx, &actor, fields, errors).await,
        "nhap" => draft::keep(&app, &ctx, &actor, fields).await,
        "the" if !card_read && errors.is_empty() => {
            let says = if scanned {
                "Ô này chưa phải chuỗi quét từ thẻ."
            } else {
                "Chưa có gì để đọc."
            };
            errors.add(
                "number",
                format!("{says} Hãy đặt con trỏ vào ô, quét mã QR trên thẻ rồi bấm «Đọc thẻ»"),
            );
            officer_pages::render(&app, &ctx, &actor, fields, errors, false).await
        }
        _ => officer_pages::render(&app, &ctx, &actor, fields, errors, card_read).await,
    }
}

/// One of several procedures was chosen from the list.
fn picked(fields: Fields) -> Fields {
    if !fields.has("pick") {
        return fields;
    }
    let code = fields.get("pick").to_owned();
    typed::with(&fields, &[("procedure", code)])
}

async fn take_in(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    fields: Fields,
    mut errors: FieldErrors,
) -> Result {
    let token = fields.once()?;
    let desk = Desk::now(app);
    let on_the_spot = fields.get("viec") == "lam-ngay";
    let ready = intake::read(&desk, &fields, &mut errors);
    if let Some(ready) = &ready {
        incomplete(ready, on_the_spot, &mut errors);
    }
    if let Some(why) = desk.commune.uncoded() {
        errors.add("", format!("{why}. {SET_CODE}"));
    }
    let Some(ready) = ready.filter(|_| errors.is_empty()) else {
        return officer_pages::render(app, ctx, actor, fields, errors, false).await;
    };
    let (by, checked) = (actor.clone(), fields.has("not_duplicate"));
    let by_at = (actor.by(), desk.at);
    let done = app
        .once_untold(token, by_at, move |tx| {
            if !checked {
                refuse_duplicates(tx, &desk, &ready)?;
            }
            let (place, events) = write_down(tx, &desk, &by, ready, on_the_spot)?;
            Ok((events, place))
        })
        .await;
    answer(app, ctx, actor, fields, done).await
}

/// Leads to the result, or shows the form again with what the rules say.
pub(crate) async fn answer(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    fields: Fields,
    done: Result<String>,
) -> Result {
    let errors = match done {
        Ok(place) => return Ok(see(&place)),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Refused(sentence)) => FieldErrors::one("", sentence),
        Err(other) => return Err(other),
    };
    officer_pages::render(app, ctx, actor, fields, errors, false).await
}

/// What still stands against taking it in.
pub(crate) fn incomplete(ready: &Ready, on_the_spot: bool, errors: &mut FieldErrors) {
    for (field, name) in &ready.missing {
        errors.add(
            field,
            format!("Còn thiếu: {name}. Hãy đánh dấu khi đã có, hoặc lập phiếu yêu cầu bổ sung"),
        );
    }
    if !on_the_spot {
        return;
    }
    if ready.fee.is_unknown() {
        errors.add(
            "entered_dong",
            "Làm ngay thì phải rõ mức thu: hãy nhập số tiền kèm căn cứ; không thu thì ghi 0",
        );
    } else if ready.pay == Pay::Later && ready.fee.known() > Dong::ZERO {
        errors.add(
            "pay",
            "Làm ngay thì thu ngay: hãy chọn tiền mặt hoặc chuyển khoản",
        );
    }
}

pub(crate) fn refuse_duplicates(tx: &mut Tx<'_>, desk: &Desk, ready: &Ready) -> Result<(), Error> {
    let found = duplicate::find(tx, &desk.agency, &ready.procedure.code, &ready.filing.owner)?;
    let Some(first) = found.first() else {
        return Ok(());
    };
    Err(FieldErrors::one(
        "not_duplicate",
        format!(
            "Người này có hồ sơ cùng thủ tục chưa xong, {} ({}). Hãy mở xem; nếu không trùng thì đánh dấu «Đã kiểm tra»",
            first.address, first.state_vi
        ),
    )
    .into())
}

/// Receipt, charge and payment; answers where to go and what happened.
pub(crate) fn write_down(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    ready: Ready,
    on_the_spot: bool,
) -> Result<(String, Vec<store::NewEvent>), Error> {
    let Ready {
        mut filing,
        terms,
        fee,
        pay,
        ..
    } = ready;
    let draft = filing.tracking.clone();
    filing.tracking = free_tracking(tx, actor, filing.tracking)?;
    let take = if on_the_spot {
        receive_and_return
    } else {
        receive
    };
    let mut acted = take(tx, desk, actor, &filing, &terms)?;
    let (id, agency) = (&acted.row.id, &desk.agency);
    // Money is told of right after the receipt, before the result that it was paid for.
    let rest = acted.events.split_off(acted.events.len().min(1));
    acted.events.extend(payment::charge_entered(
        tx,
        agency,
        actor,
        desk.at,
        id,
        &fee.quote,
        fee.entered.as_ref(),
    )?);
    if let Pay::Now(method) = pay
        && fee.known() > Dong::ZERO
    {
        let house = (agency.as_str(), &*desk.commune);
        acted
            .events
            .extend(payment::collect(tx, house, actor, desk.at, id, method)?);
    }
    acted.events.extend(rest);
    // What is done on the spot owes a row in the register and no receipt (ruling 14).
    if !on_the_spot {
        dossier::issue_receipt(tx, desk, actor, &mut acted)?;
    }
    if let Some(draft) = draft {
        draft::forget(tx, actor, &draft)?;
    }
    Ok((
        format!("/cb/quay/xong/{}", acted.row.address()),
        acted.events,
    ))
}

/// The code that the page has promised, unless a dossier or somebody else's draft has it meanwhile.
pub(crate) fn free_tracking(
    tx: &mut Tx<'_>,
    actor: &Actor,
    wanted: Option<String>,
) -> Result<Option<String>, StoreError> {
    let Some(wanted) = wanted.and_then(|code| domain::code::TrackingCode::parse(&code).ok()) else {
        return Ok(None);
    };
    let taken = tx.row(
        "SELECT 1 AS taken FROM dossier WHERE agency = $3 AND tracking = $1
        UNION SELECT 1 FROM counter_draft WHERE tracking = $1 AND officer <> $2",
        params![wanted.as_str(), &actor.user, &actor.agency],
    )?;
    Ok(taken.is_none().then(|| wanted.as_str().to_owned()))
}
