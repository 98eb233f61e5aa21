//! The calendar by year, its notices, the office hours, and what a change does to open dossiers.
//! For the administrator, and for the leader who decides about promised dates.

pub(crate) mod effect;
pub(crate) mod hours;
pub(crate) mod rows;
pub(crate) mod year;
pub(crate) mod years;
