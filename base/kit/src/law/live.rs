//! The law of the running program: tried before it is saved, saved, and taken up by every process.
//! For the pages of administration, and for the program's start.

use std::sync::Arc;
use std::time::Duration;

use domain::access::Actor;
use domain::moment::Moment;
use domain::text::moment_vi;
use jiff::civil::Date;
use store::{Reader, Sql, StoreError, Tx, once};

use super::assemble::{LawFault, PENDING, assemble};
use super::change::{LawChange, NewChange};
use super::{Law, stored};
use crate::app::App;
use crate::commune::Commune;
use crate::error::{Conflict, Error, Result};
use crate::field_errors::FieldErrors;

/// How often a process asks whether another one has changed the law.
const POLL: Duration = Duration::from_secs(2);

/// What came of saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is the law now.
    Now,
    /// The same form had been sent before; nothing was done twice.
    Before,
}

/// Why not, inside the transaction.
enum Refused {
    Stale(Box<LawChange>),
    Faults(Vec<LawFault>),
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl App {
    /// The law as it would be with these changes; nothing is written.
    ///
    /// # Errors
    /// `Invalid` with a sentence for each fault, or what the store answers.
    pub async fn try_law(&self, new: &[NewChange]) -> Result<Law> {
        let (base, new) = (Arc::clone(self.base_law()), new.to_vec());
        let (agency, now) = (self.agency().to_owned(), self.law_now());
        self.read(move |reader: &mut Reader<'_>| -> Result<Law> {
            let known = stored::every(reader, &agency)?;
            tried(&base, known, &new, now).map_err(|faults| invalid(&faults))
        })
        .await
    }

    /// Saves changes as one act and makes them the law; `leads_to` is where the form's token leads
    /// when it is sent twice.
    ///
    /// # Errors
    /// `Conflict` when somebody changed the same thing since it was seen, `Invalid` with a sentence
    /// for each fault, or what the store answers.
    pub async fn save_law(
        &self,
        actor: &Actor,
        token: String,
        new: Vec<NewChange>,
        leads_to: &str,
    ) -> Result<Saved> {
        let (base, by, now) = (Arc::clone(self.base_law()), actor.by(), self.law_now());
        let (agency, place) = (self.agency().to_owned(), leads_to.to_owned());
        let seen = new.clone();
        let written = self
            .write(move |tx: &mut Tx<'_>| -> Result<_, Refused> {
                if once::claimed(tx, &token)?.is_some() {
                    return Ok(tx.commit_silently("the form was sent before", Saved::Before)?);
                }
                let known = stored::every(tx, &agency)?;
                if let Some(quicker) = quicker(&known, &new) {
                    return Err(Refused::Stale(Box::new(quicker.clone())));
                }
                tried(&base, known, &new, now).map_err(Refused::Faults)?;
                let events = new
                    .iter()
                    .map(|one| stored::insert(tx, one, &by, now))
                    .collect::<Result<Vec<_>, StoreError>>()?;
                once::settle(tx, &token, &place)?;
                Ok(tx.commit(&by, now, events, Saved::Now)?)
            })
            .await;
        match written {
            Ok(saved) => {
                self.refresh_law().await?;
                Ok(saved)
            }
            Err(Refused::Stale(quicker)) => Err(self.beaten(*quicker, leads_to).await?.into()),
            Err(Refused::Faults(faults)) => Err(invalid(&faults)),
            Err(Refused::Store(StoreError::Unique { constraint }))
                if constraint.starts_with("law_change") =>
            {
                // Another process wrote the same number between our look and our commit.
                let quicker = self.latest_of(&seen).await?;
                Err(self.beaten(quicker, leads_to).await?.into())
            }
            Err(Refused::Store(error)) => Err(error.into()),
        }
    }

    async fn latest_of(&self, new: &[NewChange]) -> Result<LawChange> {
        let (agency, new) = (self.agency().to_owned(), new.to_vec());
        self.read(move |reader: &mut Reader<'_>| -> Result<_> {
            let known = stored::every(reader, &agency)?;
            quicker(&known, &new)
                .cloned()
                .ok_or_else(|| Error::fault("a number was taken, but by no change"))
        })
        .await
    }

    /// The conflict, with the name of who was quicker.
    async fn beaten(&self, quicker: LawChange, place: &str) -> Result<Conflict> {
        let (actor_of, now) = (self.supplied().actor_of, self.law_now());
        let user = quicker
            .by
            .strip_prefix("user:")
            .unwrap_or_default()
            .to_owned();
        let who = self
            .read(move |reader: &mut Reader<'_>| actor_of(reader, &user, now))
            .await?
            .map_or_else(|| "Một đồng nghiệp".to_owned(), |actor| actor.name);
        Ok(Conflict {
            who,
            what: format!("sửa {} «{}»", quicker.kind.vietnamese(), quicker.subject),
            when: moment_vi(quicker.at),
            place: place.to_owned(),
            typed: Vec::new(),
        })
    }

    /// Takes up what was changed here or by another process. Answers whether anything was.
    ///
    /// # Errors
    /// What the store answers; a fault when the changes do not make a law, which then stays as it was.
    pub async fn refresh_law(&self) -> Result<bool> {
        let (agency, known) = (self.agency().to_owned(), self.law().revision);
        let base = Arc::clone(self.base_law());
        let law = self
            .read(move |reader: &mut Reader<'_>| loaded(reader, &base, &agency, known))
            .await?;
        Ok(self.take_up(law))
    }

    /// The same at the program's start, before there is anything that could wait.
    ///
    /// # Errors
    /// As [`App::refresh_law`].
    pub fn refresh_law_blocking(&self) -> Result<bool> {
        let (agency, base) = (self.agency().to_owned(), Arc::clone(self.base_law()));
        let known = self.law().revision;
        let law = self
            .db()
            .read_blocking(move |reader| loaded(reader, &base, &agency, known))?;
        Ok(self.take_up(law))
    }

    fn take_up(&self, law: Option<Law>) -> bool {
        let is_new = law.is_some();
        if let Some(law) = law {
            self.set_law(law);
        }
        self.renew_commune();
        is_new
    }

    /// The commune as the law names it today; what administrators changed outranks the settings.
    fn renew_commune(&self) {
        let today = self.law_now().date();
        let named = |law: &Law| Commune::of(law, self.agency(), today);
        if let (Some(before), Some(now)) = (named(self.base_law()), named(&self.law())) {
            let given = self.given_commune();
            self.set_commune(given.with_changes(&before, &now));
        }
    }

    /// Follows the changes that other processes make, for ever.
    pub async fn follow_law(self) {
        let mut ticks = tokio::time::interval(POLL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.refresh_law().await {
                tracing::warn!(
                    ?error,
                    "the law was not refreshed; the last one stays in force"
                );
            }
        }
    }
}

/// The law with all changes of the commune, or none if there are no others than the known ones.
fn loaded(sql: &mut impl Sql, base: &Law, agency: &str, known: i64) -> Result<Option<Law>> {
    if stored::revision(sql, agency)? == known {
        return Ok(None);
    }
    let changes = stored::every(sql, agency)?;
    let law = assemble(base, &changes).map_err(|faults| {
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Error::fault(said.join("; "))
    })?;
    Ok(Some(law))
}

/// The first change that was made since what is about to be changed was seen.
fn quicker<'a>(known: &'a [LawChange], new: &[NewChange]) -> Option<&'a LawChange> {
    new.iter().find_map(|one| {
        let latest = latest(known, one)?;
        (latest.seq != one.seen).then_some(latest)
    })
}

