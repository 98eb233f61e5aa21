//! The officers' menu and the numbers in it.
//! Supplied to the kit, which shows them on every page.

use domain::access::{Act, Actor, Subject, may};
use domain::moment::Moment;
use kit::{NavCount, NavItem};
use store::{Reader, StoreError};

use super::conditions::Asker;
use super::count;
use super::filter::{Due, Filter};
use super::view::View;

/// The places of the menu, each with the right that opens it.
const PLACES: [(Act, NavItem); 10] = [
    (
        Act::SeeOwnWork,
        NavItem {
            key: "work",
            href: super::work::PATH,
            label: "Việc của tôi",
        },
    ),
    (
        Act::Receive,
        NavItem {
            key: "counter",
            href: "/cb/quay",
            label: "Quầy",
        },
    ),
    (
        Act::ListDossiers,
        NavItem {
            key: "dossiers",
            href: super::worklist::PATH,
            label: "Hồ sơ",
        },
    ),
    (
        Act::Approve,
        NavItem {
            key: "sign",
            href: super::sign_queue::PATH,
            label: "Ký duyệt",
        },
    ),
    (
        Act::Collect,
        NavItem {
            key: "till",
            href: "/cb/quy",
            label: "Quỹ",
        },
    ),
    (
        Act::SeePlan,
        NavItem {
            key: "plan",
            href: "/cb/ke-hoach",
            label: "Kế hoạch",
        },
    ),
    (
        Act::SeeCatalogue,
        NavItem {
            key: "procedures",
            href: "/qt/thu-tuc",
            label: "Thủ tục",
        },
    ),
    (
        Act::ManagePeople,
        NavItem {
            key: "people",
            href: "/qt/nguoi-dung",
            label: "Người dùng",
        },
    ),
    // The one-stop shop may read what is there too, but it is no daily place of theirs.
    (
        Act::SeeAudit,
        NavItem {
            key: "admin",
            href: "/cb/quan-tri",
            label: "Quản trị",
        },
    ),
    (
        Act::ManageTokens,
        NavItem {
            key: "tokens",
            href: "/cb/quan-tri/khoa-api",
            label: "Khóa API",
        },
    ),
];

/// The places that an officer may open.
pub fn nav(actor: &Actor) -> Vec<NavItem> {
    PLACES
        .iter()
        .filter(|(act, _)| can(actor, *act))
        .map(|(_, item)| *item)
        .collect()
}

/// Whether the officer's roles hold a right in the own commune.
pub(super) fn can(actor: &Actor, act: Act) -> bool {
    may(actor, act, &Subject::agency(&actor.agency)).is_ok()
}

/// The numbers in the menu: what must be done today, what is overdue, what waits for a signature, and
/// which proposals about rights wait for whoever may agree.
///
/// # Errors
/// What the store answers.
pub fn counts(
    reader: &mut Reader<'_>,
    actor: &Actor,
    now: Moment,
) -> Result<Vec<NavCount>, StoreError> {
    let mut asked: Vec<(&'static str, bool, Filter)> =
        vec![("work", false, Filter::of(View::Today))];
    if can(actor, Act::ListDossiers) {
        asked.push((
            "dossiers",
            true,
            Filter {
                due: Some(Due::Overdue),
                ..Filter::default()
            },
        ));
    }
    if can(actor, Act::Approve) {
        asked.push(("sign", false, Filter::of(View::ToSign)));
    }
    let filters: Vec<Filter> = asked.iter().map(|(.., filter)| filter.clone()).collect();
    let mut keys: Vec<(&'static str, bool)> = asked
        .into_iter()
        .map(|(key, urgent, _)| (key, urgent))
        .collect();
    let asker = Asker {
        actor,
        now,
        calendar: None,
    };
    let found = if can(actor, Act::ConfirmRights) {
        // They are answered from the page of administration.
        keys.push(("admin", false));
        count::count_with_proposals(reader, &filters, &asker)?
    } else {
        count::count(reader, &filters, &asker)?
    };
    let numbered = keys.into_iter().zip(found).filter(|(_, n)| *n > 0);
    Ok(numbered
        .map(|((key, urgent), n)| NavCount { key, n, urgent })
        .collect())
}
