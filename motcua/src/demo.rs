//! `motcua demo`: a commune that has lived the year 2023 up to a day, served with open passwords.
//! For whoever wants to see the program; its clock opens on that day and moves on.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use domain::moment::Moment;
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{Clock, DemoAccount, DemoInfo, Law};
use serde::Serialize;
use store::{Db, Entropy, Sql as _, StoreError, params};

use crate::cli::{DemoOptions, Place};
use crate::config::{DEFAULT_AGENCY, Settings};
use crate::user::say;
use crate::{memory, progress, serve, wiring};

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
    let made = match existing(&settings)? {
        Some(made) => made.fits(day, seed).map(|()| made)?,
        None if options.only_make => make(&settings, day, options.seed)?,
        None if !made_apart()? => return Ok(ExitCode::from(2)),
        None => existing(&settings)?
            .ok_or_else(|| "Không tìm thấy bản trình diễn vừa dựng.".to_owned())?,
    };
    if options.for_another {
        return Ok(ExitCode::SUCCESS);
    }
    let db = wiring::open(&settings, Entropy::Os)?;
    let accounts = accounts(&db).map_err(|error| error.to_string())?;
    if let Some(path) = &options.accounts_json {
        let text = serde_json::to_string_pretty(&accounts).map_err(|error| error.to_string())?;
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    print(&accounts, day);
    if options.only_make {
        return Ok(ExitCode::SUCCESS);
    }
    let lived_ms = Clock::real().real_now().millis() - made.made_at.millis();
    let opening = Moment::from_millis(opening(day).millis() + lived_ms.max(0));
    let demo = DemoInfo {
        accounts: accounts.into_iter().map(Account::shown).collect(),
    };
    let app = wiring::app(&settings, db, Clock::opening_at(opening), Some(demo))?;
    serve::block_on(&settings, vec![(None, app)])
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

/// What the database says of itself as a demonstration; none in every real one.
pub fn found(db: &Db) -> Result<Option<Demonstration>, StoreError> {
    db.read_blocking(|reader| {
        let row = reader.row(
            "SELECT day, seed, made_at FROM demo WHERE id = 'demo'",
            params![],
        )?;
        row.map(|row| {
            Ok(Demonstration {
                day: row.get("day")?,
                seed: row.get("seed")?,
                made_at: row.get("made_at")?,
            })
        })
        .transpose()
    })
}

fn existing(settings: &Settings) -> Result<Option<Demonstration>, String> {
    if settings.missing_file().is_some() {
        return Ok(None);
    }
    let (db, _) = wiring::open_upgraded(settings, Entropy::Os)?;
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

/// What a demonstration says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demonstration {
    /// The day it opens on, `2023-11-23`.
    pub day: String,
    /// Its seed.
    pub seed: i64,
    /// When it was made, by the real clock.
    pub made_at: Moment,
}

impl Demonstration {
    fn fits(&self, day: Date, seed: i64) -> Result<(), String> {
        if self.day == day.to_string() && self.seed == seed {
            return Ok(());
        }
        Err(format!(
            "Tệp trình diễn này mở ngày {} với hạt giống {}. Xóa tệp hoặc chọn tệp khác bằng --file.",
            self.day, self.seed
        ))
    }
}

#[derive(Debug, Serialize)]
struct Account {
    username: String,
    password: String,
    name: String,
    /// Canonical id of the first post.
    post: String,
    /// The post in words.
    title: String,
}

impl Account {
    fn shown(self) -> DemoAccount {
        DemoAccount {
            login: self.username,
            password: self.password,
            post: self.title,
        }
    }
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

fn make(settings: &Settings, day: Date, seed: u64) -> Result<Demonstration, String> {
    let (db, _) = wiring::open_upgraded(settings, Entropy::Seeded(seed))?;
    let law = wiring::law()?;
    let accounts = new_accounts()?;
    let passwords = accounts
        .iter()
        .map(|account| {
            let hashed = people::hash_password(&account.password).map_err(|error| say(&error))?;
            Ok((account.username.clone(), hashed))
        })
        .collect::<Result<Vec<_>, String>>()?;
    live(&db, &law, settings, day, seed, passwords)?;
    let made = Demonstration {
        day: day.to_string(),
        seed: i64::try_from(seed).unwrap_or(0),
        made_at: Clock::real().real_now(),
    };
    mark(&db, &made, accounts).map_err(|error| error.to_string())?;
    Ok(made)
}

fn live(
    db: &Db,
    law: &Law,
    settings: &Settings,
    day: Date,
    seed: u64,
    passwords: Vec<(String, people::HashedPassword)>,
) -> Result<(), String> {
    let commune = wiring::commune(settings, law, day)?;
    let setup = simulator::Setup {
        agency: settings.agency.clone(),
        code_part: commune.code_part,
        seed,
        until: opening(day),
        passwords,
    };
    let bar = progress::bar("Sống lại năm 2023");
    let lived = simulator::live(db, law, &setup, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })
    .map_err(|error| error.to_string())?;
    bar.finish_and_clear();
    println!("Đã dựng {} hồ sơ qua {} việc.", lived.dossiers, lived.acts);
    Ok(())
}

fn new_accounts() -> Result<Vec<Account>, String> {
    simulator::PEOPLE
        .iter()
        .map(|person| {
            Ok(Account {
                username: person.username.to_owned(),
                password: people::password::temporary().map_err(|error| say(&error))?,
                name: person.name.to_owned(),
                post: person.posts.first().copied().unwrap_or_default().to_owned(),
                title: person.title_vi.to_owned(),
            })
        })
        .collect()
}

/// The mark goes in last: a demonstration that was not finished is none.
fn mark(db: &Db, made: &Demonstration, accounts: Vec<Account>) -> Result<(), StoreError> {
    let made = made.clone();
    db.write_blocking(DEFAULT_AGENCY, move |tx| {
        for account in &accounts {
            let id = tx.new_id();
            tx.run(
                "INSERT INTO demo_account(id, username, password, name, post, title) VALUES ($1, $2, $3, $4, $5, $6)",
                params![id, &account.username, &account.password, &account.name, &account.post, &account.title],
            )?;
        }
        tx.run(
            "INSERT INTO demo(id, day, seed, made_at) VALUES ('demo', $1, $2, $3)",
            params![&made.day, made.seed, made.made_at],
        )?;
        tx.commit_silently("the mark of a demonstration", ())
    })
}

fn accounts(db: &Db) -> Result<Vec<Account>, StoreError> {
    db.read_blocking(|reader| {
        let rows = reader.rows(
            "SELECT username, password, name, post, title FROM demo_account ORDER BY id",
            params![],
        )?;
        rows.iter()
            .map(|row| {
                Ok(Account {
                    username: row.get("username")?,
                    password: row.get("password")?,
                    name: row.get("name")?,
                    post: row.get("post")?,
                    title: row.get("title")?,
                })
            })
            .collect()
    })
}

fn print(accounts: &[Account], day: Date) {
    println!(
        "Bản trình diễn xã Quang Khải, mở ngày {}. Tài khoản:",
        date_vi(day)
    );
    for account in accounts {
        println!(
            "  {:<14} {:<16} {} ({})",
            account.username, account.password, account.name, account.title
        );
    }
}
