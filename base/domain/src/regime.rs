//! The law's dated switches, each apart: tiers of government, form set, and the rest.
//! For papers, reports and agencies; a procedure's own law is its version's business.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::line_of_id;

/// How sure a record of law or place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in a source.
    Verified,
    /// Widely published law, not read again.
    WellKnown,
    /// From memory.
    Memory,
    /// Not established.
    Unknown,
}

impl Confidence {
    /// Whether it may be shown without a note.
    pub fn is_sure(self) -> bool {
        match self {
            Self::Verified | Self::WellKnown => true,
            Self::Memory | Self::Unknown => false,
        }
    }

    /// The word that administrators see.
    pub fn vi(self) -> &'static str {
        match self {
            Self::Verified => "đã kiểm chứng",
            Self::WellKnown => "luật phổ biến",
            Self::Memory => "theo trí nhớ, cần kiểm tra",
            Self::Unknown => "chưa xác lập",
        }
    }
}

/// What one regime is about; on each topic one regime holds at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Tiers of government.
    Tiers,
    /// The set of forms of the one-stop shop.
    Forms,
    /// The decree on the one-stop shop.
    OneStop,
    /// Digitisation at receipt.
    Digitisation,
    /// Names of the levels of online service.
    OnlineLevel,
    /// The index of service quality.
    QualityIndex,
    /// Protection of personal data.
    PersonalData,
    /// Rating of civil servants.
    CivilServants,
    /// Cyber-security.
    CyberSecurity,
    /// Public holidays; the calendar holds the days.
    Holidays,
}

/// A set of printed forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FormSet {
    /// Mẫu 01–06 of TT 01/2018/TT-VPCP.
    #[serde(rename = "TT01_2018")]
    Tt01Of2018,
    /// Mẫu 01–07 of TT 03/2025/TT-VPCP.
    #[serde(rename = "TT03_2025")]
    Tt03Of2025,
}

/// How many tiers of government stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tiers {
    /// Province, district, commune.
    Three,
    /// Province, commune.
    Two,
}

/// One state of the law on one topic, from its first day until the next one's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// Stable name.
    pub id: String,
    /// What it is about.
    pub topic: Topic,
    /// Its name for people.
    pub name_vi: String,
    /// First day; none where it was always so.
    pub from: Option<Date>,
    /// What the program reads, where it reads anything.
    pub value: Option<String>,
    /// What changes with it.
    pub switches_vi: String,
    /// How sure the record is.
    pub confidence: Confidence,
    /// The document.
    pub source: String,
    /// A remark for the administrator.
    pub note_vi: Option<String>,
}

/// The table of all regimes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regimes {
    all: Vec<Regime>,
    forms: Vec<(Option<Date>, FormSet)>,
    tiers: Vec<(Option<Date>, Tiers)>,
}

impl Regimes {
    /// Reads and checks the table.
    ///
    /// # Errors
    /// A sentence with the line, the regime and what is wrong with it.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let mut all: Vec<Regime> = serde_json::from_str(text)
            .map_err(|error| format!("dòng {}: {error}", error.line()))?;
        all.sort_by_key(|regime| (regime.topic, regime.from));
        let mut ids = BTreeSet::new();
        let mut starts = BTreeSet::new();
        for regime in &all {
            if !ids.insert(&regime.id) {
                return Err(refuse(text, regime, "trùng mã"));
            }
            if !starts.insert((regime.topic, regime.from)) {
                return Err(refuse(
                    text,
                    regime,
                    "trùng ngày bắt đầu với chế độ khác cùng chủ đề",
                ));
            }
        }
        let forms = values(text, &all, Topic::Forms)?;
        let tiers = values(text, &all, Topic::Tiers)?;
        Ok(Self { all, forms, tiers })
    }

    /// All regimes by topic and date.
    pub fn all(&self) -> &[Regime] {
        &self.all
    }

    /// The forms for a dossier received on a day.
    pub fn form_set_at(&self, received: Date) -> FormSet {
        in_force(&self.forms, received)
    }

    /// The tiers of government on a day.
    pub fn tiers_at(&self, date: Date) -> Tiers {
        in_force(&self.tiers, date)
    }
}

