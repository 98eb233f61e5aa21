//! The store from outside: every promise of its interface, on both engines.
//! For whoever changes the store.

mod acts;
mod batches;
mod common;
mod files;
mod outbox;
mod statements;
mod tables;
mod tampering;
