//! The interface for programs through the real router, on both engines.
//! Rights, repeated calls, conflicts, problems, paging, exports, tokens.

mod acts;
mod exports;
mod mending;
mod office;
mod problems;
mod rights;
mod shut_out;
mod tokens;
