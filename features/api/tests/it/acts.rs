//! Acts by programs: the same events as by people, once however often sent, and never over another's.
//! For dossiers that programs carry.

use kit::testing::TestApp;
use serde_json::{Value, json};

use crate::office::{self, CHAIR, DESK, JUSTICE};

async fn act(app: &TestApp, token: &str, code: &str, act: &str, body: Value) -> Value {
    let path = format!("/api/v1/dossiers/{code}/acts/{act}");
    let answer = office::post(app, token, &path, &body).await;
    assert_eq!(answer.status, 200, "{act}: {}", answer.body);
    office::told(&answer)
}

#[tokio::test]
async fn a_dossier_goes_from_intake_to_return_by_programs_alone() {
    for app in office::offices() {
        let desk = office::token(&app, DESK).await;
        let justice = office::token(&app, JUSTICE).await;
        let chair = office::token(&app, CHAIR).await;
        let clerk = office::token(&app, "clerk@van_thu").await;
        let done = office::received(&app, &desk, "Nguyễn Thị Ánh").await;
        let code = office::code(&done);
        let mut version = done["version"].as_i64().expect("a version");
        let mut acts = 0;
        while acts < 20 {
            let state =
                office::told(&office::get(&app, &desk, &format!("/api/v1/dossiers/{code}")).await);
            let (step, next) = (state["step"].as_str(), state["state"].as_str());
            let (token, name, body) = match (next, step) {
                (Some("received"), _) => (&desk, "hand-over", json!({})),
                (Some("processing"), Some("approve")) => {
                    (&chair, "approve", json!({ "note": "đồng ý" }))
                }
                (Some("processing"), Some("seal")) => (&clerk, "number-and-seal", json!({})),
                (Some("processing"), Some("deliver")) => (
                    &desk,
                    "finish",
                    json!({ "outcome": "granted", "name": "Giấy khai sinh" }),
                ),
                (Some("processing"), Some("receive")) => (&desk, "forward", json!({})),
                (Some("processing"), _) => (&justice, "forward", json!({})),
                (Some("finished"), _) => (
                    &desk,
                    "return",
                    json!({ "collected_by": "owner", "how": "counter", "document": "030192004217" }),
                ),
                _ => break,
            };
            let mut body = body;
            body["version"] = json!(version);
            version = act(&app, token, &code, name, body).await["version"]
                .as_i64()
                .expect("a version");
            acts += 1;
        }
        let end =
            office::told(&office::get(&app, &desk, &format!("/api/v1/dossiers/{code}")).await);
        assert_eq!(end["state"], "returned", "{end}");
        assert_eq!(
            end["history"].as_array().map(Vec::len),
            Some(office::events(&app, &code).await.len())
        );
        office::is_whole(&app);
    }
}

#[tokio::test]
async fn an_act_by_a_program_leaves_the_events_of_its_page() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let (by_program, by_page) = (
            office::code(&office::received(&app, &token, "Nguyễn Thị Ánh").await),
            office::code(&office::received(&app, &token, "Trần Văn Bình").await),
        );
        act(
            &app,
            &token,
            &by_program,
            "hand-over",
            json!({ "version": 1 }),
        )
        .await;
        app.sign_in(DESK).await;
        let path = format!("/cb/ho-so/{by_page}/ban-giao");
        let page = app.get(&path).await;
        let field = |name: &str| page.field(name).expect("the form has it").to_owned();
        let (once, version) = (field("_once"), field("version"));
        let sent = app
            .post(&path, &[("_once", &once), ("version", &version)])
            .await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        app.forget_cookies();
        let last = |events: Vec<store::Event>| events.into_iter().next_back().expect("an event");
        let (mut ours, theirs) = (
            last(office::events(&app, &by_program).await),
            last(office::events(&app, &by_page).await),
        );
        let token_told = ours
            .data
            .as_object_mut()
            .and_then(|data| data.shift_remove("token"));
        assert!(token_told.is_some(), "the event names the token");
        assert_eq!(
            (ours.kind, ours.by, ours.data),
            (theirs.kind, theirs.by, theirs.data)
        );
    }
}

#[tokio::test]
async fn a_repeated_call_is_done_once_and_another_body_is_refused() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let path = "/api/v1/intake/receive";
        let first =
            office::post_as(&app, &token, path, "k1", &office::birth("Nguyễn Thị Ánh")).await;
        let again =
            office::post_as(&app, &token, path, "k1", &office::birth("Nguyễn Thị Ánh")).await;
        assert_eq!(
            (first.status.as_u16(), again.status.as_u16()),
            (201, 201),
            "{}",
            again.body
        );
        assert_eq!(first.body, again.body);
        assert_eq!(first.location(), again.location());
        assert_eq!(
            (
                first.header("idempotency-replayed"),
                again.header("idempotency-replayed")
            ),
            ("", "true")
        );
        let other =
            office::post_as(&app, &token, path, "k1", &office::birth("Trần Văn Bình")).await;
        assert_eq!(other.status, 422, "{}", other.body);
        let theirs = office::token(&app, "one_stop+clerk@mot_cua").await;
        let same_key =
            office::post_as(&app, &theirs, path, "k1", &office::birth("Lê Thị Cúc")).await;
        assert_eq!(
            same_key.status, 201,
            "keys belong to their caller: {}",
            same_key.body
        );
        let stored = office::ask(&app, "SELECT body AS it FROM api_answer").await;
        assert!(
            stored
                .iter()
                .all(|body| !body.contains("Ánh") && !body.contains("0301920")),
            "{stored:?}"
        );
        assert_eq!(
            office::ask(&app, "SELECT id AS it FROM dossier")
                .await
                .len(),
            2
        );
        office::is_whole(&app);
    }
}

