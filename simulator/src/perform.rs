//! A planned deed done for real: the features' own acts, with their access checks, rules and events.
//! For `live`; whatever is refused here is a fault of the plan.

use domain::access::{self, Act, Actor};
use domain::dossier::{Command, Outcome};
use dossier::act::{self, side_event};
use dossier::files::{self, Kind};
use dossier::program::{self, Asking};
use dossier::receive::{self, Terms};
use dossier::result::{self, Collector, ResultPaper};
use dossier::{Acted, Desk, DossierRow, Words, mark, row, supplement, urge};
use kit::{Error, Fields};
use serde_json::json;
use store::{Committed, NewEvent, Tx};

use crate::deed::{Deed, Mended, What};
use crate::house::House;
use crate::life::Life;
use crate::scans;

/// What every act is done with.
struct Stage<'a> {
    house: &'a House,
    life: &'a Life,
    desk: Desk,
    actor: &'a Actor,
}

/// Who an act is by in the log when it is the citizen's own.
const CITIZEN: &str = "citizen";

/// Does one deed of a life and commits it.
pub(crate) fn deed(
    tx: &mut Tx<'_>,
    house: &House,
    life: &Life,
    deed: &Deed,
) -> Result<Committed<()>, Error> {
    let actor = house.actor(deed.by, deed.at.date());
    let stage = Stage {
        house,
        life,
        desk: house.desk(deed.at),
        actor: &actor,
    };
    let acted = match life.id.get() {
        None => {
            let acted = stage.begin(tx, &deed.what)?;
            // A second beginning would be a fault of the plan; the first id stays.
            life.id.get_or_init(|| acted.row.id.clone());
            acted
        }
        Some(id) => stage.go_on(tx, id, &deed.what)?,
    };
    let by = match deed.what {
        What::UrgeOnline => CITIZEN.to_owned(),
        _ => actor.by(),
    };
    Ok(tx.commit(&by, deed.at, acted.events, ())?)
}

/// An act with further events of its own transaction.
fn with(mut acted: Acted, more: Vec<NewEvent>) -> Acted {
    acted.events.extend(more);
    acted
}

