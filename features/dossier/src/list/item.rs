//! One dossier as a line of a list, in words.
//! For the worklist, own work and the leader's queue.

use domain::code::{DossierCode, TrackingCode};
use domain::dossier::{Channel, State};
use domain::moment::Moment;
use domain::text::{date_vi, moment_vi};
use kit::{DeadlineTag, Law, Tag, Tone};
use store::{Row, StoreError};

use super::filter::Filter;
use super::find;
use super::view::View;
use crate::{row, sentences};

/// One line.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What addresses end with.
    pub(super) address: String,
    /// The part of the code that differs within the commune, or the tracking code.
    pub(super) code: String,
    /// The former commune that received it, `từ xã Quang Khải`: after a merger two dossiers may have
    /// the same day and number. Empty for what this commune received.
    pub(super) origin: String,
    pub(super) href: String,
    /// Its name in law.
    pub(super) procedure: String,
    /// What a line of a table calls it: a name that would fill three lines gives way to the everyday one.
    pub(super) procedure_short: String,
    pub(super) owner: String,
    pub(super) channel: &'static str,
    /// `23/11`, or with its year when that is another.
    pub(super) received: String,
    pub(super) due: String,
    /// `17:00, 23/11/2023`.
    pub(super) due_exact: String,
    pub(super) deadline: DeadlineTag,
    pub(super) step: String,
    pub(super) holder: String,
    pub(super) preparer: String,
    /// What one must know before opening it.
    pub(super) marks: Vec<Tag>,
    /// Whether it is one of those that can be handed over, or signed.
    pub(super) state: State,
    pub(super) is_at_approval: bool,
}

/// With what lines are put into words.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    pub(super) law: &'a Law,
    pub(super) now: Moment,
    pub(super) filter: &'a Filter,
}

impl Item {
    /// A stored row in words.
    pub(super) fn read(stored: &Row, telling: Telling<'_>) -> Result<Self, StoreError> {
        let state: String = stored.get("state")?;
        let state = State::from_name(&state)
            .ok_or_else(|| StoreError::Corrupt(format!("dossier.state {state}")))?;
        let channel: String = stored.get("channel")?;
        let id: String = stored.get("procedure_id")?;
        let known = telling.law.catalogue.version(&id);
        let procedure = known.map_or(id.as_str(), |known| known.name_vi.as_str());
        let code = known.map(|known| known.code.as_str());
        let address = find::address(stored)?;
        let due: Option<Moment> = stored.get("due_at")?;
        let received: Option<Moment> = stored.get("received_at")?;
        let filed: Moment = stored.get("filed_at")?;
        let is_paused = state.is_paused();
        Ok(Self {
            code: short_code(&address),
            origin: origin(&address, telling),
            href: href(&address, telling.filter),
            procedure_short: said_short(procedure, code),
            procedure: procedure.to_owned(),
            owner: stored
                .get::<Option<String>>("owner_name")?
                .unwrap_or_else(|| "(đã xoá)".to_owned()),
            channel: Channel::from_name(&channel).map_or("", Channel::vietnamese),
            received: short_day(received.unwrap_or(filed), telling.now),
            due: due
                .filter(|_| !is_paused)
                .map_or_else(|| "—".to_owned(), |due| short_day(due, telling.now)),
            due_exact: due.map(moment_vi).unwrap_or_default(),
            deadline: deadline(state, due, telling),
            step: step(state, stored.get("step_kind")?),
            holder: holder(stored, state, telling.law)?,
            preparer: stored
                .get::<Option<String>>("preparer_name")?
                .unwrap_or_default(),
            marks: marks(stored, state, telling, &address)?,
            is_at_approval: stored.get::<Option<String>>("step_kind")?.as_deref()
                == Some("approve"),
            state,
            address,
        })
    }

    /// The class of a name's cell: names of usual length stay on one line.
    pub(super) fn name_class(&self) -> &'static str {
        if self.owner.chars().count() <= 26 {
            "cell--person nowrap"
        } else {
            "cell--person"
        }
    }

    /// The class that colours a card by its date.
    pub(super) fn card_tone(&self) -> &'static str {
        match self.deadline.kind {
            "late" => "sign-card--late",
            "today" => "sign-card--today",
            _ => "",
        }
    }
}

/// As many letters as two lines of the worklist hold.
const NAME_MAX: usize = 60;

/// The name itself while it is short; else what people call the procedure, if they call it anything.
fn said_short(procedure: &str, code: Option<&str>) -> String {
    let everyday = || code.and_then(catalogue::life_events::everyday_name);
    let is_long = procedure.chars().count() > NAME_MAX;
    let said = is_long.then(everyday).flatten().unwrap_or(procedure);
    said.to_owned()
}

