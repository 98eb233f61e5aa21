//! What a list is narrowed to, as its address says it, so that any view can be kept or sent.
//! For the worklist, for counts that link to it, and for the dossier's way back.

use domain::access::Actor;
use domain::dossier::{Channel, State};
use domain::text::{has_nul, nfc, slug};

use super::view::View;

/// The longest search that is looked at.
const SEARCH_CHARS_MAX: usize = 100;

/// How a dossier's date stands, for choosing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    Overdue,
    Today,
    NextDay,
    FiveDays,
    Without,
}

impl Due {
    pub(crate) const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Overdue, "qua-han", "Quá hạn"),
        (Self::Today, "hom-nay", "Hôm nay"),
        (Self::NextDay, "ngay-toi", "Ngày làm việc tới"),
        (Self::FiveDays, "nam-ngay", "Năm ngày làm việc tới"),
        (Self::Without, "khong-han", "Chưa có thời hạn"),
    ];
}

/// Which states are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum States {
    /// What the commune still owes work on; in a view: what the view holds.
    #[default]
    Usual,
    All,
    One(State),
}

/// Who has the step in hands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Holder {
    #[default]
    Anybody,
    Me,
    Nobody,
    Account(String),
}

/// By what a list is ordered; the id comes last, always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SortKey {
    #[default]
    Due,
    Received,
    Name,
}

impl SortKey {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Due, "han"),
        (Self::Received, "nhan"),
        (Self::Name, "ten"),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(key, _)| *key == self)
            .map_or("han", |(_, name)| name)
    }
}

/// An order and its direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sort {
    pub(crate) key: SortKey,
    pub(crate) descending: bool,
}

/// Where in the list a page begins or ends: the sort key and the id of the row beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    #[default]
    Start,
    After(String, String),
    Before(String, String),
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) view: Option<View>,
    pub(crate) q: String,
    pub(crate) field: String,
    pub(crate) due: Option<Due>,
    /// How many days at least, where the view asks for a number.
    pub(crate) days: Option<u32>,
    pub(crate) holder: Holder,
    pub(crate) channel: Option<Channel>,
    pub(crate) states: States,
    pub(crate) sort: Sort,
}

impl Filter {
    /// A view and nothing else.
    pub(crate) fn of(view: View) -> Self {
        Self {
            view: Some(view),
            ..Self::default()
        }
    }

    /// Reads a query string; what nobody knows is left aside.
    pub(crate) fn read(query: &str) -> (Self, Place) {
        let (mut filter, mut place) = (Self::default(), Place::Start);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "sau" | "truoc" => place = read_place(&name, &value).unwrap_or(place),
                _ => filter.take(&name, value.trim()),
            }
        }
        (filter, place)
    }

    fn take(&mut self, name: &str, value: &str) {
        match name {
            "xem" => self.view = View::from_name(value),
            "q" if !has_nul(value) => self.q = nfc(value).chars().take(SEARCH_CHARS_MAX).collect(),
            "linh-vuc" if !has_nul(value) => self.field = nfc(value).chars().take(200).collect(),
            "han" => {
                self.due = Due::ALL
                    .iter()
                    .find(|(_, known, _)| *known == value)
                    .map(|(due, ..)| *due)
            }
            "lau" => self.days = value.parse().ok().filter(|days| (1..=365).contains(days)),
            "nguoi" => self.holder = read_holder(value),
            "cach" => {
                self.channel = Channel::ALL
                    .into_iter()
                    .find(|known| slug(known.vietnamese()) == value)
            }
            "trang-thai" => self.states = read_states(value),
            "sap" => self.sort = read_sort(value),
            _ => {}
        }
    }

    /// The query string that reads back as this filter; empty for the usual list.
    pub(crate) fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.pairs() {
            if !value.is_empty() {
                query.append_pair(name, &value);
            }
        }
        query.finish()
    }

    /// Every part under its name; empty where it is as usual.
    pub(crate) fn pairs(&self) -> [(&'static str, String); 9] {
        [
            (
                "xem",
                self.view.map(View::name).unwrap_or_default().to_owned(),
            ),
            ("q", self.q.clone()),
            ("linh-vuc", self.field.clone()),
            ("han", self.due_name().to_owned()),
            (
                "lau",
                self.days.map(|days| days.to_string()).unwrap_or_default(),
            ),
            ("nguoi", self.holder_name()),
            (
                "cach",
                self.channel
                    .map(|channel| slug(channel.vietnamese()))
                    .unwrap_or_default(),
            ),
            ("trang-thai", self.states_name()),
            ("sap", self.sort_name()),
        ]
    }

    /// The address of the list under this filter.
    pub(crate) fn href(&self) -> String {
        self.href_at(&Place::Start)
    }

    /// The address of one page of it.
    pub(crate) fn href_at(&self, place: &Place) -> String {
        let place = match place {
            Place::Start => String::new(),
            Place::After(key, id) => format!("sau={key}.{id}"),
            Place::Before(key, id) => format!("truoc={key}.{id}"),
        };
        let query = [self.query(), place]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("&");
        if query.is_empty() {
            super::worklist::PATH.to_owned()
        } else {
            format!("{}?{query}", super::worklist::PATH)
        }
    }

    /// The states that a dossier of this list can be in.
    pub(crate) fn wanted_states(&self, actor: &Actor) -> Vec<State> {
        let in_view = |state: &State| {
            self.view
                .is_none_or(|view| super::conditions::states_of(view, actor).contains(state))
        };
        let wanted = |state: &State| match self.states {
            States::Usual => self.view.is_some() || state.is_open(),
            States::All => true,
            States::One(one) => *state == one,
        };
        State::ALL
            .into_iter()
            .filter(|state| in_view(state) && wanted(state))
            .collect()
    }

    fn due_name(&self) -> &'static str {
        Due::ALL
            .iter()
            .find(|(due, ..)| Some(*due) == self.due)
            .map_or("", |(_, name, _)| name)
    }

    fn holder_name(&self) -> String {
        match &self.holder {
            Holder::Anybody => String::new(),
            Holder::Me => "toi".to_owned(),
            Holder::Nobody => "chua-ai".to_owned(),
            Holder::Account(id) => id.clone(),
        }
    }

    fn states_name(&self) -> String {
        match self.states {
            States::Usual => String::new(),
            States::All => "tat-ca".to_owned(),
            States::One(state) => slug(state.vietnamese()),
        }
    }

    fn sort_name(&self) -> String {
        match self.sort {
            Sort {
                key: SortKey::Due,
                descending: false,
            } => String::new(),
            Sort { key, descending } => {
                format!("{}{}", if descending { "-" } else { "" }, key.name())
            }
        }
    }
}

