-- Tokens of programs, and what is kept so that a repeated call does nothing twice.
-- Written by features/api only.

-- A token borrows the rights of one account, as far as its scopes reach. The secret is shown once
-- and kept as a hash, so that a stolen copy of the database opens nothing.
CREATE TABLE api_token (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  version BIGINT NOT NULL,
  -- Which program, as its maker called it.
  name TEXT NOT NULL,
  account_id TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  -- The last characters of the secret, by which people tell tokens apart.
  hint TEXT NOT NULL,
  -- Names of scopes between spaces.
  scopes TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  -- The owner of the account agreed; before that the token opens nothing.
  accepted_at BIGINT,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT,
  revoked_by TEXT
);
CREATE INDEX api_token_by_account ON api_token(agency, account_id);
CREATE INDEX api_token_by_expiry ON api_token(agency, expires_at);

-- When a token was used last, and how often; told to its owner.
CREATE TABLE api_token_use (
  token_id TEXT PRIMARY KEY,
  used_at BIGINT NOT NULL,
  calls BIGINT NOT NULL
);

-- The answer of each call that changed something, by its Idempotency-Key; forgotten after days.
-- Answers kept here name no person.
CREATE TABLE api_answer (
  caller TEXT NOT NULL,
  call_key TEXT NOT NULL,
  -- SHA-256 of method, path and body: the same key with another body is refused.
  asked TEXT NOT NULL,
  status BIGINT NOT NULL,
  body TEXT NOT NULL,
  location TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (caller, call_key)
);
CREATE INDEX api_answer_by_time ON api_answer(at);
