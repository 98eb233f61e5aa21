//! The people who come: generated names, numbers that no office has issued, telephones that ring
//! nowhere. For every filing; a person stays the same within a dossier.

use domain::text::date_vi;
use dossier::Party;
use jiff::civil::{Date, date};

use crate::chance::Chance;
use crate::staff::Team;

const FAMILIES: &[&str] = &[
    "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Phạm", "Vũ", "Vũ", "Bùi", "Đỗ", "Hoàng",
    "Đặng", "Đào", "Ngô", "Đoàn", "Phùng", "Trịnh", "Lương", "Tăng", "Mạc", "Khúc",
];
const MEN_MIDDLE: &[&str] = &[
    "Văn", "Văn", "Đức", "Hữu", "Quang", "Minh", "Đình", "Xuân", "Công", "Duy", "Trọng", "Bá",
];
const WOMEN_MIDDLE: &[&str] = &[
    "Thị",
    "Thị",
    "Thị",
    "Thu",
    "Thanh",
    "Ngọc",
    "Thị Hồng",
    "Thị Kim",
    "Minh",
    "Thị Ngọc",
];
const MEN: &[&str] = &[
    "An",
    "Bằng",
    "Chung",
    "Cường",
    "Dũng",
    "Đạt",
    "Đông",
    "Hải",
    "Hiếu",
    "Hùng",
    "Khoát",
    "Kiên",
    "Long",
    "Mạnh",
    "Nam",
    "Ninh",
    "Phong",
    "Quý",
    "Sơn",
    "Tân",
    "Thắng",
    "Thịnh",
    "Tiến",
    "Trường",
    "Tú",
    "Vinh",
    "Ước",
    "Ẩn",
];
const WOMEN: &[&str] = &[
    "Ánh",
    "Bích",
    "Chi",
    "Dung",
    "Duyên",
    "Hà",
    "Hạnh",
    "Hằng",
    "Hiền",
    "Hoa",
    "Huệ",
    "Hương",
    "Lan",
    "Liên",
    "Loan",
    "Mai",
    "Nga",
    "Nhài",
    "Oanh",
    "Phượng",
    "Quyên",
    "Thảo",
    "Thơm",
    "Thủy",
    "Trang",
    "Vân",
    "Xuyến",
    "Yến",
];
/// Villages carry numbers, as the commune's own names are not ours to invent.
const VILLAGES: i64 = 7;

/// Somebody who comes to the counter, or for whom somebody comes.
#[derive(Clone, Debug)]
pub(crate) struct Citizen {
    pub name: String,
    born: Date,
    woman: bool,
    village: i64,
    serial: i64,
    phone: i64,
    team: &'static Team,
}

impl Citizen {
    /// A grown-up of the commune.
    pub fn adult(chance: &mut Chance, team: &'static Team) -> Self {
        let age = chance
            .pick(&[(19, 30), (24, 40), (35, 60), (45, 75), (60, 88)])
            .to_owned();
        let year = 2023 - chance.between(age.0, age.1);
        let born = some_day(chance, year);
        Self::born_on(chance, born, team)
    }

    /// A child born shortly before `today`, with the family name of a parent.
    pub fn newborn(chance: &mut Chance, today: Date, parent: &Self) -> Self {
        let born = today.saturating_sub(jiff::Span::new().days(chance.between(6, 50)));
        let mut child = Self::born_on(chance, born, parent.team);
        let family = parent.name.split(' ').next().unwrap_or("Nguyễn");
        let rest = child.name.split_once(' ').map_or("An", |(_, rest)| rest);
        child.name = format!("{family} {rest}");
        child.village = parent.village;
        child
    }

    fn born_on(chance: &mut Chance, born: Date, team: &'static Team) -> Self {
        let woman = chance.happens(510);
        let (middle, given) = if woman {
            (WOMEN_MIDDLE, WOMEN)
        } else {
            (MEN_MIDDLE, MEN)
        };
        let name = format!(
            "{} {} {}",
            chance.pick(FAMILIES),
            chance.pick(middle),
            chance.pick(given)
        );
        Self {
            name,
            born,
            woman,
            village: chance.between(1, VILLAGES),
            serial: chance.between(0, 99_999),
            phone: chance.between(0, 99_999),
            team,
        }
    }

    /// Twelve digits of Hải Dương that agree with birth and sex, from a range above all serials issued.
    pub fn number(&self) -> String {
        let century = if self.born.year() >= 2000 { 2 } else { 0 };
        format!(
            "030{}{:02}9{:05}",
            century + i16::from(self.woman),
            self.born.year().rem_euclid(100),
            self.serial
        )
    }

    /// The people of the commune they live in.
    pub fn team(&self) -> &'static Team {
        self.team
    }

    fn address(&self) -> String {
        self.team.address(self.village)
    }

    /// The citizen as the counter writes a person with a card down.
    pub fn party(&self) -> Party {
        Party {
            name: self.name.clone(),
            birth: Some(date_vi(self.born)),
            gender: Some(if self.woman { "Nữ" } else { "Nam" }.to_owned()),
            document_kind: "cccd".to_owned(),
            document_number: Some(self.number()),
            address: self.address(),
            phone: Some(format!("09000{:05}", self.phone)),
            email: None,
            authority: None,
        }
    }

    /// The child as the counter writes it down: no card, no telephone.
    pub fn party_of_child(&self) -> Party {
        Party {
            document_kind: "none".to_owned(),
            document_number: None,
            phone: None,
            ..self.party()
        }
    }

    /// The citizen acting for somebody else.
    pub fn party_for_another(&self, authority: &str) -> Party {
        Party {
            authority: Some(authority.to_owned()),
            ..self.party()
        }
    }

    /// What a parent who registers a child is to it.
    pub fn parent_vi(&self) -> &'static str {
        if self.woman {
            "Mẹ đẻ"
        } else {
            "Cha đẻ"
        }
    }
}

fn some_day(chance: &mut Chance, year: i64) -> Date {
    let year = i16::try_from(year).expect("a year of a living person");
    let (month, day) = (chance.between(1, 12), chance.between(1, 28));
    let small = |number: i64| i8::try_from(number).expect("a month or a day");
    date(year, small(month), small(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::team_of;
    use domain::citizen::{BirthDate, PersonalNumber, Phone};

    #[test]
    fn numbers_agree_with_birth_and_telephones_can_be_read() {
        for seed in 0..300 {
            let mut chance = Chance::of(&[seed]);
            let citizen = Citizen::adult(&mut chance, team_of(""));
            let party = citizen.party();
            let number = PersonalNumber::parse(&citizen.number()).expect("twelve digits");
            let birth = BirthDate::parse(party.birth.as_deref().expect("a birth")).expect("a date");
            assert_eq!(number.doubt(Some(birth), None), None);
            assert!(Phone::parse(party.phone.as_deref().expect("a telephone")).is_ok());
        }
    }

    #[test]
    fn a_newborn_has_a_parents_family_name_and_no_card() {
        let mut chance = Chance::of(&[11]);
        let parent = Citizen::adult(&mut chance, team_of(""));
        let child = Citizen::newborn(&mut chance, date(2023, 5, 4), &parent);
        assert_eq!(child.name.split(' ').next(), parent.name.split(' ').next());
        assert!(child.born < date(2023, 5, 4) && child.party_of_child().document_number.is_none());
    }
}
