//! The pages of lists by HTTP: what they show, and to whom.
//! For the tests of this feature.

use axum::http::StatusCode;
use store::StoreError;

use super::super::filter::Filter;
use super::super::item;
use super::{furnish, listed};
use crate::testing::{CHAIR, CLERK, Office, REGISTRAR, SINGLE};

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_found_by_name_number_telephone_and_code() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "Nguyễn Thị Ánh").await;
        let code = row.machine.code.clone().expect("it was received");
        let short = item::short_code(&code);
        let tracking = item::short_code(&row.tracking);
        for q in [
            "Nguyễn Thị Ánh",
            "nguyen thi anh",
            "ánh nguyễn",
            "0301 9200 4217",
            "0912 345 678",
            &short,
            &code,
            &tracking,
        ] {
            let found = listed(
                &office,
                CLERK,
                &Filter {
                    q: q.into(),
                    ..Filter::default()
                },
            );
            assert_eq!(found.1, 1, "{q}");
        }
        for q in ["Trần", "nh", "%", "_", "' OR 1=1 --"] {
            assert_eq!(
                listed(
                    &office,
                    CLERK,
                    &Filter {
                        q: q.into(),
                        ..Filter::default()
                    }
                )
                .1,
                0,
                "{q}"
            );
        }
        let page = office.page(CLERK, "/cb/ho-so?q=Tr%E1%BA%A7n").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body.contains("Chưa có hồ sơ nào khớp.")
                && page.body.contains("Tìm trong tất cả hồ sơ")
        );
        assert!(
            page.body.contains("value=\"Trần\""),
            "what was typed is still there"
        );
        office.web.app.flush().await.expect("readings are kept");
        let read = office
            .web
            .app
            .db()
            .read_blocking(|reader| -> Result<_, StoreError> {
                use store::Sql as _;
                reader
                    .row("SELECT COUNT(*) AS n FROM reading", store::params![])?
                    .expect("a number")
                    .get::<i64>("n")
            });
        assert_eq!(
            read.expect("readings can be read"),
            1,
            "a personal search is noted, a plain list is not"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_chips_that_come_off_one_by_one() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let page = office
            .page(
                CLERK,
                "/cb/ho-so?xem=chua-ban-giao&cach=tai-quay&sau=rubbish&han=la",
            )
            .await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("<b>1 hồ sơ</b>") && page.body.contains("Nguyễn Thị Ánh"));
        assert!(
            page.body
                .contains("href=\"/cb/ho-so?xem=chua-ban-giao\">Tại quầy"),
            "{}",
            page.body
        );
        assert!(
            page.body
                .contains("href=\"/cb/ho-so?cach=tai-quay\">Chưa bàn giao")
        );
        assert!(
            page.body
                .contains("?tu=xem%3Dchua-ban-giao%26cach%3Dtai-quay"),
            "the way back is carried along"
        );
        let plain = office.page(CLERK, "/cb/ho-so").await;
        assert!(
            plain.body.contains("<b>8 hồ sơ</b>")
                && plain
                    .body
                    .contains("href=\"/cb/ho-so?trang-thai=tat-ca\">Chưa xong")
        );
        assert!(
            plain.body.contains("data-label=\"Thủ tục\""),
            "rows become cards on a telephone"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn own_work_shows_the_numbers_of_the_lists_it_leads_to() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let page = office.page(CLERK, "/cb/viec").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body
                .contains("Chưa bàn giao<b>1</b><a href=\"/cb/ho-so?xem=chua-ban-giao\">"),
            "{}",
            page.body
        );
        assert!(page.body.contains("Hoàng Đức Anh") && page.body.contains("Nguyễn Thị Ánh"));
        assert!(
            !page.body.contains("Bùi Văn Khoát"),
            "another's step is not mine"
        );
        let admin = office.page("admin", "/cb/viec").await;
        assert!(admin.body.contains("không xử lý hồ sơ") && !admin.body.contains("/cb/ho-so?"));
        assert_eq!(
            office.page("admin", "/cb/ho-so").await.status,
            StatusCode::FORBIDDEN
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_to_sign_holds_what_the_leader_may_sign() {
    for office in Office::on_each_engine() {
        office.name(REGISTRAR, "Trần Đức Hòa").await;
        let empty = office.page(CHAIR, "/ld/ky").await;
        assert!(empty.body.contains("Không có hồ sơ nào chờ ký."));
        furnish(&office).await;
        let page = office.page(CHAIR, "/ld/ky").await;
        assert!(
            page.body.contains("Phạm Văn Thịnh") && page.body.contains("Hôm nay 17:00"),
            "{}",
            page.body
        );
        assert!(page.body.contains("Người trình <b>Trần Đức Hòa</b>"));
        assert!(page.body.contains("/ky?tu=xem%3Dcho-toi-ky"));
        assert!(
            page.body
                .contains("Ký duyệt <span class=\"count\">1</span>"),
            "the menu counts it too"
        );
        assert_eq!(
            office.page(CLERK, "/ld/ky").await.status,
            StatusCode::FORBIDDEN
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_under_a_name_is_a_tab_with_its_number() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let page = office.page(CLERK, "/cb/ho-so?xem=chua-ban-giao").await;
        let once = page.field("_once").expect("a form to keep it").to_owned();
        assert!(page.body.contains("Lưu bộ lọc này") && !page.body.contains("name=\"cho\""));
        let fields = [
            ("_once", once.as_str()),
            ("ten", "Sáng bàn giao"),
            ("bo_loc", "xem=chua-ban-giao&q=Ánh"),
        ];
        let saved = office.web.post("/cb/bo-loc", &fields).await;
        assert_eq!(
            saved.location(),
            "/cb/ho-so?xem=chua-ban-giao",
            "no name of a citizen is kept"
        );
        let again = office.web.post("/cb/bo-loc", &fields).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
        let page = office.web.get("/cb/ho-so?xem=chua-ban-giao").await;
        assert_eq!(
            page.body.matches("Sáng bàn giao").count(),
            1,
            "{}",
            page.body
        );
        assert!(
            page.body
                .contains("aria-current=\"page\">Sáng bàn giao <span class=\"count\">1</span>")
        );
        let theirs = office.page(REGISTRAR, "/cb/ho-so").await;
        assert!(
            !theirs.body.contains("Sáng bàn giao"),
            "it is the officer's own"
        );
        let fields = [
            ("_once", "0123456789abcdef0123456789abcdef"),
            ("ten", "Cho một cửa"),
            ("bo_loc", "xem=qua-han"),
            ("cho", "mot_cua"),
        ];
        let denied = office.web.post("/cb/bo-loc", &fields).await;
        assert_eq!(
            denied.status,
            StatusCode::FORBIDDEN,
            "only a leader gives to a post"
        );
        office.page(CHAIR, "/cb/ho-so").await;
        let given = office.web.post("/cb/bo-loc", &fields).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
        let clerk = office.page(CLERK, "/cb/ho-so").await;
        assert!(clerk.body.contains("Cho một cửa") && clerk.body.contains("Sáng bàn giao"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_is_forgotten_by_whoever_keeps_it_and_by_nobody_else() {
    for office in Office::on_each_engine() {
        let page = office.page(CLERK, "/cb/ho-so?xem=chua-ban-giao").await;
        let fields = [
            ("_once", page.field("_once").expect("a form to keep it")),
            ("ten", "Sáng bàn giao"),
            ("bo_loc", "xem=chua-ban-giao"),
        ];
        let saved = office.web.post("/cb/bo-loc", &fields).await;
        let page = office.web.get(saved.location()).await;
        let forget = page
            .body
            .split('"')
            .find(|part| part.starts_with("/cb/bo-loc/") && part.ends_with("/bo"))
            .expect("what is kept can be forgotten")
            .to_owned();
        office.page(CHAIR, "/cb/ho-so").await;
        let denied = office.web.post(&forget, &[]).await;
        assert_eq!(denied.status, StatusCode::NOT_FOUND, "not the chair's own");
        let kept = office.page(CLERK, "/cb/ho-so").await;
        assert!(kept.body.contains("Sáng bàn giao"));
        let gone = office.web.post(&forget, &[]).await;
        assert_eq!(gone.location(), "/cb/ho-so");
        let page = office.web.get("/cb/ho-so").await;
        assert!(
            page.body.contains("Đã bỏ bộ lọc.") && !page.body.contains("Sáng bàn giao"),
            "{}",
            page.body
        );
        assert_eq!(
            office.web.post(&forget, &[]).await.status,
            StatusCode::NOT_FOUND,
            "it is no longer there"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_morning_says_the_numbers_of_its_lists() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let clerk = office.page(CLERK, "/cb/sang-nay").await;
        assert_eq!(clerk.status, StatusCode::OK, "{}", clerk.body);
        assert!(
            clerk
                .body
                .contains("Chưa bàn giao</a></dt><dd class=\"number\"><b>1</b>")
        );
        assert!(!clerk.body.contains("Theo người giữ"));
        let chair = office.page(CHAIR, "/cb/sang-nay").await;
        assert!(chair.body.contains("Theo lĩnh vực") && chair.body.contains("Chưa ai giữ riêng"));
        let admin = office.page("admin@quan_tri", "/cb/sang-nay").await;
        assert!(admin.body.contains("Vị trí của ông, bà không xử lý hồ sơ."));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_kept_of_a_filter_is_said_and_no_more_are_kept_than_are_shown() {
    for office in Office::on_each_engine() {
        let page = office.page(CLERK, "/cb/ho-so").await;
        let once = page.field("_once").expect("a form to keep it").to_owned();
        let send = async |place: usize, filter: &str| {
            let once = format!("{place:02}{}", &once[2..]);
            let name = format!("Bộ lọc {place}");
            let fields = [("_once", once.as_str()), ("ten", &name), ("bo_loc", filter)];
            office.web.post("/cb/bo-loc", &fields).await
        };
        let nothing = send(0, "q=Ánh").await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.body.contains("Chữ tìm kiếm không được lưu"));
        let partly = send(1, "q=Ánh&xem=qua-han").await;
        let page = office.web.get(partly.location()).await;
        assert!(page.body.contains("Đã lưu bộ lọc, trừ chữ tìm kiếm"));
        for place in 2..=12 {
            let kept = send(place, "xem=qua-han").await;
            assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        }
        let full = send(13, "xem=qua-han").await;
        assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(full.body.contains("Đã đủ 12 bộ lọc"), "{}", full.body);
    }
}
