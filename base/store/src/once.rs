//! Forms sent twice: a token in each form leads the second sending to the first one's result.
//! For every act behind a form; a double click then does nothing twice.

use crate::{entropy::millis_now, error::StoreError, params, sql::Sql as _, tx::Tx};

/// Where the form with this token led, if it was sent before.
///
/// # Errors
/// Whatever the database refuses.
pub fn claimed(tx: &mut Tx<'_>, token: &str) -> Result<Option<String>, StoreError> {
    let key = of_agency(tx, token);
    let row = tx.row("SELECT location FROM once WHERE token = $1", params![key])?;
    row.map(|row| row.get("location")).transpose()
}

/// Remembers where the form with this token led, together with the act itself.
///
/// # Errors
/// [`StoreError::Unique`] if it was settled meanwhile: then the act fails, and asking again finds the place.
pub fn settle(tx: &mut Tx<'_>, token: &str, location: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO once(token, location, at) VALUES ($1, $2, $3)";
    let key = of_agency(tx, token);
    tx.run(sql, params![key, location, millis_now()])
        .map(|_| ())
}

/// A token is its commune's: sent to another commune's address it was never sent.
fn of_agency(tx: &Tx<'_>, token: &str) -> String {
    format!("{}/{token}", tx.agency())
}

/// Forgets tokens older than so many days.
///
/// # Errors
/// Whatever the database refuses.
pub fn forget(tx: &mut Tx<'_>, days: i64) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM once WHERE at < $1",
        params![millis_now() - days * 86_400_000],
    )
}
