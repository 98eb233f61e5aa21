//! Number and seal: the clerk's series counts anew each year; a number by hand says why.
//! For văn thư, and for the simulator's.

use domain::access::{Act, Actor};
use domain::dossier::Command;
use kit::{Error, FieldErrors, Labelled, Result};
use store::{Reader, Sql, StoreError, Tx, params};

use super::form::{ActForm, words};
use super::seen::{STAND_IN, Seen};
use super::sheet::{Input, Sent, Sheet, Typed, reason, reason_input};
use crate::act::{self, Acted, Words};
use crate::desk::Desk;
use crate::numbers;

const NUMBER_MAX: usize = 30;

/// Gives the next number of the year and the seal, or the number given by hand; does not commit.
///
/// # Errors
/// Denied, a conflict, a number that was given before, or the rule that says no.
pub fn seal(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    by_hand: Option<&str>,
    words: Words<'_>,
) -> Result<Acted, Error> {
    let number = match by_hand {
        Some(number) => taken_by_hand(tx, desk, number)?,
        None => next_free(tx, desk)?,
    };
    act::act(
        tx,
        desk,
        actor,
        id,
        &Command::Seal { number: &number },
        words,
    )
}

fn series(desk: &Desk) -> String {
    format!("{}/out/{}", desk.agency, desk.at.date().year())
}

fn hand_key(desk: &Desk, number: &str) -> String {
    format!("{}/hand/{number}", series(desk))
}

/// `46/2023`, passing over numbers that were given by hand.
fn next_free(tx: &mut Tx<'_>, desk: &Desk) -> Result<String, StoreError> {
    loop {
        let number = format!(
            "{}/{}",
            numbers::next(tx, &series(desk))?,
            desk.at.date().year()
        );
        if !is_known(tx, &hand_key(desk, &number))? {
            return Ok(number);
        }
    }
}

fn is_known(sql: &mut impl Sql, key: &str) -> Result<bool, StoreError> {
    Ok(sql
        .row("SELECT id FROM number_series WHERE id = $1", params![key])?
        .is_some())
}

fn last(sql: &mut impl Sql, desk: &Desk) -> Result<i64, StoreError> {
    let row = sql.row(
        "SELECT last FROM number_series WHERE id = $1",
        params![series(desk)],
    )?;
    row.map_or(Ok(0), |row| row.get("last"))
}

/// Keeps a number given by hand, so that neither hand nor series gives it again.
fn taken_by_hand(tx: &mut Tx<'_>, desk: &Desk, number: &str) -> Result<String, Error> {
    let key = hand_key(desk, number);
    let year = format!("/{}", desk.at.date().year());
    let in_series = number
        .strip_suffix(&year)
        .and_then(|n| n.parse::<i64>().ok());
    let last = last(tx, desk)?;
    let was_issued = in_series.is_some_and(|n| n <= last);
    if was_issued || is_known(tx, &key)? {
        let text = format!(
            "Số {number} đã cấp trong năm nay. Hãy xem lại sổ công văn đi, hoặc để trống để lấy số tiếp theo"
        );
        return Err(FieldErrors::one("so", text).into());
    }
    numbers::next(tx, &key)?;
    Ok(number.to_owned())
}

/// Lấy số, đóng dấu.
pub(crate) struct SealForm;

impl ActForm for SealForm {
    const PATH: &'static str = "/cb/ho-so/{code}/lay-so";
    const ACT: Act = Act::NumberAndSeal;
    const TITLE: &'static str = "Lấy số và đóng dấu";

    fn trial(_: &Seen) -> Option<Command<'_>> {
        Some(Command::Seal { number: STAND_IN })
    }

    fn sheet(seen: &Seen, reader: &mut Reader<'_>, typed: &Typed) -> Result<Sheet> {
        let year = seen.desk.at.date().year();
        let next = last(reader, &seen.desk)? + 1;
        Ok(Sheet {
            facts: vec![Labelled {
                note: "cấp chính thức khi bấm nút".into(),
                ..Labelled::new("Số tiếp theo trong năm", format!("{next}/{year}"))
            }],
            consequences: vec![
                "Số đã cấp không thu lại và không cấp cho văn bản khác.".into(),
                "Hồ sơ chuyển sang bước tiếp theo để trả kết quả.".into(),
            ],
            inputs: vec![
                Input::line("so", "Số ghi tay", typed.or("so", ""))
                    .wide("12")
                    .hint("Chỉ ghi khi số đã lấy trong sổ giấy; để trống để lấy số tiếp theo."),
                reason_input(
                    typed,
                    "Lý do ghi số bằng tay",
                    "Chỉ cần khi ghi số bằng tay.",
                ),
            ],
            button: "Lấy số và đóng dấu",
            ..Sheet::default()
        })
    }

    fn perform(tx: &mut Tx<'_>, seen: &Seen, sent: &Sent) -> Result<(Acted, String)> {
        let mut errors = FieldErrors::new();
        let by_hand = sent.fields.text(&mut errors, "so", "Số", NUMBER_MAX);
        let by_hand = Some(by_hand).filter(|number| !number.is_empty());
        let why = by_hand
            .as_ref()
            .map(|_| reason(&sent.fields, &mut errors))
            .unwrap_or_default();
        errors.settled()?;
        let id = &seen.row.id;
        let acted = seal(
            tx,
            &seen.desk,
            &seen.actor,
            id,
            by_hand.as_deref(),
            words(sent, &why),
        )?;
        let number = acted.row.machine.number.clone().unwrap_or_default();
        Ok((acted, format!("Đã lấy số {number} và đóng dấu.")))
    }
}
