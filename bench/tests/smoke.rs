//! Two seconds of real load against the real program: what the clients say must stand in the database.
//! For whoever doubts the figures; a client that dreams of lives fails here.

use std::net::SocketAddr;
use std::time::Duration;

use bench::life::Acknowledged;
use bench::load::{self, Account, Target, Work};
use bench::log::Op;
use bench::place::Place;
use bench::program::Tokens;
use kit::App;
use kit::testing::setup;
use motcua::{reactions, routes, wiring};
use people::testing::{PASSWORD, add, officer};
use store::Db;
use store::testing::{Effects, sqlite_path, sqlite_with};

const STAFF: [(&str, &str, &str); 4] = [
    ("lan", "Vũ Thị Lan", "mot_cua"),
    ("hoa", "Trần Đức Hòa", "tu_phap_ho_tich"),
    ("bach", "Hoàng Văn Bách", "chu_tich"),
    ("ngan", "Lê Thị Ngân", "van_thu"),
];

fn database() -> Db {
    sqlite_with(Effects {
        jobs: reactions::jobs,
        ..Effects::COUNTED
    })
}

/// Serves in this process until the test ends.
fn served(app: &App, runtime: &tokio::runtime::Runtime) -> SocketAddr {
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind(("127.0.0.1", 0)))
        .expect("a free port");
    let address = listener.local_addr().expect("an address");
    let router = routes::all().into_router(app.clone());
    runtime.spawn(kit::serve_until(
        app.clone(),
        router,
        listener,
        std::future::pending(),
    ));
    address
}

fn accounts() -> Vec<Account> {
    let account = |(username, name, post): (&str, &str, &str)| Account {
        username: username.into(),
        password: PASSWORD.into(),
        name: name.into(),
        post: post.into(),
    };
    STAFF.into_iter().map(account).collect()
}

/// A token of each officer, as the command line makes them.
fn tokens(app: &App, runtime: &tokio::runtime::Runtime) -> Tokens {
    let agency = app.agency().to_owned();
    let people = app
        .db()
        .read_blocking(move |reader| people::list(reader, &agency));
    let people = people.expect("the officers can be listed");
    let made = STAFF.map(|(username, ..)| {
        let listed = people.iter().find(|one| one.account.username == username);
        let id = listed.expect("the officer is there").account.id.clone();
        let secret = api::secret().expect("the system has random bytes");
        let (kept, agency, now) = (
            secret.clone(),
            app.agency().to_owned(),
            app.clock().real_now(),
        );
        let new = api::NewToken {
            name: "bench".into(),
            account: id.clone(),
            scopes: bench::server::SCOPES.map(str::to_owned).to_vec(),
            days: 1,
            is_accepted: true,
        };
        let done = runtime.block_on(app.write(move |tx| {
            let (_, told) = api::make(tx, &agency, &new, ("system", now), &kept)?;
            Ok::<_, kit::Error>(tx.commit("system", now, told, ())?)
        }));
        done.expect("the token is made");
        (secret, id)
    });
    Tokens {
        counter: made[0].0.clone(),
        specialist: made[1].0.clone(),
        chair: made[2].0.clone(),
        seal_keeper: made[3].0.clone(),
        chair_id: made[2].1.clone(),
    }
}

