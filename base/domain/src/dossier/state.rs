//! The ten national states of a dossier, and the table of lawful transitions.
//! Read beside NĐ 61/2018 Đ17–20 and the status codes of the national exchange.

use serde::{Deserialize, Serialize};

use crate::access::Act;

/// Where a dossier stands. National code in [`State::national_code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Typed at the counter, not yet handed in; local only, never sent.
    Draft,
    /// 1: handed in, nobody has accepted it yet.
    Submitted,
    /// 2: receipt issued, clock running, not yet with an officer in charge.
    Received,
    /// 3: refused, final.
    NotAccepted,
    /// 4: with an officer.
    Processing,
    /// 5: the citizen was asked for more, clock paused.
    AwaitingSupplement,
    /// 6: the citizen must pay first, clock paused.
    AwaitingPayment,
    /// 7: withdrawn by the citizen, final.
    Withdrawn,
    /// 8: stopped by the commune with a reason, clock paused.
    Stopped,
    /// 9: the result exists and waits to be collected.
    Finished,
    /// 10: handed over, final.
    Returned,
    /// A receipt made by mistake; final, counted nowhere but in its own list.
    Void,
    /// Passed on to the commune that succeeded this one; final here, goes on there.
    PassedOn,
}

impl State {
    /// Every state, in the order of the national codes.
    pub const ALL: [Self; 13] = [
        Self::Draft,
        Self::Submitted,
        Self::Received,
        Self::NotAccepted,
        Self::Processing,
        Self::AwaitingSupplement,
        Self::AwaitingPayment,
        Self::Withdrawn,
        Self::Stopped,
        Self::Finished,
        Self::Returned,
        Self::Void,
        Self::PassedOn,
    ];

    /// TrangThaiHoSo of the national exchange, none for local states.
    pub const fn national_code(self) -> Option<u8> {
        match self {
            Self::Draft | Self::Void | Self::PassedOn => None,
            Self::Submitted => Some(1),
            Self::Received => Some(2),
            Self::NotAccepted => Some(3),
            Self::Processing => Some(4),
            Self::AwaitingSupplement => Some(5),
            Self::AwaitingPayment => Some(6),
            Self::Withdrawn => Some(7),
            Self::Stopped => Some(8),
            Self::Finished => Some(9),
            Self::Returned => Some(10),
        }
    }

    /// The state as officers and citizens read it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Draft => "Bản nháp",
            Self::Submitted => "Mới nộp, chờ tiếp nhận",
            Self::Received => "Đã tiếp nhận",
            Self::NotAccepted => "Không tiếp nhận",
            Self::Processing => "Đang giải quyết",
            Self::AwaitingSupplement => "Chờ bổ sung giấy tờ",
            Self::AwaitingPayment => "Chờ nộp tiền",
            Self::Withdrawn => "Đã rút",
            Self::Stopped => "Dừng giải quyết",
            Self::Finished => "Đã xong, chờ trả kết quả",
            Self::Returned => "Đã trả kết quả",
            Self::Void => "Đã hủy giấy tiếp nhận",
            Self::PassedOn => "Đã chuyển sang đơn vị kế tục",
        }
    }

    /// The frozen name in storage.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Received => "received",
            Self::NotAccepted => "not_accepted",
            Self::Processing => "processing",
            Self::AwaitingSupplement => "awaiting_supplement",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Withdrawn => "withdrawn",
            Self::Stopped => "stopped",
            Self::Finished => "finished",
            Self::Returned => "returned",
            Self::Void => "void",
            Self::PassedOn => "passed_on",
        }
    }

    /// The state of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether nothing leads out of it.
    pub const fn is_terminal(self) -> bool {
        matches!(
            self,
            Self::NotAccepted | Self::Withdrawn | Self::Returned | Self::Void | Self::PassedOn
        )
    }

    /// Whether the legal clock stands still.
    pub const fn is_paused(self) -> bool {
        matches!(
            self,
            Self::AwaitingSupplement | Self::AwaitingPayment | Self::Stopped
        )
    }

    /// Whether the commune still owes work on it.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Submitted
                | Self::Received
                | Self::Processing
                | Self::AwaitingSupplement
                | Self::AwaitingPayment
                | Self::Stopped
        )
    }
}

