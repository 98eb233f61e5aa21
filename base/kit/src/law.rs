//! The law and the commune's data as one value, replaced whole when a version takes effect.
//! For every request, which keeps the value it began with.
//!
//! The law in force for a commune is the embedded law with the commune's changes laid over it
//! ([`assemble`]); the changes are rows of `law_change`, written in the browser ([`crate::App::save_law`]).

mod assemble;
mod change;
mod doubt;
mod live;
mod parts;
mod stored;

use std::collections::BTreeMap;

use domain::agency::Agencies;
use domain::calendar::{Calendar, Notice};
use domain::fee::FeeRules;
use domain::form::Forms;
use domain::post::Posts;
use domain::procedure::Catalogue;
use domain::wording::Wording;

pub use assemble::{LawFault, PENDING, assemble};
pub use change::{
    Change, ChangeKind, Confirmation, LawChange, NewChange, PostProposal, WordingChange,
};
pub use doubt::{Fact, FactGroup, amount_vi, facts};
pub use live::Saved;
pub use stored::{LAW_CHANGED, every, of_kind, of_subject};

/// The law at this moment.
#[derive(Clone, Debug)]
pub struct Law {
    /// Working days, holidays, office hours.
    pub calendar: Calendar,
    /// The procedures in all their versions.
    pub catalogue: Catalogue,
    /// What is charged, in all its versions.
    pub fees: FeeRules,
    /// The posts and roles that steps and accounts name.
    pub posts: Posts,
    /// What citizens are asked on declaration forms.
    pub forms: Forms,
    /// The units of government, with their days.
    pub agencies: Agencies,
    /// The notices of days off that the calendar rests on.
    pub notices: Vec<Notice>,
    /// The sentences of papers that the commune chose.
    pub wording: Wording,
    /// Doubtful facts that were read in a document, and what they said then.
    pub confirmed: BTreeMap<String, String>,
    /// How many changes of the commune it holds; 0 for the embedded law.
    pub revision: i64,
}

impl Law {
    /// Reads the law from data files, each given as path and text.
    ///
    /// # Errors
    /// Every fault found, each naming its file, its line where there is one, and the reason.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Vec<String>> {
        let text = |path: &str| {
            files
                .iter()
                .find(|(name, _)| *name == path)
                .map(|(_, text)| *text)
                .ok_or_else(|| vec![format!("{path}: không có tệp này")])
        };
        let named = |path: &str, fault: String| vec![format!("{path}: {fault}")];
        let posts =
            Posts::from_json(text("posts.json")?).map_err(|fault| named("posts.json", fault))?;
        let fees =
            FeeRules::from_json(text("fees.json")?).map_err(|fault| named("fees.json", fault))?;
        let forms =
            Forms::from_json(text("forms.json")?).map_err(|fault| named("forms.json", fault))?;
        let agencies = Agencies::from_json(text("agencies.json")?)
            .map_err(|fault| named("agencies.json", fault))?;
        let notices: Vec<&str> = files
            .iter()
            .filter(|(name, _)| name.starts_with("calendar/"))
            .map(|(_, text)| *text)
            .collect();
        let calendar = Calendar::from_json(&notices).map_err(|fault| named("calendar", fault))?;
        let catalogue = Catalogue::load(files, &posts)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        Ok(Self {
            calendar,
            catalogue,
            fees,
            posts,
            forms,
            agencies,
            notices: notices_of(&notices),
            wording: Wording::default(),
            confirmed: BTreeMap::new(),
            revision: 0,
        })
    }

    /// The law that this program was built with.
    ///
    /// # Errors
    /// As [`Law::load`]; the tests keep it from happening.
    pub fn embedded() -> Result<Self, Vec<String>> {
        Self::load(data::files())
    }
}

/// The notices among the calendar's files, by year; the calendar has read and checked them before.
fn notices_of(texts: &[&str]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = texts
        .iter()
        .filter_map(|text| serde_json::from_str(text).ok())
        .collect();
    notices.sort_by_key(|notice| notice.year);
    notices
}
