//! Who stands at the counter: papers of identity, dates of birth, telephones.
//! For intake; every refusal is a sentence that says what to do.

mod birth;
mod card;
mod document;
mod phone;

pub use birth::BirthDate;
pub use card::{Card, Gender};
pub use document::{IdDocument, PersonalNumber};
pub use phone::Phone;

use thiserror::Error;

/// Why something that was typed or scanned about a person was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// A personal number with too few or too many digits.
    #[error("Số định danh cá nhân phải đủ 12 chữ số, đang có {digits}")]
    PersonalNumberLength {
        /// How many digits there are.
        digits: usize,
    },
    /// A personal number holding something else than digits.
    #[error("Số định danh cá nhân chỉ gồm chữ số, đang có ký tự «{odd}». Hãy nhập lại theo thẻ")]
    PersonalNumberLetter {
        /// The first character that is no digit.
        odd: char,
    },
    /// An old identity card's number that has not nine digits.
    #[error(
        "Số chứng minh nhân dân phải đủ 9 chữ số, đang có {digits}. Nếu là căn cước 12 số, hãy chọn loại giấy tờ «Căn cước»"
    )]
    OldNumberLength {
        /// How many digits there are.
        digits: usize,
    },
    /// An old identity card's number holding something else than digits.
    #[error("Số chứng minh nhân dân chỉ gồm chữ số, đang có ký tự «{odd}». Hãy nhập lại theo giấy")]
    OldNumberLetter {
        /// The first character that is no digit.
        odd: char,
    },
    /// A passport number that is none.
    #[error(
        "Số hộ chiếu gồm 6 đến 12 chữ cái không dấu và chữ số, ví dụ C1234567. Hãy nhập lại theo hộ chiếu"
    )]
    Passport,
    /// No paper, and no word why.
    #[error("Hãy ghi lý do không có giấy tờ tùy thân, ví dụ «trẻ mới sinh»")]
    ReasonMissing,
    /// A date that is not written as one.
    #[error(
        "Ngày «{typed}» chưa đọc được. Hãy viết ngày/tháng/năm như 05/02/1992, hoặc chỉ năm như 1992"
    )]
    DateShape {
        /// What was typed.
        typed: String,
    },
    /// A date that no calendar has.
    #[error("Không có ngày {day} tháng {month} năm {year}. Hãy xem lại ngày sinh trên giấy tờ")]
    DateNotInCalendar {
        /// Day as typed.
        day: i8,
        /// Month as typed.
        month: i8,
        /// Year as typed.
        year: i16,
    },
    /// A year of two digits, or of a time in which no one living was born.
    #[error("Năm «{typed}» phải đủ 4 chữ số và từ năm 1890, ví dụ 1992")]
    Year {
        /// What was typed.
        typed: String,
    },
    /// A birth that is still to come.
    #[error("Ngày sinh {shown} ở sau ngày hôm nay. Hãy xem lại năm sinh")]
    BornLater {
        /// The date as shown to people.
        shown: String,
    },
    /// A telephone with too few or too many digits.
    #[error("Số điện thoại di động phải đủ 10 chữ số, đang có {digits}. Ví dụ 0912 345 678")]
    PhoneLength {
        /// How many digits there are.
        digits: usize,
    },
    /// A telephone that holds something else than digits.
    #[error("Số điện thoại chỉ gồm chữ số, đang có ký tự «{odd}». Ví dụ 0912 345 678")]
    PhoneLetter {
        /// The first character that belongs in no number.
        odd: char,
    },
    /// A telephone with a prefix that is not in use.
    #[error(
        "Đầu số «{prefix}» không dùng ở Việt Nam. Số di động bắt đầu bằng 03, 05, 07, 08, 09; số cố định bằng 02"
    )]
    PhonePrefix {
        /// The first digits.
        prefix: String,
    },
    /// A mobile number of eleven digits, renumbered in 2018.
    #[error(
        "Số di động 11 chữ số bắt đầu bằng 01 đã đổi thành 10 chữ số từ năm 2018. Hãy hỏi lại số mới"
    )]
    PhoneRenumbered,
    /// A scanned string with another number of fields.
    #[error(
        "Chuỗi quét từ thẻ phải có 7 phần cách nhau bằng dấu «|», đang có {fields}. Hãy quét lại mã QR ở mặt trước thẻ, hoặc nhập tay"
    )]
    CardFields {
        /// How many fields there are.
        fields: usize,
    },
    /// Letters turned into others by a Vietnamese keyboard on the way.
    #[error(
        "Bộ gõ tiếng Việt đã làm sai chữ đọc từ thẻ (ở phần {part}). Hãy chuyển bộ gõ sang tiếng Anh (E) rồi quét lại, hoặc nhập tay"
    )]
    CardMangled {
        /// Which part of the card shows it.
        part: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_refusal_says_only_that_something_is_invalid() {
        let said = Unreadable::PersonalNumberLength { digits: 11 }.to_string();
        assert_eq!(said, "Số định danh cá nhân phải đủ 12 chữ số, đang có 11");
        for refusal in [
            IdDocument::passport("?").expect_err("a passport"),
            BirthDate::parse("mai").expect_err("a date"),
            Phone::parse("12").expect_err("a telephone"),
            Card::parse("hello").expect_err("a card"),
            IdDocument::none(" ").expect_err("a reason"),
        ] {
            let said = refusal.to_string();
            assert!(!said.contains("không hợp lệ") && said.len() > 40, "{said}");
        }
    }
}
