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
    /// What waits for an absent colleague whom the officer covers.
    Covered,
    /// Where the citizen has urged and the commune still owes the next step.
    Urged,
    /// What came in since the office closed.
    Overnight,
    /// Results that nobody has collected for days.
    Uncollected,
    /// Where nothing has happened for days, or a step's limit has passed.
    Stuck,
}

impl View {
    pub(crate) const ALL: [Self; 17] = [
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
        Self::Covered,
        Self::Urged,
        Self::Overnight,
        Self::Uncollected,
        Self::Stuck,
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
            Self::Covered => "lam-thay",
            Self::Urged => "dan-nhac",
            Self::Overnight => "tu-chieu-qua",
            Self::Uncollected => "chua-den-nhan",
            Self::Stuck => "dung-yen",
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
            Self::Covered => "Việc tôi làm thay",
            Self::Urged => "Dân đã nhắc",
            Self::Overnight => "Đến từ chiều qua",
            Self::Uncollected => "Chưa đến nhận",
            Self::Stuck => "Đứng yên",
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
            Self::Covered => "Người ông, bà làm thay không có việc nào đang chờ.",
            Self::Urged => "Không có hồ sơ nào người dân phải nhắc.",
            Self::Overnight => "Từ lúc hết giờ hôm trước chưa có hồ sơ nào mới đến.",
            Self::Uncollected => "Không có kết quả nào để lâu chưa ai đến nhận.",
            Self::Stuck => "Không có hồ sơ nào đứng yên hay quá hạn bước.",
        }
    }

    /// The number of days that it begins with, where it asks for one.
    pub(crate) const fn usual_days(self) -> Option<u32> {
        match self {
            Self::Uncollected | Self::Stuck => Some(3),
            _ => None,
        }
    }

    /// Whether it speaks of the officer, not of the whole office.
    pub(crate) const fn is_own(self) -> bool {
        matches!(
            self,
            Self::Today | Self::Mine | Self::MyOpinion | Self::ToSign | Self::Covered
        )
    }

    /// Whether it concerns the officer at all.
    pub(crate) fn is_for(self, actor: &Actor) -> bool {
        match self {
            Self::ToSign => can(actor, Act::Approve),
            Self::MyOpinion => can(actor, Act::GiveOpinion),
            Self::Covered => !actor.covers.is_empty(),
            Self::Uncollected => can(actor, Act::Return) || can(actor, Act::Oversee),
            Self::Stuck => can(actor, Act::Oversee),
            // The morning's page leads there.
            Self::Overnight => false,
            _ => true,
        }
    }
}
