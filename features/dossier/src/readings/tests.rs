//! Who has read what, by HTTP on each engine.
//! For whoever changes the log of readings or who may see it.

use axum::http::StatusCode;
use domain::dossier::Command;

use crate::acts::tests::says;
use crate::testing::{CHAIR, CLERK, Office, REGISTRAR, SINGLE};

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_dossier_is_told_to_those_who_may_know() {
    for office in Office::on_each_engine() {
        office.name(CLERK, "Phạm Thị Lan").await;
        office.name(CHAIR, "Nguyễn Văn Bách").await;
        let row = office.at_work(SINGLE, "Nguyễn Thị Ánh").await;
        let log = format!("/cb/ho-so/{}/ai-da-xem", row.address());
        office
            .page(CLERK, &format!("/cb/ho-so/{}", row.address()))
            .await;
        let page = office.page(CHAIR, &log).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        says(&page, &["Phạm Thị Lan", "mở hồ sơ", "Quay lại hồ sơ"]);
        let page = office.page(CHAIR, &log).await;
        says(&page, &["Nguyễn Văn Bách", "xem ai đã mở hồ sơ"]);
        let admin = office.page("admin@quan_tri", &log).await;
        assert_eq!(admin.status, StatusCode::OK);
        assert!(!admin.body.contains("Nguyễn Thị Ánh") && !admin.body.contains("Quay lại hồ sơ"));
        let clerk = office.page(CLERK, &log).await;
        assert_eq!(clerk.status, StatusCode::FORBIDDEN, "not their work now");
        let accountant = office.page("accountant@tai_chinh", &log).await;
        assert_eq!(accountant.status, StatusCode::FORBIDDEN);
        let command = Command::Assign { holder: REGISTRAR };
        office.act(CHAIR, &row, command).await;
        let holder = office.page(REGISTRAR, &log).await;
        assert_eq!(holder.status, StatusCode::OK, "who holds it may know");
        let person = office
            .page(CHAIR, &format!("/cb/nguoi/{CLERK}/da-xem"))
            .await;
        says(&person, &["Phạm Thị Lan đã xem những gì", "mở hồ sơ"]);
        let nobody = office.page(CHAIR, "/cb/nguoi/khong-co/da-xem").await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
        let denied = office
            .page(REGISTRAR, &format!("/cb/nguoi/{CLERK}/da-xem"))
            .await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_log_goes_on_page_by_page_without_a_gap() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "An").await;
        let log = format!("/cb/ho-so/{}/ai-da-xem", row.address());
        let actor = crate::testing::actor(CLERK);
        for _ in 0..70 {
            office
                .web
                .app
                .note_reading(&actor, &row.subject(), "mở hồ sơ");
        }
        let first = office.page(CHAIR, &log).await;
        assert_eq!(first.body.matches("<tr data-row>").count(), 50);
        let (_, rest) = first
            .body
            .split_once("href=\"?sau=")
            .expect("there is a next page");
        let place = rest.split_once('"').expect("the link ends").0;
        let second = office.web.get(&format!("{log}?sau={place}")).await;
        assert_eq!(second.body.matches("<tr data-row>").count(), 20);
    }
}
