//! Whatever a commune holds, no page of another one shows it; asked route by route and table by table.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::procedure::ProcedureEdit;
use kit::Access;
use kit::law::{ChangeKind, NewChange};
use motcua::routes;
use store::{Db, Engine, params};

use crate::house::{KHAI, Office, PHUC, both_on_each_engine, column, password_of};

/// Tables with a column `agency` that a year without incidents leaves empty, and where they are tried.
const EMPTY_HERE: [(&str, &str); 8] = [
    (
        "session",
        "the cookie of one commune at the other's address, below",
    ),
    (
        "reading",
        "written behind the page; shown only by subject of the own commune",
    ),
    ("outbox", "no page; each job names its commune"),
    ("law_change", "one commune's choice, below"),
    (
        "counter_draft",
        "by officer, whose account is of one commune",
    ),
    ("api_token", "the edge drops an actor of another commune"),
    ("dossier_taken_over", "succession"),
    ("demo_account", "empty in every real database"),
];
/// Tables that officers fill at will; each read asks for agency and account.
const AT_WILL: [&str; 4] = ["cover", "saved_view", "bulk_told", "paper"];

/// Routes with an id that nothing in these weeks fits, or whose id is no commune's own.
fn is_common(path: &str) -> bool {
    [
        "/thu-tuc/",
        "/viec/",
        "/qt/thu-tuc/",
        "/cb/ke-hoach/",
        "/cb/quan-tri/",
        "/api/",
        "/cb/hang-loat/",
        "/cb/kho-luu/",
        "/a/",
    ]
    .iter()
    .any(|prefix| path.starts_with(prefix))
}

fn tables_with_agency(db: &Db) -> Vec<String> {
    let sql = match db.engine() {
        Engine::Sqlite => {
            "SELECT m.name AS it FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
             WHERE m.type = 'table' AND c.name = 'agency' ORDER BY m.name"
        }
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT) AS it FROM information_schema.columns
             WHERE table_schema = current_schema() AND column_name = 'agency' ORDER BY table_name"
        }
    };
    column(db, sql, params![])
}

/// What the first commune's addresses could end with.
fn ids_of(db: &Db, agency: &str) -> Vec<String> {
    let mut ids = column(
        db,
        "SELECT code AS it FROM dossier WHERE agency = $1 AND code IS NOT NULL ORDER BY due_sort DESC LIMIT 12",
        params![agency],
    );
    for sql in [
        "SELECT tracking AS it FROM dossier WHERE agency = $1 ORDER BY id LIMIT 3",
        "SELECT id AS it FROM dossier WHERE agency = $1 ORDER BY id LIMIT 3",
        "SELECT id AS it FROM account WHERE agency = $1 ORDER BY id LIMIT 3",
        "SELECT id AS it FROM till WHERE agency = $1 ORDER BY id LIMIT 3",
        "SELECT id AS it FROM payment WHERE agency = $1 ORDER BY id LIMIT 3",
        "SELECT id AS it FROM paper WHERE agency = $1 ORDER BY id LIMIT 3",
        "SELECT id AS it FROM cover WHERE agency = $1 ORDER BY id LIMIT 2",
        "SELECT f.id AS it FROM dossier_file AS f JOIN dossier AS d ON d.id = f.dossier_id WHERE d.agency = $1 ORDER BY f.id LIMIT 3",
    ] {
        ids.extend(column(db, sql, params![agency]));
    }
    ids
}

fn filled(path: &str, ids: &[String]) -> Vec<String> {
    let places = path.matches('{').count();
    let with = |id: &str, rest: &str| {
        let mut next = [id, rest].into_iter();
        let parts = path.split('/').map(|part| match part.starts_with('{') {
            true => next.next().unwrap_or(rest),
            false => part,
        });
        parts.collect::<Vec<_>>().join("/")
    };
    match places {
        0 => Vec::new(),
        1 => ids.iter().map(|id| with(id, id)).collect(),
        _ => ids
            .iter()
            .take(4)
            .flat_map(|one| ids.iter().map(move |other| (one, other)))
            .map(|(one, other)| with(one, other))
            .collect(),
    }
}

fn paths(with_id: bool) -> Vec<&'static str> {
    let all: BTreeSet<&'static str> = routes::all()
        .iter()
        .filter(|route| route.method == Method::GET && route.path.contains('{') == with_id)
        .filter(|route| route.access != Access::Signed || with_id)
        .map(|route| route.path)
        .collect();
    all.into_iter().collect()
}

async fn nothing_by_address(db: &Db, one: &Office, other: &Office) {
    let ids = ids_of(db, one.agency);
    one.web.sign_in(&one.everybody).await;
    other.web.sign_in(&other.everybody).await;
    let mut unseen = Vec::new();
    for path in paths(true).into_iter().filter(|path| !is_common(path)) {
        let mut is_seen_at_home = false;
        for address in filled(path, &ids) {
            let there = other.web.get(&address).await;
            assert_eq!(
                there.status,
                StatusCode::NOT_FOUND,
                "{address} of {}",
                one.agency
            );
            if !is_seen_at_home {
                let home = one.web.get(&address).await.status;
                is_seen_at_home = home != StatusCode::NOT_FOUND;
            }
        }
        if !is_seen_at_home {
            unseen.push(path);
        }
    }
    let known = |path: &&str| path.contains("/tep/") || path.contains("/hoan/");
    unseen.retain(|path| !known(path));
    assert!(unseen.is_empty(), "at home too nothing opens {unseen:?}");
}