fn latest<'a>(known: &'a [LawChange], new: &NewChange) -> Option<&'a LawChange> {
    known
        .iter()
        .filter(|old| old.kind == new.kind && old.subject == new.subject)
        .max_by_key(|old| old.seq)
}

/// The law with the known and the new changes.
fn tried(
    base: &Law,
    mut known: Vec<LawChange>,
    new: &[NewChange],
    now: Moment,
) -> Result<Law, Vec<LawFault>> {
    let faults: Vec<LawFault> = new
        .iter()
        .filter_map(|one| {
            let latest = latest(&known, one);
            unseen(one, latest).or_else(|| day_fault(one, latest, now.date()))
        })
        .map(|sentence| LawFault {
            change: PENDING.to_owned(),
            sentence,
        })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    known.extend(
        new.iter()
            .map(|one| one.stored(PENDING.to_owned(), "", now)),
    );
    assemble(base, &known)
}

/// Nobody has seen a change of what was never changed: the numbers of a thing begin at 1.
fn unseen(new: &NewChange, latest: Option<&LawChange>) -> Option<String> {
    (latest.is_none() && new.seen != 0).then(|| {
        "Trang này mở đã lâu hoặc chưa tải xong. Hãy tải lại trang rồi nhập lại".to_owned()
    })
}

/// Nothing in force is edited: a version begins today or later, and what is replaced whole is not
/// replaced by something older.
fn day_fault(new: &NewChange, latest: Option<&LawChange>, today: Date) -> Option<String> {
    let shown = domain::text::date_vi;
    if new.kind.has_versions() {
        return (new.valid_from < today).then(|| {
            format!(
                "Ngày có hiệu lực {} đã qua. Hãy chọn từ ngày {} trở đi: việc đã làm giữ quy định lúc đó",
                shown(new.valid_from),
                shown(today)
            )
        });
    }
    let latest = latest.filter(|old| old.valid_from > new.valid_from)?;
    Some(format!(
        "Đã có bản ghi ngày {}, mới hơn ngày {} vừa nhập. Hãy xem lại ngày của văn bản",
        shown(latest.valid_from),
        shown(new.valid_from)
    ))
}

fn invalid(faults: &[LawFault]) -> Error {
    let mut errors = FieldErrors::new();
    for fault in faults {
        // The field of a fault is not known here; a page that knows better checks before.
        errors.add("", upper_first(&fault.sentence));
    }
    Error::Invalid(errors)
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
