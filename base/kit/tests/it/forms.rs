//! Forms: from our own pages only, of bearable size, done once, whatever was typed.

use axum::body::{Body, Bytes};
use axum::http::{Method, StatusCode};
use http_body_util::BodyExt as _;
use http_body_util::channel::Channel;
use kit::testing::{Answer, TestApp};
use store::{Reader, Sql, StoreError, params};

use crate::common::{apps, signed_in};

async fn acts_stored(of: &TestApp) -> i64 {
    let row = of
        .app
        .read(|reader: &mut Reader<'_>| -> Result<_, StoreError> {
            reader.row(
                "SELECT COUNT(*) AS n FROM event WHERE kind = 'saved'",
                params![],
            )
        });
    row.await.unwrap().unwrap().get("n").unwrap()
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    for (test, token) in signed_in().await {
        let body = format!("ho_ten=An&_once={token}");
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let forged = test
                .request(Method::POST, "/cb/luu")
                .header("content-type", "application/x-www-form-urlencoded")
                .header(name, value);
            let answer = test.send(forged, Body::from(body.clone())).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
            assert!(answer.body.contains("Yêu cầu đến từ trang khác"));
        }
        assert_eq!(acts_stored(&test).await, 0);
        let own = test
            .request(Method::POST, "/cb/luu")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", "https://motcua.test");
        assert_eq!(
            test.send(own, Body::from(body)).await.status,
            StatusCode::SEE_OTHER
        );
    }
}

#[tokio::test]
async fn a_double_click_saves_once_and_leads_to_the_same_place() {
    for (test, token) in signed_in().await {
        let typed = [("ho_ten", "An"), ("_once", token.as_str())];
        let first = test.post("/cb/luu", &typed).await;
        let second = test.post("/cb/luu", &typed).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER);
        assert_eq!(first.location(), second.location());
        assert_eq!(acts_stored(&test).await, 1);

        let token = "0123456789abcdef0123456789abcdef";
        let typed = [("ho_ten", "An"), ("_once", token)];
        let (one, other) = tokio::join!(test.post("/cb/luu", &typed), test.post("/cb/luu", &typed));
        assert_eq!(one.location(), other.location(), "{one:?} {other:?}");
        assert_eq!(acts_stored(&test).await, 2);
    }
}

#[tokio::test]
async fn a_form_too_large_gets_a_sentence() {
    for (test, token) in signed_in().await {
        let long = "a".repeat(kit::FORM_BYTES_MAX);
        let answer = test
            .post("/cb/luu", &[("ho_ten", &long), ("_once", &token)])
            .await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.body.contains("vượt quá 1024 KB"));
        let answer = test
            .post_files("/cb/luu", &[("ho_ten", &long), ("x", "y")], &[])
            .await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
}

#[tokio::test]
async fn a_name_of_500_characters_comes_back_with_a_sentence() {
    for (test, token) in signed_in().await {
        let name = "Ấ".repeat(500);
        let answer = test
            .post("/cb/luu", &[("ho_ten", &name), ("_once", &token)])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.field("ho_ten"), Some(name.as_str()));
        let sentence = "Họ và tên dài 500 ký tự, tối đa 100. Hãy viết ngắn lại";
        assert_eq!(
            answer.body.matches(sentence).count(),
            2,
            "on top and beside the field"
        );
        assert!(answer.body.contains("<title>Lỗi: "));
        assert_eq!(acts_stored(&test).await, 0);
    }
}

