//! All versions of all procedures, and which of them is in force on a day.
//! For the counter, the public pages and the dossier that asks for its own version.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::Procedure;
use super::search::Findable;

/// Every version of every procedure, shared and never changed after loading.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    versions: Vec<Arc<Procedure>>,
    /// What each version is found by, in the same order.
    findable: Vec<Arc<Findable>>,
    by_id: BTreeMap<String, usize>,
    by_code: BTreeMap<String, Vec<usize>>,
}

/// A field (lĩnh vực) and how many procedures it has in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldCount {
    /// Name of the field.
    pub field_vi: String,
    /// Published procedures in force on the day asked.
    pub procedures: usize,
}

impl Catalogue {
    /// A catalogue of versions already checked; see [`Catalogue::load`] for files.
    pub fn of(versions: Vec<Procedure>) -> Self {
        Self::of_shared(versions.into_iter().map(Arc::new))
    }

    /// The same of versions that another catalogue holds too.
    pub fn of_shared(versions: impl IntoIterator<Item = Arc<Procedure>>) -> Self {
        let mut catalogue = Self::default();
        for version in versions {
            let at = catalogue.versions.len();
            catalogue.by_id.insert(version.id.clone(), at);
            catalogue
                .by_code
                .entry(version.code.clone())
                .or_default()
                .push(at);
            catalogue.findable.push(Arc::new(Findable::of(&version)));
            catalogue.versions.push(version);
        }
        catalogue
    }

    /// The version of `code` that holds on `date`, drafts excepted.
    pub fn in_force(&self, code: &str, date: Date) -> Option<&Arc<Procedure>> {
        self.by_code
            .get(code)?
            .iter()
            .map(|&at| &self.versions[at])
            .find(|version| version.published && version.holds_on(date))
    }

    /// The version with this id, in force or not: a dossier keeps its own.
    pub fn version(&self, id: &str) -> Option<&Arc<Procedure>> {
        self.by_id.get(id).map(|&at| &self.versions[at])
    }

    /// Every version, drafts included, in the order of the files.
    pub fn versions(&self) -> impl Iterator<Item = &Arc<Procedure>> {
        self.versions.iter()
    }

    /// Every published procedure in force on `date`.
    pub fn all_in_force(&self, date: Date) -> impl Iterator<Item = &Arc<Procedure>> {
        self.versions
            .iter()
            .filter(move |version| version.published && version.holds_on(date))
    }

    /// The same, each with what it is found by.
    pub(super) fn all_findable(
        &self,
        date: Date,
    ) -> impl Iterator<Item = (&Arc<Procedure>, &Findable)> {
        let beside = self.findable.iter().map(Arc::as_ref);
        self.versions
            .iter()
            .zip(beside)
            .filter(move |(version, _)| version.published && version.holds_on(date))
    }

    /// The procedure in force whose address is `slug`.
    pub fn by_slug(&self, slug: &str, date: Date) -> Option<&Arc<Procedure>> {
        self.all_in_force(date).find(|version| version.slug == slug)
    }

    /// The fields that have procedures in force, in the order of the files.
    pub fn fields(&self, date: Date) -> Vec<FieldCount> {
        let mut fields: Vec<FieldCount> = Vec::new();
        for version in self.all_in_force(date) {
            match fields
                .iter_mut()
                .find(|field| field.field_vi == version.field_vi)
            {
                Some(field) => field.procedures += 1,
                None => fields.push(FieldCount {
                    field_vi: version.field_vi.clone(),
                    procedures: 1,
                }),
            }
        }
        fields
    }
}

impl Procedure {
    /// Whether this version is in force on `date`.
    pub fn holds_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }
}
