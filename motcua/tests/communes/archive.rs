//! The archive of Quang Khải after the merger: Tứ Kỳ's officers read it, and nobody changes it.

use axum::http::StatusCode;
use domain::access::Role;
use domain::dossier::Command;
use dossier::files::{self, Kind};
use dossier::{Words, act};
use jiff::civil::date;
use kit::testing::TestApp;
use kit::{Error, FileKind, Upload};
use motcua::jobs::Hands;
use people::{NewAccount, Term};
use store::{Db, Tx, params};

use crate::house::{EFFECTS, KHAI, PHUC, column, web};
use crate::succession::{TU_KY, agrees, at, desk, house_of, officer, received};

const AFTER: &str = "2025-07-02T09:00";
const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";

/// Somebody who works at a commune in July 2025.
fn account(db: &Db, agency: &'static str, post: &'static str) -> String {
    let made_at = at("2025-07-01T08:00");
    let new = NewAccount {
        username: format!("{post}-moi").replace('_', "-"),
        name: format!("Người giữ {post}"),
        password: people::hash_password("con cò bay lả bay la").expect("random bytes"),
        must_change: false,
        posts: vec![Term::from(post, date(2025, 7, 1))],
    };
    db.write_blocking(agency, move |tx: &mut Tx<'_>| -> Result<_, Error> {
        let (id, events) = people::create(tx, agency, new, "system", made_at)?;
        Ok(tx.commit("system", made_at, events, id)?)
    })
    .expect("the account is made")
}

/// A paper is attached in the old commune, then the citizen withdraws.
fn ended_there(db: &Db, id: &str, code: &str) {
    let stored = db.put_file(PDF, 1_000).expect("it is kept");
    let scan = Upload {
        field: String::new(),
        name: "to-khai.pdf".into(),
        kind: FileKind::Pdf,
        sha256: stored.sha256,
        size: stored.size,
    };
    let (id, code, desk) = (
        id.to_owned(),
        code.to_owned(),
        desk(KHAI, "2025-06-27T10:00"),
    );
    let clerk = officer(KHAI, Role::OneStop, "mot_cua");
    db.write_blocking(KHAI, move |tx: &mut Tx<'_>| -> Result<_, Error> {
        let about = (Kind::Citizen, None);
        let (_, mut events) = files::attach(tx, &desk, &clerk, &code, &[scan], about)?;
        let reason = "không còn nhu cầu";
        let command = Command::Withdraw { reason };
        let words = Words {
            note: Some(reason),
            seen_version: None,
        };
        events.extend(act::act(tx, &desk, &clerk, &id, &command, words)?.events);
        Ok(tx.commit("system", desk.at, events, ())?)
    })
    .expect("it ends there");
}

/// One dossier that ended in Quang Khải and one that goes on in Tứ Kỳ; their codes.
fn merged(db: &Db) -> (String, String) {
    let (id, ended, _) = received(db);
    ended_there(db, &id, &ended);
    let (_, moved, _) = received(db);
    succession::pass_on(db, KHAI, TU_KY, at("2025-07-01T00:00"), &mut |_| {}).expect("passed on");
    let hands = Hands::new().expect("our data is sound");
    let ran = hands.run_due(db, at("2025-07-01T07:30"));
    assert_eq!(ran.expect("the store answers"), (1, 0));
    (ended, moved)
}

fn address(code: &str) -> String {
    format!("/cb/kho-luu/{KHAI}/{code}")
}

/// Where the archive shows the receipt that the old commune handed out.
fn receipt_of(db: &Db, code: &str) -> String {
    let sql = "SELECT p.id AS it FROM paper p JOIN dossier d ON d.id = p.dossier_id
        WHERE d.code = $1 AND d.agency = $2";
    let papers = column(db, sql, params![code, KHAI]);
    format!("{}/giay/{}", address(code), papers[0])
}

async fn as_officer(db: &Db, agency: &str, user: &str) -> TestApp {
    let web = web(db, agency, AFTER);
    web.sign_in(user).await;
    web
}

