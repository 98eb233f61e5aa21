//! Numbers without gaps whatever fails or hurries, and contents that never change.
//! For the tests of this feature, on each engine.

use std::thread;

use domain::access::Actor;
use domain::moment::Moment;
use domain::regime::FormSet;
use kit::Error;
use kit::testing::{AGENCY, MORNING, officer};
use paper::{Block, PageNumbers, Paper, Size};
use papers::{Kind, NewPaper, Number, issue, model};
use store::{Db, NewEvent, StoreError, Tx, params};

fn morning() -> Moment {
    Moment::parse_local(MORNING).expect("a valid time")
}

fn clerk() -> Actor {
    officer("one_stop").expect("a known role")
}

fn act(
    db: &Db,
    work: impl FnOnce(&mut Tx<'_>) -> Result<Vec<NewEvent>, Error> + Send + 'static,
) -> Result<(), Error> {
    db.write_blocking(AGENCY, move |tx| {
        let events = work(tx)?;
        Ok::<_, Error>(tx.commit(&clerk().by(), morning(), events, ())?)
    })
}

fn dossier(db: &Db, id: &'static str) {
    act(db, move |tx| {
        tx.run(
            "INSERT INTO dossier(id, agency, version, tracking, procedure_id, procedure_code, field, channel, state,
                filed_at, due_counts, due_sort, return_by, sets, reprints, asked, machine)
            VALUES ($1, $2, 1, $1, 'p', 'p', 'f', 'counter', 'received', 1, 0, 1, 'counter', 1, 0, '', '{}')",
            params![id, AGENCY],
        )?;
        tx.seal("dossier", id);
        Ok(vec![NewEvent { kind: "test.dossier", subject: format!("dossier:{id}"), data: serde_json::json!({}) }])
    })
    .expect("a dossier");
}

fn page(said: &str) -> Paper {
    Paper {
        title: "Phiếu".into(),
        form_no: None,
        issued: morning().local(),
        size: Size::A5Portrait,
        two_up: false,
        page_numbers: PageNumbers::None,
        parts: vec![Block::paragraph(said)],
    }
}

fn slip(tx: &mut Tx<'_>, dossiers: &[&str]) -> Result<papers::Issued, Error> {
    let (by, kind) = match dossiers {
        [_] => (clerk(), Kind::Supplement),
        _ => (clerk(), Kind::HandOver),
    };
    let new = NewPaper {
        agency: AGENCY,
        model: model(kind, FormSet::Tt01Of2018).expect("a model"),
        dossiers,
        of_id: None,
        within: None,
        replaces: None,
        at: morning(),
        by: &by,
    };
    issue(tx, &new, |number: &Number| {
        page(&format!("Số: {}", number.written))
    })
}

fn verify(db: &Db) {
    let report = db.verify(&mut |_, _| {}, None).expect("a report");
    assert!(report.first_difference.is_none(), "{report:?}");
}

