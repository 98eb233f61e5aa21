//! What no form lets through: other people's steps, stale pages, double sendings, empty reasons.
//! For whoever loosens a check: one of these must then change with it.

use super::{again, done, events, path, send, send_from};
use crate::testing::{BIRTH, CHAIR, CLERK, Office, REGISTRAR, SINGLE};

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_officers_learns_who_was_quicker() {
    for office in Office::on_each_engine() {
        office.name(REGISTRAR, "Trần Đức Hòa").await;
        let row = office.at_work(BIRTH, "An").await;
        let path = path(&row, "chuyen");
        let stale = office.page(REGISTRAR, &path).await;
        done(&office, REGISTRAR, &row, "chuyen", &[]).await;
        let before = again(&office, &row);
        let conflict = send_from(&office, &stale, &path, &[]).await;
        assert_eq!(conflict.status, 409);
        assert!(
            conflict.body.contains("Trần Đức Hòa") && conflict.body.contains("chuyển bước"),
            "{}",
            conflict.body
        );
        assert_eq!(again(&office, &row), before, "nothing was overwritten");
        let page = format!("href=\"/cb/ho-so/{}\"", row.address());
        assert!(conflict.body.contains(&page), "it leads to what stands now");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_slower_of_two_had_typed_is_not_lost() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        let path = path(&row, "chuyen");
        let stale = office.page(REGISTRAR, &path).await;
        done(&office, CHAIR, &row, "dung", &[("ly_do", "Chờ giám định")]).await;
        let typed = [("ghi_chu", "Đủ giấy tờ & hợp lệ")];
        let stopped = send_from(&office, &stale, &path, &typed).await;
        assert_eq!(stopped.status, 409);
        assert!(
            stopped.body.contains("Đủ giấy tờ &#38; hợp lệ"),
            "{}",
            stopped.body
        );
        done(&office, CHAIR, &row, "tiep-tuc", &[("ly_do", "Đã có")]).await;
        office.page(REGISTRAR, "/cb/viec").await;
        let form = send_from(&office, &stale, &path, &typed).await;
        assert_eq!(form.status, 409);
        assert!(form.body.contains("Chưa có gì bị ghi đè"), "{}", form.body);
        assert!(form.body.contains("Đủ giấy tờ &#38; hợp lệ</textarea>"));
        let sent = send_from(&office, &form, &path, &typed).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_acts_once() {
    for office in Office::on_each_engine() {
        let row = office.receive(BIRTH, "An").await;
        let path = path(&row, "ban-giao");
        let form = office.page(CLERK, &path).await;
        let first = send_from(&office, &form, &path, &[]).await;
        let second = send_from(&office, &form, &path, &[]).await;
        assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
        assert_eq!(first.location(), second.location());
        assert_eq!(events(&office, &row).len(), 2, "received, handed over once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_out_of_turn_are_refused_with_what_to_do() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "An").await;
        for (account, slug, status, text) in [
            (CHAIR, "ky", 422, "chưa thể ký duyệt"),
            (REGISTRAR, "ban-giao", 403, "dành cho: Một cửa"),
            (CLERK, "tra", 422, "Đã tiếp nhận"),
            (CLERK, "nhan-bo-sung", 422, "chưa thể nhận giấy tờ bổ sung"),
            ("admin", "ky", 403, "dành cho"),
        ] {
            let page = office.page(account, &path(&row, slug)).await;
            assert_eq!(page.status, status, "{slug}");
            assert!(
                page.body.contains(text),
                "{slug}: {text} is missing in {}",
                page.body
            );
        }
        let row = done(&office, CLERK, &row, "ban-giao", &[]).await;
        let other = office
            .page("specialist@dia_chinh", &path(&row, "chuyen"))
            .await;
        assert_eq!(other.status, 403);
        let late = office.page(CLERK, &path(&row, "huy-giay")).await;
        assert_eq!(
            late.status, 422,
            "a receipt is voided before hand-over only"
        );
        let early = office.page(REGISTRAR, &path(&row, "ket-thuc")).await;
        assert!(early.body.contains("Còn bước chưa xong"), "{}", early.body);
        let not_theirs = office.page(CLERK, &path(&row, "ket-thuc")).await;
        assert_eq!(not_theirs.status, 403, "the step is the registrar's");
        assert_eq!(
            office
                .page(CLERK, "/cb/ho-so/AAAA-BBBB/ban-giao")
                .await
                .status,
            404
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_still_there_and_long_texts_are_told() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let long = "Lý do 🙂 <b>".repeat(120);
        let refused = send(&office, CHAIR, &row, "dung", &[("ly_do", &long)]).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("Lý do dài 1320 ký tự, tối đa 1000"),
            "{}",
            refused.body
        );
        assert!(
            refused.body.contains("Lý do 🙂 &#60;b&#62;Lý do"),
            "escaped, and all there"
        );
        assert!(refused.body.contains("<title>Lỗi: "));
        let forged = office
            .web
            .post(&path(&row, "dung"), &[("ly_do", "x"), ("version", "1")])
            .await;
        assert_eq!(forged.status, 422, "a form without our token");
        assert_eq!(again(&office, &row).version, row.version);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_one_came_from_is_carried_through_the_form() {
    for office in Office::on_each_engine() {
        let row = office.receive(BIRTH, "An").await;
        let path = path(&row, "ban-giao");
        let form = office
            .page(CLERK, &format!("{path}?tu=xem%3Dchua-ban-giao"))
            .await;
        assert_eq!(form.field("tu"), Some("xem=chua-ban-giao"));
        let answer = send_from(&office, &form, &path, &[("tu", "xem=chua-ban-giao")]).await;
        assert_eq!(
            answer.location(),
            format!("/cb/ho-so/{}?tu=xem%3Dchua-ban-giao", row.address())
        );
    }
}
