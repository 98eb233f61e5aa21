//! The page of one dossier by HTTP on each engine, and the acts it offers.
//! For whoever changes what the page shows, or to whom.

use axum::http::StatusCode;
use domain::dossier::{Command, Outcome};

use super::offers::offers;
use crate::row::DossierRow;
use crate::testing::{BIRTH, CHAIR, CLERK, Office, REGISTRAR, SEAL, SINGLE, actor};

fn slugs(office: &Office, row: &DossierRow, account: &str) -> Vec<&'static str> {
    offers(row, &actor(account), &office.desk())
        .iter()
        .map(|offer| offer.slug)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_officer_is_offered_exactly_what_they_may_do_at_each_step() {
    let office = Office::on_each_engine().remove(0);
    let row = office.submit(SINGLE, "Hoàng Đức Anh").await;
    assert_eq!(
        slugs(&office, &row, CLERK),
        [
            "tiep-nhan",
            "bo-sung",
            "yeu-cau-nop-tien",
            "nhac",
            "tep",
            "tu-choi",
            "rut"
        ]
    );
    assert!(slugs(&office, &row, CHAIR).is_empty());

    let row = office.receive(SINGLE, "Nguyễn Thị Ánh").await;
    let at_desk = slugs(&office, &row, CLERK);
    assert_eq!(
        at_desk,
        [
            "ban-giao",
            "bo-sung",
            "yeu-cau-nop-tien",
            "nhac",
            "sua",
            "tep",
            "rut",
            "huy-giay",
            "in/giay-tiep-nhan"
        ]
    );
    assert!(!slugs(&office, &row, REGISTRAR).contains(&"chuyen"));

    let row = office
        .act(CLERK, &row, Command::HandOver { holder: None })
        .await;
    let at_work = slugs(&office, &row, REGISTRAR);
    assert_eq!(
        at_work,
        [
            "chuyen",
            "bo-sung",
            "xin-y-kien",
            "xac-minh",
            "yeu-cau-nop-tien",
            "tep",
            "in/giay-tiep-nhan"
        ]
    );
    assert!(
        !slugs(&office, &row, "specialist@dia_chinh").contains(&"chuyen"),
        "another post's step"
    );
    assert!(
        !slugs(&office, &row, CLERK).contains(&"huy-giay"),
        "too late to void"
    );
    assert_eq!(
        slugs(&office, &row, CHAIR),
        ["phan-cong", "xin-loi", "dung", "in/giay-tiep-nhan"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signature_seal_result_and_hand_over_are_offered_one_after_another() {
    let office = Office::on_each_engine().remove(0);
    let row = office.at_work(SINGLE, "Nguyễn Thị Ánh").await;
    let row = office
        .act(REGISTRAR, &row, Command::Forward { holder: None })
        .await;
    assert_eq!(slugs(&office, &row, CHAIR)[..2], ["ky", "tra-lai"]);
    assert!(!slugs(&office, &row, REGISTRAR).contains(&"chuyen"));
    let row = office.act(CHAIR, &row, Command::Approve).await;
    assert_eq!(slugs(&office, &row, SEAL)[0], "lay-so");
    assert!(
        !slugs(&office, &row, SEAL).contains(&"ket-thuc"),
        "not before the seal"
    );
    let row = office.act(SEAL, &row, Command::Seal { number: "12" }).await;
    assert_eq!(slugs(&office, &row, CLERK)[0], "ket-thuc");
    let row = office
        .act(
            CLERK,
            &row,
            Command::Finish {
                outcome: Outcome::Granted,
            },
        )
        .await;
    assert_eq!(
        slugs(&office, &row, CLERK),
        ["tra", "da-goi", "tep", "in/giay-tiep-nhan"]
    );
    assert_eq!(slugs(&office, &row, CHAIR), ["mo-lai", "in/giay-tiep-nhan"]);
    let row = office
        .act(CLERK, &row, Command::Return { unpaid_dong: 0 })
        .await;
    assert_eq!(slugs(&office, &row, CLERK), ["in/giay-tiep-nhan"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_request_for_papers_is_offered_to_the_leader_alone() {
    let office = Office::on_each_engine().remove(0);
    let row = office.at_work(SINGLE, "Nguyễn Thị Ánh").await;
    let row = office
        .act(
            REGISTRAR,
            &row,
            Command::RequestSupplement {
                items: 1,
                allowed_by: None,
            },
        )
        .await;
    assert_eq!(slugs(&office, &row, CLERK)[0], "nhan-bo-sung");
    let row = office.act(CLERK, &row, Command::ReceiveSupplement).await;
    assert!(!slugs(&office, &row, REGISTRAR).contains(&"bo-sung"));
    assert!(slugs(&office, &row, CHAIR).contains(&"bo-sung"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_button_is_red_at_most() {
    let office = Office::on_each_engine().remove(0);
    let row = office.at_work(SINGLE, "Nguyễn Thị Ánh").await;
    let row = office
        .act(REGISTRAR, &row, Command::AskOpinion { of: REGISTRAR })
        .await;
    let offered = offers(&row, &actor(REGISTRAR), &office.desk());
    assert_eq!(
        offered.iter().filter(|offer| offer.tone.is_empty()).count(),
        1
    );
    assert_eq!(offered[0].slug, "cho-y-kien");
    assert!(
        !slugs(&office, &row, CHAIR).contains(&"cho-y-kien"),
        "only who was asked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_tells_people_dates_steps_and_history() {
    for office in Office::on_each_engine() {
        office.name(REGISTRAR, "Trần Đức Hòa").await;
        office.name(CLERK, "Vũ Thị Lan").await;
        let row = office.receive(SINGLE, "Nguyễn Thị Ánh").await;
        let row = office
            .act(
                CLERK,
                &row,
                Command::HandOver {
                    holder: Some(REGISTRAR),
                },
            )
            .await;
        office
            .act(
                REGISTRAR,
                &row,
                Command::RequestSupplement {
                    items: 1,
                    allowed_by: None,
                },
            )
            .await;
        office.web.clock.advance_minutes(60 * 24);
        let row = office.act(CLERK, &row, Command::ReceiveSupplement).await;
        let page = office
            .page(REGISTRAR, &format!("/cb/ho-so/{}", row.address()))
            .await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        for expected in [
            "Nguyễn Thị Ánh",
            "030192004217",
            "0912345678",
            row.address(),
            "Tờ khai",
            "Yêu cầu bổ sung giấy tờ",
            "<del>Chờ bổ sung giấy tờ</del> → <ins>Đang giải quyết</ins>",
            // Three working days from 23/11 end on 28/11; one day of pause moves them to 29/11.
            "<del>17:00, 28/11/2023</del> → <ins>17:00, 29/11/2023</ins>",
            "Vì sao có hạn này",
            "Hẹn lúc nhận",
            "«Ghi chú thử»",
            "Trần Đức Hòa",
            "aria-current=\"step\"",
            "/chuyen\" data-key=\"C\"",
        ] {
            assert!(
                page.body.contains(expected),
                "{expected} is missing in {}",
                page.body
            );
        }
        let newest = page
            .body
            .find("Nhận giấy tờ bổ sung</h3>")
            .or_else(|| page.body.find("Nhận giấy tờ bổ sung<"));
        let oldest = page
            .body
            .find("Tiếp nhận hồ sơ<")
            .expect("the receipt is told");
        assert!(
            newest.expect("the papers are told") < oldest,
            "newest first"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_dossier_is_noted_and_a_strangers_dossier_is_not_there() {
    for office in Office::on_each_engine() {
        let row = office.receive(BIRTH, "Nguyễn Thị Ánh").await;
        assert_eq!(
            office
                .page(REGISTRAR, "/cb/ho-so/000.21.49.H23-231123-9999")
                .await
                .status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            office
                .page("admin", &format!("/cb/ho-so/{}", row.address()))
                .await
                .status,
            StatusCode::FORBIDDEN
        );
        office
            .page(REGISTRAR, &format!("/cb/ho-so/{}", row.address()))
            .await;
        office.web.app.flush().await.expect("readings are kept");
        let subject = row.subject();
        let read =
            office
                .web
                .app
                .db()
                .read_blocking(move |reader| -> Result<_, store::StoreError> {
                    use store::Sql as _;
                    let sql = "SELECT COUNT(*) AS n FROM reading WHERE subject = $1";
                    reader
                        .row(sql, store::params![subject])?
                        .expect("a number")
                        .get::<i64>("n")
                });
        assert_eq!(read.expect("readings can be read"), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attachments_are_shown_beside_the_papers() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "Nguyễn Thị Ánh").await;
        office
            .attach(&row, "a-scan", "Tờ khai.pdf", "application/pdf")
            .await;
        office
            .attach(&row, "b-photo", "Ảnh <1>.jpg", "image/jpeg")
            .await;
        let address = format!("/cb/ho-so/{}", row.address());
        let first = office.page(REGISTRAR, &address).await;
        assert!(
            first.body.contains(&format!(
                "<iframe class=\"viewer\" title=\"Tờ khai.pdf\" src=\"{address}/tep/a-scan\">"
            )),
            "{}",
            first.body
        );
        let second = office
            .page(REGISTRAR, &format!("{address}?tep=b-photo"))
            .await;
        assert!(second.body.contains(&format!(
            "<img class=\"viewer viewer--image\" src=\"{address}/tep/b-photo\""
        )));
        assert!(
            !second.body.contains("<iframe") && !second.body.contains("Ảnh <1>"),
            "one is shown, its name escaped"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_or_a_wait_is_carried_on_by_whoever_handled_the_dossier() {
    use domain::procedure::StepKind;
    let office = Office::on_each_engine().remove(0);
    let mut row = office.at_work(SINGLE, "Nguyễn Thị Ánh").await;
    for (kind, post) in [(StepKind::Committee, "hoi_dong"), (StepKind::Wait, "cho")] {
        let place = row.machine.step.as_ref().expect("it is at a step").index + 1;
        row.machine.steps[place].kind = kind;
        row.machine.steps[place].post = post.into();
        let mut there = row.clone();
        if let Some(step) = &mut there.machine.step {
            step.index = place;
        }
        assert!(
            slugs(&office, &there, REGISTRAR).contains(&"chuyen"),
            "{kind:?}"
        );
        assert!(
            !slugs(&office, &there, "specialist@dia_chinh").contains(&"chuyen"),
            "{kind:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dossier_leads_on_through_the_list_one_came_from() {
    for office in Office::on_each_engine() {
        let first = office.receive(SINGLE, "An").await;
        office.at_work(SINGLE, "Bình").await;
        let third = office.receive(SINGLE, "Cường").await;
        let back = "?tu=xem%3Dchua-ban-giao%26sap%3Dten";
        let page = office
            .page(CLERK, &format!("/cb/ho-so/{}{back}", first.address()))
            .await;
        let next = format!("rel=\"next\" href=\"/cb/ho-so/{}{back}\"", third.address());
        assert!(
            page.body.contains(&next),
            "{next} is missing in {}",
            page.body
        );
        assert!(
            !page.body.contains("rel=\"prev\""),
            "the first has none before it"
        );
        assert!(
            page.body
                .contains("href=\"/cb/ho-so?xem=chua-ban-giao&#38;sap=ten\""),
            "back to the same list"
        );
        let row = office
            .act(CLERK, &first, Command::HandOver { holder: None })
            .await;
        let moved = office
            .page(CLERK, &format!("/cb/ho-so/{}{back}", row.address()))
            .await;
        assert!(moved.body.contains(&next), "also after it left the list");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_of_another_field_stays_closed_and_says_whom_to_ask() {
    const SURVEYOR: &str = "specialist@dia_chinh";
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "Nguyễn Thị Ánh").await;
        let address = format!("/cb/ho-so/{}", row.address());
        for path in [
            address.clone(),
            format!("{address}/tep"),
            format!("{address}/in/giay-tiep-nhan"),
        ] {
            let closed = office.page(SURVEYOR, &path).await;
            assert!(closed.status != StatusCode::OK, "{path}");
            assert!(!closed.body.contains("Nguyễn Thị Ánh"), "{path}");
        }
        let closed = office.page(SURVEYOR, &address).await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
        assert!(closed.body.contains("xin ý kiến"), "{}", closed.body);
        assert!(slugs(&office, &row, SURVEYOR).is_empty());
        office
            .act(REGISTRAR, &row, Command::AskOpinion { of: SURVEYOR })
            .await;
        assert_eq!(office.page(SURVEYOR, &address).await.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clerk_is_not_offered_to_end_at_the_one_stop_shops_step() {
    let office = Office::on_each_engine().remove(0);
    let row = office.at_work(BIRTH, "Phạm Minh Khôi").await;
    let row = office
        .act(REGISTRAR, &row, Command::Forward { holder: None })
        .await;
    let row = office.act(CHAIR, &row, Command::Approve).await;
    let row = office.act(SEAL, &row, Command::Seal { number: "1" }).await;
    assert!(slugs(&office, &row, CLERK).contains(&"ket-thuc"));
    assert!(!slugs(&office, &row, SEAL).contains(&"ket-thuc"));
    assert!(!slugs(&office, &row, REGISTRAR).contains(&"ket-thuc"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_to_look_elsewhere_finds_that_part_on_the_page() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "Nguyễn Thị Ánh").await;
        let denied = domain::access::Denied::NotYourStep {
            post: "tu_phap_ho_tich".into(),
        };
        let said = kit::words::denied(&denied);
        let part = said
            .split_once('«')
            .and_then(|(_, rest)| rest.split_once('»'));
        let (part, _) = part.expect("the sentence names a part of the page");
        let path = format!("/cb/ho-so/{}", row.address());
        let page = office.page(REGISTRAR, &path).await;
        assert!(
            page.body.contains(&format!(">{part}</h2>")),
            "{part} is missing in {}",
            page.body
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_that_nobody_recorded_is_unknown_and_not_free_also_once_the_receipt_is_void() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "Nguyễn Thị Ánh").await;
        let void = Command::Void { reason: "Nhầm" };
        let voided = office.act(CLERK, &row, void).await;
        let path = format!("/cb/ho-so/{}", voided.address());
        let page = office.page(CLERK, &path).await;
        assert!(
            page.body.contains("Chưa xác định: hồ sơ chưa ghi")
                && !page.body.contains("Không thu."),
            "{}",
            page.body
        );
    }
}
