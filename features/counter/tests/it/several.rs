//! The card, the live quote, drafts; a form sent twice; a hundred officers at once.
//! For the tests of this feature.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::desk::{CHILD, MOTHER, count, counters, errors_in, press, saved};

const SCAN: &str = "030192004217|142567890|Nguyễn Thị Ánh|05021992|Nữ|Thôn 3, Quang Khải, Tứ Kỳ, Hải Dương|12052021";
const BIRTH: &[(&str, &str)] = &[("procedure", "ks"), ("all_papers", "1")];

#[tokio::test]
async fn a_scanned_card_is_split_by_the_server_with_and_without_the_script() {
    for app in counters().await {
        let json = app.post("/cb/quay/the", &[("card", SCAN)]).await;
        assert_eq!(json.status, 200);
        assert!(
            json.body.contains("\"birth\":\"05/02/1992\"")
                && json.body.contains("\"gender\":\"nu\""),
            "{}",
            json.body
        );
        let mangled = app
            .post("/cb/quay/the", &[("card", &SCAN.replace("Nữ", "Nux"))])
            .await;
        assert!(mangled.status == 422 && mangled.body.contains("bộ gõ"));
        let page = press(
            &app,
            "/cb/quay",
            "the",
            &[&[("number", SCAN), ("procedure", "ks")]],
        )
        .await;
        assert_eq!(page.status, 200, "{}", errors_in(&page));
        assert!(
            page.body.contains("value=\"Nguyễn Thị Ánh\"")
                && page.body.contains("value=\"030192004217\"")
        );
        let nothing = press(&app, "/cb/quay", "the", &[&[("number", "")]]).await;
        assert!(nothing.status == 422 && nothing.body.contains("quét mã QR"));
        // Saved straight from the scan: the card fills in what the officer would have typed.
        let rest: &[(&str, &str)] = &[
            ("procedure", "tlks"),
            ("all_papers", "1"),
            ("number", SCAN),
            ("phone", "0912345678"),
        ];
        saved(&app, "luu", &[rest]).await;
    }
}

#[tokio::test]
async fn the_quote_follows_the_typing_and_writes_nothing() {
    for app in counters().await {
        let answer = app
            .post(
                "/cb/quay/tinh",
                &[("procedure", "ks"), ("extra_copies", "2")],
            )
            .await;
        assert_eq!(answer.status, 200);
        assert!(
            answer.body.trim_start().starts_with("<div data-quote"),
            "{}",
            answer.body
        );
        for said in [
            "17:00, 23/11/2023",
            "16.000\u{a0}đ",
            "Vì sao ngày này",
            "data-part=\"papers\"",
            "Luật Hộ tịch 2014",
        ] {
            assert!(answer.body.contains(said), "{said}");
        }
        let several = app
            .post("/cb/quay/tinh", &[("procedure", "khai sinh")])
            .await;
        assert!(
            several.body.contains("Chọn một thủ tục")
                && several.body.contains("name=\"pick\" value=\"1.001193\"")
        );
        let picked = press(
            &app,
            "/cb/quay",
            "tinh",
            &[&[("procedure", "khai sinh"), ("pick", "1.001193")]],
        )
        .await;
        assert!(
            picked
                .body
                .contains("value=\"Đăng ký khai sinh (1.001193)\"")
        );
        let doubted = app
            .post(
                "/cb/quay/tinh",
                &[("number", "030192004217"), ("birth", "1993")],
            )
            .await;
        assert!(doubted.body.contains("sinh năm 1992"));
        assert_eq!(count(&app, "event").await, 0);
    }
}

#[tokio::test]
async fn a_draft_that_nobody_opens_is_forgotten_after_thirty_days() {
    for app in counters().await {
        press(&app, "/cb/quay", "nhap", &[BIRTH, &MOTHER]).await;
        for (days, left) in [(29, 1), (2, 0)] {
            app.clock.advance_minutes(days * 24 * 60);
            let at = app.app.law_now();
            app.app
                .write(move |tx| {
                    counter::forget_old_drafts(tx, at)?;
                    tx.commit_silently("drafts are no acts", ())
                })
                .await
                .expect("old drafts are forgotten");
            assert_eq!(count(&app, "counter_draft").await, left);
        }
    }
}

