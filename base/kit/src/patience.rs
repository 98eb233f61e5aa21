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
        let line = Line {
            stream,
            silence: self.silence,
            patience: Box::pin(sleep(self.silence)),
        };
        (line, peer)
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
pub(crate) struct Line {
    stream: TcpStream,
    silence: Duration,
    patience: Pin<Box<Sleep>>,
}

impl Line {
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

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let answered = Pin::new(&mut self.stream).poll_read(cx, into);
        self.heard(cx, answered)
    }
}

impl AsyncWrite for Line {
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

    #[tokio::test]
    async fn whoever_stays_silent_is_hung_up_on_and_whoever_speaks_slowly_is_not() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let silence = Duration::from_millis(200);
        let mut patient = Patient { listener, silence };
        let mut caller = TcpStream::connect(address).await.unwrap();
        let (mut line, peer) = Listener::accept(&mut patient).await;
        assert_eq!(peer, caller.local_addr().unwrap());
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
        let broken = line.read_exact(&mut byte).await.unwrap_err();
        assert_eq!(broken.kind(), ErrorKind::TimedOut);
    }
}
