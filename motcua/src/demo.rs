//! `motcua demo`: one commune or two that have lived the year 2023 up to a day, with open passwords.
//! For whoever wants to see the program; its clock opens on that day and moves on.

mod communes;
mod heirs;
mod specimen;
mod stored;

pub use stored::{Demonstration, found};

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use domain::moment::Moment;
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{App, Clock, DemoInfo, Law};
use store::{Db, Entropy, Sql as _, StoreError, params};

use crate::cli::{DemoOptions, Place};
use crate::config::Settings;
use crate::upgrade::{self, Before};
use crate::user::say;
use crate::{memory, progress, serve, wiring};
use communes::Shown;
use stored::{Account, accounts, mark};

/// The hour at which the demonstration opens.
const OPENS_AT: jiff::civil::Time = jiff::civil::time(9, 20, 0, 0);

/// Makes the demonstration if it is not there, then serves it.
pub fn run(options: &DemoOptions) -> Result<ExitCode, String> {
    if !options.only_make {
        memory::keep_little();
    }
    let day = day(&options.day)?;
    let settings = settings(options)?;
    let seed = i64::try_from(options.seed).map_err(|_| "Hạt giống quá lớn.".to_owned())?;
    let asked = options.communes.map(usize::from);
    let made = match existing(&settings)? {
        Some(made) => made.fits(day, seed, asked).map(|()| made)?,
        None if options.only_make => make(&settings, day, options.seed, asked.unwrap_or(1))?,
        None if !made_apart()? => return Ok(ExitCode::from(2)),
        None => existing(&settings)?
            .ok_or_else(|| "Không tìm thấy bản trình diễn vừa dựng.".to_owned())?,
    };
    if options.for_another {
        return Ok(ExitCode::SUCCESS);
    }
    let db = wiring::open(&settings, Entropy::Os)?;
    let heirs = heirs::of(&db, &wiring::law()?).map_err(|error| error.to_string())?;
    for heir in &heirs {
        heirs::settle_in(&db, heir)?;
    }
    // After a merger all of them open on its day: the old communes as archives, the new one at work.
    let day = heirs
        .iter()
        .map(|heir| heir.since.date())
        .fold(day, Date::max);
    let accounts = accounts(&db).map_err(|error| error.to_string())?;
    if let Some(path) = &options.accounts_json {
        let text = serde_json::to_string_pretty(&accounts).map_err(|error| error.to_string())?;
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let settings = communes::served(settings, made.communes, &heirs);
    print(&settings, &accounts, day)?;
    if options.only_make {
        return Ok(ExitCode::SUCCESS);
    }
    let lived_ms = Clock::real().real_now().millis() - made.made_at.millis();
    let opening = Moment::from_millis(opening(day).millis() + lived_ms.max(0));
    serve::block_on(&settings, served(&settings, &db, &accounts, opening)?)
}

/// Each commune with its own accounts on the sign-in page.
fn served(
    settings: &Settings,
    db: &Db,
    accounts: &[Account],
    opening: Moment,
) -> Result<Vec<(Option<String>, App)>, String> {
    let mut served = Vec::new();
    for (host, one) in settings.each() {
        let own = accounts
            .iter()
            .filter(|account| account.agency == one.agency);
        let demo = DemoInfo {
            accounts: own.map(Account::shown).collect(),
        };
        let app = wiring::app(&one, db.clone(), Clock::opening_at(opening), Some(demo))?;
        served.push((host, app));
    }
    Ok(served)
}

fn day(text: &str) -> Result<Date, String> {
    let day: Date = text
        .parse()
        .map_err(|_| format!("«{text}» không phải là ngày. Hãy viết như 2023-11-23"))?;
    if day.year() == 2023 {
        Ok(day)
    } else {
        Err("Bản trình diễn sống trong năm 2023; hãy chọn một ngày của năm đó.".to_owned())
    }
}

fn opening(day: Date) -> Moment {
    Moment::from_local(day.to_datetime(OPENS_AT))
}

fn settings(options: &DemoOptions) -> Result<Settings, String> {
    let file = options
        .file
        .clone()
        .unwrap_or_else(|| PathBuf::from("motcua-demo.sqlite"));
    let database = options.database.clone().filter(|_| options.file.is_none());
    let place = Place {
        database: Some(database.unwrap_or_else(|| format!("sqlite:{}", file.display()))),
        files: options.files.clone(),
        config: None,
    };
    let settings = Settings::read(&place, &options.reach, None)?;
    Ok(Settings {
        phone: Some("0220 000 0000".to_owned()),
        ..settings
    })
}

fn existing(settings: &Settings) -> Result<Option<Demonstration>, String> {
    if settings.missing_file().is_some() {
        return Ok(None);
    }
    let (db, _) = upgrade::open(settings, Entropy::Os, Before::Copy)?;
    if let Some(made) = found(&db).map_err(|error| error.to_string())? {
        return Ok(Some(made));
    }
    let events = db
        .read_blocking(|reader| {
            Ok::<_, StoreError>(
                reader
                    .row("SELECT agency FROM chain LIMIT 1", params![])?
                    .is_some(),
            )
        })
        .map_err(|error| error.to_string())?;
    if events {
        return Err("Cơ sở dữ liệu này đã có dữ liệu và không phải bản trình diễn. Hãy chọn tệp khác bằng --file.".to_owned());
    }
    Ok(None)
}

/// Makes the demonstration in a process of its own, whose memory goes with it: a year lived takes
/// ten times what serving it needs. False if that process failed, which has said why.
fn made_apart() -> Result<bool, String> {
    let fault = |error: std::io::Error| format!("Không dựng được bản trình diễn: {error}");
    let status = Command::new(std::env::current_exe().map_err(fault)?)
        .args(std::env::args_os().skip(1))
        .args(["--only-make", "--for-another"])
        .status()
        .map_err(fault)?;
    Ok(status.success())
}

fn make(
    settings: &Settings,
    day: Date,
    seed: u64,
    how_many: usize,
) -> Result<Demonstration, String> {
    let (db, _) = upgrade::open(settings, Entropy::Seeded(seed), Before::Copy)?;
    let law = wiring::law()?;
    let mut all = Vec::new();
    for (place, shown) in (0..).zip(communes::ALL.iter().take(how_many)) {
        let own = Settings {
            agency: shown.agency.to_owned(),
            ..settings.clone()
        };
        let accounts = new_accounts(shown.agency)?;
        live(&db, &law, &own, shown, (day, seed + place), &accounts)?;
        if place > 0 {
            let admin = accounts
                .last()
                .map_or("", |account| account.username.as_str());
            communes::set_own_hours(&own, &db, admin, opening(day))?;
        }
        all.extend(accounts);
    }
    let made = Demonstration {
        day: day.to_string(),
        seed: i64::try_from(seed).unwrap_or(0),
        made_at: Clock::real().real_now(),
        communes: how_many,
    };
    mark(&db, &made, all).map_err(|error| error.to_string())?;
    Ok(made)
}

fn live(
    db: &Db,
    law: &Law,
    settings: &Settings,
    shown: &Shown,
    (day, seed): (Date, u64),
    accounts: &[Account],
) -> Result<(), String> {
    let passwords = accounts
        .iter()
        .map(|account| {
            let hashed = people::hash_password(&account.password).map_err(|error| say(&error))?;
            Ok((account.username.clone(), hashed))
        })
        .collect::<Result<Vec<_>, String>>()?;
    let commune = wiring::commune(settings, law, day)?;
    let setup = simulator::Setup {
        agency: settings.agency.clone(),
        code_part: commune.code_part,
        seed,
        until: opening(day),
        passwords,
        per_mille: shown.per_mille,
        scan: specimen::of,
    };
    let bar = progress::bar("Sống lại năm 2023");
    let lived = simulator::live(db, law, &setup, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })
    .map_err(|error| error.to_string())?;
    bar.finish_and_clear();
    println!(
        "Đã dựng {} hồ sơ của {} qua {} việc.",
        lived.dossiers, commune.name, lived.acts
    );
    Ok(())
}

fn new_accounts(agency: &str) -> Result<Vec<Account>, String> {
    simulator::team_of(agency)
        .people
        .iter()
        .map(|person| {
            Ok(Account {
                username: person.username.to_owned(),
                password: people::password::temporary().map_err(|error| say(&error))?,
                name: person.name.to_owned(),
                post: person.posts.first().copied().unwrap_or_default().to_owned(),
                title: person.title_vi.to_owned(),
                agency: agency.to_owned(),
            })
        })
        .collect()
}

fn print(settings: &Settings, accounts: &[Account], day: Date) -> Result<(), String> {
    let law = wiring::law()?;
    for (_, one) in settings.each() {
        let commune = wiring::commune(&one, &law, day)?;
        println!(
            "Bản trình diễn {}, mở ngày {} ở {}. Tài khoản:",
            commune.name,
            date_vi(day),
            one.public_url()
        );
        let own = accounts
            .iter()
            .filter(|account| account.agency == one.agency);
        for account in own {
            println!(
                "  {:<14} {:<16} {} ({})",
                account.username, account.password, account.name, account.title
            );
        }
    }
    Ok(())
}
