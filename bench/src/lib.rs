//! Measures the program beside what the same machine could do at best, in one run and by rounds.
//! For whoever must know how many communes one machine carries; `docs/performance.md` tells the rest.

pub mod ceiling;
mod citizen;
pub mod cluster;
pub mod fill;
pub mod grow;
pub mod kill;
pub mod life;
pub mod load;
pub mod log;
pub mod machine;
pub mod measured;
pub mod page;
pub mod place;
pub mod plain;
pub mod program;
pub mod raw;
pub mod report;
mod rounds;
pub mod scratch;
pub mod server;
pub mod stats;
pub mod wire;

pub use measured::Measured;
pub use rounds::{Options, PostgresFrom, run};
