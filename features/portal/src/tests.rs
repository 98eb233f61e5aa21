//! The citizen's pages as a browser gets them: every state of a dossier, proofs, throttling.

use axum::http::StatusCode;
use domain::access::Actor;
use domain::code::TrackingCode;
use domain::dossier::{Channel, Command, Outcome, State};
use domain::moment::Moment;
use dossier::receive::{self, Filing, Terms};
use dossier::supplement::{self, Asked};
use dossier::{Acted, Desk, DossierRow, Party, Words, act, result};
use kit::testing::{Answer, SUPPLIED, TestApp, officer};
use kit::{Error, Result};
use store::Tx;
use store::testing::Effects;

/// Names that no page may show, in the fixture of every dossier.
const OWNER: &str = "Nguyễn Thị Thu Hằng";
const FILER: &str = "Phạm Quốc Bảo";
const PHONE: &str = "0912345678";
const BIRTH: &str = "1.001193";
const SINGLE: &str = "1.004873";

fn apps() -> Vec<TestApp> {
    TestApp::on_each_engine(Effects::NONE, crate::routes, SUPPLIED)
}

fn app() -> TestApp {
    TestApp::over(store::testing::sqlite(), crate::routes(), SUPPLIED)
}

fn named(name: &str) -> Actor {
    officer(name).expect("a known role")
}

fn filing(app: &TestApp, code: &str) -> Filing {
    let (law, today) = (app.app.law(), app.app.law_now().date());
    let party = |name: &str, phone: &str| Party {
        name: name.to_owned(),
        document_kind: "cccd".to_owned(),
        document_number: Some("030192004217".to_owned()),
        address: "Thôn Quang Tiền".to_owned(),
        phone: Some(phone.to_owned()),
        ..Party::default()
    };
    Filing {
        tracking: None,
        procedure_id: law
            .catalogue
            .in_force(code, today)
            .expect("in force")
            .id
            .clone(),
        channel: Channel::Counter,
        return_by: "counter".to_owned(),
        sets: 1,
        owner: party(OWNER, PHONE),
        filer: Some(party(FILER, "0987650001")),
        papers: Vec::new(),
        linked_from: None,
    }
}

/// Does one thing to a dossier as an officer and commits it.
async fn done(
    app: &TestApp,
    by: &str,
    what: impl FnOnce(&mut Tx<'_>, &Desk, &Actor) -> Result<Acted> + Send + 'static,
) -> DossierRow {
    let (desk, actor) = (Desk::now(&app.app), named(by));
    app.app
        .write(move |tx: &mut Tx<'_>| -> Result<_, Error> {
            let acted = what(tx, &desk, &actor)?;
            Ok(tx.commit(&actor.by(), desk.at, acted.events, acted.row)?)
        })
        .await
        .expect("the act is allowed")
}

async fn received(app: &TestApp, code: &str) -> DossierRow {
    let filing = filing(app, code);
    done(app, "one_stop", move |tx, desk, actor| {
        receive::receive(tx, desk, actor, &filing, &Terms::default())
    })
    .await
}

async fn then(app: &TestApp, row: &DossierRow, by: &str, command: Command<'static>) -> DossierRow {
    let id = row.id.clone();
    done(app, by, move |tx, desk, actor| {
        act::act(tx, desk, actor, &id, &command, Words::default())
    })
    .await
}

/// The page of a dossier; whatever it says, it names nobody.
async fn page(app: &TestApp, row: &DossierRow) -> Answer {
    let answer = app.get(&format!("/t/{}", row.tracking)).await;
    assert_eq!(answer.status, StatusCode::OK);
    nobody_is_named(&answer);
    assert!(answer.header("x-robots-tag").contains("noindex"));
    assert_eq!(answer.header("cache-control"), "no-store");
    answer
}

fn nobody_is_named(answer: &Answer) {
    for hidden in [
        OWNER,
        FILER,
        PHONE,
        "030192004217",
        "Cán bộ",
        "Thôn 9",
        "specialist",
    ] {
        // The frame itself has a link for officers.
        let body = answer.body.replace("Cán bộ đăng nhập", "");
        assert!(!body.contains(hidden), "{hidden} is shown");
    }
}

fn says(answer: &Answer, sentences: &[&str]) {
    let body = answer.body.replace('\u{a0}', " ");
    for sentence in sentences {
        assert!(body.contains(sentence), "«{sentence}» is missing in {body}");
    }
}

