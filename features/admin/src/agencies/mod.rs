//! Units of government with their days and successors: the tree, one unit said anew, a new one.
//! For the administrator, when places are founded, merged or ended.

pub(crate) mod fields;
pub(crate) mod tree;
pub(crate) mod unit;
