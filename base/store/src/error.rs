//! Everything that can go wrong between the program and its database.
//! For features: match on `Unique`; pass the rest on, it is not the user's doing.

/// Why a read or a write did not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A row with this key exists already; `constraint` reads `table(column, column)` on both engines.
    #[error("already present: {constraint}")]
    Unique {
        /// `table(column, column)`.
        constraint: String,
    },
    /// Nothing was stored; trying again later may work.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// The connection broke during COMMIT: it may or may not be stored. Ask with the once-token.
    #[error("the fate of this act is not known: {0}")]
    Uncertain(String),
    /// Stored data is not what the program wrote.
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
    /// The database refused a statement.
    #[error("{0}")]
    Sql(String),
    /// The closure panicked; nothing of it was stored.
    #[error("the act stopped unexpectedly")]
    Panicked,
    /// Text holds U+0000, which PostgreSQL cannot store.
    #[error("text holds the character U+0000")]
    Nul,
    /// The parameters given are not those the statement uses.
    #[error("parameters: {0}")]
    Parameters(String),
    /// A column is missing or holds something else than asked for.
    #[error("column {0}")]
    Column(String),
    /// The store was used against its rules: a defect in the calling code.
    #[error("misuse of the store: {0}")]
    Misuse(String),
    /// A table of the ledger was written, but none of its rows was sealed.
    #[error("table {0} was written without a seal")]
    Unsealed(String),
    /// The database's settings would lose or reorder data.
    #[error("unsuitable database: {0}")]
    Unsuitable(String),
    /// A later program made the database; this one does not know these migrations.
    #[error("the database was made by a newer program, which applied {0}")]
    Newer(String),
    /// A file larger than allowed.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Reading or writing a file failed.
    #[error("file: {0}")]
    File(String),
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error.to_string())
    }
}
