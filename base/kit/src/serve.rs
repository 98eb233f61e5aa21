//! Serving until told to stop: answers what has begun, then writes what still waits.
//! For the binary's `serve` and `demo`.

use std::future::Future;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::patience::{Patient, Peer, SILENCE};

const FLUSH_EVERY: Duration = Duration::from_secs(1);
/// Open connections are given this long to finish.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// Serves until the process is asked to end (Ctrl+C, SIGTERM).
///
/// # Errors
/// When the listener breaks.
pub async fn serve(apps: Vec<App>, router: Router, listener: TcpListener) -> std::io::Result<()> {
    each_until(apps, router, listener, asked_to_end()).await
}

/// Serves until `end` comes.
///
/// # Errors
/// When the listener breaks.
pub async fn serve_until(
    app: App,
    router: Router,
    listener: TcpListener,
    end: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    each_until(vec![app], router, listener, end).await
}

/// The same for several communes behind one router.
async fn each_until(
    apps: Vec<App>,
    router: Router,
    listener: TcpListener,
    end: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (rest, rested) = oneshot::channel();
    let flushing = tokio::spawn(flush_each_second(apps.clone(), rested));
    let (tell, told) = oneshot::channel();
    let listener = Patient {
        listener,
        silence: SILENCE,
    };
    let service = router.into_make_service_with_connect_info::<Peer>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async {
        end.await;
        // Why the result is dropped: the receiver is gone only when serving has already ended.
        let _ = tell.send(());
    });
    let out_of_patience = async {
        match told.await {
            Ok(()) => tokio::time::sleep(FINISH_WITHIN).await,
            Err(_) => std::future::pending().await,
        }
    };
    let served = tokio::select! {
        served = serving.into_future() => served,
        () = out_of_patience => Ok(()),
    };
    drop(rest);
    // Why awaited, not aborted: a batch taken out but not yet written would be lost.
    if let Err(why) = flushing.await {
        tracing::error!(%why, "the task that writes readings broke");
    }
    for app in apps {
        if let Err(why) = app.flush().await {
            tracing::error!(%why, "the last readings could not be written");
        }
    }
    served
}

async fn flush_each_second(apps: Vec<App>, mut rested: oneshot::Receiver<()>) {
    let mut ticks = interval(FLUSH_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = &mut rested => return,
        }
        for app in &apps {
            if let Err(why) = app.flush().await {
                tracing::error!(%why, "readings wait, because the database does not take them");
            }
        }
    }
}

async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! {
                    _ = tokio::signal::ctrl_c() => {}
                    _ = terminated.recv() => {}
                }
                return;
            }
            Err(why) => tracing::warn!(%why, "SIGTERM cannot be heard, only Ctrl+C"),
        }
    }
    // Why ignored: without Ctrl+C there is nothing else to wait for.
    let _ = tokio::signal::ctrl_c().await;
}
