//! What one client notes while the clock runs: how long each request took, what was acknowledged.
//! For the clients of the program, of the ceiling and of a peer alike.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::life::Acknowledged;
use crate::stats::Latency;

/// Kinds of requests, as the tables name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Op {
    /// The counter's form sent: a dossier received.
    Receive,
    /// An act's form sent.
    Act,
    /// A form opened.
    Form,
    /// The page after the receipt.
    Receipt,
    /// A dossier's page.
    Dossier,
    /// A worklist.
    List,
    /// The officer's own work.
    Work,
    /// A citizen follows a dossier.
    Track,
    /// Whatever one measurement names.
    Other,
}

impl Op {
    /// As the tables name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receive => "receive (POST)",
            Self::Act => "act (POST)",
            Self::Form => "form (GET)",
            Self::Receipt => "receipt done (GET)",
            Self::Dossier => "dossier (GET)",
            Self::List => "worklist (GET)",
            Self::Work => "own work (GET)",
            Self::Track => "tracking (GET)",
            Self::Other => "request",
        }
    }
}

/// One client's notes. What ends after the bell is not measured.
#[derive(Debug)]
pub struct Log {
    until: Instant,
    times: BTreeMap<Op, Vec<u32>>,
    lives: u64,
    /// Filled only where acknowledged acts are to be looked for afterwards.
    acknowledged: Option<Vec<Acknowledged>>,
}

impl Log {
    /// Measures until then.
    pub fn until(until: Instant) -> Self {
        Self {
            until,
            times: BTreeMap::new(),
            lives: 0,
            acknowledged: None,
        }
    }

    /// Keeps what was acknowledged, too.
    pub fn keeping(self) -> Self {
        Self {
            acknowledged: Some(Vec::new()),
            ..self
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    pub(crate) fn took(&mut self, op: Op, begun: Instant) {
        let now = Instant::now();
        if now < self.until {
            let micros = u32::try_from((now - begun).as_micros()).unwrap_or(u32::MAX);
            self.times.entry(op).or_default().push(micros);
        }
    }

    pub(crate) fn lived(&mut self) {
        self.lives += 1;
    }

    pub(crate) fn acknowledged(&mut self, code: &str, acts: u64) {
        if let Some(kept) = &mut self.acknowledged {
            kept.push(Acknowledged {
                code: code.to_owned(),
                acts,
            });
        }
    }
}

/// What all clients noted together.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Requests answered before the bell.
    pub requests: u64,
    /// Lives that were ended, also after the bell.
    pub lives: u64,
    /// Times by kind.
    pub times: BTreeMap<Op, Vec<u32>>,
    /// What was acknowledged.
    pub acknowledged: Vec<Acknowledged>,
}

impl Told {
    pub(crate) fn add(&mut self, log: Log) {
        self.lives += log.lives;
        for (op, times) in log.times {
            self.requests += times.len() as u64;
            self.times.entry(op).or_default().extend(times);
        }
        self.acknowledged
            .extend(log.acknowledged.unwrap_or_default());
    }

    /// Puts another round beside this one.
    pub fn merge(&mut self, other: Self) {
        self.requests += other.requests;
        self.lives += other.lives;
        for (op, times) in other.times {
            self.times.entry(op).or_default().extend(times);
        }
        self.acknowledged.extend(other.acknowledged);
    }

    /// Latencies by the name of the kind.
    pub fn latencies(&self) -> BTreeMap<String, Latency> {
        self.times
            .iter()
            .map(|(op, times)| (op.name().to_owned(), Latency::of(times.clone())))
            .collect()
    }
}
