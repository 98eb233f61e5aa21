//! Acts on many by HTTP on each engine: the confirm page, each one's own event, and what is refused.
//! For whoever changes the bulk pages.

use axum::http::StatusCode;
use domain::dossier::{Command, State};
use kit::testing::Answer;

use crate::acts::tests::{again, events, last, says, verify};
use crate::row::DossierRow;
use crate::testing::{BIRTH, CHAIR, CLERK, Office, REGISTRAR, SINGLE};

const HAND_OVER: &str = super::HAND_OVER;

fn query(rows: &[&DossierRow]) -> String {
    let chosen: Vec<String> = rows
        .iter()
        .map(|row| format!("chon={}", row.address()))
        .collect();
    chosen.join("&")
}

/// Sends the confirm page with everything that it has ticked.
async fn send(office: &Office, page: &Answer, path: &str) -> Answer {
    let once = page.field("_once").expect("a token").to_owned();
    let chosen: Vec<String> = page
        .body
        .split("name=\"chon\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(value, _)| value.to_owned())
        .collect();
    let mut fields = vec![("_once", once.as_str()), ("ghi_chu", "Cùng chuyến")];
    fields.extend(chosen.iter().map(|value| ("chon", value.as_str())));
    office.web.post(path, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_handed_over_each_by_an_act_of_its_own() {
    for office in Office::on_each_engine() {
        let one = office.receive(SINGLE, "Nguyễn Thị Ánh").await;
        let two = office.receive(BIRTH, "Lê Văn Bình").await;
        let gone = office.at_work(SINGLE, "Trần Thị Cúc").await;
        let list = office.page(CLERK, "/cb/ho-so").await;
        says(&list, &["name=\"chon\"", "Bàn giao các hồ sơ đã chọn"]);
        let path = format!("{HAND_OVER}?{}", query(&[&one, &two, &gone]));
        let page = office.page(CLERK, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        says(
            &page,
            &[
                "Sẽ làm: 2 hồ sơ",
                "Không làm được: 1 hồ sơ",
                "nên chưa thể",
                "Nguyễn Thị Ánh",
                "Bàn giao 2 hồ sơ",
            ],
        );
        // A colleague is quicker with one of them.
        let two = office
            .act(CLERK, &two, Command::HandOver { holder: None })
            .await;
        office.page(CLERK, HAND_OVER).await;
        let answer = send(&office, &page, HAND_OVER).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let told = office.web.get(answer.location()).await;
        says(&told, &["Đã bàn giao: 1 hồ sơ", "Chưa làm được: 1 hồ sơ"]);
        assert_eq!(again(&office, &one).machine.state, State::Processing);
        assert_eq!(last(&office, &one).kind, "dossier.handed_over");
        let before = events(&office, &one).len() + events(&office, &two).len();
        let twice = send(&office, &page, HAND_OVER).await;
        assert_eq!(twice.location(), answer.location(), "sent twice is one act");
        assert_eq!(
            events(&office, &one).len() + events(&office, &two).len(),
            before
        );
        let theirs = office
            .page("one_stop@mot_cua+van_thu", answer.location())
            .await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND, "it is told to one");
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_leader_signs_many_but_never_what_they_prepared() {
    for office in Office::on_each_engine() {
        let mut rows = Vec::new();
        for name in ["An", "Bình"] {
            let row = office.at_work(SINGLE, name).await;
            rows.push(
                office
                    .act(REGISTRAR, &row, Command::Forward { holder: None })
                    .await,
            );
        }
        let queue = office.page(CHAIR, "/ld/ky?chon=tat-ca").await;
        says(&queue, &["checked", "Ký duyệt các hồ sơ đã chọn"]);
        let page = office
            .page(CHAIR, "/cb/hang-loat/ky?ca=1&tu=xem%3Dcho-toi-ky")
            .await;
        says(&page, &["Sẽ làm: 2 hồ sơ"]);
        let answer = send(&office, &page, super::SIGN).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        for row in &rows {
            assert!(again(&office, row).machine.approved.is_some());
            let event = events(&office, row)
                .into_iter()
                .find(|event| event.kind == "dossier.approved")
                .expect("each has its own event");
            assert_eq!(event.data["signing_line"], "CHỦ TỊCH");
            assert!(event.data["note"].is_string());
        }
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_ticked_and_too_many_are_told_and_change_nothing() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "An").await;
        let page = office
            .page(CLERK, &format!("{HAND_OVER}?{}", query(&[&row])))
            .await;
        let once = page.field("_once").expect("a token").to_owned();
        let none = office.web.post(HAND_OVER, &[("_once", &once)]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&none, &["Chưa chọn hồ sơ nào"]);
        let many: Vec<String> = (0..201).map(|n| format!("X-{n}@1")).collect();
        let mut fields = vec![("_once", once.as_str())];
        fields.extend(many.iter().map(|one| ("chon", one.as_str())));
        let many = office.web.post(HAND_OVER, &fields).await;
        assert_eq!(many.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&many, &["mỗi lần nhiều nhất 200"]);
        assert_eq!(again(&office, &row).machine.state, State::Received);
        let denied = office.page(REGISTRAR, HAND_OVER).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
    }
}
