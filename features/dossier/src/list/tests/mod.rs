//! Lists on each engine: what they hold, how they are ordered, and that numbers agree.
//! For the tests of this feature.

mod bounds;
mod numbers;
mod pages;
mod reading;

use domain::access::Actor;
use domain::dossier::Command;
use store::{Reader, StoreError};

use super::conditions::Asker;
use super::filter::{Filter, Place};
use super::{count, find};
use crate::testing::{BIRTH, CHAIR, CLERK, Office, REGISTRAR, SINGLE, actor};

/// Reads lists as an officer does now.
fn asked<T: Send + 'static>(
    office: &Office,
    actor: Actor,
    read: impl FnOnce(&mut Reader<'_>, &Asker<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    let (now, law) = (office.desk().at, office.desk().law);
    let found = office.web.app.db().read_blocking(move |reader| {
        let asker = Asker {
            actor: &actor,
            now,
            calendar: Some(&law.calendar),
        };
        read(reader, &asker)
    });
    found.expect("the lists can be read")
}

fn ids(page: &find::Found) -> Result<Vec<String>, StoreError> {
    page.rows.iter().map(|row| row.get("id")).collect()
}

/// Ids of a list in order, and its number.
fn listed(office: &Office, account: &str, filter: &Filter) -> (Vec<String>, u64) {
    let filter = filter.clone();
    asked(office, actor(account), move |reader, asker| {
        let page = find::page(reader, &filter, &Place::Start, asker, 1000)?;
        let number = count::count(reader, std::slice::from_ref(&filter), asker)?[0];
        Ok((ids(&page)?, number))
    })
}

/// One dossier in nearly every place where one can be.
async fn furnish(office: &Office) {
    office.submit(SINGLE, "Hoàng Đức Anh").await;
    office.receive(SINGLE, "Nguyễn Thị Ánh").await;
    office.at_work(SINGLE, "Bùi Văn Khoát").await;
    let asked = office.at_work(SINGLE, "Lê Quang Huy").await;
    office
        .act(
            REGISTRAR,
            &asked,
            Command::RequestSupplement {
                items: 1,
                allowed_by: None,
            },
        )
        .await;
    let stopped = office.at_work(SINGLE, "Trịnh Thị Ơn").await;
    office
        .act(CHAIR, &stopped, Command::Stop { reason: "r" })
        .await;
    let opinion = office.at_work(SINGLE, "Vũ Ngọc Ẩn").await;
    office
        .act(REGISTRAR, &opinion, Command::AskOpinion { of: CLERK })
        .await;
    let to_sign = office.at_work(BIRTH, "Phạm Văn Thịnh").await;
    office
        .act(REGISTRAR, &to_sign, Command::Forward { holder: None })
        .await;
    let void = office.receive(SINGLE, "Đoàn Thị Én").await;
    office
        .act(CLERK, &void, Command::Void { reason: "r" })
        .await;
    let held = office.at_work(SINGLE, "Ngô Văn Đỉnh").await;
    office
        .act(CHAIR, &held, Command::Assign { holder: REGISTRAR })
        .await;
}