#[tokio::test]
async fn the_second_of_two_is_told_who_was_quicker() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let code = office::code(&office::received(&app, &token, "Nguyễn Thị Ánh").await);
        act(&app, &token, &code, "hand-over", json!({ "version": 1 })).await;
        let path = format!("/api/v1/dossiers/{code}/acts/withdraw");
        let late = office::post(
            &app,
            &token,
            &path,
            &json!({ "version": 1, "reason": "dân rút" }),
        )
        .await;
        assert_eq!(late.status, 409);
        let told = office::told(&late);
        assert_eq!(told["who"], format!("Cán bộ {DESK}"));
        assert!(
            told["what"].as_str().expect("words").contains("bàn giao"),
            "{told}"
        );
        assert_eq!(told["current"], format!("/cb/ho-so/{code}"));
    }
}

#[tokio::test]
async fn papers_asked_for_and_brought_by_programs() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let code = office::code(&office::received(&app, &token, "Nguyễn Thị Ánh").await);
        let asked = json!({ "version": 1, "asked": [
            { "name": "Giấy chứng sinh", "why": "mờ số", "how": "xin cấp lại" },
            { "name": "Sổ hộ khẩu", "why": "thiếu trang", "how": "mang bản chính" },
        ] });
        let done = act(&app, &token, &code, "request-supplement", asked).await;
        assert_eq!(done["state"], "awaiting_supplement");
        let version = done["version"].clone();
        let path = format!("/api/v1/dossiers/{code}/acts/receive-supplement");
        let half = office::post(
            &app,
            &token,
            &path,
            &json!({ "version": version, "came": [1] }),
        )
        .await;
        assert_eq!(half.status, 422);
        assert_eq!(
            office::told(&half)["errors"][0]["pointer"],
            "#/came/0",
            "{}",
            half.body
        );
        let whole = act(
            &app,
            &token,
            &code,
            "receive-supplement",
            json!({ "version": version, "came": [1, 2] }),
        )
        .await;
        assert_eq!(whole["state"], "received");
    }
}

#[tokio::test]
async fn drafts_refusals_and_work_on_the_spot_by_programs() {
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let draft = office::post(
            &app,
            &token,
            "/api/v1/intake/drafts",
            &json!({ "procedure": "ks" }),
        )
        .await;
        assert_eq!(draft.status, 201, "{}", draft.body);
        let tracking = office::told(&draft)["tracking"].clone();
        let mut body = office::birth("Nguyễn Thị Ánh");
        body["tracking"] = tracking.clone();
        let taken = office::post(&app, &token, "/api/v1/intake/receive", &body).await;
        assert_eq!(office::told(&taken)["tracking"], tracking, "{}", taken.body);
        assert!(
            office::ask(&app, "SELECT id AS it FROM counter_draft")
                .await
                .is_empty()
        );

        let mut refused = office::birth("Trần Văn Bình");
        refused["reason"] = json!("không thuộc thẩm quyền của xã");
        refused["ground"] = json!("Điều 8 Thông tư 01/2018/TT-VPCP");
        let answer = office::post(&app, &token, "/api/v1/intake/refuse", &refused).await;
        assert_eq!(
            office::told(&answer)["state"],
            "not_accepted",
            "{}",
            answer.body
        );

        let spot = json!({ "procedure": "2.000815", "filer": office::birth("Lê Thị Cúc")["filer"],
            "all_papers": true, "pages": 3, "copies": 2, "payment": "cash" });
        let answer = office::post(&app, &token, "/api/v1/intake/receive-and-return", &spot).await;
        assert_eq!(
            office::told(&answer)["state"],
            "returned",
            "{}",
            answer.body
        );
        office::is_whole(&app);
    }
}

#[tokio::test]
async fn a_file_sent_by_a_program_comes_back_byte_by_byte() {
    const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";
    for app in office::offices() {
        let token = office::token(&app, DESK).await;
        let code = office::code(&office::received(&app, &token, "Nguyễn Thị Ánh").await);
        let edge = "----edge";
        let mut body = format!(
            "--{edge}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"to-khai.pdf\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(PDF);
        body.extend_from_slice(format!("\r\n--{edge}--\r\n").as_bytes());
        let path = format!("/api/v1/dossiers/{code}/files");
        let request = app
            .request(axum::http::Method::POST, &path)
            .header("authorization", format!("Bearer {token}"))
            .header(
                "content-type",
                format!("multipart/form-data; boundary={edge}"),
            )
            .header("idempotency-key", "f1");
        let answer = app.send(request, body.into()).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let href = office::told(&answer)["items"][0]["href"]
            .as_str()
            .expect("an address")
            .to_owned();
        assert_eq!(office::get(&app, &token, &href).await.bytes, PDF);
        app.app.flush().await.expect("readings are written");
        let read = office::ask(
            &app,
            "SELECT why AS it FROM reading WHERE token IS NOT NULL",
        )
        .await;
        assert!(read.contains(&"mở tệp đính kèm".to_owned()), "{read:?}");
    }
}
