//! Money by the real store: parts add up, tills close to the đồng, nothing is lost or made.
//! For the tests of this feature.

mod tills;

use domain::access::Actor;
use domain::fee::{Entered, FeeKind, FeeLine, FeeQuote};
use domain::moment::Moment;
use domain::money::Dong;
use kit::testing::{AGENCY, MORNING, officer};
use kit::{Commune, Error, Law};
use payment::{
    Method, Payment, accept_till, charge, charge_entered, close_till, collect, of_officer,
    open_tills, payments_of, refund, summary, waiting,
};
use proptest::prelude::*;
use store::{Db, NewEvent, Sql as _, StoreError, Tx, params};

fn morning() -> Moment {
    Moment::parse_local(MORNING).expect("a valid time")
}

fn commune() -> Commune {
    let law = Law::embedded().expect("the embedded law is whole");
    Commune::of(&law, AGENCY, morning().date()).expect("the commune is known")
}

fn one_stop() -> Actor {
    officer("one_stop").expect("a known role")
}

fn accountant() -> Actor {
    officer("accountant").expect("a known role")
}

fn line(dong: Option<i64>) -> FeeLine {
    FeeLine {
        name_vi: "Phí thử".into(),
        kind: FeeKind::Phi,
        basis: "281/2016/TT-BTC".into(),
        unit_dong: dong.map(Dong),
        unit_vi: "bản".into(),
        quantity: 1,
        dong: dong.map(Dong),
        exempted_by: None,
        note_vi: None,
    }
}

fn quote(amounts: &[Option<i64>]) -> FeeQuote {
    FeeQuote::of(amounts.iter().map(|dong| line(*dong)).collect())
}

