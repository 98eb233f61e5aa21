//! A listener that hangs up on whoever stays silent, so that idle lines never use up the machine.
//! For `serve`; a line on which something still moves, however slowly, is left alone.

use std::future::Future as _;
use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep};

/// Longer than any page may take, so that nobody who waits for an answer is cut off.
pub(crate) const SILENCE: Duration = Duration::from_secs(75);

/// Listens, and gives each line this long without a byte in either direction.
pub(crate) struct Patient {
    pub(crate) listener: TcpListener,
    pub(crate) silence: Duration,
}

impl Listener for Patient {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        let (stream, peer) = Listener::accept(&mut self.listener).await;
        (Line::new(stream, self.silence), peer)
    }

    fn local_addr(&self) -> Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// The other end of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

impl Connected<IncomingStream<'_, Patient>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Patient>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// One line, with what is left of the patience for it.
pub(crate) struct Line<S = TcpStream> {
    stream: S,
    silence: Duration,
    patience: Pin<Box<Sleep>>,
}

impl<S> Line<S> {
    fn new(stream: S, silence: Duration) -> Self {
        Self {
            stream,
            silence,
            patience: Box::pin(sleep(silence)),
        }
    }

    fn moved(&mut self) {
        self.patience.as_mut().reset(Instant::now() + self.silence);
    }

    /// What was answered, if anything; otherwise whether the patience is at its end.
    fn heard<T>(&mut self, cx: &mut Context<'_>, answered: Poll<Result<T>>) -> Poll<Result<T>> {
        if answered.is_ready() {
            self.moved();
            return answered;
        }
        match self.patience.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(Error::from(ErrorKind::TimedOut))),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Line<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let answered = Pin::new(&mut self.stream).poll_read(cx, into);
        self.heard(cx, answered)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Line<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        let answered = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.heard(cx, answered)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[std::io::IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let answered = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.heard(cx, answered)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_stays_silent_is_hung_up_on_and_whoever_speaks_slowly_is_not() {
        let silence = Duration::from_millis(200);
        let (mut caller, stream) = tokio::io::duplex(1);
        let mut line = Line::new(stream, silence);
        let speaking = tokio::spawn(async move {
            for _ in 0..4 {
                sleep(silence * 3 / 5).await;
                caller.write_all(b"x").await.unwrap();
            }
            caller
        });
        let mut byte = [0];
        for _ in 0..4 {
            line.read_exact(&mut byte).await.unwrap();
        }
        let _caller = speaking.await.unwrap();
        let spoken = Instant::now();
        let broken = line.read_exact(&mut byte).await.unwrap_err();
        assert_eq!(broken.kind(), ErrorKind::TimedOut);
        assert!(spoken.elapsed() < 2 * silence, "not before, and not later");
    }

    /// What a caller receives of an answer whose pieces leave so long after one another.
    async fn received(pieces: u32, apart: Duration, silence: Duration) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let answer = move || async move {
            let (mut sender, channel) =
                http_body_util::channel::Channel::<axum::body::Bytes, Error>::new(1);
            tokio::spawn(async move {
                for _ in 0..pieces {
                    sleep(apart).await;
                    if sender.send_data("piece ".into()).await.is_err() {
                        return;
                    }
                }
            });
            axum::body::Body::new(channel)
        };
        let router = axum::Router::new().route("/", axum::routing::get(answer));
        let served = axum::serve(Patient { listener, silence }, router);
        let serving = tokio::spawn(std::future::IntoFuture::into_future(served));
        let mut caller = TcpStream::connect(address).await.unwrap();
        let question = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        caller.write_all(question).await.unwrap();
        let mut text = Vec::new();
        // Why its failure passes: a line that is hung up on may end without a farewell.
        let _ = caller.read_to_end(&mut text).await;
        serving.abort();
        String::from_utf8(text).unwrap()
    }

    #[tokio::test]
    async fn an_answer_may_last_longer_than_the_patience_as_long_as_it_flows() {
        let silence = Duration::from_millis(1_500);
        let (flowing, standing) = tokio::join!(
            received(6, silence / 5, silence),
            received(1, silence * 3, silence)
        );
        assert_eq!(flowing.matches("piece ").count(), 6, "{flowing}");
        assert!(flowing.ends_with("0\r\n\r\n"), "it is whole");
        assert!(!standing.contains("piece "), "{standing}");
    }
}
