//! Correcting what was taken down wrongly, by a receipt that supersedes the former.
//! For the one-stop officer, until the work has ended; only another procedure moves the date.

use super::super::clock::due_of;
use super::super::{
    Context, CorrectedPart, Dossier, DossierEvent, DueDate, Ground, Recast, Refusal,
};
use super::intake::plans;
use crate::moment::Moment;
use crate::text::moment_vi;

impl Dossier {
    pub(super) fn correct(
        &self,
        parts: &[CorrectedPart],
        wrong: Option<&str>,
        with: Context<'_>,
    ) -> Result<DossierEvent, Refusal> {
        let received_at = self.received_at.ok_or(Refusal::NoReceiptYet)?;
        if parts.is_empty() && wrong.is_none() {
            return Err(Refusal::NothingCorrected);
        }
        let recast = match wrong {
            Some(wrong) => Some(self.recast(wrong, received_at, with)?),
            None => None,
        };
        let mut parts = parts.to_vec();
        parts.sort_unstable();
        parts.dedup();
        Ok(DossierEvent::Corrected {
            receipt: self.corrections + 2,
            parts,
            recast,
        })
    }

    /// The dossier under the right procedure, as if it had been received under it. Once officers
    /// have worked on it by the wrong process, another procedure is another dossier.
    fn recast(
        &self,
        wrong: &str,
        received_at: Moment,
        with: Context<'_>,
    ) -> Result<Recast, Refusal> {
        if self.step.is_some() {
            return Err(Refusal::HandedOverAlready);
        }
        let right = with.procedure;
        let why = Ground {
            rule: format!("Giấy tiếp nhận số {} thay giấy trước", self.corrections + 2),
            text: format!(
                "Sửa thủ tục {wrong} thành {}: hạn tính theo thủ tục đúng, vẫn từ lúc tiếp nhận {}.",
                right.code,
                moment_vi(received_at)
            ),
        };
        let mut due = match right.limit.term {
            Some(term) => due_of(
                received_at,
                right.limit.of(term),
                right.pause_policy,
                &self.pauses,
                with.calendar,
            ),
            None => self.promise_without_limit(),
        };
        due.because.insert(0, why);
        Ok(Recast {
            wrong: wrong.to_owned(),
            received_at,
            term: right.limit.term,
            policy: right.pause_policy,
            due,
            steps: plans(right),
            calendar_days: right.process.calendar_days,
        })
    }

    /// Without a limit in law the date that the citizen was told stays a promise, uncounted.
    fn promise_without_limit(&self) -> DueDate {
        let because = Ground {
            rule: "Chưa có thời hạn trong danh mục".into(),
            text: "Thủ tục đúng chưa có thời hạn công bố; giữ ngày hẹn đã báo, không tính đúng hạn hay trễ hạn.".into(),
        };
        DueDate {
            at: self.due.as_ref().and_then(|due| due.at),
            for_index: None,
            counted: false,
            provisional: false,
            because: vec![because],
        }
    }
}
