//! `motcua user`: accounts from the command line, for the administrator who has no browser yet or
//! who is locked out. The same acts as the pages, with the same events.

use std::process::ExitCode;

use domain::moment::Moment;
use kit::{Clock, Error};
use people::{NewAccount, Term};
use store::{Committed, Db, Entropy, NewEvent, Tx};

use crate::cli::{Reach, UserAct, UserOptions};
use crate::config::Settings;
use crate::wiring;

/// Does one act on accounts.
pub fn run(options: &UserOptions) -> Result<ExitCode, String> {
    let settings = Settings::read(&options.place, &Reach::default(), options.agency.as_ref())?;
    let (db, _) = wiring::open_upgraded(&settings, Entropy::Os)?;
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
                people::reset_second_factor(tx, id, seen, now).map(|(_, told)| told)
            })?;
            println!("Đã gỡ xác thực hai bước của {username}.");
        }
        UserAct::End { username } => {
            desk.change(username, move |tx, id, seen| {
                people::end(tx, id, seen, now).map(|(_, told)| told)
            })?;
            println!("Đã kết thúc tài khoản {username}; các phiên đang mở đã dừng.");
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
        for person in listed {
            let ended = if person.account.ended_at.is_some() {
                "  (đã kết thúc)"
            } else {
                ""
            };
            let posts = person.posts_in_words(day);
            println!(
                "{:<20} {:<28} {posts}{ended}",
                person.account.username, person.account.name
            );
        }
        Ok(())
    }

    fn reset(&self, username: &str) -> Result<(), String> {
        let password = people::password::temporary().map_err(|error| say(&error))?;
        let hashed = people::hash_password(&password).map_err(|error| say(&error))?;
        self.change(username, move |tx, id, seen| {
            people::reset_password(tx, id, seen, &hashed).map(|(_, told)| told)
        })?;
        println!("Mật khẩu tạm của {username} (phải đổi khi đăng nhập): {password}");
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

/// An error as one sentence on the terminal.
pub fn say(error: &Error) -> String {
    match error {
        Error::Refused(sentence) => sentence.clone(),
        Error::Invalid(errors) => errors
            .iter()
            .map(|error| error.text.clone())
            .collect::<Vec<_>>()
            .join(" "),
        Error::Conflict(conflict) => conflict.sentence(),
        Error::Missing => "Không tìm thấy.".to_owned(),
        other => format!("{other:?}"),
    }
}
