//! A table on its way out: one page of rows at a time, so that a million lines need no more memory
//! than two thousand. A line that breaks off is broken off, never ended as if it were whole.

use std::io::Error as IoError;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use http_body_util::channel::{Channel, Sender};
use kit::{App, Error, Result};
use sheet::xlsx::Book;
use sheet::{Cell, csv};

use super::sources::Source;

/// Chunks that may wait for a slow reader.
const WAITING: usize = 4;

/// How the table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Csv,
    Xlsx,
}

type Out = Sender<Bytes, IoError>;

/// The answer, begun at once; its rows follow as the database gives them.
pub(crate) fn answer(app: &App, source: Source, form: Form) -> Response {
    let (sender, channel) = Channel::<Bytes, IoError>::new(WAITING);
    let name = format!("{}-{}", source.name(), app.law_now().date());
    let (kind, name) = match form {
        Form::Csv => ("text/csv; charset=utf-8", format!("{name}.csv")),
        Form::Xlsx => (super::programs::XLSX[0], format!("{name}.xlsx")),
    };
    tokio::spawn(send(app.clone(), source, form, sender));
    // Why fused: compression asks once more after the end, at which a bare channel panics.
    let mut response = Body::new(channel.fuse()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

async fn send(app: App, source: Source, form: Form, mut out: Out) {
    let done = match form {
        Form::Csv => as_csv(&app, source, &mut out).await,
        Form::Xlsx => as_xlsx(&app, source, &mut out).await,
    };
    match done {
        Ok(()) => {}
        Err(Broken::Reader) => tracing::debug!("the reader of an export went away"),
        Err(Broken::Ours(why)) => {
            tracing::error!(?why, "an export broke off");
            out.abort(IoError::other("the export broke off"));
        }
    }
}

/// Why an export ended early.
enum Broken {
    /// Nobody listens any more.
    Reader,
    /// Something of ours.
    Ours(Error),
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

async fn push(out: &mut Out, bytes: impl Into<Bytes>) -> Result<(), Broken> {
    out.send_data(bytes.into())
        .await
        .map_err(|_| Broken::Reader)
}

async fn as_csv(app: &App, mut source: Source, out: &mut Out) -> Result<(), Broken> {
    push(out, csv::head(source.columns())).await?;
    loop {
        let rows = source.next(app).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut text = String::new();
        for row in &rows {
            csv::row(&mut text, row);
        }
        push(out, text).await?;
    }
}

/// Why as it is written: nobody hears nothing until the last row, and is hung up on meanwhile.
async fn as_xlsx(app: &App, mut source: Source, out: &mut Out) -> Result<(), Broken> {
    let (title, columns) = (source.title(), source.columns());
    let mut book = aside(move || Book::new(title, columns)).await?;
    push(out, book.take()).await?;
    loop {
        let rows: Vec<Vec<Cell>> = source.next(app).await?;
        if rows.is_empty() {
            break;
        }
        let written;
        (book, written) = aside(move || {
            for row in &rows {
                book.push(row)?;
            }
            let written = book.take();
            Ok((book, written))
        })
        .await?;
        if !written.is_empty() {
            push(out, written).await?;
        }
    }
    let rest = aside(move || book.finish()).await?;
    push(out, rest).await
}

/// Packing, away from the threads that answer.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::fault)?
        .map_err(Error::fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Wanted;
    use domain::fact::Fact;
    use kit::testing::{SUPPLIED, setup};
    use store::testing::{Effects, engines_with};
    use store::{Event, NewEvent, Tx};

    const ROWS: usize = 5_200;

    /// Counts by the thousand, as an event brings them.
    fn facts(_: &Event) -> Vec<Fact> {
        let one = |n| Fact {
            measure: format!("m{n:05}"),
            procedure: String::new(),
            channel: String::new(),
            day: "2023-11-23".to_owned(),
            n: 1,
        };
        (0..ROWS).map(one).collect()
    }

    async fn counted() -> App {
        let effects = Effects {
            facts,
            jobs: |_| Vec::new(),
        };
        let db = engines_with(effects).swap_remove(0);
        let app = App::new(setup(db, SUPPLIED));
        let at = app.law_now();
        let done: Result<()> = app
            .write(move |tx: &mut Tx<'_>| {
                let event = NewEvent {
                    kind: "test.counted",
                    subject: "test:1".to_owned(),
                    data: serde_json::json!({}),
                };
                Ok(tx.commit("test", at, vec![event], ())?)
            })
            .await;
        done.expect("the counts are stored");
        app
    }

    #[tokio::test]
    async fn a_long_table_leaves_in_pieces_of_one_page_each() {
        let app = counted().await;
        let mut body = answer(&app, Source::facts(Wanted::default()), Form::Csv).into_body();
        let (mut lines, mut largest) = (0, 0);
        while let Some(frame) = body.frame().await {
            let data = frame.expect("a piece").into_data().expect("bytes");
            let here = data.iter().filter(|byte| **byte == b'\n').count();
            (lines, largest) = (lines + here, largest.max(here));
        }
        assert_eq!(lines, ROWS + 1);
        assert!(largest <= 2_000, "a piece of {largest} lines");
    }

    #[tokio::test]
    async fn a_workbook_begins_to_arrive_long_before_its_last_row_was_read() {
        let app = counted().await;
        let mut body = answer(&app, Source::facts(Wanted::default()), Form::Xlsx).into_body();
        let mut pieces = Vec::new();
        while let Some(frame) = body.frame().await {
            pieces.push(frame.expect("a piece").into_data().expect("bytes"));
        }
        let all: usize = pieces.iter().map(Bytes::len).sum();
        assert!(pieces.len() > 2, "{} pieces", pieces.len());
        assert!(pieces[0].len() < all / 2, "{} of {all}", pieces[0].len());
        let end = &pieces[pieces.len() - 1];
        assert!(
            end.windows(4).any(|four| four == b"PK\x05\x06"),
            "it is whole"
        );
    }

    #[tokio::test]
    async fn a_reader_who_goes_away_ends_the_reading() {
        let app = counted().await;
        let mut body = answer(&app, Source::facts(Wanted::default()), Form::Xlsx).into_body();
        let first = body.frame().await.expect("a piece").expect("bytes");
        assert!(first.into_data().expect("bytes").starts_with(b"PK"));
        drop(body);
        app.flush().await.expect("the program goes on");
    }
}
