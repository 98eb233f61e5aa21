//! What the worklist's filter bar offers, and what has been chosen, as words that come off.
//! For the worklist.

use domain::access::Actor;
use domain::dossier::{Channel, State};
use domain::moment::Moment;
use domain::text::slug;
use kit::{Choice, Law, Link};

use super::filter::{Due, Filter, Holder, States};

/// Lĩnh vực.
pub(super) fn fields(law: &Law, now: Moment, filter: &Filter) -> Vec<Choice> {
    let known = law.catalogue.fields(now.date()).into_iter();
    let all = std::iter::once(Choice::new("", "Tất cả", &filter.field));
    all.chain(known.map(|field| Choice::new(field.field_vi.clone(), field.field_vi, &filter.field)))
        .collect()
}

/// Hạn trả.
pub(super) fn dues(filter: &Filter) -> Vec<Choice> {
    let [_, _, _, (_, chosen), ..] = filter.pairs();
    let all = std::iter::once(Choice::new("", "Mọi hạn", &chosen));
    all.chain(
        Due::ALL
            .iter()
            .map(|(_, name, label)| Choice::new(*name, *label, &chosen)),
    )
    .collect()
}

/// Người xử lý.
pub(super) fn holders(
    colleagues: &[(String, String)],
    actor: &Actor,
    filter: &Filter,
) -> Vec<Choice> {
    let [.., (_, chosen), _, _, _] = filter.pairs();
    let mut choices: Vec<Choice> = [
        ("", "Cả bộ phận"),
        ("toi", "Của tôi"),
        ("chua-ai", "Chưa ai giữ"),
    ]
    .map(|(name, label)| Choice::new(name, label, &chosen))
    .into();
    let others = colleagues.iter().filter(|(id, _)| *id != actor.user);
    choices.extend(others.map(|(id, name)| Choice::new(id, name, &chosen)));
    choices
}

/// Cách nộp.
pub(super) fn channels(filter: &Filter) -> Vec<Choice> {
    let chosen = filter
        .channel
        .map(|channel| slug(channel.vietnamese()))
        .unwrap_or_default();
    let all = std::iter::once(Choice::new("", "Mọi cách", &chosen));
    all.chain(
        Channel::ALL
            .map(|known| Choice::new(slug(known.vietnamese()), known.vietnamese(), &chosen)),
    )
    .collect()
}

/// Trạng thái.
pub(super) fn states(filter: &Filter) -> Vec<Choice> {
    let [.., (_, chosen), _] = filter.pairs();
    let usual = if filter.view.is_some() {
        "Theo mục đang xem"
    } else {
        "Chưa xong"
    };
    let mut choices = vec![
        Choice::new("", usual, &chosen),
        Choice::new("tat-ca", "Tất cả", &chosen),
    ];
    let stored = State::ALL
        .into_iter()
        .filter(|state| *state != State::Draft);
    choices.extend(
        stored.map(|state| Choice::new(slug(state.vietnamese()), state.vietnamese(), &chosen)),
    );
    choices
}

/// Each narrowing as a word that can be taken off.
pub(super) fn chips(filter: &Filter, colleagues: &[(String, String)]) -> Vec<Link> {
    let without = |change: fn(&mut Filter)| {
        let mut other = filter.clone();
        change(&mut other);
        other.href()
    };
    let mut chips = Vec::new();
    if let Some(view) = filter.view {
        chips.push(Link::new(
            without(|filter| filter.view = None),
            view.label(),
        ));
    }
    match filter.states {
        States::Usual if filter.view.is_none() => {
            chips.push(Link::new(
                without(|filter| filter.states = States::All),
                "Chưa xong",
            ));
        }
        States::One(state) => chips.push(Link::new(
            without(|filter| filter.states = States::Usual),
            state.vietnamese(),
        )),
        States::Usual | States::All => {}
    }
    if !filter.q.is_empty() {
        chips.push(Link::new(
            without(|filter| filter.q.clear()),
            format!("«{}»", filter.q),
        ));
    }
    if !filter.field.is_empty() {
        chips.push(Link::new(
            without(|filter| filter.field.clear()),
            &filter.field,
        ));
    }
    if let Some((_, _, label)) = Due::ALL.iter().find(|(due, ..)| Some(*due) == filter.due) {
        chips.push(Link::new(
            without(|filter| filter.due = None),
            format!("Hạn: {}", label.to_lowercase()),
        ));
    }
    if let Some(words) = holder_words(&filter.holder, colleagues) {
        chips.push(Link::new(
            without(|filter| filter.holder = Holder::Anybody),
            words,
        ));
    }
    if let Some(channel) = filter.channel {
        chips.push(Link::new(
            without(|filter| filter.channel = None),
            channel.vietnamese(),
        ));
    }
    chips
}

fn holder_words(holder: &Holder, colleagues: &[(String, String)]) -> Option<String> {
    Some(match holder {
        Holder::Anybody => return None,
        Holder::Me => "Của tôi".to_owned(),
        Holder::Nobody => "Chưa ai giữ".to_owned(),
        Holder::Account(id) => {
            let known = colleagues.iter().find(|(known, _)| known == id);
            known.map_or_else(|| "Người đã nghỉ".to_owned(), |(_, name)| name.clone())
        }
    })
}
