//! Mẫu 01: giấy tiếp nhận hồ sơ và hẹn trả kết quả (TT 01/2018/TT-VPCP).
//! For the citizen who takes it home and the counter that keeps the other copy.

mod copies;
mod layout;

pub use copies::{in_copies, reprinted};
pub use layout::receipt;

use jiff::civil::DateTime;

/// What a receipt says; each field is one of the model form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// "Mẫu 01", or what the form set in force calls it.
    pub form_no: Option<String>,
    /// Header lines of the agency: "UBND XÃ QUANG KHẢI", "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ".
    pub agency: Vec<String>,
    /// "Quang Khải".
    pub place: String,
    /// The receiving point: "Bộ phận Tiếp nhận và Trả kết quả xã Quang Khải".
    pub counter: String,
    /// Dossier code.
    pub code: String,
    /// The code for following the dossier, "7KQ2-M9XA".
    pub tracking: String,
    /// Address of the tracking page; becomes the QR code.
    pub link: String,
    /// Telephone for questions.
    pub phone: Option<String>,
    /// Quyển số of the register (Mẫu 06).
    pub book: String,
    /// Số thứ tự in that book.
    pub book_no: String,
    /// Whose dossier it is.
    pub owner: String,
    /// Who handed it in, if another person.
    pub submitter: Option<String>,
    /// Where the owner lives.
    pub address: String,
    /// The owner's telephone.
    pub owner_phone: String,
    /// The owner's e-mail.
    pub email: String,
    /// Identity paper: "Căn cước 030 090 001 234".
    pub identity: String,
    /// What is asked for, with the procedure's code.
    pub request: String,
    /// The papers handed in.
    pub components: Vec<Component>,
    /// Number of sets.
    pub sets: u32,
    /// The time that the procedure allows: "05 ngày làm việc".
    pub term: String,
    /// When it was received.
    pub received: DateTime,
    /// When the result is promised; `None`: no date (say why in `hints`).
    pub due: Option<DateTime>,
    /// Receipt and return of a second phase, where the procedure has one.
    pub second_phase: Option<(DateTime, DateTime)>,
    /// Where the result is to be had: the counter, by post, online.
    pub return_at: String,
    /// What it costs.
    pub fees: Fees,
    /// At the counter or online.
    pub filing: Filing,
    /// The officer who received it.
    pub officer: String,
    /// Entered afterwards, when the system had been out of use.
    pub late_entry: bool,
    /// Facts that no source has confirmed, told plainly.
    pub hints: Vec<Hint>,
    /// Short form of the ledger's head, so that a cut tail shows (ruling 5).
    pub chain_head: Option<String>,
    /// How the promised date came about: a sentence and its rule, each.
    pub derivation: Vec<(String, String)>,
    /// Which copies to print.
    pub copies: Copies,
}

/// One paper in the dossier, with the number of each kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Its name; a form not to be handed in says so here.
    pub name: String,
    /// Bản chính.
    pub originals: u32,
    /// Bản chứng thực.
    pub certified: u32,
    /// Bản photo.
    pub photocopies: u32,
}

/// What the dossier costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fees {
    /// No source says: never shown as zero (ruling 28).
    Unknown,
    /// Each line with its amount in đồng, and whether it has been paid.
    Known {
        /// Name and amount.
        lines: Vec<(String, i64)>,
        /// "Đã thu tiền mặt", "Chưa thu".
        paid: String,
    },
}

/// How a dossier came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filing {
    /// At the counter: two sign.
    Counter,
    /// Online: the applicant does not sign.
    Online,
}

/// Which copies of a receipt are on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copies {
    /// Liên 2 only, with its back page.
    Citizen,
    /// Liên 1 only.
    Office,
    /// Both, on A5: liên 2 with its back page first, so that both sides of one
    /// sheet belong to the citizen.
    Both,
    /// Both, side by side on A4.
    BothOnA4,
}

/// A plain note about a fact that is not verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint(pub String);
