//! Which procedures citizens see: published, in force today, and asked of this commune.
//! For every public page; nothing else decides it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::procedure::Procedure;
use domain::text::{slug, sort_key};
use jiff::civil::Date;
use kit::{Error, Law, Result};

/// Whether a citizen of this commune may file under it.
pub fn is_for_citizens(procedure: &Procedure) -> bool {
    procedure.published && procedure.applicable_locally && !procedure.internal_only
}

/// Every procedure that citizens may file under on `date`, by name as people sort.
pub fn for_citizens(law: &Law, date: Date) -> Vec<Arc<Procedure>> {
    let mut open: Vec<Arc<Procedure>> = law
        .catalogue
        .all_in_force(date)
        .filter(|procedure| is_for_citizens(procedure))
        .cloned()
        .collect();
    open.sort_by_cached_key(|procedure| (known_key(&procedure.name_vi), procedure.code.clone()));
    open
}

/// Keys of names seen before: names are few, and their keys cost more than the page they stand on.
static KEYS: RwLock<Option<HashMap<String, Arc<str>>>> = RwLock::new(None);
/// More names than this are not of procedures and fields.
const KEYS_MAX: usize = 5_000;

fn known_key(name: &str) -> Arc<str> {
    let known = |keys: &Option<HashMap<String, Arc<str>>>| keys.as_ref()?.get(name).cloned();
    if let Some(key) = known(&KEYS.read().unwrap_or_else(PoisonError::into_inner)) {
        return key;
    }
    let key: Arc<str> = sort_key(name).into();
    let mut keys = KEYS.write().unwrap_or_else(PoisonError::into_inner);
    let keys = keys.get_or_insert_default();
    if keys.len() >= KEYS_MAX {
        keys.clear();
    }
    keys.insert(name.to_owned(), Arc::clone(&key));
    key
}

/// A field (lĩnh vực) with what it offers to citizens.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) procedures: usize,
}

/// The fields that offer something on `date`, by name as people sort.
pub(crate) fn fields(law: &Law, date: Date) -> Vec<Field> {
    let open = for_citizens(law, date);
    let mut fields: Vec<Field> = Vec::new();
    for procedure in &open {
        match fields
            .iter_mut()
            .find(|field| field.name == procedure.field_vi)
        {
            Some(field) => field.procedures += 1,
            None => fields.push(Field {
                name: procedure.field_vi.clone(),
                slug: slug(&procedure.field_vi),
                procedures: 1,
            }),
        }
    }
    fields.sort_by_cached_key(|field| known_key(&field.name));
    fields
}

/// What stands at an address of a procedure.
pub(crate) enum Address {
    /// The version in force.
    Here(Arc<Procedure>),
    /// A name that the procedure no longer bears; it is found at this one.
    Moved(String),
    /// It was in force and is not any more.
    Ended(Arc<Procedure>),
}

/// Looks an address up; names that were once public never die.
///
/// # Errors
/// Missing, also for drafts and for versions that are not in force yet.
pub(crate) fn at(law: &Law, slug: &str, date: Date) -> Result<Address> {
    let here = law
        .catalogue
        .by_slug(slug, date)
        .filter(|procedure| is_for_citizens(procedure));
    if let Some(procedure) = here {
        return Ok(Address::Here(Arc::clone(procedure)));
    }
    let past = law
        .catalogue
        .versions()
        .filter(|version| {
            version.slug == slug && is_for_citizens(version) && version.valid_from <= date
        })
        .max_by_key(|version| version.valid_from)
        .ok_or(Error::Missing)?;
    let now = law
        .catalogue
        .in_force(&past.code, date)
        .filter(|procedure| is_for_citizens(procedure));
    Ok(match now {
        Some(procedure) => Address::Moved(procedure.slug.clone()),
        None => Address::Ended(Arc::clone(past)),
    })
}
