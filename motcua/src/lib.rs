//! The program's commands and the places where its parts are put together.
//! For `main.rs`, and for tests that need the real routes over a real database.

pub mod anchors;
pub mod check;
pub mod cli;
pub mod config;
pub mod deadline;
pub mod demo;
pub mod housekeeping;
pub mod migrate;
mod progress;
pub mod reactions;
pub mod routes;
pub mod serve;
pub mod user;
pub mod verify;
pub mod wiring;
