//! The day's cash by its pages: counted, closed, handed over; money given back.
//! For the tests of this feature.

use domain::dossier::{Command, State};
use dossier::{Desk, Words, act};
use kit::testing::{AGENCY, TestApp, officer};

use crate::desk::{CHILD, MOTHER, count, counters, dossier, errors_in, is_whole, saved};

async fn certified(app: &TestApp, name: &str, pages: &str, method: &str) {
    let filled: &[(&str, &str)] = &[
        ("procedure", "ctbs"),
        ("all_papers", "1"),
        ("pages", pages),
        ("copies", "1"),
        ("pay", method),
        ("not_duplicate", "1"),
    ];
    let person: Vec<(&str, &str)> = MOTHER
        .iter()
        .map(|(field, value)| (*field, if *field == "name" { name } else { value }))
        .collect();
    saved(app, "lam-ngay", &[filled, &person]).await;
}

async fn token(app: &TestApp, path: &str) -> String {
    let page = app.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page.field("_once").expect("a token").to_owned()
}

#[tokio::test]
async fn the_days_cash_closes_to_the_dong_and_is_handed_over() {
    for app in counters().await {
        certified(&app, "Một", "3", "cash").await;
        certified(&app, "Hai", "1", "cash").await;
        certified(&app, "Ba", "10", "transfer").await;
        let day = app.get("/cb/quy").await;
        // 3 pages are 5.000, one page 2.000, ten pages 12.000 đồng.
        for said in [
            "7.000\u{a0}đ",
            "12.000\u{a0}đ",
            "Tiền mặt phải có",
            "Đếm tiền và chốt",
        ] {
            assert!(day.body.contains(said), "{said}");
        }
        let till = app
            .app
            .read(|reader| payment::open_tills(reader, AGENCY, "one_stop"))
            .await
            .expect("tills")
            .remove(0);
        let path = format!("/cb/quy/{}", till.id);
        let once = token(&app, &path).await;
        let close = format!("{path}/chot");
        let short = app
            .post(
                &close,
                &[("_once", &once), ("counted", "6.500"), ("reason", "")],
            )
            .await;
        assert_eq!(short.status, 422);
        assert!(
            short.body.contains("ít hơn sổ 500\u{a0}đ") && short.body.contains("value=\"6.500\""),
            "{}",
            errors_in(&short)
        );
        let words = app
            .post(&close, &[("_once", &once), ("counted", "bảy nghìn")])
            .await;
        assert!(words.status == 422 && words.body.contains("bảy nghìn"));
        let form = [("_once", once.as_str()), ("counted", "7000")];
        assert_eq!(app.post(&close, &form).await.status, 303);
        assert_eq!(
            app.post(&close, &form).await.status,
            303,
            "the second press leads to the same place"
        );
        certified(&app, "Bốn", "1", "cash").await;
        let open = app
            .app
            .read(|reader| payment::open_tills(reader, AGENCY, "one_stop"))
            .await
            .expect("tills");
        assert!(open.len() == 1 && open[0].id != till.id && open[0].expected.0 == 2_000);
        assert_eq!(
            app.get(&format!("{path}/nhan")).await.status,
            403,
            "an officer accepts nothing"
        );

        app.forget_cookies();
        app.sign_in("accountant").await;
        assert!(app.get("/cb/quy").await.body.contains("Nhận bàn giao"));
        let once = token(&app, &format!("{path}/nhan")).await;
        assert_eq!(
            app.post(&format!("{path}/nhan"), &[("_once", &once)])
                .await
                .status,
            303
        );
        assert!(app.get(&path).await.body.contains("Đã bàn giao"));
        let day = app.get("/cb/quy").await.body;
        let (_, taken_over) = day.split_once("Đã nhận gần đây").expect("it is listed");
        assert!(taken_over.contains(&path), "{day}");
        let again = app
            .post(&format!("{path}/nhan"), &[("_once", &"0".repeat(32))])
            .await;
        assert!(again.status == 422 && again.body.contains("đã nhận bàn giao quỹ này"));
        let report = app.app.db().verify(&mut |_, _| {}, None).expect("a report");
        assert!(report.first_difference.is_none(), "{report:?}");
    }
}

