//! Recomputes everything that can be recomputed and names the first difference.
//! For `motcua verify`, the crash tests, and an inspector who trusts nobody.

mod rows;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::mpsc,
};

use crate::{
    db::{Db, Inner},
    dialect,
    error::StoreError,
    ledger::{ERASED, EVENT_COLUMNS, Event},
    link::{Engine, Link},
    params,
    tables::is_sealed,
    value::{Row, Value},
};

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Events recomputed.
    pub events: u64,
    /// Sealed rows recomputed.
    pub rows: u64,
    /// Files hashed.
    pub files: u64,
    /// Rows erased as the law allows.
    pub erased: u64,
    /// The first thing that is not as it was written.
    pub first_difference: Option<Difference>,
}

/// One thing that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `database`, `event`, `chain`, `anchor`, `row`, `fact` or `file`.
    pub what: &'static str,
    /// Which one: `agency/number`, `table/id`, or a hash.
    pub where_: String,
    /// A sentence for the administrator.
    pub detail_vi: String,
}

impl Db {
    /// Checks chains, seals, facts and files, in one consistent view.
    ///
    /// `anchor` holds lines `agency number hash` kept elsewhere; the hash may be cut to eight characters or more.
    ///
    /// # Errors
    /// Whatever keeps it from reading; differences are no errors.
    pub fn verify(
        &self,
        progress: &mut dyn FnMut(u64, u64),
        anchor: Option<&str>,
    ) -> Result<Report, StoreError> {
        let anchors = anchor.map(parse_anchors).transpose()?.unwrap_or_default();
        let (tell, told) = mpsc::channel();
        let inner = &*self.0;
        std::thread::scope(|scope| {
            let check = scope.spawn(move || check(inner, anchors, tell));
            for (done, total) in told {
                progress(done, total);
            }
            check.join().unwrap_or(Err(StoreError::Panicked))
        })
    }
}

/// Shortest form of a hash that still proves something, as printed on receipts.
const ANCHOR_MIN: usize = 8;
/// Rows read at a time.
const PAGE: i64 = 500;

type Anchors = HashMap<String, BTreeMap<i64, String>>;

fn parse_anchors(text: &str) -> Result<Anchors, StoreError> {
    let mut anchors = Anchors::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let mut parts = line.rsplitn(3, char::is_whitespace);
        let (hash, seq, agency) = (parts.next(), parts.next(), parts.next());
        match (
            agency.map(str::trim),
            seq.and_then(|seq| seq.parse().ok()),
            hash,
        ) {
            (Some(agency), Some(seq), Some(hash)) if hash.len() >= ANCHOR_MIN => {
                anchors
                    .entry(agency.to_owned())
                    .or_default()
                    .insert(seq, hash.to_ascii_lowercase());
            }
            _ => {
                return Err(StoreError::Misuse(format!(
                    "an anchor is written «agency number hash», not «{line}»"
                )));
            }
        }
    }
    Ok(anchors)
}

/// Why checking stops before the end.
enum Halt {
    Found(Difference),
    Broken(StoreError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        match error {
            // What cannot be read as what the program wrote is a difference, not a failure to look.
            StoreError::Corrupt(text) | StoreError::Column(text) => Self::Found(Difference {
                what: "database",
                where_: text.clone(),
                detail_vi: format!("Cơ sở dữ liệu bị hỏng: {text}"),
            }),
            other => Self::Broken(other),
        }
    }
}

fn differs<T>(what: &'static str, where_: String, detail_vi: &str) -> Result<T, Halt> {
    Err(Halt::Found(Difference {
        what,
        where_,
        detail_vi: detail_vi.to_owned(),
    }))
}

/// The last seal of a row in each chain that ever sealed it; `None` stands for erased.
type Seals = HashMap<String, HashMap<String, BTreeMap<String, Option<String>>>>;

struct Check<'a> {
    inner: &'a Inner,
    link: Box<dyn Link>,
    anchors: Anchors,
    tell: mpsc::Sender<(u64, u64)>,
    total: u64,
    report: Report,
    seals: Seals,
    sums: BTreeMap<[String; 5], i64>,
    /// What the sources of each agency's measure weigh together.
    weights: BTreeMap<[String; 2], u128>,
    heads: BTreeMap<String, (i64, String)>,
    named: BTreeSet<String>,
}

fn check(
    inner: &Inner,
    anchors: Anchors,
    tell: mpsc::Sender<(u64, u64)>,
) -> Result<Report, StoreError> {
    let mut link = inner.url.link()?;
    link.control(dialect::begin_reading(link.engine()))?;
    let mut check = Check {
        inner,
        link,
        anchors,
        tell,
        total: 0,
        report: Report::default(),
        seals: Seals::new(),
        sums: BTreeMap::new(),
        weights: BTreeMap::new(),
        heads: BTreeMap::new(),
        named: BTreeSet::new(),
    };
    match check.all() {
        Ok(()) => {}
        Err(Halt::Found(difference)) => check.report.first_difference = Some(difference),
        Err(Halt::Broken(error)) => return Err(error),
    }
    Ok(check.report)
}

