//! One dossier's whole life through the real routes, by real accounts, on each engine: from the
//! counter to the citizen's hands, and what the citizen reads on the way.

use axum::http::StatusCode;
use dossier::testing::by_code;
use kit::Error;
use kit::testing::{AGENCY, Answer, TestApp};
use motcua::{reactions, routes, wiring};
use people::testing::{add, officer, sign_in};
use store::Sql as _;
use store::testing::Effects;

const CLERK_AT_THE_COUNTER: &str = "lan";
const SPECIALIST: &str = "hoa";
const CHAIR: &str = "bach";
const SEAL_KEEPER: &str = "ngan";
const SURVEYOR: &str = "luu";
const STAFF: [(&str, &str, &str); 5] = [
    (CLERK_AT_THE_COUNTER, "Vũ Thị Lan", "mot_cua"),
    (SPECIALIST, "Trần Đức Hòa", "tu_phap_ho_tich"),
    (CHAIR, "Hoàng Văn Bách", "chu_tich"),
    (SEAL_KEEPER, "Lê Thị Ngân", "van_thu"),
    (SURVEYOR, "Đào Văn Lưu", "dia_chinh"),
];
const MOTHER: &str = "Nguyễn Thị Ánh";
const CHILD: &str = "Trần Minh Khôi";

/// The program on each engine, with its officers.
async fn programs() -> Vec<TestApp> {
    let effects = Effects {
        jobs: reactions::jobs,
        ..Effects::COUNTED
    };
    let programs = TestApp::on_each_engine(effects, routes::all, wiring::SUPPLIED);
    for test in &programs {
        for (username, name, post) in STAFF {
            add(&test.app, officer(username, name, &[post])).await;
        }
    }
    programs
}

/// A birth as it is received at the counter; answers the address of its receipt.
async fn received(test: &TestApp) -> String {
    let typed = [&[("viec", "luu")], &counter::testing::birth()[..]].concat();
    send(test, "/cb/quay", &typed).await
}

/// Opens a form, fills it in and sends it twice, as an impatient hand does; answers the address.
async fn send(test: &TestApp, path: &str, typed: &[(&str, &str)]) -> String {
    let page = test.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    let hidden: Vec<(&str, &str)> = ["_once", "version", "tracking"]
        .into_iter()
        .filter_map(|name| page.field(name).map(|value| (name, value)))
        .collect();
    let fields = [&hidden, typed].concat();
    let first = test.post(path, &fields).await;
    assert_eq!(
        first.status,
        StatusCode::SEE_OTHER,
        "{path}: {}",
        first.body
    );
    let second = test.post(path, &fields).await;
    assert_eq!(second.location(), first.location(), "{path} sent twice");
    first.location().to_owned()
}

/// What the citizen reads, who has only the code.
async fn followed(test: &TestApp, tracking: &str) -> Answer {
    test.forget_cookies();
    let page = test.get(&format!("/t/{tracking}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let staff = STAFF.map(|(_, name, _)| name);
    for name in [MOTHER, CHILD].iter().chain(&staff) {
        assert!(!page.body.contains(name), "the public page names {name}");
    }
    page
}

async fn kinds(test: &TestApp, code: &str) -> Vec<String> {
    let code = code.to_owned();
    let kinds: Result<_, Error> = test
        .app
        .read(move |reader| {
            let row = dossier::row::find(reader, AGENCY, &code)?;
            assert!(dossier::row::agrees_with_events(reader, &row)?);
            Ok(reader.events(&row.subject())?)
        })
        .await;
    let kinds = kinds.expect("its events are read").into_iter();
    kinds.map(|event| event.kind).collect()
}

#[tokio::test]
async fn a_birth_goes_from_the_counter_through_every_hand_to_the_citizen() {
    for test in programs().await {
        sign_in(&test, CLERK_AT_THE_COUNTER).await;
        let done = received(&test).await;
        let code = done.strip_prefix("/cb/quay/xong/").expect("a receipt");
        let tracking = by_code(&test, code).await.tracking;
        let at = |act: &str| format!("/cb/ho-so/{code}/{act}");
        send(&test, &at("ban-giao"), &[]).await;

        sign_in(&test, SURVEYOR).await;
        for act in ["bo-sung", "yeu-cau-nop-tien", "chuyen"] {
            let not_their_field = test.get(&at(act)).await;
            assert_eq!(not_their_field.status, StatusCode::FORBIDDEN, "{act}");
        }

        sign_in(&test, SPECIALIST).await;
        assert!(test.get("/cb/viec").await.body.contains(CHILD));
        send(&test, &at("chuyen"), &[("ghi_chu", "Đủ giấy tờ.")]).await;
        assert!(!test.get("/cb/viec").await.body.contains(CHILD));
        let not_theirs = test.get(&at("ky")).await;
        assert_eq!(not_theirs.status, StatusCode::FORBIDDEN);
        let page = followed(&test, &tracking).await;
        assert!(page.body.contains("chờ lãnh đạo xã ký"), "{}", page.body);

        sign_in(&test, CHAIR).await;
        assert!(test.get("/ld/ky").await.body.contains(CHILD));
        send(&test, &at("ky"), &[]).await;
        sign_in(&test, SEAL_KEEPER).await;
        send(&test, &at("lay-so"), &[]).await;

        sign_in(&test, CLERK_AT_THE_COUNTER).await;
        let result = [
            ("ket_qua", "granted"),
            ("ten", "Giấy khai sinh"),
            ("so", "1/2023"),
        ];
        send(&test, &at("ket-thuc"), &result).await;
        let collected = [
            ("ai_nhan", "filer"),
            ("cach", "counter"),
            ("giay_to", "030192004217"),
        ];
        send(&test, &at("tra"), &collected).await;
        let page = test.get(&format!("/cb/ho-so/{code}")).await;
        for said in ["Đã trả kết quả", "Giấy khai sinh", MOTHER] {
            assert!(page.body.contains(said), "{said}");
        }

        let page = followed(&test, &tracking).await;
        assert!(page.body.contains("Đã trả kết quả"), "{}", page.body);
        assert_eq!(
            kinds(&test, code).await,
            [
                "dossier.received",
                "payment.charged",
                "dossier.handed_over",
                "dossier.forwarded",
                "dossier.approved",
                "dossier.sealed",
                "dossier.finished",
                "dossier.returned"
            ]
        );
        let report = test
            .app
            .db()
            .verify(&mut |_, _| {}, None)
            .expect("a report");
        assert!(report.first_difference.is_none(), "{report:?}");
    }
}

/// Somebody sets the machine's clock back by an hour under the running program: a dossier takes no
/// act from before its last one, and says so; when the clock is right again, work goes on.
#[tokio::test]
async fn a_clock_set_back_an_hour_is_told_and_no_event_goes_back_in_time() {
    for test in programs().await {
        sign_in(&test, CLERK_AT_THE_COUNTER).await;
        let done = received(&test).await;
        let code = done.strip_prefix("/cb/quay/xong/").expect("a receipt");
        test.clock.advance_minutes(-60);
        let hand_over = format!("/cb/ho-so/{code}/ban-giao");
        let early = test.get(&hand_over).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            early.body.contains("Kiểm tra lại ngày giờ"),
            "{}",
            early.body
        );
        test.clock.advance_minutes(61);
        send(&test, &hand_over, &[]).await;

        let kinds = kinds(&test, code).await;
        assert_eq!(
            kinds.last().map(String::as_str),
            Some("dossier.handed_over")
        );
        let report = test.app.db().verify(&mut |_, _| {}, None);
        assert_eq!(report.expect("a report").first_difference, None);
    }
}
