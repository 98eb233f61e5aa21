//! Putting the parts together: database, law, commune, and what features supply to the kit.
//! For every command that needs data; no other file knows all the features.

use std::sync::Arc;

use domain::fact::Fact;
use kit::{App, Clock, Commune, DemoInfo, Law, NavItem, Press, Setup, Supplied};
use store::{DatabaseUrl, Db, Entropy, Event, Options};

use crate::config::Settings;
use crate::reactions;

/// The facts of one event.
fn facts(event: &Event) -> Vec<Fact> {
    domain::fact::facts(&event.kind, event.at, &event.data)
}

/// Opens the database that the settings name.
pub fn open(settings: &Settings, entropy: Entropy) -> Result<Db, String> {
    let url: DatabaseUrl = settings
        .database
        .parse()
        .map_err(|error| format!("{error}"))?;
    Db::open(Options {
        url,
        files: settings.files_folder(),
        entropy,
        facts,
        jobs: reactions::jobs,
        readers: 2,
    })
    .map_err(|error| format!("Không mở được cơ sở dữ liệu: {error}"))
}

/// The law that the program was built with.
pub fn law() -> Result<Law, String> {
    Law::embedded().map_err(|faults| format!("Dữ liệu đi kèm có lỗi: {}", faults.join("; ")))
}

/// The commune with this id, with the contact that the settings give.
pub fn commune(settings: &Settings, law: &Law) -> Result<Commune, String> {
    let agencies = &law.agencies;
    let id = settings.agency.as_str();
    let agency = agencies
        .get(id)
        .ok_or_else(|| format!("Không có đơn vị «{id}» trong danh mục đơn vị."))?;
    let above: Vec<String> = agencies
        .path(id)
        .iter()
        .rev()
        .filter(|unit| unit.id != agency.id)
        .enumerate()
        .map(|(place, unit)| {
            if place == 0 {
                unit.name_vi.clone()
            } else {
                lower_first(&unit.name_vi)
            }
        })
        .collect();
    let phone = settings.phone.clone().or_else(|| agency.phone.clone());
    let address = settings.address.clone().or_else(|| agency.address.clone());
    Ok(Commune {
        name: lower_first(&agency.name_vi),
        parent: above.join(", "),
        place: agency.place_vi.clone(),
        phone: phone.unwrap_or_default(),
        address: address.unwrap_or_else(|| format!("Trụ sở {}", agency.committee_vi())),
        hours: law.calendar.office_hours_vi(),
        code_part: agency
            .code_part
            .as_ref()
            .map_or_else(String::new, |code| code.old_order().to_owned()),
        is_code_unverified: agency.code_unverified,
    })
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// What features supply to the kit.
pub const SUPPLIED: Supplied = Supplied {
    actor_of: people::actor_of,
    public_nav: &[
        NavItem {
            key: "procedures",
            href: "/thu-tuc",
            label: "Thủ tục",
        },
        NavItem {
            key: "tracking",
            href: "/tra-cuu",
            label: "Tra cứu",
        },
        NavItem {
            key: "hours",
            href: "/gio-lam-viec",
            label: "Giờ làm việc",
        },
        NavItem {
            key: "help",
            href: "/tro-giup",
            label: "Trợ giúp",
        },
    ],
    nav: dossier::nav,
    counts: dossier::counts,
    sign_in_page: people::sign_in_page,
    sign_in_path: people::SIGN_IN_PATH,
    needs_path: people::needs_path,
};

/// The running program.
pub fn app(
    settings: &Settings,
    db: Db,
    clock: Clock,
    demo: Option<DemoInfo>,
) -> Result<App, String> {
    let law = law()?;
    let commune = commune(settings, &law)?;
    let press: Press = Arc::new(|paper| press::pdf(paper).map_err(|error| error.to_string()));
    Ok(App::new(Setup {
        db,
        clock,
        press: Some(press),
        public_url: settings.public_url(),
        demo,
        agency: settings.agency.clone(),
        commune: Arc::new(commune),
        law,
        supplied: SUPPLIED,
    }))
}
