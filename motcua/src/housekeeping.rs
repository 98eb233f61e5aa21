//! What is forgotten once a day: drafts that name people, and tokens of forms sent long ago.
//! For the privacy notice to be true also in a commune where nobody opens the counter.

use std::time::Duration;

use kit::App;
use store::{StoreError, Tx, once};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// A page left open longer than this is made anew.
const TOKEN_DAYS: i64 = 30;

/// Forgets what is old enough.
///
/// # Errors
/// What the store answers.
pub async fn forget(app: &App) -> Result<(), StoreError> {
    let at = app.law_now();
    app.write(move |tx: &mut Tx<'_>| {
        counter::forget_old_drafts(tx, at)?;
        once::forget(tx, TOKEN_DAYS)?;
        tx.commit_silently("drafts and tokens are no acts", ())
    })
    .await
}

/// Does so at once and then each day, for as long as the program runs.
pub async fn each_day(app: App) {
    let mut day = tokio::time::interval(DAY);
    loop {
        day.tick().await;
        if let Err(why) = forget(&app).await {
            tracing::error!(%why, "old drafts could not be forgotten");
        }
    }
}
