//! What is not verified: the list for the owner, and confirming one fact with a document.
//! For the administrator and the controller.

pub(crate) mod confirm;
pub(crate) mod list;