#[tokio::test]
async fn a_draft_keeps_its_tracking_code_and_goes_when_it_is_taken_in() {
    for app in counters().await {
        let answer = press(&app, "/cb/quay", "nhap", &[BIRTH, &MOTHER]).await;
        assert_eq!(answer.status, 303);
        let tracking = answer
            .location()
            .trim_start_matches("/cb/quay?nhap=")
            .to_owned();
        let page = app.get(answer.location()).await;
        assert!(
            page.body.contains("value=\"Nguyễn Thị Ánh\"")
                && page.field("tracking") == Some(tracking.as_str())
        );
        let list = app.get("/cb/quay/nhap").await;
        assert!(list.body.contains(&tracking) && list.body.contains("Nguyễn Thị Ánh"));
        // The script saves into the same draft.
        let auto = app
            .post(
                "/cb/quay/nhap",
                &[
                    ("tracking", &tracking),
                    ("procedure", "ks"),
                    ("name", "Nguyễn Thị Ánh A"),
                ],
            )
            .await;
        assert_eq!(
            (auto.status.as_u16(), count(&app, "counter_draft").await),
            (204, 1)
        );
        assert_eq!(
            app.post("/cb/quay/nhap", &[("tracking", &tracking)])
                .await
                .status,
            204
        );

        app.forget_cookies();
        app.sign_in("one_stop@mot_cua").await;
        assert_eq!(
            app.get(&format!("/cb/quay?nhap={tracking}")).await.status,
            404,
            "another officer's draft"
        );
        app.post(&format!("/cb/quay/nhap/{tracking}/bo"), &[]).await;
        assert_eq!(
            count(&app, "counter_draft").await,
            1,
            "another officer throws nothing away"
        );

        app.forget_cookies();
        app.sign_in("one_stop").await;
        let code = saved(
            &app,
            "luu",
            &[BIRTH, &MOTHER, &CHILD, &[("tracking", &tracking)]],
        )
        .await;
        let row = crate::desk::dossier(&app, &code).await;
        assert_eq!(
            (row.tracking, count(&app, "counter_draft").await),
            (tracking.clone(), 0)
        );
        // A page left open saves the draft no more, and its code is given to no second dossier.
        app.post(
            "/cb/quay/nhap",
            &[("tracking", &tracking), ("procedure", "ks"), ("name", "X")],
        )
        .await;
        assert_eq!(count(&app, "counter_draft").await, 0);
        let other = saved(
            &app,
            "luu",
            &[
                BIRTH,
                &MOTHER,
                &CHILD,
                &[("tracking", &tracking), ("not_duplicate", "1")],
            ],
        )
        .await;
        assert_ne!(crate::desk::dossier(&app, &other).await.tracking, tracking);
        let empty = press(&app, "/cb/quay", "nhap", &[]).await;
        assert!(empty.status == 422 && empty.body.contains("Chưa có gì để lưu nháp"));
    }
}

#[tokio::test]
async fn a_double_click_makes_one_dossier() {
    for app in counters().await {
        let page = app.get("/cb/quay").await;
        let once = page.field("_once").expect("a token").to_owned();
        let mut form = vec![
            ("_once", once.as_str()),
            ("viec", "luu"),
            ("extra_copies", "2"),
        ];
        form.extend(BIRTH.iter().chain(&MOTHER).chain(&CHILD));
        let (one, two) = tokio::join!(app.post("/cb/quay", &form), app.post("/cb/quay", &form));
        assert_eq!((one.status.as_u16(), two.status.as_u16()), (303, 303));
        assert_eq!(one.location(), two.location());
        assert_eq!(app.post("/cb/quay", &form).await.location(), one.location());
        assert_eq!(
            (count(&app, "dossier").await, count(&app, "payment").await),
            (1, 1)
        );
        let forged = app.post("/cb/quay", &form[1..]).await;
        assert!(forged.status == 422 && forged.body.contains("tải lại trang"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_receipts_at_once_have_a_hundred_codes() {
    for app in counters().await {
        let app = Arc::new(app);
        let tasks: Vec<_> = (0..100)
            .map(|at: usize| {
                let app = Arc::clone(&app);
                tokio::spawn(async move {
                    let (once, name) = (format!("{at:032x}"), format!("Trẻ thứ {at}"));
                    let mut form = vec![
                        ("_once", once.as_str()),
                        ("viec", "luu"),
                        ("extra_copies", "1"),
                    ];
                    form.extend(BIRTH.iter().chain(&MOTHER));
                    form.extend([
                        ("owner_name", name.as_str()),
                        ("owner_birth", "20/11/2023"),
                        ("authority", "mẹ đẻ"),
                    ]);
                    let answer = app.post("/cb/quay", &form).await;
                    assert_eq!(answer.status, 303, "{}", errors_in(&answer));
                    answer.location().to_owned()
                })
            })
            .collect();
        let mut places = BTreeSet::new();
        for task in tasks {
            places.insert(task.await.expect("the officer came to an end"));
        }
        assert_eq!(places.len(), 100);
        assert!(
            places.iter().any(|place| place.ends_with("-231123-0100")),
            "no number was left out"
        );
        let report = app.app.db().verify(&mut |_, _| {}, None).expect("a report");
        assert!(report.first_difference.is_none(), "{report:?}");
    }
}