#[test]
fn lives_that_clients_tell_of_have_ended_in_the_database() {
    let db = database();
    let file = sqlite_path(&db).expect("a file");
    let app = App::new(setup(db, wiring::SUPPLIED));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    for (username, name, post) in STAFF {
        runtime.block_on(add(&app, officer(username, name, &[post])));
    }
    let address = served(&app, &runtime);
    let target = runtime
        .block_on(Target::sign_in(
            address,
            &accounts(),
            &[tokens(&app, &runtime)],
        ))
        .expect("the officers sign in");

    let work = Work::Lives { keep: false };
    let told = load::run(&runtime, &target, &work, 2, Duration::from_secs(2));
    let told = told.expect("every answer is as it should be");
    let kept = Work::Lives { keep: true };
    let again = load::run(&runtime, &target, &kept, 2, Duration::from_millis(300));
    let again = again.expect("every answer is as it should be");
    let called = load::run(&runtime, &target, &Work::Calls, 2, Duration::from_secs(1));
    let called = called.expect("every answer is as it should be");

    let mut place = Place::open(&format!("sqlite:{}", file.display())).expect("it opens");
    let ended = place.returned().expect("it can be counted");
    assert!(told.lives >= 1 && called.lives >= 1, "{told:?} {called:?}");
    assert_eq!(ended, told.lives + again.lives + called.lives);
    assert!(told.times[&Op::Act].len() as u64 >= 1);
    assert!(again.acknowledged.len() as u64 >= 8 * again.lives);
    assert_eq!(place.missing(&again.acknowledged), Ok(Vec::new()));

    // The search for what is missing must be able to find something.
    let mut dreamt = again.acknowledged[0].clone();
    dreamt.acts = 9;
    let never = Acknowledged {
        code: "000.21.49.H23-231123-9999".into(),
        acts: 1,
    };
    let missing = place
        .missing(&[dreamt, never])
        .expect("it can be looked for");
    assert_eq!(missing.len(), 2, "{missing:?}");
    let report = app.db().verify(&mut |_, _| {}, None).expect("a report");
    assert!(report.first_difference.is_none(), "{report:?}");
    grows(&mut place, &app);
}

/// Copies are listed and found as dossiers are, whole indices behind them.
fn grows(place: &mut Place, app: &App) {
    let number = |place: &mut Place, sql: &str| place.number(sql).expect("a number");
    const INDICES: &str = "SELECT CAST(COUNT(*) AS TEXT) FROM sqlite_schema WHERE type = 'index'";
    let indices = number(place, INDICES);
    let mut said = Vec::new();
    let filled = bench::fill::fill(place, 1_500, &mut |words| said.push(words.to_owned()));
    assert!(filled.expect("it is filled").bytes_a_dossier > 500.0);
    assert!(said[0].contains("1500"), "{said:?}");
    // All lives have ended, so the one in a hundred that would be open has no dossier to be copied from.
    let there = number(place, "SELECT CAST(COUNT(*) AS TEXT) FROM dossier");
    assert!((1_480.0..=1_500.0).contains(&there), "{there}");
    for (table, condition) in [
        ("dossier_party", "role = 'owner'"),
        ("dossier_search", "1 = 1"),
    ] {
        let sql = format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table} WHERE {condition}");
        assert!((number(place, &sql) - there).abs() < 0.5, "{table}");
    }
    assert!((number(place, INDICES) - indices).abs() < 0.5);
    const LAST: &str =
        "SELECT code, tracking FROM dossier WHERE id LIKE 'grown%' ORDER BY id DESC LIMIT 1";
    let last = place.rows(LAST).expect("a copy").swap_remove(0);
    let (agency, office) = (app.agency().to_owned(), app.clone());
    let clerk = app
        .db()
        .read_blocking(move |reader| people::list(reader, &agency));
    let clerk = clerk.expect("the officers can be listed");
    let clerk = clerk.iter().find(|one| one.account.username == "lan");
    let (id, now) = (clerk.expect("lan").account.id.clone(), app.law_now());
    let found = app
        .db()
        .read_blocking(move |reader| -> Result<_, store::StoreError> {
            let actor = people::actor_of(reader, &id, now)?.expect("lan works");
            let law = office.law();
            last.iter()
                .map(|typed| {
                    let query = format!("trang-thai=tat-ca&q={typed}");
                    dossier::rows::page(reader, (&actor, now, &law.calendar), &query, 10)
                })
                .collect::<Result<Vec<_>, _>>()
        });
    for page in found.expect("the list can be read") {
        assert_eq!(page.rows.len(), 1, "{page:?}");
    }
}
