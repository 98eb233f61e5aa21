//! The communes that a demonstration can show, and what the second has of its own.
//! For `demo`: each has an address, people, numbers and office hours of its own.

use domain::access::Actor;
use domain::calendar::OfficeHours;
use domain::moment::Moment;
use kit::law::{ChangeKind, NewChange};
use kit::{Clock, Error};
use serde_json::json;
use store::{Db, Reader};

use super::heirs::Heir;
use crate::config::{DEFAULT_AGENCY, OneOfSeveral, Settings};
use crate::user::say;
use crate::wiring;

/// One commune of the demonstration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub agency: &'static str,
    /// Browsers lead every name under `localhost` to this machine (RFC 6761).
    host: &'static str,
    /// How many come, of a thousand in the first.
    pub per_mille: u16,
}

/// The most that can be shown.
pub(super) const ALL: [Shown; 2] = [
    Shown {
        agency: DEFAULT_AGENCY,
        host: "quangkhai.localhost",
        per_mille: 1_000,
    },
    Shown {
        agency: "xa_quang_phuc",
        host: "quangphuc.localhost",
        per_mille: 400,
    },
];

/// The first so many and those that took over from them; a single one answers by any name, as everywhere.
pub(super) fn served(settings: Settings, how_many: usize, heirs: &[Heir]) -> Settings {
    if how_many + heirs.len() < 2 {
        return settings;
    }
    let of = |agency: &str, host: &str| OneOfSeveral {
        agency: agency.to_owned(),
        host: host.to_owned(),
        phone: None,
        address: None,
    };
    let shown = ALL
        .iter()
        .take(how_many)
        .map(|one| of(one.agency, one.host));
    let later = heirs.iter().map(|heir| of(&heir.agency, &heir.host));
    Settings {
        communes: shown.chain(later).collect(),
        ..settings
    }
}

/// The second commune's administrator has set other office hours, from the opening day on.
pub(super) fn set_own_hours(
    settings: &Settings,
    db: &Db,
    admin: &str,
    opening: Moment,
) -> Result<(), String> {
    let at = Moment::from_local(opening.date().to_datetime(jiff::civil::time(7, 40, 0, 0)));
    let actor = admin_of(db, &settings.agency, admin, at).map_err(|error| say(&error))?;
    let app = wiring::app(settings, db.clone(), Clock::held_at(at), None)?;
    let change = NewChange {
        kind: ChangeKind::OfficeHours,
        subject: "office_hours".to_owned(),
        seen: 0,
        valid_from: at.date(),
        body: serde_json::to_value(hours()?).map_err(|error| error.to_string())?,
        document: "Thông báo của UBND xã về giờ làm việc mùa đông (bản trình diễn)".to_owned(),
        reason: "Giờ làm việc mùa đông".to_owned(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let token = "demo-office-hours".to_owned();
    runtime
        .block_on(app.save_law(&actor, token, vec![change], "/cb/quan-tri/lich"))
        .map(|_| ())
        .map_err(|error| say(&error))
}

fn hours() -> Result<OfficeHours, String> {
    let day = ["07:30-11:30", "13:00-16:30"];
    let week = json!({
        "monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day,
        "saturday": ["07:30-11:00"], "sunday": [],
    });
    let body = json!({
        "source": "Thông báo giờ làm việc mùa đông của bản trình diễn",
        "week": week,
        "swapped": day,
    });
    serde_json::from_value(body).map_err(|error| error.to_string())
}

fn admin_of(db: &Db, agency: &str, username: &str, at: Moment) -> Result<Actor, Error> {
    let (agency, username) = (agency.to_owned(), username.to_owned());
    db.read_blocking(move |reader: &mut Reader<'_>| -> Result<Actor, Error> {
        let account = people::by_username(reader, &agency, &username)?.ok_or(Error::Missing)?;
        people::actor_of(reader, &account.id, at)?.ok_or(Error::Missing)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_commune_works_on_saturday_mornings() {
        let hours = hours().expect("they can be read");
        assert_eq!(hours.on(jiff::civil::Weekday::Saturday).len(), 1);
    }
}
