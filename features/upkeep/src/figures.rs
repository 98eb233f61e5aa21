//! `GET /metrics`: the program's figures as Prometheus reads them, without a name or an address.
//! For this machine only, or for whoever brings the token of the settings.

use std::fmt::Write as _;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use kit::{App, Ctx, Error, Result, Tone, meter};

use crate::alarms::alarms;
use crate::measured::{Measured, measure};
use crate::watch::{Watch, Watched};

/// `GET /metrics`
pub(crate) async fn page(
    State(app): State<App>,
    watch: Option<Extension<Watch>>,
    ctx: Ctx,
    headers: HeaderMap,
) -> Result {
    let watched = watch.as_ref().map(|Extension(watch)| &*watch.0);
    if !is_here(&ctx, &headers) && !has_token(watched, &headers) {
        return Err(Error::Missing);
    }
    let found = measure(&app, watched).await?;
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text(&app, &found)).into_response())
}

/// Asked on this machine itself, and not passed on by a proxy on it.
fn is_here(ctx: &Ctx, headers: &HeaderMap) -> bool {
    let is_passed_on = ["x-forwarded-for", "x-forwarded-host", "forwarded", "via"]
        .iter()
        .any(|name| headers.contains_key(*name));
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let is_named_so = ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| {
        host.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    });
    ctx.ip().to_canonical().is_loopback() && !is_passed_on && is_named_so
}

fn has_token(watched: Option<&Watched>, headers: &HeaderMap) -> bool {
    let Some(token) = watched.and_then(|watched| watched.token.as_deref()) else {
        return false;
    };
    let brought = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    brought.is_some_and(|brought| is_same(brought.as_bytes(), token.as_bytes()))
}

/// Takes as long for a wrong first letter as for a wrong last one.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differing == 0
}

struct Lines(String);

impl Lines {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        self.0
            .push_str(&format!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
    }

    fn value(&mut self, name: &str, value: impl std::fmt::Display) {
        writeln!(self.0, "{name} {value}").expect("a string takes all");
    }

    fn gauge(&mut self, name: &str, help: &str, value: impl std::fmt::Display) {
        self.head(name, "gauge", help);
        self.value(name, value);
    }
}

fn text(app: &App, found: &Measured) -> String {
    let mut lines = Lines(String::with_capacity(4_096));
    requests(&mut lines);
    acts(app, &mut lines);
    gauges(found, &mut lines);
    lines.0
}

fn requests(lines: &mut Lines) {
    let served = meter::served();
    lines.head(
        "motcua_requests_total",
        "counter",
        "Answers by class of status.",
    );
    for (class, count) in served.by_class.iter().enumerate() {
        lines.value(
            &format!("motcua_requests_total{{status=\"{}xx\"}}", class + 1),
            count,
        );
    }
    let all: u64 = served.by_class.iter().sum();
    lines.head(
        "motcua_request_seconds",
        "histogram",
        "Time until the answer was ready.",
    );
    for (bound, count) in &served.within_us {
        let le = seconds(*bound);
        lines.value(
            &format!("motcua_request_seconds_bucket{{le=\"{le}\"}}"),
            count,
        );
    }
    lines.value("motcua_request_seconds_bucket{le=\"+Inf\"}", all);
    lines.value("motcua_request_seconds_sum", seconds(served.total_us));
    lines.value("motcua_request_seconds_count", all);
}

fn acts(app: &App, lines: &mut Lines) {
    let figures = app.db().figures();
    lines.head(
        "motcua_batch_acts",
        "histogram",
        "Acts stored together by one commit.",
    );
    let mut batches = 0;
    for (bound, count) in &figures.batches {
        batches += count;
        let le = bound.map_or_else(|| "+Inf".to_owned(), |bound| bound.to_string());
        lines.value(&format!("motcua_batch_acts_bucket{{le=\"{le}\"}}"), batches);
    }
    lines.value("motcua_batch_acts_sum", figures.acts);
    lines.value("motcua_batch_acts_count", batches);
    lines.head(
        "motcua_batches_failed_total",
        "counter",
        "Commits that could not be stored.",
    );
    lines.value("motcua_batches_failed_total", figures.failed_batches);
    lines.head(
        "motcua_waiting",
        "gauge",
        "Acts and reads that wait for a thread.",
    );
    lines.value("motcua_waiting{queue=\"acts\"}", figures.waiting_acts);
    lines.value("motcua_waiting{queue=\"reads\"}", figures.waiting_reads);
}

fn gauges(found: &Measured, lines: &mut Lines) {
    lines.gauge(
        "motcua_database_bytes",
        "Size of the database.",
        found.database_bytes,
    );
    lines.gauge(
        "process_resident_memory_bytes",
        "Resident memory.",
        found.memory_bytes,
    );
    if found.started_ms > 0 {
        lines.gauge(
            "process_start_time_seconds",
            "Start of the program.",
            found.started_ms / 1_000,
        );
    }
    let ages = [
        (
            "motcua_backup_age_seconds",
            "Age of the last copy.",
            found.backup.as_ref().map(|done| done.at.millis()),
        ),
        (
            "motcua_verify_age_seconds",
            "Age of the last check.",
            found.verify.as_ref().map(|done| done.at.millis()),
        ),
        (
            "motcua_anchor_age_seconds",
            "Age of the last anchor.",
            found.anchored_ms,
        ),
    ];
    for (name, help, at) in ages {
        if let Some(at) = at {
            lines.gauge(name, help, (found.now_ms - at) / 1_000);
        }
    }
    lines.gauge(
        "motcua_clock_stepped_seconds",
        "How far the clock was set since the start.",
        found.stepped_ms / 1_000,
    );
    lines.gauge(
        "motcua_jobs_stuck",
        "Jobs that should be done and are not.",
        found.stuck_jobs,
    );
    lines.head(
        "motcua_alarms",
        "gauge",
        "What the administrator's page says is wrong.",
    );
    let alarms = alarms(found);
    for tone in [Tone::Error, Tone::Warning] {
        let count = alarms.iter().filter(|alarm| alarm.tone == tone).count();
        lines.value(&format!("motcua_alarms{{tone=\"{}\"}}", tone.name()), count);
    }
    if !found.disks.is_empty() {
        lines.head("motcua_disk_free_bytes", "gauge", "Room left on the disks.");
    }
    for (place, disk) in found.disks.iter().enumerate() {
        lines.value(
            &format!("motcua_disk_free_bytes{{place=\"{place}\"}}"),
            disk.free,
        );
    }
}

fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_the_whole_of_it() {
        assert!(is_same(b"0123456789abcdef", b"0123456789abcdef"));
        assert!(!is_same(b"0123456789abcdef", b"0123456789abcdeg"));
        assert!(!is_same(b"0123", b"0123456789abcdef"));
        assert!(!is_same(b"", b"0"));
    }
}
