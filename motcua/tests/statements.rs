//! Each main page asks a handful of statements, and each of them finds its rows by an index.
//! One test alone in its process: what is recorded is then of one page.

use axum::http::StatusCode;
use counter::testing::{birth, saved};
use dossier::testing::by_code;
use kit::testing::TestApp;
use motcua::{reactions, routes, wiring};
use people::testing::{add, officer, sign_in};
use store::Engine;
use store::testing::{Effects, plan, record, recorded};

/// Statements that a page may ask, the officer's session and menu included; `{code}` and
/// `{tracking}` stand for a dossier's.
const LIMITS: [(&str, &str, usize); 13] = [
    ("", "/", 0),
    ("", "/thu-tuc", 0),
    ("", "/t/{tracking}", 6),
    ("lan", "/cb/viec", 8),
    ("lan", "/cb/ho-so", 9),
    ("lan", "/cb/ho-so?trang-thai=tat-ca&sap=-nhan", 9),
    ("lan", "/cb/ho-so?q=khoi", 9),
    ("lan", "/cb/ho-so?q=khoi&trang-thai=tat-ca", 9),
    ("lan", "/cb/quay", 6),
    ("lan", "/cb/ho-so/{code}", 20),
    ("lan", "/cb/ho-so/{code}/ban-giao", 9),
    ("bach", "/ld/ky", 7),
    ("bach", "/cb/ke-hoach", 10),
];

/// Tables that may be read whole, by name and by what statements call them: accounts and their posts
/// do not grow with the dossiers.
const SMALL: [&str; 5] = ["account", "account_post", "a", "holding", "preparing"];

/// Holds only what is at work, which does not grow with the years.
const OF_THE_OPEN: &str = "INDEX dossier_open ";

/// The browser of an officer, or of somebody without an account.
async fn browser_of(test: &TestApp, username: &str) {
    match username {
        "" => test.forget_cookies(),
        _ => sign_in(test, username).await,
    }
}

/// The steps of a plan that read a whole table.
fn whole_tables(engine: Engine, plan: &[String]) -> Vec<&String> {
    let reads_all = |step: &&String| match engine {
        // An index on the commune alone finds everything that a commune ever had.
        Engine::Sqlite => {
            let all = step
                .strip_prefix("SCAN ")
                .filter(|rest| !rest.contains("USING"));
            let own = step
                .strip_prefix("SEARCH ")
                .filter(|rest| rest.ends_with("(agency=?)") && !rest.contains(OF_THE_OPEN));
            all.or(own).is_some_and(|rest| !is_small_or_made(rest))
        }
        Engine::Postgres => step
            .split_once("Seq Scan on ")
            .is_some_and(|(_, rest)| !is_small_or_made(rest)),
    };
    plan.iter().filter(reads_all).collect()
}

/// A table that stays small, or rows that the statement itself has put together.
fn is_small_or_made(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    SMALL.contains(&first)
        || SMALL.contains(&second)
        || ["found", "led", "CONSTANT"].contains(&first)
        || first.starts_with("of_")
        || first.starts_with('(')
}

#[tokio::test]
async fn every_main_page_asks_a_handful_of_statements_and_each_goes_by_an_index() {
    let effects = Effects {
        jobs: reactions::jobs,
        ..Effects::COUNTED
    };
    let mut faults = Vec::new();
    for test in TestApp::on_each_engine(effects, routes::all, wiring::SUPPLIED) {
        let engine = test.app.db().engine();
        for (username, post) in [("lan", "mot_cua"), ("bach", "chu_tich")] {
            add(&test.app, officer(username, username, &[post])).await;
        }
        sign_in(&test, "lan").await;
        let code = saved(&test, "luu", &[&birth()]).await;
        let tracking = by_code(&test, &code).await.tracking;
        for (who, path, limit) in LIMITS {
            browser_of(&test, who).await;
            let path = path
                .replace("{code}", &code)
                .replace("{tracking}", &tracking);
            record();
            let page = test.get(&path).await;
            let asked = recorded();
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
            if asked.len() > limit {
                faults.push(format!(
                    "{engine:?} {path} asks {} statements, not {limit}:\n  {}",
                    asked.len(),
                    asked.join("\n  ")
                ));
            }
            for sql in asked {
                let plan = plan(test.app.db(), &sql).expect("the statement can be planned");
                for step in whole_tables(engine, &plan) {
                    faults.push(format!("{engine:?} {path}: {step}, in {sql}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_plan_that_reads_a_table_whole_is_seen() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let sqlite = lines(
        "SCAN dossier\nSEARCH dossier USING INDEX x (agency=? AND state=?)\nSCAN account\n\
        SEARCH dossier USING INDEX y (agency=?)",
    );
    assert_eq!(
        whole_tables(Engine::Sqlite, &sqlite),
        ["SCAN dossier", "SEARCH dossier USING INDEX y (agency=?)"]
    );
    let postgres = lines("Seq Scan on dossier  (cost=1)\n  ->  Index Scan using x on dossier");
    assert_eq!(whole_tables(Engine::Postgres, &postgres).len(), 1);
}
