-- What was last done to keep the data safe: one row a kind of work. Not part of the ledger.
CREATE TABLE upkeep (
    -- backup, verify, restore or beat
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    detail TEXT NOT NULL
);
