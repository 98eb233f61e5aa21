//! Tokens as stored, and how one is known by its secret.
//! For the edge, which asks on each call, and for the pages of tokens.

use domain::access::{Act, Actor, Subject, may};
use domain::moment::Moment;
use domain::text::{hex, moment_vi};
use kit::{App, Bearer, Error, NavCount, Result, Tag, Tone};
use sha2::{Digest as _, Sha256};
use store::{Reader, Row, Sql, StoreError, Tx, params};

/// How long before its end a token is warned of.
pub(crate) const WARN_DAYS: i64 = 14;

/// One token.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) name: String,
    pub(crate) account: String,
    /// The account's owner; the id where there is no such account any more.
    pub(crate) owner: String,
    pub(crate) hint: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) made_at: Moment,
    pub(crate) accepted_at: Option<Moment>,
    pub(crate) expires_at: Moment,
    pub(crate) revoked_at: Option<Moment>,
    pub(crate) used_at: Option<Moment>,
    pub(crate) calls: i64,
}

const COLUMNS: &str = "api_token.id AS id, api_token.version AS version, api_token.name AS name,
    account_id, account.name AS owner, hint, scopes, made_at, accepted_at, expires_at, revoked_at,
    used_at, calls";
const TABLES: &str = "api_token LEFT JOIN account ON account.id = api_token.account_id
    LEFT JOIN api_token_use ON api_token_use.token_id = api_token.id";

impl Token {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let account: String = row.get("account_id")?;
        Ok(Self {
            id: row.get("id")?,
            version: row.get("version")?,
            name: row.get("name")?,
            owner: row
                .get::<Option<String>>("owner")?
                .unwrap_or_else(|| account.clone()),
            account,
            hint: row.get("hint")?,
            scopes: words(&row.get::<String>("scopes")?),
            made_at: row.get("made_at")?,
            accepted_at: row.get("accepted_at")?,
            expires_at: row.get("expires_at")?,
            revoked_at: row.get("revoked_at")?,
            used_at: row.get("used_at")?,
            calls: row.get::<Option<i64>>("calls")?.unwrap_or_default(),
        })
    }

    /// Whether it opens nothing any more.
    pub(crate) fn is_over(&self, now: Moment) -> bool {
        self.revoked_at.is_some() || self.expires_at <= now
    }

    /// Whether its end comes so soon that somebody must think of it.
    pub(crate) fn ends_soon(&self, now: Moment) -> bool {
        !self.is_over(now) && self.expires_at <= now.plus_minutes(WARN_DAYS * 24 * 60)
    }

    /// How it stands, in words.
    pub(crate) fn tags(&self, now: Moment) -> Vec<Tag> {
        if let Some(at) = self.revoked_at {
            return vec![Tag::plain(format!("Đã thu hồi {}", moment_vi(at)))];
        }
        if self.expires_at <= now {
            return vec![Tag::plain("Đã hết hạn")];
        }
        let mut tags = Vec::new();
        if self.accepted_at.is_none() {
            tags.push(Tag::new(Tone::Warning, "Chờ chủ tài khoản đồng ý"));
        }
        if self.ends_soon(now) {
            let days = self.expires_at.minutes_since(now).div_euclid(24 * 60);
            tags.push(Tag::new(
                Tone::Warning,
                format!("Còn {days} ngày là hết hạn"),
            ));
        }
        if tags.is_empty() {
            tags.push(Tag::new(Tone::Ok, "Đang dùng được"));
        }
        tags
    }

    /// When it was used last, and how often.
    pub(crate) fn used_vi(&self) -> String {
        self.used_at.map_or_else(
            || "Chưa dùng lần nào".to_owned(),
            |at| {
                format!(
                    "Lần cuối {}, tất cả {} lần",
                    moment_vi(at),
                    domain::money::grouped(self.calls)
                )
            },
        )
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What is stored of a secret.
pub(crate) fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// The token in force with this secret: not revoked, not over, agreed to.
///
/// # Errors
/// What the store answers.
pub fn bearer_of(
    reader: &mut Reader<'_>,
    secret: &str,
    now: Moment,
) -> Result<Option<Bearer>, StoreError> {
    let row = reader.row(
        "SELECT id, name, account_id, scopes FROM api_token
        WHERE secret_hash = $1 AND expires_at > $2 AND revoked_at IS NULL AND accepted_at IS NOT NULL",
        params![hash(secret), now],
    )?;
    row.map(|row| {
        Ok(Bearer {
            token: row.get("id")?,
            name: row.get("name")?,
            account: row.get("account_id")?,
            scopes: words(&row.get::<String>("scopes")?),
        })
    })
    .transpose()
}

/// The tokens of a commune, those in force first; of one account where one is named.
pub(crate) fn list(
    sql: &mut impl Sql,
    agency: &str,
    account: &str,
) -> Result<Vec<Token>, StoreError> {
    let text = format!(
        "SELECT {COLUMNS} FROM {TABLES}
        WHERE api_token.agency = $1 AND ($2 = '' OR account_id = $2)
        ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, expires_at DESC, api_token.id LIMIT 500"
    );
    sql.rows(&text, params![agency, account])?
        .iter()
        .map(Token::read)
        .collect()
}

/// One token of this commune.
pub(crate) fn find(sql: &mut impl Sql, agency: &str, id: &str) -> Result<Token> {
    let text =
        format!("SELECT {COLUMNS} FROM {TABLES} WHERE api_token.id = $1 AND api_token.agency = $2");
    let row = sql.row(&text, params![id, agency])?.ok_or(Error::Missing)?;
    Ok(Token::read(&row)?)
}

/// The number beside «Khóa API» in the menu of whoever manages tokens: those that end within two
/// weeks, before a program stops.
///
/// # Errors
/// What the store answers.
pub fn counts(
    sql: &mut impl Sql,
    actor: &Actor,
    now: Moment,
) -> Result<Option<NavCount>, StoreError> {
    if may(actor, Act::ManageTokens, &Subject::agency(&actor.agency)).is_err() {
        return Ok(None);
    }
    let row = sql.row(
        "SELECT COUNT(*) AS n FROM api_token
        WHERE agency = $1 AND revoked_at IS NULL AND expires_at > $2 AND expires_at <= $3",
        params![&actor.agency, now, now.plus_minutes(WARN_DAYS * 24 * 60)],
    )?;
    let n: i64 = row.map_or(Ok(0), |row| row.get("n"))?;
    Ok(u64::try_from(n).ok().filter(|n| *n > 0).map(|n| NavCount {
        key: "tokens",
        n,
        urgent: false,
    }))
}

/// Notes that a token was used, with the calls since the last note.
pub(crate) async fn note_use(app: &App, token: String, now: Moment, calls: i64) -> Result<()> {
    app.write(move |tx: &mut Tx<'_>| {
        tx.run(
            "INSERT INTO api_token_use(token_id, used_at, calls) VALUES ($1, $2, $3)
            ON CONFLICT (token_id) DO UPDATE SET used_at = excluded.used_at,
                calls = api_token_use.calls + excluded.calls",
            params![token, now, calls],
        )?;
        Ok::<_, Error>(tx.commit_silently("when a token was used is no act", ())?)
    })
    .await
}
