//! A new version of a fee: tried, saved, charged from its day on and not before.

use domain::fee::FeeInput;
use domain::money::Dong;
use jiff::civil::{Date, date};
use kit::testing::TestApp;

use super::*;

const SIGNATURES: &str = "2.000884";
const PATH: &str = "/cb/quan-tri/phi/ct_chu_ky";

fn total(app: &TestApp, day: Date) -> Option<Dong> {
    app.app
        .law()
        .fees
        .quote(SIGNATURES, day, &FeeInput::default())
        .total
}

const VERSION: [(&str, &str); 8] = [
    ("ten", "Chứng thực chữ ký"),
    ("thu_tuc", SIGNATURES),
    ("cach", "co_dinh"),
    ("muc", "12.000"),
    ("moi", "viec"),
    ("don_vi", "trường hợp"),
    ("tu_ngay", "1/12/2023"),
    ("mien", "ho_ngheo"),
];

#[tokio::test]
async fn a_new_version_is_tried_then_charged_from_its_day() {
    for app in apps().await {
        let before = total(&app, date(2023, 11, 30));
        let mut typed = VERSION.to_vec();
        typed.push(("thu_viec", "2"));
        let preview = save(&app, PATH, &with_basis(&typed)).await;
        says(
            &preview,
            &["20.000 đ", "24.000 đ", "2 việc", "12.000 đ/trường hợp"],
        );
        assert_eq!(total(&app, date(2023, 11, 30)), before);
        assert_eq!(total(&app, date(2023, 12, 1)), Some(Dong(12_000)));
        let list = app.get("/cb/quan-tri/phi").await;
        says(
            &list,
            &[
                "Sẽ thu",
                "TB 12/TB-UBND ngày 22/11/2023",
                "theo văn bản mới",
            ],
        );
        assert_eq!(events(&app, "law:fee:ct_chu_ky").await.len(), 1);
        verifies(&app);
    }
}

#[tokio::test]
async fn the_version_of_a_version_is_of_the_same_fee() {
    let app = app().await;
    save(&app, PATH, &with_basis(&VERSION)).await;
    let mut next = VERSION.to_vec();
    next[3] = ("muc", "15.000");
    next[6] = ("tu_ngay", "1/2/2024");
    save(
        &app,
        "/cb/quan-tri/phi/ct_chu_ky@2023-12-01",
        &with_basis(&next),
    )
    .await;
    assert_eq!(total(&app, date(2024, 1, 31)), Some(Dong(12_000)));
    assert_eq!(total(&app, date(2024, 2, 1)), Some(Dong(15_000)));
    assert_eq!(events(&app, "law:fee:ct_chu_ky").await.len(), 2);
}

#[tokio::test]
async fn what_is_missing_or_past_is_told_and_nothing_is_lost() {
    let app = app().await;
    let bare = refused(&app, PATH, &[("cach", "co_dinh"), ("thu_tuc", "1.999999")]).await;
    says(
        &bare,
        &[
            "Hãy điền tên khoản thu",
            "Không có thủ tục mã «1.999999»",
            "Hãy điền mức thu",
            "Hãy điền ngày văn bản",
        ],
    );
    let mut past = VERSION.to_vec();
    past[6] = ("tu_ngay", "1/11/2023");
    let again = refused(&app, PATH, &with_basis(&past)).await;
    says(&again, &["Ngày có hiệu lực 01/11/2023 đã qua", "12.000"]);
    let mut odd = VERSION.to_vec();
    odd[3] = ("muc", "mười hai nghìn");
    says(
        &refused(&app, PATH, &with_basis(&odd)).await,
        &["mười hai nghìn"],
    );
    assert_eq!(app.app.law().revision, 0);
}

#[tokio::test]
async fn a_fee_that_nobody_knew_gets_its_amount() {
    let app = app().await;
    let code = "1.001193";
    let quote = |day| {
        app.app
            .law()
            .fees
            .quote(code, day, &FeeInput::default())
            .total
    };
    assert_eq!(quote(date(2023, 12, 1)), None, "unknown is not zero");
    let typed = [
        ("ten", "Lệ phí đăng ký khai sinh"),
        ("loai_thu", "le_phi"),
        ("thu_tuc", code),
        ("cach", "co_dinh"),
        ("muc", "8000"),
        ("moi", "viec"),
        ("don_vi", "việc"),
        ("tu_ngay", "1/12/2023"),
        ("mien_moi", "Sinh đúng hạn"),
        ("mien_moi_can_cu", "NQ 12/2023/NQ-HĐND"),
        ("mien_moi_giay", "Giấy chứng sinh"),
    ];
    save(&app, "/cb/quan-tri/phi/moi", &with_basis(&typed)).await;
    assert_eq!(quote(date(2023, 12, 1)), Some(Dong(8_000)));
    assert_eq!(quote(date(2023, 11, 30)), None);
    let offered = app.app.law();
    let offered = offered.fees.exemptions(code, date(2023, 12, 1));
    assert!(offered.iter().any(|one| one.name_vi == "Sinh đúng hạn"));
}

#[tokio::test]
async fn a_version_that_charges_as_before_is_told_so_before_it_is_saved() {
    let app = app().await;
    let law = app.app.law();
    let mut rules = law.fees.as_slice().iter();
    let known = rules.rfind(|rule| rule.id == "ct_chu_ky");
    let form = crate::fees::fields::of(known.expect("it is charged"), Some(date(2023, 12, 1)));
    let typed: Vec<(&str, &str)> = BASIS.into_iter().chain(form.iter()).collect();
    let page = app.get(PATH).await;
    let preview = send(&app, PATH, &page, ("0", "xem"), &typed).await;
    says(&preview, &[crate::form::UNCHANGED]);
    let dearer: Vec<(&str, &str)> = typed
        .iter()
        .map(|(name, value)| (*name, if *name == "muc" { "11.000" } else { *value }))
        .collect();
    let preview = send(&app, PATH, &page, ("0", "xem"), &dearer).await;
    says(&preview, &["11.000 đ"]);
    assert!(!text(&preview).contains(crate::form::UNCHANGED));
}
