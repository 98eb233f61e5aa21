//! A commune's office for tests: the plan's pages beside those of dossiers.
//! For the tests of pages, on each engine.

use domain::dossier::Channel;
use dossier::DossierRow;
use dossier::receive::Filing;
use dossier::testing::{Office, SINGLE};
use kit::testing::SUPPLIED;
use store::testing::Effects;

/// The program on each engine.
pub fn offices() -> Vec<Office> {
    let routes = || plan::routes().merge(dossier::routes());
    Office::made_of(Effects::COUNTED, routes, SUPPLIED)
}

/// A dossier of three working days that came and will go back this way.
pub async fn received(office: &Office, channel: Channel, return_by: &str) -> DossierRow {
    let filing = Filing {
        return_by: return_by.into(),
        ..office.filing(SINGLE, "Nguyễn Thị Ánh", channel)
    };
    office.take_in(filing).await
}