#[test]
fn the_heirs_officers_find_and_read_what_ended_before_the_merger() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for db in store::testing::engines_with(EFFECTS) {
        let (ended, moved) = merged(&db);
        let desk = account(&db, TU_KY, "mot_cua");
        runtime.block_on(async {
            let web = as_officer(&db, TU_KY, &desk).await;
            let home = web.get("/cb/kho-luu").await;
            assert_eq!(home.status, StatusCode::OK);
            let named = "Ủy ban nhân dân xã Quang Khải (đã kết thúc ngày 30/06/2025)";
            assert!(home.body.contains(named), "{}", home.body);
            assert!(
                home.body.contains("href=\"/cb/kho-luu\""),
                "it is in the menu"
            );
            let found = web
                .get(&format!("/cb/kho-luu?q={}", ended.to_lowercase()))
                .await;
            assert!(found.body.contains(&address(&ended)), "{}", found.body);
            assert!(!found.body.contains("Chuyển Tiếp"), "a search names nobody");

            let page = web.get(&address(&ended)).await;
            assert_eq!(page.status, StatusCode::OK);
            for said in [
                "Hồ sơ của Ủy ban nhân dân xã Quang Khải (đã kết thúc",
                "Nguyễn Thị Chuyển Tiếp",
                "không còn nhu cầu",
                "to-khai.pdf",
            ] {
                assert!(page.body.contains(said), "{said}: {}", page.body);
            }
            let tracking = column(
                &db,
                "SELECT tracking AS it FROM dossier WHERE code = $1 AND agency = $2",
                params![&ended, KHAI],
            );
            assert!(page.body.contains(&tracking[0]), "{}", page.body);
            let sql = "SELECT id AS it FROM dossier_file WHERE added_by = $1";
            let clerk = format!("{KHAI}-mot_cua");
            let file = column(&db, sql, params![clerk]);
            let path = format!("{}/tep/{}", address(&ended), file[0]);
            assert_eq!(web.get(&path).await.bytes, PDF);

            let receipt = receipt_of(&db, &ended);
            assert!(page.body.contains(&receipt), "{}", page.body);
            let paper = web.get(&receipt).await;
            assert_eq!(paper.status, StatusCode::OK);
            for said in [
                "GIẤY TIẾP NHẬN HỒ SƠ",
                "Nguyễn Thị Chuyển Tiếp",
                "Liên 1",
                &ended,
            ] {
                assert!(paper.body.contains(said), "{said}: {}", paper.body);
            }
            assert!(!paper.body.contains("<form"), "nothing can be done with it");
            let issued_at = format!("{}/t/{}", house_of(KHAI), tracking[0]);
            assert!(paper.body.contains(&issued_at), "{}", paper.body);
            assert!(!paper.body.contains("motcua.test/t/"), "{}", paper.body);
            let followed = web.get(&format!("/t/{}", tracking[0])).await;
            assert_eq!(followed.status, StatusCode::OK);
            for said in [
                "Đã rút",
                &ended,
                "Ủy ban nhân dân xã Quang Khải trước khi sáp nhập",
            ] {
                assert!(followed.body.contains(said), "{said}: {}", followed.body);
            }
            assert!(!followed.body.contains("Nhắc xã"), "it is only read");
            let pdf = web.get(&format!("{receipt}/pdf")).await;
            assert_eq!(pdf.status, StatusCode::SERVICE_UNAVAILABLE, "no press here");
            assert!(pdf.body.contains(&receipt), "{}", pdf.body);
            let of_another = receipt.replace(&ended, &moved);
            assert_eq!(web.get(&of_another).await.status, StatusCode::NOT_FOUND);

            let gone_on = web.get(&address(&moved)).await;
            let leads = format!("href=\"/cb/ho-so/{moved}\"");
            assert!(gone_on.body.contains(&leads), "{}", gone_on.body);

            web.app.flush().await.expect("readings are written");
            let sql =
                "SELECT why AS it FROM reading WHERE agency = $1 AND read_by = $2 ORDER BY why";
            let read = column(&db, sql, params![TU_KY, format!("user:{desk}")]);
            // In the order of their letters: the clock is held.
            assert_eq!(
                read,
                [
                    "mở tệp của hồ sơ lưu",
                    "xem giấy tờ của hồ sơ lưu",
                    "xem giấy tờ của hồ sơ lưu",
                    "đọc hồ sơ lưu",
                    "đọc hồ sơ lưu"
                ]
            );
        });
        agrees(&db);
    }
}

