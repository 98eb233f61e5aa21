//! Where a dossier was before this commune took over, and the papers that were handed out there.
//! For its page and its papers: what an ended commune issued lies in its archive, never drawn anew.

use domain::access::{self, Act, Actor};
use domain::dossier::State;
use kit::{App, Error, Law, Result};
use papers::{Kind, Line};
use store::{Reader, Sql, StoreError, params};

use crate::desk::Desk;
use crate::row::{self, DossierRow};

/// The same dossier in the commune that passed it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Past {
    /// Its id there.
    pub(crate) id: String,
    /// That commune.
    pub(crate) agency: String,
    /// Where the archive shows it.
    pub(crate) href: String,
}

impl Past {
    /// Where the archive shows one of its papers.
    pub(crate) fn of_paper(&self, line: &Line) -> String {
        format!("{}/giay/{}", self.href, line.id)
    }

    /// `Ủy ban nhân dân xã Quang Khải`.
    pub(crate) fn named(&self, law: &Law) -> String {
        law.agencies
            .get(&self.agency)
            .map_or_else(|| self.agency.clone(), |unit| unit.committee_vi())
    }
}

/// Where it was before; none for what was received here.
///
/// # Errors
/// What the store answers.
pub(crate) fn of(sql: &mut impl Sql, row: &DossierRow) -> Result<Option<Past>, StoreError> {
    let found = sql.row(
        "SELECT id, from_agency FROM dossier_taken_over WHERE dossier_id = $1 AND agency = $2",
        params![&row.id, &row.agency],
    )?;
    let Some(found) = found else {
        return Ok(None);
    };
    let agency: String = found.get("from_agency")?;
    Ok(Some(Past {
        id: found.get("id")?,
        href: format!("/cb/kho-luu/{agency}/{}", row.address()),
        agency,
    }))
}

/// This commune did not receive it: a receipt or a control slip of it would tell what never was.
///
/// # Errors
/// Refused where another commune received it.
pub(crate) fn drawn_here(sql: &mut impl Sql, desk: &Desk, row: &DossierRow) -> Result<()> {
    let Some(past) = of(sql, row)? else {
        return Ok(());
    };
    Err(Error::refused(format!(
        "Hồ sơ này do {} tiếp nhận trước khi sáp nhập, nên ở đây không lập lại giấy tiếp nhận và phiếu kiểm soát. Hãy mở hồ sơ, mục «Giấy đã lập», để xem và in giấy đã lưu.",
        past.named(&desk.law)
    )))
}

/// Where to look instead of drawing a paper here: the kept one in the archive, else the archived dossier.
/// None where the paper is this commune's own.
///
/// # Errors
/// Missing; denied; what the store answers.
pub(crate) async fn instead(
    app: &App,
    actor: &Actor,
    code: &str,
    kind: Kind,
) -> Result<Option<String>> {
    let (desk, asks, code) = (Desk::now(app), actor.clone(), code.to_owned());
    app.read(move |reader: &mut Reader<'_>| -> Result<_> {
        let row = row::find(reader, &desk.agency, &code)?;
        access::may(&asks, Act::Print, &row.access_subject())?;
        let Some(past) = of(reader, &row)? else {
            return Ok(None);
        };
        let is_own = papers::latest(reader, &row.id, kind)?.is_some();
        if is_own || row.machine.state == State::Void {
            return Ok(None);
        }
        let kept = papers::latest(reader, &past.id, kind)?;
        Ok(Some(kept.map_or_else(
            || past.href.clone(),
            |line| past.of_paper(&line),
        )))
    })
    .await
}