fn read_place(name: &str, value: &str) -> Option<Place> {
    let (key, id) = value.split_once('.')?;
    let plain = |text: &str| !text.contains('\0') && text.len() <= 2_000;
    if !plain(key) || !plain(id) || id.is_empty() {
        return None;
    }
    let (key, id) = (key.to_owned(), id.to_owned());
    Some(if name == "sau" {
        Place::After(key, id)
    } else {
        Place::Before(key, id)
    })
}

fn read_holder(value: &str) -> Holder {
    match value {
        "" => Holder::Anybody,
        "toi" => Holder::Me,
        "chua-ai" => Holder::Nobody,
        id if has_nul(id) => Holder::Anybody,
        id => Holder::Account(id.to_owned()),
    }
}

fn read_states(value: &str) -> States {
    if value == "tat-ca" {
        return States::All;
    }
    State::ALL
        .into_iter()
        .find(|state| slug(state.vietnamese()) == value)
        .map_or(States::Usual, States::One)
}

fn read_sort(value: &str) -> Sort {
    let (descending, name) = value
        .strip_prefix('-')
        .map_or((false, value), |name| (true, name));
    SortKey::ALL
        .into_iter()
        .find(|(_, known)| *known == name)
        .map_or_else(Sort::default, |(key, _)| Sort { key, descending })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_the_filter_it_was_made_from() {
        let filter = Filter {
            view: Some(View::Overdue),
            q: "Nguyễn Ánh & con".into(),
            field: "Hộ tịch".into(),
            due: Some(Due::Overdue),
            days: Some(15),
            holder: Holder::Account("u1".into()),
            channel: Some(Channel::Post),
            states: States::One(State::Processing),
            sort: Sort {
                key: SortKey::Name,
                descending: true,
            },
        };
        assert_eq!(Filter::read(&filter.query()), (filter, Place::Start));
        assert_eq!(Filter::default().href(), "/cb/ho-so");
        for state in State::ALL {
            let filter = Filter {
                states: States::One(state),
                ..Filter::default()
            };
            assert_eq!(Filter::read(&filter.query()).0, filter, "{state:?}");
        }
    }

    #[test]
    fn a_place_in_the_list_is_kept_and_nonsense_begins_at_the_start() {
        let place = Place::After("12".into(), "abc".into());
        let address = Filter::default().href_at(&place);
        let (_, query) = address.split_once('?').expect("a query");
        assert_eq!(Filter::read(query).1, place);
        assert_eq!(
            Filter::read("sau=12&xem=khong-co&sap=la").0,
            Filter::default()
        );
        assert_eq!(Filter::read("sau=12").1, Place::Start);
    }
}