async fn nothing_in_lists(db: &Db, one: &Office, other: &Office) {
    let mut marks = column(
        db,
        "SELECT tracking AS it FROM dossier WHERE agency = $1",
        params![one.agency],
    );
    marks.extend(column(
        db,
        "SELECT id AS it FROM account WHERE agency = $1",
        params![one.agency],
    ));
    marks.extend(column(
        db,
        "SELECT code AS it FROM dossier WHERE agency = $1 AND code IS NOT NULL",
        params![one.agency],
    ));
    let mut looked = 0;
    for path in paths(false) {
        let page = other.web.get(path).await;
        assert_ne!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        looked += u32::from(page.status == StatusCode::OK);
        let shown = marks.iter().find(|mark| page.body.contains(mark.as_str()));
        assert_eq!(shown, None, "{path} at {} shows it", other.agency);
    }
    assert!(looked > 25, "{looked} pages were looked at");
    let home = one.web.get("/cb/ho-so").await.body;
    assert!(
        marks.iter().any(|mark| home.contains(mark.as_str())),
        "{home}"
    );
}

async fn nobody_crosses(one: &Office, other: &Office) {
    one.web.forget_cookies();
    one.web.sign_in(&one.everybody).await;
    assert_eq!(one.web.get("/cb/ho-so").await.status, StatusCode::OK);
    let cookie = format!("mc={}", one.web.token().expect("a session"));
    other.web.forget_cookies();
    let request = other
        .web
        .request(Method::GET, "/cb/ho-so")
        .header(header::COOKIE, &cookie);
    let answer = other.web.send(request, Body::empty()).await;
    assert!(answer.location().starts_with("/dang-nhap"), "{answer:?}");
    // The same name in both communes, each with its own password.
    let password = password_of(one.agency);
    let typed = [("username", "lan.vt"), ("password", password.as_str())];
    other.web.forget_cookies();
    let wrong = other.web.post("/dang-nhap", &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("mật khẩu chưa đúng"), "{}", wrong.body);
    let nobody = [("username", "khong-co-ai"), ("password", password.as_str())];
    let unknown = other.web.post("/dang-nhap", &nobody).await;
    assert!(unknown.body.contains("mật khẩu chưa đúng"));
    one.web.forget_cookies();
    let right = one.web.post("/dang-nhap", &typed).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
}

async fn each_has_its_own_law_and_numbers(db: &Db, one: &Office, other: &Office) {
    let today = one.web.app.law_now().date();
    let law = other.web.app.law();
    let offered = law
        .catalogue
        .all_in_force(today)
        .next()
        .expect("some procedure is in force");
    let code = offered.code.clone();
    let change = NewChange {
        kind: ChangeKind::ProcedureChoice,
        subject: code.clone(),
        seen: 0,
        valid_from: today,
        body: serde_json::to_value(ProcedureEdit::Choice {
            is_offered: false,
            note_vi: None,
        })
        .expect("it is plain data"),
        document: "QĐ 1/QĐ-UBND".into(),
        reason: "Xã không làm".into(),
    };
    let actor = domain::access::Actor {
        user: one.everybody.clone(),
        agency: one.agency.to_owned(),
        name: String::new(),
        posts: Vec::new(),
        roles: [domain::access::Role::Admin].into(),
        covers: Vec::new(),
    };
    one.web
        .app
        .save_law(&actor, "t".repeat(32), vec![change], "/cb")
        .await
        .expect("it is saved");
    assert!(!other.web.app.refresh_law().await.expect("it is read"));
    assert_eq!(one.web.app.law().revision, 1);
    assert_eq!(other.web.app.law().revision, 0);
    for office in [one, other] {
        let part = crate::house::commune(office.agency).code_part;
        let codes = column(
            db,
            "SELECT code AS it FROM dossier WHERE agency = $1 AND code IS NOT NULL",
            params![office.agency],
        );
        assert!(
            codes.iter().all(|code| code.starts_with(&part)),
            "{codes:?}"
        );
        assert!(
            codes.iter().any(|code| code.ends_with("-0001")),
            "{codes:?}"
        );
    }
}

fn every_table_is_accounted_for(db: &Db) {
    for table in tables_with_agency(db) {
        let told =
            EMPTY_HERE.iter().any(|(name, _)| *name == table) || AT_WILL.contains(&table.as_str());
        let sql = format!("SELECT DISTINCT agency AS it FROM {table} WHERE agency IS NOT NULL");
        let found = column(db, &sql, params![]);
        let both = [KHAI, PHUC]
            .iter()
            .all(|agency| found.iter().any(|it| it == agency));
        assert!(
            told || both,
            "table {table} holds {found:?}: fill it or say where it is tried"
        );
    }
}

#[test]
fn two_communes_in_one_database_see_nothing_of_one_another() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    for (db, khai, phuc) in both_on_each_engine() {
        every_table_is_accounted_for(&db);
        runtime.block_on(async {
            nothing_by_address(&db, &khai, &phuc).await;
            nothing_by_address(&db, &phuc, &khai).await;
            nothing_in_lists(&db, &khai, &phuc).await;
            nothing_in_lists(&db, &phuc, &khai).await;
            nobody_crosses(&khai, &phuc).await;
            each_has_its_own_law_and_numbers(&db, &khai, &phuc).await;
        });
        let report = db.verify(&mut |_, _| {}, None).expect("it can be read");
        assert_eq!(report.first_difference, None);
        assert_eq!(db.heads().expect("heads").len(), 2);
    }
}
