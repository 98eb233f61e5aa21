//! Procedures: their versions, a new one with its process, a dry run on last year's dossiers.
//! For the administrator; what is in force is never edited, a later version takes over on its day.

mod asked;
pub(crate) mod choice;
mod differs;
mod dry_run;
pub(crate) mod fields;
pub(crate) mod first;
pub(crate) mod list;
mod preview;
mod reading;
mod rows;
mod said;
mod short;
pub(crate) mod show;
pub(crate) mod version;
