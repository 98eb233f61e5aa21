//! The acts as programs ask for them: the same form, read, checked and done without its page.
//! For the interface for programs; what a form says wrongly is told by the form's own fields.

use domain::access::{Act, Actor};
use kit::{FieldErrors, Fields, Result, Upload};
use store::Tx;

use super::form::{self, ActForm};
use super::sheet::Sent;
use super::{
    accept, alarm, apologise, approve, ask_more, ask_opinion, ask_payment, assign, called, correct,
    finish, forward, give_back, give_opinion, hand_over, nobody_answered, outside, papers_came,
    refuse, reopen, resume, seal, send_back, stop, urged, verify, void, withdraw,
};
use crate::act::Acted;
use crate::desk::Desk;

pub use super::correct::paper_lines;

/// The address of the form that corrects a receipt.
pub const CORRECT: &str = correct::CorrectReceipt::PATH;

/// What a program sends with an act.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// The fields of the act's form.
    pub fields: Fields,
    /// Files that came along, already in the store.
    pub files: Vec<Upload>,
    /// The version that the program saw.
    pub version: i64,
}

/// Does an act, without committing: what it left behind, and the sentence that tells of it.
pub type Perform = fn(&mut Tx<'_>, Desk, Actor, &str, Asking) -> Result<(Acted, String)>;

/// One act with its form, as data.
#[derive(Clone, Copy)]
pub struct ProgramAct {
    /// Where its page is: `/cb/ho-so/{code}/…`.
    pub path: &'static str,
    /// The act in the table of transitions.
    pub act: Act,
    /// The right that opens its door.
    pub door: Act,
    /// Its heading.
    pub title: &'static str,
    /// Does it.
    pub perform: Perform,
}

const fn of<F: ActForm>() -> ProgramAct {
    ProgramAct {
        path: F::PATH,
        act: F::ACT,
        door: F::DOOR,
        title: F::TITLE,
        perform: perform::<F>,
    }
}

/// Every act on one dossier that has a form.
pub const ALL: [ProgramAct; 28] = [
    of::<accept::Accept>(),
    of::<refuse::Refuse>(),
    of::<ask_more::AskMore>(),
    of::<papers_came::PapersCame>(),
    of::<nobody_answered::NobodyAnswered>(),
    of::<hand_over::HandOver>(),
    of::<outside::Outside>(),
    of::<withdraw::Withdraw>(),
    of::<void::Void>(),
    of::<give_back::GiveBack>(),
    of::<forward::Forward>(),
    of::<send_back::SendBack>(),
    of::<ask_opinion::AskOpinion>(),
    of::<give_opinion::GiveOpinion>(),
    of::<ask_payment::AskPayment>(),
    of::<verify::Verify>(),
    of::<seal::SealForm>(),
    of::<finish::Finish>(),
    of::<approve::ApproveForm>(),
    of::<assign::Assign>(),
    of::<stop::Stop>(),
    of::<resume::Resume>(),
    of::<apologise::Apologise>(),
    of::<reopen::Reopen>(),
    of::<correct::CorrectReceipt>(),
    of::<urged::UrgedAtCounter>(),
    of::<called::Called>(),
    of::<alarm::AlarmSeen>(),
];

fn perform<F: ActForm>(
    tx: &mut Tx<'_>,
    desk: Desk,
    actor: Actor,
    code: &str,
    asking: Asking,
) -> Result<(Acted, String)> {
    let sent = Sent {
        fields: asking.fields,
        files: asking.files,
        file_errors: FieldErrors::new(),
        version: asking.version,
    };
    form::act_on::<F>(tx, desk, actor, code, &sent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit::Access;

    #[test]
    fn every_form_of_an_act_is_open_to_programs_too() {
        let forms = crate::acts::routes_of_forms().merge(crate::acts::of_the_day());
        let known: Vec<(&str, Access)> = ALL
            .iter()
            .map(|one| (one.path, Access::Act(one.door)))
            .collect();
        let mut checked = 0;
        for route in forms.iter() {
            let one = (route.path, route.access);
            assert!(known.contains(&one), "{} is for people only", route.path);
            checked += 1;
        }
        assert_eq!(checked, 2 * ALL.len(), "a form is a page and a sending");
    }
}
