//! Who may do what: one pure function over roles, acts and subjects.
//! Asked by every route and every act; the printed matrix is a golden file.

mod actor;
mod may;
mod subject;

use serde::{Deserialize, Serialize};

pub use actor::{Absent, Actor, Cover, Hat, NoCover, covered_by};
pub use may::{Capacity, Denied, beside_role, capacity, may, reads_all};
pub use subject::{Readers, Subject};

/// What a post lets its holder do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Receives dossiers and returns results at the counter.
    OneStop,
    /// Works on dossiers of a field.
    Specialist,
    /// Chairs the committee and signs.
    Chair,
    /// Signs for the chair.
    ViceChair,
    /// Numbers and seals documents (văn thư).
    Clerk,
    /// Watches over procedures and their deadlines (kiểm soát TTHC).
    Controller,
    /// Keeps the accounts and takes over the day's cash.
    Accountant,
    /// Manages people, posts and the catalogue; decides no dossier.
    Admin,
}

impl Role {
    /// Every role, in the order of the printed matrix.
    pub const ALL: [Self; 8] = [
        Self::OneStop,
        Self::Specialist,
        Self::Chair,
        Self::ViceChair,
        Self::Clerk,
        Self::Controller,
        Self::Accountant,
        Self::Admin,
    ];

    /// The role as officers name it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::OneStop => "Một cửa",
            Self::Specialist => "Công chức chuyên môn",
            Self::Chair => "Chủ tịch",
            Self::ViceChair => "Phó Chủ tịch",
            Self::Clerk => "Văn thư",
            Self::Controller => "Kiểm soát thủ tục",
            Self::Accountant => "Tài chính - Kế toán",
            Self::Admin => "Quản trị",
        }
    }

    /// The frozen name in storage.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OneStop => "one_stop",
            Self::Specialist => "specialist",
            Self::Chair => "chair",
            Self::ViceChair => "vice_chair",
            Self::Clerk => "clerk",
            Self::Controller => "controller",
            Self::Accountant => "accountant",
            Self::Admin => "admin",
        }
    }

    /// The role of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

macro_rules! acts {
    ($($(#[$doc:meta])* $variant:ident => $vi:literal, [$($role:ident),*];)*) => {
        /// Everything an officer may be allowed to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Act { $($(#[$doc])* $variant),* }

        impl Act {
            /// Every act, in the order of the printed matrix.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The act as officers say it.
            pub const fn vietnamese(self) -> &'static str {
                match self { $(Self::$variant => $vi),* }
            }

            /// The roles that hold this right.
            pub const fn roles(self) -> &'static [Role] {
                match self { $(Self::$variant => &[$(Role::$role),*]),* }
            }
        }
    };
}

