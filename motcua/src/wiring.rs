//! Putting the parts together: database, law, commune, and what features supply to the kit.
//! For every command that needs data; no other file knows all the features.

use std::sync::Arc;

use domain::access::Actor;
use domain::fact::Fact;
use domain::moment::Moment;
use jiff::civil::Date;
use kit::{App, Clock, Commune, DemoInfo, Law, NavCount, NavItem, Press, Setup, Supplied};
use store::{DatabaseUrl, Db, Entropy, Event, Options, Reader, State, StoreError};

use crate::config::Settings;
use crate::user::say;
use crate::{law_check, reactions, trouble};

/// Said where nothing was kept yet.
const EMPTY: &str = "Cơ sở dữ liệu còn trống. Hãy chạy `motcua migrate` để tạo các bảng, hoặc ghi đúng nơi bằng --database.";

/// The facts of one event.
fn facts(event: &Event) -> Vec<Fact> {
    domain::fact::facts(&event.kind, event.at, &event.data)
}

/// Opens the database that the settings name, or makes it. What is something else stays untouched.
pub fn open(settings: &Settings, entropy: Entropy) -> Result<Db, String> {
    settings.file().map_or(Ok(()), trouble::may_be_database)?;
    let url: DatabaseUrl = settings
        .database
        .parse()
        .map_err(|_: StoreError| trouble::WRITTEN.to_owned())?;
    Db::open(Options {
        url,
        files: settings.files_folder(),
        entropy,
        facts,
        jobs: reactions::jobs,
        readers: 4,
    })
    .map_err(|error| trouble::sentence(&error))
}

/// Opens a database that must be there, whatever its age.
pub fn open_there(settings: &Settings) -> Result<Db, String> {
    // Why asked before: opening makes a file that is missing or empty, and an empty book has no fault.
    let Some(file) = settings.file() else {
        return open(settings, Entropy::Os);
    };
    match std::fs::metadata(file) {
        Err(_) => Err(format!(
            "Không có tệp {}. Hãy ghi đúng tệp bằng --database sqlite:TỆP.",
            file.display()
        )),
        Ok(found) if found.is_file() && found.len() == 0 => Err(EMPTY.to_owned()),
        Ok(_) => open(settings, Entropy::Os),
    }
}

/// Opens a database that must be there and up to date, for commands that change no tables.
pub fn open_as_it_is(settings: &Settings) -> Result<Db, String> {
    let db = open_there(settings)?;
    match db.state().map_err(|error| error.to_string())? {
        State::Current => Ok(db),
        State::Empty => Err(EMPTY.to_owned()),
        State::Older(missing) => Err(format!(
            "Cơ sở dữ liệu thuộc bản chương trình cũ hơn (còn thiếu {}). Chưa có gì bị thay đổi. Hãy sao lưu rồi chạy `motcua migrate`.",
            missing.join(", ")
        )),
        State::Newer(names) => Err(newer(&names.join(", "))),
    }
}

/// What to do with a database of a newer program.
pub fn newer(names: &str) -> String {
    format!(
        "Cơ sở dữ liệu thuộc bản chương trình mới hơn ({names}). Chưa có gì bị thay đổi. Hãy chạy bản motcua mới hơn, hoặc phục hồi bản sao lưu làm trước khi nâng cấp."
    )
}

/// The law that the program was built with.
pub fn law() -> Result<Law, String> {
    Law::embedded().map_err(|faults| format!("Dữ liệu đi kèm có lỗi: {}", faults.join("; ")))
}

/// The commune with this id, with the contact that the settings give.
pub fn commune(settings: &Settings, law: &Law, on: Date) -> Result<Commune, String> {
    let id = settings.agency.as_str();
    let commune = Commune::of(law, id, on)
        .ok_or_else(|| format!("Không có đơn vị «{id}» trong danh mục đơn vị."))?;
    Ok(Commune {
        phone: settings.phone.clone().unwrap_or(commune.phone),
        address: settings.address.clone().unwrap_or(commune.address),
        house: settings.public_url(),
        ..commune
    })
}

/// The numbers in the menu, from each feature that has one.
fn counts(
    reader: &mut Reader<'_>,
    actor: &Actor,
    now: Moment,
) -> Result<Vec<NavCount>, StoreError> {
    let mut counts = dossier::counts(reader, actor, now)?;
    counts.extend(api::counts(reader, actor, now)?);
    Ok(counts)
}

/// The places in the menu, from each feature that has some.
fn nav(actor: &Actor, law: &Law, today: Date) -> Vec<NavItem> {
    let mut places = dossier::nav(actor);
    places.extend(succession::nav(actor, law, today));
    places
}

/// What features supply to the kit.
pub const SUPPLIED: Supplied = Supplied {
    actor_of: people::actor_of,
    bearer_of: api::bearer_of,
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
    nav,
    counts,
    end_tokens: api::end_tokens,
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
    let commune = commune(settings, &law, clock.law_now().date())?;
    let press: Press = Arc::new(|paper| press::pdf(paper).map_err(|error| error.to_string()));
    let app = App::new(Setup {
        db,
        clock,
        press: Some(press),
        public_url: settings.public_url(),
        demo,
        agency: settings.agency.clone(),
        commune: Arc::new(commune),
        law,
        supplied: SUPPLIED,
    });
    // Why the program does not start otherwise: it would charge and promise by a law that is not ours.
    app.refresh_law_blocking().map_err(|error| {
        let told = law_check::faults(app.db(), app.law().as_ref(), app.agency());
        let told = told.ok().filter(|faults| !faults.is_empty());
        format!(
            "Thay đổi về lịch, phí, đơn vị hoặc thủ tục đã lưu không ghép được với bản chương trình này: {}",
            told.map_or_else(|| say(&error), |faults| faults.join("; "))
        )
    })?;
    Ok(app)
}
