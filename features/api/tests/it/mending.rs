//! Corrections, calls, urgings and a leader's word by programs: the events of the pages, and nothing
//! touched that was not named. For the forms that carry no dossier on.

use kit::testing::TestApp;
use serde_json::{Value, json};
use store::Event;

use crate::office::{self, CHAIR, DESK};

const PHONE: &str = "0987654321";
const REASON: &str = "dân báo ghi nhầm số";

fn address(code: &str, act: &str) -> String {
    format!("/api/v1/dossiers/{code}/acts/{act}")
}

/// The last event without what differs from one doing to the next: the token and the note's row.
async fn last(app: &TestApp, code: &str) -> Event {
    let mut event = office::events(app, code)
        .await
        .pop()
        .expect("something happened");
    let data = event.data.as_object_mut().expect("an object");
    data.shift_remove("token");
    assert!(data.shift_remove("note").is_some(), "what was said is kept");
    event
}

/// Does an act by its page, with these fields.
async fn by_page(app: &TestApp, user: &str, path: &str, fields: &[(&str, &str)]) {
    app.sign_in(user).await;
    let page = app.get(path).await;
    let field = |name: &str| page.field(name).expect("the form has it").to_owned();
    let (once, version) = (field("_once"), field("version"));
    let more = [("_once", once.as_str()), ("version", version.as_str())];
    let sent = app.post(path, &[&more, fields].concat()).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    app.forget_cookies();
}

async fn two(app: &TestApp, token: &str) -> (String, String) {
    (
        office::code(&office::received(app, token, "Nguyễn Thị Ánh").await),
        office::code(&office::received(app, token, "Trần Văn Bình").await),
    )
}

/// One act, as a program and as a page say it.
struct Said {
    act: &'static str,
    page: &'static str,
    user: &'static str,
    body: Value,
    fields: &'static [(&'static str, &'static str)],
}

#[tokio::test]
async fn each_leaves_the_event_of_its_page() {
    let acts = [
        Said {
            act: "correct",
            page: "sua",
            user: DESK,
            body: json!({ "version": 1, "reason": REASON, "owner": { "phone": PHONE } }),
            fields: &[("chu_dien_thoai", PHONE), ("ly_do", REASON)],
        },
        Said {
            act: "urge",
            page: "nhac",
            user: DESK,
            body: json!({ "version": 1, "note": "gọi điện hỏi" }),
            fields: &[("ghi_chu", "gọi điện hỏi")],
        },
        Said {
            act: "alarm-seen",
            page: "da-nam",
            user: CHAIR,
            body: json!({ "version": 1, "instruction": "trả ngày mai" }),
            fields: &[("chi_dao", "trả ngày mai")],
        },
    ];
    for app in office::offices() {
        for said in &acts {
            let (act, page, user) = (said.act, said.page, said.user);
            let (body, fields) = (&said.body, said.fields);
            let (desk, token) = (
                office::token(&app, DESK).await,
                office::token(&app, user).await,
            );
            let (ours, theirs) = two(&app, &desk).await;
            let answer = office::post(&app, &token, &address(&ours, act), body).await;
            assert_eq!(answer.status, 200, "{act}: {}", answer.body);
            by_page(&app, user, &format!("/cb/ho-so/{theirs}/{page}"), fields).await;
            let (ours, theirs) = (last(&app, &ours).await, last(&app, &theirs).await);
            assert_eq!(
                (ours.kind, ours.by, ours.data),
                (theirs.kind, theirs.by, theirs.data)
            );
        }
        office::is_whole(&app);
    }
}

#[tokio::test]
async fn a_correction_changes_what_it_names_and_keeps_the_rest() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let code = office::code(&office::received(&app, &token, "Nguyễn Thị Ánh").await);
        let path = format!("/api/v1/dossiers/{code}");
        let before = office::told(&office::get(&app, &token, &path).await);
        let papers = json!([
            { "name": "Giấy chứng sinh", "originals": 1 },
            { "name": "Căn cước", "copies": 2, "shown_only": true },
        ]);
        let body = json!({ "version": 1, "reason": REASON, "papers": papers,
            "owner": { "name": "Nguyễn Thị Ảnh", "email": "" }, "return_by": "post" });
        let answer = office::post(&app, &token, &address(&code, "correct"), &body).await;
        let told = office::told(&answer);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(
            told["message"]
                .as_str()
                .expect("words")
                .contains("bản số 2"),
            "{told}"
        );
        let now = office::told(&office::get(&app, &token, &path).await);
        assert_eq!(now["owner"]["name"], "Nguyễn Thị Ảnh");
        assert_eq!(now["return_by"], "post");
        for kept in ["birth", "gender", "document_number", "address", "phone"] {
            assert_eq!(now["owner"][kept], before["owner"][kept], "{kept}");
        }
        assert_eq!(now["due_at"], before["due_at"]);
        assert_eq!(now["papers"].as_array().map(Vec::len), Some(2));
        assert_eq!(now["papers"][1]["name"], "Căn cước");
        assert_eq!(now["papers"][1]["shown_only"], true);
        assert_eq!(now["version"], told["version"]);
        let stood = office::ask(&app, "SELECT dossier_id AS it FROM dossier_former").await;
        assert!(!stood.is_empty(), "what stood before is kept");
        let nothing = json!({ "version": told["version"], "reason": REASON });
        let again = office::post(&app, &token, &address(&code, "correct"), &nothing).await;
        assert_eq!(again.status, 422, "nothing differs: {}", again.body);
        office::is_whole(&app);
    }
}

#[tokio::test]
async fn what_is_wrong_in_a_correction_is_pointed_at() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let code = office::code(&office::received(&app, &token, "Nguyễn Thị Ánh").await);
        for (wrong, pointer) in [
            (json!({ "owner": { "phone": "không có" } }), "#/owner/phone"),
            (
                json!({ "owner": { "birth": "32/13/1990" } }),
                "#/owner/birth",
            ),
            (
                json!({ "filer": { "name": "Trần Văn Bình" } }),
                "#/filer/name",
            ),
            (json!({ "papers": [{ "name": "Tờ khai | 2" }] }), "#/papers"),
            (json!({ "procedure": "9.999999" }), "#/procedure"),
        ] {
            let mut body = wrong;
            body["version"] = json!(1);
            body["reason"] = json!(REASON);
            let answer = office::post(&app, &token, &address(&code, "correct"), &body).await;
            assert_eq!(answer.status, 422, "{body}: {}", answer.body);
            let told = office::told(&answer);
            assert_eq!(told["errors"][0]["pointer"], pointer, "{told}");
        }
        let events = office::events(&app, &code).await;
        let corrected = events.iter().any(|event| event.kind == "dossier.corrected");
        assert!(!corrected, "a wrong correction changes nothing");
    }
}

#[tokio::test]
async fn a_citizen_is_called_about_a_result_only() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let code = office::code(&office::received(&app, &token, "Nguyễn Thị Ánh").await);
        let body = json!({ "version": 1, "note": "hẹn mai đến" });
        let early = office::post(&app, &token, &address(&code, "called"), &body).await;
        assert_eq!(early.status, 422, "{}", early.body);
        assert!(early.body.contains("chưa"), "{}", early.body);
        let chair = office::token(&app, CHAIR).await;
        let stranger = office::post(&app, &chair, &address(&code, "called"), &body).await;
        assert_eq!(stranger.status, 403, "{}", stranger.body);
    }
}