static NATIONAL: LazyLock<Regimes> = LazyLock::new(|| {
    Regimes::from_json(include_str!("../../../data/regimes.json"))
        .expect("the table is part of the program, and a test reads it")
});

/// The regimes of national law that come with the program.
pub fn national() -> &'static Regimes {
    &NATIONAL
}

/// The forms for a dossier received on a day; a dossier keeps those of its receipt.
pub fn form_set_at(received: Date) -> FormSet {
    NATIONAL.form_set_at(received)
}

/// The tiers of government on a day.
pub fn tiers_at(date: Date) -> Tiers {
    NATIONAL.tiers_at(date)
}

fn refuse(text: &str, regime: &Regime, reason: &str) -> String {
    format!(
        "dòng {}: chế độ «{}»: {reason}",
        line_of_id(text, &regime.id),
        regime.id
    )
}

/// The values of a topic that the program reads, in order of date, at least one.
fn values<V: for<'de> Deserialize<'de>>(
    text: &str,
    all: &[Regime],
    topic: Topic,
) -> Result<Vec<(Option<Date>, V)>, String> {
    let read = |regime: &Regime| {
        let value = serde_json::Value::from(regime.value.clone());
        serde_json::from_value(value)
            .map(|value| (regime.from, value))
            .map_err(|error| refuse(text, regime, &format!("giá trị chưa đọc được: {error}")))
    };
    let values: Vec<_> = all
        .iter()
        .filter(|regime| regime.topic == topic)
        .map(read)
        .collect::<Result<_, _>>()?;
    if values.is_empty() {
        return Err(format!("dòng 1: thiếu chế độ của chủ đề {topic:?}"));
    }
    Ok(values)
}

/// The latest value begun by a day; before all of them, the first one known.
fn in_force<V: Copy>(values: &[(Option<Date>, V)], date: Date) -> V {
    let begun = values
        .iter()
        .rfind(|(from, _)| from.is_none_or(|from| from <= date));
    begun
        .or(values.first())
        .map(|(_, value)| *value)
        .expect("a table without values is refused at load")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn tiers_and_forms_switch_on_different_days() {
        for (day, tiers, forms) in [
            (date(2018, 1, 1), Tiers::Three, FormSet::Tt01Of2018),
            (date(2025, 6, 30), Tiers::Three, FormSet::Tt01Of2018),
            (date(2025, 7, 1), Tiers::Two, FormSet::Tt01Of2018),
            (date(2025, 9, 14), Tiers::Two, FormSet::Tt01Of2018),
            (date(2025, 9, 15), Tiers::Two, FormSet::Tt03Of2025),
        ] {
            assert_eq!((tiers_at(day), form_set_at(day)), (tiers, forms), "{day}");
        }
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused_with_its_line() {
        let source = include_str!("../../../data/regimes.json");
        let line = line_of_id(source, "TT03_2025");
        for (good, bad, reason) in [
            ("2025-09-15", "2019-01-06", "trùng ngày"),
            ("\"value\": \"TT03_2025\"", "\"value\": \"TT09\"", "TT09"),
        ] {
            let said = Regimes::from_json(&source.replacen(good, bad, 1)).expect_err(reason);
            assert!(
                said.starts_with(&format!("dòng {line}:")) && said.contains(reason),
                "{said}"
            );
        }
        let twice = source.replacen("\"id\": \"TIERS_2\"", "\"id\": \"TIERS_3\"", 1);
        assert!(Regimes::from_json(&twice).is_err_and(|said| said.contains("trùng mã")));
        assert!(Regimes::from_json("[]").is_err());
    }
}
