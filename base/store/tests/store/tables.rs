//! Every table of the program is sealed, or named outside the ledger with a reason.

use store::{DatabaseUrl, Db, Entropy, Options, StoreError, tables::EXEMPT, testing};

#[test]
fn every_table_is_sealed_by_its_id_or_exempt_with_a_reason() {
    for db in testing::engines() {
        let tables = testing::tables(&db).unwrap();
        for (table, columns) in &tables {
            let exempt = EXEMPT.iter().find(|(name, _)| name == table);
            match exempt {
                Some((_, reason)) => {
                    assert!(reason.len() > 20, "{table} is exempt without a reason")
                }
                None => assert!(
                    columns.contains(&"id".to_owned()),
                    "{table} is neither sealed by an id nor exempt"
                ),
            }
        }
        for (name, _) in EXEMPT {
            assert!(
                tables.iter().any(|(table, _)| table == name),
                "{name} is exempt and is no table"
            );
        }
    }
}

#[test]
fn migrations_are_applied_once_and_an_altered_one_is_noticed() {
    for db in testing::engines() {
        assert_eq!(db.migrate(), Ok(vec![]));
        testing::tamper(
            &db,
            "UPDATE schema SET sha256 = 'x' WHERE name = '0001_ledger'",
        )
        .unwrap();
        assert!(
            matches!(db.migrate(), Err(StoreError::Unsuitable(text)) if text.contains("0001_ledger"))
        );
    }
}

#[test]
fn addresses_are_read_and_shown_without_password() {
    let url: DatabaseUrl = "postgres://chu:bimat@may/motcua".parse().unwrap();
    assert_eq!(url.to_string(), "postgres://chu@…/motcua");
    let url: DatabaseUrl = "sqlite:du-lieu/motcua.db".parse().unwrap();
    assert_eq!(url.to_string(), "sqlite:du-lieu/motcua.db");
    for wrong in ["sqlite:", "motcua.db", "mysql://x"] {
        assert!(wrong.parse::<DatabaseUrl>().is_err(), "{wrong}");
    }
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let db = testing::sqlite();
    let folder = db
        .file_path(&"0".repeat(64))
        .unwrap()
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .to_owned();
    db.provide_files().unwrap();
    let path = folder.join("note.txt");
    std::fs::write(&path, "this is a note, not a database. ".repeat(100)).unwrap();
    let opened = Db::open(Options {
        url: DatabaseUrl::sqlite(&path),
        files: folder.join("files"),
        entropy: Entropy::Os,
        facts: |_| vec![],
        jobs: |_| vec![],
        readers: 1,
    });
    assert!(matches!(opened.err(), Some(StoreError::Corrupt(_))));
    assert!(!folder.join("files").exists(), "nothing is left beside it");
}

#[test]
fn a_postgresql_that_does_not_wait_for_the_disk_is_refused() {
    let Ok(server) = std::env::var(testing::POSTGRES) else {
        return;
    };
    let separator = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{separator}options=-c%20synchronous_commit%3Doff");
    let folder = std::env::temp_dir();
    let opened = Db::open(Options {
        url: url.parse().unwrap(),
        files: folder,
        entropy: Entropy::Os,
        facts: |_| vec![],
        jobs: |_| vec![],
        readers: 1,
    });
    assert!(
        matches!(opened.err(), Some(StoreError::Unsuitable(text)) if text.contains("synchronous_commit"))
    );
}
