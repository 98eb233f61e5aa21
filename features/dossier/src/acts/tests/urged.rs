//! Urging on each engine: counted on the dossier, once a day from the citizen, no form grown stale.
//! For the tracking page and the counter, which both record it.

use kit::Error;

use super::*;
use crate::act::Acted;
use crate::testing::SINGLE;
use crate::urge;

async fn citizen_urges(office: &Office, row: &DossierRow) -> Result<(), Error> {
    let (desk, row) = (office.desk(), again(office, row));
    let work = move |tx: &mut Tx<'_>| -> Result<_, Error> {
        let Acted { events, .. } = urge::by_citizen(tx, &desk, &row)?;
        Ok(tx.commit("citizen", desk.at, events, ())?)
    };
    office.web.app.write(work).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_citizen_urges_once_a_day_and_nobodys_form_grows_stale() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let form = office.page(REGISTRAR, &path(&row, "chuyen")).await;
        citizen_urges(&office, &row).await.expect("the first today");
        let Err(Error::Refused(sentence)) = citizen_urges(&office, &row).await else {
            panic!("one a day");
        };
        assert!(sentence.contains("Hôm nay đã ghi nhận"), "{sentence}");
        let sent = send_from(&office, &form, &path(&row, "chuyen"), &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        office.web.clock.advance_minutes(60 * 24);
        citizen_urges(&office, &row).await.expect("another day");
        let now = again(&office, &row);
        assert_eq!(now.machine.urges.count, 2);
        assert_eq!(last(&office, &row).by, "citizen");
        says(
            &office
                .page(REGISTRAR, &format!("/cb/ho-so/{}", row.address()))
                .await,
            &["Người dân nhắc"],
        );
        verify(&office);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_records_each_urging_with_what_was_said() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        for _ in 0..2 {
            let id = row.id.clone();
            office
                .commit(CLERK, move |tx, desk, actor| {
                    urge::at_counter(tx, desk, actor, &id, Some("Cần giấy để đi làm"))
                })
                .await;
        }
        let now = again(&office, &row);
        assert_eq!(now.machine.urges.count, 2);
        assert_eq!(now.machine.urges.last_by_citizen, None);
        let event = last(&office, &row);
        assert_eq!(event.kind, "dossier.urged");
        assert!(
            !event.data.to_string().contains("Cần giấy"),
            "{}",
            event.data
        );
        verify(&office);
    }
}
