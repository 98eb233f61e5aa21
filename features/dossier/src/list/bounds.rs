//! How far one page looks, so that it is as quick among a million dossiers as among a thousand.
//! For lists and their totals; what lies beyond is said, never left out in silence.

use domain::money::grouped;

/// How far one page looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// So many dossiers may hold a word that leads to them.
    pub(super) led: i64,
    /// So many of those that have ended are looked at for one page, in its order.
    pub(super) walked: i64,
    /// So many are counted.
    pub(super) counted: i64,
}

impl Bounds {
    pub(super) const USUAL: Self = Self {
        led: 5_000,
        walked: 10_000,
        counted: 10_000,
    };
}

/// How many dossiers a list holds, as far as they were counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Total {
    pub(super) n: u64,
    /// Whether there may be more.
    pub(super) or_more: bool,
}

impl Total {
    /// All of them.
    pub(super) const fn exactly(n: u64) -> Self {
        Self { n, or_more: false }
    }

    /// `8 hồ sơ`, `ít nhất 10.000 hồ sơ`.
    pub(super) fn words(self) -> String {
        let number = self.number();
        match (self.or_more, self.n) {
            (false, _) => format!("{number} hồ sơ"),
            (true, 0) => "chưa thấy hồ sơ nào".to_owned(),
            (true, _) => format!("ít nhất {number} hồ sơ"),
        }
    }

    /// `8`, `10.000+`.
    pub(super) fn short(self) -> String {
        let more = if self.or_more { "+" } else { "" };
        format!("{}{more}", self.number())
    }

    fn number(self) -> String {
        grouped(i64::try_from(self.n).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_says_whether_it_is_all() {
        let more = |n| Total { n, or_more: true };
        assert_eq!(Total::exactly(0).words(), "0 hồ sơ");
        assert_eq!(more(10_000).words(), "ít nhất 10.000 hồ sơ");
        assert_eq!(more(0).words(), "chưa thấy hồ sơ nào");
        assert_eq!(
            (more(10_000).short(), Total::exactly(7).short()),
            ("10.000+".to_owned(), "7".to_owned())
        );
    }
}
