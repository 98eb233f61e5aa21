//! Two communes that have lived side by side in one database, with a browser at each.

use std::sync::{Arc, LazyLock};

use domain::moment::Moment;
use jiff::civil::date;
use kit::testing::TestApp;
use kit::{Clock, Commune, Error, Law};
use motcua::{reactions, routes, wiring};
use people::{HashedPassword, NewAccount, Term};
use store::testing::Effects;
use store::{Db, Reader, Sql as _, StoreError, Tx, Value};

pub const KHAI: &str = "xa_quang_khai";
pub const PHUC: &str = "xa_quang_phuc";
/// Until when they lived, and when they are looked at.
const LIVED: &str = "2023-02-08T10:00";
pub const NOW: &str = "2023-02-09T09:00";
/// Every post that gives a right.
const POSTS: [&str; 8] = [
    "mot_cua",
    "tu_phap_ho_tich",
    "chu_tich",
    "van_thu",
    "vptk",
    "tai_chinh",
    "dia_chinh",
    "quan_tri",
];

pub static LAW: LazyLock<Law> = LazyLock::new(|| Law::embedded().expect("our data is sound"));

pub const EFFECTS: Effects = Effects {
    jobs: reactions::jobs,
    ..Effects::COUNTED
};

/// A commune with a browser at its address.
pub struct Office {
    pub agency: &'static str,
    pub web: TestApp,
    /// An account that holds every post.
    pub everybody: String,
}

/// The password of everybody in this commune.
pub fn password_of(agency: &str) -> String {
    format!("Lúa chín vàng đồng {agency}")
}

fn hashed(agency: &str) -> HashedPassword {
    people::hash_password(&password_of(agency)).expect("random bytes")
}

/// Both communes over each engine.
pub fn both_on_each_engine() -> Vec<(Db, Office, Office)> {
    store::testing::engines_with(EFFECTS)
        .into_iter()
        .map(|db| {
            let first = office(&db, KHAI, 7);
            let second = office(&db, PHUC, 8);
            (db, first, second)
        })
        .collect()
}

fn office(db: &Db, agency: &'static str, seed: u64) -> Office {
    let password = hashed(agency);
    let commune = commune(agency);
    let setup = simulator::Setup {
        agency: agency.to_owned(),
        code_part: commune.code_part.clone(),
        seed,
        until: Moment::parse_local(LIVED).expect("a moment"),
        passwords: simulator::team_of(agency)
            .people
            .iter()
            .map(|person| (person.username.to_owned(), password.clone()))
            .collect(),
        per_mille: 1_000,
        scan: simulator::plain_scan,
    };
    simulator::live(db, &LAW, &setup, &mut |_, _| {}).expect("the commune lives");
    let new = NewAccount {
        username: format!("moi-viec-{}", agency.replace('_', "-")),
        name: "Người giữ mọi việc".to_owned(),
        password,
        must_change: false,
        posts: POSTS
            .iter()
            .map(|post| Term::from(*post, date(2023, 1, 1)))
            .collect(),
    };
    let at = setup.until;
    let everybody = db
        .write_blocking(agency, move |tx: &mut Tx<'_>| -> Result<_, Error> {
            let (id, events) = people::create(tx, agency, new, "system", at)?;
            Ok(tx.commit("system", at, events, id)?)
        })
        .expect("the account is made");
    let web = web(db, agency, NOW);
    Office {
        agency,
        web,
        everybody,
    }
}

pub fn commune(agency: &str) -> Commune {
    Commune::of(&LAW, agency, date(2023, 1, 1)).expect("the table names it")
}

/// A browser at a commune's address at a moment of the law's clock.
pub fn web(db: &Db, agency: &str, now: &str) -> TestApp {
    let setup = kit::Setup {
        agency: agency.to_owned(),
        commune: Arc::new(commune(agency)),
        clock: Clock::held_at(Moment::parse_local(now).expect("a moment")),
        ..kit::testing::setup(db.clone(), wiring::SUPPLIED)
    };
    TestApp::made_of(setup, routes::all())
}

/// The texts of one column.
pub fn column(db: &Db, sql: &str, params: Vec<Value>) -> Vec<String> {
    let sql = sql.to_owned();
    db.read_blocking(move |reader: &mut Reader<'_>| {
        let rows = reader.rows(&sql, params)?;
        rows.iter()
            .map(|row| row.get("it"))
            .collect::<Result<Vec<String>, StoreError>>()
    })
    .unwrap_or_else(|error| panic!("{error}"))
}
