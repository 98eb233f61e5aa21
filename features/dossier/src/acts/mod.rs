//! Every act on one dossier: a form that says beforehand what would happen, and its sending.
//! For officers; one act a file, the form they share in `form.rs` and `act.html`.

mod accept;
mod alarm;
mod apologise;
mod approve;
mod ask_more;
mod ask_opinion;
mod ask_payment;
mod assign;
mod called;
mod colleagues;
mod correct;
mod finish;
mod form;
mod forward;
mod give_back;
mod give_opinion;
mod hand_over;
mod nobody_answered;
mod outside;
mod papers_came;
mod pass_on;
pub mod program;
mod refuse;
mod reopen;
mod resume;
mod seal;
mod seen;
mod send_back;
mod sheet;
mod stop;
#[cfg(test)]
pub(crate) mod tests;
mod urged;
mod verify;
mod void;
mod when;
mod withdraw;

use kit::Routes;

pub(crate) use approve::ApproveForm;
pub use approve::{approve, signing_line};
pub(crate) use form::{ActForm, open};
pub(crate) use hand_over::HandOver;
pub use seal::seal;
pub(crate) use seen::Seen;

use crate::{files, print};

/// The acts, the attachments and the papers of a dossier.
pub(crate) fn routes_acts() -> Routes {
    routes_of_forms()
        .merge(of_the_day())
        .merge(files::routes())
        .merge(print::routes())
}

/// Forms that carry no dossier on: they correct, mark and record.
fn of_the_day() -> Routes {
    let routes = form::on::<correct::CorrectReceipt>(Routes::new());
    let routes = form::on::<urged::UrgedAtCounter>(routes);
    let routes = form::on::<called::Called>(routes);
    form::on::<alarm::AlarmSeen>(routes)
}

/// The forms of acts.
fn routes_of_forms() -> Routes {
    intake(Routes::new())
        .merge(work(Routes::new()))
        .merge(leaders(Routes::new()))
}

fn intake(routes: Routes) -> Routes {
    let routes = form::on::<accept::Accept>(routes);
    let routes = form::on::<refuse::Refuse>(routes);
    let routes = form::on::<ask_more::AskMore>(routes);
    let routes = form::on::<papers_came::PapersCame>(routes);
    let routes = form::on::<nobody_answered::NobodyAnswered>(routes);
    let routes = form::on::<hand_over::HandOver>(routes);
    let routes = form::on::<outside::Outside>(routes);
    let routes = form::on::<withdraw::Withdraw>(routes);
    let routes = form::on::<void::Void>(routes);
    form::on::<give_back::GiveBack>(routes)
}

fn work(routes: Routes) -> Routes {
    let routes = form::on::<forward::Forward>(routes);
    let routes = form::on::<send_back::SendBack>(routes);
    let routes = form::on::<ask_opinion::AskOpinion>(routes);
    let routes = form::on::<give_opinion::GiveOpinion>(routes);
    let routes = form::on::<ask_payment::AskPayment>(routes);
    let routes = form::on::<verify::Verify>(routes);
    let routes = form::on::<seal::SealForm>(routes);
    form::on::<finish::Finish>(routes)
}

fn leaders(routes: Routes) -> Routes {
    let routes = form::on::<approve::ApproveForm>(routes);
    let routes = form::on::<assign::Assign>(routes);
    let routes = form::on::<stop::Stop>(routes);
    let routes = form::on::<resume::Resume>(routes);
    let routes = form::on::<apologise::Apologise>(routes);
    form::on::<reopen::Reopen>(routes)
}
