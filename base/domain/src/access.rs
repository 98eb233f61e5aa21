//! Who may do what: one pure function over roles, acts and subjects.
//! Asked by every route and every act; the printed matrix is a golden file.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

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
    /// Voiding a receipt made by mistake, before hand-over.
    VoidReceipt => "hủy giấy tiếp nhận lập nhầm", [OneStop];
    /// Reopening a finished dossier.
    Reopen => "mở lại hồ sơ", [Chair, ViceChair];
    /// Adding papers to a dossier.
    Attach => "thêm giấy tờ", [OneStop, Specialist, Clerk];
    /// Printing papers again.
    Print => "in giấy tờ", [OneStop, Specialist, Chair, ViceChair, Clerk, Controller];
    /// Entering late what was done on paper during a power cut.
    EnterLate => "nhập bù sau sự cố", [OneStop];
    /// Watching over everybody's dossiers.
    Oversee => "theo dõi toàn bộ", [Chair, ViceChair, Controller];
    /// Managing people, posts and rights.
    ManagePeople => "quản lý người dùng", [Admin];
    /// Reading the catalogue with its confidence.
    SeeCatalogue => "xem danh mục thủ tục", [Admin, Controller, OneStop];
    /// Reading the log of events and of readings.
    SeeAudit => "xem nhật ký", [Admin, Chair, Controller];
}

/// Who acts: a signed-in officer with the posts held now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Id of the account.
    pub user: String,
    /// The commune the account belongs to.
    pub agency: String,
    /// The name shown to colleagues.
    pub name: String,
    /// Canonical ids of the posts held.
    pub posts: Vec<String>,
    /// Roles that these posts give.
    pub roles: BTreeSet<Role>,
}

impl Actor {
    /// `user:ID`, as written into events.
    pub fn by(&self) -> String {
        format!("user:{}", self.user)
    }

    /// Whether the actor holds a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the actor holds a post; whoever chairs also covers the vice chair's steps and back.
    pub fn holds(&self, post: &str) -> bool {
        let signs = self.is(Role::Chair) || self.is(Role::ViceChair);
        self.posts.iter().any(|held| held == post)
            || (signs && matches!(post, "chu_tich" | "pho_chu_tich"))
    }
}

/// What the act is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The commune that owns it.
    pub agency: String,
    /// The post in charge of the current step, when the act belongs to a step.
    pub step_post: Option<String>,
    /// The officer who holds the step, when one is named.
    pub holder: Option<String>,
    /// The officer who prepared what is to be signed.
    pub prepared_by: Option<String>,
    /// Every post that has a step in it; empty before receipt.
    pub posts: Vec<String>,
}

impl Subject {
    /// A subject of which only the commune matters.
    pub fn agency(agency: impl Into<String>) -> Self {
        Self {
            agency: agency.into(),
            ..Self::default()
        }
    }
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// It belongs to another commune: as if it did not exist.
    OtherAgency,
    /// No role of the actor has this right.
    NotYourRole(Act),
    /// The step belongs to another post.
    NotYourStep {
        /// Canonical id of the post in charge.
        post: String,
    },
    /// The step is in the hands of a colleague of the same post.
    HeldByColleague {
        /// The account that holds it.
        holder: String,
    },
    /// Nobody signs what they prepared themselves.
    OwnWork,
}

/// Whether the act belongs to the current step's post, so that others must not do it.
const fn belongs_to_step(act: Act) -> bool {
    matches!(
        act,
        Act::Forward
            | Act::SendBack
            | Act::Verify
            | Act::Approve
            | Act::NumberAndSeal
            | Act::AskOpinion
    )
}

/// Whether a specialist does the act only to dossiers in which a step is theirs: the one-stop
/// shop and the clerk serve every field, a specialist only their own.
const fn belongs_to_field(act: Act) -> bool {
    matches!(
        act,
        Act::RequestSupplement | Act::RequestPayment | Act::Finish | Act::Attach
    )
}

/// The post that a specialist of another field lacks.
fn other_field<'a>(actor: &Actor, act: Act, subject: &'a Subject) -> Option<&'a String> {
    let is_of_field = subject.posts.iter().any(|post| actor.holds(post));
    let serves_all = act
        .roles()
        .iter()
        .any(|role| *role != Role::Specialist && actor.is(*role));
    let is_theirs = !belongs_to_field(act) || serves_all || is_of_field;
    let lacking = subject.step_post.as_ref().or(subject.posts.first());
    lacking.filter(|_| !is_theirs && !subject.posts.is_empty())
}

/// Whether `actor` may do `act` to `subject`; deny by default.
///
/// # Errors
/// The reason, first that applies: commune, role, own work, step, colleague.
pub fn may(actor: &Actor, act: Act, subject: &Subject) -> Result<(), Denied> {
    if actor.agency != subject.agency {
        return Err(Denied::OtherAgency);
    }
    if !act.roles().iter().any(|role| actor.is(*role)) {
        return Err(Denied::NotYourRole(act));
    }
    if act == Act::Approve && subject.prepared_by.as_deref() == Some(actor.user.as_str()) {
        return Err(Denied::OwnWork);
    }
    if let Some(post) = other_field(actor, act, subject) {
        return Err(Denied::NotYourStep { post: post.clone() });
    }
    if belongs_to_step(act) {
        if let Some(post) = &subject.step_post
            && !actor.holds(post)
        {
            return Err(Denied::NotYourStep { post: post.clone() });
        }
        if let Some(holder) = &subject.holder
            && holder != &actor.user
            && !actor.is(Role::Chair)
        {
            return Err(Denied::HeldByColleague {
                holder: holder.clone(),
            });
        }
    }
    Ok(())
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
