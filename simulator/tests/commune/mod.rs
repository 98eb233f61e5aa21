//! A commune that has lived, on a temporary file, and what tests ask it.
//! For the tests of the year; what several of them look at is lived once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::dossier::DossierEvent;
use domain::moment::Moment;
use dossier::row::{self, DossierRow};
use kit::Law;
use simulator::{Lived, PEOPLE, Person, Setup, live};
use store::testing::Effects;
use store::{DatabaseUrl, Db, Entropy, Options, Reader, Row, Sql, StoreError, Value, params};

/// When the demonstration opens.
pub const OPENING: &str = "2023-11-23T09:20";
/// What the program counts.
pub const EFFECTS: Effects = Effects::COUNTED;

/// The law in the year 2023.
pub static LAW: LazyLock<Law> =
    LazyLock::new(|| Law::embedded().expect("the embedded data is checked by tests"));
/// One hash for all: another salt would be another file.
static PASSWORD: LazyLock<people::HashedPassword> =
    LazyLock::new(|| people::hash_password("con cò bay lả bay la").expect("random bytes"));
/// The demonstration as it opens.
pub static OPENED: LazyLock<Commune> = LazyLock::new(|| lived(7, OPENING));
/// A year to its end.
pub static WHOLE_YEAR: LazyLock<Commune> = LazyLock::new(|| lived(11, "2023-12-31T23:00"));

/// A commune that has lived.
pub struct Commune {
    /// Its database.
    pub db: Db,
    /// What `live` told.
    pub lived: Lived,
    /// Until when.
    pub until: Moment,
    _folder: tempfile::TempDir,
}

/// The set-up of a year until a moment.
pub fn setup(seed: u64, until: &str) -> Setup {
    let password = |person: &Person| (person.username.to_owned(), PASSWORD.clone());
    Setup {
        agency: "xa_quang_khai".to_owned(),
        code_part: "000.21.49.H23".to_owned(),
        seed,
        until: Moment::parse_local(until).expect("a moment"),
        passwords: PEOPLE.iter().map(password).collect(),
        per_mille: 1_000,
        scan: simulator::plain_scan,
    }
}

/// Lives on a migrated database.
pub fn live_on(db: &Db, setup: &Setup) -> Lived {
    let mut last = (0, 0);
    let lived = live(db, &LAW, setup, &mut |done, total| last = (done, total))
        .unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(last, (lived.acts, lived.acts), "progress ends at the end");
    lived
}

/// A commune that has lived until a moment, on a file opened with the same seed.
pub fn lived(seed: u64, until: &str) -> Commune {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Db::open(Options {
        url: DatabaseUrl::sqlite(folder.path().join("year.sqlite")),
        files: folder.path().join("files"),
        entropy: Entropy::Seeded(seed),
        facts: EFFECTS.facts,
        jobs: EFFECTS.jobs,
        readers: 1,
    })
    .expect("a temporary file can be opened");
    db.migrate().expect("the migrations apply");
    let setup = setup(seed, until);
    Commune {
        lived: live_on(&db, &setup),
        db,
        until: setup.until,
        _folder: folder,
    }
}

/// Any rows of a commune's database.
pub fn asks(db: &Db, sql: &'static str, params: Vec<Value>) -> Vec<Row> {
    db.read_blocking(move |reader: &mut Reader<'_>| reader.rows(sql, params))
        .unwrap_or_else(|error: StoreError| panic!("{:?}: {error}", db.engine()))
}

/// The number `n` of one row.
pub fn number(db: &Db, sql: &'static str, params: Vec<Value>) -> i64 {
    asks(db, sql, params)[0].get("n").expect("a number")
}

/// One line of the log.
pub struct Entry {
    pub at: Moment,
    pub by: String,
    pub kind: String,
    pub subject: String,
    pub data: serde_json::Value,
}

/// Whether it is the citizen's own act, done from home.
pub fn is_citizens(kind: &str, data: &serde_json::Value) -> bool {
    let event = DossierEvent::read(kind, data);
    matches!(event, Some(DossierEvent::Urged { by_citizen: true }))
}

/// The whole log.
pub fn log(db: &Db) -> Vec<Entry> {
    let read = |row: &Row| {
        let data: String = row.get("data").expect("text");
        Entry {
            at: row.get("at").expect("a moment"),
            by: row.get("by").expect("text"),
            kind: row.get("kind").expect("text"),
            subject: row.get("subject").expect("text"),
            data: serde_json::from_str(&data).expect("JSON"),
        }
    };
    let all = "SELECT at, by, kind, subject, data FROM event ORDER BY seq";
    asks(db, all, params![]).iter().map(read).collect()
}

/// Every event: when, which kind, with what.
pub fn events(db: &Db) -> Vec<(Moment, String, serde_json::Value)> {
    let told = |one: Entry| (one.at, one.kind, one.data);
    log(db).into_iter().map(told).collect()
}

/// Every dossier.
pub fn dossiers(db: &Db) -> Vec<DossierRow> {
    db.read_blocking(|reader: &mut Reader<'_>| row::page_of_all(reader, "", 100_000))
        .unwrap_or_else(|error: StoreError| panic!("{:?}: {error}", db.engine()))
}

impl Commune {
    /// Every dossier.
    pub fn rows(&self) -> Vec<DossierRow> {
        dossiers(&self.db)
    }

    /// Every event: when, which kind, with what.
    pub fn events(&self) -> Vec<(Moment, String, serde_json::Value)> {
        events(&self.db)
    }

    /// How often each kind of event happened.
    pub fn kinds(&self) -> BTreeMap<String, usize> {
        let mut kinds = BTreeMap::new();
        for (_, kind, _) in self.events() {
            *kinds.entry(kind).or_default() += 1;
        }
        kinds
    }
}
