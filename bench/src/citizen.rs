//! The people whose births are registered: made up, and no two alike.
//! For the lives that browsers and programs carry.

/// A mother and her child, different for each number.
pub(crate) struct Citizen {
    pub(crate) number: String,
    pub(crate) mother: String,
    pub(crate) child: String,
    pub(crate) born: String,
}

const FAMILIES: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"];
const MIDDLES: [&str; 10] = [
    "Minh", "Gia", "Đức", "Quang", "Hải", "Anh", "Tuấn", "Khánh", "Bảo", "Thành",
];
const GIVEN: [&str; 20] = [
    "Khôi", "An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Hiếu", "Hùng", "Khoa", "Lâm", "Long",
    "Nam", "Phong", "Phúc", "Quân", "Sơn", "Tùng", "Việt", "Vinh",
];

impl Citizen {
    pub(crate) fn new(n: u64) -> Self {
        let of = |list: &[&str], n: u64| list[(n % list.len() as u64) as usize].to_owned();
        let (family, middle, given) = (n, n / 8, n / 80);
        let day = n / 1_600 % 27 + 1;
        Self {
            number: format!("030192{:06}", n % 1_000_000),
            mother: format!(
                "{} Thị {}",
                of(&FAMILIES, family + 3),
                of(&GIVEN, given + 7)
            ),
            child: format!(
                "{} {} {}",
                of(&FAMILIES, family),
                of(&MIDDLES, middle),
                of(&GIVEN, given)
            ),
            born: format!("{day}/10/2023"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_thousand_children_are_told_apart_by_name_and_birth() {
        let all: std::collections::HashSet<(String, String)> = (0..43_200)
            .map(Citizen::new)
            .map(|citizen| (citizen.child, citizen.born))
            .collect();
        assert_eq!(all.len(), 43_200);
    }
}
