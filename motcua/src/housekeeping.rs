//! What is forgotten once a day: drafts that name people, tokens of forms sent long ago, refused uploads.
//! For the privacy notice to be true also in a commune where nobody opens the counter.

use std::time::{Duration, SystemTime};

use kit::App;
use store::{StoreError, Tx, once};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// A page left open longer than this is made anew.
const TOKEN_DAYS: i64 = 30;

/// An upload is bound to its dossier at once, or was refused.
const FILE_GRACE: Duration = DAY;

/// Forgets what is old enough.
///
/// # Errors
/// What the store answers.
pub async fn forget(app: &App) -> Result<(), StoreError> {
    let (at, real) = (app.law_now(), app.clock().real_now());
    app.write(move |tx: &mut Tx<'_>| {
        counter::forget_old_drafts(tx, at)?;
        api::forget_answers(tx, real)?;
        once::forget(tx, TOKEN_DAYS)?;
        tx.commit_silently("drafts and tokens are no acts", ())
    })
    .await?;
    let db = app.db().clone();
    // Why the machine's own clock: the disk dates its files by it, also in a demonstration.
    let before = SystemTime::now() - FILE_GRACE;
    let forgotten = tokio::task::spawn_blocking(move || db.forget_unnamed_files(before))
        .await
        .map_err(|_| StoreError::Panicked)??;
    if forgotten > 0 {
        tracing::info!(forgotten, "files that no dossier names were deleted");
    }
    Ok(())
}

/// Does so at once and then each day, for as long as the program runs.
pub async fn each_day(app: App) {
    let mut day = tokio::time::interval(DAY);
    loop {
        day.tick().await;
        if let Err(why) = forget(&app).await {
            tracing::error!(%why, "old drafts, tokens and uploads could not be forgotten");
        }
    }
}
