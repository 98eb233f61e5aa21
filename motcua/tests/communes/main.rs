//! Several communes in one database: nothing is seen across, and one that succeeds others goes on
//! with what citizens still wait for.

mod archive;
mod house;
mod scope;
mod succession;
