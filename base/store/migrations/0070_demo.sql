-- A demonstration says so about itself, and keeps its accounts in clear. Empty in every real database.
CREATE TABLE demo (
  id TEXT PRIMARY KEY,
  day TEXT NOT NULL,
  seed BIGINT NOT NULL,
  made_at BIGINT NOT NULL
);

CREATE TABLE demo_account (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL,
  password TEXT NOT NULL,
  name TEXT NOT NULL,
  post TEXT NOT NULL,
  title TEXT NOT NULL
);
