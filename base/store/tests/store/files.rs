//! Files: byte for byte, under their hash, within the limit.

use std::time::{Duration, SystemTime};

use store::{StoreError, params};

use crate::common::{AT, changed, engines, insert, sound};

#[test]
fn a_file_comes_back_byte_for_byte_under_its_hash() {
    let db = engines().swap_remove(0);
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n * 7 % 251) as u8).collect();
    let stored = db.put_file(bytes.as_slice(), 1 << 20).unwrap();
    assert_eq!(stored.size, 200_000);
    assert_eq!(db.read_file(&stored.sha256).unwrap(), bytes);
    assert_eq!(
        db.put_file(bytes.as_slice(), 1 << 20).unwrap(),
        stored,
        "the same again"
    );
    let empty = db.put_file([].as_slice(), 0).unwrap();
    assert_eq!(
        empty.sha256,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    sound(&db);
}

#[test]
fn a_file_over_the_limit_leaves_nothing() {
    let db = engines().swap_remove(0);
    assert_eq!(
        db.put_file([0; 11].as_slice(), 10),
        Err(StoreError::TooLarge { limit: 10 })
    );
    assert!(db.put_file([0; 10].as_slice(), 10).is_ok());
    let report = db.verify(&mut |_, _| {}, None).unwrap();
    assert_eq!(report.files, 1);
    let path = db.file_path(&"0".repeat(64)).unwrap();
    let folder = path.parent().unwrap().parent().unwrap();
    assert_eq!(
        std::fs::read_dir(folder.join("incoming")).unwrap().count(),
        0
    );
}

#[test]
fn a_source_that_breaks_off_leaves_nothing_and_a_name_is_no_path() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("line cut"))
        }
    }
    let db = engines().swap_remove(0);
    assert!(matches!(db.put_file(Broken, 10), Err(StoreError::File(_))));
    for name in ["../../etc/passwd", "", &"A".repeat(64)] {
        assert!(db.file_path(name).is_err(), "{name}");
    }
    assert_eq!(db.verify(&mut |_, _| {}, None).unwrap().files, 0);
}

#[test]
fn an_altered_file_is_not_handed_out() {
    let db = engines().swap_remove(0);
    let stored = db.put_file(b"abc".as_slice(), 10).unwrap();
    std::fs::write(db.file_path(&stored.sha256).unwrap(), b"abd").unwrap();
    assert!(matches!(
        db.read_file(&stored.sha256),
        Err(StoreError::Corrupt(_))
    ));
    db.remove_file(&stored.sha256).unwrap();
    assert!(db.read_file(&stored.sha256).is_err());
    assert!(
        db.remove_file(&stored.sha256).is_ok(),
        "removing twice is no error"
    );
}

#[test]
fn bytes_that_no_row_names_are_forgotten_after_a_while_and_no_others() {
    for db in engines() {
        let [refused, named, fresh] =
            [&b"refused"[..], b"named", b"fresh"].map(|bytes| db.put_file(bytes, 10).unwrap());
        let keeps = named.sha256.clone();
        db.write_blocking("xa", move |tx| {
            insert(tx, "a", 1)?;
            tx.run(
                "UPDATE sample SET file_sha256 = $1 WHERE id = $2",
                params![&keeps, "a"],
            )?;
            tx.seal("sample", "a");
            tx.commit("user:1", AT, vec![changed("a")], ())
        })
        .unwrap();
        let (now, day) = (SystemTime::now(), Duration::from_secs(24 * 3600));
        for old in [&refused, &named] {
            let path = db.file_path(&old.sha256).unwrap();
            let file = std::fs::File::options().write(true).open(path).unwrap();
            file.set_modified(now - 2 * day).unwrap();
        }
        assert_eq!(db.forget_unnamed_files(now - day), Ok(1));
        assert!(db.read_file(&refused.sha256).is_err());
        assert_eq!(db.read_file(&named.sha256).unwrap(), b"named");
        assert_eq!(db.read_file(&fresh.sha256).unwrap(), b"fresh");
        assert_eq!(db.forget_unnamed_files(now - day), Ok(0));
        sound(&db);
    }
}
