//! Standing in for an absent colleague on each engine: the act is done, and says for whom.
//! For whoever changes covers or the timeline.

use domain::access::Absent;
use domain::dossier::Command;

use super::*;
use crate::act::{self, Words};
use crate::testing::{SINGLE, actor};

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_says_for_whom_the_cover_acted() {
    const SURVEYOR: &str = "specialist@dia_chinh";
    for office in Office::on_each_engine() {
        office.name(SURVEYOR, "Lê Thị Mai").await;
        office.name(REGISTRAR, "Trần Đức Hòa").await;
        let row = office.at_work(SINGLE, "An").await;
        let (absent, mut cover) = (actor(REGISTRAR), actor(SURVEYOR));
        cover.covers = vec![Absent {
            user: absent.user,
            name: absent.name,
            posts: absent.posts,
            roles: absent.roles,
        }];
        let id = row.id.clone();
        let now = office
            .commit(SURVEYOR, move |tx, desk, _| {
                let command = Command::Forward { holder: None };
                act::act(tx, desk, &cover, &id, &command, Words::default())
            })
            .await;
        assert_eq!(now.machine.prepared_by.as_deref(), Some(SURVEYOR));
        let event = last(&office, &again(&office, &row));
        assert_eq!(event.data["instead_of"], format!("user:{REGISTRAR}"));
        let page = office
            .page(CHAIR, &format!("/cb/ho-so/{}", row.address()))
            .await;
        says(&page, &["Lê Thị Mai thay Trần Đức Hòa"]);
        verify(&office);
    }
}
