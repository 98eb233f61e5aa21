//! The plan's pages: who sees them, what they show, and that a figure opens to what it counts.

use axum::http::StatusCode;
use domain::dossier::{Channel, Command};
use dossier::testing::{CHAIR, CLERK};
use kit::testing::Answer;

use crate::office::{offices, received};

/// The cell of a target's figure on the overview.
fn figure(page: &Answer, id: &str) -> String {
    let mark = format!("href=\"/cb/ke-hoach/{id}\"");
    let row = page.body.split("<tr").find(|row| row.contains(&mark));
    let row = row.unwrap_or_else(|| panic!("{id} is on the page: {}", page.body));
    let (_, cell) = row
        .split_once("data-label=\"Đến nay\">")
        .expect("a figure's cell");
    let (cell, _) = cell.split_once("</td>").expect("a cell ends");
    cell.to_owned()
}

/// The number and the address of one part on a target's page.
fn part(page: &Answer, rule: &str, place: usize) -> (i64, String) {
    let mark = format!("cach={rule}&#38;phan={place}&#38;");
    let at = page
        .body
        .find(&mark)
        .unwrap_or_else(|| panic!("{rule} {place}: {}", page.body));
    let from = page.body[..at].rfind("href=\"").expect("a link") + 6;
    let (href, rest) = page.body[from..].split_once("\">").expect("a link ends");
    let number: String = rest.chars().take_while(|c| *c != '<').collect();
    let number = number.replace('.', "").parse().expect("a number");
    (number, href.replace("&#38;", "&"))
}

#[tokio::test]
async fn leaders_and_posts_in_charge_see_the_plan_and_nobody_else() {
    for office in offices() {
        for path in [
            "/cb/ke-hoach",
            "/cb/ke-hoach/nhiem-vu",
            "/cb/ke-hoach/he-thong",
            "/cb/ke-hoach/can-cu",
            "/cb/ke-hoach/cau-hoi",
            "/cb/ke-hoach/T-10",
            "/cb/ke-hoach/N-26",
            "/cb/ke-hoach/S-05",
            "/cb/ke-hoach/L-01",
        ] {
            for account in [
                CHAIR,
                "vice_chair@pho_chu_tich",
                "controller+specialist@vptk",
                "specialist+accountant@tai_chinh",
                "specialist@vh_tt",
            ] {
                let page = office.page(account, path).await;
                assert_eq!(page.status, StatusCode::OK, "{path} as {account}");
            }
            for account in [CLERK, "clerk@van_thu", "admin@quan_tri"] {
                let page = office.page(account, path).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} as {account}");
            }
        }
    }
}

