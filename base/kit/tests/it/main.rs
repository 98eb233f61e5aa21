//! The kit as browsers meet it: sessions, forms, limits, errors, headers, access.
//! For whoever changes the edge: each test is one promise that every feature relies on.

// Why: clippy's leave for tests does not reach the functions that tests share.
#![allow(clippy::unwrap_used)]

mod access;
mod common;
mod contrast;
mod edge;
mod forms;
mod law;
mod law_numbers;
mod law_saved;
mod proxy;
mod sessions;
