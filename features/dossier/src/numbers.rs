//! Numbers issued in the same transaction as the act that needs them, never twice.
//! Dossier codes per commune and day, register rows per book, the clerk's series per year.

use domain::code::{AgencyCode, DossierCode, TrackingCode};
use kit::{Error, SET_CODE};
use store::{Row, Sql as _, StoreError, Tx, params};

use crate::desk::Desk;
use domain::moment::Moment;

/// The next number of a series, from 1.
///
/// # Errors
/// What the store answers.
pub fn next(tx: &mut Tx<'_>, series: &str) -> Result<i64, StoreError> {
    let row: Option<Row> = tx.row(
        "INSERT INTO number_series(id, last) VALUES ($1, 1)
        ON CONFLICT (id) DO UPDATE SET last = number_series.last + 1 RETURNING last",
        params![series],
    )?;
    tx.seal("number_series", series);
    row.ok_or_else(|| StoreError::Corrupt(format!("number_series {series} answered nothing")))?
        .get("last")
}

/// The code of a dossier received at `at` (TT 01/2018/TT-VPCP): one more than the last of that day.
///
/// # Errors
/// Refused while the commune has no part of its own in the code; a fault if that part is not one.
pub fn dossier_code(tx: &mut Tx<'_>, desk: &Desk, at: Moment) -> Result<String, Error> {
    if let Some(why) = desk.commune.uncoded() {
        return Err(Error::refused(format!("{why}. {SET_CODE}")));
    }
    let day = at.date();
    let sequence = next(tx, &format!("{}/dossier/{day}", desk.agency))?;
    let agency = AgencyCode::parse(&desk.code_part).map_err(Error::fault)?;
    let sequence = u32::try_from(sequence).map_err(Error::fault)?;
    Ok(DossierCode::new(&agency, day, sequence)
        .map_err(Error::fault)?
        .as_str()
        .to_owned())
}

/// A fresh tracking code that no dossier has.
///
/// # Errors
/// A fault after many collisions, which chance alone does not bring about.
pub fn tracking_code(tx: &mut Tx<'_>) -> Result<String, Error> {
    for _ in 0..20 {
        let bytes: [u8; 32] = tx.random();
        let Some(code) = TrackingCode::from_random(&bytes) else {
            continue;
        };
        let agency = tx.agency().to_owned();
        let taken = tx.row(
            "SELECT id FROM dossier WHERE agency = $1 AND tracking = $2",
            params![agency, code.as_str()],
        )?;
        if taken.is_none() {
            return Ok(code.as_str().to_owned());
        }
    }
    Err(Error::fault("no free tracking code in twenty tries"))
}

/// The register (Mẫu 06) is one book per commune and year; its rows are numbered from 1.
///
/// # Errors
/// What the store answers.
pub fn register_row(tx: &mut Tx<'_>, desk: &Desk, at: Moment) -> Result<(String, i64), StoreError> {
    let year = at.date().year();
    let number = next(tx, &format!("{}/register/{year}", desk.agency))?;
    Ok((format!("01/{year}"), number))
}
