//! The views of the worklist: named pieces of work, each with the next thing to do.
//! For the side navigation, own work and the menu's numbers.

use domain::access::{Act, Actor};

use super::menu::can;

/// A named piece of work. What it holds is said in `conditions.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// What the officer must do today.
    Today,
    /// Everything that waits at the officer's step.
    Mine,
    /// Where a colleague asked the officer for an opinion.
    MyOpinion,
    /// What the officer may sign now.
    ToSign,
    /// Past its date, the clock running.
    Overdue,
    /// Filed by portal or post and not accepted yet.
    Submitted,
    /// Received and still at the counter.
    NotHandedOver,
    /// At a signature.
    AtApproval,
    /// Waiting for the citizen's papers.
    AwaitingSupplement,
    /// The clock stands for money, or by the leader's order.
    Paused,
    /// The result waits to be collected.
    Collectable,
    /// Receipts made by mistake.
    Void,
}

impl View {
    pub(crate) const ALL: [Self; 12] = [
        Self::Today,
        Self::Mine,
        Self::MyOpinion,
        Self::ToSign,
        Self::Overdue,
        Self::Submitted,
        Self::NotHandedOver,
        Self::AtApproval,
        Self::AwaitingSupplement,
        Self::Paused,
        Self::Collectable,
        Self::Void,
    ];

    /// The name in addresses.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Today => "hom-nay",
            Self::Mine => "cua-toi",
            Self::MyOpinion => "cho-y-kien",
            Self::ToSign => "cho-toi-ky",
            Self::Overdue => "qua-han",
            Self::Submitted => "cho-nhan",
            Self::NotHandedOver => "chua-ban-giao",
            Self::AtApproval => "cho-ky",
            Self::AwaitingSupplement => "cho-bo-sung",
            Self::Paused => "tam-dung",
            Self::Collectable => "cho-tra",
            Self::Void => "da-huy",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }

    /// As officers read it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Today => "Cần làm hôm nay",
            Self::Mine => "Ở bước của tôi",
            Self::MyOpinion => "Chờ tôi cho ý kiến",
            Self::ToSign => "Chờ tôi ký",
            Self::Overdue => "Quá hạn",
            Self::Submitted => "Mới nộp, chờ nhận",
            Self::NotHandedOver => "Chưa bàn giao",
            Self::AtApproval => "Chờ ký",
            Self::AwaitingSupplement => "Chờ dân bổ sung",
            Self::Paused => "Tạm dừng",
            Self::Collectable => "Chờ trả kết quả",
            Self::Void => "Đã hủy giấy",
        }
    }

    /// What it means when there is nothing.
    pub(crate) const fn nothing(self) -> &'static str {
        match self {
            Self::Today => "Hôm nay không còn việc nào chờ ông, bà.",
            Self::Mine => "Không có hồ sơ nào đang ở bước của ông, bà.",
            Self::MyOpinion => "Không ai đang chờ ý kiến của ông, bà.",
            Self::ToSign | Self::AtApproval => "Không có hồ sơ nào chờ ký.",
            Self::Overdue => "Không có hồ sơ nào quá hạn.",
            Self::Submitted => "Không có hồ sơ trực tuyến hay bưu chính nào chờ tiếp nhận.",
            Self::NotHandedOver => "Mọi hồ sơ đã nhận đều đã được bàn giao.",
            Self::AwaitingSupplement => "Không có hồ sơ nào chờ người dân bổ sung giấy tờ.",
            Self::Paused => "Không có hồ sơ nào tạm dừng.",
            Self::Collectable => "Mọi kết quả đã có đều đã được trả.",
            Self::Void => "Chưa có giấy tiếp nhận nào bị hủy.",
        }
    }

    /// Whether it speaks of the officer, not of the whole office.
    pub(crate) const fn is_own(self) -> bool {
        matches!(
            self,
            Self::Today | Self::Mine | Self::MyOpinion | Self::ToSign
        )
    }

    /// Whether it concerns the officer at all.
    pub(crate) fn is_for(self, actor: &Actor) -> bool {
        match self {
            Self::ToSign => can(actor, Act::Approve),
            Self::MyOpinion => can(actor, Act::GiveOpinion),
            _ => true,
        }
    }
}
