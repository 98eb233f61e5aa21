//! Who is signed in: a random token in a cookie, its hash in table `session`.
//! For the edge, which asks on each request, and for `people`, which signs in and out.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponseParts, ResponseParts};
use domain::moment::Moment;
use domain::text::hex;
use sha2::{Digest, Sha256};
use store::{Reader, Sql, StoreError, Tx, params};

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::shown::Tone;

/// The cookie's name.
pub const COOKIE: &str = "mc";
/// Without a request for this long, a session ends.
pub const IDLE_MINUTES: i64 = 30;
/// After this long it ends in any case.
pub const LONGEST_MINUTES: i64 = 12 * 60;
/// How old the stored last-seen time may grow before it is written again.
pub(crate) const SEEN_EVERY_MINUTES: i64 = 1;

/// What a session still needs before its officer may work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: signed in.
    Nothing,
    /// The code of the second factor.
    SecondFactor,
    /// A password of one's own, after the first one or a reset.
    NewPassword,
    /// A second factor, for posts that must have one.
    NewSecondFactor,
}

impl Needs {
    const ALL: [Self; 4] = [
        Self::Nothing,
        Self::SecondFactor,
        Self::NewPassword,
        Self::NewSecondFactor,
    ];

    /// The frozen name in storage.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::SecondFactor => "second_factor",
            Self::NewPassword => "new_password",
            Self::NewSecondFactor => "new_second_factor",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|needs| needs.name() == name)
    }
}

/// A sentence left for the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Good news or a warning.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

/// A session that has not ended.
#[derive(Clone, Debug)]
pub struct Session {
    /// The hash of its token.
    pub id: String,
    /// The account.
    pub user: String,
    /// What is still missing.
    pub needs: Needs,
    pub(crate) seen_at: Moment,
    pub(crate) notice: Option<(Moment, Notice)>,
}

/// The cookie to send along with a response.
#[derive(Clone, Debug)]
pub struct SetCookie(HeaderValue);

impl SetCookie {
    fn new(app: &App, token: &str, max_age: &str) -> Self {
        let secure = if app.is_https() { "; Secure" } else { "" };
        let text = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax{max_age}{secure}");
        Self(HeaderValue::try_from(text).expect("a token is hex, so the header is ASCII"))
    }
}

impl IntoResponseParts for SetCookie {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Self::Error> {
        parts.headers_mut().append(header::SET_COOKIE, self.0);
        Ok(parts)
    }
}

/// The id of the session whose token the browser sent.
pub(crate) fn id_from_cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, token)| *name == COOKIE && token.len() == 64)
        .map(|(_, token)| id_of(token))
}

fn id_of(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// The session, if it is of this commune and has not ended.
pub(crate) fn find(
    reader: &mut Reader<'_>,
    agency: &str,
    id: &str,
    now: Moment,
) -> Result<Option<Session>, StoreError> {
    let row = reader.row(
        "SELECT user_id, needs, begun_at, seen_at, notice_at, notice_tone, notice_text
           FROM session
          WHERE id = $1 AND agency = $2",
        params![id, agency],
    )?;
    let Some(row) = row else { return Ok(None) };
    let (begun_at, seen_at): (Moment, Moment) = (row.get("begun_at")?, row.get("seen_at")?);
    let is_over = now.minutes_since(begun_at) >= LONGEST_MINUTES
        || now.minutes_since(seen_at) >= IDLE_MINUTES;
    let needs = Needs::from_name(&row.get::<String>("needs")?);
    let (false, Some(needs)) = (is_over, needs) else {
        return Ok(None);
    };
    let notice_at: Option<Moment> = row.get("notice_at")?;
    let tone: Option<String> = row.get("notice_tone")?;
    let text: Option<String> = row.get("notice_text")?;
    let notice = match (notice_at, tone.as_deref().and_then(Tone::from_name), text) {
        (Some(at), Some(tone), Some(text)) => Some((at, Notice { tone, text })),
        _ => None,
    };
    Ok(Some(Session {
        id: id.to_owned(),
        user: row.get("user_id")?,
        needs,
        seen_at,
        notice,
    }))
}

/// Ends every session of an account: when it is closed, or its password is reset.
///
/// # Errors
/// What the store answers.
pub fn end_all(tx: &mut Tx<'_>, user: &str) -> Result<u64, StoreError> {
    tx.run("DELETE FROM session WHERE user_id = $1", params![user])
}

/// Ends the other sessions of an account, after its owner changed the password.
///
/// # Errors
/// What the store answers.
pub fn end_others(tx: &mut Tx<'_>, user: &str, keep: &str) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM session WHERE user_id = $1 AND id <> $2",
        params![user, keep],
    )
}

