//! Asking a dossier: an act with its data goes in, events or a refusal come out.
//! Access is asked before, by `access::may`; here only the rules of the law decide.

use super::clock::{due_of, resume_step, start_step};
use super::{
    Dossier, DossierEvent, DueDate, Ground, Mark, Outcome, Pause, Receipt, Refusal, State,
    StepPlan, StepPoint, allows, classify_tt01,
};
use crate::access::Act;
use crate::calendar::Calendar;
use crate::moment::Moment;
use crate::procedure::{Procedure, StepKind};

/// What an act is decided with.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// When the act happens by the law's clock.
    pub at: Moment,
    /// The account that acts.
    pub by: &'a str,
    /// The commune's working calendar.
    pub calendar: &'a Calendar,
    /// The version of the procedure that the dossier keeps.
    pub procedure: &'a Procedure,
}

/// What the counter has settled before a receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// When it truly came in: now, or earlier with a late entry.
    pub received_at: Option<Moment>,
    /// The code issued in this transaction.
    pub code: String,
    /// Required papers that are not there.
    pub missing: Vec<String>,
    /// What must be paid before receipt and is not, in đồng.
    pub unpaid_dong: i64,
    /// The date the officer appoints where the law gives no limit.
    pub appointed: Option<Moment>,
    /// Why: needed with an appointed date and with a late entry.
    pub reason: String,
}

