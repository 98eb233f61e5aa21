//! `GET /cong-khai/dau-so`: the heads of the ledger's chains, for everybody to copy (ruling 5).
//! Whoever kept yesterday's line can prove that nothing before it was rewritten.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::text::moment_vi;
use kit::{App, Ctx, Error, Link, Page, Result, html};

#[derive(Template)]
#[template(path = "ledger_heads.html")]
struct LedgerHeads {
    page: Page,
    crumbs: Vec<Link>,
    at: String,
    heads: Vec<Head>,
}

/// The head of one chain.
struct Head {
    seq: String,
    hash: String,
}

/// `GET /cong-khai/dau-so`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx) -> Result {
    let heads = heads(&app).await?;
    html(LedgerHeads {
        page: app.page(&ctx, "Dấu sổ"),
        crumbs: vec![Link::new("/", "Trang chủ")],
        at: moment_vi(app.law_now()),
        heads: heads
            .into_iter()
            .map(|(_, seq, hash)| Head {
                seq: domain::money::grouped(seq),
                hash,
            })
            .collect(),
    })
}

/// `GET /cong-khai/dau-so.txt`: lines as `verify --anchor` reads them.
pub(crate) async fn lines(State(app): State<App>) -> Result {
    let lines: String = heads(&app)
        .await?
        .iter()
        .map(|(agency, seq, hash)| format!("{agency} {seq} {hash}\n"))
        .collect();
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], lines).into_response())
}

async fn heads(app: &App) -> Result<Vec<(String, i64, String)>> {
    let (db, own) = (app.db().clone(), app.agency().to_owned());
    let mut heads = tokio::task::spawn_blocking(move || db.heads())
        .await
        .map_err(Error::fault)??;
    // Each commune of the database publishes its own.
    heads.retain(|(agency, ..)| *agency == own);
    Ok(heads)
}
