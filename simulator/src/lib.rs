//! A commune that lives the year 2023 by itself, through the very acts that people use.
//! For the demonstration and for tests that need a full house; the same seed gives the same events.

mod absence;
mod after;
mod chance;
mod citizens;
mod day;
mod deed;
mod demand;
mod habits;
mod house;
mod incidents;
mod life;
mod live;
mod money;
mod perform;
mod purse;
mod scans;
mod staff;
mod stock;
mod story;
mod words;
mod work;

pub use live::{Lived, Setup, live};
pub use scans::{Scan, plain_scan};
pub use staff::{PEOPLE, Person, Team, team_of};
