//! Sentences for what goes wrong everywhere: each says what to do, none says "không hợp lệ".
//! For the message page, for form fields and for features that meet the same trouble.

use domain::access::{Act, Denied};

/// A text longer than its field takes.
pub fn too_long(label: &str, max: usize, is: usize) -> String {
    format!("{label} dài {is} ký tự, tối đa {max}. Hãy viết ngắn lại")
}

/// A field that must be filled.
pub fn fill_in(label: &str) -> String {
    format!("Hãy điền {}", lower_first(label))
}

/// A choice that must be made.
pub fn choose(label: &str) -> String {
    format!("Hãy chọn {}", lower_first(label))
}

/// A character that no keyboard types and PostgreSQL cannot keep.
pub fn has_nul() -> &'static str {
    "Có một ký tự trống (NUL) không lưu được. Hãy xóa ô này và gõ lại"
}

/// A whole form that is too big.
pub fn form_too_large(limit_kb: usize) -> String {
    format!(
        "Nội dung gửi lên vượt quá {limit_kb} KB. Hãy bấm nút Quay lại của trình duyệt, viết ngắn hơn rồi gửi lại."
    )
}

/// A file that is too big.
pub fn file_too_large(name: &str, limit_mb: usize) -> String {
    format!(
        "Tệp «{name}» lớn hơn {limit_mb} MB. Hãy chụp lại ở cỡ nhỏ hơn hoặc chia thành nhiều tệp"
    )
}

/// A file that is not what its name says or that we do not open.
pub fn file_not_readable(name: &str) -> String {
    format!("Tệp «{name}» không mở được. Hãy chụp lại hoặc chọn tệp JPG, PNG, PDF")
}

/// A photograph as an iPhone keeps it.
pub fn file_heic(name: &str) -> String {
    format!(
        "Tệp «{name}» là ảnh HEIC của iPhone, chưa mở được ở đây. Trên iPhone vào Cài đặt, Camera, Định dạng, chọn «Tương thích nhất» rồi chụp lại"
    )
}

/// More files than one sending takes.
pub fn too_many_files(name: &str, most: usize) -> String {
    format!(
        "Mỗi lần gửi được nhiều nhất {most} tệp, nên từ tệp «{name}» trở đi chưa được nhận. Hãy gửi các tệp còn lại ở lần sau"
    )
}

/// A file without a single byte.
pub fn file_empty(name: &str) -> String {
    format!("Tệp «{name}» không có nội dung. Hãy chọn lại tệp")
}

/// How long to wait, said in the unit people use.
pub fn wait(seconds: u64) -> String {
    match seconds {
        0..=90 => format!("{} giây", seconds.max(1)),
        _ => format!("{} phút", seconds.div_ceil(60)),
    }
}

/// Why an act is not allowed, and who may do it.
pub fn denied(denied: &Denied) -> String {
    match denied {
        Denied::OtherAgency => "Không có nội dung này ở đơn vị của ông, bà.".to_owned(),
        Denied::NotYourRole(act) => format!(
            "Việc «{}» dành cho: {}. Hãy chuyển cho người giữ vai trò đó, hoặc đề nghị quản trị giao thêm quyền.",
            act.vietnamese(),
            holders(*act)
        ),
        Denied::NotYourStep { post: _ } => {
            "Hồ sơ đang ở bước của vị trí khác. Hãy mở hồ sơ, xem mục «Các bước» để biết ai đang xử lý.".to_owned()
        }
        Denied::HeldByColleague { holder: _ } => {
            "Đồng nghiệp cùng vị trí đang giữ bước này. Hãy nhờ người đó chuyển lại, hoặc đề nghị lãnh đạo phân công."
                .to_owned()
        }
        Denied::OwnWork => {
            "Người soạn không tự ký phần việc của mình. Hãy trình người ký khác.".to_owned()
        }
        Denied::NotYourDossier => {
            "Hồ sơ này thuộc lĩnh vực khác, nên thông tin của người dân không mở cho vị trí của ông, bà. Hãy nhờ người đang xử lý gửi xin ý kiến khi cần."
                .to_owned()
        }
    }
}

fn holders(act: Act) -> String {
    let names: Vec<&str> = act.roles().iter().map(|role| role.vietnamese()).collect();
    names.join(", ")
}

/// The label as it stands inside a sentence; an acronym keeps its capitals.
fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    let (Some(first), second) = (letters.next(), letters.next()) else {
        return String::new();
    };
    if second.is_some_and(char::is_uppercase) {
        return label.to_owned();
    }
    first.to_lowercase().chain(label.chars().skip(1)).collect()
}

/// A program's request that could not even be read.
pub fn unfit_request() -> &'static str {
    "Yêu cầu chưa đọc được. Xem /api/v1/openapi.json để biết cách gửi."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_denial_says_what_to_do() {
        let all = Act::ALL.iter().map(|act| Denied::NotYourRole(*act)).chain([
            Denied::NotYourStep {
                post: "dia_chinh".into(),
            },
            Denied::HeldByColleague {
                holder: "u9".into(),
            },
            Denied::OwnWork,
            Denied::NotYourDossier,
        ]);
        for reason in all {
            let sentence = denied(&reason);
            assert!(sentence.contains("Hãy"), "{sentence}");
            assert!(!sentence.contains("không hợp lệ"), "{sentence}");
        }
    }

    #[test]
    fn labels_join_a_sentence_and_acronyms_stay() {
        assert_eq!(fill_in("Họ và tên"), "Hãy điền họ và tên");
        assert_eq!(fill_in("CCCD"), "Hãy điền CCCD");
        assert_eq!(choose("Đối tượng"), "Hãy chọn đối tượng");
    }

    #[test]
    fn waits_are_said_in_seconds_and_minutes() {
        assert_eq!(wait(0), "1 giây");
        assert_eq!(wait(90), "90 giây");
        assert_eq!(wait(91), "2 phút");
    }
}
