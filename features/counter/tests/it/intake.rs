//! Whole intakes: newborn, certification, no limit, post, late entry, the same person again.
//! For the tests of this feature.

use domain::dossier::{Channel, State};
use domain::money::Dong;
use domain::text::moment_vi;
use kit::testing::AGENCY;

use crate::desk::{
    CHILD, MOTHER, counters, dossier, errors_in, is_whole, kinds, people, press, saved,
};

#[tokio::test]
async fn a_mother_registers_her_newborn_and_pays_two_copies() {
    for app in counters().await {
        let typed: [&[(&str, &str)]; 3] = [
            &[
                ("procedure", "ks"),
                ("all_papers", "1"),
                ("paper-7", "1"),
                ("extra_copies", "2"),
                ("pay", "transfer"),
            ],
            &MOTHER,
            &CHILD,
        ];
        let code = saved(&app, "luu", &typed).await;
        assert_eq!(code, "000.21.49.H23-231123-0001");
        let row = dossier(&app, &code).await;
        assert_eq!(
            (row.machine.state, row.procedure_code.as_str()),
            (State::Received, "1.001193")
        );
        assert_eq!(
            row.machine
                .due
                .as_ref()
                .and_then(|due| due.at)
                .map(moment_vi)
                .as_deref(),
            Some("17:00, 23/11/2023")
        );
        let (owner, filer) = people(&app, &row.id).await;
        let filer = filer.expect("the mother filed it");
        assert_eq!(
            (owner.name.as_str(), owner.document_kind.as_str()),
            ("Trần Minh Khôi", "none")
        );
        assert_eq!(
            (filer.name.as_str(), filer.authority.as_deref()),
            ("Nguyễn Thị Ánh", Some("mẹ đẻ"))
        );
        assert_eq!(
            (filer.document_kind.as_str(), filer.phone.as_deref()),
            ("cccd", Some("0912345678"))
        );
        assert_eq!(
            kinds(&app, &row).await,
            ["dossier.received", "payment.charged", "payment.collected"]
        );
        let id = row.id.clone();
        let papers = app
            .app
            .read(move |reader| dossier::receive::papers_of(reader, &id))
            .await
            .expect("papers");
        assert_eq!(papers.len(), 4);
        assert!(papers.iter().filter(|paper| paper.shown_only).count() == 2);
        let done = app.get(&format!("/cb/quay/xong/{code}")).await;
        for said in [
            &code,
            "17:00, 23/11/2023",
            "Nguyễn Thị Ánh",
            "16.000\u{a0}đ",
            "in/giay-tiep-nhan?kho=a4",
            "Hồ sơ tiếp theo",
        ] {
            assert!(done.body.contains(said), "{said}");
        }
        is_whole(&app, &row).await;
    }
}

#[tokio::test]
async fn certification_is_received_paid_and_returned_in_one_press() {
    for app in counters().await {
        let filled: &[(&str, &str)] = &[
            ("procedure", "ctbs"),
            ("all_papers", "1"),
            ("pages", "3"),
            ("copies", "2"),
        ];
        let page = press(&app, "/cb/quay", "tinh", &[filled, &MOTHER]).await;
        assert!(
            page.body.contains("10.000\u{a0}đ") && page.body.contains("Làm ngay và trả"),
            "{}",
            page.body
        );
        let code = saved(&app, "lam-ngay", &[filled, &MOTHER, &[("pay", "cash")]]).await;
        let row = dossier(&app, &code).await;
        assert_eq!(row.machine.state, State::Returned);
        assert!(row.book.is_some(), "a register row is owed");
        assert_eq!(
            kinds(&app, &row).await,
            [
                "dossier.received",
                "payment.charged",
                "payment.collected",
                "dossier.finished",
                "dossier.returned"
            ]
        );
        let done = app.get(&format!("/cb/quay/xong/{code}")).await;
        assert!(
            done.body.contains("Đã làm xong và trả kết quả")
                && !done.body.contains("in/giay-tiep-nhan")
        );
        is_whole(&app, &row).await;
        // Paying later, or doing on the spot what is not done so, is refused with what to do.
        let later = press(
            &app,
            "/cb/quay",
            "lam-ngay",
            &[
                filled,
                &MOTHER,
                &[("pay", "later"), ("number", "142567890")],
            ],
        )
        .await;
        assert_eq!(later.status, 422);
        assert!(later.body.contains("Làm ngay thì thu ngay"));
        let birth = press(
            &app,
            "/cb/quay",
            "lam-ngay",
            &[&[("procedure", "ks"), ("all_papers", "1")], &MOTHER, &CHILD],
        )
        .await;
        assert_eq!(birth.status, 422);
        assert!(
            birth.body.contains("không thuộc loại làm ngay")
                && birth.body.contains("Trần Minh Khôi")
        );
    }
}

