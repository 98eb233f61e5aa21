//! One dossier on one page: its people, papers, money, steps, history, and what may be done now.
//! For the officers who work on it.

mod before;
mod history;
mod loaded;
pub mod offers;
mod page;
mod process;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use page::page;