#[test]
fn nobody_else_reads_it_and_nothing_in_it_can_be_done() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for db in store::testing::engines_with(EFFECTS) {
        let (ended, _) = merged(&db);
        let desk = account(&db, TU_KY, "mot_cua");
        let registrar = account(&db, TU_KY, "tu_phap_ho_tich");
        let culture = account(&db, TU_KY, "vh_tt");
        let treasurer = account(&db, TU_KY, "tai_chinh");
        let beside = account(&db, PHUC, "mot_cua");
        runtime.block_on(async {
            let mine = as_officer(&db, TU_KY, &registrar).await;
            assert_eq!(mine.get(&address(&ended)).await.status, StatusCode::OK);
            let search = format!("/cb/kho-luu?q={ended}");
            for (user, status) in [
                (&culture, StatusCode::FORBIDDEN),
                (&treasurer, StatusCode::FORBIDDEN),
            ] {
                let web = as_officer(&db, TU_KY, user).await;
                assert_eq!(web.get(&address(&ended)).await.status, status);
                assert_eq!(web.get(&receipt_of(&db, &ended)).await.status, status);
                assert!(!web.get(&search).await.body.contains(&address(&ended)));
            }
            let other = as_officer(&db, PHUC, &beside).await;
            assert_eq!(
                other.get(&address(&ended)).await.status,
                StatusCode::NOT_FOUND
            );
            assert!(!other.get(&search).await.body.contains(&address(&ended)));

            let web = as_officer(&db, TU_KY, &desk).await;
            // Not among the commune's own, by whichever of its pages.
            let own = web.get(&format!("/cb/ho-so/{ended}")).await;
            assert_eq!(own.status, StatusCode::NOT_FOUND);
            let act = web.post(&address(&ended), &[("_once", "x")]).await;
            assert!(act.status.is_client_error(), "{}", act.status);
            let before = crate::house::web(&db, TU_KY, "2025-06-30T16:00");
            before.sign_in(&desk).await;
            let early = before.get(&address(&ended)).await.status;
            assert_ne!(
                early,
                StatusCode::OK,
                "while the commune exists its dossiers are its own"
            );
        });
        agrees(&db);
    }
}

#[test]
fn a_dossier_that_was_passed_on_shows_its_past_and_draws_no_paper_anew() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for db in store::testing::engines_with(EFFECTS) {
        let (_, moved) = merged(&db);
        let desk = account(&db, TU_KY, "mot_cua");
        let papers = "SELECT id AS it FROM paper WHERE agency = $1";
        runtime.block_on(async {
            let web = as_officer(&db, TU_KY, &desk).await;
            let page = web.get(&format!("/cb/ho-so/{moved}")).await;
            assert_eq!(page.status, StatusCode::OK);
            let body = page.body.replace('\u{a0}', " ");
            let (kept, past) = (receipt_of(&db, &moved), address(&moved));
            for said in [
                &format!("href=\"{kept}\""),
                &format!("href=\"{past}\""),
                "Trước khi sáp nhập, hồ sơ ở Ủy ban nhân dân xã Quang Khải",
                "datetime=\"2025-06-27T09:00",
                "Nhận từ đơn vị trước khi sáp nhập",
            ] {
                assert!(body.contains(said), "{said}: {body}");
            }
            assert!(!body.contains("in/phieu-kiem-soat"), "{body}");
            for (paper, place) in [
                ("giay-tiep-nhan", &kept),
                ("giay-tiep-nhan.pdf", &kept),
                ("phieu-kiem-soat", &past),
                ("phieu-kiem-soat.pdf", &past),
            ] {
                let led = web.get(&format!("/cb/ho-so/{moved}/in/{paper}")).await;
                assert_eq!(
                    (led.status, led.location()),
                    (StatusCode::SEE_OTHER, place.as_str())
                );
            }
            let version =
                "SELECT CAST(version AS TEXT) AS it FROM dossier WHERE code = $1 AND agency = $2";
            let version = column(&db, version, params![&moved, TU_KY]);
            for paper in ["giay-tiep-nhan", "phieu-kiem-soat"] {
                let form = web.get("/cb/quay").await;
                let once = form.field("_once").expect("a token");
                let typed = [("_once", once), ("version", version[0].as_str())];
                let sent = web
                    .post(&format!("/cb/ho-so/{moved}/in/{paper}"), &typed)
                    .await;
                assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{paper}");
                assert!(
                    sent.body.contains("tiếp nhận trước khi sáp nhập"),
                    "{}",
                    sent.body
                );
            }
        });
        assert!(column(&db, papers, params![TU_KY]).is_empty());
        agrees(&db);
    }
}