/// Leaves a sentence for the officer's next page, in the transaction of the act it tells of.
///
/// # Errors
/// What the store answers.
pub fn leave_notice(
    tx: &mut Tx<'_>,
    session: &str,
    at: Moment,
    notice: &Notice,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE session SET notice_at = $1, notice_tone = $2, notice_text = $3 WHERE id = $4",
        params![at, notice.tone.name(), notice.text.clone(), session],
    )?;
    Ok(())
}

/// The next page of one officer. Told inside the act, a sentence costs no wait for the disk of its own.
#[derive(Clone, Debug)]
pub struct NextPage {
    session: Option<String>,
    at: Moment,
}

impl NextPage {
    /// Leaves a sentence, in the transaction of the act it tells of.
    ///
    /// # Errors
    /// What the store answers.
    pub fn tell(
        &self,
        tx: &mut Tx<'_>,
        tone: Tone,
        text: impl Into<String>,
    ) -> Result<(), StoreError> {
        let Some(session) = &self.session else {
            return Ok(());
        };
        let notice = Notice {
            tone,
            text: text.into(),
        };
        leave_notice(tx, session, self.at, &notice)
    }
}

impl App {
    /// Begins a session with a new token, ending the one the browser had: no token is
    /// ever carried from before signing in to after it.
    ///
    /// # Errors
    /// What the store answers.
    pub async fn begin_session(&self, ctx: &Ctx, user: &str, needs: Needs) -> Result<SetCookie> {
        self.begin_session_if(ctx, user, needs, |_| Ok(())).await
    }

    /// The same where `still` finds, in the transaction that begins it, that what was proved a moment
    /// ago still holds.
    ///
    /// # Errors
    /// What `still` or the store answers.
    pub async fn begin_session_if(
        &self,
        ctx: &Ctx,
        user: &str,
        needs: Needs,
        still: impl FnOnce(&mut Tx<'_>) -> Result<()> + Send + 'static,
    ) -> Result<SetCookie> {
        let token = random_hex::<32>()?;
        let (id, old) = (id_of(&token), ctx.session().map(|s| s.id.clone()));
        let now = self.clock().real_now();
        let (agency, user) = (self.agency().to_owned(), user.to_owned());
        self.write(move |tx| {
            still(tx)?;
            tx.run(
                "DELETE FROM session WHERE id = $1 OR begun_at < $2",
                params![old.unwrap_or_default(), now.plus_minutes(-LONGEST_MINUTES)],
            )?;
            tx.run(
                "INSERT INTO session (id, agency, user_id, needs, begun_at, seen_at)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                params![id, agency, user, needs.name(), now, now],
            )?;
            tx.commit_silently::<_>("a session begins; signing in has its own event", ())
                .map_err(Error::from)
        })
        .await?;
        Ok(SetCookie::new(self, &token, ""))
    }

    /// Ends the session the browser has.
    ///
    /// # Errors
    /// What the store answers.
    pub async fn end_session(&self, ctx: &Ctx) -> Result<SetCookie> {
        if let Some(id) = ctx.session().map(|session| session.id.clone()) {
            self.write(move |tx| {
                tx.run("DELETE FROM session WHERE id = $1", params![id])?;
                tx.commit_silently::<_>("a session ends", ())
                    .map_err(Error::from)
            })
            .await?;
        }
        Ok(SetCookie::new(self, "", "; Max-Age=0"))
    }

    /// Where a sentence for the officer's next page goes: taken before an act, told inside it.
    pub fn next_page(&self, ctx: &Ctx) -> NextPage {
        NextPage {
            session: ctx.session().map(|session| session.id.clone()),
            at: self.clock().real_now(),
        }
    }

    /// Leaves a sentence for the next page, outside any act.
    ///
    /// # Errors
    /// What the store answers.
    pub async fn tell(&self, ctx: &Ctx, tone: Tone, text: impl Into<String>) -> Result<()> {
        let Some(id) = ctx.session().map(|session| session.id.clone()) else {
            return Ok(());
        };
        let at = self.clock().real_now();
        let notice = Notice {
            tone,
            text: text.into(),
        };
        self.write(move |tx| {
            leave_notice(tx, &id, at, &notice)?;
            tx.commit_silently::<_>("a notice for the next page", ())
                .map_err(Error::from)
        })
        .await
    }
}

/// Random bytes of the operating system, in hex.
pub(crate) fn random_hex<const N: usize>() -> Result<String> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(Error::fault)?;
    Ok(hex(&bytes))
}
