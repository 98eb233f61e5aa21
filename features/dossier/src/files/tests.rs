//! Attachments by HTTP on each engine: kept byte for byte, refused with a sentence, taken off with a reason.
//! For the tests of this feature.

use super::{ATTACHED, File, REMOVED};
use crate::acts::tests::{done, events, last, path, verify};
use crate::row::DossierRow;
use crate::testing::{BIRTH, CHAIR, CLERK, Office, REGISTRAR};

const PDF: &[u8] = b"%PDF-1.7\nbody\n%%EOF\n";
const JPEG: &[u8] = b"\xff\xd8\xff\xda\0\x02 a picture\xff\xd9";

fn kept(office: &Office, row: &DossierRow) -> Vec<File> {
    let id = row.id.clone();
    office
        .web
        .app
        .db()
        .read_blocking(move |reader| super::of(reader, &id))
        .expect("files can be listed")
}

async fn add(office: &Office, row: &DossierRow, files: &[(&str, &[u8])]) -> kit::testing::Answer {
    let path = path(row, "tep");
    let form = office.page(CLERK, &path).await;
    let once = form
        .field("_once")
        .expect("the form has its token")
        .to_owned();
    let files: Vec<(&str, &str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| ("tep", *name, *bytes))
        .collect();
    office
        .web
        .post_files(
            &path,
            &[("_once", &once), ("loai", "citizen"), ("giay_to", "1")],
            &files,
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_kept_byte_for_byte_and_shown_where_nothing_in_them_runs() {
    for office in Office::on_each_engine() {
        office.name(CLERK, "Vũ Thị Lan").await;
        let row = office.receive(BIRTH, "An").await;
        let answer = add(
            &office,
            &row,
            &[("../Giấy chứng sinh.pdf", PDF), ("ảnh.jpg", JPEG)],
        )
        .await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let files = kept(&office, &row);
        assert_eq!(
            files
                .iter()
                .map(|file| file.name.as_str())
                .collect::<Vec<_>>(),
            ["Giấy chứng sinh.pdf", "ảnh.jpg"],
            "by name within one sending"
        );
        let event = last(&office, &row);
        assert_eq!(event.kind, ATTACHED);
        assert!(
            files
                .iter()
                .any(|file| event.data["sha256"] == file.sha256.as_str())
        );
        assert!(
            !event.data.to_string().contains("ảnh"),
            "events hold no name"
        );
        let whole = path(&row, "");
        let whole = office.page(REGISTRAR, whole.trim_end_matches('/')).await;
        let by_her = "<span class=\"muted small\">Vũ Thị Lan, 9:12, 23/11/2023</span>";
        assert_eq!(whole.body.matches(by_her).count(), 2, "{}", whole.body);
        let page = office.page(REGISTRAR, &path(&row, "tep")).await;
        assert!(
            page.body.contains("<img class=\"viewer") && page.body.contains("Tờ khai · 1 KB"),
            "{}",
            page.body
        );
        let shown = office
            .page(REGISTRAR, &format!("{}/{}", path(&row, "tep"), files[0].id))
            .await;
        assert_eq!(shown.bytes, PDF);
        for (header, value) in [
            ("content-type", "application/pdf"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "private, no-store"),
        ] {
            assert_eq!(shown.header(header), value);
        }
        assert!(
            shown
                .header("content-security-policy")
                .contains("default-src 'none'")
        );
        let other = office.receive(BIRTH, "Bình").await;
        let strange = office
            .page(CLERK, &format!("{}/{}", path(&other, "tep"), files[0].id))
            .await;
        assert_eq!(
            strange.status, 404,
            "a file opens under its own dossier only"
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_refused_and_the_rest_is_kept() {
    for office in Office::on_each_engine() {
        let row = office.receive(BIRTH, "An").await;
        let large = [JPEG, &vec![0; 20 * 1024 * 1024]].concat();
        let files: [(&str, &[u8]); 8] = [
            ("tốt.pdf", PDF),
            ("đứt.pdf", b"%PDF-1.7\nbroken off"),
            ("cụt.png", b"\x89PNG\r\n\x1a\n broken off"),
            ("cụt.jpg", b"\xff\xd8\xff\xda\0\x02 broken off"),
            ("ảnh.heic", b"\0\0\0\x18ftypheic"),
            ("đơn.docx", b"PK\x03\x04"),
            ("rỗng.pdf", b""),
            ("to.jpg", &large),
        ];
        let answer = add(&office, &row, &files).await;
        assert_eq!(answer.status, 422);
        for text in [
            "«đứt.pdf» mang tên PDF",
            "«cụt.png» bị thiếu phần cuối",
            "«cụt.jpg» bị thiếu phần cuối",
            "«ảnh.heic» là ảnh HEIC của iPhone",
            "«đơn.docx» không mở được",
            "«rỗng.pdf» không có nội dung",
            "«to.jpg» lớn hơn 20 MB",
        ] {
            assert!(
                answer.body.contains(text),
                "{text} is missing in {}",
                answer.body
            );
        }
        assert_eq!(kept(&office, &row).len(), 1, "what was good is kept");
        let none = add(&office, &row, &[]).await;
        assert!(none.body.contains("Hãy chọn tệp cần thêm"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistaken_file_comes_off_with_a_reason_and_only_while_the_dossier_is_open() {
    for office in Office::on_each_engine() {
        let row = office.receive(BIRTH, "An").await;
        add(&office, &row, &[("nhầm.pdf", PDF)]).await;
        let path = format!("{}/{}/go", path(&row, "tep"), kept(&office, &row)[0].id);
        let form = office.page(CLERK, &path).await;
        let once = form
            .field("_once")
            .expect("the form has its token")
            .to_owned();
        let refused = office
            .web
            .post(&path, &[("_once", once.as_str()), ("ly_do", "")])
            .await;
        assert_eq!(
            (refused.status.as_u16(), kept(&office, &row).len()),
            (422, 1)
        );
        let answer = office
            .web
            .post(
                &path,
                &[("_once", once.as_str()), ("ly_do", "Của người khác")],
            )
            .await;
        assert_eq!(
            (answer.status.as_u16(), kept(&office, &row).len()),
            (303, 0)
        );
        assert_eq!(last(&office, &row).kind, REMOVED);
        assert_eq!(office.page(CHAIR, &path).await.status, 403);
        verify(&office);
        add(&office, &row, &[("đúng.pdf", PDF)]).await;
        let row = done(&office, CLERK, &row, "rut", &[("ly_do", "Theo đơn")]).await;
        let file = kept(&office, &row).remove(0);
        let closed = office
            .page(
                CLERK,
                &format!("/cb/ho-so/{}/tep/{}/go", row.address(), file.id),
            )
            .await;
        assert_eq!(closed.status, 422);
        assert_eq!(
            events(&office, &row)
                .iter()
                .filter(|event| event.kind == ATTACHED)
                .count(),
            2
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_may_come_along_with_the_end_of_the_work() {
    for office in Office::on_each_engine() {
        let row = office.at_work(BIRTH, "An").await;
        let row = done(
            &office,
            CHAIR,
            &row,
            "dung",
            &[("ly_do", "Không đủ điều kiện")],
        )
        .await;
        let path = path(&row, "ket-thuc");
        let form = office.page(CLERK, &path).await;
        let (once, version) = (
            form.field("_once").expect("a token"),
            form.field("version").expect("a version"),
        );
        let fields = [
            ("_once", once),
            ("version", version),
            ("ket_qua", "not_granted"),
            ("ten", "Văn bản trả lời"),
            ("so", "31/UBND"),
            ("ly_do", "Không đủ điều kiện"),
        ];
        let answer = office
            .web
            .post_files(&path, &fields, &[("tep", "trả lời.pdf", PDF)])
            .await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(kept(&office, &row)[0].kind, super::Kind::Result);
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_folder_chosen_by_mistake_is_cut_off_with_a_sentence() {
    for office in Office::on_each_engine() {
        let row = office.receive(BIRTH, "An").await;
        let names: Vec<String> = (1..=kit::FILES_MAX + 2)
            .map(|n| format!("trang-{n:02}.jpg"))
            .collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), JPEG)).collect();
        let answer = add(&office, &row, &files).await;
        assert_eq!(answer.status, 422);
        let says = "Mỗi lần gửi được nhiều nhất 20 tệp, nên từ tệp «trang-21.jpg» trở đi";
        assert!(answer.body.contains(says), "{}", answer.body);
        assert_eq!(kept(&office, &row).len(), kit::FILES_MAX);
        verify(&office);
    }
}
