//! Links beside a list: its views with their numbers, the heads of its columns, the ages of a view.
//! For the worklist and one's own work.

use super::filter::{Filter, Sort, SortKey};
use super::view::View;

/// One view in the side navigation.
pub(super) struct SideLink {
    pub(super) href: String,
    pub(super) label: &'static str,
    pub(super) number: u64,
    pub(super) urgent: bool,
    pub(super) today: bool,
    pub(super) current: bool,
}

/// A head of the table: a link where one can sort by it.
pub(super) struct Head {
    pub(super) label: &'static str,
    pub(super) href: String,
    /// `ascending`, `descending` or `""`.
    pub(super) sorted: &'static str,
}

/// How old the dossiers of a view are at least.
pub(super) struct Age {
    pub(super) href: String,
    pub(super) days: u32,
    pub(super) current: bool,
}

/// The views with their numbers: the officer's own, and the office's.
pub(super) fn side(
    views: &[View],
    numbers: &[u64],
    filter: &Filter,
) -> (Vec<SideLink>, Vec<SideLink>) {
    let link = |(view, number): (&View, &u64)| SideLink {
        href: Filter::of(*view).href(),
        label: view.label(),
        number: *number,
        urgent: matches!(view, View::Overdue | View::Stuck) && *number > 0,
        today: *view == View::Today && *number > 0,
        current: filter.view == Some(*view),
    };
    let (own, office): (Vec<_>, Vec<_>) = views
        .iter()
        .zip(numbers)
        .partition(|(view, _)| view.is_own());
    (
        own.into_iter().map(link).collect(),
        office.into_iter().map(link).collect(),
    )
}

/// The numbers of days offered, where the view asks for one.
pub(super) fn ages(filter: &Filter) -> Vec<Age> {
    let Some(usual) = filter.view.and_then(View::usual_days) else {
        return Vec::new();
    };
    let chosen = filter.days.unwrap_or(usual);
    let mut offered = vec![3, 5, 15, 30];
    if !offered.contains(&chosen) {
        offered.push(chosen);
        offered.sort_unstable();
    }
    let age = |days: u32| Age {
        href: Filter {
            days: Some(days).filter(|days| *days != usual),
            ..filter.clone()
        }
        .href(),
        days,
        current: days == chosen,
    };
    offered.into_iter().map(age).collect()
}

/// The head of a column by which one can sort.
pub(super) fn head(label: &'static str, key: SortKey, filter: &Filter) -> Head {
    let is_current = filter.sort.key == key;
    let sort = Sort {
        key,
        descending: is_current && !filter.sort.descending,
    };
    let sorted = match (is_current, filter.sort.descending) {
        (false, _) => "",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    Head {
        label,
        href: Filter {
            sort,
            ..filter.clone()
        }
        .href(),
        sorted,
    }
}
