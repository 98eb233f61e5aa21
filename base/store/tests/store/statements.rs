//! One SQL text, two engines: parameters, values and failures mean the same.

use domain::{moment::Moment, money::Dong};
use store::{Sql as _, StoreError, Value, params};

use crate::common::{AT, add, added, engines, ids, insert, sound};

#[test]
fn parameters_out_of_order_and_repeated_mean_the_same_on_both_engines() {
    for db in engines() {
        let found = db.read_blocking(|reader| {
            let sql = "SELECT CAST($2 AS TEXT) AS b, CAST($1 AS TEXT) AS a, CAST($2 AS TEXT) AS again, '$1' AS literal";
            let row = reader.row(sql, params!["first", "second"])?.expect("one row");
            Ok::<_, StoreError>((row.get("a")?, row.get("b")?, row.get("again")?, row.get("literal")?))
        });
        let expected: (String, String, String, String) = (
            "first".into(),
            "second".into(),
            "second".into(),
            "$1".into(),
        );
        assert_eq!(found, Ok(expected), "{:?}", db.engine());
    }
}

#[test]
fn values_come_back_as_they_went_in() {
    for db in engines() {
        db.write_blocking("xa", |tx| {
            tx.run(
                "INSERT INTO sample(id, n, note, raw) VALUES ($1, $2, $3, $4)",
                params!["đ", i64::MIN, Some("Nguyễn Thị Bưởi 🌾"), vec![0_u8, 255]],
            )?;
            tx.seal("sample", "đ");
            tx.commit("system", AT, vec![added("đ")], ())
        })
        .unwrap();
        let row = db
            .read_blocking(|reader| {
                reader.row(
                    "SELECT *, 1 = 1 AS truth, COUNT(*) OVER () AS c FROM sample",
                    params![],
                )
            })
            .unwrap_or_else(|error: StoreError| panic!("{error}"))
            .unwrap();
        assert_eq!(row.get::<i64>("n"), Ok(i64::MIN));
        assert_eq!(row.get::<Moment>("n"), Ok(Moment::from_millis(i64::MIN)));
        assert_eq!(row.get::<Dong>("c"), Ok(Dong(1)));
        assert_eq!(row.get::<bool>("truth"), Ok(true));
        assert_eq!(
            row.get::<Option<String>>("note"),
            Ok(Some("Nguyễn Thị Bưởi 🌾".into()))
        );
        assert_eq!(row.get::<Vec<u8>>("raw"), Ok(vec![0, 255]));
        assert_eq!(row.get::<Option<String>>("file_sha256"), Ok(None));
        assert!(matches!(
            row.get::<String>("nothing"),
            Err(StoreError::Column(_))
        ));
        assert!(matches!(row.get::<u8>("n"), Err(StoreError::Column(_))));
        assert!(matches!(row.get::<i64>("note"), Err(StoreError::Column(_))));
    }
}

#[test]
fn text_is_ordered_by_its_bytes() {
    for db in engines() {
        for id in ["b", "B", "a", "đ", "Z", "_", "é"] {
            db.write_blocking("xa", move |tx| add(tx, id, 1)).unwrap();
        }
        assert_eq!(
            ids(&db),
            ["B", "Z", "_", "a", "b", "é", "đ"],
            "{:?}",
            db.engine()
        );
    }
}

#[test]
fn a_row_present_already_is_told_alike_by_both_engines() {
    for db in engines() {
        db.write_blocking("xa", |tx| add(tx, "a", 1)).unwrap();
        let twice = db.write_blocking("xa", |tx| add(tx, "a", 2));
        assert_eq!(
            twice,
            Err(StoreError::Unique {
                constraint: "sample(id)".into()
            })
        );
        let place = db.write_blocking("xa", |tx| {
            let sql = "INSERT INTO part(id, sample, place) VALUES ($1, $2, $3)";
            tx.run(sql, params!["other", "a", 1])?;
            tx.seal("part", "other");
            tx.commit("system", AT, vec![added("a")], ())
        });
        assert_eq!(
            place,
            Err(StoreError::Unique {
                constraint: "part(sample, place)".into()
            })
        );
        sound(&db);
    }
}

#[test]
fn the_character_zero_and_wrong_parameters_are_refused() {
    for db in engines() {
        let nul = db.write_blocking("xa", |tx| {
            tx.run("UPDATE sample SET note = $1", params!["a\0b"])?;
            tx.commit_silently("not reached", ())
        });
        assert_eq!(nul, Err(StoreError::Nul));
        let count =
            db.read_blocking(|reader| reader.rows("SELECT CAST($1 AS BIGINT) AS n", params![]));
        assert!(matches!(count, Err(StoreError::Parameters(_))), "{count:?}");
        let gap =
            db.read_blocking(|reader| reader.rows("SELECT CAST($2 AS BIGINT) AS n", params![1, 2]));
        assert!(matches!(gap, Err(StoreError::Parameters(_))), "{gap:?}");
        let data = db.write_blocking("xa", |tx| {
            insert(tx, "z", 1)?;
            let mut event = added("z");
            event.subject = "sample:\0".into();
            tx.commit("system", AT, vec![event], ())
        });
        assert_eq!(data, Err(StoreError::Nul));
    }
}

#[test]
fn a_closure_cannot_end_its_transaction_nor_touch_the_ledger() {
    for db in engines() {
        for sql in [
            "COMMIT",
            "ROLLBACK TO act",
            "INSERT INTO event(agency) VALUES ('x')",
            "UPDATE chain SET seq = 0",
            "UPDATE fact SET n = 0",
            "DELETE FROM sample",
        ] {
            let outcome = db.write_blocking("xa", move |tx| {
                tx.run(sql, params![])?;
                tx.commit_silently("not reached", ())
            });
            assert!(
                matches!(outcome, Err(StoreError::Misuse(_))),
                "{sql}: {outcome:?}"
            );
        }
    }
}

#[test]
fn a_reader_cannot_write_and_sees_one_state_throughout() {
    for db in engines() {
        let refused = db
            .read_blocking(|reader| reader.rows("UPDATE sample SET n = 1 RETURNING n", params![]));
        assert!(matches!(refused, Err(StoreError::Misuse(_))));
        let other = db.clone();
        let counts = db.read_blocking(move |reader| {
            let count = "SELECT COUNT(*) AS n FROM sample";
            let before: i64 = reader.row(count, params![])?.expect("a count").get("n")?;
            other.write_blocking("xa", |tx| add(tx, "a", 1))?;
            let after: i64 = reader.row(count, params![])?.expect("a count").get("n")?;
            Ok::<_, StoreError>((before, after))
        });
        assert_eq!(counts, Ok((0, 0)));
        assert_eq!(ids(&db), ["a"]);
    }
}

#[test]
fn fractions_and_several_rows_for_one_are_refused() {
    for db in engines() {
        let fraction = db.read_blocking(|reader| {
            reader.rows("SELECT CAST(1.5 AS DOUBLE PRECISION) AS n", params![])
        });
        assert!(
            matches!(fraction, Err(StoreError::Column(_))),
            "{fraction:?}"
        );
        let two =
            db.read_blocking(|reader| reader.row("SELECT 1 AS n UNION ALL SELECT 2", params![]));
        assert!(matches!(two, Err(StoreError::Misuse(_))), "{two:?}");
        let null = db.read_blocking(|reader| {
            reader
                .row("SELECT CAST($1 AS TEXT) AS n", vec![Value::Null])?
                .expect("one row")
                .get::<Option<String>>("n")
        });
        assert_eq!(null, Ok(None));
    }
}
