//! Lists show an officer exactly the dossiers that the officer may open, and count no more.
//! For whoever changes the readers of a dossier, on either side.

use std::collections::BTreeSet;

use domain::access::{Act, may};
use domain::dossier::Command;

use super::super::filter::States;
use super::super::view::View;
use super::*;
use crate::row;

const SURVEYOR: &str = "specialist@dia_chinh";

fn everything() -> Filter {
    Filter {
        states: States::All,
        ..Filter::default()
    }
}

/// The dossiers that the rules let an officer open, asked one by one.
fn openable(office: &Office, account: &str) -> BTreeSet<String> {
    let actor = actor(account);
    let rows = office
        .web
        .app
        .db()
        .read_blocking(|reader| row::page_of_all(reader, "", 1000))
        .expect("dossiers can be read");
    rows.into_iter()
        .filter(|row| may(&actor, Act::OpenDossier, &row.access_subject()).is_ok())
        .map(|row| row.id)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_list_holds_what_its_officer_may_open_and_counts_no_more() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let asked = office.at_work(SINGLE, "Đỗ Thị Yến").await;
        office
            .act(REGISTRAR, &asked, Command::AskOpinion { of: SURVEYOR })
            .await;
        let mut lengths = Vec::new();
        for account in [
            CLERK,
            CHAIR,
            REGISTRAR,
            "clerk@van_thu",
            SURVEYOR,
            "accountant",
        ] {
            let (ids, number) = listed(&office, account, &everything());
            assert_eq!(u64::try_from(ids.len()), Ok(number), "{account}");
            let ids: BTreeSet<String> = ids.into_iter().collect();
            assert_eq!(ids, openable(&office, account), "{account}");
            lengths.push(ids.len());
        }
        // The registrar does not see what nobody has accepted; the clerk, what is not sealed yet.
        assert_eq!(lengths, [10, 10, 9, 0, 1, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_held_a_step_still_finds_the_dossier_after_it_moved_on() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "Bùi Văn Khoát").await;
        let row = office
            .act(CHAIR, &row, Command::Assign { holder: SURVEYOR })
            .await;
        office
            .act(CHAIR, &row, Command::Assign { holder: REGISTRAR })
            .await;
        assert_eq!(listed(&office, SURVEYOR, &everything()).0, [row.id]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cover_sees_and_counts_what_waits_for_the_absent_colleague() {
    use domain::access::Absent;
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let mut cover = actor("specialist@dia_chinh");
        let absent = actor(REGISTRAR);
        cover.covers = vec![Absent {
            user: absent.user,
            name: absent.name,
            posts: absent.posts,
            roles: absent.roles,
        }];
        let (found, counted) = asked(&office, cover, |reader, asker| {
            let views = [View::Covered, View::Mine].map(Filter::of);
            let list = find::page(reader, &views[0], &Place::Start, asker, 10)?;
            Ok((ids(&list)?, count::count(reader, &views, asker)?))
        });
        assert_eq!(found, [row.id]);
        assert_eq!(counted, [1, 1]);
        let alone = listed(&office, "specialist@dia_chinh", &Filter::of(View::Covered));
        assert_eq!(alone.1, 0);
    }
}
