-- What events cause outside: taken under a lease, done at least once, each key once.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    agency TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    taken_until BIGINT NOT NULL,
    done_at BIGINT,
    dedupe TEXT NOT NULL UNIQUE,
    last_error TEXT
);
CREATE INDEX outbox_open ON outbox(run_at, id) WHERE done_at IS NULL;

-- Forms already sent: the same token leads to the same place.
CREATE TABLE once (
    token TEXT PRIMARY KEY,
    location TEXT NOT NULL,
    at BIGINT NOT NULL
);
