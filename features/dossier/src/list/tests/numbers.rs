//! Every number equals its list, every view holds what it says, every order joins its pages.
//! For the tests of this feature.

use domain::dossier::Command;
use domain::moment::Moment;

use super::super::filter::{Due, Filter, Holder, Place, Sort, SortKey, States};
use super::super::view::View;
use super::super::{count, find};
use super::{asked, furnish, ids, listed};
use crate::testing::{BIRTH, CHAIR, CLERK, Office, REGISTRAR, SEAL, SINGLE, actor};

/// Every view and every single narrowing.
fn many_filters() -> Vec<Filter> {
    let mut filters: Vec<Filter> = View::ALL.map(Filter::of).into();
    filters.extend(Due::ALL.map(|(due, ..)| Filter {
        due: Some(due),
        ..Filter::default()
    }));
    filters.extend(
        [
            Holder::Me,
            Holder::Nobody,
            Holder::Account(REGISTRAR.into()),
        ]
        .map(|holder| Filter {
            holder,
            ..Filter::default()
        }),
    );
    filters.push(Filter {
        q: "anh".into(),
        states: States::All,
        ..Filter::default()
    });
    filters.push(Filter::default());
    filters
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_equals_the_length_of_its_list() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let filters = many_filters();
        for account in [
            CLERK,
            REGISTRAR,
            CHAIR,
            SEAL,
            "accountant",
            "vice_chair+controller@vptk",
        ] {
            let all = filters.clone();
            let together = asked(&office, actor(account), move |reader, asker| {
                count::count(reader, &all, asker)
            });
            for (filter, number) in filters.iter().zip(together) {
                let (ids, alone) = listed(&office, account, filter);
                assert_eq!(
                    (ids.len() as u64, alone),
                    (number, number),
                    "{account} {filter:?}"
                );
            }
        }
        assert_eq!(
            listed(
                &office,
                CLERK,
                &Filter {
                    states: States::All,
                    ..Filter::default()
                }
            )
            .1,
            9
        );
        assert_eq!(listed(&office, CLERK, &Filter::default()).1, 8);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_view_holds_what_its_name_says() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let number = |account: &str, view: View| listed(&office, account, &Filter::of(view)).1;
        for (view, expected) in [
            (View::Submitted, 1),
            (View::NotHandedOver, 1),
            (View::AtApproval, 1),
            (View::AwaitingSupplement, 1),
            (View::Paused, 1),
            (View::Collectable, 0),
            (View::Void, 1),
            (View::Overdue, 0),
        ] {
            assert_eq!(number(CLERK, view), expected, "{view:?}");
        }
        assert_eq!(number(CLERK, View::MyOpinion), 1);
        assert_eq!(number(REGISTRAR, View::MyOpinion), 0);
        assert_eq!(
            (number(CHAIR, View::ToSign), number(REGISTRAR, View::ToSign)),
            (1, 0)
        );
        assert_eq!(
            number(REGISTRAR, View::Mine),
            3,
            "two that nobody holds and one in hand"
        );
        assert_eq!(number("specialist@dia_chinh", View::Mine), 0);
        assert_eq!(
            number(CLERK, View::Today),
            2,
            "one to accept, one to hand over"
        );
        assert_eq!(number(CHAIR, View::Today), 1, "a birth is due the same day");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_offered_to_sign_what_they_prepared() {
    for office in Office::on_each_engine() {
        let both = "specialist+vice_chair@tu_phap_ho_tich+pho_chu_tich";
        let row = office.at_work(BIRTH, "Phạm Văn Thịnh").await;
        office
            .act(both, &row, Command::Forward { holder: None })
            .await;
        assert_eq!(listed(&office, both, &Filter::of(View::ToSign)).1, 0);
        assert_eq!(listed(&office, CHAIR, &Filter::of(View::ToSign)).1, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn late_dossiers_are_counted_from_the_moment_after_the_due_one() {
    for office in Office::on_each_engine() {
        office.at_work(BIRTH, "Phạm Văn Thịnh").await;
        let overdue = Filter {
            due: Some(Due::Overdue),
            ..Filter::default()
        };
        let today = Filter {
            due: Some(Due::Today),
            ..Filter::default()
        };
        // From 9:12 to 17:00, the due moment itself.
        office.web.clock.advance_minutes(468);
        assert_eq!(
            (
                listed(&office, CLERK, &overdue).1,
                listed(&office, CLERK, &today).1
            ),
            (0, 1)
        );
        office.web.clock.advance_minutes(1);
        assert_eq!(
            (
                listed(&office, CLERK, &overdue).1,
                listed(&office, CLERK, &today).1
            ),
            (1, 0)
        );
        let page = office.page(CLERK, "/cb/ho-so?han=qua-han").await;
        assert!(
            page.body.contains("Quá giờ hẹn hôm nay") && page.body.contains("deadline--late"),
            "{}",
            page.body
        );
        assert!(
            page.body.contains("count--urgent"),
            "the menu says that something is late"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_ended_is_never_overdue_whatever_its_date() {
    for office in Office::on_each_engine() {
        let withdrawn = office.receive(BIRTH, "Phạm Văn Thịnh").await;
        office
            .act(CLERK, &withdrawn, Command::Withdraw { reason: "r" })
            .await;
        let void = office.receive(BIRTH, "Đoàn Thị Én").await;
        office
            .act(CLERK, &void, Command::Void { reason: "r" })
            .await;
        office.web.clock.advance_minutes(30 * 24 * 60);
        for states in [States::Usual, States::All] {
            let overdue = Filter {
                due: Some(Due::Overdue),
                states,
                ..Filter::default()
            };
            assert_eq!(listed(&office, CLERK, &overdue).1, 0, "{states:?}");
        }
        let view = Filter::of(View::Overdue);
        assert_eq!(listed(&office, CHAIR, &view).1, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_whose_id_is_part_of_anothers_gets_nothing_of_theirs() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let view = Filter::of(View::MyOpinion);
        assert_eq!(listed(&office, CLERK, &view).1, 1);
        let part = &CLERK[..CLERK.len() - 1];
        assert_eq!(listed(&office, part, &view).1, 0, "{part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_join_without_gap_or_repetition_in_every_order() {
    for office in Office::on_each_engine() {
        for name in ["An", "Ẩn", "Ấn", "Đặng", "Dương", "Đỗ", "Âu"] {
            office.receive(SINGLE, name).await;
        }
        let paused = office.at_work(BIRTH, "Ba").await;
        office
            .act(CHAIR, &paused, Command::Stop { reason: "r" })
            .await;
        for key in [SortKey::Due, SortKey::Received, SortKey::Name] {
            for descending in [false, true] {
                let filter = Filter {
                    sort: Sort { key, descending },
                    ..Filter::default()
                };
                let (whole, number) = listed(&office, CLERK, &filter);
                assert_eq!(number, 8);
                assert_eq!(turned(&office, &filter, 3), whole, "{key:?} {descending}");
                if key == SortKey::Due && !descending {
                    assert_eq!(
                        whole.last(),
                        Some(&paused.id),
                        "a dossier whose clock stands comes last"
                    );
                }
            }
        }
        let by_name = Filter {
            sort: Sort {
                key: SortKey::Name,
                descending: false,
            },
            ..Filter::default()
        };
        let page = office.page(CLERK, &by_name.href()).await;
        let place = |name: &str| {
            page.body
                .find(&format!("\">{name}</td>"))
                .unwrap_or_else(|| panic!("{name} is shown"))
        };
        let order = ["An", "Ẩn", "Ấn", "Âu", "Ba", "Dương", "Đặng", "Đỗ"];
        assert!(
            order.windows(2).all(|two| place(two[0]) < place(two[1])),
            "Vietnamese order"
        );
        assert!(
            page.body.contains("aria-sort=\"ascending\""),
            "the head says how it is sorted"
        );
    }
}

/// Goes forward page by page to the end and back again; both ways must tell the same.
fn turned(office: &Office, filter: &Filter, size: usize) -> Vec<String> {
    let filter = filter.clone();
    let (forth, back) = asked(office, actor(CLERK), move |reader, asker| {
        let (mut forth, mut back, mut place) = (Vec::new(), Vec::new(), Place::Start);
        let mut last = loop {
            let page = find::page(reader, &filter, &place, asker, size)?;
            forth.extend(ids(&page)?);
            match page.after.clone() {
                Some(after) => place = after,
                None => break page,
            }
        };
        back.splice(0..0, ids(&last)?);
        while let Some(before) = last.before.clone() {
            last = find::page(reader, &filter, &before, asker, size)?;
            back.splice(0..0, ids(&last)?);
        }
        Ok((forth, back))
    });
    assert_eq!(forth, back);
    forth
}

#[tokio::test(flavor = "multi_thread")]
async fn another_communes_dossiers_are_in_no_list_and_no_number() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let mut stranger = actor(CLERK);
        stranger.agency = "xa_khac".into();
        let now = Moment::parse_local("2023-11-23T09:12").expect("a valid time");
        let counts = office
            .web
            .app
            .db()
            .read_blocking(move |reader| crate::counts(reader, &stranger, now));
        assert_eq!(counts.expect("counts can be read"), []);
    }
}

#[test]
fn the_menu_shows_only_what_may_be_opened() {
    let keys = |account: &str| {
        crate::nav(&actor(account))
            .iter()
            .map(|item| item.key)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        keys(CLERK),
        ["work", "counter", "dossiers", "till", "procedures"]
    );
    assert_eq!(keys(CHAIR), ["work", "dossiers", "sign", "plan", "admin"]);
    assert_eq!(
        keys("admin"),
        ["work", "procedures", "people", "admin", "tokens"]
    );
    assert_eq!(keys(REGISTRAR), ["work", "dossiers", "plan"]);
}