#[tokio::test]
async fn without_a_limit_the_officer_appoints_the_date_with_a_reason() {
    for app in counters().await {
        let filled: &[(&str, &str)] = &[
            ("procedure", "1.011606"),
            ("all_papers", "1"),
            ("entered_dong", "0"),
            ("entered_basis", "không thu"),
        ];
        let refused = press(&app, "/cb/quay", "luu", &[filled, &MOTHER]).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("Hãy điền ngày hẹn trả")
                && refused.body.contains("lý do của ngày hẹn"),
            "{}",
            errors_in(&refused)
        );
        let dates: &[(&str, &str)] = &[
            ("appointed", "15/12/2023"),
            ("appointed_reason", "xét duyệt cuối năm"),
        ];
        let code = saved(&app, "luu", &[filled, &MOTHER, dates]).await;
        let row = dossier(&app, &code).await;
        let due = row.machine.due.as_ref().expect("a promise");
        assert_eq!(due.at.map(moment_vi).as_deref(), Some("17:00, 15/12/2023"));
        assert!(!due.counted, "a promise, counted neither on time nor late");
        is_whole(&app, &row).await;
    }
}

#[tokio::test]
async fn what_came_by_post_goes_back_by_post() {
    for app in counters().await {
        let filled: &[(&str, &str)] = &[
            ("procedure", "tlks"),
            ("channel", "post"),
            ("return_by", "post"),
            ("all_papers", "1"),
            ("pay", "later"),
            ("copies", "1"),
        ];
        let code = saved(&app, "luu", &[filled, &MOTHER]).await;
        let row = dossier(&app, &code).await;
        assert_eq!(
            (row.machine.channel, row.return_by.as_str()),
            (Channel::Post, "post")
        );
        let done = app.get(&format!("/cb/quay/xong/{code}")).await;
        assert!(done.body.contains("còn phải thu") && done.body.contains("Qua bưu điện"));
    }
}

#[tokio::test]
async fn a_late_entry_counts_from_when_it_truly_came_and_says_so() {
    for app in counters().await {
        let page = app.get("/cb/quay?bu=1").await;
        assert!(page.body.contains("Nhập bù") && page.body.contains("name=\"late\""));
        let late: &[(&str, &str)] = &[
            ("late", "1"),
            ("late_day", "22/11/2023"),
            ("late_time", "15h30"),
            ("late_reason", "mất điện chiều 22/11"),
        ];
        let filled: &[(&str, &str)] = &[("procedure", "ks"), ("all_papers", "1")];
        let code = saved(&app, "luu", &[filled, late, &MOTHER, &CHILD]).await;
        assert_eq!(code, "000.21.49.H23-231122-0001");
        let row = dossier(&app, &code).await;
        assert!(row.machine.late_entry);
        // Received after 15:00 on the 22nd: due on the 23rd.
        assert_eq!(
            row.machine
                .due
                .as_ref()
                .and_then(|due| due.at)
                .map(moment_vi)
                .as_deref(),
            Some("17:00, 23/11/2023")
        );
        assert!(
            app.get(&format!("/cb/quay/xong/{code}"))
                .await
                .body
                .contains("Nhập bù")
        );
        let no_reason = press(
            &app,
            "/cb/quay",
            "luu",
            &[filled, &late[..3], &MOTHER, &CHILD],
        )
        .await;
        assert!(
            no_reason.body.contains("Hãy ghi lý do nhập bù") && no_reason.body.contains("15h30")
        );
        let year_ago: &[(&str, &str)] = &[
            ("late", "1"),
            ("late_day", "22/11/2022"),
            ("late_time", "8:00"),
            ("late_reason", "mất điện"),
        ];
        let mistyped = press(
            &app,
            "/cb/quay",
            "luu",
            &[filled, year_ago, &MOTHER, &CHILD],
        )
        .await;
        assert!(
            mistyped.status == 422 && mistyped.body.contains("cách nay hơn 31 ngày"),
            "{}",
            errors_in(&mistyped)
        );
        is_whole(&app, &row).await;
    }
}