#[tokio::test]
async fn money_goes_back_with_a_reason_and_only_what_came_in() {
    for app in counters().await {
        certified(&app, "Một", "3", "cash").await;
        let day = app.get("/cb/quy").await;
        let (_, rest) = day
            .body
            .split_once("/cb/quy/hoan/")
            .expect("a link to give it back");
        let path = format!("/cb/quy/hoan/{}", rest.split('"').next().expect("an id"));
        let once = token(&app, &path).await;
        let much = app
            .post(
                &path,
                &[("_once", &once), ("dong", "6.000"), ("reason", "")],
            )
            .await;
        assert!(
            much.status == 422
                && much.body.contains("5.000")
                && much.body.contains("lý do hoàn tiền")
        );
        let form = [
            ("_once", once.as_str()),
            ("dong", "5.000"),
            ("reason", "người dân thôi không làm"),
        ];
        assert_eq!(app.post(&path, &form).await.status, 303);
        let day = app.get("/cb/quy").await;
        assert!(day.body.contains("-5.000\u{a0}đ") && day.body.contains("thôi không làm"));
        let till = app
            .app
            .read(|reader| payment::open_tills(reader, AGENCY, "one_stop"))
            .await
            .expect("tills")
            .remove(0);
        assert_eq!(till.expected.0, 0);
        assert!(app.get(&path).await.body.contains("đã hoàn hết"));
        assert_eq!(app.get("/cb/quy/hoan/khong-co").await.status, 404);
    }
}

#[tokio::test]
async fn a_dossier_that_waits_for_money_goes_on_when_it_is_paid() {
    for app in counters().await {
        let typed: &[(&str, &str)] = &[
            ("procedure", "tlks"),
            ("all_papers", "1"),
            ("copies", "2"),
            ("pay", "later"),
        ];
        let code = saved(&app, "luu", &[typed, &MOTHER]).await;
        let row = dossier(&app, &code).await;
        for command in [
            Command::HandOver { holder: None },
            Command::RequestPayment { dong: 16_000 },
        ] {
            let (desk, id) = (Desk::now(&app.app), row.id.clone());
            app.app
                .write(move |tx| {
                    let one_stop = officer("one_stop").expect("a known role");
                    let acted = act::act(tx, &desk, &one_stop, &id, &command, Words::default())?;
                    Ok::<_, kit::Error>(tx.commit(&one_stop.by(), desk.at, acted.events, ())?)
                })
                .await
                .expect("the act is lawful");
        }
        assert_eq!(
            dossier(&app, &code).await.machine.state,
            State::AwaitingPayment
        );
        let path = format!("/cb/ho-so/{code}/thu-tien");
        let once = token(&app, &path).await;
        let unsaid = app.post(&path, &[("_once", &once)]).await;
        assert!(unsaid.status == 422 && unsaid.body.contains("Hãy chọn cách thu"));
        assert_eq!(
            app.post(&path, &[("_once", &once), ("method", "transfer")])
                .await
                .status,
            303
        );
        let paid = dossier(&app, &code).await;
        assert_eq!(paid.machine.state, State::Processing);
        assert!(
            app.get(&path)
                .await
                .body
                .contains("không còn khoản nào phải thu")
        );
        is_whole(&app, &paid).await;
    }
}

#[tokio::test]
async fn an_unknown_fee_is_offered_entered_with_its_basis_and_read_with_a_note() {
    for app in counters().await {
        let typed: &[(&str, &str)] = &[
            ("procedure", "ks"),
            ("all_papers", "1"),
            ("exemption", "khong"),
            ("pay", "later"),
        ];
        let code = saved(&app, "luu", &[typed, &MOTHER, &CHILD]).await;
        let done = app.get(&format!("/cb/quay/xong/{code}")).await;
        let path = format!("/cb/ho-so/{code}/thu-tien");
        assert!(done.body.contains(&path), "offered at once");
        let page = app.get(&path).await;
        assert!(page.body.contains("chưa xác định") && page.body.contains("entered_basis"));
        let once = token(&app, &path).await;
        let form = |dong: &'static str, basis: &'static str| {
            vec![
                ("_once", once.clone()),
                ("method", "cash".to_owned()),
                ("entered_dong", dong.to_owned()),
                ("entered_basis", basis.to_owned()),
            ]
        };
        for (dong, basis, says) in [
            ("8.000", "", "Hãy ghi căn cứ"),
            ("", "NQ 1/2023", "Hãy ghi số tiền"),
            ("tám nghìn", "NQ 1/2023", "tám nghìn"),
            ("", "", "Hãy nhập số tiền kèm căn cứ"),
        ] {
            let sent = form(dong, basis);
            let sent: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let answer = app.post(&path, &sent).await;
            assert_eq!(answer.status, 422, "{dong} {basis}");
            assert!(answer.body.contains(says), "{}", errors_in(&answer));
            assert!(answer.body.contains(&format!("value=\"{basis}\"")));
        }
        let sent = form("8.000", "NQ 1/2023");
        let sent: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(app.post(&path, &sent).await.status, 303);
        let row = dossier(&app, &code).await;
        let paid = crate::desk::events(&app, &row)
            .await
            .pop()
            .expect("an event");
        assert_eq!(paid.kind, "payment.collected");
        assert_eq!(paid.data["procedure_code"], "1.001193");
        assert_eq!(paid.data["channel"], "counter");
        is_whole(&app, &row).await;
        app.app.flush().await.expect("readings are written");
        assert!(count(&app, "reading").await > 0, "looking at it was noted");
    }
}
