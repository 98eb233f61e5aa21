//! An act behind a form, done once however often the form is sent.
//! For handlers whose act answers its events and where it leads; others use `store::once` themselves.

use domain::moment::Moment;
use store::{NewEvent, Tx, once};

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::shown::Tone;

/// What is known of an act before it is done.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Whose it is, as the log names them.
    pub by: String,
    /// When.
    pub at: Moment,
    /// What the next page says of it.
    pub said: &'static str,
}

impl App {
    /// Does an act and leaves its sentence for the next page, in one transaction. A form that was sent
    /// before does nothing again. Answers where the form leads, `place`, the second time too.
    ///
    /// # Errors
    /// What the act refuses, or what the store answers.
    pub async fn once(
        &self,
        ctx: &Ctx,
        (token, place): (String, impl Into<String>),
        deed: Deed,
        act: impl FnOnce(&mut Tx<'_>) -> Result<Vec<NewEvent>> + Send + 'static,
    ) -> Result<String> {
        let place = place.into();
        self.once_leading(ctx, token, deed, move |tx| Ok((act(tx)?, place)))
            .await
    }

    /// The same where only the act knows where its form leads: to the thing that it has made.
    ///
    /// # Errors
    /// What the act refuses, or what the store answers.
    pub async fn once_leading(
        &self,
        ctx: &Ctx,
        token: String,
        deed: Deed,
        act: impl FnOnce(&mut Tx<'_>) -> Result<(Vec<NewEvent>, String)> + Send + 'static,
    ) -> Result<String> {
        let (next, Deed { by, at, said }) = (self.next_page(ctx), deed);
        self.once_untold(token, (by, at), move |tx: &mut Tx<'_>| {
            let done = act(tx)?;
            next.tell(tx, Tone::Ok, said)?;
            Ok(done)
        })
        .await
    }

    /// The same with no sentence for the next page but what the act itself leaves there.
    ///
    /// # Errors
    /// What the act refuses, or what the store answers.
    pub async fn once_untold(
        &self,
        token: String,
        (by, at): (String, Moment),
        act: impl FnOnce(&mut Tx<'_>) -> Result<(Vec<NewEvent>, String)> + Send + 'static,
    ) -> Result<String> {
        self.write(move |tx: &mut Tx<'_>| -> Result<_> {
            if let Some(earlier) = once::claimed(tx, &token)? {
                return Ok(tx.commit_silently("the form was sent twice", earlier)?);
            }
            let (events, place) = act(tx)?;
            once::settle(tx, &token, &place)?;
            if events.is_empty() {
                return Ok(tx.commit_silently("nothing changed that the ledger tells", place)?);
            }
            Ok(tx.commit(&by, at, events, place)?)
        })
        .await
    }
}