#[tokio::test]
async fn every_target_task_system_and_basis_has_its_line_and_its_page() {
    let offices = offices();
    let office = offices.first().expect("one engine at least");
    for (list, letter, n) in [
        ("/cb/ke-hoach", "T", 65),
        ("/cb/ke-hoach/nhiem-vu", "N", 107),
        ("/cb/ke-hoach/he-thong", "S", 28),
        ("/cb/ke-hoach/can-cu", "L", 16),
    ] {
        let page = office.page(CHAIR, list).await;
        for number in 1..=n {
            let href = format!("/cb/ke-hoach/{letter}-{number:02}");
            assert!(page.body.contains(&format!("href=\"{href}\"")), "{href}");
            let own = office.web.get(&href).await;
            assert_eq!(own.status, StatusCode::OK, "{href}");
            assert!(own.body.contains("dòng "), "{href} says where it stands");
        }
    }
    let questions = office.page(CHAIR, "/cb/ke-hoach/cau-hoi").await;
    assert!(questions.body.contains("tối thiểu hay tối đa?"));
    let unknown = office.page(CHAIR, "/cb/ke-hoach/T-66").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_figure_changes_with_the_act_that_moves_it() {
    for office in offices() {
        let before = office.page(CHAIR, "/cb/ke-hoach").await;
        assert!(figure(&before, "T-23").contains("chưa tiếp nhận hồ sơ nào"));
        assert!(figure(&before, "T-31").contains("Sổ công khai ngân sách"));
        let counter = received(&office, Channel::Counter, "counter").await;
        assert!(figure(&office.page(CHAIR, "/cb/ke-hoach").await, "T-23").contains("0,0%"));
        let online = received(&office, Channel::Online, "post").await;
        let page = office.page(CHAIR, "/cb/ke-hoach").await;
        assert!(
            figure(&page, "T-23").contains("50,0%"),
            "{}",
            figure(&page, "T-23")
        );
        office.finish(&counter).await;
        let page = office.page(CHAIR, "/cb/ke-hoach").await;
        assert_eq!(
            figure(&page, "T-10").matches("100,0%").count(),
            2,
            "both rules"
        );
        assert!(figure(&page, "T-17").contains("100,0%"));
        assert!(
            figure(&page, "T-13").contains("0,0%"),
            "no file of the result"
        );
        office.give(&counter, "counter").await;
        office.finish(&online).await;
        office.give(&online, "post").await;
        let page = office.page(CHAIR, "/cb/ke-hoach").await;
        assert!(figure(&page, "T-51").contains("50,0%"));
    }
}

#[tokio::test]
async fn a_void_receipt_leaves_the_figure_and_its_list() {
    for office in offices() {
        received(&office, Channel::Counter, "counter").await;
        let mistaken = received(&office, Channel::Online, "counter").await;
        let page = office.page(CHAIR, "/cb/ke-hoach/T-23").await;
        assert_eq!((part(&page, "T-23", 0).0, part(&page, "T-23", 1).0), (1, 2));
        office
            .act(
                CLERK,
                &mistaken,
                Command::Void {
                    reason: "lập nhầm"
                },
            )
            .await;
        let page = office.page(CHAIR, "/cb/ke-hoach/T-23").await;
        let (received, href) = part(&page, "T-23", 1);
        assert_eq!(received, 1);
        let list = office.page(CHAIR, &href).await;
        let code = mistaken.machine.code.as_deref().expect("it had a code");
        assert!(!list.body.contains(code));
        assert_eq!(list.body.matches("<tr data-row>").count(), 1);
    }
}

#[tokio::test]
async fn a_number_opens_to_exactly_as_many_dossiers_page_by_page() {
    for office in offices() {
        let mut codes = Vec::new();
        for place in 0..53 {
            let channel = if place % 3 == 0 {
                Channel::Online
            } else {
                Channel::Counter
            };
            let row = received(&office, channel, "counter").await;
            codes.push(row.machine.code.expect("a code"));
        }
        let page = office.page(CHAIR, "/cb/ke-hoach/T-23").await;
        for (place, expected) in [(0, 18), (1, 53)] {
            let (number, href) = part(&page, "T-23", place);
            assert_eq!(number, expected);
            let mut seen = Vec::new();
            let mut next = href;
            while !next.is_empty() {
                let list = office.page(CHAIR, &next).await;
                assert_eq!(list.status, StatusCode::OK, "{next}");
                seen.extend(
                    codes
                        .iter()
                        .filter(|code| list.body.contains(&format!("/cb/ho-so/{code}\""))),
                );
                next = link(&list, "next");
                assert!(seen.len() <= codes.len(), "no page comes twice");
            }
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), usize::try_from(expected).expect("small"));
        }
    }
}

#[tokio::test]
async fn the_page_before_leads_back_to_the_same_rows() {
    let offices = offices();
    for office in offices {
        for _ in 0..51 {
            received(&office, Channel::Counter, "counter").await;
        }
        let page = office.page(CHAIR, "/cb/ke-hoach/T-23").await;
        let (_, href) = part(&page, "T-23", 1);
        let first = office.page(CHAIR, &href).await;
        let second = office.page(CHAIR, &link(&first, "next")).await;
        assert_eq!(second.body.matches("<tr data-row>").count(), 1);
        let back = office.page(CHAIR, &link(&second, "prev")).await;
        assert_eq!(back.body.matches("<tr data-row>").count(), 50);
        assert_eq!(link(&back, "prev"), "");
        assert_eq!(link(&back, "next"), link(&first, "next"));
    }
}