impl Check<'_> {
    fn all(&mut self) -> Result<(), Halt> {
        let tables = self.tables()?;
        self.count(&tables)?;
        self.pages_are_sound()?;
        self.events()?;
        self.chains()?;
        for table in &tables {
            self.rows_of(table)?;
        }
        self.seals_left()?;
        self.facts()?;
        self.sources()?;
        self.files()
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        let statement = self.link.statement(sql)?;
        self.link.query(&statement, params)
    }

    fn progress(&self) {
        let done = self.report.events + self.report.rows + self.report.files;
        // Whoever asked may have stopped listening; the check goes on.
        let _ = self.tell.send((done, self.total.max(done)));
    }

    fn tables(&mut self) -> Result<Vec<String>, Halt> {
        let rows = self.query(dialect::table_names(self.link.engine()), &[])?;
        let names = rows
            .iter()
            .map(|row| row.get("name"))
            .collect::<Result<Vec<String>, _>>()?;
        Ok(names.into_iter().filter(|name| is_sealed(name)).collect())
    }

    fn count(&mut self, tables: &[String]) -> Result<(), Halt> {
        for table in tables.iter().map(String::as_str).chain(["event"]) {
            let rows = self.query(&format!("SELECT COUNT(*) AS n FROM {table}"), &[])?;
            let row = rows
                .first()
                .ok_or_else(|| StoreError::Corrupt(format!("no count of {table}")))?;
            self.total += row.get::<u64>("n")?;
        }
        self.progress();
        Ok(())
    }

    /// An index that was tampered with could hide rows from everything that follows.
    fn pages_are_sound(&mut self) -> Result<(), Halt> {
        if self.link.engine() == Engine::Sqlite {
            let rows = self.query(
                "SELECT integrity_check AS found FROM pragma_integrity_check",
                &[],
            )?;
            for row in rows {
                let found: String = row.get("found")?;
                if found != "ok" {
                    return Err(StoreError::Corrupt(found).into());
                }
            }
        }
        Ok(())
    }

    fn events(&mut self) -> Result<(), Halt> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM event WHERE agency > $1 OR (agency = $1 AND seq > $2)
             ORDER BY agency, seq LIMIT $3"
        );
        let (mut agency, mut seq) = (String::new(), i64::MIN);
        loop {
            let rows = self.query(&sql, &params![&agency, seq, PAGE])?;
            for row in &rows {
                (agency, seq) = self.event(row)?;
            }
            self.progress();
            if rows.is_empty() {
                return Ok(());
            }
        }
    }

    fn event(&mut self, row: &Row) -> Result<(String, i64), Halt> {
        let text: String = row.get("data")?;
        let event = Event::with_data(row, serde_json::from_str(&text).unwrap_or_default())?;
        let place = format!("{}/{}", event.agency, event.seq);
        let (seq, hash) = self.heads.get(&event.agency).cloned().unwrap_or_default();
        if event.seq != seq + 1 {
            return differs(
                "event",
                format!("{}/{}", event.agency, seq + 1),
                "Thiếu sự kiện trong chuỗi",
            );
        }
        if event.prev_hash != hash {
            return differs("event", place, "Sự kiện không nối tiếp sự kiện trước nó");
        }
        if event.hash_over(&text) != event.hash {
            return differs("event", place, "Nội dung sự kiện không khớp mã băm");
        }
        let anchor = self
            .anchors
            .get_mut(&event.agency)
            .and_then(|anchors| anchors.remove(&event.seq));
        if anchor.is_some_and(|anchor| !event.hash.starts_with(&anchor)) {
            return differs(
                "anchor",
                place,
                "Chuỗi đã bị viết lại: mã băm khác với mã đã công bố",
            );
        }
        self.note_seals(&event)?;
        for fact in (self.inner.facts)(&event) {
            self.weigh(&event.agency, &event.subject, &fact);
            let key = [
                event.agency.clone(),
                fact.measure,
                fact.procedure,
                fact.channel,
                fact.day,
            ];
            *self.sums.entry(key).or_default() += fact.n;
        }
        self.report.events += 1;
        self.heads
            .insert(event.agency.clone(), (event.seq, event.hash));
        Ok((event.agency, event.seq))
    }

    fn note_seals(&mut self, event: &Event) -> Result<(), Halt> {
        let seals: Vec<(String, String, String)> =
            serde_json::from_str(&event.seals).map_err(|error| {
                StoreError::Corrupt(format!("seals of {}/{}: {error}", event.agency, event.seq))
            })?;
        for (table, id, digest) in seals {
            let digest = Some(digest).filter(|digest| digest != ERASED);
            let of_row = self.seals.entry(table).or_default().entry(id).or_default();
            of_row.insert(event.agency.clone(), digest);
        }
        Ok(())
    }

    fn chains(&mut self) -> Result<(), Halt> {
        let mut heads = std::mem::take(&mut self.heads);
        for row in self.query("SELECT agency, seq, hash FROM chain ORDER BY agency", &[])? {
            let agency: String = row.get("agency")?;
            let stored: (i64, String) = (row.get("seq")?, row.get("hash")?);
            if heads.remove(&agency).unwrap_or_default() != stored {
                return differs(
                    "chain",
                    format!("{agency}/{}", stored.0),
                    "Đầu chuỗi không khớp sự kiện cuối: thiếu hoặc thừa sự kiện",
                );
            }
        }
        if let Some((agency, (seq, _))) = heads.pop_first() {
            return differs(
                "chain",
                format!("{agency}/{seq}"),
                "Chuỗi sự kiện không có đầu chuỗi",
            );
        }
        let mut unseen: Vec<(&String, &i64)> = self
            .anchors
            .iter()
            .flat_map(|(agency, left)| left.keys().map(move |seq| (agency, seq)))
            .collect();
        unseen.sort();
        match unseen.first() {
            Some((agency, seq)) => differs(
                "anchor",
                format!("{agency}/{seq}"),
                "Chuỗi đã bị cắt: thiếu sự kiện đã công bố",
            ),
            None => Ok(()),
        }
    }
}
