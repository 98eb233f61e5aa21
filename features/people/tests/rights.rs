//! What the commune chooses that posts give, at once for everybody; and that nobody widens their
//! own rights alone. Over the real router and a real database, on each engine.

mod common;

use axum::http::StatusCode;
use common::{add, admin, apps, kinds, send, verified};
use domain::access::{Act, Actor, Role, Subject, may};
use domain::moment::Moment;
use domain::post::PostRoles;
use jiff::civil::{Date, date};
use kit::Result;
use kit::law::{ChangeKind, NewChange, PostProposal, Saved};
use kit::testing::{AGENCY, Answer, TestApp};
use store::Reader;

const PROPOSALS: &str = "/cb/quan-tri/de-nghi-quyen";
const TODAY: Date = date(2023, 11, 23);

async fn actor(test: &TestApp, id: &str, now: &str) -> Option<Actor> {
    let (id, now) = (id.to_owned(), Moment::parse_local(now).expect("a moment"));
    let found: Result<_> = test
        .app
        .read(move |reader: &mut Reader<'_>| Ok(people::actor_of(reader, &id, now)?))
        .await;
    found.expect("the store answers")
}

async fn today(test: &TestApp, id: &str) -> Actor {
    let found = actor(test, id, "2023-11-23T09:30").await;
    found.expect("an officer today")
}

fn change(kind: ChangeKind, post: &str, from: Date, body: serde_json::Value) -> NewChange {
    NewChange {
        kind,
        subject: post.to_owned(),
        seen: 0,
        valid_from: from,
        body,
        document: "QĐ 5/QĐ-UBND".to_owned(),
        reason: String::new(),
    }
}

fn roles(post: &str, from: Date, roles: &[Role], seen: i64) -> NewChange {
    let body = PostRoles {
        roles: roles.iter().copied().collect(),
    };
    let body = serde_json::to_value(body).expect("JSON");
    NewChange {
        seen,
        ..change(ChangeKind::Post, post, from, body)
    }
}

async fn save(test: &TestApp, by: &Actor, n: u8, new: NewChange) {
    let saved = test
        .app
        .save_law(by, format!("{n:032x}"), vec![new], "/cb/quan-tri")
        .await;
    assert_eq!(saved.expect("it can be"), Saved::Now);
}

fn text(answer: &Answer) -> String {
    answer.body.replace('\u{a0}', " ")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_commune_chose_holds_from_its_day_in_every_session() {
    for test in apps() {
        let boss = admin(&test).await;
        let boss = today(&test, &boss).await;
        let mai = add(&test, "mai", &["dia_chinh"], false).await;
        let hoa = add(&test, "hoa", &["van_thu"], false).await;
        test.sign_in(&mai).await;
        let both = [Role::Specialist, Role::Controller];
        let audit = "/cb/quan-tri/chuc-danh";
        assert_eq!(test.get(audit).await.status, StatusCode::FORBIDDEN);
        save(&test, &boss, 1, roles("dia_chinh", TODAY, &both, 0)).await;
        assert_eq!(
            test.get(audit).await.status,
            StatusCode::OK,
            "the open session has the right at once"
        );
        save(
            &test,
            &boss,
            2,
            roles("dia_chinh", date(2023, 12, 1), &both[..1], 1),
        )
        .await;
        let oversees = async |id: &str, now: &str| {
            let officer = actor(&test, id, now).await.expect("an officer");
            may(&officer, Act::Oversee, &Subject::agency(AGENCY)).is_ok()
        };
        assert!(!oversees(&mai, "2023-11-22T08:00").await, "the past stays");
        assert!(oversees(&mai, "2023-11-30T17:00").await);
        assert!(!oversees(&mai, "2023-12-01T08:00").await);
        assert!(!oversees(&hoa, "2023-11-23T08:00").await, "another post");
        let listed: Result<Vec<people::Listed>> = test
            .app
            .read(|reader: &mut Reader<'_>| Ok(people::list(reader, AGENCY)?))
            .await;
        for one in listed.expect("the store answers") {
            for day in ["2023-11-22", "2023-11-23", "2023-11-30", "2023-12-01"] {
                let officer = actor(&test, &one.account.id, &format!("{day}T08:00")).await;
                let listed = one.roles_on(day.parse().expect("a day"));
                assert_eq!(officer.expect("an officer").roles, listed, "{day}");
            }
        }
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_covers_takes_on_what_the_commune_chose() {
    for test in apps() {
        let boss = admin(&test).await;
        let boss = today(&test, &boss).await;
        let mai = add(&test, "mai", &["dia_chinh"], false).await;
        let hoa = add(&test, "hoa", &["van_thu"], false).await;
        save(
            &test,
            &boss,
            1,
            roles("van_thu", TODAY, &[Role::Clerk, Role::OneStop], 0),
        )
        .await;
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
        let mai = today(&test, &mai).await;
        assert!(mai.covers[0].roles.contains(&Role::OneStop));
        assert!(may(&mai, Act::Receive, &Subject::agency(AGENCY)).is_ok());
        assert!(!mai.roles.contains(&Role::OneStop));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_given_to_oneself_waits_for_the_chair() {
    for test in apps() {
        let boss = admin(&test).await;
        let chair = add(&test, "chu.tich", &["chu_tich"], false).await;
        let wider = [
            ("post", "quan_tri"),
            ("from_quan_tri", "01/01/2023"),
            ("post", "mot_cua"),
        ];
        let asked = send(&test, &boss, "vi-tri", &wider).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        let page = test.get(asked.location()).await;
        assert!(text(&page).contains("Đã ghi đề nghị"), "{}", text(&page));
        assert!(text(&page).contains("Một cửa từ 23/11/2023"));
        assert_eq!(
            today(&test, &boss).await.posts,
            ["quan_tri"],
            "nothing is in force"
        );
        assert_eq!(
            kinds(&test, &boss).await.last().map(String::as_str),
            Some(people::POSTS_PROPOSED)
        );
        let path = format!("{PROPOSALS}/nguoi/{boss}");
        let own = listed(&test).await;
        assert!(text(&own).contains("Đây là đề nghị của bạn") && !own.body.contains("dong_y"));
        let refused = answer(&test, &path, "dong_y").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused
                .body
                .contains("Không ai tự xác nhận đề nghị của mình")
        );
        test.sign_in(&chair).await;
        let page = listed(&test).await;
        assert!(text(&page).contains("Được thêm: "), "{}", text(&page));
        let done = answer(&test, &path, "dong_y").await;
        assert_eq!(done.location(), PROPOSALS, "{}", done.body);
        let now = today(&test, &boss).await;
        assert!(now.posts.contains(&"mot_cua".to_owned()) && now.roles.contains(&Role::Admin));
        assert_eq!(
            kinds(&test, &boss).await.last().map(String::as_str),
            Some(people::POSTS_CHANGED)
        );
        let page = listed(&test).await;
        assert!(page.body.contains("Không có đề nghị nào"));
        let twice = test
            .post(
                &path,
                &[
                    ("_once", &"d".repeat(32)),
                    ("version", "2"),
                    ("tra_loi", "dong_y"),
                ],
            )
            .await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        verified(&test);
    }
}

/// The page of proposals, which lists as many as the menu counts.
async fn listed(test: &TestApp) -> Answer {
    let page = test.get(PROPOSALS).await;
    let counted: Result<u64> = test
        .app
        .read(|reader: &mut Reader<'_>| Ok(people::open_proposals(reader, AGENCY, TODAY)?))
        .await;
    let counted = counted.expect("it can be counted");
    let said = format!("{counted} đề nghị đang chờ");
    assert!(text(&page).contains(&said), "{said}: {}", text(&page));
    page
}

/// Presses a button of the page of proposals.
async fn answer(test: &TestApp, path: &str, word: &str) -> Answer {
    let page = listed(test).await;
    let of = |name: &str| page.field(name).expect("a proposal is open").to_owned();
    let (once, version, seen) = (of("_once"), of("version"), of("ban"));
    let fields = [
        ("_once", once.as_str()),
        ("version", &version),
        ("ban", &seen),
        ("tra_loi", word),
    ];
    test.post(path, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_declined_taken_back_or_overtaken() {
    for test in apps() {
        let boss = admin(&test).await;
        let other = add(&test, "qt.hai", &["quan_tri"], false).await;
        let wider = [
            ("post", "quan_tri"),
            ("from_quan_tri", "01/01/2023"),
            ("post", "chu_tich"),
        ];
        let path = format!("{PROPOSALS}/nguoi/{boss}");
        for (who, word) in [(&other, "khong"), (&boss, "khong")] {
            test.sign_in(&boss).await;
            assert_eq!(
                send(&test, &boss, "vi-tri", &wider).await.status,
                StatusCode::SEE_OTHER
            );
            test.sign_in(who).await;
            let done = answer(&test, &path, word).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
            let last = kinds(&test, &boss).await;
            assert_eq!(
                last.last().map(String::as_str),
                Some(people::PROPOSAL_DECLINED)
            );
            assert!(!text(&listed(&test).await).contains("tra_loi"));
        }
        test.sign_in(&boss).await;
        assert_eq!(
            send(&test, &boss, "vi-tri", &wider).await.status,
            StatusCode::SEE_OTHER
        );
        let narrower = [
            ("post", "quan_tri"),
            ("from_quan_tri", "01/01/2023"),
            ("to_quan_tri", "31/12/2023"),
        ];
        let done = send(&test, &boss, "vi-tri", &narrower).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(
            kinds(&test, &boss).await.last().map(String::as_str),
            Some(people::POSTS_CHANGED)
        );
        let page = listed(&test).await;
        assert!(
            page.body.contains("Không có đề nghị nào"),
            "a later change settles it"
        );
        let longer = [("post", "quan_tri"), ("from_quan_tri", "01/01/2023")];
        assert_eq!(
            send(&test, &boss, "vi-tri", &longer).await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(
            kinds(&test, &boss).await.last().map(String::as_str),
            Some(people::POSTS_PROPOSED),
            "to give back what one shortened is to ask anew"
        );
        let unclear = answer(&test, &path, "").await;
        assert_eq!(unclear.status, StatusCode::UNPROCESSABLE_ENTITY);
        test.sign_in(&other).await;
        let done = answer(&test, &path, "dong_y").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert!(actor(&test, &boss, "2024-02-01T08:00").await.is_some());
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_asked_for_ones_own_post_wait_for_somebody_else() {
    for test in apps() {
        let boss = add(&test, "quan.tri", &["quan_tri", "dia_chinh"], false).await;
        let chair = add(&test, "chu.tich", &["chu_tich"], false).await;
        test.sign_in(&boss).await;
        let by = today(&test, &boss).await;
        let asked = PostProposal {
            asked: Some(PostRoles {
                roles: [Role::Specialist, Role::OneStop].into(),
            }),
        };
        let body = serde_json::to_value(asked).expect("JSON");
        save(
            &test,
            &by,
            1,
            change(ChangeKind::PostProposal, "dia_chinh", TODAY, body),
        )
        .await;
        assert!(!today(&test, &boss).await.roles.contains(&Role::OneStop));
        let path = format!("{PROPOSALS}/vi-tri/dia_chinh");
        let own = answer(&test, &path, "dong_y").await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
        test.clock.advance_minutes(24 * 60);
        test.sign_in(&chair).await;
        let page = text(&listed(&test).await);
        for said in [
            "Đổi vai trò của vị trí Địa chính",
            "Vai trò từ 24/11/2023: Một cửa, Công chức chuyên môn",
            "Bà quan.tri: được thêm",
            "tiếp nhận hồ sơ",
        ] {
            assert!(page.contains(said), "«{said}» is missing in {page}");
        }
        let done = answer(&test, &path, "dong_y").await;
        assert_eq!(done.location(), PROPOSALS, "{}", done.body);
        let now = actor(&test, &boss, "2023-11-24T09:30")
            .await
            .expect("an officer");
        assert!(now.roles.contains(&Role::OneStop));
        let before = today(&test, &boss).await;
        assert!(
            !before.roles.contains(&Role::OneStop),
            "not before the word was given"
        );
        assert!(
            test.get(PROPOSALS)
                .await
                .body
                .contains("Không có đề nghị nào")
        );
        let fields = [
            ("_once", "e".repeat(32)),
            ("version", "1".to_owned()),
            ("ban", "0".to_owned()),
            ("tra_loi", "dong_y".to_owned()),
        ];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let twice = test.post(&path, &fields).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.body);
        verified(&test);
    }
}
