//! The receipt of a fixed dossier word for word, and its pages on each engine.

mod again;
mod issued;
mod kept;

use domain::dossier::{Channel, Command, Outcome};
use kit::testing::Answer;
use paper::Copies;
use papers::{Kind, Line};
use store::{Sql, StoreError};

use super::{PRINTED, Printed, paper_of};
use crate::act::{Acted, Words, side_event};
use crate::acts::tests::{again, done, events, last, path, says, send_from, verify};
use crate::parties::Party;
use crate::receive::{self, PaperGiven, Terms};
use crate::result::{self, Collector, ResultPaper};
use crate::row::DossierRow;
use crate::supplement::{self, Asked};
use crate::testing::{CHAIR, CLERK, Office, REGISTRAR, SEAL, SINGLE};

/// Every paper that a dossier has, the first one first.
fn papers(office: &Office, row: &DossierRow) -> Vec<Line> {
    let (id, db) = (row.id.clone(), office.web.app.db());
    let lines = db.read_blocking(move |reader| papers::of_dossier(reader, &id));
    lines.unwrap_or_else(|error: StoreError| panic!("{error}"))
}

fn papers_of(office: &Office, row: &DossierRow, kind: Kind) -> Vec<Line> {
    let mut lines = papers(office, row);
    lines.retain(|line| line.kind() == kind);
    lines
}

/// Asks for one more paper.
async fn asked_more(office: &Office, row: &DossierRow) -> DossierRow {
    let id = row.id.clone();
    let asked = Asked {
        name: "Trích lục ly hôn".into(),
        why: "Đã ly hôn năm 2019".into(),
        how: "Nộp bản sao".into(),
    };
    office
        .commit(CLERK, move |tx, desk, actor| {
            supplement::request(tx, desk, actor, &id, &[asked], Words::default())
        })
        .await
}

/// From the registrar's desk to its end: granted, and given to somebody who was sent.
async fn given_back(office: &Office, row: &DossierRow) -> DossierRow {
    for (account, command) in [
        (REGISTRAR, Command::Forward { holder: None }),
        (CHAIR, Command::Approve),
        (SEAL, Command::Seal { number: "12" }),
    ] {
        office.act(account, row, command).await;
    }
    let id = row.id.clone();
    office
        .commit(CLERK, move |tx, desk, actor| {
            let paper = ResultPaper {
                name: "Giấy xác nhận".into(),
                number: Some("12".into()),
            };
            let granted = Outcome::Granted;
            result::finish(tx, desk, actor, &id, granted, &paper, Words::default())
        })
        .await;
    let id = row.id.clone();
    office
        .commit(CLERK, move |tx, desk, actor| {
            let collector = Collector {
                name: "Trần Văn Nhận".into(),
                document: "030192004217".into(),
                proof: "Giấy ủy quyền 5".into(),
                how: "counter".into(),
            };
            result::hand_over(tx, desk, actor, &id, 0, &collector, Words::default())
        })
        .await
}

/// One list by which both are handed over.
async fn listed(office: &Office, one: &DossierRow, two: &DossierRow) {
    let (one, two) = (one.clone(), two.clone());
    office
        .commit(CLERK, move |tx, desk, actor| {
            let list = super::hand_over_list(tx, desk, actor, &[&one, &two])?;
            let events = vec![list.event];
            Ok(Acted { row: one, events })
        })
        .await;
}

/// Gives a dossier's owner another name beside the rules, as a later change of the people would; and
/// the clerk, where there is one for her.
async fn rename(
    office: &Office,
    row: &DossierRow,
    owner: &'static str,
    clerk: Option<&'static str>,
) {
    let row = row.clone();
    office
        .commit(CLERK, move |tx, _, _| {
            let party = tx.row(
                "SELECT id FROM dossier_party WHERE dossier_id = $1 AND role = 'owner'",
                store::params![&row.id],
            )?;
            let party: String = party.expect("an owner").get("id")?;
            tx.run(
                "UPDATE dossier_party SET name = $2 WHERE id = $1",
                store::params![&party, owner],
            )?;
            tx.seal("dossier_party", &party);
            if let Some(name) = clerk {
                tx.run(
                    "UPDATE account SET name = $2 WHERE id = $1",
                    store::params![CLERK, name],
                )?;
                tx.seal("account", CLERK);
            }
            let events = vec![side_event(&row, "test.renamed", serde_json::json!({}))];
            Ok(Acted { row, events })
        })
        .await;
}

