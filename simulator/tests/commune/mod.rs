//! A commune that has lived, on a temporary file, and what tests ask it.
//! For the tests of the year; what several of them look at is lived once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::fact::Fact;
use domain::moment::Moment;
use dossier::row::{self, DossierRow};
use kit::Law;
use simulator::{Lived, PEOPLE, Person, Setup, live};
use store::testing::Effects;
use store::{DatabaseUrl, Db, Entropy, Event, Options, Reader, Row, Sql, StoreError, params};

/// When the demonstration opens.
pub const OPENING: &str = "2023-11-23T09:20";
/// What the program counts.
pub const EFFECTS: Effects = Effects {
    facts,
    jobs: |_| Vec::new(),
};

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

fn facts(event: &Event) -> Vec<Fact> {
    domain::fact::facts(&event.kind, event.at, &event.data)
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
        facts,
        jobs: |_| Vec::new(),
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

impl Commune {
    /// Every dossier.
    pub fn rows(&self) -> Vec<DossierRow> {
        self.db
            .read_blocking(|reader: &mut Reader<'_>| row::page_of_all(reader, "", 100_000))
            .unwrap_or_else(|error: StoreError| panic!("{error}"))
    }

    /// Any rows.
    pub fn asks(&self, sql: &'static str) -> Vec<Row> {
        self.db
            .read_blocking(move |reader: &mut Reader<'_>| reader.rows(sql, params![]))
            .unwrap_or_else(|error: StoreError| panic!("{error}"))
    }

    /// The number `n` of one row.
    pub fn number(&self, sql: &'static str) -> i64 {
        self.asks(sql)[0].get("n").expect("a number")
    }

    /// Every event: when, which kind, with what.
    pub fn events(&self) -> Vec<(Moment, String, serde_json::Value)> {
        self.asks("SELECT at, kind, data FROM event ORDER BY seq")
            .iter()
            .map(|row| {
                let data: String = row.get("data").expect("text");
                let data = serde_json::from_str(&data).expect("JSON");
                (
                    row.get("at").expect("a moment"),
                    row.get("kind").expect("text"),
                    data,
                )
            })
            .collect()
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
