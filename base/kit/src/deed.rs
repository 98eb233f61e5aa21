//! An act behind a form, done once however often the form is sent.
//! For handlers whose act answers nothing but its events; others use `store::once` themselves.

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
    /// Where its form leads.
    pub place: &'static str,
    /// What the next page says of it.
    pub said: &'static str,
}

impl App {
    /// Does an act and leaves its sentence for the next page, in one transaction. A form that was sent
    /// before does nothing again. Answers where the form leads, the second time too.
    ///
    /// # Errors
    /// What the act refuses, or what the store answers.
    pub async fn once(
        &self,
        ctx: &Ctx,
        token: String,
        deed: Deed,
        act: impl FnOnce(&mut Tx<'_>) -> Result<Vec<NewEvent>> + Send + 'static,
    ) -> Result<String> {
        let next = self.next_page(ctx);
        self.write(move |tx: &mut Tx<'_>| -> Result<_> {
            if let Some(earlier) = once::claimed(tx, &token)? {
                return Ok(tx.commit_silently("the form was sent twice", earlier)?);
            }
            let events = act(tx)?;
            once::settle(tx, &token, deed.place)?;
            next.tell(tx, Tone::Ok, deed.said)?;
            let place = deed.place.to_owned();
            if events.is_empty() {
                return Ok(tx.commit_silently("it was so before", place)?);
            }
            Ok(tx.commit(&deed.by, deed.at, events, place)?)
        })
        .await
    }
}