/// Which act leads from where to where. An act absent for a state is refused there.
/// Letters name the rows of the transition list kept with the law (A1 … C2).
pub const TRANSITIONS: &[(State, Act, State)] = {
    use Act as A;
    use State as S;
    &[
        // A2, A3: receipt at the counter or of what came online or by post.
        (S::Draft, A::Receive, S::Received),
        (S::Submitted, A::Receive, S::Received),
        // Done on the spot: NĐ 61/2018 Đ17, no receipt slip owed.
        (S::Draft, A::ReceiveAndReturn, S::Returned),
        // A4
        (S::Draft, A::RefuseIntake, S::NotAccepted),
        (S::Submitted, A::RefuseIntake, S::NotAccepted),
        // A5, A6
        (S::Draft, A::RequestSupplement, S::AwaitingSupplement),
        (S::Submitted, A::RequestSupplement, S::AwaitingSupplement),
        (S::Draft, A::RequestPayment, S::AwaitingPayment),
        (S::Submitted, A::RequestPayment, S::AwaitingPayment),
        // B1
        (S::Received, A::HandOver, S::Processing),
        // B2
        (S::Processing, A::Forward, S::Processing),
        (S::Processing, A::SendBack, S::Processing),
        (S::Processing, A::Assign, S::Processing),
        (S::Processing, A::AskOpinion, S::Processing),
        (S::Processing, A::GiveOpinion, S::Processing),
        (S::Processing, A::RecordOutside, S::Processing),
        (S::Processing, A::Approve, S::Processing),
        (S::Processing, A::NumberAndSeal, S::Processing),
        (S::Processing, A::Verify, S::Processing),
        // B3, B4: the way back depends on whether the dossier was received.
        (S::Received, A::RequestSupplement, S::AwaitingSupplement),
        (S::Processing, A::RequestSupplement, S::AwaitingSupplement),
        (S::AwaitingSupplement, A::ReceiveSupplement, S::Processing),
        (S::AwaitingSupplement, A::ReceiveSupplement, S::Received),
        (S::AwaitingSupplement, A::ReceiveSupplement, S::Submitted),
        (S::AwaitingSupplement, A::ExpireSupplement, S::Stopped),
        (S::AwaitingSupplement, A::ExpireSupplement, S::NotAccepted),
        // B5
        (S::Received, A::RequestPayment, S::AwaitingPayment),
        (S::Processing, A::RequestPayment, S::AwaitingPayment),
        (S::AwaitingPayment, A::Collect, S::Processing),
        (S::AwaitingPayment, A::Collect, S::Received),
        (S::AwaitingPayment, A::Collect, S::Submitted),
        // B6
        (S::Processing, A::Stop, S::Stopped),
        (S::Stopped, A::Resume, S::Processing),
        // B7
        (S::Received, A::Apologise, S::Received),
        (S::Processing, A::Apologise, S::Processing),
        // B8
        (S::Submitted, A::Withdraw, S::Withdrawn),
        (S::Received, A::Withdraw, S::Withdrawn),
        (S::Processing, A::Withdraw, S::Withdrawn),
        (S::AwaitingSupplement, A::Withdraw, S::Withdrawn),
        (S::AwaitingPayment, A::Withdraw, S::Withdrawn),
        (S::Stopped, A::Withdraw, S::Withdrawn),
        // C1: from 6 and 8 only without granting what was asked.
        (S::Processing, A::Finish, S::Finished),
        (S::AwaitingPayment, A::Finish, S::Finished),
        (S::Stopped, A::Finish, S::Finished),
        // C2
        (S::Finished, A::Return, S::Returned),
        // X
        (S::Finished, A::Reopen, S::Processing),
        (S::Received, A::VoidReceipt, S::Void),
        // A new receipt supersedes the former until the work has ended; nothing moves.
        (S::Received, A::Correct, S::Received),
        (S::Processing, A::Correct, S::Processing),
        (S::AwaitingSupplement, A::Correct, S::AwaitingSupplement),
        (S::AwaitingPayment, A::Correct, S::AwaitingPayment),
        (S::Stopped, A::Correct, S::Stopped),
        // Urging: where the commune owes the next step.
        (S::Submitted, A::Urge, S::Submitted),
        (S::Received, A::Urge, S::Received),
        (S::Processing, A::Urge, S::Processing),
        (S::Stopped, A::Urge, S::Stopped),
    ]
};

/// Whether the table allows `act` in `from` at all.
pub fn allows(from: State, act: Act) -> bool {
    TRANSITIONS
        .iter()
        .any(|(state, allowed, _)| *state == from && *allowed == act)
}

/// The table as Markdown, for the documentation.
pub fn transitions_table() -> String {
    let mut out = String::from("| Từ | Việc | Đến |\n|---|---|---|\n");
    for (from, act, to) in TRANSITIONS {
        let code = |state: &State| match state.national_code() {
            Some(code) => format!("{code} {}", state.vietnamese()),
            None => state.vietnamese().to_owned(),
        };
        out.push_str(&format!(
            "| {} | {} | {} |\n",
            code(from),
            act.vietnamese(),
            code(to)
        ));
    }
    out
}
