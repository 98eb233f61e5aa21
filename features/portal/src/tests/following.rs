//! The page of a dossier in each of its states; none names anybody.
//! For the tests of this feature.

use super::*;

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
    let row = commit(&app, "one_stop@mot_cua", move |tx, desk, actor| {
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
    fee_becomes_unknown(&app, &row).await;
    says(&page(&app, &row).await, &["Chưa xác định mức thu"]);
    let id = row.id.clone();
    let row = commit(&app, "one_stop", move |tx, desk, actor| {
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
    let row = commit(&app, "one_stop", move |tx, desk, actor| {
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
            "tạm dừng từ 9:12",
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
    let row = commit(&app, "one_stop", move |tx, desk, actor| {
        receive::refuse(tx, desk, actor, &filing, "không đúng nơi")
    })
    .await;
    says(
        &page(&app, &row).await,
        &["Không tiếp nhận", "phiếu từ chối"],
    );
}

#[tokio::test]
async fn work_that_ended_in_a_pause_is_not_told_to_go_on() {
    const SPECIALIST: &str = "specialist@tu_phap_ho_tich";
    const STANDS_STILL: &str = "Thời gian đang tạm dừng";
    for app in apps() {
        let row = received(&app, SINGLE).await;
        let row = then(&app, &row, "one_stop", Command::HandOver { holder: None }).await;
        let waits = Command::RequestPayment { dong: 5_000 };
        let row = then(&app, &row, SPECIALIST, waits).await;
        says(&page(&app, &row).await, &[STANDS_STILL]);
        let outcome = Outcome::NotGranted;
        let row = then(&app, &row, SPECIALIST, Command::Finish { outcome }).await;
        assert!(row.machine.running_pause().is_some(), "it is left open");
        let answer = page(&app, &row).await;
        assert!(!answer.body.contains(STANDS_STILL), "{}", answer.body);
    }
}

#[tokio::test]
async fn what_nobody_accepted_says_so_and_when_it_is_too_late() {
    let app = app();
    let filing = Filing {
        channel: Channel::Online,
        ..filing(&app, SINGLE)
    };
    let row = commit(&app, "one_stop", move |tx, desk, actor| {
        receive::submit(tx, desk, actor, &filing)
    })
    .await;
    says(
        &page(&app, &row).await,
        &[
            "Chưa có người nhận",
            "chậm nhất",
            "9:12 thứ Sáu, 24/11/2023",
            "nộp trên mạng",
        ],
    );
    app.clock.advance_minutes(2 * 24 * 60);
    says(
        &page(&app, &row).await,
        &["Đã quá 8 giờ làm việc", "gọi điện"],
    );
}

/// A fee whose amount nobody has established, as intake leaves it.
async fn fee_becomes_unknown(app: &TestApp, row: &DossierRow) {
    let line = domain::fee::FeeLine {
        name_vi: "Lệ phí hộ tịch".into(),
        kind: domain::fee::FeeKind::LePhi,
        basis: String::new(),
        unit_dong: None,
        unit_vi: "việc".into(),
        quantity: 1,
        dong: None,
        exempted_by: None,
        note_vi: None,
    };
    let quote = domain::fee::FeeQuote {
        lines: vec![line],
        total: None,
        unverified: true,
        claim_unused: false,
    };
    let (desk, actor, id) = (Desk::now(&app.app), named("one_stop"), row.id.clone());
    app.app
        .write(move |tx| {
            let events = payment::charge(tx, &desk.agency, &actor, desk.at, &id, &quote)?;
            Ok::<_, Error>(tx.commit(&actor.by(), desk.at, events, ())?)
        })
        .await
        .expect("charged");
}

#[tokio::test]
async fn the_citizen_urges_once_a_day_without_an_account() {
    for app in apps() {
        let row = received(&app, SINGLE).await;
        let path = format!("/t/{}/nhac", row.tracking);
        let seen = page(&app, &row).await;
        says(&seen, &["Nhắc xã làm hồ sơ này", "Mỗi ngày nhắc một lần"]);
        let once = seen.field("_once").expect("a token").to_owned();
        let fields = [("_once", once.as_str())];
        let urged = app.post(&path, &fields).await;
        assert_eq!(urged.status, StatusCode::SEE_OTHER, "{}", urged.body);
        assert_eq!(urged.location(), format!("/t/{}#nhac", row.tracking));
        let twice = app.post(&path, &fields).await;
        assert_eq!(twice.status, StatusCode::SEE_OTHER, "sent twice is one act");
        let seen = page(&app, &row).await;
        says(&seen, &["Xã đã ghi nhận lời nhắc", "9:12, 23/11/2023"]);
        assert!(!seen.body.contains(&path), "no form until tomorrow");
        let again = app
            .post(&path, &[("_once", "0123456789abcdef0123456789abcdef")])
            .await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&again, &["Hôm nay đã ghi nhận lời nhắc"]);
        let unknown = [("_once", "1123456789abcdef0123456789abcdef")];
        let unknown = app.post("/t/22222222/nhac", &unknown).await;
        assert_ne!(unknown.status, StatusCode::SEE_OTHER);
        app.clock.advance_minutes(24 * 60);
        assert!(page(&app, &row).await.body.contains(&path));
    }
}

#[tokio::test]
async fn what_was_withdrawn_promises_no_date() {
    for app in apps() {
        let row = received(&app, SINGLE).await;
        let row = then(&app, &row, "one_stop", Command::Withdraw { reason: "r" }).await;
        let seen = page(&app, &row).await;
        says(&seen, &["Đã rút"]);
        assert!(!seen.body.contains("Ngày hẹn</h2>"), "{}", seen.body);
    }
}

#[tokio::test]
async fn a_long_name_gives_way_to_what_people_call_it_and_stands_below() {
    let app = app();
    let row = received(&app, "2.000815").await;
    says(
        &page(&app, &row).await,
        &[
            "<h1>Chứng thực bản sao</h1>",
            "<p>Chứng thực bản sao từ bản chính",
        ],
    );
}
