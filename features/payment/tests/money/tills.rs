//! A till from its first payment to the accountant's hands.
//! For whoever changes how the day's cash is closed.

use payment::Till;

use super::*;

/// The one open till of the one-stop officer.
fn open_till(db: &Db) -> Till {
    let mut tills = db
        .read_blocking(|reader| open_tills(reader, AGENCY, "one_stop"))
        .expect("tills");
    assert_eq!(tills.len(), 1);
    tills.remove(0)
}

fn close(db: &Db, till: &Till, counted: i64, reason: &'static str) -> Result<(), Error> {
    let (id, counted) = (till.id.clone(), Dong(counted));
    act(db, &one_stop(), move |tx| {
        close_till(tx, AGENCY, &one_stop(), morning(), &id, counted, reason)
    })
}

fn accept(db: &Db, till: &Till) -> Result<(), Error> {
    let id = till.id.clone();
    act(db, &accountant(), move |tx| {
        accept_till(tx, AGENCY, &accountant(), morning(), &id)
    })
}

/// A till with 16.000 đ in cash after a refund, and 10.000 đ on the account.
fn filled(db: &Db) -> Till {
    for (id, dong, method) in [
        ("d1", 16_000, Method::Cash),
        ("d2", 10_000, Method::Transfer),
        ("d3", 8_000, Method::Cash),
    ] {
        dossier(db, id);
        charged(db, id, &[Some(dong)]);
        collected(db, id, method).expect("collected");
    }
    give_back(db, &paid(db, "d1").id, 8_000, "xin ít đi một bản").expect("refunded");
    open_till(db)
}

#[test]
fn the_till_closes_to_the_dong_and_is_accepted_once() {
    for db in store::testing::engines() {
        let till = filled(&db);
        assert_eq!(
            (till.expected, till.transferred),
            (Dong(16_000), Dong(10_000))
        );
        assert!(sentence(close(&db, &till, 15_000, "")).contains("ít hơn sổ 1.000\u{a0}đ"));
        assert!(sentence(accept(&db, &till)).contains("chưa chốt"));
        close(&db, &till, 15_000, "thối nhầm").expect("closed with a reason");
        assert!(sentence(close(&db, &till, 16_000, "")).contains("đã chốt"));
        let waits = || {
            db.read_blocking(|reader| waiting(reader, AGENCY))
                .expect("tills")
        };
        assert_eq!(waits().len(), 1);
        accept(&db, &till).expect("accepted");
        assert!(sentence(accept(&db, &till)).contains("đã nhận bàn giao"));
        assert!(waits().is_empty());
        verify(&db);
    }
}

#[test]
fn money_that_comes_after_the_closing_lies_in_the_next_till() {
    for db in store::testing::engines() {
        let till = filled(&db);
        close(&db, &till, 15_000, "thối nhầm").expect("closed with a reason");
        dossier(&db, "d4");
        charged(&db, "d4", &[Some(2_000)]);
        collected(&db, "d4", Method::Cash).expect("collected");
        let next = open_till(&db);
        assert_eq!(next.expected, Dong(2_000));
        assert_ne!(next.id, till.id);
        let closed = db
            .read_blocking(|reader| of_officer(reader, AGENCY, "one_stop"))
            .expect("tills")
            .into_iter()
            .find(|one| one.id == till.id)
            .expect("it is kept");
        assert_eq!(
            (closed.expected, closed.difference()),
            (Dong(16_000), Dong(-1_000))
        );
        verify(&db);
    }
}

#[test]
fn the_accountant_has_no_till_and_nobody_closes_anothers() {
    let db = store::testing::sqlite();
    dossier(&db, "d1");
    charged(&db, "d1", &[Some(8_000)]);
    act(&db, &accountant(), |tx| {
        collect(
            tx,
            (AGENCY, &commune()),
            &accountant(),
            morning(),
            "d1",
            Method::Transfer,
        )
    })
    .expect("collected");
    assert_eq!(paid(&db, "d1").till_id, None);
    dossier(&db, "d2");
    charged(&db, "d2", &[Some(8_000)]);
    collected(&db, "d2", Method::Cash).expect("collected");
    let till = open_till(&db);
    let other = officer("one_stop+clerk").expect("known roles");
    let refused = act(&db, &other.clone(), move |tx| {
        close_till(tx, AGENCY, &other, morning(), &till.id, Dong(8_000), "")
    });
    assert!(matches!(refused, Err(Error::Missing)));
    let chair = officer("chair").expect("a known role");
    let denied = act(&db, &chair.clone(), move |tx| {
        collect(
            tx,
            (AGENCY, &commune()),
            &chair,
            morning(),
            "d1",
            Method::Cash,
        )
    });
    assert!(matches!(denied, Err(Error::Denied(_))));
}