#[test]
fn nothing_is_received_before_the_commune_has_its_code_and_the_administrator_can_set_it() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for db in store::testing::engines_with(EFFECTS) {
        let desk = account(&db, TU_KY, "mot_cua");
        let admin = account(&db, TU_KY, "quan_tri");
        let why = "Xã Tứ Kỳ chưa có phần đầu mã hồ sơ";
        let filing = [
            ("procedure", "1.004873"),
            ("all_papers", "1"),
            ("pay", "later"),
        ];
        let filing = [&filing[..], &counter::testing::MOTHER].concat();
        let codes = "SELECT COALESCE(code, '') AS it FROM dossier WHERE agency = $1";
        runtime.block_on(async {
            let web = as_officer(&db, TU_KY, &desk).await;
            let form = web.get("/cb/quay").await;
            assert!(form.body.contains(why) && form.body.contains("Đơn vị hành chính"));
            let refused = counter::testing::press(&web, "/cb/quay", "luu", &[&filing]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            for said in [why, "value=\"Nguyễn Thị Ánh\"", "value=\"0912 345 678\""] {
                assert!(refused.body.contains(said), "{said}: {}", refused.body);
            }
            assert!(column(&db, codes, params![TU_KY]).is_empty());

            web.sign_in(&admin).await;
            let state = web.get("/cb/quan-tri/tinh-trang").await;
            assert!(state.body.contains(why), "{}", state.body);
            let unit = "/cb/quan-tri/don-vi/xa_tu_ky";
            for step in ["xem", "luu"] {
                let page = web.get(unit).await;
                assert_eq!(page.status, StatusCode::OK, "{}", page.body);
                let typed = [
                    ("_once", page.field("_once").expect("a token")),
                    ("version", page.field("version").expect("a number")),
                    ("buoc", step),
                    ("loai", "xa"),
                    ("dia_danh", "Tứ Kỳ"),
                    ("cap_tren", page.field("cap_tren").unwrap_or("tp_hai_phong")),
                    (
                        "ma_thong_ke",
                        page.field("ma_thong_ke").expect("it has one"),
                    ),
                    ("ma_ho_so", "000.99.49.H24"),
                    ("bat_dau", "1/7/2025"),
                    ("so_van_ban", "Tạm dùng, chưa có văn bản"),
                    ("ngay_van_ban", "1/7/2025"),
                    ("ly_do", "chờ cấp mã định danh"),
                ];
                let sent = web.post(unit, &typed).await;
                assert!(sent.status.as_u16() < 400, "{step}: {}", sent.body);
                let page = sent.body.replace('\u{a0}', " ");
                assert!(
                    step == "luu" || page.contains("000.99.49.H24, chưa kiểm chứng"),
                    "{page}"
                );
            }
            let state = web.get("/cb/quan-tri/tinh-trang").await;
            assert!(!state.body.contains(why), "{}", state.body);

            web.sign_in(&desk).await;
            assert!(!web.get("/cb/quay").await.body.contains(why));
            counter::testing::saved(&web, "luu", &[&filing]).await;
        });
        assert_eq!(
            column(&db, codes, params![TU_KY]),
            ["000.99.49.H24-250702-0001"]
        );
        agrees(&db);
    }
}