#[tokio::test]
async fn a_birth_without_the_childs_name_is_questioned_before_it_is_saved() {
    for app in counters().await {
        let birth: &[(&str, &str)] = &[("procedure", "ks")];
        let alone = press(&app, "/cb/quay", "tinh", &[birth, &MOTHER]).await;
        assert!(alone.body.contains("Chưa ghi họ tên trẻ"));
        let named = press(&app, "/cb/quay", "tinh", &[birth, &MOTHER, &CHILD]).await;
        assert!(!named.body.contains("Chưa ghi họ tên trẻ"));
    }
}

#[tokio::test]
async fn the_next_dossier_of_the_same_person_asks_nothing_again() {
    for app in counters().await {
        let code = saved(
            &app,
            "luu",
            &[&[("procedure", "ks"), ("all_papers", "1")], &MOTHER, &CHILD],
        )
        .await;
        let page = app.get(&format!("/cb/quay?nguoi={code}")).await;
        for said in [
            "030192004217",
            "Nguyễn Thị Ánh",
            "05/02/1992",
            "Thôn 3, xã Quang Khải",
            "0912345678",
        ] {
            assert!(page.body.contains(&format!("value=\"{said}")), "{said}");
        }
        assert!(!page.body.contains("Trần Minh Khôi"));
        assert_eq!(
            app.get("/cb/quay?nguoi=000.21.49.H23-231123-9999")
                .await
                .status,
            404
        );
    }
}

#[tokio::test]
async fn persons_without_a_card_are_taken_in_too() {
    for app in counters().await {
        let filled: &[(&str, &str)] = &[("procedure", "tlks"), ("all_papers", "1")];
        for (number, birth, kind) in [
            ("142 567 890", "1950", "cmnd"),
            ("C1234567", "1/1/1980", "passport"),
            ("", "1948", "none"),
        ] {
            let person: &[(&str, &str)] = &[
                ("number", number),
                (
                    "no_paper",
                    if number.is_empty() {
                        "mất giấy tờ do cháy nhà"
                    } else {
                        ""
                    },
                ),
                ("name", "Đỗ Văn Cao"),
                ("birth", birth),
                ("address", "Thôn 1"),
            ];
            let code = saved(&app, "luu", &[filled, person]).await;
            let row = dossier(&app, &code).await;
            let (owner, _) = people(&app, &row.id).await;
            assert_eq!(owner.document_kind, kind);
        }
    }
}

#[tokio::test]
async fn an_unknown_fee_stays_unknown_until_it_is_entered_and_collected() {
    for app in counters().await {
        let filled: &[(&str, &str)] = &[
            ("procedure", "ks"),
            ("all_papers", "1"),
            ("exemption", "khong"),
            ("pay", "cash"),
        ];
        let code = saved(&app, "luu", &[filled, &MOTHER, &CHILD]).await;
        assert!(
            app.get(&format!("/cb/quay/xong/{code}"))
                .await
                .body
                .contains("chưa xác định")
        );
        let path = format!("/cb/ho-so/{code}/thu-tien");
        let page = app.get(&path).await;
        assert!(page.body.contains("Mức thu chưa xác định"));
        let once = page.field("_once").expect("a token").to_owned();
        let no_basis = app
            .post(
                &path,
                &[
                    ("_once", &once),
                    ("method", "cash"),
                    ("entered_dong", "8.000"),
                ],
            )
            .await;
        assert_eq!(no_basis.status, 422);
        assert!(
            no_basis.body.contains("Hãy ghi căn cứ của số tiền này")
                && no_basis.body.contains("8.000")
        );
        let form = [
            ("_once", once.as_str()),
            ("method", "cash"),
            ("entered_dong", "8.000"),
            ("entered_basis", "NQ 12/2022/NQ-HĐND"),
        ];
        assert_eq!(app.post(&path, &form).await.status, 303);
        let row = dossier(&app, &code).await;
        let id = row.id.clone();
        let money = app
            .app
            .read(move |reader| payment::summary(reader, &id))
            .await
            .expect("money");
        assert_eq!(
            (money.unknown, money.paid, money.unpaid),
            (false, Dong(8_000), Dong(0))
        );
        // The same form again leads to the same place and takes nothing more.
        assert_eq!(app.post(&path, &form).await.status, 303);
        let tills = app
            .app
            .read(|reader| payment::open_tills(reader, AGENCY, "one_stop"))
            .await
            .expect("tills");
        assert_eq!(tills[0].expected, Dong(8_000));
        is_whole(&app, &row).await;
    }
}
