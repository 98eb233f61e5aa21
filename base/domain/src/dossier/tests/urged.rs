//! The citizen urges: counted, with its moment, and nothing else moves.
//! For whoever changes how often, or in which states.

use super::*;

const ONLINE: Command<'static> = Command::Urge { by_citizen: true };
const AT_COUNTER: Command<'static> = Command::Urge { by_citizen: false };

#[test]
fn the_citizens_page_takes_one_urging_a_day_and_the_counter_takes_each() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    walk.must("2023-06-20T00:05", &ONLINE);
    assert_eq!(
        walk.refused("2023-06-20T23:59", &ONLINE),
        Refusal::UrgedToday {
            at: at("2023-06-20T00:05")
        }
    );
    walk.must("2023-06-20T23:59", &AT_COUNTER)
        .must("2023-06-20T23:59", &AT_COUNTER)
        .must("2023-06-21T00:00", &ONLINE);
    assert_eq!(
        walk.dossier.urges,
        Urges {
            count: 4,
            last: Some(at("2023-06-21T00:00")),
            last_by_citizen: Some(at("2023-06-21T00:00")),
        }
    );
}

#[test]
fn an_urging_at_the_counter_does_not_use_up_the_citizens_own() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    walk.must("2023-06-20T08:00", &AT_COUNTER)
        .must("2023-06-20T09:00", &ONLINE);
    assert_eq!(walk.dossier.urges.count, 2);
}

#[test]
fn urging_moves_neither_date_nor_step() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let before = walk.dossier.clone();
    walk.must("2023-06-20T08:00", &ONLINE);
    let after = Dossier {
        urges: before.urges,
        last_at: before.last_at,
        ..walk.dossier.clone()
    };
    assert_eq!(after, before);
}

#[test]
fn nobody_urges_where_the_next_step_is_their_own() {
    for state in State::ALL {
        let owes =
            state.is_open() && !matches!(state, State::AwaitingSupplement | State::AwaitingPayment);
        assert_eq!(allows(state, Act::Urge), owes, "{state:?}");
    }
}