/// An act with its data; the fields are what their variant's line says.
#[allow(missing_docs)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// Handed in from outside the counter.
    Submit,
    /// Receipt.
    Receive(Intake),
    /// Receipt, work and hand-over in one act.
    ReceiveAndReturn(Intake),
    /// Refusal at intake.
    RefuseIntake { reason: &'a str },
    /// Asking for more papers: all of them at once.
    RequestSupplement {
        items: usize,
        allowed_by: Option<&'a str>,
    },
    /// The papers came.
    ReceiveSupplement,
    /// Nobody answered in time.
    ExpireSupplement { reason: &'a str },
    /// To the officer in charge.
    HandOver { holder: Option<&'a str> },
    /// Step done.
    Forward { holder: Option<&'a str> },
    /// Back to an earlier step.
    SendBack { reason: &'a str },
    /// To another officer of the same step.
    Assign { holder: &'a str },
    /// Asking a colleague.
    AskOpinion { of: &'a str },
    /// Answering.
    GiveOpinion { text: &'a str },
    /// Asking for money.
    RequestPayment { dong: i64 },
    /// Money came.
    SettlePayment { unpaid_dong: i64 },
    /// Stop.
    Stop { reason: &'a str },
    /// Go on.
    Resume { reason: &'a str },
    /// Apology with a new date.
    Apologise { promised: Moment, reason: &'a str },
    /// The citizen withdraws.
    Withdraw { reason: &'a str },
    /// The longer branch.
    Verify { reason: &'a str },
    /// Sent to the agency outside.
    SendOutside,
    /// Back from outside.
    ComeBack,
    /// Signature.
    Approve,
    /// Number and seal.
    Seal { number: &'a str },
    /// The result.
    Finish { outcome: Outcome },
    /// Hand-over of the result.
    Return { unpaid_dong: i64 },
    /// The receipt was a mistake.
    Void { reason: &'a str },
    /// Open again.
    Reopen { reason: &'a str },
}

impl Command<'_> {
    /// The right that the act needs; none for filing, which is the citizen's.
    pub const fn act(&self) -> Option<Act> {
        Some(match self {
            Self::Submit => return None,
            Self::Receive(_) => Act::Receive,
            Self::ReceiveAndReturn(_) => Act::ReceiveAndReturn,
            Self::RefuseIntake { .. } => Act::RefuseIntake,
            Self::RequestSupplement { .. } => Act::RequestSupplement,
            Self::ReceiveSupplement => Act::ReceiveSupplement,
            Self::ExpireSupplement { .. } => Act::ExpireSupplement,
            Self::HandOver { .. } => Act::HandOver,
            Self::Forward { .. } => Act::Forward,
            Self::SendBack { .. } => Act::SendBack,
            Self::Assign { .. } => Act::Assign,
            Self::AskOpinion { .. } => Act::AskOpinion,
            Self::GiveOpinion { .. } => Act::GiveOpinion,
            Self::RequestPayment { .. } => Act::RequestPayment,
            Self::SettlePayment { .. } => Act::Collect,
            Self::Stop { .. } => Act::Stop,
            Self::Resume { .. } => Act::Resume,
            Self::Apologise { .. } => Act::Apologise,
            Self::Withdraw { .. } => Act::Withdraw,
            Self::Verify { .. } => Act::Verify,
            Self::SendOutside | Self::ComeBack => Act::RecordOutside,
            Self::Approve => Act::Approve,
            Self::Seal { .. } => Act::NumberAndSeal,
            Self::Finish { .. } => Act::Finish,
            Self::Return { .. } => Act::Return,
            Self::Void { .. } => Act::VoidReceipt,
            Self::Reopen { .. } => Act::Reopen,
        })
    }

    const fn reason(&self) -> Option<&str> {
        match self {
            Self::RefuseIntake { reason }
            | Self::ExpireSupplement { reason }
            | Self::SendBack { reason }
            | Self::Stop { reason }
            | Self::Resume { reason }
            | Self::Apologise { reason, .. }
            | Self::Withdraw { reason }
            | Self::Verify { reason }
            | Self::Void { reason }
            | Self::Reopen { reason }
            | Self::GiveOpinion { text: reason } => Some(reason),
            _ => None,
        }
    }
}

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
        let one = |event: DossierEvent| Ok(vec![event]);
        match command {
            Command::Submit if self.state == State::Draft => one(E::Submitted),
            Command::Submit => Err(Refusal::NotFrom {
                state: self.state,
                act: Act::Receive,
            }),
            Command::Receive(intake) => one(E::Received(receipt(intake, with)?)),
            Command::ReceiveAndReturn(intake) => on_the_spot(intake, with),
            Command::RefuseIntake { .. } => one(E::IntakeRefused),
            Command::RequestSupplement { items, allowed_by } => {
                self.ask_for_more(*items, *allowed_by)
            }
            Command::ReceiveSupplement => {
                let (pause, due, step, to) = self.go_on(with);
                one(E::SupplementReceived {
                    pause,
                    due,
                    step,
                    to,
                })
            }
            Command::ExpireSupplement { .. } => {
                let received = self.received_at.is_some();
                one(E::SupplementExpired {
                    to: if received {
                        State::Stopped
                    } else {
                        State::NotAccepted
                    },
                })
            }
            Command::HandOver { holder } => one(E::HandedOver {
                step: self.first_step(*holder, with)?,
            }),
            Command::Forward { holder } => self.forward(*holder, with),
            Command::SendBack { .. } => self.send_back(with),
            Command::Assign { holder } => self.assign(holder),
            Command::AskOpinion { of } => one(E::OpinionAsked {
                of: (*of).to_owned(),
            }),
            Command::GiveOpinion { .. } if self.asked.iter().any(|asked| asked == with.by) => {
                one(E::OpinionGiven {
                    by: with.by.to_owned(),
                })
            }
            Command::GiveOpinion { .. } => Err(Refusal::NotAsked),
            Command::RequestPayment { dong } if *dong > 0 => {
                one(E::PaymentRequested { dong: *dong })
            }
            Command::RequestPayment { .. } => Err(Refusal::FeeUnknown),
            Command::SettlePayment { unpaid_dong } => {
                paid(*unpaid_dong)?;
                let (pause, due, step, to) = self.go_on(with);
                one(E::PaymentSettled {
                    pause,
                    due,
                    step,
                    to,
                })
            }
            Command::Stop { .. } => one(E::Stopped),
            Command::Resume { .. } => self.resume(with),
            Command::Apologise { promised, .. } => self.apologise(*promised, with),
            Command::Withdraw { .. } => one(E::Withdrawn),
            Command::Verify { .. } => self.branch_longer(with),
            Command::SendOutside => self.send_outside(),
            Command::ComeBack => self.come_back(with),
            Command::Approve => self.approve(with),
            Command::Seal { number } => self.seal(number, with),
            Command::Finish { outcome } => self.finish(*outcome, with),
            Command::Return { unpaid_dong } => {
                paid(*unpaid_dong)?;
                one(E::Returned { on_the_spot: false })
            }
            Command::Void { .. } => one(E::Voided {
                received_at: self.received_at.unwrap_or(with.at),
            }),
            Command::Reopen { .. } => one(E::Reopened {
                finished_at: self.finished_at.unwrap_or(with.at),
                timeliness: self.timeliness.unwrap_or(super::Timeliness::NoDue),
            }),
        }
    }

    fn ask_for_more(
        &self,
        items: usize,
        allowed_by: Option<&str>,
    ) -> Result<Vec<DossierEvent>, Refusal> {
        if items == 0 {
            return Err(Refusal::NothingAskedFor);
        }
        if self.supplements >= 1 && allowed_by.is_none() {
            return Err(Refusal::SecondSupplementNeedsLeader);
        }
        Ok(vec![DossierEvent::SupplementRequested {
            ordinal: self.supplements + 1,
            allowed_by: allowed_by.map(str::to_owned),
        }])
    }

    /// The end of a pause, the promise and the step after it, and the state to go on in.
    fn go_on(
        &self,
        with: Context<'_>,
    ) -> (Option<Pause>, Option<DueDate>, Option<StepPoint>, State) {
        let to = match (self.received_at, &self.step) {
            (None, _) => State::Submitted,
            (Some(_), None) => State::Received,
            (Some(_), Some(_)) => State::Processing,
        };
        let Some(pause) = self.running_pause().filter(|_| self.received_at.is_some()) else {
            return (None, None, None, to);
        };
        let ended = Pause {
            to: Some(with.at),
            ..*pause
        };
        let due = self.promise_after(&ended, with);
        let at = due.as_ref().and_then(|due| due.at);
        let step = self
            .step
            .as_ref()
            .map(|step| resume_step(step, &ended, with.at, at, with.calendar));
        (Some(ended), due, step, to)
    }

    fn promise_after(&self, ended: &Pause, with: Context<'_>) -> Option<DueDate> {
        let mut pauses = self.pauses.clone();
        if let Some(last) = pauses.last_mut() {
            *last = *ended;
        }
        match (self.term, self.received_at) {
            (Some(term), Some(received)) => {
                Some(due_of(received, term, self.policy, &pauses, with.calendar))
            }
            // A date that the officer appointed moves with the officer's next appointment only.
            _ => self.due.clone(),
        }
    }

    fn resume(&self, with: Context<'_>) -> Result<Vec<DossierEvent>, Refusal> {
        let (pause, due, step, _) = self.go_on(with);
        match (pause, due) {
            (Some(pause), Some(due)) => Ok(vec![DossierEvent::Resumed { pause, due, step }]),
            _ => Err(Refusal::NotFrom {
                state: self.state,
                act: Act::Resume,
            }),
        }
    }

    fn first_step(&self, holder: Option<&str>, with: Context<'_>) -> Result<StepPoint, Refusal> {
        let index = self
            .steps
            .iter()
            .position(|step| step.kind != StepKind::Receive);
        let index = index.ok_or(Refusal::WrongStep {
            at: None,
            act: Act::HandOver,
        })?;
        Ok(self.step_at(index, holder, with))
    }

    fn step_at(&self, index: usize, holder: Option<&str>, with: Context<'_>) -> StepPoint {
        let due = self.due.as_ref().and_then(|due| due.at);
        let step = start_step(
            &self.steps,
            index,
            with.at,
            self.calendar_days,
            due,
            with.calendar,
        );
        StepPoint {
            holder: holder.map(str::to_owned),
            ..step
        }
    }

    fn kind_now(&self) -> Option<StepKind> {
        self.current_step().map(|step| step.kind)
    }

    /// The next step, or a refusal naming the act when there is none.
    fn next_step(
        &self,
        act: Act,
        holder: Option<&str>,
        with: Context<'_>,
    ) -> Result<StepPoint, Refusal> {
        let index = self.step.as_ref().map_or(0, |step| step.index + 1);
        if index >= self.steps.len() {
            return Err(Refusal::WrongStep {
                at: self.kind_now(),
                act,
            });
        }
        Ok(self.step_at(index, holder, with))
    }

    fn forward(
        &self,
        holder: Option<&str>,
        with: Context<'_>,
    ) -> Result<Vec<DossierEvent>, Refusal> {
        let kind = self.kind_now();
        if !matches!(
            kind,
            Some(StepKind::Handle | StepKind::Committee | StepKind::Wait)
        ) {
            return Err(Refusal::WrongStep {
                at: kind,
                act: Act::Forward,
            });
        }
        let step = self.next_step(Act::Forward, holder, with)?;
        Ok(vec![DossierEvent::Forwarded {
            step,
            prepared_by: with.by.to_owned(),
        }])
    }

    fn send_back(&self, with: Context<'_>) -> Result<Vec<DossierEvent>, Refusal> {
        let now = self.step.as_ref().map_or(0, |step| step.index);
        let back_to = self.steps[..now.min(self.steps.len())]
            .iter()
            .rposition(|step| matches!(step.kind, StepKind::Handle | StepKind::Committee));
        let index = back_to.ok_or(Refusal::NoEarlierStep)?;
        Ok(vec![DossierEvent::SentBack {
            step: self.step_at(index, None, with),
        }])
    }

    fn assign(&self, holder: &str) -> Result<Vec<DossierEvent>, Refusal> {
        let step = self.step.as_ref().ok_or(Refusal::WrongStep {
            at: None,
            act: Act::Assign,
        })?;
        let step = StepPoint {
            holder: Some(holder.to_owned()),
            ..step.clone()
        };
        Ok(vec![DossierEvent::Assigned { step }])
    }

    fn apologise(&self, promised: Moment, with: Context<'_>) -> Result<Vec<DossierEvent>, Refusal> {
        if self.apologies > 0 {
            return Err(Refusal::AlreadyReappointed);
        }
        let due = self.due.as_ref().and_then(|due| due.at);
        let after = due.map_or(with.at, |due| due.max(with.at));
        if promised <= after {
            return Err(Refusal::DateTooEarly { after });
        }
        // NĐ 61/2018 Đ19: the letter goes out at latest one working day before the due date.
        let late = due.is_some_and(|due| {
            with.calendar
                .working_days_between(with.at.date(), due.date())
                < 1
        });
        Ok(vec![DossierEvent::Apologised { promised, late }])
    }

    fn branch_longer(&self, with: Context<'_>) -> Result<Vec<DossierEvent>, Refusal> {
        let longer = with
            .procedure
            .limit
            .longer
            .as_ref()
            .filter(|_| !self.longer);
        let (Some(longer), Some(received), Some(step)) = (longer, self.received_at, &self.step)
        else {
            return Err(Refusal::NoLongerBranch);
        };
        if self.kind_now() != Some(StepKind::Handle) {
            return Err(Refusal::WrongStep {
                at: self.kind_now(),
                act: Act::Verify,
            });
        }
        let due = due_of(
            received,
            longer.term,
            self.policy,
            &self.pauses,
            with.calendar,
        );
        let steps = longer_steps(
            &self.steps,
            with.procedure.process.longer_minutes.as_deref(),
            &due,
            with,
        );
        let point = start_step(
            &steps,
            step.index,
            step.since,
            self.calendar_days,
            due.at,
            with.calendar,
        );
        let point = StepPoint {
            holder: step.holder.clone(),
            ..point
        };
        Ok(vec![DossierEvent::BranchedLonger {
            term: longer.term,
            due,
            step: point,
            steps,
        }])
    }

    fn send_outside(&self) -> Result<Vec<DossierEvent>, Refusal> {
        if self.kind_now() != Some(StepKind::Outside) {
            return Err(Refusal::WrongStep {
                at: self.kind_now(),
                act: Act::RecordOutside,
            });
        }
        if self.outside_since.is_some() {
            return Err(Refusal::OutsideMismatch { is_outside: true });
        }
        Ok(vec![DossierEvent::SentOutside])
    }

    fn come_back(&self, with: Context<'_>) -> Result<Vec<DossierEvent>, Refusal> {
        if self.outside_since.is_none() {
            return Err(Refusal::OutsideMismatch { is_outside: false });
        }
        let step = self.next_step(Act::RecordOutside, None, with)?;
        Ok(vec![DossierEvent::CameBack { step }])
    }

    fn approve(&self, with: Context<'_>) -> Result<Vec<DossierEvent>, Refusal> {
        if self.kind_now() != Some(StepKind::Approve) {
            return Err(Refusal::WrongStep {
                at: self.kind_now(),
                act: Act::Approve,
            });
        }
        let step = self.next_step(Act::Approve, None, with)?;
        let mark = Mark {
            by: with.by.to_owned(),
            at: with.at,
        };
        Ok(vec![DossierEvent::Approved { step, mark }])
    }

    fn seal(&self, number: &str, with: Context<'_>) -> Result<Vec<DossierEvent>, Refusal> {
        if self.kind_now() != Some(StepKind::Seal) {
            return Err(Refusal::WrongStep {
                at: self.kind_now(),
                act: Act::NumberAndSeal,
            });
        }
        let now = self.step.as_ref().map_or(0, |step| step.index);
        let signed_before = self.steps[..now]
            .iter()
            .any(|step| step.kind == StepKind::Approve);
        if signed_before && self.approved.is_none() {
            return Err(Refusal::NotApproved);
        }
        // Some processes end with the seal: the dossier then waits at that step for its result.
        let step = self
            .next_step(Act::NumberAndSeal, None, with)
            .unwrap_or_else(|_| self.step_at(now, None, with));
        Ok(vec![DossierEvent::Sealed {
            number: number.to_owned(),
            step,
        }])
    }

    fn finish(&self, outcome: Outcome, with: Context<'_>) -> Result<Vec<DossierEvent>, Refusal> {
        if self.state != State::Processing && outcome == Outcome::Granted {
            return Err(Refusal::OnlyNotGranted { state: self.state });
        }
        if self.state == State::Processing {
            self.steps_done()?;
        }
        let timeliness = classify_tt01(with.at, self.counted_due_at_end(with));
        Ok(vec![DossierEvent::Finished {
            outcome,
            timeliness,
        }])
    }

    /// The date that counts when the work ends now: a pause that still runs has moved it so far.
    fn counted_due_at_end(&self, with: Context<'_>) -> Option<Moment> {
        let Some(pause) = self.running_pause() else {
            return self.counted_due();
        };
        let ended = Pause {
            to: Some(with.at),
            ..*pause
        };
        let due = self.promise_after(&ended, with);
        due.filter(|due| due.counted)?.at
    }

    fn steps_done(&self) -> Result<(), Refusal> {
        let now = self.step.as_ref().map_or(0, |step| step.index);
        let open = self.steps[now.min(self.steps.len())..].iter().find(|step| {
            let sealed = step.kind == StepKind::Seal && self.number.is_some();
            step.kind != StepKind::Deliver && !sealed
        });
        if let Some(step) = open {
            return Err(Refusal::StepsOpen {
                action: step.action.clone(),
            });
        }
        let has = |kind: StepKind| self.steps.iter().any(|step| step.kind == kind);
        if has(StepKind::Approve) && self.approved.is_none() {
            return Err(Refusal::NotApproved);
        }
        if has(StepKind::Seal) && self.number.is_none() {
            return Err(Refusal::NotSealed);
        }
        Ok(())
    }
}

const fn paid(unpaid_dong: i64) -> Result<(), Refusal> {
    if unpaid_dong > 0 {
        Err(Refusal::FeeUnpaid {
            due_dong: unpaid_dong,
        })
    } else {
        Ok(())
    }
}

fn receipt(intake: &Intake, with: Context<'_>) -> Result<Receipt, Refusal> {
    if !intake.missing.is_empty() {
        return Err(Refusal::PapersMissing {
            names: intake.missing.clone(),
        });
    }
    paid(intake.unpaid_dong)?;
    let received_at = intake.received_at.unwrap_or(with.at);
    let late_entry = intake.received_at.is_some_and(|at| at != with.at);
    if received_at > with.at {
        return Err(Refusal::BeforeLast { last: received_at });
    }
    if late_entry && intake.reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let procedure = with.procedure;
    let policy = procedure.pause_policy;
    let due = match procedure.limit.term {
        Some(term) => due_of(received_at, term, policy, &[], with.calendar),
        None => appointed(intake, received_at)?,
    };
    let steps = procedure.process.steps.iter().map(|step| StepPlan {
        post: step.post.clone(),
        kind: step.kind,
        action: step.action_vi.clone(),
        minutes: step.minutes,
    });
    Ok(Receipt {
        code: intake.code.clone(),
        received_at,
        term: procedure.limit.term,
        policy,
        due,
        steps: steps.collect(),
        calendar_days: procedure.process.calendar_days,
        late_entry,
    })
}

/// Without a limit in law the officer appoints the date: a promise that counts neither way.
fn appointed(intake: &Intake, received_at: Moment) -> Result<DueDate, Refusal> {
    let at = intake.appointed.ok_or(Refusal::DateMissing)?;
    if at <= received_at {
        return Err(Refusal::DateTooEarly { after: received_at });
    }
    if intake.reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let because = Ground {
        rule: "Chưa có thời hạn trong danh mục".into(),
        text: "Thủ tục chưa có thời hạn công bố; ngày hẹn do người tiếp nhận ghi, không tính đúng hạn hay trễ hạn.".into(),
    };
    Ok(DueDate {
        at: Some(at),
        for_index: None,
        counted: false,
        provisional: false,
        because: vec![because],
    })
}

fn on_the_spot(intake: &Intake, with: Context<'_>) -> Result<Vec<DossierEvent>, Refusal> {
    if !with.procedure.on_the_spot {
        return Err(Refusal::NotOnTheSpot);
    }
    let receipt = receipt(intake, with)?;
    let timeliness = classify_tt01(with.at, receipt.due.at.filter(|_| receipt.due.counted));
    Ok(vec![
        DossierEvent::Received(receipt),
        DossierEvent::Finished {
            outcome: Outcome::Granted,
            timeliness,
        },
        DossierEvent::Returned { on_the_spot: true },
    ])
}

/// The steps with the limits of the longer branch: published ones, or the extra time given to
/// the step that verifies.
fn longer_steps(
    steps: &[StepPlan],
    published: Option<&[i64]>,
    due: &DueDate,
    with: Context<'_>,
) -> Vec<StepPlan> {
    let mut longer = steps.to_vec();
    match published {
        Some(minutes) if minutes.len() == steps.len() => {
            for (step, minutes) in longer.iter_mut().zip(minutes) {
                step.minutes = *minutes;
            }
        }
        _ => {
            let until = due
                .at
                .map_or(0, |at| with.calendar.working_minutes_between(with.at, at));
            let rest: i64 = steps
                .iter()
                .filter(|step| step.kind != StepKind::Handle)
                .map(|s| s.minutes)
                .sum();
            if let Some(step) = longer.iter_mut().find(|step| step.kind == StepKind::Handle) {
                step.minutes = step.minutes.max(until - rest);
            }
        }
    }
    longer
}
