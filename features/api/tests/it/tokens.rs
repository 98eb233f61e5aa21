//! The life of a token: made by the administrator, agreed to by its owner, used, warned of, revoked.
//! For whoever lends a name to a program.

use kit::testing::TestApp;

use crate::office::{self, DESK};

const ADMIN: &str = "admin@quan_tri";
const PAGE: &str = "/cb/quan-tri/khoa-api";
const OWN: &str = "/cb/tai-khoan/khoa-api";

async fn sign_in(app: &TestApp, account: &str) {
    app.forget_cookies();
    office::account(app, account).await;
    app.sign_in(account).await;
}

/// Makes a token by the page; answers its secret.
async fn made(app: &TestApp, days: &str) -> String {
    sign_in(app, ADMIN).await;
    office::account(app, DESK).await;
    let once = app
        .get(PAGE)
        .await
        .field("_once")
        .expect("a token")
        .to_owned();
    let fields = [
        ("_once", once.as_str()),
        ("name", "Phần mềm huyện"),
        ("account", DESK),
        ("scopes", "dossiers:read"),
        ("scopes", "intake"),
        ("days", days),
    ];
    let shown = app.post(PAGE, &fields).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert_eq!(shown.header("cache-control"), "no-store");
    let (_, after) = shown.body.split_once("mc_").expect("the secret is shown");
    let again = app.post(PAGE, &fields).await;
    assert!(
        again.status == 303 && !again.body.contains("mc_"),
        "sent twice, made once"
    );
    format!("mc_{}", &after[..64])
}

async fn press(app: &TestApp, page: &str, ending: &str) {
    let shown = app.get(page).await;
    let (_, after) = shown
        .body
        .split_once(&format!("action=\"{page}/"))
        .expect("a form");
    let id = after.split('/').next().expect("an id").to_owned();
    let (once, version) = (
        shown.field("_once").expect("a token").to_owned(),
        shown.field("version").expect("a version").to_owned(),
    );
    let done = app
        .post(
            &format!("{page}/{id}/{ending}"),
            &[("_once", &once), ("version", &version)],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
}

async fn opens(app: &TestApp, secret: &str) -> u16 {
    app.forget_cookies();
    office::get(app, secret, "/api/v1/dossiers")
        .await
        .status
        .as_u16()
}

#[tokio::test]
async fn a_token_works_only_between_the_owners_word_and_its_end() {
    for app in office::offices() {
        let secret = made(&app, "30").await;
        assert_eq!(opens(&app, &secret).await, 401, "nobody agreed yet");
        sign_in(&app, DESK).await;
        let own = app.get(OWN).await.body;
        assert!(
            own.contains("Phần mềm huyện") && own.contains("Chờ chủ tài khoản đồng ý"),
            "{own}"
        );
        press(&app, OWN, "dong-y").await;
        assert_eq!(opens(&app, &secret).await, 200);
        sign_in(&app, DESK).await;
        assert!(
            app.get(OWN).await.body.contains("tất cả 1 lần"),
            "the owner sees its use"
        );
        office::later(&app, 20);
        sign_in(&app, ADMIN).await;
        let warned = app.get(PAGE).await.body;
        assert!(
            warned.contains("1 khóa sẽ hết hạn trong 14 ngày tới"),
            "{warned}"
        );
        assert_eq!(opens(&app, &secret).await, 200);
        office::later(&app, 11);
        assert_eq!(opens(&app, &secret).await, 401, "it is over");
        office::is_whole(&app);
    }
}

#[tokio::test]
async fn a_token_taken_back_opens_nothing_and_no_event_holds_its_secret() {
    for app in office::offices() {
        let secret = made(&app, "30").await;
        sign_in(&app, DESK).await;
        press(&app, OWN, "dong-y").await;
        assert_eq!(opens(&app, &secret).await, 200);
        sign_in(&app, ADMIN).await;
        press(&app, PAGE, "thu-hoi").await;
        assert_eq!(opens(&app, &secret).await, 401);
        let kinds = office::ask(
            &app,
            "SELECT kind AS it FROM event WHERE subject LIKE 'api_token:%' ORDER BY seq",
        )
        .await;
        assert_eq!(
            kinds,
            ["api.token_made", "api.token_accepted", "api.token_revoked"]
        );
        for sql in [
            "SELECT data AS it FROM event",
            "SELECT secret_hash AS it FROM api_token",
        ] {
            let kept = office::ask(&app, sql).await;
            assert!(
                kept.iter().all(|text| !text.contains(&secret[3..])),
                "{sql}"
            );
        }
        office::is_whole(&app);
    }
}

#[tokio::test]
async fn a_token_of_somebody_else_is_nobodys_to_agree_to() {
    let app = office::offices().swap_remove(0);
    made(&app, "30").await;
    sign_in(&app, DESK).await;
    let shown = app.get(OWN).await;
    let (_, after) = shown
        .body
        .split_once(&format!("action=\"{OWN}/"))
        .expect("a form");
    let path = format!("{OWN}/{}/dong-y", after.split('/').next().expect("an id"));
    sign_in(&app, "chair@chu_tich").await;
    let once = "0123456789abcdef0123456789abcdef";
    let answer = app.post(&path, &[("_once", once), ("version", "1")]).await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn what_is_wrong_with_a_new_token_is_told_at_its_field() {
    let app = office::offices().swap_remove(0);
    sign_in(&app, ADMIN).await;
    let once = app
        .get(PAGE)
        .await
        .field("_once")
        .expect("a token")
        .to_owned();
    let answer = app
        .post(PAGE, &[("_once", &once), ("name", ""), ("days", "900")])
        .await;
    assert_eq!(answer.status, 422);
    for sentence in [
        "Hãy ghi tên phần mềm",
        "Hãy chọn tài khoản",
        "ít nhất một phạm vi",
        "từ 1 đến 400",
    ] {
        assert!(answer.body.contains(sentence), "{sentence}");
    }
}

#[tokio::test]
async fn guessing_at_tokens_is_slowed_and_never_let_in() {
    let app = office::offices().swap_remove(0);
    let token = office::token(&app, DESK).await;
    let begun = std::time::Instant::now();
    for n in 0..8 {
        let answer = office::get(&app, &format!("mc_{n}"), "/api/v1/dossiers").await;
        assert_eq!(answer.status, 401, "{}", answer.body);
    }
    assert!(begun.elapsed().as_millis() >= 200, "the later ones wait");
    let answer = office::get(&app, &token, "/api/v1/dossiers").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_program_stands_in_for_nobody() {
    let supplied = kit::Supplied {
        actor_of: |_, user, _| {
            let chair = kit::testing::officer(office::CHAIR).expect("an officer");
            let absent = domain::access::Absent {
                user: chair.user,
                name: chair.name,
                posts: chair.posts,
                roles: chair.roles,
            };
            Ok(
                kit::testing::officer(user).map(|actor| domain::access::Actor {
                    covers: vec![absent],
                    ..actor
                }),
            )
        },
        ..office::OFFICE
    };
    let app = TestApp::over(store::testing::sqlite(), office::routes(), supplied);
    let token = office::token(&app, DESK).await;
    let path = "/api/v1/dossiers/khong-co/acts/approve";
    let body = serde_json::json!({ "version": 1 });
    let program = office::post(&app, &token, path, &body).await;
    assert_eq!(program.status, 403, "{}", program.body);
    sign_in(&app, DESK).await;
    let person = app.get("/cb/ho-so/khong-co/ky").await;
    assert_eq!(person.status, 404, "the person does stand in");
}
