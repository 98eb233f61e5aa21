//! Units founded, said anew and ended; what contradicts the tree is refused.

use axum::http::StatusCode;
use jiff::civil::date;
use kit::testing::AGENCY;

use super::*;

const OURS: &str = "/cb/quan-tri/don-vi/xa_quang_khai";

#[tokio::test]
async fn a_unit_is_founded_and_stands_in_the_tree_from_its_day() {
    for app in apps().await {
        let typed = [
            ("loai", "xa"),
            ("dia_danh", "Bình Minh"),
            ("cap_tren", "huyen_tu_ky"),
            ("bat_dau", "1/1/2024"),
        ];
        save(&app, "/cb/quan-tri/don-vi/moi", &with_basis(&typed)).await;
        let law = app.app.law();
        let unit = law.agencies.get("xa_binh_minh").expect("it was founded");
        assert_eq!(unit.valid_from, Some(date(2024, 1, 1)));
        let now = app.get("/cb/quan-tri/don-vi").await;
        let (tree, others) = now
            .body
            .split_once("Không tồn tại ngày này")
            .expect("both lists");
        assert!(!tree.contains("/xa_binh_minh\"") && others.contains("/xa_binh_minh\""));
        let later = app.get("/cb/quan-tri/don-vi?ngay=2/1/2024").await;
        let (tree, _) = later
            .body
            .split_once("Không tồn tại ngày này")
            .expect("both lists");
        assert!(tree.contains("/xa_binh_minh\""));
        assert_eq!(events(&app, "law:agency:xa_binh_minh").await.len(), 1);
        verifies(&app);
    }
}

#[tokio::test]
async fn our_own_telephone_stands_on_the_next_page() {
    let app = app().await;
    let typed = [
        ("loai", "xa"),
        ("dia_danh", "Quang Khải"),
        ("cap_tren", "huyen_tu_ky"),
        ("ma_thong_ke", "11116"),
        ("ma_ho_so", "000.21.49.H23"),
        ("dien_thoai", "0220 333 4444"),
        ("ket_thuc", "30/6/2025"),
        ("ke_tuc_1", "xa_tu_ky"),
    ];
    let preview = save(&app, OURS, &with_basis(&typed)).await;
    says(
        &preview,
        &[
            "0220 333 4444 (trước: không có)",
            "Đây là xã đang dùng chương trình",
        ],
    );
    assert_eq!(app.app.commune().phone, "0220 333 4444");
    assert_eq!(
        app.app
            .law()
            .agencies
            .in_charge(AGENCY, date(2025, 7, 1))
            .map(|unit| unit.id.as_str()),
        Some("xa_tu_ky")
    );
}

#[tokio::test]
async fn an_heir_that_was_there_before_the_end_is_refused() {
    let app = app().await;
    let typed = [
        ("loai", "xa"),
        ("dia_danh", "Quang Khải"),
        ("cap_tren", "huyen_tu_ky"),
        ("ket_thuc", "31/12/2023"),
        ("ke_tuc_1", "huyen_tu_ky"),
    ];
    let again = refused(&app, OURS, &with_basis(&typed)).await;
    says(&again, &["phải bắt đầu sau ngày kết thúc"]);
    let bare = refused(&app, OURS, &[("loai", "xa"), ("ke_tuc_1", "xa_tu_ky")]).await;
    says(&bare, &["Hãy điền tên riêng", "Hãy điền ngày cuối cùng"]);
    assert_eq!(
        app.get("/cb/quan-tri/don-vi/xa_nao").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(app.app.law().revision, 0);
}

#[tokio::test]
async fn a_unit_said_as_it_is_is_told_so_before_it_is_saved() {
    let app = app().await;
    let law = app.app.law();
    let form = crate::agencies::fields::of(law.agencies.get(AGENCY).expect("it is ours"));
    let typed: Vec<(&str, &str)> = BASIS.into_iter().chain(form.iter()).collect();
    let page = app.get(OURS).await;
    let same = send(&app, OURS, &page, ("0", "xem"), &typed).await;
    says(
        &same,
        &["Đây là xã đang dùng chương trình", crate::form::UNCHANGED],
    );
    let mut called = typed.clone();
    called.retain(|(name, _)| *name != "dien_thoai");
    called.push(("dien_thoai", "0220 3747 111"));
    let other = send(&app, OURS, &page, ("0", "xem"), &called).await;
    says(&other, &["0220 3747 111"]);
    assert!(!text(&other).contains(crate::form::UNCHANGED));
}
