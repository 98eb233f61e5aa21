//! Lists by HTTP on each engine: what they hold, how they are ordered, and that numbers agree.

use axum::http::StatusCode;
use domain::dossier::Command;
use domain::moment::Moment;
use store::StoreError;

use super::conditions::Asker;
use super::filter::{Due, Filter, Holder, Place, Sort, SortKey, States};
use super::find;
use super::view::View;
use crate::fixture::{BIRTH, CHAIR, CLERK, Office, REGISTRAR, SEAL, SINGLE, actor};

/// Ids of a list in order, and its number.
fn listed(office: &Office, account: &str, filter: &Filter) -> (Vec<String>, u64) {
    let (actor, filter, now, law) = (
        actor(account),
        filter.clone(),
        office.desk().at,
        office.desk().law,
    );
    let found = office
        .web
        .app
        .db()
        .read_blocking(move |reader| -> Result<_, StoreError> {
            let asker = Asker {
                actor: &actor,
                now,
                calendar: Some(&law.calendar),
            };
            let page = find::page(reader, &filter, &Place::Start, &asker, 1000)?;
            let ids = page
                .rows
                .iter()
                .map(|row| row.get("id"))
                .collect::<Result<Vec<String>, _>>()?;
            Ok((
                ids,
                find::count(reader, std::slice::from_ref(&filter), &asker)?[0],
            ))
        });
    found.expect("the list can be read")
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

#[tokio::test(flavor = "multi_thread")]
async fn every_number_equals_the_length_of_its_list() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
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
        for account in [
            CLERK,
            REGISTRAR,
            CHAIR,
            SEAL,
            "accountant",
            "vice_chair+controller@vptk",
        ] {
            let together = {
                let (actor, filters, now) = (actor(account), filters.clone(), office.desk().at);
                let law = office.desk().law;
                office.web.app.db().read_blocking(move |reader| {
                    find::count(
                        reader,
                        &filters,
                        &Asker {
                            actor: &actor,
                            now,
                            calendar: Some(&law.calendar),
                        },
                    )
                })
            };
            for (filter, number) in filters.iter().zip(together.expect("counts can be read")) {
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
    let (actor, filter, now) = (actor(CLERK), filter.clone(), office.desk().at);
    let read = office
        .web
        .app
        .db()
        .read_blocking(move |reader| -> Result<_, StoreError> {
            let asker = Asker {
                actor: &actor,
                now,
                calendar: None,
            };
            let ids = |page: &find::Found| {
                page.rows
                    .iter()
                    .map(|row| row.get::<String>("id"))
                    .collect::<Result<Vec<_>, _>>()
            };
            let (mut forth, mut back, mut place) = (Vec::new(), Vec::new(), Place::Start);
            let mut last = loop {
                let page = find::page(reader, &filter, &place, &asker, size)?;
                forth.extend(ids(&page)?);
                match page.after.clone() {
                    Some(after) => place = after,
                    None => break page,
                }
            };
            back.splice(0..0, ids(&last)?);
            while let Some(before) = last.before.clone() {
                last = find::page(reader, &filter, &before, &asker, size)?;
                back.splice(0..0, ids(&last)?);
            }
            Ok((forth, back))
        });
    let (forth, back) = read.expect("pages can be read");
    assert_eq!(forth, back);
    forth
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_found_by_name_number_telephone_and_code() {
    for office in Office::on_each_engine() {
        let row = office.receive(SINGLE, "Nguyễn Thị Ánh").await;
        let code = row.machine.code.clone().expect("it was received");
        let short = super::item::short_code(&code);
        let tracking = super::item::short_code(&row.tracking);
        for q in [
            "Nguyễn Thị Ánh",
            "nguyen thi anh",
            "ánh nguyễn",
            "0301 9200 4217",
            "0912 345 678",
            &short,
            &code,
            &tracking,
        ] {
            let found = listed(
                &office,
                CLERK,
                &Filter {
                    q: q.into(),
                    ..Filter::default()
                },
            );
            assert_eq!(found.1, 1, "{q}");
        }
        for q in ["Trần", "nh", "%", "_", "' OR 1=1 --"] {
            assert_eq!(
                listed(
                    &office,
                    CLERK,
                    &Filter {
                        q: q.into(),
                        ..Filter::default()
                    }
                )
                .1,
                0,
                "{q}"
            );
        }
        let page = office.page(CLERK, "/cb/ho-so?q=Tr%E1%BA%A7n").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body.contains("Chưa có hồ sơ nào khớp.")
                && page.body.contains("Tìm trong tất cả hồ sơ")
        );
        assert!(
            page.body.contains("value=\"Trần\""),
            "what was typed is still there"
        );
        office.web.app.flush().await.expect("readings are kept");
        let read = office
            .web
            .app
            .db()
            .read_blocking(|reader| -> Result<_, StoreError> {
                use store::Sql as _;
                reader
                    .row("SELECT COUNT(*) AS n FROM reading", store::params![])?
                    .expect("a number")
                    .get::<i64>("n")
            });
        assert_eq!(
            read.expect("readings can be read"),
            1,
            "a personal search is noted, a plain list is not"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_chips_that_come_off_one_by_one() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let page = office
            .page(
                CLERK,
                "/cb/ho-so?xem=chua-ban-giao&cach=tai-quay&sau=rubbish&han=la",
            )
            .await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("<b>1 hồ sơ</b>") && page.body.contains("Nguyễn Thị Ánh"));
        assert!(
            page.body
                .contains("href=\"/cb/ho-so?xem=chua-ban-giao\">Tại quầy"),
            "{}",
            page.body
        );
        assert!(
            page.body
                .contains("href=\"/cb/ho-so?cach=tai-quay\">Chưa bàn giao")
        );
        assert!(
            page.body
                .contains("?tu=xem%3Dchua-ban-giao%26cach%3Dtai-quay"),
            "the way back is carried along"
        );
        let plain = office.page(CLERK, "/cb/ho-so").await;
        assert!(
            plain.body.contains("<b>8 hồ sơ</b>")
                && plain
                    .body
                    .contains("href=\"/cb/ho-so?trang-thai=tat-ca\">Chưa xong")
        );
        assert!(
            plain.body.contains("data-label=\"Thủ tục\""),
            "rows become cards on a telephone"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn own_work_shows_the_numbers_of_the_lists_it_leads_to() {
    for office in Office::on_each_engine() {
        furnish(&office).await;
        let page = office.page(CLERK, "/cb/viec").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body
                .contains("Chưa bàn giao<b>1</b><a href=\"/cb/ho-so?xem=chua-ban-giao\">"),
            "{}",
            page.body
        );
        assert!(page.body.contains("Hoàng Đức Anh") && page.body.contains("Nguyễn Thị Ánh"));
        assert!(
            !page.body.contains("Bùi Văn Khoát"),
            "another's step is not mine"
        );
        let admin = office.page("admin", "/cb/viec").await;
        assert!(admin.body.contains("không xử lý hồ sơ") && !admin.body.contains("/cb/ho-so?"));
        assert_eq!(
            office.page("admin", "/cb/ho-so").await.status,
            StatusCode::FORBIDDEN
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_to_sign_holds_what_the_leader_may_sign() {
    for office in Office::on_each_engine() {
        office.name(REGISTRAR, "Trần Đức Hòa").await;
        let empty = office.page(CHAIR, "/ld/ky").await;
        assert!(empty.body.contains("Không có hồ sơ nào chờ ký."));
        furnish(&office).await;
        let page = office.page(CHAIR, "/ld/ky").await;
        assert!(
            page.body.contains("Phạm Văn Thịnh") && page.body.contains("Hôm nay 17:00"),
            "{}",
            page.body
        );
        assert!(page.body.contains("Người trình <b>Trần Đức Hòa</b>"));
        assert!(page.body.contains("/ky?tu=xem%3Dcho-toi-ky"));
        assert!(
            page.body
                .contains("Ký duyệt <span class=\"count\">1</span>"),
            "the menu counts it too"
        );
        assert_eq!(
            office.page(CLERK, "/ld/ky").await.status,
            StatusCode::FORBIDDEN
        );
    }
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
    assert_eq!(keys(CHAIR), ["work", "dossiers", "sign"]);
    assert_eq!(keys("admin"), ["work", "procedures", "people"]);
    assert_eq!(keys(REGISTRAR), ["work", "dossiers"]);
}