#[tokio::test]
async fn nul_emoji_and_html_never_break_a_page() {
    for (test, token) in signed_in().await {
        let answer = test
            .post("/cb/luu", &[("ho_ten", "An\0h"), ("_once", &token)])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("ký tự trống (NUL)"));
        let html = "<script>alert(1)</script>".repeat(9);
        let answer = test
            .post("/cb/luu", &[("ho_ten", &html), ("_once", &token)])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!answer.body.contains("<script>alert"));
        let answer = test
            .post("/cb/luu", &[("ho_ten", "An 🙂"), ("_once", &token)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_form_without_our_token_says_to_reload() {
    for (test, _) in signed_in().await {
        let answer = test.post("/cb/luu", &[("ho_ten", "An")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("Hãy tải lại trang"));
    }
}

#[tokio::test]
async fn a_file_is_stored_and_a_bad_one_costs_nothing_else() {
    for (test, _) in signed_in().await {
        let large = [
            b"%PDF-1.7".as_slice(),
            &vec![b' '; kit::FILE_MB_MAX * 1024 * 1024],
        ]
        .concat();
        let files: [(&str, &str, &[u8]); 5] = [
            ("tep", "giấy chứng sinh.pdf", b"%PDF-1.7 small"),
            ("tep", "không phải.pdf", b"MZ this is a program"),
            ("tep", "rỗng.pdf", b""),
            ("tep", "to.pdf", &large),
            ("tep", "", b""),
        ];
        let answer = test
            .post_files("/cb/tep", &[("ghi_chu", "bản sao")], &files)
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(
            answer
                .body
                .starts_with("note=bản sao\nfiles=giấy chứng sinh.pdf:14:")
        );
        assert!(answer.body.contains("«không phải.pdf» không mở được"));
        assert!(answer.body.contains("«rỗng.pdf» không có nội dung"));
        assert!(answer.body.contains("«to.pdf» lớn hơn 20 MB"));
        assert_eq!(
            answer.body.matches("«").count(),
            3,
            "an unused field is no mistake"
        );
        let stored = answer
            .body
            .split_once("14:")
            .and_then(|(_, rest)| rest.get(..64))
            .unwrap();
        let bytes = test.app.db().read_file(stored).unwrap();
        assert_eq!(bytes, b"%PDF-1.7 small");
    }
}

#[tokio::test]
async fn a_broken_upload_gets_a_sentence() {
    for (test, _) in signed_in().await {
        let cut = test
            .request(Method::POST, "/cb/tep")
            .header("content-type", "multipart/form-data; boundary=x");
        let body = "--x\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 cut";
        let answer = test.send(cut, Body::from(body)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("đứt giữa chừng"));
    }
}

/// Sends a form that goes on for so many megabytes; answers with how many were asked for.
async fn flooded(test: &TestApp, head: &'static str, megabytes: usize) -> (Answer, usize) {
    let (mut sender, channel) = Channel::<Bytes, std::io::Error>::new(1);
    let sending = tokio::spawn(async move {
        let piece = Bytes::from(vec![b'a'; 1024 * 1024]);
        if sender
            .send_data(Bytes::from_static(head.as_bytes()))
            .await
            .is_err()
        {
            return 0;
        }
        for sent in 0..megabytes {
            if sender.send_data(piece.clone()).await.is_err() {
                return sent;
            }
        }
        megabytes
    });
    let request = test
        .request(Method::POST, "/cb/dang-nhap")
        .header("content-type", "multipart/form-data; boundary=x");
    let answer = test.send(request, Body::new(channel.fuse())).await;
    (answer, sending.await.expect("the sender ends"))
}

#[tokio::test]
async fn a_form_that_never_begins_a_part_is_not_listened_to() {
    for test in apps() {
        let half = "--x\r\nContent-Disposition: form-data; name=\"";
        for head in ["", half] {
            let (answer, heard) = flooded(&test, head, 64).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(
                heard < 8,
                "{heard} MB were kept and searched again and again"
            );
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_text_without_end_is_heard_but_never_kept() {
    let most = || {
        let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
        let kilobytes: usize = kilobytes.expect("a size").trim().parse().expect("a number");
        kilobytes / 1024
    };
    let (before, test) = (most(), apps().swap_remove(0));
    let head = "--x\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\n";
    let (answer, _) = flooded(&test, head, 160).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    let grown = most() - before;
    assert!(grown < 80, "{grown} MB more, by one stranger's form");
}
