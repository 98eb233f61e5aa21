//! What a receipt needs: papers, money, a date; and receipt, work and return in one act.
//! For the counter's acts; what the citizen is promised is fixed here once.

use super::super::clock::due_of;
use super::super::{
    Channel, Context, Dossier, DossierEvent, DueDate, Ground, Intake, Outcome, Receipt, Refusal,
    StepPlan, classify_tt01,
};
use crate::moment::Moment;
use crate::procedure::Procedure;

pub(super) const fn paid(unpaid_dong: i64) -> Result<(), Refusal> {
    if unpaid_dong > 0 {
        Err(Refusal::FeeUnpaid {
            due_dong: unpaid_dong,
        })
    } else {
        Ok(())
    }
}

pub(super) fn receipt(intake: &Intake, with: Context<'_>) -> Result<Receipt, Refusal> {
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
        Some(term) => due_of(
            received_at,
            procedure.limit.of(term),
            policy,
            &[],
            with.calendar,
        ),
        None => appointed(intake, received_at)?,
    };
    Ok(Receipt {
        code: intake.code.clone(),
        received_at,
        term: procedure.limit.term,
        policy,
        due,
        steps: plans(procedure),
        calendar_days: procedure.process.calendar_days,
        late_entry,
    })
}

/// The steps of a procedure as a dossier keeps them.
pub(in crate::dossier) fn plans(procedure: &Procedure) -> Vec<StepPlan> {
    let steps = procedure.process.steps.iter();
    steps
        .map(|step| StepPlan {
            post: step.post.clone(),
            kind: step.kind,
            action: step.action_vi.clone(),
            minutes: step.minutes,
        })
        .collect()
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

pub(super) fn on_the_spot(
    channel: Channel,
    intake: &Intake,
    with: Context<'_>,
) -> Result<Vec<DossierEvent>, Refusal> {
    if !with.procedure.on_the_spot {
        return Err(Refusal::NotOnTheSpot);
    }
    let receipt = receipt(intake, with)?;
    let timeliness = classify_tt01(with.at, receipt.due.at.filter(|_| receipt.due.counted));
    let mut received = Dossier::new(channel);
    received.apply(with.at, &DossierEvent::Received(receipt.clone()));
    let ending = received.ending(Outcome::Granted, with.at);
    Ok(vec![
        DossierEvent::Received(receipt),
        DossierEvent::Finished {
            outcome: Outcome::Granted,
            timeliness,
            ending: Some(ending),
        },
        DossierEvent::Returned { on_the_spot: true },
    ])
}