fn lines(db: &Db, id: &'static str) -> Vec<papers::Line> {
    db.read_blocking(move |reader| papers::of_dossier(reader, id))
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

#[test]
fn numbers_have_no_gap_though_officers_hurry_and_acts_are_refused() {
    for db in store::testing::engines() {
        dossier(&db, "d1");
        thread::scope(|scope| {
            for officer in 0..4 {
                let db = &db;
                scope.spawn(move || {
                    for turn in 0..10 {
                        let is_refused = (officer + turn) % 3 == 0;
                        let done = act(db, move |tx| {
                            let issued = slip(tx, &["d1"])?;
                            if is_refused {
                                return Err(Error::refused("Thử từ chối"));
                            }
                            Ok(vec![issued.event])
                        });
                        assert_eq!(done.is_err(), is_refused, "{done:?}");
                    }
                });
            }
        });
        let mut numbers: Vec<i64> = lines(&db, "d1")
            .iter()
            .map(|line| line.number.number)
            .collect();
        numbers.sort_unstable();
        let expected = i64::try_from(numbers.len()).expect("few");
        assert!(expected > 20);
        assert_eq!(numbers, (1..=expected).collect::<Vec<_>>());
        verify(&db);
    }
}

#[test]
fn a_cancelled_paper_keeps_its_number_and_its_words_and_the_next_goes_on() {
    for db in store::testing::engines() {
        dossier(&db, "d1");
        act(&db, |tx| Ok(vec![slip(tx, &["d1"])?.event])).expect("issued");
        let first = lines(&db, "d1").remove(0);
        assert_eq!(first.number.written, "01/HDHS");
        assert_eq!(
            first.title(),
            "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ số 01/HDHS"
        );
        let said = |reason: &'static str, seen: i64| {
            let line = papers::Line {
                version: seen,
                ..first.clone()
            };
            act(&db, move |tx| {
                Ok(vec![papers::cancel(
                    tx,
                    &line,
                    &clerk(),
                    morning(),
                    reason,
                )?])
            })
        };
        assert!(said("  ", 1).is_err(), "without a reason");
        assert!(said("Sai tên", 7).is_err(), "another version");
        said("Sai tên", 1).expect("cancelled");
        assert!(said("Sai tên", 2).is_err(), "cancelled before");
        let reprint = first.clone();
        let again = act(&db, move |tx| {
            Ok(vec![papers::count_reprint(tx, &reprint)?])
        });
        assert!(again.is_err(), "a cancelled paper is not printed again");
        act(&db, |tx| Ok(vec![slip(tx, &["d1"])?.event])).expect("issued");
        let all = lines(&db, "d1");
        let numbers: Vec<_> = all.iter().map(|line| line.number.number).collect();
        assert_eq!(numbers, [1, 2]);
        let (_, _, reason) = all[0].cancelled.clone().expect("it is cancelled");
        assert_eq!(reason, "Sai tên");
        let latest = db
            .read_blocking(|reader| papers::latest(reader, "d1", Kind::Supplement))
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(latest.map(|line| line.number.number), Some(2));
        verify(&db);
    }
}

#[test]
fn printing_again_is_counted_and_erasure_leaves_the_number() {
    for db in store::testing::engines() {
        dossier(&db, "d1");
        act(&db, |tx| Ok(vec![slip(tx, &["d1"])?.event])).expect("issued");
        let line = lines(&db, "d1").remove(0);
        let counted = line.clone();
        act(&db, move |tx| {
            Ok(vec![papers::count_reprint(tx, &counted)?])
        })
        .expect("counted");
        let after = lines(&db, "d1").remove(0);
        assert_eq!((after.reprints, after.number.number), (1, 1));
        let id = line.id.clone();
        let tree = db
            .read_blocking(move |reader| papers::tree(reader, &id))
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(tree, Some(page("Số: 01/HDHS")));
        let id = line.id.clone();
        act(&db, move |tx| {
            tx.erase("paper_text", &id)?;
            let data = serde_json::json!({});
            Ok(vec![NewEvent {
                kind: "test.erased",
                subject: format!("paper:{id}"),
                data,
            }])
        })
        .expect("erased");
        let id = line.id.clone();
        let tree = db
            .read_blocking(move |reader| papers::tree(reader, &id))
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(tree, None);
        assert_eq!(lines(&db, "d1").len(), 1);
        verify(&db);
    }
}

#[test]
fn a_list_is_found_from_each_of_its_dossiers_and_another_communes_paper_is_missing() {
    for db in store::testing::engines() {
        dossier(&db, "d1");
        dossier(&db, "d2");
        act(&db, |tx| Ok(vec![slip(tx, &["d1", "d2"])?.event])).expect("issued");
        let (one, two) = (lines(&db, "d1"), lines(&db, "d2"));
        assert_eq!((one.len(), &one[0].id), (1, &two[0].id));
        assert_eq!(one[0].number.written, "01/PBG");
        let id = one[0].id.clone();
        let other = db.read_blocking(move |reader| papers::find(reader, "xa_khac", &id));
        assert!(matches!(other, Err(Error::Missing)));
        verify(&db);
    }
}
