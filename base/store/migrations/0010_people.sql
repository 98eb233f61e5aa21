-- Accounts of officers. Written by features/people only.
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  version BIGINT NOT NULL,
  username TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  -- Argon2id with its parameters, as a PHC string.
  password_hash TEXT NOT NULL,
  -- 1 after the first password and after a reset: the owner must choose one.
  must_change BIGINT NOT NULL,
  totp_secret TEXT,
  totp_confirmed_at BIGINT,
  -- The last half minute whose code was taken: a code counts once (RFC 6238, 5.2).
  totp_last_step BIGINT,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  ended_at BIGINT,
  salt TEXT NOT NULL
);
CREATE INDEX account_by_agency ON account(agency, name_key, id);

-- Which post an account holds from which day to which, both included; roles come from it.
CREATE TABLE account_post (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account(id),
  post TEXT NOT NULL,
  from_day TEXT NOT NULL,
  to_day TEXT
);
CREATE INDEX account_post_by_account ON account_post(account_id);
CREATE INDEX account_post_by_post ON account_post(post);

-- Codes for whoever lost the telephone: each counts once, a new set voids the old.
CREATE TABLE recovery_code (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account(id),
  code_hash TEXT NOT NULL,
  used_at BIGINT,
  void_at BIGINT
);
CREATE INDEX recovery_code_by_account ON recovery_code(account_id);
