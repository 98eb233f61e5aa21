//! One act on an account, as every page asks for it: once, against the version seen, with a notice.
//! For the page of a person, the page of a post, and the page of proposals.

use domain::access::Actor;
use kit::{App, Ctx, Error, Fields, Notice, Result, Tone, session};
use store::{NewEvent, Tx, once};

use crate::manage::address;
use crate::row::Account;
use crate::sign_in;

/// What an act on an account is asked with.
pub(crate) struct Asked {
    pub(crate) id: String,
    pub(crate) seen: i64,
    token: String,
    pub(crate) by: String,
    session: String,
}

impl Asked {
    pub(crate) fn read(ctx: &Ctx, actor: &Actor, id: String, fields: &Fields) -> Result<Self> {
        Ok(Self {
            id,
            seen: fields.get("version").parse().unwrap_or(-1),
            token: fields.once()?,
            by: actor.by(),
            session: ctx
                .session()
                .map(|session| session.id.clone())
                .unwrap_or_default(),
        })
    }

    /// The same with a version that stood in another field.
    pub(crate) fn seen_at(self, seen: i64) -> Self {
        Self { seen, ..self }
    }

    /// The same where nobody acts on their own account; `own` says where that is done.
    pub(crate) fn of_another(
        ctx: &Ctx,
        actor: &Actor,
        id: &str,
        fields: &Fields,
        own: &str,
    ) -> Result<Self> {
        if actor.user == id {
            return Err(Error::refused(own));
        }
        Self::read(ctx, actor, id.to_owned(), fields)
    }
}

/// Does an act on an account once and leaves its notice. None when the form was sent before.
pub(crate) async fn done(
    app: &App,
    asked: Asked,
    act: impl FnOnce(&mut Tx<'_>, &Asked) -> Result<(Account, Vec<NewEvent>)> + Send + 'static,
    notice: impl FnOnce(&Account, &[NewEvent]) -> Option<String> + Send + 'static,
) -> Result<Option<Account>> {
    let (at, real) = sign_in::moments(app);
    app.write(move |tx: &mut Tx<'_>| -> Result<_> {
        if once::claimed(tx, &asked.token)?.is_some() {
            return Ok(tx.commit_silently("the form was sent twice", None)?);
        }
        let (account, events) = act(tx, &asked)?;
        once::settle(tx, &asked.token, &address(&asked.id))?;
        if let Some(text) = notice(&account, &events) {
            session::leave_notice(
                tx,
                &asked.session,
                real,
                &Notice {
                    tone: Tone::Ok,
                    text,
                },
            )?;
        }
        Ok(tx.commit(&asked.by, at, events, Some(account))?)
    })
    .await
}
