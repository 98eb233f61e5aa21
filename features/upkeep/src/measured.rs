//! What can be measured honestly: the clock against three witnesses, disks, ages, what waits.
//! For the alarms and the figures; measuring changes nothing.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use domain::moment::Moment;
use kit::{App, Error, Result};
use store::upkeep::{self, Done, Work};
use store::{Reader, Sql as _, State, StoreError, params};

use crate::watch::Watched;

/// A place on a disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disk {
    /// What lies there, in words.
    pub what: &'static str,
    /// Which disk it is, as the kernel tells them apart.
    pub id: u64,
    pub free: u64,
    pub total: u64,
}

/// What was found, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    pub now_ms: i64,
    /// When the ledger's last event says it happened; none in a demonstration, whose clock is its own.
    pub last_event_ms: Option<i64>,
    /// How far the wall clock has gone beyond a clock that nobody can set, since the start.
    pub stepped_ms: i64,
    /// How far PostgreSQL's clock is ahead.
    pub database_ahead_ms: Option<i64>,
    /// Whether the system says that its clock follows the network's; none where it says nothing.
    pub is_synchronised: Option<bool>,
    pub disks: Vec<Disk>,
    /// When an anchor was last written.
    pub anchored_ms: Option<i64>,
    pub backup: Option<Done>,
    pub verify: Option<Done>,
    pub has_events: bool,
    pub is_current: bool,
    /// Jobs an hour past their time, or failed three times.
    pub stuck_jobs: u64,
    pub may_alter_ledger: bool,
    pub database_bytes: u64,
    pub memory_bytes: u64,
    pub started_ms: i64,
    pub is_demo: bool,
    /// Why the commune cannot receive dossiers, where it cannot.
    pub uncoded: Option<String>,
}

/// Measures everything.
pub async fn measure(app: &App, watched: Option<&Watched>) -> Result<Measured> {
    let now = app.clock().real_now();
    let begun = Measured {
        now_ms: now.millis(),
        is_demo: app.demo().is_some(),
        memory_bytes: memory_bytes(),
        is_synchronised: synchronised(),
        uncoded: app.commune().uncoded(),
        ..Measured::default()
    };
    let agency = app.agency().to_owned();
    let mut found = app
        .read(move |reader: &mut Reader<'_>| ask(reader, &agency, begun))
        .await?;
    let db = app.db().clone();
    let (state, may_alter, size, ahead) = tokio::task::spawn_blocking(move || {
        Ok::<_, StoreError>((
            db.state()?,
            db.may_alter_ledger()?,
            db.size_bytes()?,
            db.clock_ahead_ms()?,
        ))
    })
    .await
    .map_err(Error::fault)??;
    found.is_current = state == State::Current;
    found.may_alter_ledger = may_alter;
    found.database_bytes = size;
    found.database_ahead_ms = ahead;
    if let Some(watched) = watched {
        look_around(watched, &mut found);
    }
    Ok(found)
}

fn ask(reader: &mut Reader<'_>, agency: &str, mut found: Measured) -> Result<Measured, StoreError> {
    let last = reader.row(
        "SELECT event.at AS at FROM chain JOIN event ON event.agency = chain.agency AND event.seq = chain.seq
        WHERE chain.agency = $1",
        params![agency],
    )?;
    found.has_events = last.is_some();
    if let (Some(row), false) = (last, found.is_demo) {
        found.last_event_ms = Some(row.get("at")?);
    }
    found.backup = upkeep::last(reader, Work::Backup)?;
    found.verify = upkeep::last(reader, Work::Verify)?;
    let stuck = reader.row(
        "SELECT COUNT(*) AS n FROM outbox WHERE done_at IS NULL AND (run_at <= $1 OR attempts >= 3)",
        params![found.now_ms - 3_600_000],
    )?;
    found.stuck_jobs = stuck.map_or(Ok(0), |row| row.get("n"))?;
    Ok(found)
}

fn look_around(watched: &Watched, found: &mut Measured) {
    let wall = watched.started.elapsed().map_or_else(
        |back| -(i64::try_from(back.duration().as_millis()).unwrap_or(i64::MAX)),
        |gone| i64::try_from(gone.as_millis()).unwrap_or(i64::MAX),
    );
    let counted = i64::try_from(watched.counted_from.elapsed().as_millis()).unwrap_or(i64::MAX);
    found.stepped_ms = wall - counted;
    found.started_ms = millis(watched.started);
    found.anchored_ms = fs::metadata(&watched.anchors)
        .and_then(|file| file.modified())
        .ok()
        .map(millis);
    let folder = watched.database.as_deref().and_then(Path::parent);
    found.disks = folder
        .map(|folder| ("Cơ sở dữ liệu", folder))
        .into_iter()
        .chain([("Tệp đính kèm", watched.files.as_path())])
        .filter_map(|(what, place)| disk(what, place))
        .collect();
    // Usually both lie on one disk, which is full but once.
    if let [one, other] = found.disks.as_mut_slice()
        && (one.id, one.total) == (other.id, other.total)
    {
        one.what = "Dữ liệu và tệp đính kèm";
        found.disks.pop();
    }
}

fn disk(what: &'static str, place: &Path) -> Option<Disk> {
    let place = if place.as_os_str().is_empty() {
        Path::new(".")
    } else {
        place
    };
    let found = rustix::fs::statvfs(place).ok()?;
    Some(Disk {
        what,
        id: found.f_fsid,
        free: found.f_bavail * found.f_frsize,
        total: found.f_blocks * found.f_frsize,
    })
}

fn millis(at: SystemTime) -> i64 {
    let since = at
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// systemd's time service leaves a file once it has heard from the network; others leave nothing.
fn synchronised() -> Option<bool> {
    let folder = Path::new("/run/systemd/timesync");
    folder
        .is_dir()
        .then(|| folder.join("synchronized").exists())
}

/// What the program holds of the machine's memory, as the kernel counts it.
fn memory_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

impl Measured {
    /// Minutes since a moment.
    pub fn minutes_since(&self, ms: i64) -> i64 {
        (self.now_ms - ms) / 60_000
    }

    /// Now, by the machine's clock.
    pub fn now(&self) -> Moment {
        Moment::from_millis(self.now_ms)
    }
}
