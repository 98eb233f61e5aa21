//! Posts as the administrator gives and ends them, as the leaders see them, and the table of rights.
//! Over the real router and a real database, on each engine.

mod common;

use axum::http::StatusCode;
use common::{add, admin, apps, kinds, send, verified};
use domain::access::{Act, Actor, Subject, may};
use domain::moment::Moment;
use kit::Result;
use kit::testing::{AGENCY, Answer, TestApp};
use store::Reader;

const LIST: &str = "/cb/quan-tri/chuc-danh";

/// The officer of an account at a moment.
async fn actor(test: &TestApp, id: &str, now: &str) -> Option<Actor> {
    let (id, now) = (id.to_owned(), Moment::parse_local(now).expect("a moment"));
    let found: Result<_> = test
        .app
        .read(move |reader: &mut Reader<'_>| Ok(people::actor_of(reader, &id, now)?))
        .await;
    found.expect("the store answers")
}

/// Sends a form of a post's page with its token; the person with the version of now.
async fn give(test: &TestApp, post: &str, id: &str, days: [&str; 2]) -> Answer {
    let page = test.get(&format!("{LIST}/{post}")).await;
    let once = page.field("_once").expect("a token").to_owned();
    let version = common::version(test, id).await;
    let person = format!("{id}:{version}");
    let fields = [
        ("_once", once.as_str()),
        ("nguoi", &person),
        ("tu_ngay", days[0]),
        ("den_ngay", days[1]),
    ];
    test.post(&format!("{LIST}/{post}/giao"), &fields).await
}

/// Ends the first term that the post's page shows.
async fn end_first(test: &TestApp, post: &str, last: &str) -> Answer {
    let page = test.get(&format!("{LIST}/{post}")).await;
    let of = |name: &str| page.field(name).expect("the page has a term").to_owned();
    let (once, held, person, version) = (of("_once"), of("giu"), of("nguoi"), of("version"));
    let field = format!("het_{held}");
    let fields = [
        ("_once", once.as_str()),
        ("giu", &held),
        ("nguoi", &person),
        ("version", &version),
        (&field, last),
    ];
    test.post(&format!("{LIST}/{post}/thoi"), &fields).await
}

fn text(answer: &Answer) -> String {
    answer.body.replace('\u{a0}', " ")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_names_who_holds_each_post_from_when_to_when() {
    for test in apps() {
        admin(&test).await;
        let hoa = add(&test, "hoa", &["tu_phap_ho_tich"], false).await;
        let mai = add(&test, "mai", &["dia_chinh"], false).await;
        let next = give(&test, "tu_phap_ho_tich", &mai, ["1/12/2023", "31/12/2023"]).await;
        assert_eq!(next.status, StatusCode::SEE_OTHER, "{}", next.body);
        let page = test.get(LIST).await;
        let body = text(&page);
        for said in [
            "Công chức Tư pháp - Hộ tịch",
            "Bà hoa",
            "từ 01/01/2023",
            "từ 01/12/2023 đến 31/12/2023",
            "Chưa có ai",
            "Công chức chuyên môn, Kiểm soát thủ tục",
        ] {
            assert!(body.contains(said), "«{said}» is missing in {body}");
        }
        assert!(body.contains(&format!("/qt/nguoi-dung/{hoa}")));
        let chair = add(&test, "chu.tich", &["chu_tich"], false).await;
        test.sign_in(&chair).await;
        let page = test.get(LIST).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            !page.body.contains("/qt/nguoi-dung/"),
            "no link that leads to a refusal"
        );
        let one = test.get(&format!("{LIST}/tu_phap_ho_tich")).await;
        assert!(one.body.contains("Bà mai") && !one.body.contains("Thôi giữ"));
        for unknown in ["khong-co", "cong_an", "chqs"] {
            let missing = test.get(&format!("{LIST}/{unknown}")).await;
            assert_eq!(missing.status, StatusCode::NOT_FOUND, "{unknown}");
        }
        test.sign_in(&hoa).await;
        assert_eq!(test.get(LIST).await.status, StatusCode::FORBIDDEN);
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_given_and_ended_counts_for_its_days_and_leaves_its_event() {
    for test in apps() {
        admin(&test).await;
        let mai = add(&test, "mai", &["dia_chinh"], false).await;
        let done = give(&test, "mot_cua", &mai, ["", "30/11/2023"]).await;
        assert_eq!(done.location(), format!("{LIST}/mot_cua"), "{}", done.body);
        let page = test.get(done.location()).await;
        assert!(
            text(&page).contains("Đã lưu vị trí của Bà mai"),
            "{}",
            text(&page)
        );
        assert_eq!(
            kinds(&test, &mai).await.last().map(String::as_str),
            Some(people::POSTS_CHANGED)
        );
        let receives = async |now: &str| {
            let officer = actor(&test, &mai, now).await.expect("an officer");
            may(&officer, Act::Receive, &Subject::agency(AGENCY)).is_ok()
        };
        assert!(!receives("2023-11-22T08:00").await);
        assert!(receives("2023-11-23T08:00").await && receives("2023-11-30T16:00").await);
        assert!(!receives("2023-12-01T08:00").await);
        let ended = end_first(&test, "mot_cua", "22/11/2023").await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
        assert!(!receives("2023-11-23T08:00").await, "it ends at once");
        let over = actor(&test, &mai, "2023-11-23T08:00").await;
        assert_eq!(over.expect("another post is left").posts, ["dia_chinh"]);
        let only = end_first(&test, "dia_chinh", "").await;
        assert_eq!(only.status, StatusCode::SEE_OTHER, "the last day is today");
        assert!(actor(&test, &mai, "2023-11-24T08:00").await.is_none());
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_told_beside_its_field_and_kept() {
    for test in apps() {
        admin(&test).await;
        let mai = add(&test, "mai", &["dia_chinh"], false).await;
        let before = kinds(&test, &mai).await;
        for (days, said) in [
            (["32/1/2023", ""], "chưa đọc được"),
            (["1/12/2023", "1/11/2023"], "Ngày cuối ở trước ngày đầu"),
            (["1/6/2023", ""], "đã giữ vị trí này từ 01/01/2023"),
            (["1/6/2022", "1/6/2023"], "đã giữ vị trí này từ 01/01/2023"),
        ] {
            let again = give(&test, "dia_chinh", &mai, days).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
            let body = text(&again);
            assert!(body.contains(said), "«{said}» is missing in {body}");
            assert!(body.contains(days[0]), "what was typed stays");
            assert!(body.contains("Bà mai (Địa chính)</option>"));
        }
        let nobody = test
            .post(
                &format!("{LIST}/mot_cua/giao"),
                &[("_once", &"a".repeat(32)), ("nguoi", "")],
            )
            .await;
        assert!(nobody.body.contains("Hãy chọn người giữ vị trí này"));
        let late = end_first(&test, "dia_chinh", "1/11/2023").await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text(&late).contains("Ngày cuối sớm nhất là 22/11/2023"));
        assert_eq!(kinds(&test, &mai).await, before, "nothing was written");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_before_another_change_is_a_conflict_with_its_name() {
    for test in apps() {
        admin(&test).await;
        let mai = add(&test, "mai", &["dia_chinh"], false).await;
        assert_eq!(
            give(&test, "mot_cua", &mai, ["", ""]).await.status,
            StatusCode::SEE_OTHER
        );
        let stale = format!("{mai}:1");
        let fields = [("_once", "c".repeat(32)), ("nguoi", stale)];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let stale = test.post(&format!("{LIST}/van_thu/giao"), &fields).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(
            stale.body.contains("Bà quan.tri đã đổi vị trí"),
            "{}",
            stale.body
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays_today_and_later() {
    for test in apps() {
        let boss = admin(&test).await;
        add(&test, "mai", &["dia_chinh"], false).await;
        for last in ["22/11/2023", "31/12/2023"] {
            let refused = end_first(&test, "quan_tri", last).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{last}");
            assert!(
                text(&refused).contains("giữ vị trí Quản trị hệ thống"),
                "{}",
                refused.body
            );
        }
        let traded = send(
            &test,
            &boss,
            "vi-tri",
            &[
                ("post", "quan_tri"),
                ("from_quan_tri", "01/01/2023"),
                ("to_quan_tri", "30/11/2023"),
            ],
        )
        .await;
        assert!(text(&traded).contains("Từ ngày 01/12/2023 sẽ không còn ai"));
        assert_eq!(kinds(&test, &boss).await, [people::CREATED]);
        let heir = add(&test, "hanh", &["mot_cua"], false).await;
        assert_eq!(
            give(&test, "quan_tri", &heir, ["1/12/2023", ""])
                .await
                .status,
            StatusCode::SEE_OTHER
        );
        let page = test.get(&format!("{LIST}/quan_tri")).await;
        assert_eq!(
            page.field("nguoi"),
            Some(boss.as_str()),
            "who holds it now comes first"
        );
        let early = end_first(&test, "quan_tri", "29/11/2023").await;
        assert!(text(&early).contains("Từ ngày 30/11/2023"));
        let handed = end_first(&test, "quan_tri", "30/11/2023").await;
        assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.body);
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_becomes_administrator_signs_in_anew_with_two_factors() {
    for test in apps() {
        admin(&test).await;
        let boss = test.token().expect("a session");
        let mai = add(&test, "mai", &["dia_chinh"], false).await;
        test.sign_in(&mai).await;
        assert_eq!(test.get("/cb/viec").await.status, StatusCode::OK);
        let mais = test.token().expect("a session");
        let with = |token: &str| {
            let token = token.to_owned();
            let test = &test;
            async move {
                let request = test
                    .request(axum::http::Method::GET, "/cb/viec")
                    .header("cookie", format!("mc={token}"));
                test.send(request, String::new().into()).await.status
            }
        };
        test.forget_cookies();
        assert_eq!(with(&boss).await, StatusCode::OK);
        let of_boss = test.get("/cb/viec").await;
        assert_eq!(of_boss.status, StatusCode::SEE_OTHER, "no cookie is kept");
        let second = add(&test, "pho.qt", &["quan_tri"], false).await;
        test.sign_in(&second).await;
        assert_eq!(
            give(&test, "quan_tri", &mai, ["", ""]).await.status,
            StatusCode::SEE_OTHER
        );
        test.forget_cookies();
        assert_eq!(
            with(&mais).await,
            StatusCode::SEE_OTHER,
            "the old session is over"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_page_says_what_may_be_done_and_who_covers_whom() {
    for test in apps() {
        admin(&test).await;
        let mai = add(&test, "mai", &["dia_chinh"], false).await;
        let hoa = add(&test, "hoa", &["van_thu"], false).await;
        let page = test.get("/cb/lam-thay").await;
        let once = page.field("_once").expect("a token").to_owned();
        let cover = [
            ("_once", once.as_str()),
            ("absent", &hoa),
            ("by", &mai),
            ("to", "30/11/2023"),
        ];
        assert_eq!(
            test.post("/cb/lam-thay", &cover).await.status,
            StatusCode::SEE_OTHER
        );
        let page = test.get(&format!("/qt/nguoi-dung/{mai}")).await;
        let body = text(&page);
        for said in [
            "Được làm hôm nay",
            "Công chức chuyên môn",
            "chuyển sang xác minh",
            "Làm thay Bà hoa từ 23/11/2023 đến 30/11/2023",
        ] {
            assert!(body.contains(said), "«{said}» is missing in {body}");
        }
        let page = test.get(&format!("/qt/nguoi-dung/{hoa}")).await;
        assert!(text(&page).contains("Bà mai làm thay từ 23/11/2023"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_rights_is_the_one_of_the_core_and_can_be_searched() {
    for test in apps() {
        let chair = add(&test, "chu.tich", &["chu_tich"], false).await;
        test.sign_in(&chair).await;
        let all = text(&test.get("/cb/quan-tri/quyen").await);
        for act in Act::ALL {
            let name = act.vietnamese().chars().skip(1).collect::<String>();
            assert!(all.contains(&name), "{act:?}");
        }
        let allowed: usize = Act::ALL.iter().map(|act| act.roles().len()).sum();
        assert_eq!(all.matches("được làm</span>").count(), allowed);
        let found = text(&test.get("/cb/quan-tri/quyen?tim=thu+tien").await);
        assert!(found.contains("Thu tiền") && !found.contains("Lấy số, đóng dấu"));
        let of_clerk = text(&test.get("/cb/quan-tri/quyen?vai=clerk").await);
        assert!(of_clerk.contains("Lấy số, đóng dấu") && !of_clerk.contains(">Thu tiền<"));
        let none = test
            .get("/cb/quan-tri/quyen?tim=%3Cb%3Exyz&vai=khong_co")
            .await;
        assert!(none.body.contains("Không có việc nào như vậy") && !none.body.contains("<b>xyz"));
    }
}
