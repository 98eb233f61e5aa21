//! The rules of a commune's one-stop shop, pure: no input or output, no clock.
//! Read by every feature; depends on nothing of ours.

pub mod access;
pub mod agency;
pub mod calendar;
pub mod citizen;
pub mod code;
pub mod deadline;
pub mod dossier;
pub mod fact;
pub mod fee;
pub mod form;
pub mod indicator;
pub mod lunar;
pub mod moment;
pub mod money;
pub mod plan;
pub mod post;
pub mod procedure;
pub mod regime;
pub mod text;
pub mod wording;