impl Stage<'_> {
    fn begin(&self, tx: &mut Tx<'_>, what: &What) -> Result<Acted, Error> {
        let (desk, actor, filing) = (&self.desk, self.actor, &self.life.filing);
        match what {
            What::Submit => receive::submit(tx, desk, actor, filing),
            What::Receive(terms) => {
                let acted = receive::receive(tx, desk, actor, filing, terms)?;
                let acted = self.charged(tx, acted)?;
                self.receipt(tx, acted)
            }
            What::OnTheSpot(terms) => {
                let acted = receive::receive_and_return(tx, desk, actor, filing, terms)?;
                self.charged(tx, acted)
            }
            What::Refuse(reason) => receive::refuse(tx, desk, actor, filing, reason),
            What::AskAtIntake(asked) => receive::ask_at_intake(tx, desk, actor, filing, asked, ""),
            other => Err(Error::fault(format!(
                "a dossier cannot begin with {other:?}"
            ))),
        }
    }

    fn charged(&self, tx: &mut Tx<'_>, acted: Acted) -> Result<Acted, Error> {
        let events = self
            .life
            .money
            .at_intake(tx, &self.desk, self.actor, &acted.row.id)?;
        Ok(with(acted, events))
    }

    fn accept(&self, tx: &mut Tx<'_>, id: &str, terms: &Terms) -> Result<Acted, Error> {
        let acted = receive::accept(tx, &self.desk, self.actor, id, terms, None)?;
        let acted = self.charged(tx, acted)?;
        self.receipt(tx, acted)
    }

    fn receipt(&self, tx: &mut Tx<'_>, mut acted: Acted) -> Result<Acted, Error> {
        dossier::issue_receipt(tx, &self.desk, self.actor, &mut acted)?;
        Ok(acted)
    }

    fn go_on(&self, tx: &mut Tx<'_>, id: &str, what: &What) -> Result<Acted, Error> {
        let (desk, actor) = (&self.desk, self.actor);
        match what {
            What::Accept(terms) => self.accept(tx, id, terms),
            What::PrintAgain => self.print_again(tx, id),
            What::AskMore(asked) => {
                supplement::request(tx, desk, actor, id, asked, Words::default())
            }
            What::AskPayment => {
                let dong = payment::unpaid(tx, id)?;
                self.command(tx, id, &Command::RequestPayment { dong }, None)
            }
            What::SettlePayment => {
                let paid = self.life.money.collect(tx, desk, actor, id)?;
                let unpaid_dong = payment::unpaid(tx, id)?;
                Ok(with(
                    self.command(tx, id, &Command::SettlePayment { unpaid_dong }, None)?,
                    paid,
                ))
            }
            What::Withdraw(reason) => {
                let back = self.gives_back(tx, id, reason)?;
                Ok(with(
                    self.command(tx, id, &Command::Withdraw { reason }, Some(reason))?,
                    back,
                ))
            }
            What::Approve => dossier::approve(tx, desk, actor, id, Words::default()),
            What::Seal => dossier::seal(tx, desk, actor, id, None, Words::default()),
            What::Finish(outcome) => self.finish(tx, id, *outcome),
            What::Return(collector) => self.returns(tx, id, collector),
            What::HandOver(holder) => self.hands_over(tx, id, *holder),
            What::Correct(mended) => self.corrects(tx, id, mended),
            What::Scan => self.scans(tx, id),
            What::Urge(said) => urge::at_counter(tx, desk, actor, id, Some(said)),
            What::UrgeOnline => {
                let row = row::load(tx, &desk.agency, id)?;
                urge::by_citizen(tx, desk, &row)
            }
            What::AlarmSeen(said) => mark::alarm_seen(tx, desk, actor, id, said),
            What::Called(said) => mark::called(tx, desk, actor, id, Some(said)),
            other => self.plain(tx, id, other),
        }
    }

    /// The acts that are no more than their command.
    fn plain(&self, tx: &mut Tx<'_>, id: &str, what: &What) -> Result<Acted, Error> {
        let holder_of =
            |holder: &Option<usize>| holder.map(|place| self.house.officers[place].user.as_str());
        let (command, note) = match what {
            What::Void(reason) => (Command::Void { reason }, Some(*reason)),
            What::Forward(holder) => (
                Command::Forward {
                    holder: holder_of(holder),
                },
                None,
            ),
            What::Verify(reason) => (Command::Verify { reason }, Some(*reason)),
            What::PapersCame => (Command::ReceiveSupplement, None),
            What::NobodyAnswered(reason) => (Command::ExpireSupplement { reason }, Some(*reason)),
            What::AskOpinion(of) => (
                Command::AskOpinion {
                    of: &self.house.officers[*of].user,
                },
                None,
            ),
            What::GiveOpinion(text) => (Command::GiveOpinion { text }, Some(*text)),
            What::Stop(reason) => (Command::Stop { reason }, Some(*reason)),
            What::Resume(reason) => (Command::Resume { reason }, Some(*reason)),
            What::Apologise(promised, reason) => (
                Command::Apologise {
                    promised: *promised,
                    reason,
                },
                Some(*reason),
            ),
            What::SendOutside => (Command::SendOutside, None),
            What::ComeBack => (Command::ComeBack, None),
            What::SendBack(reason) => (Command::SendBack { reason }, Some(*reason)),
            other => {
                return Err(Error::fault(format!(
                    "a dossier cannot go on with {other:?}"
                )));
            }
        };
        self.command(tx, id, &command, note)
    }

    fn command(
        &self,
        tx: &mut Tx<'_>,
        id: &str,
        command: &Command<'_>,
        note: Option<&str>,
    ) -> Result<Acted, Error> {
        act::act(
            tx,
            &self.desk,
            self.actor,
            id,
            command,
            Words {
                note,
                seen_version: None,
            },
        )
    }

    /// Handed over, with the list that both sign.
    fn hands_over(&self, tx: &mut Tx<'_>, id: &str, holder: Option<usize>) -> Result<Acted, Error> {
        let holder = holder.map(|place| self.house.officers[place].user.as_str());
        let acted = self.command(tx, id, &Command::HandOver { holder }, None)?;
        let list = dossier::hand_over_list(tx, &self.desk, self.actor, &[&acted.row])?;
        Ok(with(acted, vec![list.event]))
    }

    /// The form that corrects a receipt, filled in where something was wrong.
    fn corrects(&self, tx: &mut Tx<'_>, id: &str, mended: &Mended) -> Result<Acted, Error> {
        let form = program::ALL
            .iter()
            .find(|form| form.path == program::CORRECT)
            .ok_or_else(|| Error::fault("the form of corrections is gone"))?;
        let before = row::load(tx, &self.desk.agency, id)?;
        let right = mended
            .fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        let asking = Asking {
            fields: Fields::of(right.chain([("ly_do", mended.reason)])),
            files: Vec::new(),
            version: before.version,
        };
        let (desk, actor) = (self.desk.clone(), self.actor.clone());
        let (acted, _) = (form.perform)(tx, desk, actor, before.address(), asking)?;
        // Another procedure is charged as usual; the counter then sets counts and exemption right.
        if acted.row.procedure_id != before.procedure_id {
            return self.charged(tx, acted);
        }
        Ok(acted)
    }

    /// The electronic version of the result among the dossier's files.
    fn scans(&self, tx: &mut Tx<'_>, id: &str) -> Result<Acted, Error> {
        let file = self
            .house
            .scans
            .get(scans::name_of(self.life))
            .ok_or_else(|| Error::fault("a result was scanned that nobody drew"))?;
        let before = row::load(tx, &self.desk.agency, id)?;
        let about = (Kind::Result, None);
        let files = std::slice::from_ref(file);
        let (row, events) =
            files::attach(tx, &self.desk, self.actor, before.address(), files, about)?;
        Ok(Acted { row, events })
    }

    fn gives_back(&self, tx: &mut Tx<'_>, id: &str, reason: &str) -> Result<Vec<NewEvent>, Error> {
        let mut events = Vec::new();
        for paid in payment::payments_of(tx, id)? {
            let dong = paid.refundable();
            if dong.0 > 0 {
                let agency = &self.desk.agency;
                events.extend(payment::refund(
                    tx,
                    agency,
                    self.actor,
                    self.desk.at,
                    &paid.id,
                    dong,
                    reason,
                )?);
            }
        }
        Ok(events)
    }

    fn finish(&self, tx: &mut Tx<'_>, id: &str, outcome: Outcome) -> Result<Acted, Error> {
        let granted = self
            .life
            .procedure
            .results
            .first()
            .filter(|_| outcome == Outcome::Granted);
        let name = granted
            .cloned()
            .unwrap_or_else(|| "Văn bản trả lời, nêu rõ lý do".to_owned());
        let number = row::load(tx, &self.desk.agency, id)?.machine.number;
        let paper = ResultPaper { name, number };
        result::finish(
            tx,
            &self.desk,
            self.actor,
            id,
            outcome,
            &paper,
            Words::default(),
        )
    }

    fn returns(&self, tx: &mut Tx<'_>, id: &str, collector: &Collector) -> Result<Acted, Error> {
        let paid = self
            .life
            .money
            .before_return(tx, &self.desk, self.actor, id)?;
        let unpaid = payment::unpaid(tx, id)?;
        let acted = result::hand_over(
            tx,
            &self.desk,
            self.actor,
            id,
            unpaid,
            collector,
            Words::default(),
        )?;
        Ok(with(acted, paid))
    }

    /// The receipt once more, counted.
    fn print_again(&self, tx: &mut Tx<'_>, id: &str) -> Result<Acted, Error> {
        let before = row::load(tx, &self.desk.agency, id)?;
        access::may(self.actor, Act::Print, &before.access_subject())?;
        let next = DossierRow {
            reprints: before.reprints + 1,
            ..before
        };
        let next = row::save(tx, &next)?
            .ok_or_else(|| Error::fault("a row changed inside its own act"))?;
        let data = json!({ "paper": "receipt", "reprint": next.reprints });
        let event = side_event(&next, "dossier.printed", data);
        Ok(Acted {
            row: next,
            events: vec![event],
        })
    }
}
