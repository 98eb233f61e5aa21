//! What the machine is, and what else it did while we measured.
//! For the noise printed beside every figure: a cell in which others worked is void.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::scratch::file_system;
use crate::stats::Latency;

/// The machine, as the report names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// Name of the processor.
    pub processor: String,
    /// Cores that the system offers.
    pub cores: usize,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// Kernel.
    pub kernel: String,
    /// File system measured on.
    pub file_system: String,
    /// Appending 4 KiB and waiting for the disk.
    pub sync: Latency,
}

impl Machine {
    /// Looks, and probes the disk below `folder`.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn look(folder: &Path) -> Result<Self, String> {
        let text = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let value = |text: &str, name: &str| {
            text.lines()
                .find(|line| line.starts_with(name))
                .and_then(|line| line.split_once(':'))
                .map_or_else(String::new, |(_, value)| value.trim().to_owned())
        };
        let memory = value(&text("/proc/meminfo"), "MemTotal");
        let memory_kib: u64 = memory
            .split(' ')
            .next()
            .and_then(|number| number.parse().ok())
            .unwrap_or_default();
        Ok(Self {
            processor: value(&text("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            memory_mib: memory_kib / 1024,
            kernel: text("/proc/sys/kernel/osrelease").trim().to_owned(),
            file_system: file_system(folder),
            sync: sync_latency(folder).map_err(|error| error.to_string())?,
        })
    }
}

/// How long the disk takes to keep 4 KiB, two hundred times.
fn sync_latency(folder: &Path) -> std::io::Result<Latency> {
    let path = folder.join("sync-probe");
    let mut file = std::fs::File::create(&path)?;
    let block = [7_u8; 4096];
    let mut times = Vec::with_capacity(200);
    for _ in 0..200 {
        let begun = Instant::now();
        file.write_all(&block)?;
        file.sync_data()?;
        times.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    // The file stays open until here, so that nothing of it is thrown away unwritten.
    file.write_all_at(&block, 0)?;
    std::fs::remove_file(path)?;
    Ok(Latency::of(times))
}

/// Processor time since the system began, in hundredths of a second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Busy {
    all: u64,
    stolen: u64,
    ours: u64,
    at: Option<Instant>,
}

/// What happened between two looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Noise {
    /// Cores kept busy by programs that are not ours.
    pub foreign_cores: f64,
    /// Cores that the host gave to others.
    pub stolen_cores: f64,
    /// Load average of the last minute, at the end.
    pub load: f64,
}

impl Busy {
    /// Now; `ours` are the numbers of our programs, whose children are ours too.
    pub fn now(ours: &[u32]) -> Self {
        let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
        let numbers: Vec<u64> = stat
            .lines()
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .skip(1)
            .filter_map(|word| word.parse().ok())
            .collect();
        let at = |place: usize| numbers.get(place).copied().unwrap_or_default();
        Self {
            all: at(0) + at(1) + at(2) + at(5) + at(6),
            stolen: at(7),
            ours: processor_time(ours),
            at: Some(Instant::now()),
        }
    }

    /// What others did since.
    pub fn noise_until(&self, later: &Self) -> Noise {
        let seconds = match (self.at, later.at) {
            (Some(from), Some(to)) => (to - from).as_secs_f64(),
            _ => 0.0,
        };
        let cores = |hundredths: u64| {
            if seconds > 0.0 {
                hundredths as f64 / 100.0 / seconds
            } else {
                0.0
            }
        };
        let all = later.all.saturating_sub(self.all);
        let ours = later.ours.saturating_sub(self.ours);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        Noise {
            foreign_cores: cores(all.saturating_sub(ours)),
            stolen_cores: cores(later.stolen.saturating_sub(self.stolen)),
            load: load
                .split(' ')
                .next()
                .and_then(|number| number.parse().ok())
                .unwrap_or_default(),
        }
    }
}

/// Processor time of these programs and their children, in hundredths of a second.
pub fn processor_time(programs: &[u32]) -> u64 {
    let mut wanted: BTreeSet<u32> = programs.iter().copied().collect();
    let mut all: Vec<(u32, u32, u64)> = Vec::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // The name in brackets may hold spaces; what is counted stands after it.
        let Some((_, rest)) = stat.rsplit_once(')') else {
            continue;
        };
        let words: Vec<&str> = rest.split_whitespace().collect();
        let number = |place: usize| words.get(place).and_then(|word| word.parse::<u64>().ok());
        if let (Some(parent), Some(user), Some(system)) = (number(1), number(11), number(12)) {
            all.push((id, u32::try_from(parent).unwrap_or_default(), user + system));
        }
    }
    loop {
        let before = wanted.len();
        let children = all.iter().filter(|(_, parent, _)| wanted.contains(parent));
        wanted.extend(children.map(|(id, ..)| *id).collect::<Vec<_>>());
        if wanted.len() == before {
            break;
        }
    }
    let ours = all.iter().filter(|(id, ..)| wanted.contains(id));
    ours.map(|(.., time)| time).sum()
}

/// Resident memory of a program in MiB: now, and at most since the last [`forget_peak`].
pub fn resident_mib(program: u32) -> (f64, f64) {
    let status = std::fs::read_to_string(format!("/proc/{program}/status")).unwrap_or_default();
    let kib = |name: &str| {
        status
            .lines()
            .find(|line| line.starts_with(name))
            .and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok())
            .unwrap_or_default()
    };
    (kib("VmRSS:") / 1024.0, kib("VmHWM:") / 1024.0)
}

/// Lets the peak of resident memory begin anew.
pub fn forget_peak(program: u32) {
    // Where the kernel does not allow it, the peak is of the whole run: never too small.
    let _ = std::fs::write(format!("/proc/{program}/clear_refs"), "5");
}
