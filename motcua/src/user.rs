//! `motcua user`: accounts from the command line, for the administrator who has no browser yet or
//! who is locked out. The same acts as the pages, with the same events.

use std::io::Write as _;
use std::process::ExitCode;

use domain::moment::Moment;
use kit::{Clock, Error};
use people::{NewAccount, ShutOut, Term};
use store::{Committed, Db, Entropy, NewEvent, Tx};

use crate::cli::{Reach, UserAct, UserOptions};
use crate::config::Settings;
use crate::upgrade::{self, Before};
use crate::wiring;

/// Does one act on accounts.
pub fn run(options: &UserOptions) -> Result<ExitCode, String> {
    let settings = Settings::read(&options.place, &Reach::default(), options.agency.as_ref())?;
    let db = match &options.act {
        // Who only looks makes nothing, and upgrades nothing.
        UserAct::List => wiring::open_as_it_is(&settings)?,
        _ => upgrade::open(&settings, Entropy::Os, Before::Copy)?.0,
    };
    let now = Clock::real().law_now();
    let desk = Desk {
        db: &db,
        agency: &settings.agency,
        now,
    };
    match &options.act {
        UserAct::Add {
            username,
            name,
            posts,
        } => desk.add(username, name, posts)?,
        UserAct::List => desk.list()?,
        UserAct::Token {
            username,
            program,
            scopes,
            days,
        } => desk.token(username, program, scopes, *days)?,
        UserAct::Reset { username } => desk.reset(username)?,
        UserAct::ResetSecondFactor { username } => {
            desk.change(username, move |tx, id, seen| {
                people::reset_second_factor(tx, id, seen, now, shut_out(now)).map(|(_, told)| told)
            })?;
            println!(
                "Đã gỡ xác thực hai bước của {username}; các phiên đang mở và khóa API đã dừng."
            );
        }
        UserAct::End { username } => {
            desk.change(username, move |tx, id, seen| {
                people::end(tx, id, seen, now, shut_out(now)).map(|(_, told)| told)
            })?;
            println!("Đã kết thúc tài khoản {username}; các phiên đang mở và khóa API đã dừng.");
        }
    }
    Ok(ExitCode::SUCCESS)
}

struct Desk<'a> {
    db: &'a Db,
    agency: &'a str,
    now: Moment,
}

impl Desk<'_> {
    fn add(&self, username: &str, name: &str, posts: &[String]) -> Result<(), String> {
        let password = people::password::temporary().map_err(|error| say(&error))?;
        let hashed = people::hash_password(&password).map_err(|error| say(&error))?;
        let day = self.now.date();
        let new = NewAccount {
            username: username.to_owned(),
            name: name.to_owned(),
            password: hashed,
            must_change: true,
            posts: posts
                .iter()
                .map(|post| Term::from(post.as_str(), day))
                .collect(),
        };
        let (agency, now) = (self.agency.to_owned(), self.now);
        self.act(move |tx| people::create(tx, &agency, new, BY, now).map(|(_, told)| told))?;
        println!("Đã thêm {username}. Mật khẩu tạm (phải đổi khi đăng nhập lần đầu): {password}");
        Ok(())
    }

    fn token(
        &self,
        username: &str,
        program: &str,
        scopes: &[String],
        days: i64,
    ) -> Result<(), String> {
        let secret = api::secret().map_err(|error| say(&error))?;
        let (agency, now, kept) = (self.agency.to_owned(), self.now, secret.clone());
        let (program, scopes) = (program.to_owned(), scopes.to_vec());
        self.change(username, move |tx, id, _| {
            let new = api::NewToken {
                name: program,
                account: id.to_owned(),
                scopes,
                days,
                // Whoever holds the server's disk needs nobody's word.
                is_accepted: true,
            };
            api::make(tx, &agency, &new, (BY, now), &kept).map(|(_, told)| told)
        })?;
        println!("Khóa API của {username}, chỉ hiện một lần: {secret}");
        Ok(())
    }

    fn list(&self) -> Result<(), String> {
        let (agency, day) = (self.agency.to_owned(), self.now.date());
        let listed = self
            .db
            .read_blocking(move |reader| people::list(reader, &agency))
            .map_err(|error: store::StoreError| error.to_string())?;
        let mut out = std::io::stdout().lock();
        for person in listed {
            let ended = if person.account.ended_at.is_some() {
                "  (đã kết thúc)"
            } else {
                ""
            };
            let posts = person.posts_in_words(day);
            let (username, name) = (&person.account.username, &person.account.name);
            // Why its failure ends the list and is no fault: whoever reads may have read enough (`| head`).
            if writeln!(out, "{username:<20} {name:<28} {posts}{ended}").is_err() {
                break;
            }
        }
        Ok(())
    }

    fn reset(&self, username: &str) -> Result<(), String> {
        let password = people::password::temporary().map_err(|error| say(&error))?;
        let hashed = people::hash_password(&password).map_err(|error| say(&error))?;
        let now = self.now;
        self.change(username, move |tx, id, seen| {
            people::reset_password(tx, id, seen, &hashed, shut_out(now)).map(|(_, told)| told)
        })?;
        println!("Mật khẩu tạm của {username} (phải đổi khi đăng nhập): {password}");
        println!("Các phiên đang mở và khóa API của {username} đã dừng.");
        Ok(())
    }

    /// An act on the account of this user name, as it stands now.
    fn change(
        &self,
        username: &str,
        act: impl FnOnce(&mut Tx<'_>, &str, i64) -> Result<Vec<NewEvent>, Error> + Send + 'static,
    ) -> Result<(), String> {
        let (agency, name) = (self.agency.to_owned(), username.to_owned());
        self.act(move |tx| {
            let account = people::by_username(tx, &agency, &name)?.ok_or_else(|| {
                Error::refused(format!(
                    "Không có tài khoản «{name}». Xem danh sách bằng `motcua user list`."
                ))
            })?;
            act(tx, &account.id, account.version)
        })
    }

    fn act(
        &self,
        act: impl FnOnce(&mut Tx<'_>) -> Result<Vec<NewEvent>, Error> + Send + 'static,
    ) -> Result<(), String> {
        let now = self.now;
        self.db
            .write_blocking(self.agency, move |tx| -> Result<Committed<()>, Error> {
                let events = act(tx)?;
                Ok(tx.commit(BY, now, events, ())?)
            })
            .map_err(|error| say(&error))
    }
}

const BY: &str = "system";

/// Whoever is inside in somebody's name leaves, programs too.
fn shut_out(at: Moment) -> ShutOut<'static> {
    ShutOut {
        end_tokens: api::end_tokens,
        by: BY,
        at,
    }
}

/// An error as one sentence on the terminal.
pub fn say(error: &Error) -> String {
    match error {
        Error::Refused(sentence) => sentence.clone(),
        Error::Invalid(errors) => errors
            .iter()
            .map(|error| error.text.clone())
            .collect::<Vec<_>>()
            .join(". "),
        Error::Conflict(conflict) => conflict.sentence(),
        Error::Missing => "Không tìm thấy.".to_owned(),
        other => format!("{other:?}"),
    }
}
