//! What is not verified: listed, confirmed with a document, and doubtful again when it changes.

use axum::http::StatusCode;
use kit::testing::AGENCY;

use super::*;

const LIST: &str = "/cb/quan-tri/kiem-chung";
const OUR_CODE: &str = "/cb/quan-tri/kiem-chung/agency_code:xa_quang_khai";

#[tokio::test]
async fn a_fact_confirmed_with_a_document_is_no_longer_marked() {
    for app in apps().await {
        says(
            &app.get(&format!("{LIST}?nhom=don-vi&q=quang+khai")).await,
            &["000.21.49.H23", "Xác nhận"],
        );
        assert!(app.app.commune().is_code_unverified);
        let page = app.get(OUR_CODE).await;
        let read = page.field("noi_dung").expect("what is read").to_owned();
        save(&app, OUR_CODE, &with_basis(&[("noi_dung", &read)])).await;
        assert!(!app.app.commune().is_code_unverified);
        assert!(
            !app.app
                .law()
                .agencies
                .get(AGENCY)
                .expect("ours")
                .code_unverified
        );
        let list = app
            .get(&format!("{LIST}?nhom=don-vi&q=ma+ho+so+quang+khai"))
            .await;
        says(
            &list,
            &[
                "Không còn điều nào",
                "xác nhận «000.21.49.H23»",
                "TB 12/TB-UBND",
            ],
        );
        assert_eq!(
            events(&app, "law:confirmation:agency_code:xa_quang_khai")
                .await
                .len(),
            1
        );
        verifies(&app);
    }
}

#[tokio::test]
async fn what_the_page_showed_must_still_be_what_is_there() {
    let app = app().await;
    let again = refused(
        &app,
        OUR_CODE,
        &with_basis(&[("noi_dung", "000.99.99.H23")]),
    )
    .await;
    says(&again, &["Nội dung vừa đổi"]);
    assert_eq!(
        app.get(&format!("{OUR_CODE}x")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn every_group_is_listed_and_drafts_cannot_be_confirmed() {
    let app = app().await;
    let all = app.get(LIST).await;
    says(
        &all,
        &[
            "Đơn vị",
            "Phí, lệ phí",
            "Lịch nghỉ, giờ làm việc",
            "Tờ khai",
            "trang=2",
        ],
    );
    let drafts = app.get(&format!("{LIST}?nhom=thu-tuc&q=draft")).await;
    says(&drafts, &["còn là bản nháp"]);
    assert!(
        !drafts.body.contains("Xác nhận<"),
        "a draft needs a code first"
    );
    let old = app.get("/qt/kiem-chung").await;
    assert_eq!(old.location(), LIST);
}