acts! {
    /// The page of one's own work, keys, own account.
    SeeOwnWork => "xem việc của mình", [OneStop, Specialist, Chair, ViceChair, Clerk, Controller, Accountant, Admin];
    /// Lists and counts of dossiers.
    ListDossiers => "xem danh sách hồ sơ", [OneStop, Specialist, Chair, ViceChair, Clerk, Controller, Accountant];
    /// Opening one dossier, with its personal data.
    OpenDossier => "mở hồ sơ", [OneStop, Specialist, Chair, ViceChair, Clerk, Controller, Accountant];
    /// Opening any dossier of the commune: others open those that are or were their work.
    ReadEveryDossier => "mở hồ sơ của mọi lĩnh vực", [OneStop, Chair, ViceChair, Controller];
    /// Opening a dossier of a commune that has ended, in the commune that took over from it.
    ReadArchive => "mở hồ sơ lưu của xã đã kết thúc", [OneStop, Specialist, Chair, ViceChair, Clerk, Controller];
    /// Taking in a dossier at the counter (A2, A3).
    Receive => "tiếp nhận hồ sơ", [OneStop];
    /// Receiving and returning in one act what is done on the spot.
    ReceiveAndReturn => "làm ngay tại quầy", [OneStop];
    /// Refusing at intake (A4).
    RefuseIntake => "từ chối tiếp nhận", [OneStop];
    /// Asking the citizen for what is missing (A5, B3).
    RequestSupplement => "yêu cầu bổ sung", [OneStop, Specialist];
    /// A second request for the same dossier needs the leader.
    AllowSecondSupplement => "cho phép yêu cầu bổ sung lần hai", [Chair, ViceChair];
    /// Recording that the missing papers have arrived (B4).
    ReceiveSupplement => "nhận giấy tờ bổ sung", [OneStop];
    /// Ending a supplement request that nobody answered.
    ExpireSupplement => "kết thúc yêu cầu bổ sung quá hạn", [OneStop, Specialist];
    /// Handing over from the one-stop shop to the officer in charge (B1).
    HandOver => "bàn giao hồ sơ", [OneStop];
    /// Passing a finished step on (B2).
    Forward => "chuyển bước", [OneStop, Specialist, Chair, ViceChair, Clerk];
    /// Sending a dossier back to an earlier step.
    SendBack => "trả lại bước trước", [Specialist, Chair, ViceChair, Clerk, OneStop];
    /// Giving a dossier to another officer of the same step.
    Assign => "phân công", [Chair, ViceChair, Controller];
    /// Asking a colleague for an opinion.
    AskOpinion => "xin ý kiến", [Specialist, Chair, ViceChair];
    /// Answering such a request.
    GiveOpinion => "cho ý kiến", [Specialist, Chair, ViceChair, Clerk, OneStop, Accountant, Controller];
    /// Asking for payment, which stops the clock (A6, B5).
    RequestPayment => "yêu cầu nộp tiền", [OneStop, Specialist];
    /// Recording that money came in.
    Collect => "thu tiền", [OneStop, Accountant];
    /// Giving money back.
    Refund => "hoàn tiền", [OneStop, Accountant];
    /// Closing the day's cash.
    CloseTill => "chốt tiền trong ngày", [OneStop];
    /// Taking over the day's cash.
    AcceptTill => "nhận bàn giao tiền", [Accountant];
    /// Choosing the procedure's longer branch.
    Verify => "chuyển sang xác minh", [Specialist];
    /// Apologising and naming a new date (B7).
    Apologise => "xin lỗi và hẹn lại", [Chair, ViceChair];
    /// Stopping the work with a reason (B6).
    Stop => "dừng giải quyết", [Chair, ViceChair];
    /// Going on with a stopped dossier.
    Resume => "giải quyết tiếp", [Chair, ViceChair];
    /// Recording the citizen's withdrawal (B8).
    Withdraw => "rút hồ sơ theo yêu cầu của dân", [OneStop];
    /// Recording that a dossier went to or came back from outside.
    RecordOutside => "ghi nhận gửi và nhận liên thông", [OneStop];
    /// Signing.
    Approve => "ký duyệt", [Chair, ViceChair];
    /// Giving a number and the seal.
    NumberAndSeal => "lấy số, đóng dấu", [Clerk];
    /// Ending the work with a result (C1).
    Finish => "kết thúc với kết quả", [Clerk, Specialist, OneStop];
    /// Handing the result to the citizen (C2).
    Return => "trả kết quả", [OneStop];
    /// Correcting what was taken down wrongly, by a receipt that supersedes the former.
    Correct => "sửa sau khi tiếp nhận", [OneStop];
    /// Recording that the citizen urged.
    Urge => "ghi nhận người dân nhắc", [OneStop];
    /// Voiding a receipt made by mistake, before hand-over.
    VoidReceipt => "hủy giấy tiếp nhận lập nhầm", [OneStop];
    /// Reopening a finished dossier.
    Reopen => "mở lại hồ sơ", [Chair, ViceChair];
    /// Adding papers to a dossier.
    Attach => "thêm giấy tờ", [OneStop, Specialist, Clerk];
    /// Printing papers again.
    Print => "in giấy tờ", [OneStop, Specialist, Chair, ViceChair, Clerk, Controller];
    /// Cancelling a paper that was issued; its number is not used again.
    CancelPaper => "hủy giấy tờ đã lập", [OneStop, Chair, ViceChair, Accountant];
    /// Entering late what was done on paper during a power cut.
    EnterLate => "nhập bù sau sự cố", [OneStop];
    /// Watching over everybody's dossiers.
    Oversee => "theo dõi toàn bộ", [Chair, ViceChair, Controller];
    /// Managing people, posts and rights.
    ManagePeople => "quản lý người dùng", [Admin];
    /// Agreeing to what an administrator asked for themselves: nobody widens their own rights alone.
    ConfirmRights => "xác nhận quyền mà quản trị đề nghị cho chính mình", [Admin, Chair];
    /// Making and revoking the tokens of programs.
    ManageTokens => "quản lý khóa API", [Admin];
    /// Reading the catalogue with its confidence.
    SeeCatalogue => "xem danh mục thủ tục", [Admin, Controller, OneStop];
    /// Reading what the commune set of its law: calendar, units, fees, wording, what is unverified.
    SeeLaw => "xem lịch, phí, đơn vị, câu chữ đang áp dụng", [Admin, Chair, ViceChair, Controller, OneStop];
    /// Changing it, by new versions.
    ChangeLaw => "đặt lịch, phí, đơn vị, câu chữ", [Admin];
    /// Reading the plan's targets and the figures behind them.
    SeePlan => "xem kế hoạch cải cách hành chính", [Chair, ViceChair, Controller, Specialist, Accountant];
    /// Reading the log of events and of readings.
    SeeAudit => "xem nhật ký", [Admin, Chair, Controller];
    /// Seeing who has opened a dossier: one's own work, or all of it where one answers for all.
    SeeReadings => "xem ai đã mở hồ sơ", [OneStop, Specialist, Chair, ViceChair, Clerk, Controller, Admin];
    /// Naming who stands in for an absent colleague; for oneself everybody does.
    ArrangeCover => "phân người làm thay", [Chair, ViceChair, Admin];
    /// Seeing what is wrong with the program and its data: clock, disks, copies.
    SeeState => "xem tình trạng hệ thống", [Admin];
}

/// The matrix role × act as a Markdown table, for people who know the law.
pub fn matrix() -> String {
    let mut out = String::from("| Việc |");
    for role in Role::ALL {
        out.push_str(&format!(" {} |", role.vietnamese()));
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(Role::ALL.len()));
    out.push('\n');
    for act in Act::ALL {
        out.push_str(&format!("| {} |", act.vietnamese()));
        for role in Role::ALL {
            out.push_str(if act.roles().contains(&role) {
                " ● |"
            } else {
                " |"
            });
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests;
