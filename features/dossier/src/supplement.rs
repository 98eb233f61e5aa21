//! The one complete list of what is missing (Mẫu 02): each item with why and how to mend it.
//! For the officer who asks, the paper that the citizen takes home, and the page that follows it.

use domain::access::Actor;
use domain::dossier::Command;
use kit::Error;
use store::{Row, Sql, StoreError, Tx, params};

use crate::act::{self, Acted, Words};
use crate::desk::Desk;

/// One missing or faulty paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What is asked for.
    pub name: String,
    /// Why it is needed.
    pub why: String,
    /// How to mend it.
    pub how: String,
}

/// Asks the citizen for more; the clock stops. A second request is the leader's to make.
///
/// # Errors
/// Denied, a conflict, or the rule that says no.
pub fn request(
    tx: &mut Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    id: &str,
    asked: &[Asked],
    words: Words<'_>,
) -> Result<Acted, Error> {
    let leads = domain::access::may(
        actor,
        domain::access::Act::AllowSecondSupplement,
        &domain::access::Subject::agency(&desk.agency),
    )
    .is_ok();
    let command = Command::RequestSupplement {
        items: asked.len(),
        allowed_by: leads.then_some(actor.user.as_str()),
    };
    let mut acted = act::act(tx, desk, actor, id, &command, words)?;
    store(tx, id, i64::from(acted.row.machine.supplements), asked)?;
    crate::print::supplement_slip(tx, desk, actor, &mut acted, asked)?;
    Ok(acted)
}

/// Keeps the list of a request.
///
/// # Errors
/// What the store answers.
pub fn store(
    tx: &mut Tx<'_>,
    dossier: &str,
    ordinal: i64,
    asked: &[Asked],
) -> Result<(), StoreError> {
    for (place, item) in (1_i64..).zip(asked) {
        let id = tx.new_id();
        let salt = tx.salt();
        tx.run(
            "INSERT INTO dossier_supplement_item(id, dossier_id, ordinal, seq, name, why, how, salt)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![&id, dossier, ordinal, place, &item.name, &item.why, &item.how, salt],
        )?;
        tx.seal("dossier_supplement_item", &id);
    }
    Ok(())
}

/// What the latest request asks for.
///
/// # Errors
/// What the store answers.
pub fn latest(sql: &mut impl Sql, dossier: &str) -> Result<Vec<Asked>, StoreError> {
    let rows = sql.rows(
        "SELECT name, why, how FROM dossier_supplement_item
        WHERE dossier_id = $1 AND ordinal =
            (SELECT MAX(ordinal) FROM dossier_supplement_item WHERE dossier_id = $1)
        ORDER BY seq, id",
        params![dossier],
    )?;
    rows.iter().map(asked).collect()
}

/// What the request of a round asked for, the first being 1.
///
/// # Errors
/// What the store answers.
pub fn of_round(sql: &mut impl Sql, dossier: &str, round: u32) -> Result<Vec<Asked>, StoreError> {
    let rows = sql.rows(
        "SELECT name, why, how FROM dossier_supplement_item
        WHERE dossier_id = $1 AND ordinal = $2 ORDER BY seq, id",
        params![dossier, i64::from(round)],
    )?;
    rows.iter().map(asked).collect()
}

fn asked(row: &Row) -> Result<Asked, StoreError> {
    Ok(Asked {
        name: row.get("name")?,
        why: row.get("why")?,
        how: row.get("how")?,
    })
}
