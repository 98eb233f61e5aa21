//! What every form of administration shares: read, look at what it would do, then save or go back.
//! For the pages of this feature; a change is always shown before it is saved.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::Response;
use domain::access::Actor;
use domain::citizen::BirthDate;
use domain::text::date_vi;
use jiff::civil::Date;
use kit::law::{ChangeKind, LawChange, NewChange, of_subject};
use kit::{App, Ctx, Error, FieldErrors, Fields, Labelled, Law, ONCE_FIELD, Officer, Tone, see};
use store::{Reader, Sql, StoreError, Tx, once};

/// What the preview says when the form was sent as it came.
pub(crate) const UNCHANGED: &str =
    "Chưa có chỗ nào khác bản đang dùng. Bấm «Sửa lại» nếu quên sửa.";

/// Longest number of a document.
const NUMBER_MAX: usize = 60;
/// Longest reason.
const REASON_MAX: usize = 300;

/// Which button sent the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Back to the fields, or on with more rows of them.
    Edit,
    /// Show what it would do.
    Preview,
    /// Do it.
    Save,
}

impl Step {
    pub(crate) fn of(fields: &Fields) -> Self {
        match fields.get("buoc") {
            "sua" | "xep" => Self::Edit,
            "luu" => Self::Save,
            _ => Self::Preview,
        }
    }
}

/// A field carried along unseen.
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// What the page of a preview says beside its own detail.
pub(crate) struct Confirm {
    pub(crate) action: String,
    pub(crate) kept: Vec<Kept>,
    pub(crate) facts: Vec<Labelled>,
    pub(crate) warnings: Vec<String>,
}

impl Confirm {
    pub(crate) fn new(action: impl Into<String>, fields: &Fields, facts: Vec<Labelled>) -> Self {
        let kept = fields
            .iter()
            .filter(|(name, _)| *name != ONCE_FIELD && *name != "buoc")
            .map(|(name, value)| Kept {
                name: name.to_owned(),
                value: value.to_owned(),
            });
        Self {
            action: action.into(),
            kept: kept.collect(),
            facts,
            warnings: Vec::new(),
        }
    }
}

/// A day as people write it; none when the field is empty.
pub(crate) fn day(typed: &str) -> Result<Option<Date>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    match BirthDate::parse(typed) {
        Ok(BirthDate::Full(date)) => Ok(Some(date)),
        Ok(BirthDate::Year(_)) | Err(_) => Err(format!(
            "Ngày «{typed}» chưa đọc được. Hãy viết ngày/tháng/năm như 05/02/2023"
        )),
    }
}

/// A day that must be there.
pub(crate) fn required_day(
    fields: &Fields,
    errors: &mut FieldErrors,
    name: &str,
    label: &str,
) -> Option<Date> {
    let day = errors.check(name, day(fields.get(name)))?;
    if day.is_none() {
        errors.add(name, kit::words::fill_in(label));
    }
    day
}

/// A day as a field shows it.
pub(crate) fn typed_day(day: Option<Date>) -> String {
    day.map_or_else(String::new, date_vi)
}

/// The document a change rests on, as typed, and why it is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Basis {
    pub(crate) number: String,
    pub(crate) day: Option<Date>,
    pub(crate) signer: String,
    pub(crate) reason: String,
}

impl Basis {
    /// Reads number, day, signer and reason; the commune's own choices rest on no document.
    pub(crate) fn read(fields: &Fields, errors: &mut FieldErrors, is_required: bool) -> Self {
        let (number, day) = if is_required {
            (
                fields.required(errors, "so_van_ban", "Số, ký hiệu văn bản", NUMBER_MAX),
                required_day(fields, errors, "ngay_van_ban", "Ngày văn bản"),
            )
        } else {
            (
                fields.text(errors, "so_van_ban", "Số, ký hiệu văn bản", NUMBER_MAX),
                errors
                    .check("ngay_van_ban", day(fields.get("ngay_van_ban")))
                    .flatten(),
            )
        };
        Self {
            number,
            day,
            signer: fields.text(errors, "nguoi_ky", "Người ký", NUMBER_MAX),
            reason: fields.text(errors, "ly_do", "Lý do", REASON_MAX),
        }
    }

    /// The change that rests on it: what is said of which thing, from which day on.
    pub(crate) fn change(
        &self,
        (kind, subject): (ChangeKind, String),
        (seen, valid_from): (i64, Date),
        body: serde_json::Result<serde_json::Value>,
    ) -> kit::Result<NewChange> {
        Ok(NewChange {
            kind,
            subject,
            seen,
            valid_from,
            body: body.map_err(Error::fault)?,
            document: self.document(),
            reason: self.reason.clone(),
        })
    }

    /// `Thông báo 9441/TB-BNV ngày 03/11/2025, Nguyễn Văn A ký`.
    pub(crate) fn document(&self) -> String {
        let mut said = self.number.clone();
        if let Some(day) = self.day.filter(|_| !said.is_empty()) {
            said.push_str(&format!(" ngày {}", date_vi(day)));
        }
        if !self.signer.is_empty() && !said.is_empty() {
            said.push_str(&format!(", {} ký", self.signer));
        }
        said
    }

