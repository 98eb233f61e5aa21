//! A call that changes something is done once, however often it arrives: the answer is kept under
//! its Idempotency-Key in the transaction of the act itself.

use axum::http::StatusCode;
use domain::access::Actor;
use dossier::Desk;
use kit::{Error, Result};
use serde_json::json;
use store::{NewEvent, Sql as _, StoreError, Tx, params};

use crate::answer::{Answer, Json};
use crate::call::Call;

/// How long answers are kept.
const DAYS: i64 = 7;

/// Does the act of a call once. Its events are those of the page's act; a token is named in them.
///
/// # Errors
/// What the act answers; 422 where the key was used for something else.
pub(crate) async fn once<F>(call: &Call, act: F) -> Result<Answer>
where
    F: FnOnce(&mut Tx<'_>, &Desk, &Actor) -> Result<(Json, Vec<NewEvent>)> + Send + 'static,
{
    let (caller, actor, desk) = (call.caller()?, call.actor()?, Desk::now(&call.app));
    let token = call.ctx.bearer().map(|bearer| bearer.token.clone());
    let (key, asked) = (call.key.clone(), call.asked.clone());
    let real = call.app.clock().real_now();
    call.app
        .write(move |tx: &mut Tx<'_>| {
            if let Some(kept) = kept(tx, &caller, &key, &asked)? {
                return Ok::<_, Error>(tx.commit_silently("the call was made before", kept)?);
            }
            let (answer, mut events) = act(tx, &desk, &actor)?;
            tx.run(
                "INSERT INTO api_answer(caller, call_key, asked, status, body, location, at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)",
                params![
                    caller,
                    key,
                    asked,
                    i64::from(answer.status.as_u16()),
                    &answer.body,
                    &answer.location,
                    real
                ],
            )?;
            if events.is_empty() {
                return Ok(tx.commit_silently("a draft is no act yet", answer)?);
            }
            if let Some(token) = token {
                for event in &mut events {
                    event.data["token"] = json!(token);
                }
            }
            Ok(tx.commit(&actor.by(), desk.at, events, answer)?)
        })
        .await
        .map(Answer::Json)
}

fn kept(tx: &mut Tx<'_>, caller: &str, key: &str, asked: &str) -> Result<Option<Json>> {
    let row = tx.row(
        "SELECT asked, status, body, location FROM api_answer WHERE caller = $1 AND call_key = $2",
        params![caller, key],
    )?;
    let Some(row) = row else { return Ok(None) };
    if row.get::<String>("asked")? != asked {
        return Err(Error::misfit(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Idempotency-Key này đã dùng cho một yêu cầu khác. Việc mới thì dùng giá trị mới.",
        ));
    }
    let status = u16::try_from(row.get::<i64>("status")?)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok());
    Ok(Some(Json {
        status: status.unwrap_or(StatusCode::OK),
        location: row.get("location")?,
        is_replayed: true,
        ..Json::written(row.get("body")?)
    }))
}

/// Forgets answers that nobody will ask for again.
///
/// # Errors
/// What the store answers.
pub fn forget_answers(tx: &mut Tx<'_>, now: domain::moment::Moment) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM api_answer WHERE at < $1",
        params![now.plus_minutes(-DAYS * 24 * 60)],
    )
}
