//! Agencies and places with their days: provinces, districts, communes, successors.
//! For codes, letterheads and dossiers that outlive a merger.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::code::AgencyCode;
use crate::regime::Confidence;
use crate::text::line_of_id;

/// The stable name of an agency: `xa_quang_khai`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AgencyId(pub String);

impl AgencyId {
    /// The name as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AgencyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What kind of place an agency governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// Tỉnh.
    Province,
    /// Thành phố trực thuộc trung ương.
    City,
    /// Huyện.
    District,
    /// Thị trấn.
    Township,
    /// Xã.
    Commune,
}

/// One agency while it exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Stable name.
    pub id: AgencyId,
    /// `Xã Quang Khải`.
    pub name_vi: String,
    /// What it governs.
    pub kind: AgencyKind,
    /// `Quang Khải`, as the place of a letter.
    pub place_vi: String,
    /// The agency above it.
    pub parent: Option<AgencyId>,
    /// The statistical code; reused after 2025, so never a key without a day.
    pub gso_code: Option<String>,
    /// The agency's part of a dossier code.
    pub code_part: Option<AgencyCode>,
    /// Whether that part has not been confirmed by anybody.
    #[serde(default)]
    pub code_unverified: bool,
    /// First day.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_to: Option<Date>,
    /// Who took over; several where the place was divided.
    #[serde(default)]
    pub successors: Vec<AgencyId>,
    /// Telephone, where known.
    pub phone: Option<String>,
    /// Address, where known.
    pub address: Option<String>,
    /// How sure the record is.
    pub confidence: Confidence,
    /// A remark for the administrator.
    pub note_vi: Option<String>,
}

impl Agency {
    /// The one that took over, where it is one.
    pub fn successor(&self) -> Option<&AgencyId> {
        match self.successors.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether the agency exists on a day.
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date <= to)
    }

    /// `Ủy ban nhân dân xã Quang Khải`.
    pub fn committee_vi(&self) -> String {
        let kind = match self.kind {
            AgencyKind::Province => "tỉnh",
            AgencyKind::City => "thành phố",
            AgencyKind::District => "huyện",
            AgencyKind::Township => "thị trấn",
            AgencyKind::Commune => "xã",
        };
        format!("Ủy ban nhân dân {kind} {}", self.place_vi)
    }
}

/// The table of agencies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agencies {
    all: Vec<Agency>,
    by_id: BTreeMap<AgencyId, usize>,
}

impl Agencies {
    /// Reads and checks the table.
    ///
    /// # Errors
    /// A sentence with the line, the agency and what is wrong with it.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let all: Vec<Agency> = serde_json::from_str(text)
            .map_err(|error| format!("dòng {}: {error}", error.line()))?;
        Self::of(all).map_err(|(agency, reason)| refuse(text, &agency, &reason))
    }

    /// The table of these agencies.
    ///
    /// # Errors
    /// The first agency at fault, and what is wrong with it.
    pub fn of(all: Vec<Agency>) -> Result<Self, (Box<Agency>, String)> {
        let mut by_id = BTreeMap::new();
        for (at, agency) in all.iter().enumerate() {
            if by_id.insert(agency.id.clone(), at).is_some() {
                return Err((Box::new(agency.clone()), "trùng mã".to_owned()));
            }
        }
        let agencies = Self { all, by_id };
        for agency in &agencies.all {
            agencies
                .check(agency)
                .map_err(|reason| (Box::new(agency.clone()), reason))?;
        }
        Ok(agencies)
    }

    /// This table with some agencies said anew, or new ones; the later in the list holds.
    ///
    /// # Errors
    /// The first agency at fault, and what is wrong with it.
    pub fn with(&self, later: Vec<Agency>) -> Result<Self, (Box<Agency>, String)> {
        let mut all = self.all.clone();
        for agency in later {
            match all.iter_mut().find(|known| known.id == agency.id) {
                Some(known) => *known = agency,
                None => all.push(agency),
            }
        }
        Self::of(all)
    }

    /// The same table, with some records and some codes read anew in a source.
    #[must_use]
    pub fn confirmed(
        &self,
        is_record: impl Fn(&AgencyId) -> bool,
        is_code: impl Fn(&AgencyId) -> bool,
    ) -> Self {
        let mut same = self.clone();
        for agency in &mut same.all {
            if is_record(&agency.id) {
                agency.confidence = Confidence::Verified;
            }
            agency.code_unverified &= !is_code(&agency.id);
        }
        same
    }

    /// The agency of this id.
    pub fn get(&self, id: &str) -> Option<&Agency> {
        self.by_id
            .get(&AgencyId(id.to_owned()))
            .map(|&at| &self.all[at])
    }

    /// Who answers for an agency on a day: itself, or its only heir, and so on.
    pub fn in_charge(&self, id: &str, at: Date) -> Option<&Agency> {
        let mut agency = self.get(id)?;
        // Successors begin later than those before them (checked at load), so this ends.
        while agency.valid_to.is_some_and(|last| at > last) {
            agency = self.get(agency.successor()?.as_str())?;
        }
        agency.is_valid_on(at).then_some(agency)
    }

    /// From the top down to the agency itself.
    pub fn path(&self, id: &str) -> Vec<&Agency> {
        let mut path: Vec<&Agency> = Vec::new();
        let mut next = self.get(id);
        while let Some(agency) = next.filter(|_| path.len() < self.all.len()) {
            path.push(agency);
            next = agency
                .parent
                .as_ref()
                .and_then(|parent| self.get(parent.as_str()));
        }
        path.reverse();
        path
    }

    /// All agencies in the order of the table.
    pub fn all(&self) -> &[Agency] {
        &self.all
    }

    fn check(&self, agency: &Agency) -> Result<(), String> {
        if agency
            .valid_from
            .zip(agency.valid_to)
            .is_some_and(|(from, to)| from > to)
        {
            return Err("ngày kết thúc ở trước ngày bắt đầu".to_owned());
        }
        if let Some(parent) = &agency.parent {
            self.get(parent.as_str())
                .ok_or_else(|| format!("không có cơ quan cấp trên «{parent}»"))?;
            if self
                .path(agency.id.as_str())
                .first()
                .is_some_and(|top| top.parent.is_some())
            {
                return Err("cấp trên đi vòng tròn".to_owned());
            }
        }
        for heir in &agency.successors {
            let found = self
                .get(heir.as_str())
                .ok_or_else(|| format!("không có đơn vị kế tục «{heir}»"))?;
            match (agency.valid_to, found.valid_from) {
                (Some(last), Some(first)) if first > last => {}
                _ => {
                    return Err(format!(
                        "đơn vị kế tục «{heir}» phải bắt đầu sau ngày kết thúc"
                    ));
                }
            }
        }
        let shares_code = |other: &&Agency| {
            other.id != agency.id && other.gso_code == agency.gso_code && overlap(agency, other)
        };
        match self
            .all
            .iter()
            .find(shares_code)
            .filter(|_| agency.gso_code.is_some())
        {
            Some(other) => Err(format!(
                "cùng mã thống kê với «{}» trong cùng thời gian",
                other.id
            )),
            None => Ok(()),
        }
    }
}