    /// As the preview shows it.
    pub(crate) fn facts(&self) -> Vec<Labelled> {
        let mut facts = Vec::new();
        if !self.number.is_empty() {
            facts.push(Labelled::new("Văn bản", self.document()));
        }
        if !self.reason.is_empty() {
            facts.push(Labelled::new("Lý do", &self.reason));
        }
        facts
    }
}

/// A form of administration as it was sent: from where, by whom, with all that was typed.
pub(crate) struct Sent {
    pub(crate) app: App,
    pub(crate) ctx: Ctx,
    pub(crate) actor: Actor,
    pub(crate) typed: Fields,
}

impl FromRequest<App> for Sent {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> kit::Result<Self> {
        let (mut parts, body) = request.into_parts();
        let ctx = Ctx::from_request_parts(&mut parts, app).await?;
        let Officer(actor) = Officer::from_request_parts(&mut parts, app).await?;
        let typed = Fields::from_request(Request::from_parts(parts, body), app).await?;
        Ok(Self {
            app: app.clone(),
            ctx,
            actor,
            typed,
        })
    }
}

/// What a form asks for.
pub(crate) struct Asked<T> {
    /// One act: all of them or none.
    pub(crate) changes: Vec<NewChange>,
    /// Where the officer goes on once they are kept, and is told what.
    pub(crate) place: String,
    pub(crate) told: String,
    /// What the preview shows.
    pub(crate) shown: T,
}

/// What came of a form.
pub(crate) enum Carried<T> {
    /// What it asks for, and the law as it would be, for the preview.
    Tried(T, Box<Law>),
    /// It is the law; where the officer goes on.
    Kept(Response),
    /// The fields once more, with what the form or the law says against them.
    Back(FieldErrors),
}

impl Sent {
    /// Where the form led if it was sent before: what it asks for is there already, which is no fault
    /// of it.
    pub(crate) async fn led_before(&self) -> kit::Result<Option<Response>> {
        if Step::of(&self.typed) != Step::Save {
            return Ok(None);
        }
        let token = self.typed.once()?;
        let place = self
            .app
            .write(move |tx: &mut Tx<'_>| -> kit::Result<_> {
                let place = once::claimed(tx, &token)?;
                Ok(tx.commit_silently("it was only asked", place)?)
            })
            .await?;
        Ok(place.map(|place| see(&place)))
    }

    /// Tries what the form asks for or keeps it, as its button says; `read` answers nothing where the
    /// fields have faults.
    pub(crate) async fn carry<T>(
        &self,
        read: impl FnOnce(&Fields, &mut FieldErrors) -> kit::Result<Option<Asked<T>>>,
    ) -> kit::Result<Carried<T>> {
        let (app, typed) = (&self.app, &self.typed);
        let (step, mut errors) = (Step::of(typed), FieldErrors::new());
        let asked = match step {
            Step::Edit => None,
            Step::Preview | Step::Save => read(typed, &mut errors)?,
        };
        let Some(asked) = asked else {
            return Ok(Carried::Back(errors));
        };
        let place = asked.place.as_str();
        let done = if step == Step::Save {
            let saved = app.save_law(&self.actor, typed.once()?, asked.changes, place);
            saved.await.map(|_| None)
        } else {
            app.try_law(&asked.changes).await.map(Some)
        };
        match done {
            Ok(Some(next)) => Ok(Carried::Tried(asked.shown, Box::new(next))),
            Ok(None) => {
                app.tell(&self.ctx, Tone::Ok, asked.told).await?;
                Ok(Carried::Kept(see(place)))
            }
            Err(Error::Invalid(errors)) => Ok(Carried::Back(errors)),
            Err(other) => Err(other),
        }
    }
}

/// The number of a thing's latest change, for its form.
pub(crate) async fn version(app: &App, kind: ChangeKind, subject: &str) -> kit::Result<i64> {
    let (agency, subject) = (app.agency().to_owned(), subject.to_owned());
    let seen: Result<_, StoreError> = app
        .read(move |reader: &mut Reader<'_>| Ok(known(reader, &agency, kind, &subject)?.1))
        .await;
    Ok(seen?)
}

/// The changes of a thing, latest first, and their number for the form.
pub(crate) fn known(
    sql: &mut impl Sql,
    agency: &str,
    kind: ChangeKind,
    subject: &str,
) -> Result<(Vec<LawChange>, i64), StoreError> {
    let changes = of_subject(sql, agency, kind, subject)?;
    let seen = changes.first().map_or(0, |latest| latest.seq);
    Ok((changes, seen))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_document_is_cited_as_officers_cite_it() {
        let fields = Fields::of([
            ("so_van_ban", "TB 9441/TB-BNV"),
            ("ngay_van_ban", "3/11/2025"),
            ("nguoi_ky", "Nguyễn Văn An"),
        ]);
        let mut errors = FieldErrors::new();
        let basis = Basis::read(&fields, &mut errors, true);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(basis.day, Some(date(2025, 11, 3)));
        assert_eq!(
            basis.document(),
            "TB 9441/TB-BNV ngày 03/11/2025, Nguyễn Văn An ký"
        );
        let mut errors = FieldErrors::new();
        Basis::read(&Fields::default(), &mut errors, true);
        assert!(errors.has("so_van_ban") && errors.has("ngay_van_ban"));
        let mut errors = FieldErrors::new();
        assert_eq!(
            Basis::read(&Fields::default(), &mut errors, false).document(),
            ""
        );
        assert!(errors.is_empty());
    }
}