/// Urged, sent back, called, standing still: each in words.
fn marks(
    stored: &Row,
    state: State,
    telling: Telling<'_>,
    address: &str,
) -> Result<Vec<Tag>, StoreError> {
    let mut marks = Vec::new();
    let origin = origin(address, telling);
    if !origin.is_empty() {
        marks.push(Tag::plain(sentences::capital(&origin)));
    }
    let at = |column: &str| stored.get::<Option<Moment>>(column);
    if let Some(urged) = at("urged_at")?.filter(|_| state.is_open()) {
        let text = format!("Dân nhắc {}", short_day(urged, telling.now));
        marks.push(Tag::new(Tone::Warning, text));
    }
    if state == State::Processing && at("sent_back_at")?.is_some() {
        marks.push(Tag {
            icon: "undo-2",
            ..Tag::new(Tone::Warning, "Bị trả lại")
        });
    }
    if let Some(called) = at("called_at")?.filter(|_| state == State::Finished) {
        let text = format!("Đã gọi {}", short_day(called, telling.now));
        marks.push(Tag {
            icon: "phone",
            ..Tag::plain(text)
        });
    }
    if telling.filter.view == Some(View::Stuck) {
        let is_past = at("step_due")?.is_some_and(|due| due < telling.now);
        let why = if is_past {
            "Quá hạn bước"
        } else {
            "Nhiều ngày không có gì mới"
        };
        marks.push(Tag::new(Tone::Error, why));
    }
    Ok(marks)
}

/// Which commune of before the merger its code is of.
fn origin(address: &str, telling: Telling<'_>) -> String {
    let code = DossierCode::parse(address).ok();
    let Some(parts) = code.and_then(|code| code.parts()) else {
        return String::new();
    };
    let today = telling.now.date();
    let units = telling.law.agencies.all().iter();
    let mut ended = units.filter(|unit| !unit.is_valid_on(today));
    let of = ended.find(|unit| unit.code_part.as_ref() == Some(&parts.agency));
    of.map_or_else(String::new, |unit| format!("từ xã {}", unit.place_vi))
}

/// The address of a dossier, carrying the list one came from.
pub(crate) fn href(address: &str, filter: &Filter) -> String {
    let back: String = form_urlencoded::byte_serialize(filter.query().as_bytes()).collect();
    format!("/cb/ho-so/{address}?tu={back}")
}

/// `000.21.49.H23-231123-0007` without the commune's part; `7KQ2-M9XA` of a tracking code.
pub(crate) fn short_code(address: &str) -> String {
    if let Ok(code) = TrackingCode::parse(address) {
        return code.shown();
    }
    address
        .split_once('-')
        .map_or(address, |(_, rest)| rest)
        .to_owned()
}

fn short_day(at: Moment, now: Moment) -> String {
    let (day, today) = (at.date(), now.date());
    if day.year() == today.year() {
        format!("{:02}/{:02}", day.day(), day.month())
    } else {
        date_vi(day)
    }
}

fn deadline(state: State, due: Option<Moment>, telling: Telling<'_>) -> DeadlineTag {
    if state.is_paused() || matches!(state, State::Received | State::Processing) {
        return DeadlineTag::at(due, state.is_paused(), telling.now, &telling.law.calendar);
    }
    let text = match state {
        State::Submitted => "Chờ tiếp nhận",
        State::Finished => "Có kết quả",
        other => other.vietnamese(),
    };
    DeadlineTag {
        kind: "none",
        text: text.to_owned(),
        title: String::new(),
    }
}

fn step(state: State, kind: Option<String>) -> String {
    let kind = kind
        .as_deref()
        .and_then(row::step_kind_named)
        .filter(|_| state == State::Processing);
    match (kind, state) {
        (Some(kind), _) => sentences::capital(sentences::step(kind)),
        (None, State::Submitted) => "Chờ nhận".to_owned(),
        (None, State::Finished) => "Chờ trả".to_owned(),
        (None, other) => other.vietnamese().to_owned(),
    }
}

fn holder(stored: &Row, state: State, law: &Law) -> Result<String, StoreError> {
    if matches!(state, State::Submitted | State::Received | State::Finished) {
        return Ok(sentences::post(law, "mot_cua").to_owned());
    }
    if let Some(name) = stored.get::<Option<String>>("holder_name")? {
        return Ok(name);
    }
    let post: Option<String> = stored.get("step_post")?;
    Ok(post.map_or_else(
        || "—".to_owned(),
        |post| sentences::post(law, &post).to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_shown_without_what_all_have_in_common() {
        assert_eq!(short_code("000.21.49.H23-231123-0007"), "231123-0007");
        assert_eq!(short_code("7KQ2M9XA"), "7KQ2-M9XA");
    }

    #[test]
    fn two_numbers_of_one_day_are_told_apart_by_the_commune_of_before_the_merger() {
        let law = Law::embedded().expect("our data is sound");
        let filter = Filter::default();
        let at = |text: &str| Moment::parse_local(text).expect("a valid time");
        let of = |address: &str, now: &str| {
            let (law, filter, now) = (&law, &filter, at(now));
            origin(address, Telling { law, now, filter })
        };
        let (khai, phuc) = ("000.21.49.H23-231117-0001", "000.22.49.H23-231117-0001");
        assert_eq!(short_code(khai), short_code(phuc));
        let after = "2025-07-02T09:00";
        assert_eq!(of(khai, after), "từ xã Quang Khải");
        assert_eq!(of(phuc, after), "từ xã Quang Phục");
        assert_eq!(of(khai, "2023-11-23T09:00"), "", "it is our own");
        assert_eq!(of("7KQ2M9XA", after), "");
    }

    #[test]
    fn days_of_another_year_carry_it() {
        let at = |text: &str| Moment::parse_local(text).expect("a valid time");
        let now = at("2023-11-23T09:00");
        assert_eq!(short_day(at("2023-12-05T17:00"), now), "05/12");
        assert_eq!(short_day(at("2024-01-05T17:00"), now), "05/01/2024");
    }
}
