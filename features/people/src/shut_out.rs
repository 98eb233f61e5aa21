//! Whoever may be inside in somebody else's name goes out at once: sessions, and programs with tokens.
//! For a reset password, a lost second factor and a leaver; the administrator is told of the programs.

use domain::moment::Moment;
use kit::{EndTokens, session};
use store::{NewEvent, Sql, StoreError, Tx, params};

use crate::row::Account;

/// How whoever still is inside in an account's name is shut out: its sessions, and the programs that
/// work with its tokens.
#[derive(Clone, Copy)]
pub struct ShutOut<'a> {
    /// Takes the tokens back; they are another feature's.
    pub end_tokens: EndTokens,
    /// Who does it, as events say it.
    pub by: &'a str,
    /// When, by the real clock: sessions and tokens live by it.
    pub at: Moment,
}

impl ShutOut<'_> {
    /// An event for each token, after the event of the account itself.
    pub(crate) fn all(
        self,
        tx: &mut Tx<'_>,
        account: &Account,
        kind: &'static str,
        mut data: serde_json::Value,
    ) -> Result<Vec<NewEvent>, StoreError> {
        session::end_all(tx, &account.id)?;
        let tokens = (self.end_tokens)(tx, &account.id, (self.by, self.at))?;
        if !tokens.is_empty() {
            data["tokens"] = tokens.len().into();
        }
        Ok(std::iter::once(account.event(kind, data))
            .chain(tokens)
            .collect())
    }
}

/// What is told of the tokens that were taken back with an act; empty where there were none.
pub(crate) fn tokens_told(events: &[NewEvent]) -> String {
    match events
        .first()
        .and_then(|event| event.data["tokens"].as_u64())
    {
        Some(n) => {
            format!("Đã thu hồi {n} khóa API của người này; phần mềm nào còn cần thì tạo khóa mới.")
        }
        None => String::new(),
    }
}

/// How many tokens of programs work in an account's name.
///
/// # Errors
/// What the store answers.
pub(crate) fn tokens_in_force(
    sql: &mut impl Sql,
    account: &Account,
    real: Moment,
) -> Result<i64, StoreError> {
    // Why by SQL: tokens ask whose account it is, so asking their crate would be a cycle.
    let row = sql.row(
        "SELECT COUNT(*) AS n FROM api_token
        WHERE agency = $1 AND account_id = $2 AND revoked_at IS NULL AND expires_at > $3",
        params![&account.agency, &account.id, real],
    )?;
    row.map_or(Ok(0), |row| row.get("n"))
}
