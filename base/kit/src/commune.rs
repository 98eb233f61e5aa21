//! The commune served, as pages and papers name it: drawn from the table of agencies.
//! For every layout; renewed when an administrator changes the unit, its code or its hours.

use jiff::civil::Date;

use crate::law::Law;

/// The commune that this program serves, as pages and papers name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commune {
    /// `xã Quang Khải`.
    pub name: String,
    /// The units above it: `huyện Tứ Kỳ, tỉnh Hải Dương`. Data, because units are merged.
    pub parent: String,
    /// The place that papers are dated from: `Quang Khải`.
    pub place: String,
    /// The telephone of the one-stop shop, as people write it.
    pub phone: String,
    /// Where the one-stop shop is.
    pub address: String,
    /// Opening hours in words.
    pub hours: String,
    /// The commune's part of dossier codes, `000.21.49.H23`.
    pub code_part: String,
    /// Whether that part is not established by an official source; officers are told so.
    pub is_code_unverified: bool,
    /// The address that citizens reach it by, as its papers name it; empty where nobody has said it.
    pub house: String,
}

/// Where the commune's part of dossier codes is set: what to do where it is missing.
pub const SET_CODE: &str = "Người quản trị vào «Quản trị», «Đơn vị hành chính», chọn tên xã và điền ô «Phần đầu mã hồ sơ» (dạng 000.21.49.H23) theo văn bản cấp mã định danh cho xã. Chưa có văn bản thì điền mã đang tạm dùng và không đánh dấu «Mã này đã đối chiếu văn bản»: chương trình ghi là chưa kiểm chứng.";

impl Commune {
    /// Why no dossier can be received, as a sentence without a final stop: none has a code (TT
    /// 01/2018/TT-VPCP) while the commune has no part of its own in it. None where it has.
    pub fn uncoded(&self) -> Option<String> {
        let mut letters = self.name.chars();
        let first = letters.next().map(char::to_uppercase);
        let name: String = first.into_iter().flatten().chain(letters).collect();
        self.code_part
            .is_empty()
            .then(|| format!("{name} chưa có phần đầu mã hồ sơ nên chưa tiếp nhận được hồ sơ nào"))
    }

    /// The telephone as an address: `tel:02200000000`.
    pub fn phone_href(&self) -> String {
        let digits = self
            .phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+');
        format!("tel:{}", digits.collect::<String>())
    }

    /// The commune of this id as the law names it on a day.
    pub fn of(law: &Law, id: &str, on: Date) -> Option<Self> {
        let agency = law.agencies.get(id)?;
        let above: Vec<String> = law
            .agencies
            .path(id)
            .iter()
            .rev()
            .filter(|unit| unit.id != agency.id)
            .enumerate()
            .map(|(place, unit)| match place {
                0 => unit.name_vi.clone(),
                _ => lower_first(&unit.name_vi),
            })
            .collect();
        let address = agency.address.clone();
        Some(Self {
            name: lower_first(&agency.name_vi),
            parent: above.join(", "),
            place: agency.place_vi.clone(),
            phone: agency.phone.clone().unwrap_or_default(),
            address: address.unwrap_or_else(|| format!("Trụ sở {}", agency.committee_vi())),
            hours: law.calendar.office_hours_on(on).vietnamese(),
            code_part: agency
                .code_part
                .as_ref()
                .map_or_else(String::new, |code| code.old_order().to_owned()),
            is_code_unverified: agency.code_unverified,
            house: String::new(),
        })
    }

    /// This commune, with what differs between two others of them taken from the second.
    #[must_use]
    pub(crate) fn with_changes(&self, before: &Self, now: &Self) -> Self {
        fn of<T: Clone + PartialEq>(given: &T, before: &T, now: &T) -> T {
            if before == now {
                given.clone()
            } else {
                now.clone()
            }
        }
        Self {
            name: of(&self.name, &before.name, &now.name),
            parent: of(&self.parent, &before.parent, &now.parent),
            place: of(&self.place, &before.place, &now.place),
            phone: of(&self.phone, &before.phone, &now.phone),
            address: of(&self.address, &before.address, &now.address),
            hours: of(&self.hours, &before.hours, &now.hours),
            code_part: of(&self.code_part, &before.code_part, &now.code_part),
            is_code_unverified: of(
                &self.is_code_unverified,
                &before.is_code_unverified,
                &now.is_code_unverified,
            ),
            house: self.house.clone(),
        }
    }
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
