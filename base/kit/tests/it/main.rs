//! The kit as browsers meet it: sessions, forms, limits, errors, headers, access.
//! For whoever changes the edge: each test is one promise that every feature relies on.

mod access;
mod common;
mod edge;
mod forms;
mod sessions;
