//! The promised dates of a dossier and how each came about, line by line.
//! For the tracking page: a date that everybody can check.

use domain::dossier::{Dossier, DossierEvent, DueDate, Ground, State};
use domain::moment::Moment;
use domain::text::moment_vi;

/// One date that was promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Promise {
    /// Why there is this date.
    pub(crate) label: &'static str,
    /// `17:00, 23/11/2023`, or that there is none.
    pub(crate) when: String,
    /// What must be known about it; empty for nothing.
    pub(crate) note: &'static str,
    /// Its derivation.
    pub(crate) because: Vec<Ground>,
}

/// Every date that was promised, the first one first. Only a date that moved is told again.
pub(crate) fn promises(events: &[(Moment, DossierEvent)], dossier: &Dossier) -> Vec<Promise> {
    use DossierEvent as E;
    // What will not be done has no date any more.
    if matches!(dossier.state, State::Withdrawn | State::Void) {
        return Vec::new();
    }
    let mut promises: Vec<Promise> = Vec::new();
    let mut last: Option<Moment> = None;
    for (_, event) in events {
        let (label, due) = match event {
            E::Received(receipt) => ("Hẹn trả ghi trên giấy hẹn", Some(&receipt.due)),
            E::SupplementReceived { due, .. } => ("Hẹn trả sau khi bổ sung giấy tờ", due.as_ref()),
            E::PaymentSettled { due, .. } => ("Hẹn trả sau khi nộp tiền", due.as_ref()),
            E::Resumed { due, .. } => ("Hẹn trả sau khi giải quyết tiếp", Some(due)),
            E::Corrected {
                recast: Some(recast),
                ..
            } => ("Hẹn trả ghi trên giấy hẹn mới", Some(&recast.due)),
            E::BranchedLonger { due, .. } => ("Hẹn trả khi cần xác minh", Some(due)),
            E::TakenOver { snapshot, .. } => (
                "Hẹn trả giữ nguyên từ trước khi sáp nhập",
                snapshot.due.as_ref(),
            ),
            E::Apologised { promised, .. } => {
                promises.push(apology(*promised));
                continue;
            }
            E::Submitted
            | E::IntakeRefused
            | E::SupplementRequested { .. }
            | E::SupplementExpired { .. }
            | E::HandedOver { .. }
            | E::Forwarded { .. }
            | E::SentBack { .. }
            | E::Assigned { .. }
            | E::OpinionAsked { .. }
            | E::OpinionGiven { .. }
            | E::PaymentRequested { .. }
            | E::Stopped
            | E::Withdrawn
            | E::SentOutside
            | E::CameBack { .. }
            | E::Approved { .. }
            | E::Sealed { .. }
            | E::Finished { .. }
            | E::Returned { .. }
            | E::Voided { .. }
            | E::Reopened { .. }
            | E::Corrected { recast: None, .. }
            | E::PassedOn { .. }
            | E::Urged { .. } => continue,
        };
        let Some(due) = due.filter(|due| promises.is_empty() || due.at != last) else {
            continue;
        };
        last = due.at;
        promises.push(promise(label, due));
    }
    // Work may end in a pause, which the events leave open: nothing is counted on after it.
    if dossier.state.is_paused()
        && dossier.running_pause().is_some()
        && let Some(latest) = promises.last_mut()
    {
        latest.note = "Thời gian đang tạm dừng: ngày này sẽ tính lại khi giải quyết tiếp.";
    }
    promises
}

fn promise(label: &'static str, due: &DueDate) -> Promise {
    let note = match (due.at, due.provisional, due.counted) {
        (Some(_), true, _) => "Tính theo lịch nghỉ dự kiến, vì chưa có thông báo chính thức.",
        (Some(_), false, false) => "Thủ tục chưa có thời hạn; đây là ngày cán bộ hẹn.",
        (Some(_), false, true) | (None, ..) => "",
    };
    let when = due
        .at
        .map_or_else(|| "Chưa có thời hạn".to_owned(), moment_vi);
    Promise {
        label,
        when,
        note,
        because: due.because.clone(),
    }
}

fn apology(promised: Moment) -> Promise {
    Promise {
        label: "Ngày hẹn lại trong thư xin lỗi",
        when: moment_vi(promised),
        note: "Hồ sơ vẫn được tính theo ngày hẹn trước đó khi xét đúng hạn hay quá hạn.",
        because: Vec::new(),
    }
}
