//! Asking a dossier: an act with its data goes in, events or a refusal come out.
//! Access is asked before, by `access::may`; here only the rules of the law decide.

mod correct;
mod intake;
mod pauses;
mod steps;
mod urge;

pub(super) use intake::plans;
use intake::{on_the_spot, paid, receipt};

use super::{Command, Context, Dossier, DossierEvent, Refusal, State, allows};
use crate::access::Act;

/// An accepted act: what to write down.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The events, in order, each at the moment of the act.
    pub events: Vec<DossierEvent>,
    /// The dossier after them.
    pub next: Dossier,
}

impl Dossier {
    /// Decides an act.
    ///
    /// # Errors
    /// The first rule that says no.
    pub fn decide(&self, command: &Command<'_>, with: Context<'_>) -> Result<Change, Refusal> {
        if let Some(act) = command.act()
            && !allows(self.state, act)
        {
            return Err(Refusal::NotFrom {
                state: self.state,
                act,
            });
        }
        if command
            .reason()
            .is_some_and(|reason| reason.trim().is_empty())
        {
            return Err(Refusal::ReasonMissing);
        }
        if let Some(last) = self.last_at.filter(|last| with.at < *last) {
            return Err(Refusal::BeforeLast { last });
        }
        let events = self.answer(command, with)?;
        let mut next = self.clone();
        for event in &events {
            next.apply(with.at, event);
        }
        Ok(Change { events, next })
    }

    fn answer(
        &self,
        command: &Command<'_>,
        with: Context<'_>,
    ) -> Result<Vec<DossierEvent>, Refusal> {
        use DossierEvent as E;
        Ok(vec![match command {
            Command::Submit => self.submit()?,
            Command::Receive(intake) => E::Received(receipt(intake, with)?),
            Command::ReceiveAndReturn(intake) => return on_the_spot(self.channel, intake, with),
            Command::RefuseIntake { .. } => E::IntakeRefused,
            Command::RequestSupplement { items, allowed_by } => {
                self.ask_for_more(*items, *allowed_by)?
            }
            Command::ReceiveSupplement => self.papers_came(with),
            Command::ExpireSupplement { .. } => self.nobody_answered(),
            Command::HandOver { holder } => E::HandedOver {
                step: self.first_step(*holder, with)?,
            },
            Command::Forward { holder } => self.forward(*holder, with)?,
            Command::SendBack { .. } => self.send_back(with)?,
            Command::Assign { holder } => self.assign(holder)?,
            Command::AskOpinion { of } => E::OpinionAsked {
                of: (*of).to_owned(),
            },
            Command::GiveOpinion { .. } => self.give_opinion(with)?,
            Command::RequestPayment { dong } if *dong > 0 => E::PaymentRequested { dong: *dong },
            Command::RequestPayment { .. } => return Err(Refusal::FeeUnknown),
            Command::SettlePayment { unpaid_dong } => {
                paid(*unpaid_dong)?;
                self.money_came(with)
            }
            Command::Stop { .. } => E::Stopped,
            Command::Resume { .. } => self.resume(with)?,
            Command::Apologise { promised, .. } => self.apologise(*promised, with)?,
            Command::Withdraw { .. } => E::Withdrawn,
            Command::Verify { .. } => self.branch_longer(with)?,
            Command::SendOutside => self.send_outside()?,
            Command::ComeBack => self.come_back(with)?,
            Command::Approve => self.approve(with)?,
            Command::Seal { number } => self.seal(number, with)?,
            Command::Finish { outcome } => self.finish(*outcome, with)?,
            Command::Return { unpaid_dong } => {
                paid(*unpaid_dong)?;
                E::Returned { on_the_spot: false }
            }
            Command::Void { .. } => E::Voided {
                received_at: self.received_at.unwrap_or(with.at),
            },
            Command::Correct { parts, wrong, .. } => self.correct(parts, *wrong, with)?,
            Command::Urge { by_citizen } => self.urge(*by_citizen, with)?,
            Command::Reopen { .. } => E::Reopened {
                finished_at: self.finished_at.unwrap_or(with.at),
                timeliness: self.timeliness.unwrap_or(super::Timeliness::NoDue),
                ending: self.ending,
            },
        }])
    }

    fn submit(&self) -> Result<DossierEvent, Refusal> {
        if self.state == State::Draft {
            return Ok(DossierEvent::Submitted);
        }
        Err(Refusal::NotFrom {
            state: self.state,
            act: Act::Receive,
        })
    }

    fn ask_for_more(
        &self,
        items: usize,
        allowed_by: Option<&str>,
    ) -> Result<DossierEvent, Refusal> {
        if items == 0 {
            return Err(Refusal::NothingAskedFor);
        }
        if self.supplements >= 1 && allowed_by.is_none() {
            return Err(Refusal::SecondSupplementNeedsLeader);
        }
        Ok(DossierEvent::SupplementRequested {
            ordinal: self.supplements + 1,
            allowed_by: allowed_by.map(str::to_owned),
        })
    }

    fn nobody_answered(&self) -> DossierEvent {
        let received = self.received_at.is_some();
        DossierEvent::SupplementExpired {
            to: if received {
                State::Stopped
            } else {
                State::NotAccepted
            },
        }
    }

    fn give_opinion(&self, with: Context<'_>) -> Result<DossierEvent, Refusal> {
        let absent = with.covers.iter().map(|absent| absent.user.as_str());
        let by = std::iter::once(with.by)
            .chain(absent)
            .find(|account| self.asked.iter().any(|asked| asked == account));
        Ok(DossierEvent::OpinionGiven {
            by: by.ok_or(Refusal::NotAsked)?.to_owned(),
        })
    }
}
