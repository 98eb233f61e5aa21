//! Fees: what is charged today and from when on, a new version with its basis, tried before it is saved.
//! For the administrator, when a resolution sets another amount.

pub(crate) mod fields;
pub(crate) mod list;
pub(crate) mod version;
