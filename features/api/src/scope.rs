//! How far a token reaches, beside what its account may: a program for statistics signs nothing.
//! For the table of addresses, and the form that makes a token.

/// One part of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Intake,
    Read,
    Act,
    Sign,
    Files,
    Money,
    Figures,
    Log,
}

impl Scope {
    /// Every scope, in the order of the form.
    pub(crate) const ALL: [Self; 8] = [
        Self::Read,
        Self::Intake,
        Self::Act,
        Self::Sign,
        Self::Files,
        Self::Money,
        Self::Figures,
        Self::Log,
    ];

    /// The frozen name in storage and in the document.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Read => "dossiers:read",
            Self::Act => "dossiers:act",
            Self::Sign => "dossiers:sign",
            Self::Files => "files:add",
            Self::Money => "money",
            Self::Figures => "figures:read",
            Self::Log => "log:read",
        }
    }

    /// As the administrator reads it.
    pub(crate) const fn vietnamese(self) -> &'static str {
        match self {
            Self::Intake => {
                "Tiếp nhận: bản nháp, tính hạn và phí, tiếp nhận, từ chối, yêu cầu bổ sung khi nộp"
            }
            Self::Read => "Đọc danh sách, hồ sơ và tệp, kể cả thông tin cá nhân",
            Self::Act => "Làm các việc trên hồ sơ, trừ ký và đóng dấu",
            Self::Sign => "Ký duyệt, lấy số và đóng dấu",
            Self::Files => "Thêm tệp đính kèm",
            Self::Money => "Thu tiền và hoàn tiền",
            Self::Figures => "Đọc số liệu và chỉ tiêu, không có thông tin cá nhân",
            Self::Log => "Đọc nhật ký xem dữ liệu cá nhân",
        }
    }

    /// The scope of a stored name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_found_by_its_frozen_name() {
        for scope in Scope::ALL {
            assert_eq!(Scope::from_name(scope.name()), Some(scope));
        }
        assert_eq!(Scope::from_name("admin"), None);
    }
}
