//! Two seconds of real load against the real program: what the clients say must stand in the database.
//! For whoever doubts the figures; a client that dreams of lives fails here.

use std::net::SocketAddr;
use std::time::Duration;

use bench::life::Acknowledged;
use bench::load::{self, Account, Target, Work};
use bench::log::Op;
use bench::place::Place;
use kit::testing::{AGENCY, setup};
use kit::{App, Error};
use motcua::{reactions, routes, wiring};
use people::{NewAccount, Term};
use store::testing::{Effects, sqlite_path, sqlite_with};
use store::{Db, Tx};

const PASSWORD: &str = "Lúa chín vàng đồng 7";
const STAFF: [(&str, &str, &str); 4] = [
    ("lan", "Vũ Thị Lan", "mot_cua"),
    ("hoa", "Trần Đức Hòa", "tu_phap_ho_tich"),
    ("bach", "Hoàng Văn Bách", "chu_tich"),
    ("ngan", "Lê Thị Ngân", "van_thu"),
];

fn database() -> Db {
    sqlite_with(Effects {
        facts: |event| domain::fact::facts(&event.kind, event.at, &event.data),
        jobs: reactions::jobs,
    })
}

fn add_staff(app: &App) {
    let hash = people::hash_password(PASSWORD).expect("random bytes");
    for (username, name, post) in STAFF {
        let (at, hash) = (app.law_now(), hash.clone());
        let made: Result<String, Error> =
            app.db().write_blocking(AGENCY, move |tx: &mut Tx<'_>| {
                let new = NewAccount {
                    username: username.into(),
                    name: name.into(),
                    password: hash,
                    must_change: false,
                    posts: vec![Term::from(post, jiff::civil::date(2023, 1, 1))],
                };
                let (id, events) = people::create(tx, AGENCY, new, "system", at)?;
                Ok(tx.commit("system", at, events, id)?)
            });
        made.expect("the account is made");
    }
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

#[test]
fn lives_that_clients_tell_of_have_ended_in_the_database() {
    let db = database();
    let file = sqlite_path(&db).expect("a file");
    let app = App::new(setup(db, wiring::SUPPLIED));
    add_staff(&app);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let address = served(&app, &runtime);
    let target = runtime
        .block_on(Target::sign_in(address, &accounts()))
        .expect("the officers sign in");

    let work = Work::Lives { keep: false };
    let told = load::run(&runtime, &target, &work, 2, Duration::from_secs(2));
    let told = told.expect("every answer is as it should be");
    let kept = Work::Lives { keep: true };
    let again = load::run(&runtime, &target, &kept, 2, Duration::from_millis(300));
    let again = again.expect("every answer is as it should be");

    let mut place = Place::open(&format!("sqlite:{}", file.display())).expect("it opens");
    let ended = place.returned().expect("it can be counted");
    assert!(told.lives >= 1, "{told:?}");
    assert_eq!(ended, told.lives + again.lives);
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
}
