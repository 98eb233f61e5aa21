//! One connection to one of the two engines, as the store's other parts see it.
//! Only `sqlite` and `postgres` implement it; there is no third.

use crate::{
    error::StoreError,
    statement::Statement,
    value::{Row, Value},
};

/// Which database answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// A server.
    Postgres,
}

pub(crate) trait Link {
    fn engine(&self) -> Engine;
    /// Runs the store's own statements: BEGIN, SAVEPOINT, migrations.
    fn control(&mut self, sql: &str) -> Result<(), StoreError>;
    /// Ends a reading; nothing was written, so an answer is not waited for where that costs time.
    fn end_reading(&mut self) {
        let _ = self.control("ROLLBACK");
    }
    /// Looks at a statement, or finds it among those seen before.
    fn statement(&mut self, sql: &str) -> Result<std::sync::Arc<Statement>, StoreError>;
    fn query(&mut self, statement: &Statement, params: &[Value]) -> Result<Vec<Row>, StoreError>;
    /// Shows the rows of an answer one by one, however many there are.
    fn each(
        &mut self,
        sql: &str,
        see: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;
    fn execute(&mut self, statement: &Statement, params: &[Value]) -> Result<u64, StoreError>;
    /// Whether the transaction begun is still there.
    fn in_transaction(&self) -> bool;
}