fn dossier(db: &Db, id: &'static str) {
    act(db, &one_stop(), move |tx| {
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

fn act(
    db: &Db,
    actor: &Actor,
    work: impl FnOnce(&mut Tx<'_>) -> Result<Vec<NewEvent>, Error> + Send + 'static,
) -> Result<(), Error> {
    let by = actor.by();
    db.write_blocking(AGENCY, move |tx| {
        let events = work(tx)?;
        Ok::<_, Error>(tx.commit(&by, morning(), events, ())?)
    })
}

fn charged(db: &Db, id: &'static str, amounts: &[Option<i64>]) {
    let quote = quote(amounts);
    act(db, &one_stop(), move |tx| {
        charge(tx, AGENCY, &one_stop(), morning(), id, &quote)
    })
    .expect("charged");
}

fn collected(db: &Db, id: &'static str, method: Method) -> Result<(), Error> {
    act(db, &one_stop(), move |tx| {
        collect(tx, (AGENCY, &commune()), &one_stop(), morning(), id, method)
    })
}

/// The first payment of a dossier.
fn paid(db: &Db, id: &'static str) -> Payment {
    db.read_blocking(|reader| payments_of(reader, id))
        .expect("payments")
        .remove(0)
}

fn give_back(db: &Db, payment: &str, dong: i64, reason: &'static str) -> Result<(), Error> {
    let id = payment.to_owned();
    act(db, &one_stop(), move |tx| {
        refund(tx, AGENCY, &one_stop(), morning(), &id, Dong(dong), reason)
    })
}

fn verify(db: &Db) {
    let report = db.verify(&mut |_, _| {}, None).expect("a report");
    assert!(report.first_difference.is_none(), "{report:?}");
}

fn sentence(refused: Result<(), Error>) -> String {
    match refused.expect_err("a refusal") {
        Error::Refused(sentence) => sentence,
        Error::Invalid(errors) => errors.iter().map(|error| error.text.clone()).collect(),
        other => panic!("another reason: {other:?}"),
    }
}

#[test]
fn an_unknown_fee_is_not_zero_until_the_officer_enters_it() {
    for db in store::testing::engines() {
        dossier(&db, "d1");
        charged(&db, "d1", &[None]);
        let before = db
            .read_blocking(|reader| summary(reader, "d1"))
            .expect("a summary");
        assert!(before.unknown);
        assert_eq!(before.total_vi(), "chưa xác định");
        assert!(sentence(collected(&db, "d1", Method::Cash)).contains("chưa xác định"));
        let entered = Entered {
            dong: Dong(30_000),
            basis: "Nghị quyết 1/2023".into(),
        };
        let mut known = quote(&[Some(30_000)]);
        known.lines[0].basis.clone_from(&entered.basis);
        act(&db, &one_stop(), move |tx| {
            charge_entered(
                tx,
                AGENCY,
                &one_stop(),
                morning(),
                "d1",
                &known,
                Some(&entered),
            )
        })
        .expect("entered");
        let after = db
            .read_blocking(|reader| summary(reader, "d1"))
            .expect("a summary");
        assert_eq!(
            (after.unknown, after.unpaid, after.lines.len()),
            (false, Dong(30_000), 1)
        );
        assert_eq!(
            after.lines[0].entered_basis.as_deref(),
            Some("Nghị quyết 1/2023")
        );
    }
}

#[test]
fn money_is_counted_by_procedure_and_channel_and_counts_anew_to_the_same() {
    for db in store::testing::engines_with(store::testing::Effects::COUNTED) {
        dossier(&db, "d1");
        charged(&db, "d1", &[Some(16_000)]);
        collected(&db, "d1", Method::Cash).expect("collected");
        let paid = db
            .read_blocking(|reader| payments_of(reader, "d1"))
            .expect("payments")
            .remove(0);
        act(&db, &one_stop(), move |tx| {
            refund(
                tx,
                AGENCY,
                &one_stop(),
                morning(),
                &paid.id,
                Dong(6_000),
                "thu nhầm",
            )
        })
        .expect("refunded");
        let counted = db
            .read_blocking(|reader| {
                let rows = reader.rows(
                    "SELECT measure, procedure, channel, n FROM fact ORDER BY measure",
                    params![],
                )?;
                rows.iter()
                    .map(|row| {
                        Ok((
                            row.get("measure")?,
                            row.get("procedure")?,
                            row.get("channel")?,
                            row.get("n")?,
                        ))
                    })
                    .collect::<Result<Vec<(String, String, String, i64)>, StoreError>>()
            })
            .expect("facts");
        let fact = |measure: &str, n: i64| (measure.to_owned(), "p".into(), "counter".into(), n);
        assert_eq!(
            counted,
            [
                fact("paid", 1),
                fact("paid_dong", 16_000),
                fact("refunded", 1),
                fact("refunded_dong", 6_000)
            ]
        );
        verify(&db);
    }
}

#[test]
fn no_more_goes_back_than_came_in() {
    let db = store::testing::sqlite();
    dossier(&db, "d1");
    charged(&db, "d1", &[Some(8_000), Some(2_000)]);
    collected(&db, "d1", Method::Cash).expect("collected");
    let payment = paid(&db, "d1");
    let back = |dong: i64, reason: &'static str| give_back(&db, &payment.id, dong, reason);
    assert!(sentence(back(10_001, "nhầm")).contains("10.000"));
    assert!(sentence(back(0, "nhầm")).contains("lớn hơn 0"));
    assert!(sentence(back(10_000, " ")).contains("lý do"));
    back(4_000, "thuộc diện miễn").expect("refunded");
    assert!(sentence(back(6_001, "nhầm")).contains("6.000"));
    let money = db
        .read_blocking(|reader| summary(reader, "d1"))
        .expect("a summary");
    assert_eq!(
        (money.total, money.paid, money.refunded, money.unpaid),
        (Dong(10_000), Dong(6_000), Dong(4_000), Dong(0))
    );
    assert!(sentence(collected(&db, "d1", Method::Cash)).contains("không còn khoản nào"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn the_sum_of_the_parts_is_the_whole(
        amounts in proptest::collection::vec(proptest::option::of(0_i64..1_000_000), 1..6),
        pays in any::<bool>(),
        share in 0_i64..=100,
    ) {
        let db = store::testing::sqlite();
        dossier(&db, "d1");
        charged(&db, "d1", &amounts);
        let known: i64 = amounts.iter().flatten().sum();
        if pays && known > 0 {
            collected(&db, "d1", Method::Cash).expect("collected");
            let back = known * share / 100;
            if back > 0 {
                give_back(&db, &paid(&db, "d1").id, back, "thử").expect("refunded");
            }
        }
        let money = db.read_blocking(|reader| summary(reader, "d1")).expect("a summary");
        prop_assert_eq!(money.total, Dong(known));
        prop_assert_eq!(money.total.0, money.paid.0 + money.refunded.0 + money.unpaid.0);
        prop_assert_eq!(money.unknown, amounts.iter().any(Option::is_none));
        let in_till: i64 = db
            .read_blocking(|reader| open_tills(reader, AGENCY, "one_stop"))
            .expect("tills")
            .iter()
            .map(|till| till.expected.0)
            .sum();
        prop_assert_eq!(in_till, money.paid.0);
    }
}

#[test]
fn each_payment_has_its_receipt_with_the_next_number_and_a_refused_one_leaves_no_gap() {
    for db in store::testing::engines() {
        for id in ["d1", "d2", "d3"] {
            dossier(&db, id);
            charged(&db, id, &[Some(8_000), Some(13_000)]);
        }
        collected(&db, "d1", Method::Cash).expect("collected");
        assert!(collected(&db, "d1", Method::Cash).is_err(), "paid before");
        let undone = act(&db, &one_stop(), |tx| {
            collect(
                tx,
                (AGENCY, &commune()),
                &one_stop(),
                morning(),
                "d2",
                Method::Cash,
            )?;
            Err(Error::refused("Thử từ chối sau khi thu"))
        });
        assert!(undone.is_err());
        collected(&db, "d3", Method::Transfer).expect("collected");
        let receipt = |id: &'static str| {
            db.read_blocking(move |reader| -> Result<_, Error> {
                let lines = papers::of_dossier(reader, id)?;
                let Some(line) = lines.into_iter().next() else {
                    return Ok(None);
                };
                let tree = papers::tree(reader, &line.id)?.expect("it was not erased");
                Ok(Some((line.number, paper::text(&tree))))
            })
            .expect("papers can be read")
        };
        assert_eq!(receipt("d2"), None);
        let (first, said) = receipt("d1").expect("a receipt");
        assert_eq!(
            (first.series.as_str(), first.written.as_str()),
            ("01BLP0-001 BI-23T", "0000001")
        );
        for words in [
            "BIÊN LAI THU TIỀN PHÍ, LỆ PHÍ",
            "Số: 0000001",
            "21.000 đồng",
            "Viết bằng chữ: Hai mươi mốt nghìn đồng",
            "Hình thức thanh toán: Tiền mặt",
            "chưa phải biên lai điện tử",
        ] {
            assert!(said.contains(words), "{words} in:\n{said}");
        }
        let (second, said) = receipt("d3").expect("a receipt");
        assert_eq!(second.number, 2);
        assert!(said.contains("Chuyển khoản"));
        verify(&db);
    }
}
