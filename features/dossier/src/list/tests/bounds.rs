//! Long lists look so far and no further, and say so; turned to the end they hold the same dossiers.
//! For the tests of this feature.

use domain::dossier::Command;

use super::super::bounds::{Bounds, Total};
use super::super::filter::{Filter, Place, Sort, SortKey, States};
use super::super::{count, find};
use super::{asked, furnish, ids, listed};
use crate::testing::{CLERK, Office, SINGLE, actor};

/// So narrow that a dozen dossiers are many.
const NARROW: Bounds = Bounds {
    led: 3,
    walked: 2,
    counted: 4,
};

/// A dozen that have ended, beside those at work.
async fn ended(office: &Office) {
    for name in [
        "Nguyễn Văn An",
        "Nguyễn Thị Ẩn",
        "Trần Văn Ấn",
        "Đặng Văn Bốn",
        "Dương Thị Bốn",
        "Đỗ Văn Năm",
        "Âu Thị Sáu",
    ] {
        let row = office.receive(SINGLE, name).await;
        let command = match name.contains("Thị") {
            true => Command::Withdraw { reason: "r" },
            false => Command::Void { reason: "r" },
        };
        office.act(CLERK, &row, command).await;
    }
}

fn all(q: &str, key: SortKey, descending: bool) -> Filter {
    Filter {
        q: q.into(),
        states: States::All,
        sort: Sort { key, descending },
        ..Filter::default()
    }
}

/// The list turned page by page to its end within narrow bounds, and on how many pages it stopped.
fn turned(office: &Office, account: &'static str, filter: &Filter) -> (Vec<String>, usize) {
    let filter = filter.clone();
    asked(office, actor(account), move |reader, asker| {
        let (mut found, mut place, mut stops) = (Vec::new(), Place::Start, 0);
        for _ in 0..100 {
            let page = find::page_within(reader, (&filter, &place), asker, 2, &NARROW)?;
            found.extend(ids(&page)?);
            stops += usize::from(page.stopped);
            match page.after {
                Some(after) => place = after,
                None => return Ok((found, stops)),
            }
        }
        panic!("{filter:?} has no end")
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_turned_to_its_end_holds_the_same_however_little_a_page_looks_at() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        ended(&office).await;
        for key in [SortKey::Due, SortKey::Received, SortKey::Name] {
            for descending in [false, true] {
                // Words that all share, that few share, that nobody has, and none at all.
                for q in ["van", "nguyen van", "bon", "sau", "khong ai", ""] {
                    let filter = all(q, key, descending);
                    let (whole, number) = listed(&office, CLERK, &filter);
                    let (walked, _) = turned(&office, CLERK, &filter);
                    assert_eq!(walked, whole, "{filter:?}");
                    assert_eq!(whole.len() as u64, number, "{filter:?}");
                }
            }
        }
        let (_, stops) = turned(&office, CLERK, &all("van an", SortKey::Due, false));
        assert!(stops > 0, "common words are walked for");
        let (found, stops) = turned(&office, CLERK, &all("sau", SortKey::Due, false));
        assert_eq!((found.len(), stops), (1, 0), "a rare word leads there");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_through_a_long_list_shows_what_going_forth_has_shown() {
    for office in Office::on_each_engine() {
        ended(&office).await;
        let filter = all("van", SortKey::Received, false);
        let (whole, _) = listed(&office, CLERK, &filter);
        let back = asked(&office, actor(CLERK), move |reader, asker| {
            let far = Place::Before(i64::MAX.to_string(), "~".to_owned());
            let (mut found, mut place) = (Vec::new(), far);
            for _ in 0..100 {
                let page = find::page_within(reader, (&filter, &place), asker, 2, &NARROW)?;
                found.splice(0..0, ids(&page)?);
                match page.before {
                    Some(before) => place = before,
                    None => return Ok(found),
                }
            }
            panic!("no beginning")
        });
        assert_eq!(back, whole);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_counts_so_far_and_says_that_there_may_be_more() {
    for office in Office::on_each_engine() {
        ended(&office).await;
        let filters = [
            all("", SortKey::Due, false),
            all("sau", SortKey::Due, false),
            all("van", SortKey::Due, false),
            Filter::default(),
        ];
        let totals = asked(&office, actor(CLERK), move |reader, asker| {
            count::totals_within(reader, &filters, asker, &NARROW)
        });
        let more = |n| Total { n, or_more: true };
        assert_eq!(
            totals,
            [more(4), Total::exactly(1), more(0), Total::exactly(0)]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ended_dossiers_are_found_by_every_word_and_number_of_theirs() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "Nguyễn Thị Ánh").await;
        let command = Command::Withdraw { reason: "r" };
        let row = office.act(CLERK, &row, command).await;
        let code = row.machine.code.clone().expect("it was received");
        for q in [
            "anh nguyễn",
            "ng",
            "0301 9200 4217",
            "0912 345 678",
            "030.192.004.217",
            &code,
            &code[code.len() - 11..],
            &row.tracking,
            &crate::list::short_code(&row.tracking),
        ] {
            let found = listed(&office, CLERK, &all(q, SortKey::Due, false));
            assert_eq!(found, (vec![row.id.clone()], 1), "{q}");
        }
        for q in ["Trần", "nh", "%", "_", "142 567 890", "000 99"] {
            assert_eq!(
                listed(&office, CLERK, &all(q, SortKey::Due, false)).1,
                0,
                "{q}"
            );
        }
    }
}