fn link(page: &Answer, rel: &str) -> String {
    let mark = format!("rel=\"{rel}\" href=\"");
    let Some((_, rest)) = page.body.split_once(&mark) else {
        return String::new();
    };
    let (href, _) = rest.split_once('"').expect("a link ends");
    href.replace("&#38;", "&")
}

#[tokio::test]
async fn lists_are_narrowed_by_section_verdict_and_owner() {
    let offices = offices();
    let office = offices.first().expect("one engine at least");
    let shown = |page: &Answer| page.body.matches("<tr data-row>").count();
    let page = office.page(CHAIR, "/cb/ke-hoach?muc=2.6").await;
    assert_eq!(shown(&page), 6, "six targets of public finance");
    let page = office
        .page(CHAIR, "/cb/ke-hoach?ket-qua=chua-den-han")
        .await;
    assert_eq!(shown(&page), 3, "T-03, T-19, T-41");
    let page = office
        .page(CHAIR, "/cb/ke-hoach?phu-trach=dai_truyen_thanh")
        .await;
    assert_eq!(shown(&page), 2, "T-11 and what each field owes");
    let page = office
        .page(CHAIR, "/cb/ke-hoach?muc=2.6&ket-qua=vuot")
        .await;
    assert!(page.body.contains("Không có chỉ tiêu nào khớp."));
    let page = office.page(CHAIR, "/cb/ke-hoach?ky=khong-co&muc=%00").await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn parts_that_nothing_records_and_nonsense_open_to_nothing() {
    let offices = offices();
    let office = offices.first().expect("one engine at least");
    for path in [
        "/cb/ke-hoach/T-16/sau-so?cach=T-16&phan=0",
        "/cb/ke-hoach/T-10/sau-so?cach=T-23&phan=0",
        "/cb/ke-hoach/T-10/sau-so",
        "/cb/ke-hoach/T-31/sau-so?cach=T-31&phan=0",
        "/cb/ke-hoach/N-01/sau-so",
    ] {
        let page = office.page(CHAIR, path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    let list = office
        .page(CHAIR, "/cb/ke-hoach/T-08/sau-so?cach=T-08&phan=1")
        .await;
    let rows = list.body.matches("<tr data-row>").count();
    assert!(rows > 50, "{rows}");
    let target = office.page(CHAIR, "/cb/ke-hoach/T-08").await;
    assert_eq!(
        part(&target, "T-08", 1).0,
        i64::try_from(rows).expect("few")
    );
    assert!(target.body.contains("Chưa có sổ niêm yết tại trụ sở"));
}

#[tokio::test]
async fn a_post_sees_every_dossier_counted_but_only_its_own_by_code() {
    for office in offices() {
        let row = received(&office, Channel::Online, "counter").await;
        let code = row.machine.code.expect("a code");
        let path = "/cb/ke-hoach/T-23/sau-so?cach=T-23&phan=1";
        for (account, sees) in [
            (CHAIR, true),
            ("specialist@tu_phap_ho_tich", true),
            ("specialist+accountant@tai_chinh", false),
        ] {
            let list = office.page(account, path).await;
            assert_eq!(list.body.matches("<tr data-row>").count(), 1, "{account}");
            let number = code.split_once('-').expect("a code has two parts").1;
            assert_eq!(list.body.contains(number), sees, "{account}");
            assert_eq!(list.body.contains("(lĩnh vực khác)"), !sees, "{account}");
            assert!(
                !list.body.contains("Ánh"),
                "no page of the plan names a person"
            );
        }
    }
}