fn overlap(one: &Agency, other: &Agency) -> bool {
    let begins_by =
        |from: Option<Date>, to: Option<Date>| from.zip(to).is_none_or(|(from, to)| from <= to);
    begins_by(one.valid_from, other.valid_to) && begins_by(other.valid_from, one.valid_to)
}

fn refuse(text: &str, agency: &Agency, reason: &str) -> String {
    format!(
        "dòng {}: cơ quan «{}»: {reason}",
        line_of_id(text, agency.id.as_str()),
        agency.id
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TABLE: &str = include_str!("../../../data/agencies.json");

    fn agencies() -> Agencies {
        Agencies::from_json(TABLE).expect("our own data is sound")
    }

    #[test]
    fn our_commune_stands_under_district_and_province() {
        let agencies = agencies();
        let names: Vec<&str> = agencies
            .path("xa_quang_khai")
            .iter()
            .map(|a| a.name_vi.as_str())
            .collect();
        assert_eq!(names, ["Tỉnh Hải Dương", "Huyện Tứ Kỳ", "Xã Quang Khải"]);
        let ours = agencies.get("xa_quang_khai").expect("our commune");
        assert_eq!(
            ours.code_part.as_ref().map(AgencyCode::old_order),
            Some("000.21.49.H23")
        );
        assert!(ours.code_unverified);
        assert_eq!(ours.committee_vi(), "Ủy ban nhân dân xã Quang Khải");
    }

    #[test]
    fn the_successor_answers_from_the_day_of_the_merger() {
        let agencies = agencies();
        let name = |day| {
            agencies
                .in_charge("xa_quang_khai", day)
                .map(|a| a.name_vi.as_str())
        };
        assert_eq!(name(date(2025, 6, 30)), Some("Xã Quang Khải"));
        assert_eq!(name(date(2025, 7, 1)), Some("Xã Tứ Kỳ"));
        // Divided between two: nobody answers for the whole.
        assert_eq!(agencies.in_charge("xa_hung_dao", date(2025, 7, 1)), None);
        assert_eq!(agencies.in_charge("xa_tu_ky", date(2023, 1, 1)), None);
    }

    #[test]
    fn a_tree_that_contradicts_itself_is_refused_with_its_line() {
        let line = line_of_id(TABLE, "huyen_tu_ky");
        for (good, bad, reason) in [
            (
                "\"parent\": \"tinh_hai_duong\"",
                "\"parent\": \"tinh_nao\"",
                "cấp trên «tinh_nao»",
            ),
            (
                "\"parent\": \"tinh_hai_duong\"",
                "\"parent\": \"huyen_tu_ky\"",
                "vòng tròn",
            ),
            (
                "\"gso_code\": \"298\"",
                "\"gso_code\": \"11116\"",
                "cùng mã thống kê",
            ),
        ] {
            let said = Agencies::from_json(&TABLE.replacen(good, bad, 1)).expect_err(reason);
            assert!(
                said.starts_with(&format!("dòng {line}:")) && said.contains(reason),
                "{said}"
            );
        }
        let heirless = TABLE.replacen("[\"tp_hai_phong\"]", "[\"tinh_nao\"]", 1);
        assert!(
            Agencies::from_json(&heirless).is_err_and(|said| said.contains("kế tục «tinh_nao»"))
        );
        let early = TABLE.replacen("[\"tp_hai_phong\"]", "[\"huyen_tu_ky\"]", 1);
        assert!(Agencies::from_json(&early).is_err_and(|said| said.contains("bắt đầu sau")));
    }
}