/// A dossier whose every field is filled.
async fn full(office: &Office) -> DossierRow {
    office.name(CLERK, "Vũ Thị Lan").await;
    let mut filing = office.filing(SINGLE, "Nguyễn Thị Ánh", Channel::Counter);
    filing.owner.email = Some("anh@example.vn".into());
    filing.filer = Some(Party {
        name: "Nguyễn Văn Bảo".into(),
        authority: Some("Giấy ủy quyền 07/2023".into()),
        document_kind: "cccd".into(),
        address: "Thôn Quang Tiền".into(),
        ..Party::default()
    });
    let certified = PaperGiven {
        name: "Trích lục ly hôn".into(),
        certified: 1,
        copies: 2,
        ..PaperGiven::default()
    };
    let shown = PaperGiven {
        name: "Căn cước".into(),
        shown_only: true,
        ..PaperGiven::default()
    };
    filing.papers.extend([certified, shown]);
    office
        .commit(CLERK, move |tx, desk, actor| {
            let mut acted = receive::receive(tx, desk, actor, &filing, &Terms::default())?;
            // The tracking code is drawn by chance: the fixed dossier has a fixed one.
            acted.row.tracking = "7KQ2M9XA".into();
            tx.run(
                "UPDATE dossier SET tracking = $2 WHERE id = $1",
                store::params![&acted.row.id, "7KQ2M9XA"],
            )?;
            super::issue_receipt(tx, desk, actor, &mut acted)?;
            Ok(acted)
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_says_word_for_word_what_the_form_asks() {
    for office in Office::on_each_engine() {
        let (row, desk, commune) = (
            full(&office).await,
            office.desk(),
            office.web.app.commune().clone(),
        );
        let text = office
            .web
            .app
            .db()
            .read_blocking(move |reader| -> Result<_, kit::Error> {
                let printed = Printed {
                    commune: &commune,
                    public_url: "https://motcua.test",
                    chain_head: Some("12-9f3a22c1e05b".into()),
                    copies: Copies::Citizen,
                };
                Ok(paper::text(&paper_of(reader, &desk, &row, &printed)?))
            });
        let text = text.expect("the receipt can be made");
        let text: Vec<&str> = text.lines().map(str::trim_end).collect();
        let golden: Vec<&str> = include_str!("receipt.txt").lines().collect();
        assert_eq!(text, golden, "\n{}\n", text.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_printed_after_the_forms_changed_is_still_the_one_of_its_day() {
    for office in Office::on_each_engine() {
        let row = full(&office).await;
        let path = path(&row, "in/giay-tiep-nhan");
        // Past 15/9/2025, when the forms of TT 03/2025/TT-VPCP began.
        office.web.clock.advance_minutes(2 * 366 * 24 * 60);
        assert!(office.desk().at.date() > jiff::civil::date(2025, 9, 15));
        let page = office.page(CLERK, &path).await;
        assert!(
            page.body.contains("TT 01/2018/TT-VPCP") && !page.body.contains("TT 03/2025"),
            "{}",
            page.body
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_changes_nothing_and_each_printing_again_is_counted() {
    for office in Office::on_each_engine() {
        let row = full(&office).await;
        let path = path(&row, "in/giay-tiep-nhan");
        for path in [path.clone(), format!("{path}?kho=a4")] {
            let page = office.page(CLERK, &path).await;
            assert_eq!(page.status, 200, "{}", page.body);
            assert!(
                page.body.contains("GIẤY TIẾP NHẬN HỒ SƠ")
                    && !page.body.contains("(bản in lại lần")
            );
            assert!(
                page.body.contains("Dấu sổ: ")
                    && page.body.contains("https://motcua.test/t/7KQ2M9XA")
            );
        }
        assert!(
            office
                .page(CLERK, &format!("{path}?kho=a4"))
                .await
                .body
                .contains("paper--two-up")
        );
        assert_eq!(events(&office, &row).len(), 1);
        let form = office.page(CLERK, &path).await;
        let answer = send_from(&office, &form, &path, &[]).await;
        assert_eq!(
            (answer.status.as_u16(), answer.location()),
            (303, path.as_str())
        );
        send_from(&office, &form, &path, &[]).await;
        assert_eq!(again(&office, &row).reprints, 1, "sent twice, counted once");
        assert!(
            office
                .page(CLERK, &path)
                .await
                .body
                .contains("(bản in lại lần 1)")
        );
        assert_eq!(
            (
                last(&office, &row).kind.as_str(),
                &last(&office, &row).data["reprint"]
            ),
            (PRINTED, &1.into())
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_made_by_mistake_is_not_printed_once_it_is_voided() {
    for office in Office::on_each_engine() {
        let row = full(&office).await;
        let path = path(&row, "in/giay-tiep-nhan");
        let before = office.page(CLERK, &path).await;
        done(&office, CLERK, &row, "huy-giay", &[("ly_do", "Nhập nhầm")]).await;
        let page = office.page(CLERK, &path).await;
        assert_eq!(page.status, 422, "{}", page.body);
        says(&page, &["Giấy tiếp nhận này đã hủy"]);
        assert_eq!(office.page(CLERK, &format!("{path}.pdf")).await.status, 422);
        send_from(&office, &before, &path, &[]).await;
        assert_eq!(again(&office, &row).reprints, 0);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_press_the_page_says_how_to_print() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "An").await;
        let pdf = office
            .page(CLERK, &path(&row, "in/giay-tiep-nhan.pdf"))
            .await;
        assert_eq!(pdf.status, 503);
        assert!(pdf.body.contains("Ctrl+P"), "{}", pdf.body);
        let waiting = office.submit(SINGLE, "Bình").await;
        let none = office
            .page(CLERK, &path(&waiting, "in/giay-tiep-nhan"))
            .await;
        assert_eq!(none.status, 422);
        assert!(none.body.contains("Hãy tiếp nhận hồ sơ trước"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_and_why_it_was_refused_go_home_on_paper() {
    for office in Office::on_each_engine() {
        office.name(CLERK, "Vũ Thị Lan").await;
        let row = office.submit(SINGLE, "An").await;
        let none = office.page(CLERK, &path(&row, "in/phieu-bo-sung")).await;
        assert_eq!(none.status, 422);
        assert!(none.body.contains("không có phiếu yêu cầu bổ sung"));
        let row = asked_more(&office, &row).await;
        let leads = office.page(CLERK, &path(&row, "in/phieu-bo-sung")).await;
        assert_eq!(leads.status, 303);
        let at = leads.location().to_owned();
        let page = office.page(CLERK, &at).await;
        says(
            &page,
            &[
                "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
                "Số: 01/HDHS",
                "https://motcua.test/t/",
                "Mẫu số 02 (TT 01/2018/TT-VPCP)",
                "Đã ly hôn năm 2019",
                "Nộp bản sao",
                "Vũ Thị Lan",
            ],
        );
        let pdf = office
            .page(CLERK, &path(&row, "in/phieu-bo-sung.pdf"))
            .await;
        assert_eq!(pdf.status, 503);
        says(&pdf, &[&format!("{at}\"")]);

        let row = office.submit(SINGLE, "Bình").await;
        let reason = [("ly_do", "Không thuộc thẩm quyền <b>của xã</b>")];
        let row = done(&office, CLERK, &row, "tu-choi", &reason).await;
        let leads = office.page(CLERK, &path(&row, "in/phieu-tu-choi")).await;
        let page = office.page(CLERK, leads.location()).await;
        says(
            &page,
            &[
                "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
                "Không thuộc thẩm quyền &lt;b&gt;của xã&lt;/b&gt;",
            ],
        );
        let whole = office
            .page(CLERK, path(&row, "").trim_end_matches('/'))
            .await;
        says(&whole, &["in/phieu-tu-choi"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newborns_receipt_says_where_the_mother_is_reached() {
    for office in Office::on_each_engine() {
        let mut filing = office.filing(SINGLE, "Nguyễn Minh Khôi", Channel::Counter);
        filing.owner.phone = None;
        filing.filer = Some(Party {
            name: "Nguyễn Thị Ánh".into(),
            phone: Some("0912345678".into()),
            document_kind: "cccd".into(),
            ..Party::default()
        });
        let row = office.take_in(filing).await;
        let page = office.page(CLERK, &path(&row, "in/giay-tiep-nhan")).await;
        says(&page, &["0912345678"]);
    }
}
