//! The parts of a multipart form, of bearable size whatever is sent.
//! For forms and uploads; a stranger's endless part fills no memory.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use http_body_util::BodyExt as _;

use crate::error::{Error, Result};
use crate::form::{DRAIN_BYTES_MAX, broken};
use crate::words;

/// What may come before a part of a form begins: its head is some hundred bytes long.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// The parts of a form, one after the other.
pub(crate) struct Parts {
    parts: Multipart,
    heard: Arc<AtomicUsize>,
}

impl Parts {
    pub(crate) async fn of(request: Request) -> Result<Self> {
        let heard = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&heard);
        let mut request = request.map(|body| {
            Body::new(body.map_frame(move |frame| {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                counter.fetch_add(bytes, Ordering::Relaxed);
                frame
            }))
        });
        DefaultBodyLimit::max(DRAIN_BYTES_MAX).apply(&mut request);
        let parts = Multipart::from_request(request, &()).await;
        Ok(Self {
            parts: parts.map_err(broken)?,
            heard,
        })
    }

    /// The next part. Whoever sends and sends without beginning one is not listened to: the reader
    /// keeps all of it, and looks through all of it again with each piece.
    pub(crate) async fn next(&mut self) -> Result<Option<Field<'_>>> {
        let heard = &self.heard;
        let before = heard.load(Ordering::Relaxed);
        let mut next = pin!(self.parts.next_field());
        poll_fn(|cx| match next.as_mut().poll(cx) {
            Poll::Ready(part) => Poll::Ready(part.map_err(broken)),
            Poll::Pending if heard.load(Ordering::Relaxed) - before > HEAD_BYTES_MAX => {
                Poll::Ready(Err(broken("no part begins")))
            }
            Poll::Pending => Poll::Pending,
        })
        .await
    }
}

/// Name and text of a part. What goes beyond all that is `left` is heard and dropped, never kept.
pub(crate) async fn text_of(
    part: &mut Field<'_>,
    left: &mut usize,
    max: usize,
) -> Result<(String, String)> {
    let name = part.name().unwrap_or_default().to_owned();
    let (mut kept, mut heard) = (Vec::new(), name.len());
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        heard += chunk.len();
        if heard <= *left {
            kept.extend_from_slice(&chunk);
        }
    }
    *left = left
        .checked_sub(heard)
        .ok_or_else(|| Error::TooLarge(words::form_too_large(max / 1024)))?;
    Ok((name, String::from_utf8_lossy(&kept).into_owned()))
}
