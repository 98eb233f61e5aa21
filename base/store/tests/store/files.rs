//! Files: byte for byte, under their hash, within the limit.

use store::StoreError;

use crate::common::{engines, sound};

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
