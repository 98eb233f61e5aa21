//! The store from outside: every promise of its interface, on both engines.
//! For whoever changes the store.

mod acts;
mod backup;
mod batches;
mod common;
mod files;
mod outbox;
mod roles;
mod statements;
mod tables;
mod tampered_sources;
mod tampering;
mod troubles;
