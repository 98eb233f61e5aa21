//! A demonstration of two communes from the command line, and their succession rehearsed on it.

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::{motcua, told};

/// Makes two communes that have lived two weeks; what it said.
fn made(database: &str, folder: &Path) -> String {
    let (files, accounts) = (folder.join("files"), folder.join("accounts.json"));
    let output = motcua(&[
        "demo",
        "--only-make",
        "--communes",
        "2",
        "--day",
        "2023-01-19",
        "--database",
        database,
        "--files",
        &files.display().to_string(),
        "--accounts-json",
        &accounts.display().to_string(),
    ]);
    assert!(output.status.success(), "{}", told(&output));
    told(&output)
}

#[test]
fn two_communes_live_in_one_database_and_become_one() {
    for db in store::testing::unmigrated() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let database = store::testing::address(&db);
        let said = made(&database, folder.path());
        for address in [
            "http://quangkhai.localhost:8080",
            "http://quangphuc.localhost:8080",
        ] {
            assert!(said.contains(address), "{said}");
        }
        let accounts = std::fs::read_to_string(folder.path().join("accounts.json"));
        let accounts: Vec<serde_json::Value> =
            serde_json::from_str(&accounts.expect("it was written")).expect("JSON");
        let agencies: BTreeSet<&str> = accounts
            .iter()
            .filter_map(|account| account["agency"].as_str())
            .collect();
        assert_eq!(
            agencies.into_iter().collect::<Vec<_>>(),
            ["xa_quang_khai", "xa_quang_phuc"]
        );

        let files = folder.path().join("files").display().to_string();
        let place = ["--database", &database, "--files", &files];
        let verified = motcua(&[&["verify"], &place[..]].concat());
        assert!(verified.status.success(), "{}", told(&verified));
        let again = motcua(
            &[
                &[
                    "demo",
                    "--only-make",
                    "--communes",
                    "1",
                    "--day",
                    "2023-01-19",
                ],
                &place[..],
            ]
            .concat(),
        );
        assert!(!again.status.success(), "it has two: {}", told(&again));
        assert!(told(&again).contains("2 xã"), "{}", told(&again));

        let merger = [
            "succeed",
            "--from",
            "xa_quang_khai",
            "--from",
            "xa_quang_phuc",
            "--to",
            "xa_tu_ky",
            "--on",
            "2025-07-01",
        ];
        let rehearsed = motcua(&[&merger[..], &place[..], &["--rehearse"]].concat());
        let said = told(&rehearsed);
        assert!(rehearsed.status.success(), "{said}");
        assert!(said.contains("chuyển tiếp ngày 01/07/2025"), "{said}");
        assert!(
            said.contains("dữ liệu thật chưa thay đổi gì"),
            "{:?}: {said}",
            db.engine()
        );
        assert!(said.contains("đơn vị kế tục đã nhận"), "{said}");
        let left = std::fs::read_dir(folder.path()).expect("the folder is there");
        let left = left.filter_map(Result::ok).map(|one| one.file_name());
        let copies = left.filter(|name| name.to_string_lossy().contains("tap-duot"));
        assert_eq!(copies.count(), 0, "the copy is gone");
        let done = motcua(&[&merger[..], &place[..]].concat());
        assert!(done.status.success(), "{}", told(&done));
        assert!(
            told(&done).contains("đơn vị kế tục đã nhận"),
            "{}",
            told(&done)
        );
        let said = told(&done);
        assert!(
            said.contains("Xã Tứ Kỳ chưa có phần đầu mã hồ sơ"),
            "{said}"
        );

        // Shown again, it has three communes on the day of the merger, the new one with its officers.
        for _ in 0..2 {
            let only = ["demo", "--only-make", "--day", "2023-01-19"];
            let shown = motcua(&[&only[..], &place[..]].concat());
            let said = told(&shown);
            assert!(shown.status.success(), "{said}");
            let (_, heir) = said
                .split_once(
                    "Bản trình diễn xã Tứ Kỳ, mở ngày 01/07/2025 ở http://tuky.localhost:8080",
                )
                .unwrap_or_else(|| panic!("the heir is shown: {said}"));
            assert_eq!(heir.matches("(Một cửa)").count(), 1, "{said}");
            assert!(said.contains("http://quangphuc.localhost:8080"), "{said}");
        }
        let verified = motcua(&[&["verify"], &place[..]].concat());
        assert!(verified.status.success(), "{}", told(&verified));
    }
}
