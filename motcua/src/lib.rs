//! The program's commands and the places where its parts are put together.
//! For `main.rs`, and for tests that need the real routes over a real database.

pub mod anchors;
pub mod backup;
pub mod bench;
pub mod check;
pub mod cli;
pub mod config;
pub mod config_check;
pub mod coverage;
pub mod deadline;
pub mod demo;
pub mod hosts;
pub mod housekeeping;
pub mod jobs;
pub mod law_check;
pub mod memory;
pub mod migrate;
mod progress;
pub mod reactions;
pub mod routes;
pub mod serve;
pub mod succeed;
pub mod trouble;
pub mod upgrade;
pub mod usage;
pub mod user;
pub mod verify;
pub mod wiring;