#[tokio::test]
async fn a_received_dossier_shows_number_date_and_its_derivation() {
    for app in apps() {
        let row = received(&app, BIRTH).await;
        let answer = page(&app, &row).await;
        let number = row.machine.code.clone().expect("a receipt has a number");
        let shown = TrackingCode::parse(&row.tracking).expect("a code").shown();
        says(
            &answer,
            &[
                "Đăng ký khai sinh",
                &number,
                &shown,
                "hẹn trả hôm nay",
                "17:00, 23/11/2023",
                "chưa quá 15 giờ",
                "chưa chuyển đến người giải quyết",
                "Tiếp nhận hồ sơ",
                "Ngày này tính thế nào",
                "0220 000 0000",
            ],
        );
        // Typed as people type it.
        let typed = app.get(&format!("/t/{}", shown.to_lowercase())).await;
        assert_eq!(typed.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_way_to_the_result_is_told_without_names() {
    let app = app();
    let row = received(&app, BIRTH).await;
    let row = then(&app, &row, "one_stop", Command::HandOver { holder: None }).await;
    says(
        &page(&app, &row).await,
        &["Xã đang kiểm tra", "Chuyển đến người giải quyết"],
    );
    let row = then(
        &app,
        &row,
        "specialist@tu_phap_ho_tich",
        Command::Forward { holder: None },
    )
    .await;
    says(&page(&app, &row).await, &["chờ lãnh đạo xã ký"]);
    let row = then(&app, &row, "chair@chu_tich", Command::Approve).await;
    let row = then(&app, &row, "clerk@van_thu", Command::Seal { number: "12" }).await;
    let id = row.id.clone();
    let row = done(&app, "one_stop", move |tx, desk, actor| {
        let paper = result::ResultPaper {
            name: format!("Giấy khai sinh của {OWNER}"),
            number: None,
        };
        result::finish(
            tx,
            desk,
            actor,
            &id,
            Outcome::Granted,
            &paper,
            Words::default(),
        )
    })
    .await;
    says(
        &page(&app, &row).await,
        &[
            "mời đến nhận",
            "Giấy khai sinh (bản chính)",
            "Thôn Quang Tiền",
            "Mang theo",
            "Đã lấy số, đóng dấu",
            "outcome--ok",
        ],
    );
    let id = row.id.clone();
    let row = done(&app, "one_stop", move |tx, desk, actor| {
        let collector = result::Collector {
            name: FILER.to_owned(),
            how: "counter".to_owned(),
            ..Default::default()
        };
        result::hand_over(tx, desk, actor, &id, 0, &collector, Words::default())
    })
    .await;
    assert_eq!(row.machine.state, State::Returned);
    says(&page(&app, &row).await, &["Đã trả kết quả", "Thấy sai sót"]);
}

#[tokio::test]
async fn a_supplement_lists_papers_and_the_new_date_when_they_come() {
    let app = app();
    let row = received(&app, SINGLE).await;
    says(
        &page(&app, &row).await,
        &["còn 3 ngày làm việc", "28/11/2023"],
    );
    let id = row.id.clone();
    let row = done(&app, "one_stop", move |tx, desk, actor| {
        let asked = [
            Asked {
                name: "Quyết định ly hôn".to_owned(),
                why: format!("vì {OWNER}"),
                how: "nộp bản sao".to_owned(),
            },
            Asked {
                name: format!("Căn cước của {OWNER}"),
                ..Asked::default()
            },
        ];
        supplement::request(tx, desk, actor, &id, &asked, Words::default())
    })
    .await;
    says(
        &page(&app, &row).await,
        &[
            "Cần bổ sung giấy tờ",
            "Quyết định ly hôn",
            "Giấy tờ số 2 trong phiếu",
            "tạm dừng từ 09:12",
            "sẽ tính lại",
        ],
    );
    app.clock.advance_minutes(5 * 24 * 60);
    let row = then(&app, &row, "one_stop", Command::ReceiveSupplement).await;
    let answer = page(&app, &row).await;
    says(
        &answer,
        &[
            "Hẹn trả ghi trên giấy hẹn",
            "Hẹn trả sau khi bổ sung giấy tờ",
            "Nhận đủ giấy tờ bổ sung",
            "28/11/2023",
        ],
    );
    assert!(!answer.body.contains("Quyết định ly hôn"));
}

#[tokio::test]
async fn lateness_is_honest_and_an_apology_names_the_new_date() {
    let app = app();
    let row = received(&app, BIRTH).await;
    let row = then(&app, &row, "one_stop", Command::HandOver { holder: None }).await;
    app.clock.advance_minutes(24 * 60);
    says(
        &page(&app, &row).await,
        &[
            "Đã quá hẹn 1 ngày làm việc",
            "thư xin lỗi",
            "outcome--late",
            "timeline__item--late",
        ],
    );
    let promised = Moment::parse_local("2023-11-30T17:00").expect("a valid time");
    let row = then(
        &app,
        &row,
        "chair@chu_tich",
        Command::Apologise {
            promised,
            reason: "Chờ xác minh",
        },
    )
    .await;
    let answer = page(&app, &row).await;
    says(
        &answer,
        &[
            "hẹn lại: 17:00 thứ Năm, 30/11/2023",
            "Ngày hẹn lại trong thư xin lỗi",
            "17:00, 23/11/2023",
        ],
    );
    assert!(!answer.body.contains("Chờ xác minh"));
    app.clock.advance_minutes(10 * 24 * 60);
    says(&page(&app, &row).await, &["cũng đã qua"]);
}

#[tokio::test]
async fn every_other_state_says_what_to_do_next() {
    let app = app();
    let waiting = received(&app, SINGLE).await;
    let row = then(
        &app,
        &waiting,
        "one_stop",
        Command::RequestPayment { dong: 5_000 },
    )
    .await;
    says(
        &page(&app, &row).await,
        &["Cần nộp 5.000 đ", "lấy biên lai"],
    );
    let row = then(
        &app,
        &row,
        "one_stop",
        Command::SettlePayment { unpaid_dong: 0 },
    )
    .await;
    says(&page(&app, &row).await, &["Đã nộp đủ tiền"]);
    let row = then(&app, &row, "one_stop", Command::HandOver { holder: None }).await;
    let row = then(
        &app,
        &row,
        "specialist@tu_phap_ho_tich",
        Command::Verify {
            reason: "hỏi xã cũ",
        },
    )
    .await;
    says(
        &page(&app, &row).await,
        &["Cần xác minh", "Hẹn trả khi cần xác minh"],
    );
    let row = then(
        &app,
        &row,
        "chair@chu_tich",
        Command::Stop {
            reason: "chờ tòa án",
        },
    )
    .await;
    says(
        &page(&app, &row).await,
        &["Đang dừng giải quyết", "Lý do ghi trong văn bản"],
    );
    let row = then(
        &app,
        &row,
        "one_stop",
        Command::Withdraw {
            reason: "đổi ý"
        },
    )
    .await;
    says(&page(&app, &row).await, &["Đã rút", "nộp hồ sơ mới"]);
    let mistaken = received(&app, BIRTH).await;
    let row = then(
        &app,
        &mistaken,
        "one_stop",
        Command::Void {
            reason: "nhầm thủ tục",
        },
    )
    .await;
    let answer = page(&app, &row).await;
    says(
        &answer,
        &["Giấy tiếp nhận này đã hủy", "mang căn cước đến quầy"],
    );
    assert!(!answer.body.contains("nhầm thủ tục"));
    let filing = filing(&app, BIRTH);
    let row = done(&app, "one_stop", move |tx, desk, actor| {
        receive::refuse(tx, desk, actor, &filing, "không đúng nơi")
    })
    .await;
    says(
        &page(&app, &row).await,
        &["Không tiếp nhận", "phiếu từ chối"],
    );
}

#[tokio::test]
async fn what_nobody_accepted_says_so_and_when_it_is_too_late() {
    let app = app();
    let filing = Filing {
        channel: Channel::Online,
        ..filing(&app, SINGLE)
    };
    let row = done(&app, "one_stop", move |tx, desk, actor| {
        receive::submit(tx, desk, actor, &filing)
    })
    .await;
    says(
        &page(&app, &row).await,
        &[
            "Chưa có người nhận",
            "chậm nhất",
            "09:12 thứ Sáu, 24/11/2023",
            "nộp trên mạng",
        ],
    );
    app.clock.advance_minutes(2 * 24 * 60);
    says(
        &page(&app, &row).await,
        &["Đã quá 8 giờ làm việc", "gọi điện"],
    );
}

#[tokio::test]
async fn an_unknown_code_says_what_to_do_and_guessing_is_slowed() {
    for app in apps() {
        let row = received(&app, BIRTH).await;
        let malformed = app.get("/t/abc").await;
        assert_eq!(malformed.status, StatusCode::NOT_FOUND);
        says(
            &malformed,
            &["đang có 3", "Mang căn cước đến Bộ phận Một cửa"],
        );
        let unknown = app.get("/t/22222222").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        says(&unknown, &["2222-2222", "Mất giấy hẹn", "<title>Lỗi: "]);
        let mut slowed = false;
        for _ in 0..6 {
            slowed |= app.get("/t/33333333").await.status == StatusCode::TOO_MANY_REQUESTS;
        }
        assert!(slowed, "guessing went on");
        app.clock.advance_minutes(1);
        assert_eq!(
            app.get(&format!("/t/{}", row.tracking)).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn the_number_alone_opens_nothing_and_with_the_phone_it_does() {
    for app in apps() {
        let row = received(&app, BIRTH).await;
        let number = row.machine.code.clone().expect("a receipt has a number");
        let by_number = app.get(&format!("/t/{number}")).await;
        assert_eq!(by_number.status, StatusCode::NOT_FOUND);
        let asked = app.get(&format!("/tra-cuu?ma={number}")).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&asked, &["điền thêm 4 số cuối", &number]);
        let to = format!("/t/{}", row.tracking);
        for four in ["5678", "0001"] {
            let found = app
                .post("/tra-cuu/so", &[("so", &number), ("bon-so", four)])
                .await;
            assert_eq!(
                (found.status, found.location()),
                (StatusCode::SEE_OTHER, to.as_str())
            );
        }
        let short = app
            .post("/tra-cuu/so", &[("so", "231123-0001"), ("bon-so", "5678")])
            .await;
        assert_eq!(short.location(), to);
        let wrong = app
            .post("/tra-cuu/so", &[("so", &number), ("bon-so", "1234")])
            .await;
        let nobody = app
            .post("/tra-cuu/so", &[("so", "231123-0999"), ("bon-so", "1234")])
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for answer in [&wrong, &nobody] {
            says(answer, &["Không có hồ sơ nào khớp cả"]);
            nobody_is_named(answer);
        }
        let mut slowed = false;
        for guess in 0..8 {
            let four = format!("{guess:04}");
            let answer = app
                .post("/tra-cuu/so", &[("so", &number), ("bon-so", &four)])
                .await;
            slowed |= answer.status == StatusCode::TOO_MANY_REQUESTS;
        }
        assert!(slowed, "guessing went on");
    }
}

#[tokio::test]
async fn what_is_typed_wrong_is_kept_and_told() {
    let app = app();
    let answer = app
        .post("/tra-cuu/so", &[("so", "abc<b>"), ("bon-so", "56a8")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(
        &answer,
        &[
            "Số hồ sơ có dạng",
            "đúng 4 chữ số cuối",
            "56a8",
            "Có 2 chỗ cần sửa",
        ],
    );
    assert!(!answer.body.contains("abc<b>") && !answer.body.contains("không hợp lệ"));
    let empty = app.get("/tra-cuu?ma=").await;
    says(&empty, &["Hãy điền mã tra cứu"]);
    let code = app.get("/tra-cuu?ma=7kq2-m9xa").await;
    assert_eq!(code.location(), "/t/7KQ2M9XA");
    assert_eq!(app.get("/tra-cuu").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_front_page_shows_what_can_be_done_and_nothing_else() {
    let app = app();
    let answer = app.get("/").await;
    assert_eq!(answer.status, StatusCode::OK);
    let procedures = catalogue::for_citizens(&app.app.law(), app.app.law_now().date()).len();
    says(&answer, &[&format!("Tất cả {procedures} thủ tục")]);
    says(
        &answer,
        &[
            "Ông, bà cần làm việc gì với xã?",
            "/viec/co-con-moi-sinh",
            "/thu-tuc/dang-ky-khai-sinh",
            "Đang mở cửa",
            "0220 000 0000",
        ],
    );
    for absent in ["English", "Nộp trực tuyến", "Lấy số", "Hộ kinh doanh"] {
        assert!(!answer.body.contains(absent), "{absent}");
    }
    let event = app.get("/viec/ket-hon").await;
    says(
        &event,
        &["Xác nhận độc thân", "Cấp Giấy xác nhận tình trạng hôn nhân"],
    );
    assert_eq!(
        app.get("/viec/khong-co").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn hours_tell_the_holidays_of_two_months() {
    let app = app();
    says(
        &app.get("/gio-lam-viec").await,
        &[
            "Thứ Hai",
            "07:30–11:30 và 13:00–17:00",
            "không có ngày nghỉ lễ",
            "31/12/2023",
        ],
    );
    app.clock.advance_minutes(30 * 24 * 60);
    says(
        &app.get("/gio-lam-viec").await,
        &["Tết Dương lịch", "Thứ Hai, 01/01/2024"],
    );
}

#[tokio::test]
async fn notices_help_robots_and_the_ledger_are_there() {
    let app = app();
    says(
        &app.get("/quyen-rieng-tu").await,
        &["13/2023", "72 giờ", "chưa đối chiếu"],
    );
    says(
        &app.get("/tro-giup").await,
        &["mat-ma", "qua-hen", "ket-qua"],
    );
    says(&app.get("/robots.txt").await, &["Disallow: /t/"]);
    says(&app.get("/cong-khai/dau-so").await, &["chưa có việc nào"]);
    received(&app, BIRTH).await;
    let heads = app.app.db().heads().expect("the heads");
    let (agency, seq, hash) = heads.first().expect("one chain");
    let answer = app.get("/cong-khai/dau-so").await;
    says(&answer, &[hash.as_str()]);
    nobody_is_named(&answer);
    assert_eq!(
        app.get("/cong-khai/dau-so.txt").await.body,
        format!("{agency} {seq} {hash}\n")
    );
}
