//! `/cb/quay/xong/{code}`: what was just made, what to print, and who is next.
//! For the officer at the counter, between two citizens.

use askama::Template;
use axum::extract::{Path, State};
use domain::code::TrackingCode;
use domain::dossier::State as DossierState;
use domain::text::moment_vi;
use dossier::supplement::{self, Asked};
use dossier::{Desk, DossierRow, act, parties, row};
use kit::{App, Ctx, Error, Officer, Page, Result, html};
use payment::Summary;

/// The event that a refusal's words are kept with.
const REFUSED: &str = "dossier.intake_refused";

#[derive(Template)]
#[template(path = "done.html")]
struct DonePage {
    page: Page,
    row: DossierRow,
    procedure: String,
    owner: String,
    filer: String,
    tracking: String,
    due: String,
    money: Summary,
    asked: Vec<Asked>,
    /// Why it was refused, line by line.
    refused: Vec<String>,
    returns: &'static str,
}

impl DonePage {
    /// What was made, in words.
    fn title(&self) -> &'static str {
        match self.row.machine.state {
            DossierState::NotAccepted => "Đã từ chối tiếp nhận",
            DossierState::AwaitingSupplement if self.row.machine.received_at.is_none() => {
                "Đã lập phiếu yêu cầu bổ sung"
            }
            DossierState::Returned => "Đã làm xong và trả kết quả",
            _ => "Đã tiếp nhận",
        }
    }

    /// The slip that goes home with the citizen instead of a receipt: address and button.
    fn slip(&self) -> Option<(&'static str, &'static str)> {
        match self.row.machine.state {
            _ if self.has_receipt() => None,
            DossierState::NotAccepted if !self.refused.is_empty() => {
                Some(("phieu-tu-choi", "In phiếu từ chối"))
            }
            DossierState::AwaitingSupplement => Some(("phieu-bo-sung", "In phiếu yêu cầu bổ sung")),
            _ => None,
        }
    }

    /// Whether there is a receipt to print: not for what was refused, asked for, or done on the spot.
    fn has_receipt(&self) -> bool {
        self.row.machine.received_at.is_some() && self.row.machine.state != DossierState::Returned
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result {
    let desk = Desk::now(&app);
    let agency = desk.agency.clone();
    let (row, owner, filer, money, asked, refused) = app
        .read(move |reader| {
            let row = row::find(reader, &agency, &code)?;
            let (owner, filer) = parties::of(reader, &row.id)?;
            let money = payment::summary(reader, &row.id)?;
            let asked = supplement::latest(reader, &row.id)?;
            let refused = act::notes_of(reader, &row.id, REFUSED)?;
            Ok::<_, Error>((row, owner, filer, money, asked, refused))
        })
        .await?;
    app.note_reading(&actor, &row.subject(), "vừa tiếp nhận");
    let shown = DonePage {
        page: app.page(&ctx, "Đã tiếp nhận"),
        procedure: crate::choose::label(desk.procedure(&row.procedure_id)?),
        owner: owner.name,
        filer: filer.map(|filer| filer.name).unwrap_or_default(),
        tracking: TrackingCode::parse(&row.tracking)
            .map_or_else(|_| row.tracking.clone(), |code| code.shown()),
        due: row
            .machine
            .due
            .as_ref()
            .and_then(|due| due.at)
            .map(moment_vi)
            .unwrap_or_default(),
        returns: crate::intake::RETURNS
            .iter()
            .find(|(name, _)| *name == row.return_by)
            .map_or("", |(_, label)| label),
        money,
        asked,
        refused: refused
            .iter()
            .flat_map(|note| note.lines())
            .map(str::to_owned)
            .collect(),
        row,
    };
    let title = shown.title();
    html(DonePage {
        page: Page {
            title: title.to_owned(),
            ..shown.page.clone()
        },
        ..shown
    })
}
