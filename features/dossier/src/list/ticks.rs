//! Which rows of a list can be ticked, and what can be done with the ticked ones together.
//! For the worklist and the leader's queue; without a right to such an act there is no box.

use domain::access::{Act, Actor};
use domain::dossier::State;

use super::filter::Filter;
use super::item::Item;
use super::menu::can;
use crate::together;

/// The boxes of one page of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Ticks {
    /// Whether all are ticked.
    pub(super) all: bool,
    hand_over: bool,
    sign: bool,
    /// What can be done with those on this page.
    pub(super) offers: Vec<TickOffer>,
    /// The same page with every box ticked, or with none.
    pub(super) toggle: String,
    /// The filter, carried along.
    pub(super) from: String,
}

/// One act on many, as a button.
#[derive(Clone, Debug)]
pub(super) struct TickOffer {
    pub(super) href: &'static str,
    pub(super) label: &'static str,
    /// The same for the whole list, up to the most that go together.
    pub(super) whole: String,
}

impl Ticks {
    /// The boxes that an officer gets on a page with these rows.
    pub(super) fn of(actor: &Actor, items: &[Item], filter: &Filter, query: &str) -> Self {
        let mut ticks = Self {
            all: query.split('&').any(|part| part == ALL),
            hand_over: can(actor, Act::HandOver),
            sign: can(actor, Act::Approve),
            from: filter.query(),
            ..Self::default()
        };
        let carried: String = form_urlencoded::byte_serialize(ticks.from.as_bytes()).collect();
        let offer = |href: &'static str, label: &'static str| TickOffer {
            href,
            label,
            whole: format!("{href}?ca=1&tu={carried}"),
        };
        if ticks.hand_over && items.iter().any(|item| item.state == State::Received) {
            ticks
                .offers
                .push(offer(together::HAND_OVER, "Bàn giao các hồ sơ đã chọn"));
        }
        if ticks.sign && items.iter().any(|item| item.is_at_approval) {
            ticks
                .offers
                .push(offer(together::SIGN, "Ký duyệt các hồ sơ đã chọn"));
        }
        ticks.toggle = toggled(query, ticks.all);
        ticks
    }

    /// Whether a row has a box.
    pub(super) fn can(&self, item: &Item) -> bool {
        (self.hand_over && item.state == State::Received) || (self.sign && item.is_at_approval)
    }
}

const ALL: &str = "chon=tat-ca";

/// The address of the same page with the boxes the other way.
fn toggled(query: &str, all: bool) -> String {
    let parts = query
        .split('&')
        .filter(|part| !part.is_empty() && *part != ALL);
    let mut parts: Vec<&str> = parts.collect();
    if !all {
        parts.push(ALL);
    }
    format!("?{}", parts.join("&"))
}

#[cfg(test)]
mod tests {
    use super::toggled;

    #[test]
    fn ticking_all_keeps_the_place_in_the_list() {
        assert_eq!(
            toggled("xem=a&sau=1.x", false),
            "?xem=a&sau=1.x&chon=tat-ca"
        );
        assert_eq!(toggled("xem=a&chon=tat-ca", true), "?xem=a");
        assert_eq!(toggled("", false), "?chon=tat-ca");
    }
}
